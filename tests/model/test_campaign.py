"""What a run takes along from chapter to chapter, and what follows a chapter."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.campaign import ARRAYS, Chain, End, Stage, carry, places, usual_end
from sim.model.compiled import Compiled
from sim.model.process import PeaceProcess
from sim.model.rollout import take
from sim.model.world import World
from sim.scenario.form.campaign import Carry
from sim.scenario.form.coding import TYPES
from sim.scenario.schema import Scenario
from tests.campaign import ALL, loaded_campaign, sequel
from tests.model.small import coded

RUNS = 6
WEIGHTS = [name for name in ALL if name != "types"]


@cache
def chain() -> Chain:
    return Chain.of(loaded_campaign())


@cache
def ended(seed: int = 3) -> World:
    """The first chapter at its end, played by everybody's own policy."""
    process = PeaceProcess(chain().compiled(Stage("quarrel")), seed=seed, runs=RUNS, policy="own")
    while process.turn < process.plan.turns:
        process.step()
    world: World = process.world
    return world


def begun(seed: int = 9, lanes: int = RUNS) -> World:
    """The second chapter before its first turn, fresh at each call."""
    process = PeaceProcess(chain().compiled(Stage("again")), seed=seed, runs=lanes)
    world: World = process.world
    return world


def weights(**given: Any) -> Carry:
    return Carry.model_validate(given)


def everything(world: World) -> dict[str, np.ndarray]:
    return {name: array.copy() for name, array in world.arrays()}


# -- the rule --------------------------------------------------------------------------------------


def by_hand(
    start: World, end: World, usual: Mapping[str, np.ndarray], quantity: str, weight: float
) -> dict[tuple[str, ...], list[float]]:
    """The rule once more, number by number, in plain floats."""
    found = {}
    goes, came = places(start.plan, quantity), places(end.plan, quantity)
    for names in goes.keys() & came.keys():
        before = getattr(start, ARRAYS[quantity])[goes[names]]
        own = getattr(end, ARRAYS[quantity])[came[names]]
        middle = float(usual[ARRAYS[quantity]][came[names]])
        found[names] = [
            min(max(float(b) + weight * (float(o) - middle), 0.0), 1.0)
            for b, o in zip(before, own, strict=True)
        ]
    return found


@pytest.mark.parametrize("quantity", [name for name in WEIGHTS if name != "beliefs"])
@given(weight=st.floats(0, 1), seed=st.integers(0, 50))
def test_each_quantity_moves_by_the_rule_and_nothing_else_does(
    quantity: str, weight: float, seed: int
) -> None:
    start, end, usual = begun(seed), ended(), chain().usual("quarrel")
    expected = by_hand(start, end, usual, quantity, weight)
    before = everything(start)
    carry(start, end, usual, weights(**{quantity: weight}), np.arange(RUNS))
    array = getattr(start, ARRAYS[quantity])
    where = places(start.plan, quantity)
    for names, at in where.items():
        wanted = expected.get(names, before[ARRAYS[quantity]][at])
        assert np.allclose(array[at], wanted, rtol=0, atol=1e-15)
    assert array.min() >= 0
    assert array.max() <= 1
    for name, was in before.items():
        now = getattr(start, name)
        if name == ARRAYS[quantity]:
            untouched = np.ones(now.shape[:-1], dtype=bool)
            for at in where.values():
                untouched[at] = False
            assert np.array_equal(now[untouched], was[untouched])
        else:
            assert np.array_equal(now, was)


@pytest.mark.parametrize("quantity", WEIGHTS)
def test_whoever_is_not_in_both_chapters_begins_as_coded(quantity: str) -> None:
    start = begun()
    before = everything(start)[ARRAYS[quantity]]
    carry(start, ended(), chain().usual("quarrel"), weights(**{quantity: 1.0}), np.arange(RUNS))
    array = getattr(start, ARRAYS[quantity])
    strangers = [at for n, at in places(start.plan, quantity).items() if "newcomer" in n]
    assert strangers or quantity == "channels"
    for at in strangers:
        assert np.array_equal(array[at], before[at])


@given(seed=st.integers(0, 30))
def test_nothing_carried_changes_no_bit(seed: int) -> None:
    start = begun(seed)
    before = everything(start)
    carry(start, ended(), chain().usual("quarrel"), weights(), np.arange(RUNS))
    assert all(np.array_equal(getattr(start, name), was) for name, was in before.items())


@given(seed=st.integers(0, 30), weight=st.floats(0, 1))
def test_a_run_that_ended_as_usual_begins_as_coded(seed: int, weight: float) -> None:
    """Bit for bit, whatever the weights; beliefs up to rounding, since they are made to add up."""
    start, usual = begun(seed), chain().usual("quarrel")
    end = take(ended(), np.arange(RUNS))
    for name, middle in usual.items():
        getattr(end, name)[...] = middle[..., None]
    before = everything(start)
    what = weights(**dict.fromkeys(WEIGHTS, weight))
    carry(start, end, usual, what, np.arange(RUNS))
    for name, was in before.items():
        if name == "belief":
            assert np.allclose(start.belief, was, rtol=0, atol=1e-12)
        else:
            assert np.array_equal(getattr(start, name), was)


@given(weight=st.floats(0, 1), seed=st.integers(0, 30))
def test_beliefs_stay_shares(weight: float, seed: int) -> None:
    start = begun(seed)
    carry(start, ended(), chain().usual("quarrel"), weights(beliefs=weight), np.arange(RUNS))
    assert start.belief.min() >= 0
    assert np.allclose(start.belief.sum(axis=2), 1.0)


def test_a_better_end_is_a_better_beginning() -> None:
    plan, usual = ended().plan, chain().usual("quarrel")
    at = (plan.actor("north"), plan.actor("host"))
    values = []
    for own in np.linspace(0, 1, 21):
        start, end = begun(), take(ended(), np.arange(RUNS))
        end.trust[at] = own
        carry(start, end, usual, weights(trust=0.5), np.arange(RUNS))
        values.append(start.trust[start.plan.actor("north"), start.plan.actor("host")].copy())
    rises = np.diff(np.array(values), axis=0)
    assert (rises >= 0).all()
    assert rises.sum() > 0


def test_only_the_lanes_that_come_are_moved() -> None:
    start, lanes = begun(lanes=9), np.array([7, 2, 4, 0, 8, 3])
    before = everything(start)
    carry(start, ended(), chain().usual("quarrel"), weights(**ALL), lanes)
    whole = begun(lanes=9)
    for lane, run in zip(lanes, range(RUNS), strict=True):
        one = take(ended(), [run])
        carry(whole, one, chain().usual("quarrel"), weights(**ALL), np.array([lane]))
    for name, was in before.items():
        assert np.array_equal(getattr(start, name), getattr(whole, name))
        stay = [lane for lane in range(9) if lane not in lanes]
        assert np.array_equal(getattr(start, name)[..., stay], was[..., stay])


def test_a_hidden_type_goes_over_unless_the_next_chapter_rules_it_out() -> None:
    end, start = take(ended(), np.arange(RUNS)), begun()
    end.type[0] = np.array([0, 1, 2, 3, 1, 2])
    before = start.type.copy()
    carry(start, end, chain().usual("quarrel"), weights(types=True), np.arange(RUNS))
    spoiler = start.plan.scenario.actors["north"].spoiler
    assert spoiler is not None
    assert spoiler.shares()[TYPES.index("none")] == 0
    assert start.type[0, 0] == before[0, 0]
    assert start.type[0, 1:].tolist() == [1, 2, 3, 1, 2]


# -- the usual end ---------------------------------------------------------------------------------


def test_half_of_history_ends_above_the_usual_end_and_half_below() -> None:
    """So the median of what the historical line carries over is nought, for every number."""
    compiled = chain().compiled(Stage("quarrel"))
    usual = usual_end(compiled)
    again = usual_end(compiled)
    assert all(np.array_equal(usual[name], again[name]) for name in usual)
    from sim.model.campaign import USUAL_RUNS, USUAL_SEED
    from sim.model.record import dated, recorded

    process = PeaceProcess(compiled, seed=USUAL_SEED, runs=USUAL_RUNS)
    line = dated(compiled, recorded(compiled, process.seat), process.seat)
    for turn in range(process.plan.turns):
        process.advance([one.play for one in line if one.turn == turn])
    for name in ARRAYS.values():
        moved = getattr(process.world, name) - usual[name][..., None]
        assert np.array_equal(np.median(moved, axis=-1), np.zeros(moved.shape[:-1]))
        assert ((moved > 0).sum(axis=-1) <= USUAL_RUNS // 2).all()
        assert ((moved < 0).sum(axis=-1) <= USUAL_RUNS // 2).all()


def test_chapters_do_not_share_their_chance() -> None:
    seeds = [chain().seed(5, name) for name in chain().order]
    assert seeds[0] == 5
    assert len(set(seeds)) == len(seeds)
    assert chain().seed(2**64 - 1, "again") < 2**64


# -- what follows ----------------------------------------------------------------------------------


def test_every_run_has_one_way() -> None:
    for stage in (Stage("quarrel"), Stage("again"), Stage("again", True), Stage("vote")):
        compiled = chain().compiled(stage)
        process = PeaceProcess(compiled, runs=200, policy="random")
        for _ in range(compiled.plan.turns):
            process.step()
        ways = chain().ways(stage, process.world)
        total = np.sum([where for _, where in ways], axis=0)
        assert np.array_equal(total, np.ones(200))
        assert process.world.turn == compiled.plan.turns


def test_what_must_hold_is_asked_at_the_end_and_not_ever() -> None:
    stage = Stage("quarrel")
    process = PeaceProcess(chain().compiled(stage), runs=4)
    world = process.world
    world.decide(world.plan.fact("attended", world.plan.actor("north"), 0), np.ones(4, dtype=bool))
    place = (world.plan.actor("north"), world.plan.actor("host"))
    world.trust[place] = np.array([0.9, 0.29, 0.31, 0.1])
    process.track()
    world.trust[place] = np.array([0.1, 0.5, 0.31, 0.1])
    (opens, where), (otherwise, not_) = chain().ways(stage, world)
    assert (opens, otherwise) == (Stage("again"), Stage("again", True))
    assert where.tolist() == [False, True, True, False]
    assert not_.tolist() == [True, False, False, True]


def test_the_last_ending_is_what_is_left() -> None:
    stage = Stage("vote")
    process = PeaceProcess(chain().compiled(stage), runs=3)
    world = process.world
    world.decide(world.plan.fact("adopted", -1, 0), np.array([True, False, False]))
    ways = chain().ways(stage, world)
    assert [(way, where.tolist()) for way, where in ways] == [
        (End("peace"), [True, False, False]),
        (End("silence"), [False, True, True]),
    ]


def test_a_chain_is_kept_for_those_who_come_back() -> None:
    assert Chain.of(loaded_campaign()) is Chain.of(loaded_campaign())


def test_support_at_home_moves_with_those_who_make_policy() -> None:
    """Each element moves as the whole did; an ally's is its stance; the whole is their mean."""
    data = sequel()
    element = {"title": "Somebody", "weight": 0.3}
    data["actors"]["host"]["formation"] = {
        "people": {**element, "support": coded(0.5)},
        "house": {**element, "support": coded(0.6)},
        "ally": {"title": "The friend", "weight": 0.4, "ally": "friend"},
    }
    compiled = Compiled(Scenario.model_validate(data, strict=True))
    world = PeaceProcess(compiled, seed=4, runs=RUNS).world
    end, usual = take(ended(), np.arange(RUNS)), chain().usual("quarrel")
    at = end.plan.actor("host")
    end.home[at] = usual["home"][at] + np.linspace(-0.3, 0.3, RUNS)
    before = world.backing.copy()
    carry(world, end, usual, weights(home=0.5, stance=0.5), np.arange(RUNS))
    moved = np.linspace(-0.15, 0.15, RUNS)
    assert np.allclose(world.backing[:2], before[:2] + moved)
    host, friend = world.plan.actor("host"), world.plan.actor("friend")
    assert np.array_equal(world.backing[2], world.stance[friend])
    mean = 0.3 * world.backing[0] + 0.3 * world.backing[1] + 0.4 * world.backing[2]
    assert np.allclose(world.home[host], mean)
