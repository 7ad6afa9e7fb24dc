"""What the tests of the desk read once for all: scenarios, and the shelf."""

from __future__ import annotations

from functools import cache
from typing import Any

from sim.desk.models.title import Shelf, build_shelf
from sim.scenario.load import Loaded, load

_kept: dict[str, Loaded] = {}


def loaded_once(name: str, *rest: Any, **options: Any) -> Loaded:
    """A scenario as `load` gives it; files of a test's own are read anew."""
    key = repr((name, rest, options))
    if key not in _kept or "/" in name:
        _kept[key] = load(name, *rest, **options)
    return _kept[key]


@cache
def shelf_once() -> Shelf:
    """The shelf."""
    return build_shelf()
