"""The desk at one moment: where the game stands, whom one looks at, and what is planned."""

from __future__ import annotations

from dataclasses import dataclass

from sim.desk.models.cast import Face
from sim.desk.models.desk_fact import Fact
from sim.desk.models.hand import MoveCard
from sim.desk.models.network import Network
from sim.desk.models.positions import TablePositions
from sim.desk.models.timeline import TimelineView


@dataclass(frozen=True, slots=True)
class Stat:
    """A number of the seat from 0 to 100, with its change since the last turn."""

    name: str
    value: int
    change: int
    about: str
    ledger: str = ""
    """The key of its account."""


@dataclass(frozen=True, slots=True)
class Goal:
    """Something the seat is after, with its weight in points of a hundred."""

    title: str
    weight: int
    reached: bool
    about: str = ""


@dataclass(frozen=True, slots=True)
class ActorFacts:
    """What the seat knows of an actor."""

    face: Face
    leader: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A move planned for this turn."""

    index: int
    title: str
    target: Face | None
    cost: int


@dataclass(frozen=True, slots=True)
class DeskView:
    """All that the desk shows."""

    title: str
    date: str
    turn: int
    turns: int
    seat: Face
    capital: int
    spent: int
    gained: int
    """How much more capital there is than when the last turn began."""
    most_moves: int
    stats: tuple[Stat, ...]
    goals: tuple[Goal, ...]
    network: Network
    facts: dict[str, ActorFacts]
    tables: tuple[TablePositions, ...]
    cards: tuple[MoveCard, ...]
    planned: tuple[Plan, ...]
    timeline: TimelineView
    over: bool
    coming: tuple[str, ...] = ()
    """What is known to come this turn, such as a meeting of the Council."""
    pressing: str = ""
    """What speaks against letting the turn pass, in a sentence; empty for nothing."""
    world: str = ""
    """Such as "in a world without trust"; empty where nothing is switched off."""

    @property
    def left(self) -> int:
        """Capital that is not planned away."""
        return self.capital - self.spent
