"""What the tests of the desk read once for all: scenarios, and the shelf."""

from __future__ import annotations

from functools import cache
from typing import Any

from sim.desk.models.title import Shelf, build_shelf
from sim.game.debriefing.debrief import Debrief, debrief
from sim.game.debriefing.river import River, river
from sim.game.game import Game
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


@cache
def debrief_once(game: Game, rollouts: int = 0) -> Debrief:
    """The debrief of a game that tests share."""
    return debrief(game, rollouts)


@cache
def river_once(game: Game, runs: int) -> River:
    """The path map of a game that tests share."""
    return river(game, runs)
