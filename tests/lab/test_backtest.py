"""The backtest counts what held in time, and given what came before."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.lab.backtest import Backtest, backtest
from sim.lab.batch import run_batch
from sim.lab.faults import LabError
from sim.lab.setup import setup_of
from sim.scenario.load import load
from tests.lab.cases import case, loaded, written

RUNS = 1500


@cache
def scored() -> Backtest:
    return backtest(loaded(), RUNS)


def held(name: str, turn: int, line: str = "history") -> NDArray[np.bool_]:
    """Where a point held by the end of a turn, counted anew."""
    return run_batch(setup_of(loaded(), line), RUNS).columns[name] <= turn


def test_points_stand_in_the_order_of_their_dates() -> None:
    assert [point.id for point in scored().checkpoints] == ["joined", "met"]
    assert [point.id for point in scored().foils] == ["signed"]


def test_a_point_must_hold_by_the_turn_of_its_date() -> None:
    joined, met = scored().checkpoints
    (signed,) = scored().foils
    # 7 January lies in the first week, 20 January in the third, 31 January in the fifth.
    assert joined.share.value == held("checkpoints.joined", 0).mean()
    assert met.share.value == held("checkpoints.met", 2).mean()
    assert signed.share.value == held("foils.signed", 4).mean()
    assert held("foils.signed", 3).mean() < signed.share.value or signed.share.value > 0


def test_given_earlier_looks_only_at_runs_that_kept_to_the_record() -> None:
    joined, met = scored().checkpoints
    assert joined.given_earlier == joined.share.value
    kept = held("checkpoints.joined", 0)
    assert met.given_earlier == pytest.approx(held("checkpoints.met", 2)[kept].mean())
    assert met.given_earlier != met.share.value


def test_too_few_survivors_give_no_share() -> None:
    few = backtest(loaded(), 600)
    assert few.checkpoints[0].given_earlier is not None
    assert few.checkpoints[1].given_earlier is None
    assert few.mean == pytest.approx(
        (few.checkpoints[0].share.value + few.checkpoints[1].share.value) / 2
    )


def test_scores_go_over_checkpoints_and_foils() -> None:
    one = scored()
    joined, met, signed = (point.share.value for point in (*one.checkpoints, *one.foils))
    assert one.brier == pytest.approx(((1 - joined) ** 2 + (1 - met) ** 2 + signed**2) / 3)
    logs = -(math.log(joined) + math.log(met) + math.log(1 - signed)) / 3
    assert one.log_score == pytest.approx(logs)


def test_skill_is_over_doing_nothing() -> None:
    idle = [
        held("checkpoints.joined", 0, "pass").mean(),
        held("checkpoints.met", 2, "pass").mean(),
        held("foils.signed", 4, "pass").mean(),
    ]
    reference = ((1 - idle[0]) ** 2 + (1 - idle[1]) ** 2 + idle[2] ** 2) / 3
    skill = scored().skill_over_pass
    assert skill is not None
    assert skill.value == pytest.approx(1 - scored().brier / reference)
    assert skill.low <= skill.value <= skill.high


def test_the_machine_readable_result_has_the_agreed_form() -> None:
    data = scored().as_json()
    assert set("holdout checkpoints foils mean brier log_score skill_over_pass".split()) <= set(
        data
    )
    assert set(data["checkpoints"][0]) == {
        *"id by probability given_earlier ci95 cite".split(),
    }
    assert set(data["foils"][0]) == {*"id by probability ci95 cite".split()}
    assert data["checkpoints"][0]["by"] == "2000-01-07"
    assert data["checkpoints"][0]["cite"] == ["E5"]
    assert data["holdout"] is True
    assert isinstance(data["skill_over_pass"], float)


def test_a_scenario_without_checkpoints_cannot_be_tested(tmp_path: Path) -> None:
    data = case()
    del data["history"]["checkpoints"]
    with pytest.raises(LabError, match="small has no checkpoints to be tested against"):
        backtest(load(str(written(data, tmp_path))), 10)
