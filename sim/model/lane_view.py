"""Some lanes of a world, to work out there what no other lane needs.

Most of what an actor weighs or a table decides concerns few of the runs. An array is gathered row
by row, when it is asked for; what is worked out lane by lane is the same to the bit.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.exact import Floats
from sim.model.world import Bools, Pending, World

Lanes = NDArray[np.intp] | slice
ALL = slice(None)
MOST = 0.6
"""Beyond this share of the lanes, to gather them costs more than it saves."""


def lanes_where(world: World, where: Bools) -> tuple[World, Lanes]:
    """A world to read of the lanes where `where`, and which lanes they are.

    Every lane is given where there are many, and where a run is watched: the ledger takes down what
    it meets in its own lane.
    """
    if world.ledger is not None or np.count_nonzero(where) > MOST * world.runs:
        return world, ALL
    lanes = where.nonzero()[0]
    return LaneView(world, lanes), lanes


class Rows:
    """An array of which some lanes are gathered of each row that is asked for."""

    def __init__(self, array: NDArray[Any], lanes: NDArray[np.intp]) -> None:
        self._array, self._lanes = array, lanes

    def __getitem__(self, index: Any) -> NDArray[Any]:
        rows: NDArray[Any] = self._array[index]
        return rows.take(self._lanes, axis=-1)


class LaneView(World):
    """A world of some lanes of another, to be read only, while the other does not change."""

    def __init__(self, whole: World, lanes: NDArray[np.intp]) -> None:
        self.whole, self.lanes, self.runs = whole, lanes, lanes.size
        self.plan, self.rules, self.turn = whole.plan, whole.rules, whole.turn
        self.constants = whole.constants.lanes(lanes)

    def __getattr__(self, name: str) -> Any:
        array = getattr(self.whole, name)
        found = array.take(self.lanes) if array.ndim == 1 else Rows(array, self.lanes)
        setattr(self, name, found)
        return found

    @property
    def pending(self) -> Pending:  # type: ignore[override]
        """What is pressed; nothing else of what is pending is read before the phase has ended."""
        pressed = self.whole.pending.unpressed.items()
        return Pending(unpressed={target: left[self.lanes] for target, left in pressed})

    def weights(self, actor: int, table: int) -> Floats:
        return self.whole.weights(actor, table).take(self.lanes, axis=-1)

    def floor(self, actor: int, table: int) -> Floats:
        if self.plan.tables[table].status_quo is None:
            return self.reservation_of(actor)
        return self.whole.floor(actor, table)[self.lanes]

    def attention(self) -> Floats:
        return self.whole.attention().take(self.lanes, axis=-1)
