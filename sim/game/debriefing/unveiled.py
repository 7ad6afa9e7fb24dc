"""What was hidden from a player, opened: true types and numbers, beside what was believed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from sim.game.bands import BANDS, BEST, Band
from sim.game.picture import Types
from sim.scenario.form.coding import TYPES

if TYPE_CHECKING:
    from sim.game.game import Game


@dataclass(frozen=True)
class HiddenType:
    """A party's true hidden type, and what was believed of it."""

    subject: str
    name: str
    truth: str
    before: Types
    after: Types
    advisers: tuple[tuple[str, Types], ...]
    """What each adviser believes at the end."""


@dataclass(frozen=True)
class HiddenNumber:
    """A true number, and the seat's bands of it before the first turn and now."""

    label: str
    truth: float
    """0..1."""
    before: Band
    after: Band

    @property
    def inside(self) -> bool:
        """Whether the band at the end holds the truth."""
        return self.after.low - 1e-9 <= self.truth <= self.after.high + 1e-9


def types(game: Game) -> Iterator[HiddenType]:
    """Every party with a hidden type: the truth, and who believed what of it."""
    plan, picture = game.plan, game.picture
    for row, subject in enumerate(plan.subjects):
        start = _first(game, "belief")[row, game.seat_index, :, BEST]
        yield HiddenType(
            subject=plan.actors[subject],
            name=game.words.name(subject),
            truth=TYPES[int(game.process.world.type[row, 0])],
            before=_shares(start),
            after=picture.beliefs()[row][1],
            advisers=tuple(
                (adviser.name, picture.beliefs(lane)[row][1])
                for lane, adviser in enumerate(game.scenario.advisers.values(), start=BANDS)
            ),
        )


def numbers(game: Game) -> Iterator[HiddenNumber]:
    """Everybody's trust in the seat, stance and reservation value, where it was not known."""
    me = game.seat_index
    for actor in range(len(game.plan.actors)):
        if actor == me:
            continue
        places = (("trust", (actor, me)), ("stance", (actor,)), ("reservation", (actor,)))
        for name, at in places:
            lanes = _first(game, name)[at][:BANDS]
            before = Band(float(lanes.min()), float(lanes[BEST]), float(lanes.max()))
            if not before.exact:
                yield HiddenNumber(
                    label=game.words.quantity(name, at),
                    truth=float(getattr(game.process.world, name)[at][0]),
                    before=before,
                    after=game.picture.band(name, *at),
                )


def _first(game: Game, name: str) -> NDArray[Any]:
    """An array of the picture before the first turn."""
    if game.past:
        return game.past[0].picture_before.arrays[name]
    now: NDArray[Any] = getattr(game.picture.world, name)
    return now


def _shares(row: NDArray[Any]) -> Types:
    none, limited, greedy, total = (float(share) for share in row)
    return (none, limited, greedy, total)
