"""Outcomes, goals, the record, claims and the lesson of a scenario file as typed models."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.form.coding import Part, Spoiler, Unit
from sim.scenario.form.fields import (
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
    """What it is called."""
    when: ConditionText
    """What must hold for it to be reached."""
    text: Prose | None = None
    """How it is told, at the end."""
    final: bool = False
    """Whether the game ends with it."""


class LineMove(Part):
    """A dated move of a line."""

    date: dt.date
    """The day of the move; it is played in the turn that holds the day."""
    by: Id
    """Who makes it."""
    move: Id
    """Which of `moves`."""
    to: Id | None = None
    """For whom, where the move has somebody it is for."""
    text: dict[Id, Unit] = {}
    """The text drafted, where the move drafts one."""
    note: Line | None = None
    """What else a reader should know of it."""
    cite: Cites = []
    """Ids of the facts it rests on."""


class Checkpoint(Part):
    """Something dated that happened (or, among the foils, did not)."""

    title: Title
    """What it is called."""
    by: dt.date
    """The day by which it had happened."""
    holds: ConditionText
    """What holds from then on."""
    note: Line | None = None
    """What else a reader should know of it."""
    rests_on: list[Id] = []
    """Items of the line that it depends on: the backtest also tells how likely it is without."""
    surprise: Line | None = None
    """Why the sources call it a surprise, where they do; a model should find it rare."""
    cite: Annotated[Cites, Field(min_length=1)]
    """Ids of the facts it rests on."""


class History(Part):
    """The record."""

    line: dict[Id, LineMove] = {}
    """What was done, move by move, as this scenario writes it."""
    checkpoints: dict[Id, Checkpoint] = {}
    """What happened, to test the model by."""
    foils: dict[Id, Checkpoint] = {}
    """What did not happen though it might have, to test the model by."""
    holdout: bool = False
    """Whether no constant may be tuned on this scenario."""
    told: dict[Id, LineNote] = {}
    """The record beyond the line's own moves, for the debrief."""


class LineNote(Part):
    """Something of the record, dated."""

    date: dt.date
    """The day."""
    says: Line
    """What happened."""
    cite: Cites = []
    """Ids of the facts it rests on."""


class Adviser(Part):
    """An adviser: a prior with a voice."""

    name: Title
    """What the adviser is called."""
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
    """The arm that is measured."""
    minus: Id | None = None
    """The arm whose measure is taken off it; without it, none."""
    measure: ConditionText
    """A condition (its share of runs) or a quantity (its mean at the end)."""
    given: ConditionText | None = None
    """Only runs in which this holds in `arm`."""
    at_least: float | None = None
    """The bar from below."""
    at_most: float | None = None
    """The bar from above."""


class Claim(Part):
    """A causal claim of the sources, as paired runs."""

    title: Line
    """The claim in a sentence."""
    arms: dict[Id, Arm]
    """What is run, by name."""
    tests: dict[Id, ClaimTest]
    """What is measured on the arms."""
    rule: Id
    """The mechanism without which the first test must fail."""
    cite: Annotated[Cites, Field(min_length=1)]
    """Ids of the facts that claim it."""


class Question(Part):
    """A question with what the teacher's key tells of it."""

    ask: Line
    """The question."""
    look_for: Prose | None = None
    """What a good answer weighs; for the teacher's key only."""
    cite: Cites = []
    """Facts that an answer can rest on."""


class Lesson(Part):
    """For the teacher."""

    level: Line
    """For which age or class."""
    minutes: Annotated[int, Field(ge=5, le=600)] | None = None
    """How long it takes."""
    aims: list[Line] = []
    """What the class should learn by it."""
    questions: Annotated[list[Line | Question], TOLD] = []
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
    """Why, in a sentence."""
    cite: Cites = []
    """Ids of the facts it rests on."""


class Difficulty(Part):
    """A level of difficulty besides the standard game."""

    title: Title
    """What it is called."""
    about: Line
    """One line: what is easier or harder, for whoever chooses."""
    set: Annotated[dict[DottedPath, Setting], Field(min_length=1, max_length=60)]
    """Dotted paths of the resolved scenario with the value to take, such as
    `trust.north.south: 0.8`; a coded number is replaced whole, range included."""


class Factor(Part):
    """Something that let the mediator play its part, for the debrief."""

    title: Title
    """What it is called."""
    measure: ConditionText
    """A quantity such as `trust(north, host)`, told at the start and at the end."""
    says: Line
    """One sentence on why it mattered here."""
    cite: Cites = []
    """Ids of the facts it rests on."""


class Seat(Part):
    """What a seat is after."""

    aims: dict[Id, Share]
    """Outcomes with their weights, which add up to 1."""
    says: Line | None = None
    """The aims in words."""
    waiting: Waiting | None = None
    """Where doing nothing does about as well as history did: why that is so here."""
