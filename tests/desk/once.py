"""What the tests of the desk read once for all: scenarios, and the shelf."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from sim.desk.models.title import Shelf, build_shelf
from sim.game.debriefing.debrief import Debrief, debrief
from sim.game.debriefing.river import River, river
from sim.game.game import Game
from sim.game.saving.build_save import save_of
from sim.scenario.load import Loaded, load

T = TypeVar("T")
_kept: dict[str, Loaded] = {}
_made: dict[tuple[str, str, int], Any] = {}


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


def debrief_once(game: Game, rollouts: int = 0) -> Debrief:
    """The debrief of a game; games that are saved alike share it."""
    return _of(game, ("debrief", rollouts), lambda: debrief(game, rollouts))


def river_once(game: Game, runs: int) -> River:
    """The path map of a game; games that are saved alike share it."""
    return _of(game, ("river", runs), lambda: river(game, runs))


def _of(game: Game, what: tuple[str, int], make: Callable[[], T]) -> T:
    key = (save_of(game).model_dump_json(), *what)
    if key not in _made:
        _made[key] = make()
    made: T = _made[key]
    return made
