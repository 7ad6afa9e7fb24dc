"""What a seat may see: the one thing that desk, text mode and advisers read of a game.

Plain frozen values, ready for JSON; no array of the engine and no number that the seat cannot
know. It is made from the picture alone (`picture`), so that two games that differ only in what is
hidden give equal views until something that can be observed differs.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

from sim.game.bands import Band
from sim.game.report import Change

Role = Literal["signs", "votes", "may veto", "may object"]
"""What a party of a table has to say about its text."""


@dataclass(frozen=True)
class Card:
    """One option of the seat, as it stands in front of the player."""

    number: int
    """Its place among the seat's options, from 1; the same all through a game."""
    option: int
    """The engine's index of the option."""
    move: str
    to: str | None
    """Actor id."""
    title: str
    target: str
    """The target's short name, or nothing."""
    kind: str
    style: str | None
    cost: int
    legal: bool
    why_not: str
    """One sentence; empty where it is legal."""
    unsure: bool
    """Whether it rests on what the seat cannot know; it may turn out not to be possible."""
    planned: bool
    asks: str | None
    """The decision asked for (join, attend, speak, acquiesce, act), if any."""
    step: str
    """The title of the step that it asks for or takes; empty where it has no name."""
    drafts: str | None
    """The table whose text it drafts."""
    calls: str | None
    """The table that it has decide."""
    reason: str
    """Why one would."""
    says: str
    """The move in words."""
    worth: float
    """What it is worth to the seat's own interests, by the engine's appraisal; for sorting."""
    cites: tuple[str, ...]

    @property
    def label(self) -> str:
        """Title and target, where the title does not name it."""
        named = not self.target or self.target.lower() in self.title.lower()
        return self.title if named else f"{self.title}: {self.target}"


@dataclass(frozen=True)
class Stretch:
    """What a party would accept on one issue, the rest of the text being as it is."""

    actor: str
    role: Role
    likely: tuple[float, ...]
    """For each place in steps of .05 from 0 to 1: in what share of the possible worlds it would."""
    sure: tuple[float, float] | None
    """The stretch in which at least four worlds in five agree that it would ..."""
    fair: tuple[float, float] | None
    """... at least half ..."""
    maybe: tuple[float, float] | None
    """... at least one in five."""


@dataclass(frozen=True)
class Zone:
    """Where the parties of a table could meet on one issue."""

    issue: str
    stretches: tuple[Stretch, ...]
    zone: tuple[float, float] | None
    """Where each of them would as likely as not agree; None where there is no such place."""
    apart: tuple[str, ...] | None
    """The two that keep it from opening, or the one that agrees nowhere."""


@dataclass(frozen=True)
class FactView:
    """A decided fact: what, about whom, at which table or of which step, since when."""

    fact: str
    actor: str | None
    table: str | None
    step: str | None
    step_title: str
    """The step in words; empty where there is none."""
    turn: int
    date: str


@dataclass(frozen=True)
class TypeBelief:
    """What the seat believes of a party's hidden type."""

    subject: str
    none: float
    """0..1; the four shares add up to 1."""
    limited: float
    """0..1."""
    greedy: float
    """0..1."""
    total: float
    """0..1."""

    @property
    def bad_faith(self) -> float:
        """Belief that it is a greedy or total spoiler."""
        return self.greedy + self.total


@dataclass(frozen=True)
class ActorView:
    """One actor as the seat sees it. Where it is the seat itself, every band is exact."""

    id: str
    name: str
    short: str
    kind: str
    leader: str | None
    about: str | None
    colour: str
    shape: str
    at: tuple[float, float]
    """Its place in the network as the scenario lays it out: across and down, 0..1."""
    me: bool
    mediator: bool
    consulted: bool
    stance: Band
    stance_word: str
    """Of the best guess."""
    trusts_me: Band | None
    """None for the seat itself."""
    trusted: float | None
    """The seat's own trust in it, 0..1; None for the seat itself."""
    known: float | None
    """How well the seat knows it, 0..1."""
    legitimacy: Band
    capability: Band
    war_cost: Band
    reservation: Band
    """What it can count on without an agreement, patrons and war cost included."""
    guarantee: float
    """How far a third party stands behind an agreement toward it, 0..1."""
    aid: float
    """On offer to it, 0..1."""
    bad_faith: tuple[tuple[str, Band], ...]
    """Its belief, as far as the seat can tell, that a party acts in bad faith, by party."""
    facts: tuple[FactView, ...]


@dataclass(frozen=True)
class Edge:
    """A tie from one actor to another."""

    source: str
    target: str
    trust: Band
    """Of the source in the target."""
    leverage: Band
    """What the source can give to or withhold from the target, all channels together."""
    channels: tuple[tuple[str, Band], ...]
    rapport: Band
    coded: bool
    """Whether the scenario says something of this pair."""


@dataclass(frozen=True)
class PositionView:
    """Where an actor stands on an issue."""

    actor: str
    issue: str
    ideal: Band
    salience: Band


@dataclass(frozen=True)
class IssueView:
    """What is argued over."""

    id: str
    title: str
    low: str
    high: str
    framework: tuple[float, float] | None
    """The stretch that the standing agreement allows, within 0..1; None where it is silent."""
    positions: tuple[PositionView, ...]


@dataclass(frozen=True)
class TableView:
    """A table: who decides, what text lies on it, where its parties could meet."""

    id: str
    title: str
    procedure: str
    needed: int
    """Votes or seats that a text must have; 0 where the procedure counts none."""
    members: tuple[str, ...]
    assent: tuple[str, ...]
    veto: tuple[str, ...]
    open: bool
    rounds: int
    adopted: bool
    author: str | None
    text: tuple[tuple[str, float], ...] | None
    """Places by issue; None while no text lies on it."""
    outside: tuple[str, ...]
    """Issues on which the text leaves the standing agreement."""
    shown: int
    """How many others have seen the text first."""
    suggestions: tuple[tuple[str, tuple[tuple[str, float], ...]], ...]
    """Texts that can be drafted, by name: places by issue, 0..1."""
    zones: tuple[Zone, ...]


@dataclass(frozen=True)
class Moment:
    """A point of the timeline."""

    date: str
    turn: int
    kind: str
    """`event`, `fact`, `move`, `coming` or `end`."""
    title: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class GoalView:
    """An aim of the seat."""

    outcome: str
    title: str
    text: str
    weight: float
    """Its share in the seat's score, 0..1; all add up to 1."""
    reached: bool
    """As far as the seat can tell."""


@dataclass(frozen=True)
class ElementView:
    """One of those who make the seat's policy."""

    id: str
    title: str
    support: float
    """0..1; of an ally, its stance on the initiative as the turn begins."""
    share: float
    """What it counts for in support at home; all shares add up to 1."""
    ally: str | None
    leans: str
    """pushes, wavers or holds back."""


@dataclass(frozen=True)
class SeatView:
    """All that a seat may see."""

    scenario: str
    title: str
    level: str
    """The level of difficulty: `standard` or one of the scenario's own."""
    level_title: str
    seat: str
    seat_name: str
    turn: int
    """Turns played."""
    turns: int
    date: str
    until: str
    """Last day of the turn."""
    over: bool
    capital: float
    """Points at the beginning of the turn."""
    capital_left: float
    """Points that are not planned for yet."""
    moves_left: int
    home: float
    """Support at home, 0..1."""
    home_word: str
    formation: tuple[ElementView, ...]
    """Who makes the seat's policy; empty where support at home is one number."""
    resolve: float
    """How far its leader is committed in public, 0..1."""
    mission: str | None
    """People it has abroad, who may be called home."""
    legitimacy: float
    """Standing to act, 0..1: own, mandate and borrowed together."""
    own_standing: float
    """0..1."""
    mandate: float
    """Standing that was assigned, 0..1."""
    borrowed: float
    """Standing lent by others, 0..1."""
    efforts: int
    """Good-faith efforts that were turned down so far."""
    public: bool
    """Whether the initiative is public."""
    actors: tuple[ActorView, ...]
    beliefs: tuple[TypeBelief, ...]
    edges: tuple[Edge, ...]
    issues: tuple[IssueView, ...]
    tables: tuple[TableView, ...]
    timeline: tuple[Moment, ...]
    goals: tuple[GoalView, ...]
    cards: tuple[Card, ...]
    planned: tuple[tuple[str, str | None, tuple[tuple[str, float], ...]], ...]
    """Moves planned for this turn: move, target, text."""
    changes: tuple[Change, ...]
    """Every change so far that shows, with its causes, as the seat takes it to be."""

    def as_json(self) -> dict[str, Any]:
        """The view as plain data."""
        return dataclasses.asdict(self)

    def actor(self, name: str) -> ActorView:
        """One actor by its id.

        Raises:
            KeyError: There is none.
        """
        for one in self.actors:
            if one.id == name:
                return one
        raise KeyError(name)
