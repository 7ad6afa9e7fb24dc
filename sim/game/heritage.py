"""What a game of a campaign takes along from the chapter before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.game.bands import BANDS, BEST, HIGH, LOW
from sim.model.campaign import ARRAYS, Chain
from sim.model.process import PeaceProcess
from sim.model.rollout import start_over, take
from sim.model.world import World


@dataclass(frozen=True)
class Heritage:
    """What a game takes along from the chapter before: the truth, and what the seat makes of it.

    Both are carried by the engine's one rule, so that a seat's bands hold the truth of the next
    chapter where they held that of the last, and say nothing of it beyond that.
    """

    chain: Chain
    chapter: str
    before: str
    truth: World
    """The end of the chapter before, one lane."""
    seen: World
    """The picture at that end: best guess, low ends, high ends."""

    def begin(self, process: PeaceProcess) -> None:
        """Have a game begin with it, before its first turn."""
        lanes = np.zeros(1, dtype=np.intp)
        if self.chain.enter(process.world, self.chapter, self.truth, self.before, lanes):
            start_over(process)

    def expect(self, world: World) -> None:
        """Have a picture begin with it; lanes after the bands (advisers) share the best guess."""
        seen = take(self.seen, [*range(BANDS), *[BEST] * (world.runs - BANDS)])
        self.chain.enter(world, self.chapter, seen, self.before, np.arange(world.runs))


def seen_end(picture: World) -> World:
    """The bands of a picture's world, each with its low end below its high one."""
    world = take(picture, list(range(BANDS)))
    for name in set(ARRAYS.values()) - {"belief"}:
        array = getattr(world, name)
        low, high = array.min(axis=-1), array.max(axis=-1)
        array[..., LOW], array[..., HIGH] = low, high
    return world
