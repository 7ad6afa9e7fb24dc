"""The scenario file as a typed model: what may be written, with a description of every field.

Every collection is a mapping keyed by id, so that a child scenario changes one item without
restating the rest and every dotted path stays the same.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.scenario.form.cast import (
    Actor,
    Bond,
    Calendar,
    Capital,
    Defaults,
    Element,
    Interest,
    Issue,
    Mark,
    Mission,
    Position,
    Table,
)
from sim.scenario.form.coding import Coded, Part, Spoiler
from sim.scenario.form.effects import Effect
from sim.scenario.form.fields import FileId, Id, Line, Prose, Title, Version
from sim.scenario.form.gazetteer import MapWindow
from sim.scenario.form.guide import GuideStep
from sim.scenario.form.moves import Answer, Ask, Decides, Event, Move, Says, Step
from sim.scenario.form.record import (
    Adviser,
    Arm,
    Checkpoint,
    Claim,
    ClaimTest,
    Classroom,
    Difficulty,
    Factor,
    History,
    Lesson,
    LineMove,
    LineNote,
    Outcome,
    Question,
    Seat,
    Waiting,
)


class Initiative(Part):
    """The initiative that stances are about."""

    title: Title
    """What it is called."""
    by: Id
    """Who owns it."""
    table: Id
    """The table it works toward."""


class Scenario(Part):
    """A whole scenario."""

    version: Version
    """Version of the form of these files: 1."""
    id: FileId
    """Its name for the program: small letters, digits and hyphens, as the file is called."""
    title: Title
    """What it is called, in lists and on the first screen."""
    extends: str | None = None
    """A file of the same library that this one changes."""
    uses: list[str] = []
    """Files whose collections (moves, ...) lie beneath this one's."""
    summary: Line
    """What it is about, in a sentence or two, for whoever chooses."""
    begin_here: bool = False
    """Whether a newcomer does best to begin with it; the window opens with it."""
    map: MapWindow | None = None
    """What the map shows; without it, what holds the actors' places."""
    calendar: Calendar
    """Its first day and its turns."""
    capital: Capital = Capital()
    """What a seat can spend a turn."""
    briefing: Prose
    """What a player should know before the first turn."""
    briefing_plain: Prose | None = None
    """The same briefing for younger readers and those who read in a second language: about half as
    long, in short sentences. Without it they read the other one."""
    initiative: Initiative
    """What stances are about."""
    groups: dict[Id, list[Id]] = {}
    """Several actors under one name, to use wherever moves, effects and tables name actors."""
    issues: Annotated[dict[Id, Issue], Field(min_length=1, max_length=12)]
    """What is argued over."""
    actors: Annotated[dict[Id, Actor], Field(min_length=2, max_length=40)]
    """Who takes part: at least two."""
    defaults: Defaults
    """Trust, knowledge and rapport of all pairs that nobody has coded."""
    trust: dict[Id, dict[Id, Coded]] = {}
    """Trust of the first in the second."""
    knowledge: dict[Id, dict[Id, Coded]] = {}
    """How well the first knows the second's positions."""
    beliefs: dict[Id, dict[Id, Spoiler]] = {}
    """What the first believes of the second's type; else the second's own `spoiler` shares."""
    rapport: dict[Id, Bond] = {}
    """How leaders get on, pair by pair."""
    leverage: dict[Id, dict[Id, dict[Id, Coded]]] = {}
    """What the first can give to or withhold from the second, by channel."""
    tables: Annotated[dict[Id, Table], Field(min_length=1, max_length=12)]
    """Where texts are decided."""
    steps: Annotated[dict[Id, Step], Field(max_length=60)] = {}
    """Public steps by name, so that one actor can decide several different things."""
    moves: Annotated[dict[Id, Move], Field(min_length=1, max_length=200)]
    """What actors can do in a turn."""
    events: dict[Id, Event] = {}
    """What comes from outside, on a day."""
    outcomes: Annotated[dict[Id, Outcome], Field(min_length=1)]
    """How things can end, or what can be reached on the way."""
    goals: dict[Id, Seat] = {}
    """What each seat is after."""
    difficulty: Annotated[dict[Id, Difficulty], Field(max_length=6)] = {}
    """Levels besides the game as it stands, which is called standard."""
    factors: Annotated[dict[Id, Factor], Field(max_length=12)] = {}
    """Why the mediator could play its part, shown in the debrief."""
    history: History = History()
    """The record: what was done, and what a model must come near to."""
    advisers: dict[Id, Adviser] = {}
    """Voices with a view, whom a player may ask."""
    claims: dict[Id, Claim] = {}
    """Causal claims of the sources, tested by paired runs."""
    lesson: Lesson | None = None
    """For the teacher."""
    guide: Annotated[dict[Id, GuideStep], Field(max_length=60)] = {}
    """Hints for a newcomer in the first turns."""
    classroom: Classroom | None = None
    """What a teacher allows or locks: odds, rewinding, bets, advisers, chance, number of turns."""

    def story(self, plain: bool = False) -> str:
        """The briefing, in plain words where they are wanted and there are any."""
        return (self.briefing_plain or self.briefing) if plain else self.briefing

    @property
    def seats(self) -> list[str]:
        """The actors whom a person can play, in the file's order."""
        return [name for name, actor in self.actors.items() if actor.seat]


__all__ = [
    "Actor",
    "Adviser",
    "Answer",
    "Arm",
    "Ask",
    "Bond",
    "Calendar",
    "Capital",
    "Checkpoint",
    "Claim",
    "ClaimTest",
    "Classroom",
    "Decides",
    "Defaults",
    "Difficulty",
    "Effect",
    "Element",
    "Event",
    "Factor",
    "GuideStep",
    "History",
    "Initiative",
    "Interest",
    "Issue",
    "Lesson",
    "LineMove",
    "LineNote",
    "Mark",
    "Mission",
    "Move",
    "Outcome",
    "Position",
    "Question",
    "Says",
    "Scenario",
    "Seat",
    "Step",
    "Table",
    "Waiting",
]
