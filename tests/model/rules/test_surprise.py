"""The verb `surprise`: who reads of it in the papers takes it ill, unless it was told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.exact import Floats
from sim.model.process import PeaceProcess
from sim.scenario.checks.references import faults
from sim.scenario.schema import Scenario
from tests.model.play import Dated, compiled, play, quiet, trust

READERS = ("friend", "south", "north")


def public(size: float | str | None = None, who: str = "everyone") -> dict[str, Any]:
    """A quiet scenario in which confidants keep still and the host can do something in public."""
    data = quiet(turns=2)
    data["trust"] = {one: {"host": 1.0} for one in ("friend", "south")}
    data["trust"]["north"] = {"host": 0.6}
    more = {} if size is None else {"size": size}
    data["moves"] |= {
        "speech": {
            "title": "A speech",
            "by": ["host", "friend"],
            "kind": "act",
            "effects": [{"surprise": {"who": who, **more}}],
        },
        "tell_north": {
            "title": "Tell the north",
            "by": ["host"],
            "kind": "tell",
            "effects": [{"consult": {"who": "north"}}],
        },
    }
    return data


def after(data: dict[str, Any], *line: Dated, **more: Any) -> PeaceProcess:
    """The scenario at its end."""
    return play(data, line, runs=60, **more)


def stance(process: PeaceProcess, actor: str) -> Floats:
    """Stance at the end, by run."""
    found: Floats = process.world.stance[process.plan.actor(actor)]
    return found


def test_it_costs_what_the_first_round_costs() -> None:
    still, done = after(public()), after(public(), (0, "speech", None))
    world, constants = still.world, still.world.constants
    north, host = done.plan.actor("north"), done.plan.actor("host")
    cold = 1.0 - world.rapport[north, host]
    lost = constants.surprise * cold * stance(still, "north")
    assert np.allclose(stance(done, "north"), stance(still, "north") - lost)
    grudge = constants.trust_loss * constants.surprise_grievance
    assert np.allclose(trust(done, "north", "host"), 0.6 * (1 - grudge))


@given(st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=20, deadline=None)
def test_more_of_it_hurts_more_and_none_of_it_not_at_all(one: float, other: float) -> None:
    less, more = sorted((one, other))
    mild, rude = (after(public(size), (0, "speech", None)) for size in (less, more))
    for reader in READERS:
        assert (stance(rude, reader) <= stance(mild, reader) + 1e-12).all()
        assert (trust(rude, reader, "host") <= trust(mild, reader, "host") + 1e-12).all()
    still, none = after(public()), after(public(0.0), (0, "speech", None))
    assert np.array_equal(still.world.stance, none.world.stance)


@pytest.mark.parametrize("when", [0, 1])
def test_who_was_told_beforehand_even_in_the_same_turn_is_not_surprised(when: int) -> None:
    """The speech stands before the word in the file: the order within a turn does not count."""
    told: Dated = (0, "tell_north", None)
    speech: Dated = (when, "speech", None)
    still, done = after(public(), told), after(public(), told, speech)
    assert np.array_equal(stance(still, "north"), stance(done, "north"))
    assert (stance(done, "south") < stance(still, "south")).all()


def test_mediators_and_who_makes_the_speech_are_not_surprised() -> None:
    data = public()
    data["moves"]["ask_to_join"]["effects"] = []
    data["moves"]["ask_to_join"]["asks"]["costs"] = -1.0
    still = after(data, (0, "ask_to_join", "friend"))
    done = after(data, (0, "ask_to_join", "friend"), (0, "speech", None))
    joined = still.world.mediator[still.plan.actor("friend")] > 0
    assert joined.mean() > 0.8
    assert np.array_equal(stance(still, "friend")[joined], stance(done, "friend")[joined])
    assert np.array_equal(stance(still, "host"), stance(done, "host"))


def test_rapport_with_who_moves_softens_it_and_trust_falls_in_nobody_else() -> None:
    warm = public()
    warm["rapport"]["old"]["value"] = 0.95
    still, done = after(warm), after(warm, (0, "speech", None))
    cold = after(public(), (0, "speech", None))
    assert (stance(done, "south") > stance(cold, "south")).all()
    assert (trust(done, "south", "host") < trust(still, "south", "host")).all()
    assert np.array_equal(trust(done, "south", "friend"), trust(still, "south", "friend"))
    friend = after(public(), (0, "speech", None), seat="friend")
    assert (trust(friend, "south", "friend") < trust(after(public()), "south", "friend")).all()
    assert np.array_equal(trust(friend, "south", "host"), trust(after(public()), "south", "host"))


def test_only_those_who_are_named_are_surprised() -> None:
    still, done = after(public()), after(public(who="parties"), (0, "speech", None))
    assert (stance(done, "north") < stance(still, "north")).all()
    assert np.array_equal(stance(done, "friend"), stance(still, "friend"))


def test_the_mover_sees_the_cost_and_only_as_long_as_there_is_one() -> None:
    data = public(who="south")
    data["actors"]["host"]["interests"] = {
        "name": {"wants": "trust(south, self)", "weight": 0.5},
        "nod": {"wants": "stance(south)", "weight": 0.5},
    }
    made = compiled(data)
    process = PeaceProcess(made, runs=4)
    (speech,) = [
        o for o in made.options.all if o.move == "speech" and o.actor == made.plan.actor("host")
    ]
    agent = process.actor(made.plan.actor("host"))
    cost = process.world.constants.move_cost * speech.spec.cost
    assert (agent.appraise(speech) < -cost - 0.01).all()
    process.world.decide(
        made.plan.facts["consulted", made.plan.actor("south"), -1], np.ones(4, dtype=bool)
    )
    assert np.allclose(agent.appraise(speech), -cost)


def test_switched_off_nobody_is_surprised() -> None:
    off = ("rule:consultation",)
    still, done = after(public(), without=off), after(public(), (0, "speech", None), without=off)
    assert np.array_equal(still.world.stance, done.world.stance)
    assert np.array_equal(still.world.trust, done.world.trust)


def test_an_event_may_not_surprise() -> None:
    data = public()
    data["events"]["report"]["effects"] = [{"surprise": {"who": "north"}}]
    found = faults(Scenario.model_validate(data, strict=True))
    assert [(path, rule) for path, rule, _ in found] == [
        (("events", "report", "effects", 0, "surprise"), "scripted")
    ]
