"""The scenarios that come with the program, each loaded once."""

from __future__ import annotations

from functools import cache

import pytest

from sim.scenario import load as loading
from sim.scenario.load import Loaded

NAMES = loading.shipped()
every = pytest.mark.parametrize("name", NAMES)
"""A test of each shipped scenario. For what is cheap; what takes long has the 1992 talks alone."""


@cache
def loaded(name: str) -> Loaded:
    """A shipped scenario."""
    return loading.load(name)


def seats(name: str) -> list[str]:
    """Who can be played."""
    return [one for one, actor in loaded(name).scenario.actors.items() if actor.seat]
