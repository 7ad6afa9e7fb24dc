"""Lines as plain data: what is played when, free of the numbers that one scenario gives its moves.

An `Entry` of a line names its move by the number of an option, which belongs to one compiled
scenario. Here it becomes `{"id", "turn" (from 1), "move", "to", "text"}`, which can be kept in a
file and fitted to any variation of the scenario.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.dates import short_date
from sim.lab.errors import LabError
from sim.lab.lines import Entry, Line
from sim.model.compiled import Compiled
from sim.model.options import bindings
from sim.model.plan import Plan
from sim.model.seat import Play

Moves = list[dict[str, Any]]
"""The entries of a line as plain data, in the order in which they are played."""


def moves_of(line: Line, plan: Plan) -> Moves:
    """The entries of a line of this scenario as plain data."""
    bound = bindings(plan)
    found = []
    for entry in line.entries:
        move, _, _, target = bound[entry.play.option]
        found.append(
            {
                "id": entry.id,
                "turn": entry.turn + 1,
                "move": move,
                "to": None if target is None else plan.actors[target],
                "text": dict(entry.play.text),
            }
        )
    return found


def line_from(
    plan: Plan,
    name: str,
    policy: str,
    moves: Sequence[Mapping[str, Any]],
    by: str,
    luck: Sequence[tuple[int, int]] = (),
) -> Line:
    """The line of a seat, made of plain data.

    Args:
        plan: The scenario.
        name: What the line is called.
        policy: How the seat is played: `line`, `pass` or `random`.
        moves: As `moves_of` gives them; a turn after the last is never played.
        by: The seat.
        luck: As in `Line`.

    Raises:
        LabError: The seat has no such move in this scenario.
    """
    actors = plan.actors
    options = {
        (move, None if target is None else actors[target]): index
        for index, (move, _, mover, target) in enumerate(bindings(plan))
        if actors[mover] == by
    }
    entries = []
    for move in moves:
        option = options.get((move["move"], move["to"]))
        if option is None:
            towards = f" to {move['to']}" if move["to"] is not None else ""
            raise LabError(
                f"The line {name}, entry {move['id']}: {by} cannot play {move['move']}{towards}."
            )
        entries.append(Entry(move["id"], move["turn"] - 1, Play(option, dict(move["text"]))))
    if policy not in ("line", "pass", "random"):
        raise LabError(f'A line is played by the policy line, pass or random, not "{policy}".')
    return Line(name, policy, tuple(entries), tuple(luck))  # type: ignore[arg-type]  # checked above


def fitted(line: Line, plan: Plan, other: Plan, by: str) -> Line:
    """A seat's line of one scenario for a variation of it.

    Raises:
        LabError: The seat has no such move there.
    """
    if not line.entries or bindings(plan) == bindings(other):
        return line
    return line_from(other, line.name, line.policy, moves_of(line, plan), by, line.luck)


def entry_titles(line: Line, compiled: Compiled) -> dict[str, str]:
    """The entries of a line of a scenario in words, by name."""
    plan, actors = compiled.plan, compiled.scenario.actors
    found = {}
    for entry in line.entries:
        option = compiled.options.all[entry.play.option]
        to = "" if option.target is None else f" ({actors[plan.actors[option.target]].short})"
        # Fixed blanks keep the date on one line.
        day = short_date(plan.date(entry.turn)).replace(" ", "\N{NO-BREAK SPACE}")
        found[entry.id] = f"{option.spec.title}{to}, {day}"
    return found
