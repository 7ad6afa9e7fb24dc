"""Effect verbs of the second level, compiled: support at home, casualties, commitments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.model import formation
from sim.model.exact import Floats
from sim.model.ledger import Address
from sim.model.plan import ElementPlan
from sim.model.rules.home import committed
from sim.model.verbs import Gates, Op, Wants, gated, plus
from sim.model.world import World

Elements = tuple[ElementPlan, ...]
"""Those of a formation that an effect reaches."""


@dataclass(frozen=True)
class HomeOp(Op):
    """Support at home goes up or down, through one of those who make policy or through all."""

    actor: int
    by: float
    """Signed, on the scale 0..1."""
    elements: Elements
    gates: Gates = ()

    @property
    def size(self) -> float:
        """How much it shifts."""
        return abs(self.by)

    @property
    def touches(self) -> list[Address]:
        """What it moves."""
        return _support(self.actor, self.elements)

    def apply(self, world: World, weight: Floats, source: str) -> None:
        by = self.by * gated(world, weight, self.gates)
        formation.shift(world, self.actor, by, source, elements=self.elements)

    def appraise(self, world: World, wants: Wants) -> Floats | None:
        worth = _worth(world, self.actor, self.by, self.elements, wants)
        return None if worth is None else gated(world, worth, self.gates)


@dataclass(frozen=True)
class CasualtyOp(Op):
    """Losses among an actor's people."""

    actor: int
    size: float
    """0..1."""
    elements: Elements
    recalled: int | None
    """Row of the fact that its mission was called home; None where it has none."""
    gates: Gates = ()

    @property
    def touches(self) -> list[Address]:
        """What it moves."""
        return [*_support(self.actor, self.elements), *_fact(self.recalled)]

    def apply(self, world: World, weight: Floats, source: str) -> None:
        formation.lose(world, self.actor, self.size, gated(world, weight, self.gates), source)

    def appraise(self, world: World, wants: Wants) -> Floats | None:
        if not world.on("home_support"):
            return None
        fall = formation.fall(world, self.actor, self.size)
        worth = _worth(world, self.actor, -fall, self.elements, wants)
        want = None if self.recalled is None else wants.get(("fact", (self.recalled,)))
        if want is not None and self.recalled is not None:
            constants = world.constants
            by_then = (("losses", constants.casualty_shock * self.size + fall),)
            parts = (*formation.grounds(world, self.actor), *by_then)
            gain = want * formation.chance_of_recall(world, parts) * ~world.holds(self.recalled)
            worth = plus(worth, gain)
        return None if worth is None else gated(world, worth, self.gates)


@dataclass(frozen=True)
class CommitOp(Op):
    """A leader commits himself in public."""

    actor: int
    size: float
    """0..1."""
    recalled: int | None
    gates: Gates = ()

    @property
    def touches(self) -> list[Address]:
        """What it moves."""
        return [("resolve", (self.actor,)), *_fact(self.recalled)]

    def apply(self, world: World, weight: Floats, source: str) -> None:
        by = committed(world.resolve[self.actor], self.size) * gated(world, weight, self.gates)
        world.shift(("resolve", (self.actor,)), by, source)

    def appraise(self, world: World, wants: Wants) -> Floats | None:
        moved = committed(world.resolve[self.actor], self.size)
        want = wants.get(("resolve", (self.actor,)))
        worth = None if want is None else want * moved
        fact = None if self.recalled is None else wants.get(("fact", (self.recalled,)))
        if fact is not None and self.recalled is not None and world.on("home_support"):
            parts = formation.grounds(world, self.actor)
            firmer = ("more", -world.constants.resolve_weight * moved)
            less = formation.chance_of_recall(world, (*parts, firmer))
            less -= formation.chance_of_recall(world, parts)
            due = (world.losses[self.actor] > 0.0) & ~world.holds(self.recalled)
            worth = plus(worth, fact * less * due)
        return None if worth is None else gated(world, worth, self.gates)


def _support(actor: int, elements: Elements) -> list[Address]:
    return [("home", (actor,)), *(("backing", (one.row,)) for one in elements)]


def _fact(row: int | None) -> list[Address]:
    return [] if row is None else [("fact", (row,))]


def _worth(
    world: World, actor: int, by: Floats | float, elements: Elements, wants: Wants
) -> Floats | None:
    """What a shift of support is worth to who wants it, or an element of it."""
    want, worth = wants.get(("home", (actor,))), None
    if not formation.forms(world, actor):
        return None if want is None else want * _moved(world.home[actor], by)
    for one in elements:
        gain = (want or 0.0) * one.share + wants.get(("backing", (one.row,)), 0.0)
        if gain:
            part = gain * _moved(world.backing[one.row], by)
            worth = plus(worth, part)
    return worth


def _moved(value: Floats, by: Floats | float) -> Floats:
    """The change that the bounds leave."""
    return np.minimum(np.maximum(value + by, 0.0), 1.0) - value
