"""The backtest counts what held in time, and given what came before."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.cli.show import numbers
from sim.lab.backtest import Backtest, backtest, runs_of
from sim.lab.batch import run_batch
from sim.lab.ensembles import EXTRA
from sim.lab.errors import LabError
from sim.lab.lines import Line, line_of
from sim.lab.seats import LineScore, SeatScores
from sim.lab.setup import setup_of
from sim.lab.stats import Estimate, paired_share_difference
from sim.model.constants import NAMES
from sim.scenario.load import Loaded, load
from sim.scenario.schema import Seat
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
    assert data["parameters"] == {
        "coded": numbers(loaded().scenario)["total"],
        "constants": len(NAMES),
        "checkpoints": 2,
        "foils": 1,
    }
    assert set(data["goals"]) == {"host", "friend"}
    assert set(data["goals"]["host"]) == {"history", "pass", "random"}
    assert set(data["goals"]["host"]["pass"]) == {*"score ci95 aims runs".split()}
    assert set(data["waiting"]["host"]) == {*"pays says cite".split()}
    assert data["checkpoints"][0]["by"] == "2000-01-07"
    assert data["checkpoints"][0]["cite"] == ["E5"]
    assert data["holdout"] is True
    assert isinstance(data["skill_over_pass"], float)


def test_a_scenario_without_checkpoints_cannot_be_tested(tmp_path: Path) -> None:
    data = case()
    del data["history"]["checkpoints"]
    with pytest.raises(LabError, match="small has no checkpoints to be tested against"):
        backtest(load(str(written(data, tmp_path))), 10)


# -- moves that a point rests on -------------------------------------------------------------------


@cache
def resting(folder: Path) -> Loaded:
    data = case()
    points = data["history"]["checkpoints"]
    points["joined"]["rests_on"] = ["join"]
    points["met"] |= {"rests_on": ["squeeze"], "surprise": "Nobody had expected it."}
    data["goals"]["host"]["waiting"] = {"says": "They come by themselves.", "cite": ["E8"]}
    return load(str(written(data, folder)))


def columns(one: Loaded, line: str | Line, seat: str) -> NDArray[np.bool_]:
    found = run_batch(setup_of(one, line, seat=seat), RUNS).columns
    return found["checkpoints.joined" if seat == "host" else "checkpoints.met"]


def test_a_point_is_told_without_the_move_that_it_rests_on(tmp_path: Path) -> None:
    one = resting(tmp_path)
    found = {point.id: point for point in backtest(one, RUNS).checkpoints}
    compiled = setup_of(one).compiled()
    # the second asks again, a week later than the checkpoint's date
    for name, seat, item, turn in (("joined", "host", "join", 0), ("met", "friend", "squeeze", 2)):
        with_it = columns(one, "history", seat) <= turn
        without = columns(one, line_of(compiled, "history", seat, [item]), seat) <= turn
        told = found[name].without
        assert told is not None
        assert told.probability == without.mean()
        assert told.difference == paired_share_difference(with_it, without)
        assert told.runs == RUNS
    joined = found["joined"].without
    assert joined is not None
    assert joined.probability == 0
    assert joined.rises
    data = found["joined"].as_json(foil=False)
    assert data["without_move"] == 0
    assert data["difference"] == pytest.approx(found["joined"].share.value)
    assert data["difference_ci95"][0] > 0
    assert data["rests_on"] == ["join"]
    assert found["met"].as_json(foil=False)["surprise"] == "Nobody had expected it."


def test_only_the_record_can_be_shortened(tmp_path: Path) -> None:
    found = backtest(resting(tmp_path), 600, line="random")
    assert all(point.without is None for point in found.checkpoints)


def test_points_that_rest_on_a_move_leave_all_others_as_they_were(tmp_path: Path) -> None:
    plain, one = scored(), backtest(resting(tmp_path), RUNS)
    assert [p.share for p in plain.checkpoints] == [p.share for p in one.checkpoints]
    assert plain.brier == one.brier


# -- goals by line ---------------------------------------------------------------------------------


def test_goals_are_scored_for_every_seat_on_every_line() -> None:
    for seat in scored().seats:
        for name, score in seat.lines.items():
            found = run_batch(setup_of(loaded(), name, seat=seat.seat), RUNS)
            assert score.runs == RUNS
            assert score.score.value == pytest.approx(found.columns[f"goals.{seat.seat}"].mean())
            weighed = sum(
                weight * score.aims[aim]
                for aim, weight in loaded().scenario.goals[seat.seat].aims.items()
            )
            assert score.score.value == pytest.approx(weighed)


def test_waiting_pays_where_it_does_as_well_as_history_or_well_by_itself() -> None:
    def pays(history: float, idle: float) -> bool:
        lines = {
            name: LineScore(10, Estimate(value, value, value), {})
            for name, value in (("history", history), ("pass", idle), ("random", 0.0))
        }
        return SeatScores("x", Seat(aims={"a": 1.0}), lines).waiting_pays

    assert pays(0.4, 0.36)
    assert not pays(0.4, 0.34)
    assert pays(0.9, 0.51)
    assert not pays(0.9, 0.5)
    assert pays(0.3, 0.45)


def test_what_is_run_besides_is_kept_small(tmp_path: Path) -> None:
    # the line and doing nothing in full; random for the owner, three lines for the friend
    assert runs_of(loaded(), 20_000) == 2 * 20_000 + 4 * EXTRA
    # the record without `join`, and the friend's without `squeeze`
    assert runs_of(resting(tmp_path), 20_000) == 2 * 20_000 + 6 * EXTRA
    told: list[int] = []
    backtest(resting(tmp_path), 300, progress=told.append)
    assert sum(told) == runs_of(resting(tmp_path), 300) == 8 * 300
