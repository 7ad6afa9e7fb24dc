"""Claims: paired arms, bars, the mechanism switched off, and draws of the constants."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.lab.batch import run_batch
from sim.lab.claims import ClaimResult, Verdict, bar_of, put_claim, runs_of
from sim.lab.errors import LabError
from sim.lab.lines import line_of
from sim.lab.setup import setup_of
from sim.lab.stats import Estimate
from sim.model.plan import NEVER
from sim.scenario.form.record import ClaimTest
from sim.scenario.load import load
from tests.lab.cases import case, loaded, written

RUNS = 1500


@cache
def result() -> ClaimResult:
    return put_claim(loaded(), "company", RUNS, draws=8)


def columns(**options: Any) -> dict[str, Any]:
    asks = {
        "met": "attended(north, talks)",
        "joined": "joined(friend)",
        "known": "knowledge(friend, north)",
    }
    return run_batch(setup_of(loaded(), asks=asks, **options), RUNS).columns


def test_a_difference_is_taken_run_by_run_where_the_condition_holds() -> None:
    together = columns()
    setup = setup_of(loaded())
    alone_line = line_of(setup.compiled(), "history", leave_out=["join"])
    alone = columns(line=alone_line)
    kept = together["asks.joined"] != NEVER
    met = (together["asks.met"] != NEVER)[kept].mean() - (alone["asks.met"] != NEVER)[kept].mean()
    they_come, they_know, seldom = result().tests
    assert they_come.runs == kept.sum() < RUNS
    assert they_come.effect is not None
    assert they_come.effect.value == pytest.approx(met)
    known = together["quantities.known"] - alone["quantities.known"]
    assert they_know.effect is not None
    assert they_know.effect.value == pytest.approx(known.mean())
    assert seldom.effect is not None
    assert seldom.runs == RUNS


def test_the_claim_is_put_again_without_its_mechanism() -> None:
    off = result().without_rule
    assert off.id == "they_come"
    assert off.effect is not None
    assert off.effect.value < 0.02
    assert not off.holds
    assert result().as_json()["fails_without_rule"] is True


def test_the_machine_readable_result_has_the_agreed_form() -> None:
    data = result().as_json()
    agreed = "id scenario holds effect ci95 bar without_rule share_of_draws cite tests".split()
    assert set(agreed) <= set(data)
    assert (data["id"], data["scenario"], data["bar"]) == ("company", "small", 0.02)
    assert data["effect"] == data["tests"][0]["effect"]
    assert len(data["tests"]) == 3
    assert data["holds"] == all(test["holds"] for test in data["tests"])


def test_shares_of_draws_are_shares_of_the_draws() -> None:
    share, direction = result().share_of_draws, result().share_of_draws_direction
    assert share is not None
    assert direction is not None
    assert 0 <= share <= direction <= 1
    assert share * 8 == round(share * 8)
    assert put_claim(loaded(), "company", 50, draws=0).share_of_draws is None


def test_the_work_is_known_beforehand() -> None:
    claim = loaded().scenario.claims["company"]
    steps: list[int] = []
    put_claim(loaded(), "company", 60, draws=3, draw_runs=20, progress=steps.append)
    assert sum(steps) == runs_of(claim, 60, 3, 20) == 2 * (60 + 60) + 2 * 60


def spec(**options: Any) -> ClaimTest:
    return ClaimTest(arm="a", measure="adopted(talks)", **options)


def test_the_bar_and_the_interval_decide() -> None:
    def holds(value: float, low: float, high: float, **options: Any) -> bool:
        return Verdict("t", spec(**options), Estimate(value, low, high), 100).holds

    # A share has to keep to its bar.
    assert holds(0.2, 0.1, 0.3, at_most=0.2)
    assert not holds(0.21, 0.1, 0.3, at_most=0.2)
    assert holds(0.3, 0.2, 0.4, at_least=0.25, at_most=0.35)
    assert not holds(0.4, 0.2, 0.4, at_least=0.25, at_most=0.35)
    # A difference that should go up has to be surely above nought, too.
    assert holds(0.3, 0.2, 0.4, minus="b", at_least=0.25)
    assert not holds(0.2, 0.1, 0.3, minus="b", at_least=0.25)
    assert not holds(0.3, -0.1, 0.7, minus="b", at_least=0.25)
    assert holds(-0.3, -0.4, -0.2, minus="b", at_most=-0.1)
    assert not holds(-0.3, -0.7, 0.1, minus="b", at_most=-0.1)
    assert holds(0.1, 0.05, 0.2, minus="b")
    assert not holds(0.1, -0.05, 0.2, minus="b")
    # A bound on how much it may go up says nothing of a direction.
    assert holds(0.01, -0.02, 0.04, minus="b", at_most=0.05)
    assert not holds(0.06, 0.02, 0.1, minus="b", at_most=0.05)
    # Too few runs hold nothing.
    assert not Verdict("t", spec(at_most=1.0), None, 1).holds


def test_a_bar_is_one_number_or_both_ends() -> None:
    assert bar_of(spec(at_most=0.2)) == 0.2
    assert bar_of(spec(at_least=0.1)) == 0.1
    assert bar_of(spec(at_least=0.1, at_most=0.2)) == [0.1, 0.2]
    assert bar_of(spec()) is None


def changed(tmp_path: Path, **arm: Any) -> ClaimResult:
    """The claim with another second arm."""
    data = case()
    data["claims"]["company"]["arms"]["alone"] = arm
    return put_claim(load(str(written(data, tmp_path))), "company", 400, draws=0)


def test_an_arm_can_set_switch_and_forbid(tmp_path: Path) -> None:
    forbidden = changed(tmp_path, forbid=["host:hold_round", "friend:hold_round"])
    assert forbidden.tests[0].effect is not None
    assert forbidden.tests[0].effect.value > 0.9
    cold = changed(tmp_path, set={"actors.friend.stance": 0.0, "trust.friend.host": 0.0})
    warm = changed(tmp_path, line="history")
    assert warm.tests[1].effect == Estimate(0.0, 0.0, 0.0)
    assert cold.tests[1].effect is not None
    assert cold.tests[1].effect.value > 0
    off = changed(tmp_path, without=["rule:leverage"])
    assert off.tests[0].effect is not None
    assert off.tests[0].effect.value > 0


def test_an_arm_can_have_moves_of_its_own(tmp_path: Path) -> None:
    move = {"date": dt.date(2000, 1, 1), "by": "host", "move": "ask_to_join", "to": "friend"}
    moved = changed(tmp_path, moves={"only": move})
    assert moved.tests[0].effect is not None
    assert moved.tests[0].effect.low > 0
    # Another seat: then the host is played by the model.
    press = {"date": dt.date(2000, 1, 1), "by": "friend", "move": "press", "to": "north"}
    assert changed(tmp_path, moves={"only": press}).tests[0].effect is not None


@pytest.mark.parametrize(
    ("arm", "sentence"),
    [
        ({"line": "histroy"}, 'arm alone: there is no line "histroy"; an arm takes history, pass'),
        ({"leave_out": ["jion"]}, 'arm alone: The line history has no entry "jion"'),
        ({"without": ["rule:nothing"]}, "arm alone: rule:nothing is neither a rule"),
        ({"forbid": ["host"]}, "arm alone: host is not ACTOR:MOVE"),
    ],
)
def test_what_an_arm_cannot_do_is_told(arm: Any, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(LabError) as caught:
        changed(tmp_path, **arm)
    assert sentence in str(caught.value)


def test_moves_by_several_seats_are_no_line(tmp_path: Path) -> None:
    day = dt.date(2000, 1, 1)
    moves = {
        "a": {"date": day, "by": "host", "move": "ask_to_join", "to": "friend"},
        "b": {"date": day, "by": "friend", "move": "press", "to": "north"},
    }
    with pytest.raises(LabError, match="its moves are by friend, host; a line is played by one"):
        changed(tmp_path, moves=moves)


def test_where_no_run_is_left_nothing_holds(tmp_path: Path) -> None:
    data = case()
    data["claims"]["company"]["tests"]["they_come"]["given"] = "efforts() >= 99"
    found = put_claim(load(str(written(data, tmp_path))), "company", 50, draws=2, draw_runs=5)
    assert found.tests[0].effect is None
    assert not found.holds
    assert found.as_json()["effect"] is None
    assert found.share_of_draws == 0.0
    assert np.isfinite(found.share_of_draws_direction or 0.0)
