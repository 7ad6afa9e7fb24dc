"""Nothing is scripted: effects shift drivers and are observed, but what is decided is decided."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.compile_effects import compile_effect
from sim.model.compiled import Compiled
from sim.model.plan import Plan
from sim.model.process import PeaceProcess
from sim.model.rollout import Snapshot
from sim.model.verbs import FactOp, Op
from sim.scenario.checks.references import faults
from sim.scenario.form.effects import (
    DRIVER_VERBS,
    EVENT_VERBS,
    OBSERVATION_VERBS,
    TEXT_VERBS,
    Effect,
)
from tests.model.small import small_scenario
from tests.model.wishes import ACTORS, VERBS
from tests.model.worlds import Maker

DECIDED = (
    "joined declined attended stayed_away accepted rejected abstained vetoed acquiesced objected "
    "spoke complied broke_off acted refused adopted failed"
).split()
"""What only a choice or a procedure may write; `consulted` records that somebody was told."""
DRIVERS = set("war_cost home backing resolve standing guarantee aid channel capital open".split())
ATTITUDES = set("trust knowledge rapport stance belief".split())
ALLOWED = {
    **dict.fromkeys(DRIVER_VERBS, DRIVERS),
    "press": DRIVERS | {"trust"},
    "draft": set(),
    "put_to_decision": set(),
    **dict.fromkeys(OBSERVATION_VERBS, ATTITUDES),
    "consult": ATTITUDES | {"facts", "told", "shown"},
}
"""The arrays that each verb may touch."""


@pytest.fixture(scope="module")
def worlds() -> list[PeaceProcess]:
    """Random worlds, a turn or two on."""
    found = []
    for seed in range(10):
        made = Compiled(Maker(seed).scenario())
        for actor in range(len(ACTORS)):
            made.plan.fact("consulted", actor)
            for name in ("attended", "accepted", "spoke", "complied"):
                made.plan.fact(name, actor, 0)
        process = PeaceProcess(made, seed=seed, runs=5, policy="own")
        for _ in range(1 + seed % 2):
            process.step()
        found.append(process)
    return found


def ops_of(plan: Plan, verb: str, seed: int) -> list[Op]:
    """A random effect of a verb, compiled for a random mover and target."""
    maker = Maker(seed)
    effect = Effect.model_validate(maker.effect((verb,)), strict=True)
    who, target = maker.random.sample(range(len(ACTORS)), 2)
    return compile_effect(plan, effect, who, target)


def touched(process: PeaceProcess, ops: list[Op]) -> set[str]:
    """The arrays that some operations change by the end of the turn; the world is put back."""
    world, before = process.world, Snapshot.of(process)
    world.new_turn()
    for op in ops:
        op.apply(world, np.ones(world.runs), "a test")
    world.settle()
    world.learn()
    after = {
        name: array.copy()
        for name, array in world.arrays()
        if not np.array_equal(array, before.arrays[name])
    }
    decided = [row for (name, _, _), row in world.plan.facts.items() if name in DECIDED]
    assert np.array_equal(world.facts[decided], before.arrays["facts"][decided])
    before.restore(process)
    return set(after)


def test_the_verbs_are_typed_by_what_they_may_touch() -> None:
    assert DRIVER_VERBS | TEXT_VERBS | OBSERVATION_VERBS == set(VERBS) == set(ALLOWED)
    assert not DRIVER_VERBS & OBSERVATION_VERBS
    assert EVENT_VERBS < DRIVER_VERBS | OBSERVATION_VERBS


@pytest.mark.parametrize("verb", VERBS)
def test_no_effect_writes_what_is_decided(worlds: list[PeaceProcess], verb: str) -> None:
    everything: set[str] = set()
    for seed, process in enumerate(worlds):
        for case in range(6):
            ops = ops_of(process.plan, verb, 100 * seed + case)
            assert not any(isinstance(op, FactOp) for op in ops)
            everything |= touched(process, ops)
    assert everything <= ALLOWED[verb]
    assert everything or verb in TEXT_VERBS, "the verb did nothing in any world"


@pytest.mark.parametrize("verb", sorted(EVENT_VERBS))
def test_an_event_shifts_drivers_and_is_seen_but_decides_nothing(
    worlds: list[PeaceProcess], verb: str
) -> None:
    for seed, process in enumerate(worlds):
        effect = Maker(seed).event_effect((verb,))
        ops = compile_effect(process.plan, Effect.model_validate(effect, strict=True), None, None)
        assert touched(process, ops) <= DRIVERS | {"trust", "knowledge"}


@pytest.mark.parametrize("verb", sorted(set(VERBS) - EVENT_VERBS))
def test_a_scenario_whose_event_does_more_is_refused(verb: str) -> None:
    scenario = small_scenario()
    maker = Maker(1)
    effect = maker.event_effect((verb,))
    names = {"council": "council", "talks": "talks", "pact": "council"}
    (argument,) = effect.values()
    if isinstance(argument, str):
        effect = {verb: names[argument]}
    event = scenario.events["report"].model_copy(
        update={"effects": [Effect.model_validate(effect, strict=True)]}
    )
    changed = scenario.model_copy(update={"events": {"report": event}})
    assert not [fault for fault in faults(scenario) if fault[0][0] == "events"]
    found = [fault for fault in faults(changed) if fault[0][:2] == ("events", "report")]
    assert any(verb in sentence for _, _, sentence in found)


def test_a_step_that_a_move_decides_is_its_movers_own() -> None:
    """`decides` is the one way in which a move writes a fact, and only about who chose it."""
    for seed in range(30):
        compiled = Compiled(Maker(seed).scenario())
        rows = {row: key for key, row in compiled.plan.facts.items()}
        for option in compiled.options.all:
            steps = [op for op in option.always if isinstance(op, FactOp)]
            assert len(steps) == (option.spec.decides is not None)
            assert all(rows[op.row][1] == option.actor for op in steps)
            if option.ask is not None:
                answers = (*option.ask.yes, *option.ask.no)
                assert not any(isinstance(op, FactOp) for op in answers)
