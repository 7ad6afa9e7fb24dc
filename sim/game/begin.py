"""A game as it is begun: in its world, and under the locks of its scenario and of the computer."""

from __future__ import annotations

from collections.abc import Sequence

from sim.game.game import Game
from sim.game.lock import Lock, lock_of, stricter
from sim.game.switches import checked
from sim.scenario.load import Loaded


def begin(
    loaded: Loaded,
    seat: str | None = None,
    seed: int = 1,
    without: tuple[str, ...] = (),
    computer: Lock | None = None,
    seats: Sequence[str] = (),
) -> Game:
    """A game before its first turn.

    Args:
        loaded: The scenario.
        seat: Actor id; by default who owns the initiative.
        seed: Key of the chance, unless a lock fixes it.
        without: Rules and events switched off, as `rule:ID` or `event:ID`.
        computer: The lock of the computer; the stricter of it and of the scenario's own holds.
        seats: Actor ids of all seats, where several share the screen; then `seat` is left out.

    Raises:
        GameError: No such seat, seed, rule or event.
    """
    lock = stricter(lock_of(loaded.scenario), computer or Lock())
    key = seed if lock.seed is None else lock.seed
    game = Game(
        loaded,
        seat,
        key,
        checked(loaded.scenario, without),
        seats=seats,
        turn_limit=lock.turns,
    )
    game.lock = lock
    return game
