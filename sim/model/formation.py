"""Who makes policy at home: elements that are shifted, allies that are heard, missions recalled.

An actor with a formation has the weighted mean of its elements for its support at home (A15 of the
sources names four). Its ally is one of them: the governments tell each other how they stand, so the
ally's element is its stance on the initiative as it was when the turn began. Without the rule
`home_support` there is no formation, and support at home is a number of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.model.exact import Floats, logistic
from sim.model.ledger import Ledger
from sim.model.plan import ElementPlan
from sim.model.rules import home
from sim.model.world import World

Elements = Sequence[ElementPlan]


def forms(world: World, actor: int) -> bool:
    """Whether an actor's support at home is that of its elements."""
    return actor in world.plan.formations and world.on("home_support")


def shift(
    world: World,
    actor: int,
    by: Floats | float,
    source: str,
    rule: str = "effect",
    elements: Elements | None = None,
) -> None:
    """Have support at home shifted at the end of the phase, in the elements given or in all.

    An ally's element is left out: it follows the ally alone. Where the actor has no formation, or
    the rule is off, there is nothing but the whole to shift.
    """
    if not forms(world, actor):
        world.shift(("home", (actor,)), by, source, rule)
        return
    for one in world.plan.shaping(actor) if elements is None else elements:
        world.shift(("backing", (one.row,)), by, source, rule)
        if world.ledger is not None:
            world.ledger.cause(("home", (actor,)), one.share * by, rule, source)


def fall(world: World, actor: int, size: float) -> Floats:
    """By how much losses of a size lower support at home, in each element or in the whole."""
    constants = world.constants
    return home.shaken(
        world.home[actor],
        world.resolve[actor],
        size,
        constants.casualty_shock,
        constants.casualty_cushion,
    )


def lose(world: World, actor: int, size: float, weight: Floats, source: str) -> None:
    """Losses: support falls at the end of the phase, and a government has something to decide."""
    if not world.on("home_support"):
        return
    shift(world, actor, -fall(world, actor, size) * weight, source, "home_support")
    if actor in world.plan.missions:
        total = world.pending.casualties.setdefault(actor, np.zeros(world.runs))
        total += size * weight


def grounds(world: World, actor: int) -> tuple[tuple[str, Floats], ...]:
    """What speaks for calling an actor's mission home, after the losses of the turn before."""
    constants = world.constants
    return home.recalling(
        world.home[actor],
        world.resolve[actor],
        world.losses[actor],
        constants.casualty_shock,
        constants.recall_threshold,
        constants.resolve_weight,
    )


def chance_of_recall(world: World, parts: Sequence[tuple[str, Floats]]) -> Floats:
    """The chance that a mission is called home on these grounds."""
    total = np.zeros(world.runs)
    for _, part in parts:
        total += part
    return logistic(world.constants.rationality * total)


def recall(world: World) -> None:
    """Let what governments decided of their missions take effect, once all have."""
    for actor, where in world.pending.recalled.items():
        world.decide(world.plan.fact("recalled", actor), where)


def hear_allies(world: World, ledger: Ledger | None = None) -> None:
    """Take allies' stances for their elements, and support at home from all."""
    for one in world.plan.elements:
        if one.ally is None:
            continue
        address, before = ("backing", (one.row,)), world.backing[one.row]
        after = world.stance[one.ally]
        if ledger is not None:
            moved = after - before
            ledger.cause(address, moved, "home_support", "ally")
            ledger.settle(world.turn, address, before, after)
            ledger.cause(("home", (one.actor,)), one.share * moved, "home_support", "ally")
        before[...] = after
    world.weigh(ledger)


def end_turn(world: World) -> None:
    """End of a turn: allies are heard, and its losses are what a government decides on next."""
    if world.plan.missions:
        world.losses[...] = 0.0
        for actor, total in world.pending.casualties.items():
            world.losses[actor] = np.minimum(total, 1.0)
    if world.plan.formations and world.on("home_support"):
        hear_allies(world, world.ledger)
