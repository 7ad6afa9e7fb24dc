"""Calendar, actors, issues and tables of a scenario file as typed models."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from sim.scenario.form.coding import (
    Coded,
    CodedValue,
    Part,
    Signed,
    Spoiler,
    Unit,
)
from sim.scenario.form.effects import Ref
from sim.scenario.form.fields import (
    TOLD,
    Cites,
    ConditionText,
    Id,
    Line,
    Prose,
    Share,
    Title,
    Wording,
)
from sim.scenario.form.gazetteer import Whereabouts


class Calendar(Part):
    """When the scenario starts and how it is cut into turns."""

    start: dt.date
    """First day of the first turn."""
    turn: Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]? (day|week|month)s?$")]
    """Length of a turn, such as `2 weeks`."""
    turns: Annotated[int, Field(ge=1, le=60)]
    """How many turns."""


class Capital(Part):
    """What a seat can spend a turn."""

    per_turn: Annotated[int, Field(ge=1, le=12)] = 3
    """Political capital that a seat is given each turn."""
    carry: Annotated[int, Field(ge=0, le=12)] = 1
    """How much of what is unspent carries over."""
    moves_per_turn: Annotated[int, Field(ge=1, le=6)] = 3
    """Moves that a seat may make in a turn at most."""


class Mark(Part):
    """How an actor is drawn: never by colour alone."""

    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
    """A colour such as `"#56B4E9"`, in quotes."""
    shape: Literal[
        "circle",
        "square",
        "diamond",
        "triangle",
        "ring",
        "pentagon",
        "hexagon",
        "star",
        "triangle-down",
        "plus",
        "drop",
        "saltire",
        "trapezoid",
        "crescent",
        "semicircle",
        "hourglass",
        "shield",
        "chevron",
    ]
    """Told apart without colour; the desk draws it."""
    at: Annotated[list[Unit], Field(min_length=2, max_length=2)]
    """Place in the network, across and down, 0..1."""


class Issue(Part):
    """What is argued over, as a line from 0 to 1 with worded ends."""

    title: Title
    """What it is called."""
    low: Line
    """What 0 means."""
    high: Line
    """What 1 means."""
    framework: Annotated[list[Unit], Field(min_length=2, max_length=2)] | None = None
    """The stretch that the standing agreement allows; without it, anything goes."""
    cite: Cites = []
    """Ids of the facts it rests on."""
    note: Line | None = None
    """What else a reader should know of it."""


class Position(Part):
    """Where an actor stands on an issue."""

    ideal: Coded
    """The place on the issue it likes best."""
    salience: Coded
    """How much the issue matters to it."""
    word: Wording | None = None
    """The source's own term."""
    cite: Cites = []
    """Ids of the facts it rests on."""
    assumed: str | None = None
    """Why these numbers, where no source speaks to them."""


class Interest(Part):
    """Something an actor wants more or less of, beyond the texts."""

    wants: ConditionText
    """A quantity or fact, such as `trust(north, host)` or `joined(ally)`."""
    weight: Signed
    """How much; negative for something it fears."""
    cite: Cites = []
    """Ids of the facts it rests on."""
    assumed: Wording | None = None
    """Why this weight, where no source speaks to it."""


class Element(Part):
    """One of those who make an actor's policy: it pushes, or holds back."""

    title: Title
    """What it is called."""
    support: Coded | None = None
    """How far it backs what the actor does here."""
    ally: Id | None = None
    """An ally in place of `support`: it backs as far as its stance on the initiative goes."""
    weight: Share
    """How much it counts beside the others; the weights need not add up to 1."""
    cite: Cites = []
    """Ids of the facts it rests on."""
    assumed: str | None = None
    """Why these numbers, where no source speaks to them."""

    @model_validator(mode="after")
    def _one_kind(self) -> Element:
        if (self.support is None) == (self.ally is None):
            raise ValueError("an element has either support: (a number) or ally: (an actor)")
        return self


class Mission(Part):
    """People whom an actor has sent and may call home."""

    title: Title
    """What it is called."""
    cite: Cites = []
    """Ids of the facts it rests on."""


class Actor(Part):
    """A faction, power or institution."""

    name: Title
    """The full name."""
    short: Annotated[str, StringConstraints(min_length=1, max_length=18), TOLD]
    """The name on maps and buttons."""
    called: Annotated[str, StringConstraints(min_length=1, max_length=40), TOLD] | None = None
    """The name within a sentence, such as `the Upper Republic`; without it, the short one."""
    kind: Annotated[Literal["faction", "power", "institution"], TOLD]
    """A faction of the conflict, a power from outside, or an institution."""
    leader: Title | None = None
    """Who decides, or who speaks for it."""
    about: Prose | None = None
    """What a player should know of it."""
    role: Prose | None = None
    """The role sheet of a seat."""
    mark: Mark
    """How it is drawn."""
    place: Whereabouts | None = None
    """Where it stands on the map: a name of `codex/places.yaml`, or a place of its own."""
    seat: bool = False
    """Whether a person may play it."""
    members: Annotated[int, Field(ge=1, le=50)] = 1
    """How many equal members vote in its name (a bloc)."""
    capability: Coded = 0.5
    """Weight in the conflict and around the table."""
    war_cost: Coded = 0.05
    """What going on with the war costs it."""
    home: Coded = 0.7
    """Support at home; where there is a `formation`, only what holds without the rule
    `home_support`."""
    formation: dict[Id, Element] = {}
    """Who makes its policy: support at home is then their weighted mean."""
    mission: Mission | None = None
    """Its people abroad: after casualties its government decides whether they stay."""
    legitimacy: Coded = 0.5
    """Own standing to act in this conflict."""
    mandate: Coded = 0.0
    """Standing assigned by others at the start."""
    stance: Coded = 0.5
    """Stance on the initiative at the start: below .25 opposes, below .5 sceptical,
    below .75 acquiesces, else supports."""
    reservation: Coded = 0.5
    """What it can count on without an agreement, before patrons and war cost."""
    fear: Coded = 0.05
    """How exposed an agreement leaves it if the other side cheats (commitment problem)."""
    framework: Coded = 0.5
    """How firmly it holds to the standing agreement."""
    positions: dict[Id, Position] = {}
    """Where it stands, by issue."""
    spoiler: Spoiler | None = None
    """Hidden type, if it has one."""
    interests: dict[Id, Interest] = {}
    """What it wants more or less of, beyond the texts."""
    cite: Cites = []
    """Ids of the facts that what is told of it rests on."""

    @model_validator(mode="after")
    def _somebody_counts(self) -> Actor:
        if self.formation and not any(one.weight for one in self.formation.values()):
            raise ValueError("a formation needs at least one element with a weight above 0")
        return self


class Defaults(Part):
    """Values for pairs that nobody has coded."""

    trust: CodedValue
    """Trust of one actor in another."""
    knowledge: CodedValue
    """How well one actor knows another's positions."""
    rapport: CodedValue
    """Rapport between two actors' leaders."""


class Bond(Part):
    """Rapport between two actors' leaders or negotiators."""

    between: Annotated[list[Id], Field(min_length=2, max_length=2)]
    """The two actors."""
    value: Coded
    """How well the two get on."""
    who: Line | None = None
    """The people."""
    cite: Cites = []
    """Ids of the facts it rests on."""
    assumed: str | None = None
    """Why this value, where no source speaks to it. Without a range it then varies by two steps of
    the word scale each way."""


class Table(Part):
    """A place where a text is decided."""

    title: Title
    """What it is called."""
    procedure: Literal["signatures", "consensus", "council_vote", "sides", "quota"]
    """signatures: all of `members` sign; consensus: no member objects; council_vote: enough yes
    votes and no veto; sides: on each of `sides` one signs at least; quota: seats of those in
    favour."""
    members: list[Ref]
    """Who decides."""
    assent: list[Ref] = []
    """Who may stop the text by objecting, whatever the members say; at a council_vote nobody."""
    veto: list[Ref] = []
    """Whose no vote stops the text (council_vote)."""
    sides: dict[Id, list[Ref]] = {}
    """The sides, each with its actors; one of each must sign (sides)."""
    needed: Annotated[int, Field(ge=1, le=1000)] | None = None
    """Votes or seats needed (council_vote, quota)."""
    seats: dict[Id, Annotated[int, Field(ge=1, le=1000)]] = {}
    """Seats of each member (quota)."""
    drafters: list[Ref] = []
    """Whose own drafts compete when nobody moves one; empty: only moves bring texts."""
    about: Ref | None = None
    """The party that the text is aimed at, where it is not a member (a resolution on a party)."""
    issues: Annotated[list[Id], Field(min_length=1)]
    """What its text is about."""
    text: dict[Id, Unit] = {}
    """The text that lies on it at the start; without it, none."""
    status_quo: dict[Id, Unit] = {}
    """What holds if nothing is decided; members then compare the text with this, and without it
    with their reservation value."""
    open: bool = False
    """Whether it is open at the start."""
    kept: bool = True
    """Whether those who sign must then keep their word; false for drafts and endorsements, which
    bind nobody."""
    place: Whereabouts | None = None
    """Where it meets, for the map."""
    cite: Cites = []
    """Ids of the facts it rests on."""
