"""The verb `surprise`: what is done in public takes those aback who were not told beforehand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.model.exact import Floats
from sim.model.rules import consultation, trust
from sim.model.verbs import Wants
from sim.model.world import Bools, World


@dataclass(frozen=True)
class SurpriseOp:
    """One actor reads of the mover's step in the papers, if nobody told it.

    Whether it knew is seen in the learning phase: who is told in the same turn, or joins in it, was
    told in time.
    """

    mover: int
    reader: int
    fact: int
    """Row of the fact that the reader was consulted."""
    size: float
    """0..1 of a whole surprise."""

    def apply(self, world: World, weight: Floats, source: str) -> None:
        """Have it felt at the end of the turn."""
        if world.on("consultation"):
            world.pending.surprises.append((self, weight, source))

    def take_effect(self, world: World, weight: Floats, source: str) -> None:
        """In the learning phase: stance and trust in the mover fall, less where rapport is good."""
        constants = world.constants
        hurt = self.size * weight * self._taken_aback(world)
        cold = 1.0 - world.rapport[self.reader, self.mover]
        by = constants.surprise * cold * hurt
        world.see(("stance", (self.reader,)), False, by, source, "consultation")
        grudge = constants.surprise_grievance * hurt
        world.see(("trust", (self.reader, self.mover)), False, grudge, source, "consultation")

    def _taken_aback(self, world: World) -> Bools:
        aback: Bools = ~world.holds(self.fact) & (world.mediator[self.reader] == 0)
        return aback

    def appraise(self, world: World, wants: Wants) -> Floats | None:
        """What is lost by what the reader will think of it; None where nothing of it is wanted."""
        stance = wants.get(("stance", (self.reader,)))
        tie = wants.get(("trust", (self.reader, self.mover)))
        if (stance is None and tie is None) or not world.on("consultation"):
            return None
        constants = world.constants
        worth = np.zeros(world.runs)
        if stance is not None:
            rapport = world.rapport[self.reader, self.mover]
            loss = constants.surprise * self.size
            worth -= stance * consultation.surprised(world.stance[self.reader], rapport, loss)
        if tie is not None:
            signal = np.full(world.runs, constants.surprise_grievance * self.size)
            held = world.trust[self.reader, self.mover]
            worth -= tie * trust.lost(held, signal, constants.trust_loss)
        return worth * self._taken_aback(world)
