"""Files of data that ship beside the scenarios, read and checked once; the places among them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from sim import paths
from sim.scenario.checks.validate import validate
from sim.scenario.form.gazetteer import Place, Places, Spot, Whereabouts
from sim.scenario.problem import ScenarioError
from sim.scenario.text.reader import read

Model = TypeVar("Model", bound=BaseModel)


def read_checked(model: type[Model], path: Path) -> Model:
    """A file of data as its model, read again only when it changes.

    Raises:
        ScenarioError: The file is broken.
    """
    found: Any = _checked(model, path, path.stat().st_mtime_ns)
    assert isinstance(found, model)
    return found


@lru_cache(maxsize=16)
def _checked(model: type[BaseModel], path: Path, _changed: int) -> BaseModel:
    document = read(path)
    found, problems = validate(model, document)
    if found is None:
        raise ScenarioError(problems, document.sources)
    return found


def places() -> dict[str, Place]:
    """The places by id.

    Raises:
        ScenarioError: `codex/places.yaml` is broken.
    """
    return read_checked(Places, paths.scenarios() / "codex" / "places.yaml").places


def spot_of(where: Whereabouts | None) -> Spot | None:
    """A place as a spot, whether it was named or written out; None for none.

    Raises:
        KeyError: There is no place of that name.
    """
    if not isinstance(where, str):
        return where
    place = places()[where]
    return Spot(
        title=place.title, longitude=place.longitude, latitude=place.latitude, edge=place.edge
    )
