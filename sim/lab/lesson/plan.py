"""How a lesson can go: its plan in minutes, ways to play, and how a class is locked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.lab.lesson.sheet import code, esc, grid, paragraph
from sim.lab.lesson.variation import parent, reference
from sim.lab.lesson.worksheet import recorded
from sim.lab.resolved import resolved_text
from sim.scenario.load import Loaded

MINUTES: Final = 60
"""Length of a lesson whose scenario names none."""
_STEPS: Final = (
    (0.12, "Read", "The story aloud, who is who, and each group its role sheet."),
    (0.08, "Predict", "Each fills in the first column of the worksheet, and its role sheet."),
    (0.0, "Play", "Turn by turn; each group keeps its log."),
    (0.12, "Compare", "Read out the record below; fill in the other columns."),
    (0.15, "Discuss", "Two of the questions in class, the others in writing."),
)
_APART: Final = "Each group tells how its game ended; fill in the last column."
"""How a class compares where there is no record."""
"""Steps with their share of the time; playing has what is left."""
_A_TURN: Final = 2.5
"""Minutes below which a class cannot think about a turn."""
_SOON: Final = 8
"""Turns after which a lock can end a game, as an example."""
_STEP: Final = 5
"""Minutes are told in steps of so many."""


def minutes_of(loaded: Loaded) -> int:
    """How long the lesson is."""
    lesson = loaded.scenario.lesson
    return (lesson.minutes if lesson else None) or MINUTES


def plan(loaded: Loaded) -> str:
    """The lesson step by step."""
    whole = minutes_of(loaded)
    other = [max(1, _STEP * round(share * whole / _STEP)) for share, _, _ in _STEPS]
    other[2] = max(1, whole - sum(other) + other[2])
    rows = [
        [name, f"{time} min", what] for time, (_, name, what) in zip(other, _STEPS, strict=True)
    ]
    if not recorded(loaded.scenario):
        rows[3][2] = _APART
    turns = loaded.scenario.calendar.turns
    each = other[2] / turns
    said = f"{turns} turns in {other[2]} minutes leave {each:.2g} minutes for each."
    if turns == 1:
        said = f"There is one turn, and {other[2]} minutes for it."
    if each < _A_TURN:
        fit = max(1, int(other[2] / _A_TURN))
        count = "one turn" if fit == 1 else f"{fit} turns"
        on = "read out how it went on" if recorded(loaded.scenario) else "stop there"
        said += (
            f" That is short: play {count} (see the lock below) and {on}, "
            "or pass quiet turns quickly (“pass” in text, one key in the window), or take two "
            "lessons."
        )
    return grid("", ["step", "time", "what"], rows, dates=(0, 1)) + paragraph(said)


def ways(loaded: Loaded, seats: Sequence[str], seed: int) -> str:
    """How to play it: on screens, at one terminal, on paper."""
    name = reference(loaded)
    both = ",".join(seats)
    rows = [
        "Groups at screens, each the same part: "
        f"{_typed(f'twintrack play {name} --seed {seed}')}. The pages that their debriefs write "
        f"can be gathered: {_typed('twintrack gather FOLDER')}.",
    ]
    if len(seats) > 1:
        rows.append(
            "Hot seat, several parts at one machine, each hidden from the others: "
            f"{_typed(f'twintrack play {name} --seats {both} --seed {seed}')}."
        )
    umpire = f"--seats {both}" if len(seats) > 1 else "--text"
    rows.append(
        "On paper, the machine as umpire: groups write their moves into the log, you type them "
        f"({_typed(f'twintrack play {name} {umpire} --seed {seed}')}) and read out the report. "
        "Tell each group only what its own report says."
    )
    return f"<ul>{''.join(f'<li>{row}</li>' for row in rows)}</ul>"


def _typed(text: str) -> str:
    """What is typed, within a sentence, as HTML."""
    return f"<code>{esc(text)}</code>"


def lock(loaded: Loaded, seed: int) -> str:
    """What a teacher may switch off, as lines of a file."""
    own = loaded.scenario.classroom
    name = f"{loaded.scenario.id}-class"
    said = (
        "This scenario has a lock of its own; what it leaves out is open."
        if own
        else "To let all meet the same chance, and to keep odds and undoing away, save this as "
        f"{name}.yaml and have the class play that file:"
    )
    if own:
        set_ = ", ".join(
            f"{name}: {value}" for name, value in own.model_dump(exclude_unset=True).items()
        )
        return paragraph(said) + code(f"classroom: {{{set_}}}")
    head = {"version": 1, "id": name, "title": loaded.scenario.title}
    text = resolved_text({**head, "extends": parent(loaded)})
    text += f"classroom: {{seed: {seed}, odds: off, rewind: off, advisers: on, bets: on}}"
    more = "The computer itself can be locked in Settings."
    turns = loaded.scenario.calendar.turns
    if turns > _SOON:
        more = f"With turns: {_SOON} besides, the game ends after {_SOON} turns. {more}"
    return paragraph(said) + code(text) + paragraph(more, "note")
