"""Outcomes, goals, the record, claims and the lesson of a scenario file as typed models."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.coding import Part, Spoiler, Unit
from sim.scenario.fields import (
    TOLD,
    Cites,
    ConditionText,
    DottedPath,
    Id,
    Line,
    Prose,
    Setting,
    Share,
    Title,
)


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
    rests_on: list[Id] = []
    """Items of the line that it depends on: the backtest also tells how likely it is without."""
    surprise: Line | None = None
    """Why the sources call it a surprise, where they do; a model should find it rare."""
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


class Question(Part):
    """A question with what the teacher's key tells of it."""

    ask: Line
    look_for: Prose | None = None
    """What a good answer weighs; for the teacher's key only."""
    cite: Cites = []
    """Facts that an answer can rest on."""


class Lesson(Part):
    """For the teacher."""

    level: Line
    minutes: Annotated[int, Field(ge=5, le=600), TOLD] | None = None
    aims: list[Line] = []
    questions: list[Line | Question] = []
    """To talk and write about: a text, or a mapping with what the teacher's key tells besides."""

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions, those that are plain texts with nothing besides."""
        return tuple(Question(ask=one) if isinstance(one, str) else one for one in self.questions)


Onoff = Literal["on", "off"]


class Classroom(Part):
    """What a teacher allows in this scenario; what is left out is as the players like it.

    A lock set on the computer itself holds as well; of two the stricter one counts.
    """

    odds: Onoff = "on"
    """Whether players see how likely an answer is: on cards, at tables, from advisers."""
    rewind: Onoff = "on"
    """Whether a turn that was played can be taken back."""
    bets: Onoff = "on"
    """Whether players are asked how likely they think something is before they see it."""
    advisers: Onoff = "on"
    """Whether the advisers can be asked."""
    seed: Annotated[int, Field(ge=0, le=2**53)] | None = None
    """The key of the chance that every game is played with, so that a class can compare."""
    turns: Annotated[int, Field(ge=1, le=60)] | None = None
    """After how many turns the game ends, where that is before its last one."""


class Waiting(Part):
    """Why a seat that does nothing does about as well as history did."""

    says: Line
    cite: Cites = []


class Difficulty(Part):
    """A level of difficulty besides the standard game."""

    title: Title
    about: Line
    """One line: what is easier or harder, for whoever chooses."""
    set: Annotated[dict[DottedPath, Setting], Field(min_length=1, max_length=60)]
    """Dotted paths of the resolved scenario with the value to take, such as
    `trust.north.south: 0.8`; a coded number is replaced whole, range included."""


class Factor(Part):
    """Something that let the mediator play its part, for the debrief."""

    title: Title
    measure: ConditionText
    """A quantity such as `trust(north, host)`, told at the start and at the end."""
    says: Line
    """One sentence on why it mattered here."""
    cite: Cites = []


class Seat(Part):
    """What a seat is after."""

    aims: dict[Id, Share]
    """Outcomes with their weights, which add up to 1."""
    says: Line | None = None
    waiting: Waiting | None = None
    """Where doing nothing does about as well as history did: why that is so here."""
