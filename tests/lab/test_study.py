"""The lab from Python: the same results as the commands, in data frames."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from sim.lab.batch import run_batch
from sim.lab.setup import setup_of, variation
from sim.lab.study import Study
from sim.model.plan import NEVER
from sim.scenario.load import load
from tests import scratch
from tests.lab.cases import case, written

RUNS = 300


@cache
def study() -> Study:
    return Study(str(written(case(), scratch.shared("study"))))


def test_a_study_gives_the_batch_that_the_command_gives() -> None:
    plain = run_batch(setup_of(load(study().scenario)), RUNS)
    assert study().batch(RUNS).digest() == plain.digest()


def test_runs_and_sums_as_data_frames() -> None:
    found = study().but(asks={"calm": "trust(north, host) >= 0.1"}).batch(RUNS)
    frame = found.to_pandas()
    assert list(frame["run"]) == list(range(RUNS))
    met = found.columns["outcomes.met"]
    assert list(frame["outcomes.met"]) == [-1 if turn == NEVER else turn + 1 for turn in met]
    shares = {(row["kind"], row["name"]): row["value"] for row in found.rows()}
    assert shares["outcome", "met"] == (met != NEVER).mean()
    assert shares["metric", "calm"] == (found.columns["asks.calm"] != NEVER).mean()
    assert shares["move", "round"] == found.columns["line.round"].mean()


def test_but_adds_to_what_is_set_and_asked() -> None:
    one = study().but(set={"trust.north.host": 0.1}, asks={"a": "turn() >= 2"})
    two = one.but(set={"trust.south.host": 0.2}, asks={"b": "turn() >= 3"}, line="pass")
    assert two.set == {"trust.north.host": 0.1, "trust.south.host": 0.2}
    assert list(two.asks) == ["a", "b"]
    assert (one.line, two.line, study().set) == ("history", "pass", {})


def test_two_studies_are_compared_run_by_run() -> None:
    other = study().but(set={"trust.north.host": 0.9})
    frame = other.less(study(), RUNS)
    base = load(study().scenario)
    changed = setup_of(variation(base, other.set), base=base)
    this, that = (
        run_batch(one, RUNS).columns["outcomes.met"] != NEVER for one in (changed, study().setup)
    )
    row = frame.loc["met"]
    assert (row["this"], row["other"]) == (this.mean(), that.mean())
    assert row["difference"] == pytest.approx(this.mean() - that.mean())
    assert row["low"] < row["difference"] < row["high"]
    assert not np.array_equal(this, that)
    same = study().less(study(), RUNS)
    assert (same["difference"] == 0).all()


def test_a_sweep_has_a_row_for_each_value_and_measure() -> None:
    frame = study().sweep("trust.north.host", [0.1, 0.9], RUNS)
    met = frame[(frame["kind"] == "outcome") & (frame["name"] == "met")]
    assert list(met["trust.north.host"]) == [0.1, 0.9]
    assert met["value"].iloc[1] > met["value"].iloc[0]


def test_what_leaves_an_entry_out_is_what_the_counterfactual_says() -> None:
    found = study().counterfactual("round", runs=RUNS)
    (without,) = found.alternatives
    shorter = study().but(without=["round"]).less(study(), RUNS)
    effect = without.effects["outcomes.met"].difference
    assert effect.value == shorter.loc["met", "difference"]
    assert effect.value < 0


def test_a_study_answers_the_other_questions_too() -> None:
    assert study().run(3).lines()
    assert study().backtest(RUNS).checkpoints
    top = study().sensitivity(2_000, top=2, indices=False)
    assert len(top.tornado.bars) == 2
    assert {verdict.id for verdict in study().claims(RUNS)} == set(case()["claims"])
