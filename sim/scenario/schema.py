"""The scenario file as a typed model: what may be written, with a description of every field.

Every collection is a mapping keyed by id, so that a child scenario changes one item without
restating the rest and every dotted path stays the same.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.cast import (
    Actor,
    Answer,
    Ask,
    Bond,
    Calendar,
    Capital,
    Decides,
    Defaults,
    Element,
    Event,
    Interest,
    Issue,
    Mark,
    Mission,
    Move,
    Position,
    Says,
    Step,
    Table,
)
from sim.scenario.coding import Coded, Part, Spoiler
from sim.scenario.effects import Effect
from sim.scenario.fields import FileId, Id, Line, Prose, Title
from sim.scenario.gazetteer import MapWindow
from sim.scenario.guide import GuideStep
from sim.scenario.record import (
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
    begin_here: bool = False
    """Whether a newcomer does best to begin with it; the window opens with it."""
    map: MapWindow | None = None
    """What the map shows; without it, what holds the actors' places."""
    calendar: Calendar
    capital: Capital = Capital()
    briefing: Prose
    briefing_plain: Prose | None = None
    """The same briefing for younger readers and those who read in a second language: about half as
    long, in short sentences. Without it they read the other one."""
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
    """What the first believes of the second's type; else the second's own `spoiler` shares."""
    rapport: dict[Id, Bond] = {}
    leverage: dict[Id, dict[Id, dict[Id, Coded]]] = {}
    """What the first can give to or withhold from the second, by channel."""
    tables: Annotated[dict[Id, Table], Field(min_length=1, max_length=12)]
    steps: Annotated[dict[Id, Step], Field(max_length=60)] = {}
    """Public steps by name, so that one actor can decide several different things."""
    moves: Annotated[dict[Id, Move], Field(min_length=1, max_length=200)]
    events: dict[Id, Event] = {}
    outcomes: Annotated[dict[Id, Outcome], Field(min_length=1)]
    goals: dict[Id, Seat] = {}
    difficulty: Annotated[dict[Id, Difficulty], Field(max_length=6)] = {}
    """Levels besides the game as it stands, which is called standard."""
    factors: Annotated[dict[Id, Factor], Field(max_length=12)] = {}
    """Why the mediator could play its part, shown in the debrief."""
    history: History = History()
    advisers: dict[Id, Adviser] = {}
    claims: dict[Id, Claim] = {}
    lesson: Lesson | None = None
    guide: Annotated[dict[Id, GuideStep], Field(max_length=60)] = {}
    """Hints for a newcomer in the first turns."""
    classroom: Classroom | None = None
    """What a teacher allows: odds, rewinding, bets, advisers, the chance, the number of turns."""

    def story(self, plain: bool = False) -> str:
        """The briefing, in plain words where they are wanted and there are any."""
        return (self.briefing_plain or self.briefing) if plain else self.briefing


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
