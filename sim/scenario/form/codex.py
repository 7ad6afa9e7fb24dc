"""What the codex holds besides facts and scenarios: works, mechanisms, terms and names."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, StringConstraints

from sim import paths
from sim.scenario.form.coding import Part
from sim.scenario.form.fields import Id, Title
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

    version: Literal[1]
    works: dict[Id, Work]


class Mechanisms(Part):
    """All mechanisms by the id of their rule."""

    version: Literal[1]
    mechanisms: dict[Id, Mechanism]


class Terms(Part):
    """All terms by id."""

    version: Literal[1]
    terms: dict[Id, Term]


class Names(Part):
    """All names by id."""

    version: Literal[1]
    languages: Spellings
    """What the languages of the names are called."""
    names: dict[Id, NameEntry]


def works() -> dict[str, Work]:
    """The literature by id.

    Raises:
        ScenarioError: `codex/works.yaml` is broken; the same for the others below.
    """
    return _read(Works, "works").works


def mechanisms() -> dict[str, Mechanism]:
    """The mechanisms by the id of their rule."""
    return _read(Mechanisms, "mechanisms").mechanisms


def terms() -> dict[str, Term]:
    """The terms of the field by id."""
    return _read(Terms, "terms").terms


def names() -> dict[str, NameEntry]:
    """People, parties, states and bodies by id."""
    return _read(Names, "names").names


def languages() -> Spellings:
    """What the languages of the names are called."""
    return _read(Names, "names").languages


def _read(model: type[Model], name: str) -> Model:
    path = paths.scenarios() / "codex" / f"{name}.yaml"
    found: Any = _checked(model, path, path.stat().st_mtime_ns)
    assert isinstance(found, model)
    return found


@lru_cache(maxsize=8)
def _checked(model: type[BaseModel], path: Path, _stamp: int) -> BaseModel:
    from sim.scenario.checks.validate import validate
    from sim.scenario.problem import ScenarioError
    from sim.scenario.text.reader import read

    document = read(path)
    checked, problems = validate(model, document)
    if checked is None:
        raise ScenarioError(problems, document.sources)
    return checked
