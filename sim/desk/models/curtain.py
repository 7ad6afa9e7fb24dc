"""What is shown between two who share a screen: who is next, and nothing of what either knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.models.cast import Face, face
from sim.desk.models.title import day

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class CurtainView:
    """The curtain before a seat takes the screen."""

    title: str
    seat: Face
    when: str
    """Date and turn, which all know."""
    comes: str
    """What the seat will see first."""
    others: tuple[Face, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A seat that can be taken in a game of several, with its place in the order of planning."""

    seat: Face
    about: str
    place: int
    """From 1; 0 where nobody takes it."""


def build_curtain(game: Game, comes: str = "") -> CurtainView:
    """The curtain before the seat that is up."""
    turn = min(game.turn + 1, game.turns)
    when = _("{date} · turn {turn} of {turns}")
    return CurtainView(
        title=game.scenario.title,
        seat=face(game.scenario, game.seat),
        when=_("The game is over")
        if game.over
        else when.format(date=day(game.date), turn=turn, turns=game.turns),
        comes=comes,
        others=tuple(face(game.scenario, seat) for seat in game.seats if seat != game.seat),
    )


def places(scenario: Scenario, chosen: tuple[str, ...]) -> tuple[Place, ...]:
    """The seats of a scenario, with the order in which those chosen plan."""
    return tuple(
        Place(
            face(scenario, name),
            " ".join((actor.about or "").split()),
            chosen.index(name) + 1 if name in chosen else 0,
        )
        for name, actor in scenario.actors.items()
        if actor.seat
    )


def toggled(chosen: tuple[str, ...], seat: str) -> tuple[str, ...]:
    """Who plays, once a seat was taken (it then plans last) or given up."""
    if seat in chosen:
        return tuple(one for one in chosen if one != seat)
    return (*chosen, seat)
