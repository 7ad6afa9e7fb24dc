"""What an actor expects of an effect agrees with what the effect then does to its utility.

The utility of an actor is the sum of what it wants, weight times quantity. For each verb, over
random worlds: the state is taken, the effect appraised, then applied alone, and phase and turn are
brought to their end. Pressure, drafts and calls for a decision come to bear through what others do
next; for those the appraisal must agree in sign and rank with the chance of what they bring about.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import numpy as np
import pytest

from sim.model.answers import Relations, yes_over_no
from sim.model.compile_effects import compile_effect
from sim.model.compiled import Compiled
from sim.model.exact import Floats, logistic
from sim.model.gains import signing
from sim.model.process import PeaceProcess
from sim.model.rollout import Snapshot
from sim.model.verbs import Op, Wants
from sim.model.world import World
from sim.scenario.form.effects import Effect
from tests.model.play import compiled, options, quiet
from tests.model.wishes import ACTORS, VERBS
from tests.model.worlds import Maker

LANES, WORLDS = 6, 16
LATER = {"press", "draft", "put_to_decision"}
"""Verbs of which the main effect comes later in the turn."""


@pytest.fixture(scope="module")
def worlds() -> list[PeaceProcess]:
    """Random worlds, each a few turns on."""
    found = []
    for seed in range(WORLDS):
        made = Compiled(Maker(seed).scenario())
        main = made.plan.table(made.scenario.initiative.table).index
        for actor in range(len(ACTORS)):  # a place for every fact that an effect may touch
            made.plan.fact("consulted", actor)
            for name in ("attended", "accepted", "spoke", "complied"):
                made.plan.fact(name, actor, main)
        process = PeaceProcess(made, seed=seed, runs=LANES, policy="own")
        for _ in range(seed % 4):
            process.step()
        process.world.new_turn()
        found.append(process)
    return found


def all_wants(world: World, random: Random) -> Wants:
    """Everything that can be wanted, each with a random weight."""
    plan = world.plan
    actors = range(len(plan.actors))
    wants: Wants = {}
    for name in ("trust", "knowledge", "rapport"):
        wants |= {(name, (a, b)): 0.0 for a in actors for b in actors if a != b}
    for name in "stance home capital war_cost guarantee aid legitimacy".split():
        wants |= {(name, (a,)): 0.0 for a in actors}
    wants |= {("backing", (one.row,)): 0.0 for one in plan.elements}
    wants |= {("resolve", (a,)): 0.0 for a in actors}
    wants |= {("bad_faith", (a, b)): 0.0 for a in actors for b in plan.subjects if a != b}
    wants |= {("channel", (c,)): 0.0 for c in range(len(plan.channels))}
    wants |= {("open", (table.index,)): 0.0 for table in plan.tables}
    told = [row for (name, _, _), row in plan.facts.items() if name == "consulted"]
    wants |= {("fact", (row,)): 0.0 for row in told}
    return {address: random.uniform(-1, 1) for address in wants}


def quantity(world: World, address: tuple[str, tuple[int, ...]]) -> Floats:
    """What stands at an address now."""
    name, index = address
    match name:
        case "fact":
            return np.where(world.holds(index[0]), 1.0, 0.0)
        case "open":
            return np.where(world.open[index[0]], 1.0, 0.0)
        case "legitimacy":
            return world.legitimacy(index[0])
        case "bad_faith":
            return world.bad_faith(*index)
    value: Floats = world.at(address).copy()
    return value


def utility(world: World, wants: Wants) -> Floats:
    """Sum over what is wanted of weight times quantity."""
    total = np.zeros(world.runs)
    for address, weight in wants.items():
        total += weight * quantity(world, address)
    return total


def change(process: PeaceProcess, ops: list[Op], wants: Wants) -> Floats:
    """What some operations do to utility by the end of the turn; the world is put back."""
    world, before = process.world, Snapshot.of(process)
    start = utility(world, wants)
    for op in ops:
        op.apply(world, np.ones(world.runs), "a test")
    world.settle()
    world.learn()
    moved = utility(world, wants) - start
    before.restore(process)
    return moved


def effects(
    worlds: list[PeaceProcess], verb: str, cases: int = 4
) -> Iterator[tuple[PeaceProcess, list[Op], Wants]]:
    """Random effects of a verb in each world: process, mover, operations, wants."""
    for seed, process in enumerate(worlds):
        maker, random = Maker(1000 + seed), Random(seed)
        for _ in range(cases):
            effect = Effect.model_validate(maker.effect((verb,)), strict=True)
            who, target = random.sample(range(len(ACTORS)), 2)
            ops = compile_effect(process.plan, effect, who, target)
            yield process, ops, all_wants(process.world, random)


def appraised(process: PeaceProcess, ops: list[Op], wants: Wants) -> Floats:
    """What an actor expects of some operations."""
    total = np.zeros(process.world.runs)
    for op in ops:
        worth = op.appraise(process.world, wants)
        if worth is not None:
            total += worth
    return total


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb not in LATER])
def test_an_effect_does_what_was_expected_of_it(worlds: list[PeaceProcess], verb: str) -> None:
    """Operation by operation to twelve places, so in sign and rank too."""
    moved = 0
    for process, ops, wants in effects(worlds, verb):
        for op in ops:
            expected = appraised(process, [op], wants)
            done = change(process, [op], wants)
            assert np.allclose(expected, done, rtol=0, atol=1e-12), (verb, op)
            moved += int((np.abs(done) > 1e-6).sum())
    assert moved > 50


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb not in LATER])
def test_whole_effects_are_ranked_as_they_turn_out(worlds: list[PeaceProcess], verb: str) -> None:
    """An effect on several actors at once; only consulting has an order within it."""
    pairs = [
        (appraised(process, ops, wants), change(process, ops, wants))
        for process, ops, wants in effects(worlds, verb)
    ]
    expected, done = (np.concatenate(part) for part in zip(*pairs, strict=True))
    assert rank_correlation(expected, done) > 0.98
    plain = np.abs(done) > 0.05
    assert (np.sign(expected) == np.sign(done))[plain].all()


def rank_correlation(one: Floats, other: Floats) -> float:
    """Spearman's over what is not nought in both."""
    some = (np.abs(one) > 1e-12) | (np.abs(other) > 1e-12)
    a, b = (np.argsort(np.argsort(values[some])) - some.sum() / 2 for values in (one, other))
    return float((a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum()))


def test_nobody_expects_anything_of_what_it_does_not_want(worlds: list[PeaceProcess]) -> None:
    for verb in VERBS:
        for process, ops, _ in effects(worlds[:4], verb):
            for op in ops:
                assert op.appraise(process.world, {}) is None or not np.any(
                    op.appraise(process.world, {})
                )


# -- what comes to bear through others -------------------------------------------------------------


def test_pressing_costs_what_was_expected_in_trust_and_flow(worlds: list[PeaceProcess]) -> None:
    moved = 0
    for process, ops, wants in effects(worlds, "press"):
        for op in ops:
            done = change(process, [op], wants)
            assert np.allclose(appraised(process, [op], wants), done, rtol=0, atol=1e-12)
            moved += int((np.abs(done) > 1e-6).sum())
    assert moved > 20


def pressing(share: float, flow: float) -> tuple[Floats, Floats]:
    """What the friend expects of pressing the north to come, and by how much likelier it comes."""
    data = quiet()
    data["leverage"] = {"friend": {"north": {"trade": flow}}}
    data["moves"]["press"]["effects"] = [{"press": {"on": "target", "share": share}}]
    made = compiled(data)
    process = PeaceProcess(made, runs=40, seat="friend")
    press, ask = (
        made.options.all[options(process, [(0, move, "north")], 0)[0].option]
        for move in ("press", "hold_round")
    )
    assert ask.ask is not None
    world, plan = process.world, process.plan
    wants: Wants = {("fact", (plan.facts["attended", plan.actor("north"), 0],)): 1.0}
    expected = appraised(process, list(press.always), wants)

    def comes() -> Floats:
        assert ask.ask is not None
        z = yes_over_no(Relations(world), ask.ask, plan.actor("friend"), {})
        return logistic(z * world.constants.rationality)

    before = comes()
    for op in press.always:
        op.apply(world, np.ones(world.runs), "a test")
    return expected, comes() - before


def test_pressing_is_expected_to_move_its_target_as_it_does() -> None:
    """A total spoiler is moved less than expected, a greedy one more; never the other way."""
    cases = [pressing(share, flow) for share in (0.0, 0.1, 0.4, 0.9) for flow in (0.0, 0.3, 0.9)]
    expected, done = (np.concatenate(part) for part in zip(*cases, strict=True))
    assert ((expected > 0) == (done > 1e-12)).all()
    assert (np.sign(expected) >= 0).all()
    assert rank_correlation(expected, done) > 0.8


def test_a_call_for_a_decision_is_expected_to_succeed_as_often_as_the_text_is_liked() -> None:
    def called(place: float) -> tuple[Floats, Floats]:
        data = quiet()
        data["actors"]["north"]["spoiler"] = {"limited": 1.0}
        process = PeaceProcess(compiled(data), runs=4)
        world, plan = process.world, process.plan
        world.text[0, list(plan.tables[0].issues)] = np.array([[place], [0.5]])
        world.drafted[0] = True
        (put,) = [option for option in process.options.all if option.move == "put"]
        wants: Wants = {("fact", (plan.facts["adopted", -1, 0],)): 1.0}
        expected = appraised(process, list(put.always), wants)
        logit = world.constants.rationality * signing(world, plan.actor("north"), 0)
        return expected, logistic(logit)

    cases = [called(place) for place in np.linspace(0.0, 1.0, 11)]
    expected, done = (np.concatenate(part) for part in zip(*cases, strict=True))
    assert (expected > 0).all()
    assert rank_correlation(expected, done) > 0.95


@pytest.mark.parametrize("lack", ["drafted", "open"])
def test_nothing_is_expected_of_a_call_that_cannot_be_heard(lack: str) -> None:
    process = PeaceProcess(compiled(quiet()), runs=4)
    world = process.world
    world.drafted[0] = world.open[0] = True
    getattr(world, lack)[0] = False
    (put,) = [option for option in process.options.all if option.move == "put"]
    wants: Wants = {("fact", (process.plan.facts["adopted", -1, 0],)): 1.0}
    assert (appraised(process, list(put.always), wants) == 0).all()


def test_a_draft_is_worth_something_only_where_no_text_lies() -> None:
    process = PeaceProcess(compiled(quiet()), runs=4)
    (draft,) = [option for option in process.options.all if option.move == "draft"]
    wants: Wants = {("drafted", (0,)): 0.7}
    assert np.allclose(appraised(process, list(draft.always), wants), 0.7)
    process.advance(options(process, [(0, "draft", None)], 0))
    assert process.world.drafted[0].all()
    assert (appraised(process, list(draft.always), wants) == 0).all()


def test_a_step_of_ones_own_is_expected_in_full_once() -> None:
    data = quiet()
    data["actors"]["south"] |= {"seat": True}
    data["moves"]["grumble"]["needs"] = None
    process = PeaceProcess(compiled(data), runs=4, seat="south")
    (grumble,) = [option for option in process.options.all if option.move == "grumble"]
    row = process.plan.facts["objected", process.plan.actor("south"), 0]
    wants: Wants = {("fact", (row,)): -0.4}
    assert np.allclose(appraised(process, list(grumble.always), wants), -0.4)
    process.advance(options(process, [(0, "grumble", None)], 0))
    assert process.world.holds(row).all()
    assert (appraised(process, list(grumble.always), wants) == 0).all()
