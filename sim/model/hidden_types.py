"""What the hidden type of a party changes in its decisions; see `sim.model.rules.spoilers`."""

from __future__ import annotations

import numpy as np

from sim.model.constants import Number
from sim.model.exact import Floats
from sim.model.rules import leverage, spoilers
from sim.model.world import World


def type_values(world: World) -> tuple[Number, Number, Number, Number]:
    """What each hidden type adds to binding decisions."""
    constants = world.constants
    return (constants.type_none, 0.0, constants.type_greedy, constants.type_total)


def type_receptive(world: World) -> tuple[Number, Number, Number, Number]:
    """How far pressure moves each hidden type."""
    return (1.0, 1.0, world.constants.greedy_pressure, world.constants.total_pressure)


def type_textual(world: World) -> tuple[Number, Number, Number, Number]:
    """How far the terms of a text count for each hidden type."""
    return (1.0, 1.0, 1.0, world.constants.total_text)


def value_by_type(
    world: World, actor: int, values: tuple[Number, Number, Number, Number], default: float
) -> Floats:
    """The value for an actor's hidden type; `default` for one without types or without the rule."""
    if actor not in world.plan.subjects or not world.on("spoilers"):
        return np.full(world.runs, default)
    return spoilers.by_type(world.type[world.plan.subjects.index(actor)], values)


def pressure_ground(world: World, target: int) -> Floats:
    """What pressure adds to an actor's giving in."""
    receptive = value_by_type(world, target, type_receptive(world), 1.0)
    return leverage.moved_by(world.pressure(target), receptive, world.constants.pressure)
