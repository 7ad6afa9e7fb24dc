"""The scenarios that come with the program, each loaded once."""

from __future__ import annotations

import pytest

from sim.scenario.shelf import find, opener, shipped
from tests.once import compiled as compiled
from tests.once import loaded as loaded

NAMES = shipped()
FIRST = opener()
LARGEST = max(NAMES, key=lambda name: find(name).stat().st_size)
"""Where two must do for all: the one that a newcomer begins with, and the one of most rules."""
every = pytest.mark.parametrize("name", NAMES)
"""A test of each shipped scenario. For what is cheap; what takes long has the 1992 talks alone."""


def seats(name: str) -> list[str]:
    """Who can be played."""
    return [one for one, actor in loaded(name).scenario.actors.items() if actor.seat]
