"""Shipped scenarios, each loaded and compiled once; nothing here needs more than the package."""

from __future__ import annotations

from functools import cache

from sim.model.compiled import Compiled
from sim.scenario.load import Loaded, load


@cache
def loaded(name: str) -> Loaded:
    """A shipped scenario."""
    return load(name)


@cache
def compiled(name: str) -> Compiled:
    """A shipped scenario as the engine takes it."""
    return Compiled(loaded(name).scenario)
