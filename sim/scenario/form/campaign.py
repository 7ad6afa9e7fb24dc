"""A campaign file as a typed model: chapters, each a scenario, played in a row."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from sim.scenario.form.coding import Part
from sim.scenario.form.fields import ConditionText, FileId, Id, Line, Prose, Share, Title, Version


class Carry(Part):
    """How much of what a run ended with goes on into a chapter, each 0 (nothing) to 1 (all).

    What goes on is how far the run ended from the middle of the historical line of the chapter
    before, so that history itself begins each chapter as it is coded.
    """

    trust: Share = 0.0
    """Trust of one actor in another."""
    rapport: Share = 0.0
    """Rapport between two leaders."""
    knowledge: Share = 0.0
    """How well one knows another's positions."""
    legitimacy: Share = 0.0
    """An actor's own standing; mandates and borrowed standing end with their chapter."""
    home: Share = 0.0
    """Support at home."""
    stance: Share = 0.0
    """Stance on the initiative."""
    channels: Share = 0.0
    """What a patron gives a client, by channel."""
    beliefs: Share = 0.0
    """What actors believe of one another's hidden types."""
    types: bool = False
    """Whether each party keeps the hidden type that it had."""

    def weights(self) -> dict[str, float]:
        """The weights that are not nought, by quantity."""
        weights = self.model_dump(exclude={"types"})
        return {name: float(weight) for name, weight in weights.items() if weight}


class Otherwise(Part):
    """What follows where a chapter does not open as it is; exactly one of three."""

    ending: Id | None = None
    """The campaign ends so."""
    chapter: Id | None = None
    """A later chapter opens instead, whatever it asks for."""
    set: dict[str, bool | int | float | str] | None = None
    """The chapter opens all the same, with these dotted paths of its scenario set otherwise."""
    bridge: Prose | None = None
    """What is told then, in place of the chapter's own bridge."""

    @model_validator(mode="after")
    def _one_of_three(self) -> Otherwise:
        if sum(way is not None for way in (self.ending, self.chapter, self.set)) != 1:
            raise ValueError('"otherwise" needs exactly one of ending, chapter and set')
        return self


class Chapter(Part):
    """A scenario as part of a campaign."""

    scenario: FileId
    """Id of a scenario that ships, or of one in a file beside this one."""
    title: Title | None = None
    """By default the scenario's own."""
    opens: ConditionText | None = None
    """What must hold at the end of the chapter before, in the words of that chapter's scenario."""
    otherwise: Otherwise | None = None
    """What follows where it does not hold."""
    carry: Carry = Carry()
    """What is carried over from the chapter before."""
    bridge: Prose | None = None
    """What is told between the chapter before and this one."""


class CampaignEnding(Part):
    """How a campaign can end."""

    title: Title
    """What it is called."""
    when: ConditionText | None = None
    """What must hold at the end of the last chapter; the first ending that holds is taken."""
    text: Prose
    """How it is told, at the end."""


class Campaign(Part):
    """A whole campaign: chapters in the order in which they are played."""

    version: Version
    """Version of the form of these files: 1."""
    id: FileId
    """Its name for the program: small letters, digits and hyphens, as the file is called."""
    title: Title
    """What it is called, in lists and on the first screen."""
    extends: str | None = None
    """A campaign that this one changes."""
    summary: Line
    """What it is about, in a sentence or two, for whoever chooses."""
    briefing: Prose
    """What a player should know before the first chapter."""
    briefing_plain: Prose | None = None
    """The same in short sentences."""
    seats: Annotated[list[Id], Field(min_length=1)]
    """Who can be played; each must be a seat in all chapters."""
    chapters: Annotated[dict[Id, Chapter], Field(min_length=1, max_length=20)]
    """Its chapters in the order of play."""
    endings: Annotated[dict[Id, CampaignEnding], Field(min_length=1)]
    """The last one is what is left: it takes no `when`."""
    goals: dict[Id, Share] = {}
    """What each chapter's score counts for, adding up to 1; by default all the same."""

    def story(self, plain: bool = False) -> str:
        """The briefing, in plain words where they are wanted and there are any."""
        return (self.briefing_plain or self.briefing) if plain else self.briefing

    def weight(self, chapter: str) -> float:
        """What a chapter's score counts for."""
        if not self.goals:
            return 1.0 / len(self.chapters)
        return float(self.goals.get(chapter, 0.0))
