"""A scenario with wrong values in every place, which schemas and checks must both see."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sim.scenario.schema import Scenario

Place = tuple[str | int, ...]

OTHERS: Final[dict[str, Any]] = {
    "a great number": 10_000,
    "a negative number": -10_000,
    "words": "No Such Thing",
    "no text": "",
    "yes": True,
    "a list": ["somehow"],
    "a mapping": {"somehow": 1},
    "nothing": None,
}
"""What is written in place of what is right."""

_FIELDS: Final = frozenset(
    field
    for part in Scenario.model_json_schema()["$defs"].values()
    for field in part.get("properties", {})
) | frozenset(Scenario.model_fields)


def places(data: Any, here: Place = ()) -> Iterator[Place]:
    """Where the values of plain data stand, the whole left out."""
    inner = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in inner:
        yield (*here, key)
        if isinstance(value, dict | list):
            yield from places(value, (*here, key))


def kinds(data: Any) -> dict[str, Place]:
    """One place for each kind of place, such as `actors.*.home`, in the order of the data."""
    found: dict[str, Place] = {}
    for place in places(data):
        kind = ".".join(str(step) if step in _FIELDS else "*" for step in place)
        found.setdefault(kind, place)
    return found


def spoilt(
    data: dict[str, Any], there: Iterable[Place], other: Any
) -> tuple[dict[str, Any], list[Place]]:
    """The data with another value at some places.

    Returns:
        The data, and where it is otherwise now.
    """
    changed = copy.deepcopy(data)
    for place in there:
        _at(changed, place[:-1])[place[-1]] = copy.deepcopy(other)
    return changed, list(there)


def misspelt(data: dict[str, Any], there: Iterable[Place]) -> tuple[dict[str, Any], list[Place]]:
    """The data with a letter too many in the names of some fields."""
    changed, found = copy.deepcopy(data), []
    for place in there:
        if place[-1] in _FIELDS:
            parent = _at(changed, place[:-1])
            name = f"{place[-1]}x"
            renamed = {name if key == place[-1] else key: part for key, part in parent.items()}
            parent.clear()
            parent.update(renamed)
            found.append((*place[:-1], name))
    return changed, found


def _at(data: Any, place: Place) -> Any:
    for step in place:
        data = data[step]
    return data
