"""States kept and told apart: ended runs stay as they were, and every state has a hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from sim.model.world import Bools, World


@dataclass(frozen=True)
class Kept:
    """The state of some runs at one moment."""

    where: Bools
    """Which runs, shape (runs,)."""
    arrays: dict[str, np.ndarray]
    """By name: the state of those runs alone, last axis the runs."""

    def restore(self, world: World) -> None:
        """Put the runs back into the state that was kept."""
        for name, array in world.arrays():
            array[..., self.where] = self.arrays[name]


def keep(world: World, where: Bools) -> Kept | None:
    """The state of the runs where `where`; None where there are none."""
    if not where.any():
        return None
    return Kept(where, {name: array[..., where].copy() for name, array in world.arrays()})


def digest(world: World, run: int, turn: int) -> str:
    """A hash of everything that one run's state consists of after a turn."""
    found = hashlib.sha256(str(turn).encode())
    for name, array in world.arrays():
        if not array.size:
            continue  # what a scenario has none of leaves its hash alone
        found.update(name.encode())
        found.update(np.ascontiguousarray(array[..., run]).tobytes())
    return found.hexdigest()
