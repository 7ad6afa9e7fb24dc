"""What the codex holds besides facts and scenarios: works, mechanisms, terms and names."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, StringConstraints

from sim.scenario.form.coding import Part
from sim.scenario.form.fields import Id, Title, Version
from sim.scenario.form.gazetteer import Spellings

Text = Annotated[str, StringConstraints(min_length=1, max_length=1200)]
Model = TypeVar("Model", bound=BaseModel)


class Work(Part):
    """A book or article."""

    by: Title
    """Who wrote it, as one says it in short."""
    year: int
    reference: Text


class Mechanism(Part):
    """A mechanism of the model in words; its id is that of the rule."""

    title: Title
    text: Text
    works: list[Id] = []
    source: list[str] = []
    """Ids of `sources.yaml`, where it was drawn from an account."""
    differs: Text | None = None
    """In what the model leaves its source."""
    see: list[Id] = []
    """Terms."""


class Term(Part):
    """A term of the field."""

    title: Title
    also: list[Title] = []
    """Other words for it; texts link where they find one."""
    text: Text
    works: list[Id] = []
    source: list[str] = []
    see: list[Id] = []
    """Other terms."""


class NameEntry(Part):
    """A person, party, state or body with its name in other scripts."""

    title: Title
    also: list[Title] = []
    kind: Literal["person", "party", "state", "body"]
    actors: list[Id] = []
    """Ids of scenario actors whose entry shows the name."""
    names: Spellings


class Works(Part):
    """All works by id."""

    version: Version
    works: dict[Id, Work]


class Mechanisms(Part):
    """All mechanisms by the id of their rule."""

    version: Version
    mechanisms: dict[Id, Mechanism]


class Terms(Part):
    """All terms by id."""

    version: Version
    terms: dict[Id, Term]


class Names(Part):
    """All names by id."""

    version: Version
    languages: Spellings
    """What the languages of the names are called."""
    names: dict[Id, NameEntry]
