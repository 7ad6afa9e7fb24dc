"""A line for people: its moves in words, and as a file that every command reads again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.dates import date_words
from sim.files import write_whole_with
from sim.game.words import Words
from sim.lab.errors import LabError, writing
from sim.lab.resolved import resolved_text
from sim.lab.setup import Setup
from sim.model.options import bindings
from sim.model.plan import Plan
from sim.scenario.heads import STANDARD
from sim.scenario.text.limits import SUFFIXES


def told_moves(setup: Setup) -> Iterator[tuple[str, str]]:
    """The first day of each turn with moves, and these in words, in the order of the line."""
    plan = Plan(setup.scenario)
    words, bound = Words(plan), bindings(plan)
    turns: dict[int, list[str]] = {}
    for entry in setup.line.entries:
        move, _, mover, target = bound[entry.play.option]
        turns.setdefault(entry.turn, []).append(words.move_title(move, mover, target))
    for turn, moves in turns.items():
        yield date_words(plan.date(turn)), "; ".join(moves)


def line_data(setup: Setup) -> dict[str, Any]:
    """A line as the data of a line file (`sim.lab.lines.LineFile`), dates as dates.

    A move has the first day of its turn; moves of one turn stand in the order of the line.
    """
    plan = Plan(setup.scenario)
    bound, moves = bindings(plan), dict[str, Any]()
    for entry in setup.line.entries:
        move, _, mover, target = bound[entry.play.option]
        one: dict[str, Any] = {
            "date": plan.date(entry.turn),
            "by": plan.actors[mover],
            "move": move,
        }
        if target is not None:
            one["to"] = plan.actors[target]
        if entry.play.text:
            one["text"] = dict(entry.play.text)
        moves[entry.id] = one
    return {**({} if setup.level == STANDARD else {"difficulty": setup.level}), "moves": moves}


def check_line_file(path: Path) -> None:
    """See to it that a line can be saved there, before any work is done for it.

    Raises:
        LabError: The name is none of a YAML file, or there is no such folder.
    """
    if path.suffix not in SUFFIXES:
        raise LabError(f"A line is saved as a YAML file, and {path} does not end in .yaml.")
    if not path.absolute().parent.is_dir():
        raise LabError(f"There is no folder {path.absolute().parent} to save {path.name} in.")


def line_file(setup: Setup, path: Path) -> None:
    """Save the line of a setup as a file for `--line`.

    Raises:
        LabError: The line has no moves, or the file cannot be written.
    """
    check_line_file(path)
    if not setup.line.entries:
        raise LabError(f"The line {setup.line.name} has no moves that could be saved.")
    scenario, name = setup.scenario.id, setup.line.name
    head = f"# The line {name} of {setup.seat} in {scenario}; play it with --line {path.name}\n"
    text = head + resolved_text(line_data(setup))
    with writing(path):
        write_whole_with(path, lambda file: file.write(text.encode("utf-8")))
