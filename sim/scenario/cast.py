"""Actors, issues, tables, moves and events of a scenario file as typed models."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from sim.scenario.coding import (
    WORDS,
    Coded,
    CodedValue,
    Part,
    Signed,
    Spoiler,
    Unit,
    Word,
)
from sim.scenario.effects import Effect, Ref
from sim.scenario.fields import (
    TOLD,
    Cites,
    ConditionText,
    Decision,
    Id,
    Line,
    Prose,
    Share,
    Style,
    Title,
    Wording,
)
from sim.scenario.gazetteer import Whereabouts


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
    """signatures: all of `members` sign and none of `assent` objects; consensus: no member objects;
    council_vote: enough yes votes and no veto; sides: on each of `sides` one signs at least; quota:
    seats of those in favour."""
    members: list[Ref]
    """Who decides."""
    assent: list[Ref] = []
    """Who may stop it by objecting."""
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


class Step(Part):
    """A public step that an actor can take, or be asked to take."""

    title: Title
    """What it comes to, such as "The council gets a chairman"."""
    about: Prose | None = None
    """What a player should know of it."""
    cite: Cites = []
    """Ids of the facts it rests on."""


class Says(Part):
    """Words by the speaker's stance."""

    opposes: Line | None = None
    """What who opposes the initiative says."""
    sceptical: Line | None = None
    """What a sceptic says."""
    acquiesces: Line | None = None
    """What who would let it go ahead says."""
    supports: Line | None = None
    """What a supporter says."""


class Answer(Part):
    """What follows on an answer, with its words."""

    says: Annotated[Line | Says, TOLD]
    effects: list[Effect] = []
    """What follows besides the answer itself."""


class Ask(Part):
    """A decision asked of the target."""

    to: Decision
    """What is asked for: to become a partner (join), come to a round (attend), say in private what
    one wants (speak), let the initiative go ahead (acquiesce), or take a public step (act)."""
    what: Id | None = None
    """For `act` the step meant (of `steps`), for all other decisions the table; without it, for
    `act` a step without a name, else the initiative's table."""
    who: Ref = "target"
    """Who is asked; without it, the target of the move."""
    costs: Signed = 0.0
    """What saying yes costs (or, below 0, brings) the one who is asked, beyond its effects."""


class Decides(Part):
    """A public step that the mover itself takes by playing the move."""

    to: Literal["object", "withdraw", "act", "acquiesce"]
    """What it does: object to the initiative, withdraw from a table, take a step (act), or let the
    initiative go ahead (acquiesce)."""
    what: Id | None = None
    """For `act` the step taken (of `steps`), for all others the table."""


class Move(Part):
    """Something an actor can do in a turn."""

    title: Title
    """What it is called, on the card."""
    by: list[Ref]
    """Who can play it."""
    to: list[Ref] = []
    """For whom; one option each. Empty: for nobody in particular."""
    kind: Literal["ask", "offer", "tell", "press", "act"]
    """What sort of move it is: a question, an offer, word passed on, pressure, or an act of its
    own."""
    style: Style | None = None
    """Mediator's style (Bercovitch): facilitate, formulate or manipulate."""
    cost: Annotated[int, Field(ge=0, le=12)] = 1
    """Political capital."""
    once: bool = False
    """At most once in a game (for each target)."""
    rest: Annotated[int, Field(ge=0, le=60)] = 0
    """Turns to wait before it can be played again for the same target."""
    needs: ConditionText | None = None
    """When it can be played; in it `self` and `target` may stand for actors."""
    unmet: Line | None = None
    """What to tell a player when `needs` does not hold."""
    asks: Ask | None = None
    """What is asked of the target; the answer is its own choice."""
    decides: Decides | None = None
    """What the mover decides by it."""
    effects: list[Effect] = []
    """What it does whatever the answer."""
    if_yes: Answer | None = None
    """What follows if the answer is yes."""
    if_no: Answer | None = None
    """What follows if the answer is no."""
    says: Line | None = None
    """The move in words, in a chronicle; {self} and {target} stand for names."""
    reason: Line | None = None
    """One line on the card: why one would."""
    cite: Cites = []
    """Ids of the facts it rests on."""


class Likelihood(Part):
    """How likely something is, and what that rests on; it needs no range, since chance varies."""

    value: Unit | Word
    """A number from 0 to 1 or one of the words none, very-low, low, middling, good, high."""
    word: Wording | None = None
    """The source's own term."""
    cite: Cites = []
    assumed: Wording | None = None
    """Why this value, where no source speaks to it."""


class Event(Part):
    """Something that comes from outside."""

    title: Title
    """What it is called."""
    date: dt.date
    """The day on which it may happen."""
    chance: Unit | Word | Likelihood = 1.0
    """How likely it is to happen on that day, if `when` holds: 0 to 1."""
    when: ConditionText | None = None
    """What must hold for it to happen at all."""
    effects: list[Effect] = []
    """What it changes: drivers and what is seen, never what an actor decides."""
    says: Line | None = None
    """The event in words, in a report and a chronicle."""
    cite: Cites = []
    """Ids of the facts it rests on."""

    def likelihood(self) -> float:
        """How likely it is to come, as a number from 0 to 1."""
        bare = self.chance.value if isinstance(self.chance, Likelihood) else self.chance
        return WORDS[bare] if isinstance(bare, str) else float(bare)
