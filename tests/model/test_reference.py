"""The engine and a slow scalar reference of the model agree, run by run."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
import pytest

from sim.model.chance import Chance, Purpose
from sim.model.compiled import Compiled
from sim.model.constants import NAMES, Constants, drawn, standard
from sim.model.plan import NEVER, STEP_FACTS
from sim.model.process import PeaceProcess
from sim.model.rules import RULES
from sim.model.seat import Play
from sim.model.world import World
from sim.scenario.schema import Scenario
from tests.model.reference import Reference
from tests.model.small import small
from tests.model.wishes import ISSUES
from tests.model.worlds import Maker
from tests.shipped import FIRST, every
from tests.shipped import loaded as shipped

Dated = (
    tuple[int, str, str | None, Mapping[str, float]]
    | tuple[int, str, str | None, Mapping[str, float], str]
)
"""Turn, move, target and text of a play, and on whom it is imposed where it is not the seat's."""


def reference(
    compiled: Compiled, run: int, seed: int, constants: Mapping[str, float], **more: Any
) -> Reference:
    """The reference of one run, on the engine's chance."""
    turns = compiled.plan.turns
    chance = Chance(seed, run, 1, compiled.slots)
    blocks = [chance.turn(turn).values[:, 0].copy() for turn in range(turns + 1)]
    ranges = Chance(seed, run, 1, compiled.range_slots, Purpose.RANGES).turn(0).values[:, 0].copy()
    return Reference(
        compiled.scenario,
        lambda turn, slot: float(blocks[turn][compiled.slots.column(slot)]),
        lambda slot: float(ranges[compiled.range_slots.column(slot)]),
        constants,
        **more,
    )


def plays_of(compiled: Compiled, seat: str, plays: list[Dated], turn: int) -> list[Play]:
    """The engine's plays of a turn."""
    found = []
    for when, move, target, text, *by in plays:
        if when == turn:
            at = None if target is None else compiled.plan.actor(target)
            who = compiled.plan.actor(by[0] if by else seat)
            (option,) = [
                option.index
                for option in compiled.options.all
                if (option.move, option.actor, option.target) == (move, who, at)
            ]
            found.append(Play(option, dict(text), imposed=bool(by)))
    return found


def numbers(world: World, run: int) -> Iterator[tuple[tuple[str, ...], float]]:
    """All numbers of the engine's state, by the reference's keys."""
    plan = world.plan
    actors = plan.actors
    for name in ("trust", "knowledge", "rapport"):
        array = getattr(world, name)
        for a, one in enumerate(actors):
            for b, other in enumerate(actors):
                yield (name, one, other), array[a, b, run]
    for name in "war_cost home guarantee aid capability reservation fear framework stance".split():
        for a, one in enumerate(actors):
            yield (name, one), getattr(world, name)[a, run]
    for a, one in enumerate(actors):
        yield ("capital", one), world.capital[a, run]
        for kind, row in zip(("own", "mandate", "borrowed"), world.standing, strict=True):
            yield (kind, one), row[a, run]
        for k, issue in enumerate(plan.issues):
            if world.salience[a, k, run]:
                yield ("ideal", one, issue), world.ideal[a, k, run]
                yield ("salience", one, issue), world.salience[a, k, run]
    for element in plan.elements:
        yield ("backing", actors[element.actor], element.id), world.backing[element.row, run]
    for a, one in enumerate(actors if plan.second_level else ()):
        yield ("resolve", one), world.resolve[a, run]
        yield ("losses", one), world.losses[a, run]
    for c, channel in enumerate(plan.channels):
        key = ("channel", actors[channel.giver], actors[channel.to], channel.name)
        yield key, world.channel[c, run]
    for table in plan.tables:
        for name in ("shown", "rounds", "votes"):
            yield (name, table.id), getattr(world, name)[table.index, run]


def engine_facts(world: World, run: int) -> dict[tuple[str, ...], int]:
    """First turns of the decided facts, by the reference's keys."""
    plan, found = world.plan, {}
    for (name, actor, table), row in plan.facts.items():
        if world.facts[row, run] != NEVER:
            who = () if actor < 0 else (plan.actors[actor],)
            places = plan.steps if name in STEP_FACTS else plan.scenario.tables
            where = () if table < 0 else (list(places)[table],)
            found[(name, *who, *where)] = int(world.facts[row, run])
    return found


def near(one: float, other: float) -> bool:
    """Whether two numbers agree to nine places."""
    return math.isclose(one, other, rel_tol=0, abs_tol=1e-9)


def check(process: PeaceProcess, run: int, other: Reference) -> None:
    """Fail where the engine's run and the reference differ."""
    world, plan = process.world, process.plan
    found = engine_facts(world, run)
    assert found == other.facts, (world.turn, run, set(found.items()) ^ set(other.facts.items()))
    names: tuple[str | None, ...] = (*plan.actors, None)
    played = {
        (one.move, plan.actors[one.actor], names[-1 if one.target is None else one.target]): int(
            world.played[one.index, run]
        )
        for one in process.options.all
        if world.played[one.index, run] != NEVER
    }
    assert played == other.played, (
        world.turn,
        run,
        set(played.items()) ^ set(other.played.items()),
    )
    for key, value in numbers(world, run):
        assert math.isclose(value, other.n[key], rel_tol=0, abs_tol=1e-9), (
            key,
            value,
            other.n[key],
        )
    for row, subject in enumerate(plan.subjects):
        name = plan.actors[subject]
        assert world.type[row, run] == other.kind[name]
        for a, actor in enumerate(plan.actors):
            belief = world.belief[row, a, :, run]
            pairs = zip(belief.tolist(), other.belief[actor, name], strict=True)
            assert all(near(*pair) for pair in pairs), (actor, name)
    for table in plan.tables:
        author = world.author[table.index, run]
        assert (None if author < 0 else plan.actors[author]) == other.author[table.id]
        assert bool(world.open[table.index, run]) == other.open[table.id]
        assert bool(world.drafted[table.index, run]) == (table.id in other.text)
        for issue, place in other.text.get(table.id, {}).items():
            at = world.text[table.index, plan.issues.index(issue), run]
            assert near(at, place), (table.id, issue, at, place)
    happened = {
        name: int(world.events[row, run])
        for row, name in enumerate(plan.scenario.events)
        if world.events[row, run] != NEVER
    }
    assert happened == other.events
    assert world.efforts[run] == other.efforts
    assert world.told[run] == other.told
    assert world.skipped[run] == other.skipped
    assert bool(world.public[run]) == other.public
    for name, followed in other.outcomes.items():
        first = world.tracked[process.compiled.rows[name], run]
        assert first == other.watched.get(followed, NEVER), name


@dataclass
class Case:
    """A scenario and how it is played."""

    scenario: Scenario
    plays: list[Dated]
    seed: int = 1
    runs: int = 12
    seat: str | None = None
    policy: Any = "line"
    without: tuple[str, ...] = ()
    sample: bool = True
    asks: dict[str, str] | None = None
    constants: Constants | None = None


def compare(case: Case) -> PeaceProcess:
    """Play a case in the engine and in the reference, and compare turn by turn."""
    compiled = Compiled(case.scenario, case.asks)
    seat = case.seat or case.scenario.initiative.by
    process = PeaceProcess(
        compiled,
        seed=case.seed,
        runs=case.runs,
        seat=case.seat,
        policy=case.policy,
        without=case.without,
        sample=case.sample,
        constants=case.constants,
    )
    off = [one.split(":") for one in case.without]
    others = []
    for run in range(case.runs):
        items = (case.constants or standard()).items()
        values = {name: float(v[run] if isinstance(v, np.ndarray) else v) for name, v in items}
        others.append(
            reference(
                compiled,
                run,
                case.seed,
                values,
                without=frozenset(name for kind, name in off if kind == "rule"),
                cancelled=frozenset(name for kind, name in off if kind == "event"),
                seat=case.seat,
                policy=case.policy,
                sample=case.sample,
                asks=case.asks,
            )
        )
    for turn in range(compiled.plan.turns):
        process.advance(plays_of(compiled, seat, case.plays, turn))
        for run, other in enumerate(others):
            if not other.over:
                other.step([play[1:] for play in case.plays if play[0] == turn])
            check(process, run, other)
    return process


LINE: list[Dated] = [
    (0, "consult", "friend", {}),
    (0, "ask_to_join", "friend", {}),
    (1, "seek_nod", "south", {}),
    (1, "hold_round", "north", {}),
    (2, "draft", None, {"land": 0.62, "trade": 0.5}),
    (2, "consult", "south", {}),
    (3, "put", None, {}),
    (3, "hold_round", "north", {}),
    (4, "draft", None, {}),
    (4, "put", None, {}),
    (5, "put", None, {}),
]
FRIENDS: list[Dated] = [(0, "hold_round", "north", {}), (2, "press", "north", {})]
ASKS = {
    "early": "attended(north, talks) by 2000-01-10",
    "late": "not joined(friend) after 2000-01-20",
    "blame": "bad_faith(friend, north) >= good or efforts() >= 2",
}


def scenario(**calendar: Any) -> Scenario:
    """The small scenario, perhaps with another calendar."""
    data = small()
    data["calendar"] |= calendar
    return Scenario.model_validate(data, strict=True)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_on_the_line(seed: int) -> None:
    compare(Case(scenario(), LINE, seed=seed, runs=20, asks=ASKS))


@pytest.mark.parametrize(
    "calendar",
    [
        {"turns": 1},
        {"turns": 9, "turn": "5 days"},
        {"turn": "1 month", "start": dt.date(1999, 11, 30)},
    ],
    ids=["one turn", "days", "months"],
)
def test_on_other_calendars(calendar: dict[str, Any]) -> None:
    compare(Case(scenario(**calendar), LINE, asks=ASKS))


@pytest.mark.parametrize("policy", ["pass", "own", "random"])
@pytest.mark.parametrize("seat", ["host", "friend"])
def test_under_other_policies(seat: str, policy: str) -> None:
    compare(Case(scenario(), [], seat=seat, policy=policy))


def test_with_the_friend_in_the_seat() -> None:
    compare(Case(scenario(), FRIENDS, seat="friend", seed=8))


def test_with_moves_imposed_on_others() -> None:
    """Some that are legal everywhere, some nowhere, and some that their mover chooses as well."""
    imposed: list[Dated] = [
        (0, "hold_round", "north", {}, "friend"),
        (1, "press", "north", {}, "friend"),
        (2, "grumble", None, {}, "south"),
        (3, "hold_round", "north", {}, "friend"),
    ]
    process = compare(Case(scenario(), [*LINE, *imposed], runs=40, asks=ASKS))
    assert len(np.unique(process.world.skipped[:40])) > 1


@pytest.mark.parametrize("off", [*(f"rule:{rule}" for rule in RULES), "event:report"])
def test_with_something_switched_off(off: str) -> None:
    compare(Case(scenario(), LINE, without=(off,), seed=5, runs=8))


def test_with_all_rules_switched_off() -> None:
    compare(Case(scenario(), LINE, without=tuple(f"rule:{rule}" for rule in RULES)))


def test_at_the_coded_values() -> None:
    compare(Case(scenario(), LINE, sample=False))


def test_with_constants_of_each_run() -> None:
    uniforms = np.random.Generator(np.random.Philox(key=3)).random((len(NAMES), 12))
    compare(Case(scenario(), LINE, constants=drawn(uniforms)))


def random_case(seed: int) -> Case:
    """A random scenario with random plays, rules, seat and policy."""
    random = Random(seed)
    made = Maker(seed).scenario()
    compiled = Compiled(made)
    actors = compiled.plan.actors
    seat = random.choice(["host", "friend"])
    policy = random.choice(["line", "line", "line", "own", "random"])
    own = [option for option in compiled.options.all if actors[option.actor] == seat]
    plays: list[Dated] = [
        (
            turn,
            option.move,
            None if option.target is None else actors[option.target],
            {issue: random.random() for issue in ISSUES} if random.random() < 0.5 else {},
        )
        for turn in range(compiled.plan.turns)
        for option in random.sample(own, min(len(own), 2))
    ]
    uniforms = np.random.Generator(np.random.Philox(key=seed)).random((len(NAMES), 4))
    foreign = Random(f"imposed {seed}")
    others = [option for option in compiled.options.all if actors[option.actor] != seat]
    plays += [
        (
            turn,
            option.move,
            None if option.target is None else actors[option.target],
            {issue: foreign.random() for issue in ISSUES} if foreign.random() < 0.5 else {},
            actors[option.actor],
        )
        for turn in range(compiled.plan.turns)
        for option in others
        if foreign.random() < 0.1
    ]
    return Case(
        made,
        plays if policy == "line" else [],
        seed=seed,
        runs=4,
        seat=seat,
        policy=policy,
        without=tuple(f"rule:{rule}" for rule in RULES if random.random() < 0.07),
        sample=random.random() < 0.8,
        constants=drawn(uniforms) if random.random() < 0.4 else None,
    )


@pytest.mark.parametrize("first", range(0, 60, 10))
def test_in_random_worlds(first: int) -> None:
    """Ten worlds of random moves, effects, tables, wants and conditions each."""
    for seed in range(first, first + 10):
        compare(random_case(seed))


@every
def test_a_shipped_scenario_on_its_line(name: str) -> None:
    """The reference knows nothing of the engine's shortcuts: every fact, every number."""
    made = shipped(name).scenario
    owner, turn_of = made.initiative.by, Compiled(made).plan.turn_of
    line = [move for move in made.history.line.values() if move.by == owner]
    plays: list[Dated] = [(turn_of(move.date), move.move, move.to, move.text) for move in line]
    compare(Case(made, plays, runs=20 if name == FIRST else 8))
