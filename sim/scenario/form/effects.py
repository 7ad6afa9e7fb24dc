"""The closed list of effect verbs, typed by the kind of state that each may touch.

Drivers and observations only: no verb writes a decided fact (joined, attended, accepted, voted,
...), so no move and no event can script an outcome. Decided facts come from `asks` and `decides` of
a move, which are choices of an actor, and from the decision procedures of tables.

An actor is named by its id, by a group's id, or by a role: `self` (who moves), `target` (whom the
move is for), `mediators` (who owns the initiative and all who joined it; taken at the time),
`others` (all but self and target), `everyone`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.scenario.form.coding import Part, Signed, Size

Ref = Annotated[str, Field(min_length=1, max_length=60)]
Sign = Literal[
    "candour",
    "concession",
    "complaint",
    "attendance",
    "absence",
    "refusal_inside",
    "refusal_outside",
    "acceptance",
    "compliance",
    "violation",
]
"""What an observer can see a party do; likelihoods by type are in `sim/model/constants.yaml`."""


class Shift(Part):
    """A shift of one driver of an actor."""

    of: Ref
    """Whose."""
    by: Signed
    """Change, -1 to 1; the driver stays within 0..1."""


class HomeShift(Shift):
    """A shift of support at home."""

    through: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    """One element of the actor's `formation`; without it, all but its ally's."""


class Casualties(Part):
    """Losses among an actor's people: support falls, less where it is wide or its leader firm."""

    of: Ref
    """Whose people."""
    size: Size = "small"
    """How heavy the losses are."""


class Commitment(Part):
    """A public commitment of an actor's leader."""

    of: Ref
    """Whose leader."""
    size: Size = "small"
    """How firmly he commits himself."""


class Standing(Part):
    """A shift of an actor's legitimacy."""

    of: Ref
    """Whose standing."""
    by: Signed
    """Change, -1 to 1; standing stays within 0..1."""
    kind: Literal["own", "mandate", "borrowed"] = "own"
    """Own standing, a mandate assigned by others, or standing borrowed by acting through them."""


class Grant(Part):
    """Something promised to an actor by outsiders."""

    to: Ref
    """Who is promised it."""
    by: Signed
    """Change, -1 to 1; what is promised stays within 0..1."""


class Channel(Part):
    """A change of a patron's channel to its client (arms, border_trade, aid, recognition, ...)."""

    giver: Ref
    """The patron."""
    to: Ref
    """The client."""
    name: str
    """The channel's name."""
    by: Signed
    """Change of what flows; negative cuts."""


class Press(Part):
    """Use of one's leverage on another: spends the channel, adds pressure, costs trust."""

    on: Ref
    """Who is pressed."""
    share: Size = "moderate"
    """Share of what is left in every channel to that actor."""
    channel: str | None = None
    """One channel only; without it, all."""


class Feeling(Part):
    """Something that one actor is seen to do for or against another."""

    of: Ref
    """Whose trust it may move."""
    toward: Ref
    """In whom."""
    size: Size = "small"
    """How much it counts."""


class Evidence(Part):
    """Something seen of a party that tells of its hidden type."""

    about: Ref
    """The party that was seen."""
    sign: Sign
    """What it was seen to do."""
    to: Ref = "everyone"
    """Who sees it."""


class Tell(Part):
    """Word passed on about a party's type; believed as far as the teller is credible."""

    who: Ref
    """The listener."""
    about: Ref
    """The party that is spoken of."""
    sign: Sign
    """What it is said to have done."""


class Persuade(Part):
    """An argument about the initiative; moves a listener as far as it trusts the teller."""

    who: Ref
    """The listener."""
    size: Size = "small"
    """How strong the argument is."""


class Who(Part):
    """An actor."""

    who: Ref
    """Who is told."""


class Surprise(Part):
    """Something that others will read of in the papers unless they were told beforehand."""

    who: Ref
    """Who may be taken aback: those of them who were neither consulted nor mediate."""
    size: Size = 1.0
    """How public it is; 1 counts as much as the first round of talks."""


class Learn(Part):
    """What an actor comes to know of another's positions."""

    of: Ref
    """Who learns."""
    about: Ref
    """Of whom."""
    size: Size = "small"
    """How much."""


class Rapport(Part):
    """Personal rapport between the leaders or negotiators of two actors."""

    between: Annotated[list[Ref], Field(min_length=2, max_length=2)]
    """The two actors."""
    size: Size = "small"
    """How much closer they come."""


class Effect(Part):
    """One effect: exactly one verb."""

    war_cost: Shift | None = None
    """Driver: what going on with the war costs an actor."""
    home: HomeShift | None = None
    """Driver: an actor's support at home."""
    casualties: Casualties | None = None
    """Driver: losses shake support at home, and may have an actor call its mission home."""
    commit: Commitment | None = None
    """Driver: a leader commits himself in public."""
    capital: Shift | None = None
    """Driver: political capital, as a share of a turn's allowance."""
    legitimacy: Standing | None = None
    """Driver: standing to act."""
    guarantee: Grant | None = None
    """Driver: a third party's guarantee against the other side's cheating."""
    aid: Grant | None = None
    """Driver: an inducement that comes with agreeing."""
    channel: Channel | None = None
    """Driver: a patron's channel opens, shrinks or closes."""
    press: Press | None = None
    """Driver: leverage is used."""
    open_table: str | None = None
    """Driver: a table opens."""
    close_table: str | None = None
    """Driver: a table closes."""
    draft: str | None = None
    """Text: who moves drafts the text of this table."""
    put_to_decision: str | None = None
    """Text: the table decides on its text this turn."""
    goodwill: Feeling | None = None
    """Observation: a kept promise, a favour; trust grows slowly."""
    grievance: Feeling | None = None
    """Observation: a breach, a slight; trust falls fast."""
    evidence: Evidence | None = None
    """Observation: a sign of a party's hidden type."""
    tell: Tell | None = None
    """Observation at second hand."""
    persuade: Persuade | None = None
    """Observation: an argument for the initiative."""
    dissuade: Persuade | None = None
    """Observation: an argument against it."""
    consult: Who | None = None
    """Observation: somebody is told beforehand."""
    surprise: Surprise | None = None
    """Observation: who was not told beforehand takes it ill."""
    learn: Learn | None = None
    """Observation: listening."""
    rapport: Rapport | None = None
    """Observation: the few who decide get to know one another."""

    @model_validator(mode="after")
    def _one_verb(self) -> Effect:
        if len(self.model_fields_set) != 1:
            verbs = [name for name in type(self).model_fields if name in self.model_fields_set]
            found = " and ".join(verbs) or "none"
            raise ValueError(
                f"an effect has one verb, not {found}; begin each with - on a line of its own"
            )
        if self.argument is None:
            raise ValueError(f"{self.verb} needs its details behind the colon, or indented below")
        return self

    @property
    def verb(self) -> str:
        """The verb's name."""
        return next(iter(self.model_fields_set))

    @property
    def argument(self) -> Part | str | None:
        """What the verb applies to."""
        value: Part | str | None = getattr(self, self.verb)
        return value


DRIVER_VERBS = frozenset(
    "war_cost home casualties commit capital legitimacy guarantee aid channel press open_table "
    "close_table".split()
)
TEXT_VERBS = frozenset({"draft", "put_to_decision"})
OBSERVATION_VERBS = frozenset(
    "goodwill grievance evidence tell persuade dissuade consult surprise learn rapport".split()
)
EVENT_VERBS = DRIVER_VERBS - {"press", "commit"} | {"goodwill", "grievance", "learn"}
"""What may come from outside: events shift drivers and are seen, but decide nothing."""
