"""The scenario file as typed models: what may be written, with a description of every field.

Every collection is a mapping keyed by id, so that a child scenario changes one item without restating
the rest and every dotted path stays the same.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from sim.scenario.coding import (
    Cites,
    Coded,
    CodedValue,
    Part,
    Signed,
    Spoiler,
    Unit,
)
from sim.scenario.effects import Effect, Ref

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
FileId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Title = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
ConditionText = Annotated[str, StringConstraints(min_length=1, max_length=600)]
"""A condition in the language of conditions, such as `stance(thailand) >= sceptical`."""
Share = Annotated[float, Field(ge=0, le=1)]
Decision = Literal["join", "attend", "speak", "acquiesce", "act"]
"""What an ask may ask for: to become a partner, come to a round, say in private what one wants,
let the initiative go ahead, or take the public step that the move names."""
Style = Literal["facilitate", "formulate", "manipulate"]


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
    carry: Annotated[int, Field(ge=0, le=12)] = 1
    """How much of what is unspent carries over."""
    moves_per_turn: Annotated[int, Field(ge=1, le=6)] = 3


class Mark(Part):
    """How an actor is drawn: never by colour alone."""

    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
    shape: Literal[
        "circle", "square", "diamond", "triangle", "pentagon", "hexagon", "star", "cross",
        "inverted_triangle", "ring", "half", "bar", "octagon", "shield", "chevron", "plus", "drop",
    ]  # fmt: skip
    at: Annotated[list[Unit], Field(min_length=2, max_length=2)]
    """Place in the network, across and down, 0..1."""


class Issue(Part):
    """What is argued over, as a line from 0 to 1 with worded ends."""

    title: Title
    low: Line
    """What 0 means."""
    high: Line
    """What 1 means."""
    framework: Annotated[list[Unit], Field(min_length=2, max_length=2)] | None = None
    """The stretch that the standing agreement allows; without it, anything goes."""
    cite: Cites = []
    note: Line | None = None


class Position(Part):
    """Where an actor stands on an issue."""

    ideal: Coded
    """The place on the issue it likes best."""
    salience: Coded
    """How much the issue matters to it."""
    word: str | None = None
    cite: Cites = []
    assumed: str | None = None
    """Why these numbers, where no source speaks to them."""


class Interest(Part):
    """Something an actor wants more or less of, beyond the texts."""

    wants: ConditionText
    """A quantity or fact, such as `trust(khmer_rouge, japan)` or `joined(thailand)`."""
    weight: Signed
    """How much; negative for something it fears."""
    cite: Cites = []
    assumed: str | None = None


class Actor(Part):
    """A faction, power or institution."""

    name: Title
    short: Annotated[str, StringConstraints(min_length=1, max_length=18)]
    """The name on maps and buttons."""
    kind: Literal["faction", "power", "institution"]
    leader: Title | None = None
    """Who decides, or who speaks for it."""
    about: Prose | None = None
    """What a player should know of it."""
    role: Prose | None = None
    """The role sheet of a seat."""
    mark: Mark
    seat: bool = False
    """Whether a person may play it."""
    members: Annotated[int, Field(ge=1, le=50)] = 1
    """How many equal members vote in its name (a bloc)."""
    capability: Coded = 0.5
    """Weight in the conflict and around the table."""
    war_cost: Coded = 0.05
    """What going on with the war costs it."""
    home: Coded = 0.7
    """Support at home."""
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
    spoiler: Spoiler | None = None
    """Hidden type, if it has one."""
    interests: dict[Id, Interest] = {}
    cite: Cites = []


class Defaults(Part):
    """Values for pairs that nobody has coded."""

    trust: CodedValue
    knowledge: CodedValue
    rapport: CodedValue


class Bond(Part):
    """Rapport between two actors' leaders or negotiators."""

    between: Annotated[list[Id], Field(min_length=2, max_length=2)]
    value: Coded
    who: Line | None = None
    """The people."""
    cite: Cites = []
    assumed: str | None = None


class Table(Part):
    """A place where a text is decided."""

    title: Title
    procedure: Literal["signatures", "consensus", "council_vote", "sides", "quota"]
    """signatures: all of `members` sign and none of `assent` objects; consensus: no member objects;
    council_vote: enough yes votes and no veto; sides: on each of `sides` one signs at least; quota:
    seats of those in favour."""
    members: list[Ref]
    """Who decides."""
    assent: list[Ref] = []
    """Who may stop it by objecting."""
    veto: list[Ref] = []
    sides: dict[Id, list[Ref]] = {}
    needed: Annotated[int, Field(ge=1, le=1000)] | None = None
    """Votes or seats needed (council_vote, quota)."""
    seats: dict[Id, Annotated[int, Field(ge=1, le=1000)]] = {}
    """Seats of each member (quota)."""
    drafters: list[Ref] = []
    """Whose own drafts compete when nobody moves one; empty: only moves bring texts."""
    about: Ref | None = None
    """The party that the text is aimed at, where it is not a member (a resolution on a party)."""
    issues: Annotated[list[Id], Field(min_length=1)]
    text: dict[Id, Unit] = {}
    """The text that lies on it at the start; without it, none."""
    status_quo: dict[Id, Unit] = {}
    """What holds if nothing is decided; members then compare the text with this, and without it
    with their reservation value."""
    open: bool = False
    """Whether it is open at the start."""
    cite: Cites = []


class Says(Part):
    """Words by the speaker's stance."""

    opposes: Line | None = None
    sceptical: Line | None = None
    acquiesces: Line | None = None
    supports: Line | None = None


class Answer(Part):
    """What follows on an answer, with its words."""

    says: Line | Says
    effects: list[Effect] = []


class Ask(Part):
    """A decision asked of the target."""

    to: Decision
    what: Id | None = None
    """The table meant; for `act`, nothing."""
    who: Ref = "target"
    costs: Signed = 0.0
    """What saying yes costs (or, below 0, brings) the one who is asked, beyond its effects."""


class Decides(Part):
    """A public step that the mover itself takes by playing the move."""

    to: Literal["object", "withdraw", "act", "acquiesce"]
    what: Id | None = None


class Move(Part):
    """Something an actor can do in a turn."""

    title: Title
    by: list[Ref]
    """Who can play it."""
    to: list[Ref] = []
    """For whom; one option each. Empty: for nobody in particular."""
    kind: Literal["ask", "offer", "tell", "press", "act"]
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
    decides: Decides | None = None
    effects: list[Effect] = []
    """What it does whatever the answer."""
    if_yes: Answer | None = None
    if_no: Answer | None = None
    says: Line | None = None
    """The move in words, in a chronicle; {self} and {target} stand for names."""
    reason: Line | None = None
    """One line on the card: why one would."""
    cite: Cites = []


class Event(Part):
    """Something that comes from outside."""

    title: Title
    date: dt.date
    chance: Coded = 1.0
    when: ConditionText | None = None
    effects: list[Effect] = []
    says: Line | None = None
    cite: Cites = []


class Outcome(Part):
    """How things can end, or what can be reached on the way."""

    title: Title
    when: ConditionText
    text: Prose | None = None
    final: bool = False
    """Whether the game ends with it."""


class LineMove(Part):
    """A dated move of a line."""

    date: dt.date
    by: Id
    move: Id
    to: Id | None = None
    text: dict[Id, Unit] = {}
    """The text drafted, where the move drafts one."""
    note: Line | None = None
    cite: Cites = []


class Checkpoint(Part):
    """Something dated that happened (or, among the foils, did not)."""

    title: Title
    by: dt.date
    holds: ConditionText
    note: Line | None = None
    cite: Annotated[Cites, Field(min_length=1)]


class History(Part):
    """The record."""

    line: dict[Id, LineMove] = {}
    checkpoints: dict[Id, Checkpoint] = {}
    foils: dict[Id, Checkpoint] = {}
    holdout: bool = False
    """Whether no constant may be tuned on this scenario."""
    told: dict[Id, LineNote] = {}
    """The record beyond the line's own moves, for the debrief."""


class LineNote(Part):
    """Something of the record, dated."""

    date: dt.date
    says: Line
    cite: Cites = []


class Adviser(Part):
    """An adviser: a prior with a voice."""

    name: Title
    view: Line
    """The view in one sentence."""
    prior: dict[Id, Spoiler]
    """What this adviser believes of the parties' types at the start."""
    says: dict[Literal["low", "middling", "high"], Line] = {}
    """What the adviser says by the odds of the best card."""


class Arm(Part):
    """One side of a comparison."""

    line: str = "history"
    """`history`, `pass` or `random`."""
    moves: dict[Id, LineMove] = {}
    """Dated moves instead of a named line."""
    leave_out: list[Id] = []
    """Items of the line to leave out."""
    set: dict[str, float] = {}
    """Dotted paths with the value to take."""
    without: list[str] = []
    """`rule:ID` or `event:ID` to switch off."""
    forbid: list[str] = []
    """`ACTOR:MOVE` that an actor may not play."""


class ClaimTest(Part):
    """A measure of one arm, or the difference of two, and its bar."""

    arm: Id
    minus: Id | None = None
    measure: ConditionText
    """A condition (its share of runs) or a quantity (its mean at the end)."""
    given: ConditionText | None = None
    """Only runs in which this holds in `arm`."""
    at_least: float | None = None
    at_most: float | None = None


class Claim(Part):
    """A causal claim of the sources, as paired runs."""

    title: Line
    arms: dict[Id, Arm]
    tests: dict[Id, ClaimTest]
    rule: Id
    """The mechanism without which the first test must fail."""
    cite: Annotated[Cites, Field(min_length=1)]


class Lesson(Part):
    """For the teacher."""

    level: Line
    minutes: Annotated[int, Field(ge=5, le=600)] | None = None
    aims: list[Line] = []
    questions: list[Line] = []


class Seat(Part):
    """What a seat is after."""

    aims: dict[Id, Share]
    """Outcomes with their weights, which add up to 1."""
    says: Line | None = None


class Initiative(Part):
    """The initiative that stances are about."""

    title: Title
    by: Id
    """Who owns it."""
    table: Id
    """The table it works toward."""


class Scenario(Part):
    """A whole scenario."""

    version: Literal[1]
    id: FileId
    title: Title
    extends: str | None = None
    """A file of the same library that this one changes."""
    uses: list[str] = []
    """Files whose collections (moves, ...) lie beneath this one's."""
    summary: Line
    calendar: Calendar
    capital: Capital = Capital()
    briefing: Prose
    initiative: Initiative
    groups: dict[Id, list[Id]] = {}
    issues: Annotated[dict[Id, Issue], Field(min_length=1, max_length=12)]
    actors: Annotated[dict[Id, Actor], Field(min_length=2, max_length=40)]
    defaults: Defaults
    trust: dict[Id, dict[Id, Coded]] = {}
    """Trust of the first in the second."""
    knowledge: dict[Id, dict[Id, Coded]] = {}
    """How well the first knows the second's positions."""
    beliefs: dict[Id, dict[Id, Spoiler]] = {}
    """What the first believes of the second's type; without it, the party's own `spoiler` shares."""
    rapport: dict[Id, Bond] = {}
    leverage: dict[Id, dict[Id, dict[Id, Coded]]] = {}
    """What the first can give to or withhold from the second, by channel."""
    tables: Annotated[dict[Id, Table], Field(min_length=1, max_length=12)]
    moves: Annotated[dict[Id, Move], Field(min_length=1, max_length=200)]
    events: dict[Id, Event] = {}
    outcomes: Annotated[dict[Id, Outcome], Field(min_length=1)]
    goals: dict[Id, Seat] = {}
    history: History = History()
    advisers: dict[Id, Adviser] = {}
    claims: dict[Id, Claim] = {}
    lesson: Lesson | None = None
