"""The codex that ships beside the scenarios: literature, mechanisms, terms, names.

Each function raises a `ScenarioError` where its file is broken.
"""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel

from sim import paths
from sim.scenario.form.codex import (
    Mechanism,
    Mechanisms,
    NameEntry,
    Names,
    Term,
    Terms,
    Work,
    Works,
)
from sim.scenario.form.gazetteer import Spellings
from sim.scenario.shipped_data import read_checked

Model = TypeVar("Model", bound=BaseModel)


def works() -> dict[str, Work]:
    """The literature by id."""
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
    return read_checked(model, paths.scenarios() / "codex" / f"{name}.yaml")
