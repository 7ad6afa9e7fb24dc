"""Worlds taken further: states to go back to, copies to look ahead with, numbers drawn anew.

A look-ahead is an ensemble whose lanes all start from copies of one run. What a seat cannot know
is drawn anew in every lane; each candidate move has a block of lanes of its own, and lane l of
every block meets the same hidden numbers and the same chance, so that moves are compared on common
random numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.model import formation
from sim.model.answers import Relations, yes_over_no
from sim.model.chance import Chance, Purpose
from sim.model.ensemble import Policy
from sim.model.exact import Floats, logistic
from sim.model.plan import NEVER, Plan
from sim.model.process import PeaceProcess
from sim.model.start import TYPE_SLOT, types_of
from sim.model.world import World

Process = TypeVar("Process", bound=PeaceProcess)


@dataclass(frozen=True)
class Snapshot:
    """The state of a process between two turns, to go back to."""

    turn: int
    arrays: Mapping[str, NDArray[np.generic]]
    """The state by name, as `World.arrays` gives it."""
    rows: int
    """How long the ledger was."""

    @classmethod
    def of(cls, process: PeaceProcess) -> Snapshot:
        """The state now."""
        world = process.world
        rows = 0 if world.ledger is None else len(world.ledger.rows)
        return cls(world.turn, {name: array.copy() for name, array in world.arrays()}, rows)

    def restore(self, process: PeaceProcess) -> None:
        """Put a process back into this state; it goes on as it went on from here before."""
        world = process.world
        for name, array in world.arrays():
            array[...] = self.arrays[name]
        world.turn = self.turn
        if world.ledger is not None:
            del world.ledger.rows[self.rows :]
        forget_positions(world)
        world.new_turn()


def forget_positions(world: World) -> None:
    """Have the world work out anew what it keeps of positions, after they were changed."""
    world._weights.clear()
    world._quos.clear()


def start_over(process: PeaceProcess) -> None:
    """Take what holds in a process's world now as what held before its first turn."""
    process.world.tracked[...] = NEVER
    forget_positions(process.world)
    process.world.refresh_mediators()
    process.track_start()


def take(world: World, lanes: Sequence[int] | NDArray[np.intp]) -> World:
    """A world made of some lanes of another, in the order given; a lane may stand many times."""
    index = np.asarray(lanes, dtype=np.intp)
    # `np.take` lays its result out by rows, which fancy indexing on the last axis does not
    arrays: dict[str, Any] = {
        name: np.take(array, index, axis=-1) for name, array in world.arrays()
    }
    return _world(world, arrays, index)


def tile(world: World, times: int) -> World:
    """A world with all lanes of another side by side so many times: lane l copies `l % runs`."""
    runs, arrays = world.runs, dict[str, Any]()
    for name, array in world.arrays():
        wide = np.empty((*array.shape[:-1], times, runs), dtype=array.dtype)
        wide[...] = array[..., None, :]
        arrays[name] = wide.reshape(*array.shape[:-1], times * runs)
    return _world(world, arrays, np.tile(np.arange(runs), times))


def _world(world: World, arrays: dict[str, Any], index: NDArray[np.intp]) -> World:
    return World(
        plan=world.plan,
        constants=world.constants.lanes(index),
        rules=world.rules,
        runs=index.size,
        turn=world.turn,
        **arrays,
    )


def carry_on(
    source: PeaceProcess,
    world: World,
    chance: Chance,
    kind: type[Process],
    policy: Policy = "line",
) -> Process:
    """A process that goes on from a world, under the rules and for the seats of another.

    Args:
        source: Whose scenario, seats, forbidden pairs and cancelled events it takes.
        world: Its state; it is used, not copied.
        chance: Its chance; as many lanes as the world has runs.
        kind: The class of the new process.
        policy: How its seats are played.

    Raises:
        ValueError: The chance has another number of lanes than the world.
    """
    if chance.lanes != world.runs:
        raise ValueError(f"A world of {world.runs} runs cannot meet a chance of {chance.lanes}.")
    seat, *others = (source.plan.actors[one] for one in source.seats)
    process = kind(
        source.compiled,
        seed=chance.seed,
        seat=None if source.seat == source.plan.owner else seat,
        other_seats=others,
        policy=policy,
        sample=False,
        purpose=Purpose.ODDS,
    )
    process.world, process.chance = world, chance
    process.runs = process.lanes = world.runs
    process.chance_seed = chance.seed
    process.forbidden, process.cancelled = source.forbidden, source.cancelled
    return process


@dataclass(frozen=True)
class Unknown:
    """What is unknown of a state: the range of each number, and how likely each type is."""

    low: Mapping[str, Floats]
    """Lowest value by array, shape of the array without its runs."""
    high: Mapping[str, Floats]
    types: Floats
    """Shape (subjects, 4), each row sums to 1."""


def coded_arrays(plan: Plan) -> tuple[str, ...]:
    """The arrays that hold the scenario's coded numbers."""
    return tuple(dict.fromkeys(parameter.array for parameter in plan.parameters))


def coded_ranges(world: World) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Lowest and highest coded value of every entry of the coded arrays.

    An entry that no number of the scenario fills has the value it starts with for both.
    """
    plan = world.plan
    low = {name: getattr(world, name)[..., 0].copy() for name in coded_arrays(plan)}
    high = {name: array.copy() for name, array in low.items()}
    for parameter in plan.parameters:
        for places, value in ((low, parameter.level.low), (high, parameter.level.high)):
            array = places[parameter.array]
            array[parameter.index] = value
            if parameter.array == "rapport" and parameter.index:
                array[parameter.index[::-1]] = value
    for array in (*(low[n] for n in _PAIRS), *(high[n] for n in _PAIRS)):
        np.fill_diagonal(array, 1.0)
    return low, high


_PAIRS = ("trust", "knowledge", "rapport")


def draw_unknown(process: PeaceProcess, world: World, unknown: Unknown, chance: Chance) -> None:
    """Draw what is unknown in every run of a world, each number uniformly, each type by its chance.

    Args:
        process: Whose scenario it is.
        world: Changed in place; as many runs as `chance` has lanes.
        unknown: What is unknown; where low and high agree, that value is taken.
        chance: Of `process.compiled.range_slots`; its turn 0 is drawn from.
    """
    plan, slots = world.plan, process.compiled.range_slots
    draws = chance.turn(0)
    for name, rows in _entries(plan, process).items():
        low, high = unknown.low[name][..., None], unknown.high[name][..., None]
        getattr(world, name)[...] = low + (high - low) * draws.values[rows]
    for row, subject in enumerate(plan.subjects):
        slot = TYPE_SLOT.format(plan.actors[subject])
        shares = unknown.types[row].tolist()
        world.type[row] = types_of(shares, draws.values[slots.column(slot)])
    formation.hear_allies(world)
    forget_positions(world)


def _entries(plan: Plan, process: PeaceProcess) -> dict[str, NDArray[np.intp]]:
    """The slot of each entry of the coded arrays; numbers coded as one are drawn as one."""
    slots = process.compiled.range_slots
    rows = {
        name: np.zeros(getattr(process.world, name).shape[:-1], dtype=np.intp)
        for name in coded_arrays(plan)
    }
    for parameter in plan.parameters:
        row = slots.column(parameter.path)
        rows[parameter.array][parameter.index] = row
        if parameter.array == "rapport" and parameter.index:
            rows[parameter.array][parameter.index[::-1]] = row
    return rows


# -- looking ahead ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Faced:
    """An ask as its target faced it, in the lanes in which it was put."""

    chance: Floats
    """The chance of a yes, shape (lanes in which it was put,)."""
    grounds: Mapping[str, float]
    """What each mechanism adds to the utility of yes over no, on average."""


class LookAhead(PeaceProcess):
    """A process that takes down how likely each ask of its seat is to be granted.

    The chance is the one that the answer is drawn by, on the state after the moves, so that fewer
    rollouts are needed than for counting answers.
    """

    blocks: Mapping[int, slice] = {}
    """By option: the lanes that play it."""

    def _apply_moves(self) -> None:
        super()._apply_moves()
        self.faced: dict[int, Faced] = {}
        relations = Relations(self.world)
        for index, block in self.blocks.items():
            where = self.chosen.get(index)
            if where is not None and where[block].any():
                self.faced[index] = self._face(relations, index, block)

    def _face(self, relations: Relations, index: int, block: slice) -> Faced:
        option = self.options.all[index]
        assert option.ask is not None
        here, runs = self.chosen[index][block], self.world.runs
        grounds: dict[str, float] = {}

        def note(rule: str, part: Floats) -> None:
            amount = float(np.broadcast_to(part, (runs,))[block][here].mean())
            grounds[rule] = grounds.get(rule, 0.0) + amount

        wants = self.options.wants[option.ask.target]
        utility = yes_over_no(relations, option.ask, option.actor, wants, note)
        chance = logistic(utility * self.world.constants.rationality)
        return Faced(chance[block][here], grounds)
