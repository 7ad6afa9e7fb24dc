"""The facts that scenarios cite: `sources.yaml` as typed models."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Annotated, Literal

from pydantic import StringConstraints

from sim.scenario.form.coding import Part
from sim.scenario.form.fields import Version

Text = Annotated[str, StringConstraints(min_length=1, max_length=900)]


class Source(Part):
    """A text that facts are drawn from."""

    title: Text
    author: Text | None = None
    year: int | None = None
    kind: Text | None = None
    reference: Text | None = None
    note: Text | None = None


class FactPart(Part):
    """What of a fact could be known earlier than all of it."""

    known_from: dt.date
    what: Text


class SourceFact(Part):
    """One fact, in our own words."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    source: list[str]
    place: str | None = None
    known_from: dt.date
    """From when participants could know all of it."""
    kind: Literal["event", "condition", "judgement"] | None = None
    text: Text
    parts: dict[Annotated[str, StringConstraints(pattern=r"^[a-z]$")], FactPart] = {}
    """Parts by letter, cited as `A13a`."""


class Side(Part):
    """What some of the sources say of what they disagree about."""

    source: list[str]
    says: Text


class Disagreement(Part):
    """Where the sources disagree or slip, and what the project does about it."""

    title: Text | None = None
    facts: list[str] = []
    sides: list[Side] = []
    """What each says, to be read side by side."""
    text: Text
    choice: Text


class Sources(Part):
    """All sources and facts."""

    version: Version
    sources: dict[str, Source]
    facts: dict[str, SourceFact]
    disagreements: dict[str, Disagreement] = {}

    @cached_property
    def citable(self) -> dict[str, SourceFact]:
        """All that can be cited: facts and their parts, a part after its fact."""
        found: dict[str, SourceFact] = {}
        for name, fact in self.facts.items():
            found[name] = fact
            for letter, part in fact.parts.items():
                changes = {"known_from": part.known_from, "text": part.what, "parts": {}}
                found[name + letter] = fact.model_copy(update=changes)
        return found
