"""Lines: what a seat plays, turn by turn.

A line is the record (`history`), nothing at all (`pass`), chance (`random`), found by a search
(`lookahead`) or a YAML file with dated moves. Only the seat's moves are forced; everybody else
decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from sim.game.errors import sentence
from sim.lab.errors import LabError
from sim.model.compiled import Compiled
from sim.model.ensemble import Policy
from sim.model.record import dated, recorded
from sim.model.seat import Play
from sim.scenario.checks.unknown import scenario_files
from sim.scenario.checks.validate import validate
from sim.scenario.form.coding import Part
from sim.scenario.form.fields import Id
from sim.scenario.heads import STANDARD
from sim.scenario.problem import Problem, ScenarioError
from sim.scenario.schema import LineMove
from sim.scenario.text.limits import SUFFIXES
from sim.scenario.text.reader import read
from sim.scenario.text.spans import Document
from sim.scenario.text.suggest import did_you_mean

NAMED: dict[str, Policy] = {"history": "line", "pass": "pass", "random": "random"}
"""Lines that every scenario has, with the policy that plays them."""
LOOKAHEAD = "lookahead"
"""The line that `sim.lab.lookahead` searches for; what it is rests on more than its name."""


@dataclass(frozen=True)
class Entry:
    """One move of a line: its name in the line, its turn (0-based), and what to play."""

    id: str
    turn: int
    play: Play


@dataclass(frozen=True)
class Line:
    """What a seat plays."""

    name: str
    policy: Policy
    entries: tuple[Entry, ...] = ()
    luck: tuple[tuple[int, int], ...] = ()
    """From which turn (0-based) on the chance of how many runs further on is met."""

    def plays(self, turn: int) -> list[Play]:
        """What is played in a turn (0-based), in order of dates."""
        return [entry.play for entry in self.entries if entry.turn == turn]


ChanceNumber = Annotated[int, Field(ge=0, le=1_000_000)]


class LineFile(Part):
    """A file with a line of dated moves."""

    difficulty: Id = STANDARD
    """The level of difficulty at which it was played."""
    luck: dict[Annotated[str, Field(pattern=r"^turn_[1-9][0-9]{0,2}$")], ChanceNumber] = {}  # noqa: RUF012
    """Where a game went on under a fresh chance: from which turn on which."""
    moves: dict[Id, LineMove] = Field(min_length=1)
    """The moves, each with `date`, `by`, `move` and, where it is for somebody, `to`."""


def line_of(
    compiled: Compiled,
    name: str,
    seat: str | None = None,
    leave_out: Iterable[str] = (),
    level: str = STANDARD,
) -> Line:
    """The line of this name.

    Args:
        compiled: The scenario.
        name: `history`, `pass`, `random`, or the path of a YAML file.
        seat: Who plays it; by default who owns the initiative.
        leave_out: Entries of the line to leave out, by their ids.
        level: The scenario's level of difficulty; a file must be of the same.

    Raises:
        LabError: There is no such line, no such entry to leave out, or it is of another level.
        ScenarioError: The file has problems.
    """
    who = compiled.plan.owner if seat is None else compiled.plan.actor(seat)
    left_out = set(leave_out)
    policy = NAMED.get(name)
    if policy is None:
        read = _read(compiled, _found(name), who, level)
        luck = sorted((int(turn[5:]) - 1, run) for turn, run in read.luck.items())
        entries = _entries(compiled, read.moves, who, left_out, name)
        return Line(name, "line", entries, tuple(luck))
    if name != "history":
        _known(left_out, {}, name)
        return Line(name, policy)
    record = compiled.scenario.history.line
    _known(left_out, record, name)
    own = recorded(compiled, who)
    return Line(name, policy, _entries(compiled, own, who, left_out & set(own), name))


def line_of_moves(
    compiled: Compiled,
    name: str,
    moves: Mapping[str, LineMove],
    seat: str | None = None,
    leave_out: Iterable[str] = (),
) -> Line:
    """A line from dated moves.

    Raises:
        LabError: A move that the seat cannot play, or outside the calendar; one sentence names it.
    """
    who = compiled.plan.owner if seat is None else compiled.plan.actor(seat)
    return Line(name, "line", _entries(compiled, moves, who, set(leave_out), name))


def _found(name: str) -> Path:
    path = Path(name)
    if path.suffix in SUFFIXES and path.is_file():
        return path
    names = (*NAMED, LOOKAHEAD)
    known = ", ".join(names)
    what = f"file {name}" if path.suffix in SUFFIXES else f'"{name}"'
    beside = scenario_files(path.parent) if path.parent == Path() else []
    hint = did_you_mean(name, [*names, *beside])
    said = f"There is no line {what}; a line is {known} or a YAML file of moves{hint}"
    raise LabError(sentence(said))


def _known(names: Collection[str], entries: Collection[str], line: str) -> None:
    for name in sorted(names):
        if name not in entries:
            hint = did_you_mean(name, entries)
            raise LabError(sentence(f'The line {line} has no entry "{name}" to leave out{hint}'))


def _read(compiled: Compiled, path: Path, who: int, level: str) -> LineFile:
    document = read(path)
    checked, problems = validate(LineFile, document)
    if checked is None:
        raise ScenarioError(problems, document.sources)
    if checked.difficulty != level:
        raise LabError(
            f"{path} was played at the level {checked.difficulty}, not {level}; "
            f"add --difficulty {checked.difficulty}."
        )
    problems += _problems(compiled, document, checked.moves, who)
    if problems:
        raise ScenarioError(problems, document.sources)
    return checked


def _problems(
    compiled: Compiled, document: Document, moves: Mapping[str, LineMove], who: int
) -> list[Problem]:
    found = []
    for key, move in moves.items():
        fault = _fault(compiled, move, who)
        if fault is not None:
            field, message = fault
            span = document.spans.at(("moves", key, *field))
            found.append(Problem(span, "line", message))
    return found


def _entries(
    compiled: Compiled,
    moves: Mapping[str, LineMove],
    who: int,
    leave_out: set[str],
    line: str,
) -> tuple[Entry, ...]:
    _known(leave_out, moves, line)
    for key, move in moves.items():
        fault = _fault(compiled, move, who)
        if fault is not None:
            raise LabError(sentence(f"The line {line}, entry {key}: {fault[1]}"))
    kept = {key: move for key, move in moves.items() if key not in leave_out}
    return tuple(Entry(*one) for one in dated(compiled, kept, who))


def _fault(compiled: Compiled, move: LineMove, who: int) -> tuple[tuple[str, ...], str] | None:
    """The field at fault and a sentence (without its stop), or None."""
    plan, scenario = compiled.plan, compiled.scenario
    seat = plan.actors[who]
    if move.by not in scenario.actors:
        return ("by",), f'there is no actor "{move.by}"{did_you_mean(move.by, plan.actors)}'
    if move.by != seat:
        return ("by",), (
            f"this move is by {move.by}, but the line is played by {seat}; remove it, or play "
            f"the seat {move.by}"
        )
    if not 0 <= plan.turn_of(move.date) < plan.turns:
        return ("date",), (
            f"{move.date} lies outside the calendar, which runs from {plan.date(0)} to before "
            f"{plan.date(plan.turns)}"
        )
    mine = [option for option in compiled.options.all if option.actor == who]
    if move.move not in scenario.moves:
        known = {option.move for option in mine}
        return ("move",), f'there is no move "{move.move}"{did_you_mean(move.move, known)}'
    targets = [option.target for option in mine if option.move == move.move]
    if not targets:
        return ("move",), f"{seat} cannot play {move.move}"
    return _target_fault(compiled, move, targets) or _text_fault(compiled, move)


def _target_fault(
    compiled: Compiled, move: LineMove, targets: list[int | None]
) -> tuple[tuple[str, ...], str] | None:
    names = [compiled.plan.actors[target] for target in targets if target is not None]
    listed = ", ".join(names)
    if move.to is None:
        if None in targets:
            return None
        return (), f'{move.move} is for somebody; add "to:" with one of {listed}'
    if move.to in names:
        return None
    if not names:
        return ("to",), f'{move.move} is for nobody in particular; remove "to:"'
    hint = did_you_mean(move.to, names) or f"; it can be for {listed}"
    return ("to",), f'{move.move} cannot be for "{move.to}"{hint}'


def _text_fault(compiled: Compiled, move: LineMove) -> tuple[tuple[str, ...], str] | None:
    if not move.text:
        return None
    tables = [e.argument for e in compiled.scenario.moves[move.move].effects if e.verb == "draft"]
    if not tables:
        return ("text",), f"{move.move} drafts no text; remove it"
    issues = [issue for table in tables for issue in compiled.scenario.tables[str(table)].issues]
    for issue in move.text:
        if issue not in issues:
            hint = did_you_mean(issue, issues) or f"; it has {', '.join(issues)}"
            return ("text", issue), f'the text has no issue "{issue}"{hint}'
    return None
