"""The numbers that a seat may know as they stand, and as they stood; `account` says why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.game.ledger.account import purse
from sim.game.ledger.quantities import quantities, quantity, state

if TYPE_CHECKING:
    from sim.game.game import Game


def shown(game: Game, key: str) -> int:
    """The number alone, as every screen shows it."""
    if key == "capital":
        return round(game.capital_left)
    one = quantity(game, key)
    return round(one.value(state(game)) * one.scale)


def begun(game: Game, key: str, turn: int) -> int:
    """The number as a turn that was played began, from 0.

    Raises:
        IndexError: That turn was not played.
    """
    arrays = game.past[turn].picture_before.arrays
    if key == "capital":
        return round(purse(game, arrays, turn))
    one = quantity(game, key)
    return round(one.value(arrays) * one.scale)


def shown_all(game: Game) -> list[tuple[str, str, int]]:
    """Every number that the seat may know: key, label and value."""
    now = state(game)
    found = []
    for one in quantities(game):
        capital = one.kind == "capital"
        value = game.capital_left if capital else one.value(now) * one.scale
        found.append((one.key, one.label, round(value)))
    return found


def moved_since(game: Game, turn: int) -> list[tuple[str, int, int, str]]:
    """The numbers of the seat or about it that are not what they were as a turn began.

    Returns:
        Label, value then, value now, and key; the seat's own first, then by how much they moved.
    """
    then, now = game.past[turn].picture_before.arrays, state(game)
    found = []
    for one in quantities(game):
        own = one.kind in _SEAT
        if not own and not (one.kind in _ABOUT and game.seat in one.names):
            continue
        if one.kind == "capital":
            before, after = round(purse(game, then, turn)), round(game.capital)
        else:
            before, after = (round(one.value(arrays) * one.scale) for arrays in (then, now))
        if before != after:
            found.append((not own, -abs(after - before), (one.label, before, after, one.key)))
    return [row for _own, _size, row in sorted(found)]


_SEAT: Final = ("capital", "home", "resolve", "efforts")
_ABOUT: Final = ("standing", "trust", "bad_faith", "leverage")
