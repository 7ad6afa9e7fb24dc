"""Calibration: draws of the constants scored on the record, and what the best of them share."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from sim.lab.batch import run_batch
from sim.lab.calibration import KEPT, Calibration, calibrate
from sim.lab.errors import LabError
from sim.lab.setup import setup_of
from sim.model.constants import NAMES, table
from sim.scenario.load import Loaded
from tests.lab.cases import loaded

DRAWS, EACH = 60, 20


def with_history(**changes: object) -> Loaded:
    plain = loaded()
    history = plain.scenario.history.model_copy(update={"holdout": False, **changes})
    return replace(plain, scenario=plain.scenario.model_copy(update={"history": history}))


@cache
def fit() -> Calibration:
    return calibrate([with_history()], DRAWS, EACH)


def test_the_score_of_a_draw_is_the_log_score_of_its_forecasts() -> None:
    found, history = fit(), loaded().scenario.history
    result = run_batch(replace(setup_of(loaded(), "history"), runs_a_draw=EACH), DRAWS * EACH)
    turn_of = result.setup.compiled().plan.turn_of
    losses = []
    for name, point in history.checkpoints.items():
        held = result.happened(f"checkpoints.{name}", turn_of(point.by))[:EACH]
        losses.append(-np.log((held.sum() + 0.5) / (EACH + 1)))
    for name, point in history.foils.items():
        held = result.happened(f"foils.{name}", turn_of(point.by))[:EACH]
        losses.append(-np.log((EACH - held.sum() + 0.5) / (EACH + 1)))
    assert found.scores[0] == pytest.approx(np.mean(losses))


def test_the_kept_draws_are_the_best() -> None:
    found = fit()
    last = np.sort(found.scores)[round(DRAWS * KEPT) - 1]
    # all that are as good as the last one that is kept are kept with it
    assert (found.kept == (found.scores <= last)).all()


def test_what_is_learnt_lies_within_the_ranges() -> None:
    found = fit()
    assert [one.name for one in found.constants] == list(NAMES)
    for one in found.constants:
        low, high = table()[one.name]["range"]
        assert low <= one.low <= one.median <= one.high <= high
        assert -1 <= one.correlation <= 1
        assert 0 <= one.p_value <= 1
    assert set(found.as_json()["constants"]) == set(NAMES)


def test_what_is_held_out_or_has_no_record_is_refused() -> None:
    with pytest.raises(LabError, match="held out"):
        calibrate([with_history(holdout=True)], DRAWS, EACH)
    with pytest.raises(LabError, match="no checkpoints"):
        calibrate([with_history(checkpoints={})], DRAWS, EACH)
    with pytest.raises(LabError, match="no scenario"):
        calibrate([])
