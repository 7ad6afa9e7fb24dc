"""Moves, steps and events of a scenario file as typed models: what can be done, and what comes."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.form.coding import WORDS, Part, Signed, Unit, Word
from sim.scenario.form.effects import Effect, Ref
from sim.scenario.form.fields import (
    TOLD,
    Cites,
    ConditionText,
    Decision,
    Id,
    Line,
    Prose,
    Style,
    Title,
    Wording,
)


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
    """Mediator's style (Bercovitch): facilitate helps to have an ask to attend or speak granted,
    manipulate to attend, join or act, and is resented; formulate is a name alone."""
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
    """Ids of the facts it rests on."""
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
