"""The facts that scenarios cite: `sources.yaml` as typed models."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import StringConstraints

from sim.scenario.coding import Part

Text = Annotated[str, StringConstraints(min_length=1, max_length=900)]


class Source(Part):
    """A text that facts are drawn from."""

    title: Text
    author: Text | None = None
    year: int | None = None
    kind: Text | None = None
    reference: Text | None = None
    note: Text | None = None


class SourceFact(Part):
    """One fact, in our own words."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    source: list[str]
    place: str | None = None
    known_from: dt.date
    """From when participants could know all of it."""
    kind: Literal["event", "condition", "judgement"] | None = None
    text: Text


class Disagreement(Part):
    """Where the sources disagree or slip, and what the project does about it."""

    title: Text | None = None
    facts: list[str] = []
    text: Text
    choice: Text


class Sources(Part):
    """All sources and facts."""

    version: Literal[1]
    sources: dict[str, Source]
    facts: dict[str, SourceFact]
    disagreements: dict[str, Disagreement] = {}
