"""Dated moves as plays: the record's own line, and any other that is written like it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sim.model.compiled import Compiled
from sim.model.seat import Play
from sim.scenario.schema import LineMove


class Dated(NamedTuple):
    """One move of a line: its name there, its turn (0-based), and what to play."""

    id: str
    turn: int
    play: Play


def recorded(compiled: Compiled, who: int) -> dict[str, LineMove]:
    """An actor's own moves of the record, within the calendar, by name.

    A variation with a shorter calendar has a record that goes on after its end.
    """
    plan = compiled.plan
    return {
        name: move
        for name, move in compiled.scenario.history.line.items()
        if move.by == plan.actors[who] and 0 <= plan.turn_of(move.date) < plan.turns
    }


def dated(compiled: Compiled, moves: Mapping[str, LineMove], who: int) -> list[Dated]:
    """An actor's moves as plays, in the order of their dates.

    Raises:
        KeyError: A move that the actor cannot play.
    """
    plan = compiled.plan
    options = {(o.move, o.actor, o.target): o.index for o in compiled.options.all}
    found = []
    for name, move in sorted(moves.items(), key=lambda item: item[1].date):
        target = None if move.to is None else plan.actor(move.to)
        play = Play(options[move.move, who, target], dict(move.text))
        found.append(Dated(name, plan.turn_of(move.date), play))
    return found
