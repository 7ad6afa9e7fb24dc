"""The world at the start: every coded number drawn from its range, or taken at its value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.model import formation
from sim.model.arena import Arena
from sim.model.chance import Chance
from sim.model.constants import Constants
from sim.model.exact import Floats
from sim.model.options import Options
from sim.model.plan import NEVER, Parameter, Plan
from sim.model.world import Bools, World

TYPE_SLOT = "type:{}"


@dataclass(frozen=True)
class Sampling:
    """The numbers of a scenario that may vary, in the order of their slots."""

    varying: tuple[Parameter, ...]
    slots: tuple[str, ...]


def sampling(plan: Plan) -> Sampling:
    """Which numbers vary, and the names of their draws; a child's additions come last."""
    varying = tuple(p for p in plan.parameters if p.level.low < p.level.high)
    types = [TYPE_SLOT.format(plan.actors[index]) for index in plan.subjects]
    names = [(name, plan.generation("actors", name.split(":")[1])) for name in types]
    names += [(p.path, _generation(plan, p.path)) for p in plan.parameters if p.path]
    return Sampling(varying, tuple(plan.slot_order(names)))


def _generation(plan: Plan, path: str) -> int:
    collection, item, *rest = path.split(".")
    below = [plan.generation(".".join([collection, item, *rest[:depth]]), "") for depth in range(3)]
    return max(plan.generation(collection, item), *below)


def draws_of(chance: Chance, uniforms: Mapping[str, Floats] | None = None) -> dict[str, Floats]:
    """The uniforms of the hidden types and coded numbers, by slot name; shape (lanes,) each.

    Args:
        chance: The draws of the runs themselves, of `Compiled.range_slots`; its turn 0 is taken.
        uniforms: What takes their place, by slot name: shape (lanes,) each, 0 (the low end of a
            range) to 1 (the high end).

    Raises:
        ValueError: Uniforms of an unknown name, of another shape or outside 0 to 1.
    """
    own, given = chance.turn(0), uniforms or {}
    for name, values in given.items():
        if name not in chance.slots:
            raise ValueError(f"There is no coded number and no hidden type of the name {name}.")
        if values.shape != (chance.lanes,):
            raise ValueError(
                f"The uniforms of {name} have shape {values.shape}, not {(chance.lanes,)}."
            )
        if not ((values >= 0.0) & (values <= 1.0)).all():
            raise ValueError(f"The uniforms of {name} must lie between 0 and 1.")
    return {name: given[name] if name in given else own.draw(name) for name in chance.slots.names}


def start(
    plan: Plan,
    options: Options,
    constants: Constants,
    rules: frozenset[str],
    draws: dict[str, Floats] | None,
    runs: int,
    watches: int,
    sample: bool = True,
    arena: Arena | None = None,
) -> World:
    """The world before the first turn.

    `draws` holds uniforms of shape (runs,) by slot name, for the hidden types and the varying
    numbers; without `sample` each number is taken at its value. `watches` is how many conditions
    will be followed. An `arena` lends its memory: the world before it must be done with.
    """
    actors, issues, tables = len(plan.actors), len(plan.issues), len(plan.tables)
    subjects = len(plan.subjects)
    second = actors if plan.second_level else 0

    room = arena or Arena()

    def zeros(name: str, *shape: int) -> Floats:
        found: Floats = room.full(name, (*shape, runs), 0.0, np.float64)
        return found

    def never(name: str, rows: int) -> np.ndarray:
        found: np.ndarray = room.full(name, (max(rows, 1), runs), NEVER, np.int16)
        return found

    def false(name: str, *shape: int) -> Bools:
        found: Bools = room.full(name, (*shape, runs), False, np.bool_)
        return found

    world = World(
        plan=plan,
        constants=constants,
        rules=rules,
        runs=runs,
        trust=zeros("trust", actors, actors),
        knowledge=zeros("knowledge", actors, actors),
        rapport=zeros("rapport", actors, actors),
        stance=zeros("stance", actors),
        belief=zeros("belief", subjects, actors, 4),
        war_cost=zeros("war_cost", actors),
        home=zeros("home", actors),
        backing=zeros("backing", len(plan.elements)),
        resolve=zeros("resolve", second),
        losses=zeros("losses", second),
        standing=zeros("standing", 3, actors),
        guarantee=zeros("guarantee", actors),
        aid=zeros("aid", actors),
        capital=zeros("capital", actors) + plan.scenario.capital.per_turn,
        channel=zeros("channel", len(plan.channels)),
        capability=zeros("capability", actors),
        reservation=zeros("reservation", actors),
        fear=zeros("fear", actors),
        framework=zeros("framework", actors),
        ideal=zeros("ideal", actors, issues),
        salience=zeros("salience", actors, issues),
        type=room.full("type", (subjects, runs), 0, np.int8),
        text=zeros("text", tables, issues),
        drafted=false("drafted", tables),
        author=room.full("author", (tables, runs), -1, np.int16),
        open=false("open", tables),
        shown=zeros("shown", tables),
        rounds=zeros("rounds", tables),
        votes=zeros("votes", tables),
        facts=never("facts", len(plan.facts)),
        played=never("played", len(options.all)),
        events=never("events", len(plan.scenario.events)),
        tracked=never("tracked", watches),
        efforts=zeros("efforts"),
        told=zeros("told"),
        public=false("public"),
        skipped=zeros("skipped"),
    )
    _fill(world, draws or {}, sample)
    formation.hear_allies(world)
    _types(world, draws or {})
    for table in plan.tables:
        world.open[table.index] = table.open
        if table.text is not None:
            world.drafted[table.index] = True
            for issue, place in zip(table.issues, table.text, strict=True):
                world.text[table.index, issue] = place
    return world


def _fill(world: World, draws: dict[str, Floats], sample: bool) -> None:
    for parameter in world.plan.parameters:
        value, low, high = parameter.level
        target = getattr(world, parameter.array)
        if sample and low < high:
            target[parameter.index] = low + (high - low) * draws[parameter.path]
        else:
            target[parameter.index] = value
        if parameter.array == "rapport" and parameter.index:
            one, other = parameter.index
            target[other, one] = target[one, other]
    for index in range(len(world.plan.actors)):
        world.trust[index, index] = 1.0
        world.knowledge[index, index] = 1.0
        world.rapport[index, index] = 1.0


def _types(world: World, draws: dict[str, Floats]) -> None:
    plan = world.plan
    beliefs = plan.scenario.beliefs
    for row, subject in enumerate(plan.subjects):
        name = plan.actors[subject]
        spoiler = plan.scenario.actors[name].spoiler
        assert spoiler is not None
        shares = spoiler.shares()
        u = draws.get(TYPE_SLOT.format(name))
        world.type[row] = int(np.argmax(shares)) if u is None else types_of(shares, u)
        for actor, observer in enumerate(plan.actors):
            own = beliefs.get(observer, {}).get(name)
            world.belief[row, actor] = np.array((own or spoiler).shares())[:, None]


def types_of(shares: Sequence[float], uniforms: Floats) -> np.ndarray:
    """The hidden types that uniforms stand for: places in `TYPES`, shape (runs,), int8.

    Args:
        shares: How likely each type is; their sum is 1.
        uniforms: Shape (runs,), 0 to 1.
    """
    found = np.zeros(uniforms.shape, dtype=np.int8)
    bound = 0.0
    for share in shares[:-1]:
        bound += share
        found += uniforms >= bound
    # rounding in the sum of shares must not reach a type that has none
    return np.minimum(found, max(k for k in range(len(shares)) if shares[k] > 0))
