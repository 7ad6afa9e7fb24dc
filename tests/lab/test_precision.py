"""A batch that stops when its intervals are narrow enough, always after the same runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.lab.design import Design
from sim.lab.errors import LabError
from sim.lab.precision import FIRST, STEP, Rounds
from sim.lab.stats import wilson
from sim.lab.tally import Tally, widest
from tests.lab.batches import batch, files
from tests.lab.cases import loaded


def tally(runs: int, share: float) -> Tally:
    return Tally(runs, {"outcomes.a": round(runs * share), "foils.b": runs // 2})


@pytest.mark.parametrize("share", [0.0, 0.03, 0.5, 0.97])
@pytest.mark.parametrize("precision", [0.2, 0.01, 0.003])
def test_rounds_go_on_until_the_widest_interval_is_narrow_enough(
    share: float, precision: float
) -> None:
    rounds, runs, looks = Rounds(10**6, precision), 0, 0
    while (target := rounds.target(runs, [tally(runs, share)] if runs else [])) > runs:
        runs, looks = target, looks + 1
        assert runs % STEP == 0
    interval = wilson(round(runs * share), runs)
    assert (interval.high - interval.low) / 2 <= precision
    assert rounds.told([tally(runs, share)])["met"]
    assert looks <= 4
    if runs > FIRST:
        before = wilson(round((runs - 2 * STEP) * share), runs - 2 * STEP)
        assert (before.high - before.low) / 2 > precision * 0.98


def test_no_more_runs_are_made_than_were_allowed() -> None:
    rounds = Rounds(5500, 0.001)
    assert rounds.target(0, []) == FIRST
    assert rounds.target(FIRST, [tally(FIRST, 0.5)]) == 5500
    assert rounds.target(5500, [tally(5500, 0.5)]) == 5500
    assert not rounds.told([tally(5500, 0.5)])["met"]
    assert Rounds(1500, 0.1).target(0, []) == 1500
    assert Rounds(1500).target(0, []) == 1500


@pytest.mark.parametrize("precision", [0.0, -1.0, 0.5, float("nan"), float("inf")])
def test_a_precision_that_no_interval_has_is_refused(precision: float) -> None:
    with pytest.raises(LabError, match=r"between 0 and 0\.5"):
        Rounds(10, precision)


def precise(precision: float = 0.02) -> Design:
    design = batch(loaded().path, runs=20_000)
    return replace(design, precision=precision, points=[{}])


def test_the_runs_do_not_depend_on_chunks_or_on_being_stopped(tmp_path: Path) -> None:
    found = precise().run(out=tmp_path / "whole")
    assert FIRST <= found.runs < 20_000
    assert widest([one.tally for one in found]) <= 0.02
    data = found.as_json()
    assert data["runs"] == found.runs
    assert data["precision"] == {
        "wanted": 0.02,
        "reached": widest([found[0].tally]),
        "met": True,
    }
    done = 0

    def stop(runs: int) -> None:
        nonlocal done
        done += runs
        if done > FIRST:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        precise().run(out=tmp_path / "out", progress=stop, chunk=700)
    precise().run(out=tmp_path / "out", resume=True, chunk=700)
    assert files(tmp_path / "out") == files(tmp_path / "whole")


def test_its_runs_are_those_of_a_batch_of_as_many() -> None:
    found = precise(0.025).run()
    plain = replace(precise(), precision=None, runs=found.runs).run()
    assert found[0].digest() == plain[0].digest()
