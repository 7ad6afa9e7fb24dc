"""The same run is the same to the bit: in any ensemble, on any processor, in any process.

That the order of actors in the file does not matter is tested with the draws held to their names: a
slot's place among the draws follows the file, so the scenario with its actors turned round is given
the slots of the first in their order. What is left to differ is the order of acting alone.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import pytest

from sim.model.compiled import Compiled
from sim.model.constants import Constants, standard
from sim.model.plan import NEVER
from sim.model.process import PeaceProcess
from sim.model.rules import RULES
from sim.model.seat import Play
from tests import cpu
from tests.model.play import Dated, bad_faith, compiled, happened, options, play, quiet
from tests.model.small import small
from tests.model.worlds import Maker
from tests.shipped import FIRST, LARGEST, NAMES
from tests.shipped import compiled as shipped

LINE: list[Dated] = [
    (0, "consult", "friend"),
    (0, "ask_to_join", "friend"),
    (1, "seek_nod", "south"),
    (1, "hold_round", "north"),
    (2, "draft", None, {"land": 0.6, "trade": 0.5}),
    (3, "put", None),
    (4, "draft", None),
    (5, "put", None),
]


def hashes(ready: Compiled, runs: int, first: int = 0, **more: Any) -> list[str]:
    """The state of each run at the end."""
    process = PeaceProcess(ready, runs=runs, first=first, **more)
    while not process.over:
        plays = [] if process.policy == "own" else options(process, LINE, process.turn)
        process.advance(plays)
    return [process.state_hash(run) for run in range(runs)]


@pytest.fixture(scope="module")
def ready() -> Compiled:
    """The small scenario."""
    return compiled(small())


@pytest.fixture(scope="module")
def thousand(ready: Compiled) -> list[str]:
    """A thousand runs at once."""
    return hashes(ready, 1000)


def test_runs_differ(thousand: list[str]) -> None:
    assert len(set(thousand)) == 1000


@pytest.mark.parametrize("runs", [1, 2, 7, 64])
def test_a_run_is_the_same_in_ensembles_of_any_size(
    ready: Compiled, thousand: list[str], runs: int
) -> None:
    found = []
    for first in range(0, 35, runs):
        found += hashes(ready, runs, first)
    assert found == thousand[: len(found)]


@pytest.mark.parametrize("first", [1, 13, 500, 936])
def test_a_run_is_the_same_wherever_the_ensemble_begins(
    ready: Compiled, thousand: list[str], first: int
) -> None:
    assert hashes(ready, 64, first) == thousand[first : first + 64]


@pytest.mark.parametrize("seed", range(6))
def test_in_random_worlds_too(seed: int) -> None:
    ready = Compiled(Maker(seed).scenario())
    many = hashes(ready, 24, seed=seed, policy="own")
    assert [hashes(ready, 1, run, seed=seed, policy="own")[0] for run in range(8)] == many[:8]
    assert hashes(ready, 5, 10, seed=seed, policy="own") == many[10:15]


def ending() -> Compiled:
    """A scenario that ends, in some runs, when the north first comes."""
    data = quiet(turns=4)
    data["outcomes"] = {"met": {"title": "Met", "when": "attended(north, talks)", "final": True}}
    return compiled(data)


def test_a_run_that_has_ended_is_the_same_beside_others_that_have_not() -> None:
    rounds: list[Dated] = [(turn, "hold_round", "north") for turn in (0, 2)]

    def played(runs: int, first: int = 0) -> tuple[PeaceProcess, list[str]]:
        process = PeaceProcess(ending(), runs=runs, first=first)
        while not process.over:
            process.advance(options(process, rounds, process.turn))
        return process, [process.state_hash(run) for run in range(runs)]

    together, many = played(40)
    met = happened(together, "attended", "north", "talks")
    assert 0 < met.sum() < 40
    for run in range(40):
        alone, (one,) = played(1, run)
        assert one == many[run]
        first = together.world.tracked[0, run]
        assert alone.turn == (4 if first == NEVER else first + 1)


CODE = """
from tests.model.test_determinism import hashes
from tests.model.play import compiled
from tests.model.small import small
print(*hashes(compiled(small()), 40))
"""


def test_the_same_on_a_lesser_processor(thousand: list[str]) -> None:
    features = cpu.switchable()
    if not features:
        pytest.skip("this processor has no features to switch off")
    assert cpu.output(CODE, without=features).split() == thousand[:40]


def test_the_same_in_another_process(thousand: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "12345")
    assert cpu.output(CODE).split() == thousand[:40]


# -- no order of acting ----------------------------------------------------------------------------


def turned(data: dict[str, Any]) -> dict[str, Any]:
    """The scenario with its actors in the opposite order."""
    actors = dict(reversed(list(data["actors"].items())))
    return data | {"actors": actors}


def compare_turned(data: dict[str, Any], plays: list[Dated], **more: Any) -> None:
    """Fail unless the order of the actors in the file makes no difference."""
    one, other = compiled(data), compiled(turned(data))
    assert set(one.slots.names) == set(other.slots.names)
    other.slots, other.range_slots = one.slots, one.range_slots
    first, second = (play(made, plays, runs=100, **more) for made in (one, other))
    for (name, actor, table), row in first.plan.facts.items():
        who = actor if actor < 0 else second.plan.actor(first.plan.actors[actor])
        again = second.plan.facts[name, who, table]
        assert (first.world.facts[row] == second.world.facts[again]).all(), name
    for a in first.plan.actors:
        at, there = first.plan.actor(a), second.plan.actor(a)
        for name in ("stance", "home", "war_cost", "aid", "guarantee"):
            pair = getattr(first.world, name)[at], getattr(second.world, name)[there]
            assert np.allclose(*pair, rtol=0, atol=1e-12), name
        for b in first.plan.actors:
            here = first.world.trust[at, first.plan.actor(b)]
            assert np.allclose(here, second.world.trust[there, second.plan.actor(b)], atol=1e-12)
        blame = bad_faith(first, a, "north"), bad_faith(second, a, "north")
        assert np.allclose(*blame, rtol=0, atol=1e-12)


def test_the_order_of_the_actors_in_the_file_does_not_matter() -> None:
    data = small()
    line: list[Dated] = [*LINE[:4], (2, "draft", None, {"land": 0.6}), (2, "consult", "south")]
    compare_turned(data, line)


def test_all_answer_on_the_state_after_the_moves() -> None:
    """What one answer brings about does not weigh in another of the same turn."""
    data = quiet(turns=1)
    data["tables"]["talks"]["open"] = False
    data["actors"]["south"]["war_cost"] = 0.9
    data["trust"]["south"] = {"host": 0.9}
    invite = {"title": "A talk", "by": ["host"], "kind": "ask", "asks": {"to": "speak"}}
    opened = {"says": "Yes.", "effects": [{"open_table": "talks"}]}
    shut = {"says": "No.", "effects": [{"open_table": "talks"}]}
    data["moves"]["invite"] = invite | {"to": ["friend", "south"], "if_yes": opened, "if_no": shut}
    compare_turned(data, [(0, "invite", "friend"), (0, "invite", "south")])


# -- rules, and who is forced ----------------------------------------------------------------------

CONSTANTS = {
    "trust": "answer_trust answer_rapport trust_gain trust_loss",
    "leverage": "pressure standing_leverage press_wear press_grievance",
    "legitimacy": "legitimacy beyond_mandate",
    "ripeness": "ripeness",
    "patrons": "patronage war_cost",
    "consultation": "stance consult_gain consult_order persuasion surprise surprise_grievance leak "
    "seen_first",
    "credibility": "credibility_bias",
    "styles": "style_bonus style_grievance",
    "guarantee": "guarantee fear",
    "spoilers": "type_none type_greedy type_total greedy_pressure total_pressure total_text "
    "conservatism attention_consulted attention_far",
    "framework": "framework",
    "departing_train": "departing_train efforts_half",
    "several_mediators": "mediator_distrust",
    "home_support": "standing_aside casualty_shock casualty_cushion recall_threshold "
    "resolve_weight",
    "agenda": "agenda",
}
"""The constants that are of use to one rule alone."""


def test_each_rule_has_its_constants() -> None:
    assert set(CONSTANTS) == set(RULES)


@cache
def world(seed: int) -> Compiled:
    """A random world."""
    return Compiled(Maker(seed).scenario())


@cache
def played(ready: Compiled, constants: Constants, *without: str) -> list[str]:
    """Hashes of a few runs; those with the usual constants and every rule serve all the tests."""
    return hashes(ready, 12, policy="own", without=without, constants=constants)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_that_is_off_contributes_nothing(rule: str) -> None:
    """Without the rule its constants do not matter; with it they do, in some world."""
    plain = standard()
    moved = {name: getattr(plain, name) * 0.3 + 0.5 for name in CONSTANTS[rule].split()}
    shifted = replace(plain, **moved)

    def alike(ready: Compiled, *without: str) -> bool:
        return played(ready, plain, *without) == played(ready, shifted, *without)

    for seed in range(3):
        assert alike(world(seed), f"rule:{rule}")
    # A few rules are rare in random worlds, but no shipped scenario does without them all.
    worlds = chain(map(world, range(20)), map(shipped, NAMES))
    assert not all(alike(ready) for ready in worlds)


def test_a_line_forces_only_the_seat() -> None:
    """Whatever the seat plays, the others choose as they do, on what they know at the time."""
    ready = compiled(small())
    line, still = (PeaceProcess(ready, runs=200) for _ in range(2))
    line.advance(options(line, LINE, 0))
    still.step()
    own = [option.actor == line.seat for option in ready.options.all]
    assert (line.world.played[own] == 0).any()
    assert (still.world.played[own] == NEVER).all()
    others = ~np.array(own)
    assert (line.world.played[others] == still.world.played[others]).all()
    shares = (still.world.played[others] == 0).mean(axis=1)
    assert ((shares > 0) & (shares < 1)).any()  # they choose: some do, some do not


def test_a_play_of_somebody_elses_move_is_skipped() -> None:
    process = PeaceProcess(compiled(quiet()), runs=8)
    (press,) = [one for one in process.options.all if one.move == "press"]
    process.advance([Play(press.index)])
    assert (process.world.played[press.index] == NEVER).all()
    assert (process.world.skipped == 1).all()


def test_two_texts_of_one_move_keep_to_their_lanes() -> None:
    process = PeaceProcess(compiled(quiet()), runs=8)
    (draft,) = [one for one in process.options.all if one.move == "draft"]
    left = np.arange(8) < 4
    texts = ({"land": 0.2, "trade": 0.3}, {"land": 0.7, "trade": 0.3})
    process.advance([Play(draft.index, texts[0], left), Play(draft.index, texts[1], ~left)])
    assert np.allclose(process.world.text[0, 0], np.where(left, 0.2, 0.7))


@pytest.mark.parametrize("name", [FIRST, LARGEST])
def test_a_shipped_scenario_too(name: str) -> None:
    ready = shipped(name)

    def played(runs: int, first: int) -> list[str]:
        process = PeaceProcess(ready, runs=runs, first=first, policy="own")
        while not process.over:
            process.step()
        return [process.state_hash(run) for run in range(runs)]

    together = played(12, 40)
    assert [played(1, 40 + run)[0] for run in range(4)] == together[:4]
    assert played(7, 45) == together[5:]
