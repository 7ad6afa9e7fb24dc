"""Openings are ranked by what they gain over waiting, on the same chance."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.lab.errors import LabError
from sim.lab.openings import Opening, best_everywhere, openings
from sim.lab.stats import Estimate
from sim.model.compiled import Compiled
from sim.model.process import PeaceProcess
from sim.model.seat import Play
from sim.scenario.load import load
from tests.lab.cases import case, loaded, written

RUNS = 200


@cache
def ranked() -> list[Opening]:
    return openings(loaded(), "host", RUNS)


def test_the_openings_are_what_the_seat_can_play_at_once() -> None:
    played = {(one.move, one.to) for one in ranked()}
    assert ("ask_to_join", "friend") in played
    assert ("consult", "south") in played
    assert ("draft", None) in played
    # there is no text yet to be put, and the friend's moves are not the host's
    assert not {"put", "press"} & {move for move, _ in played}


def test_they_stand_by_what_they_gain() -> None:
    gains = [one.gain.value for one in ranked()]
    assert gains == sorted(gains, reverse=True)
    assert all(one.gain.low <= one.gain.value <= one.gain.high for one in ranked())


def test_a_gain_is_the_paired_mean_of_the_goal_score() -> None:
    compiled = Compiled(loaded().scenario, None, loaded().generations)
    option = next(o for o in compiled.options.all if o.move == "hold_round" and o.actor == 0)

    def scores(plays: list[Play]) -> NDArray[np.float64]:
        process = PeaceProcess(compiled, seed=1, runs=RUNS, policy="line")
        process.advance(plays)
        process.policy = "own"
        while not process.over:
            process.step()
        reached = process.world.tracked[:, :RUNS] != 32767
        accord = reached[compiled.rows["outcomes.accord"]]
        resolution = reached[compiled.rows["outcomes.resolution"]]
        return np.asarray(0.6 * accord + 0.4 * resolution)

    gain = (scores([Play(option.index)]) - scores([])).mean()
    found = next(one for one in ranked() if one.move == "hold_round")
    assert found.gain.value == pytest.approx(gain)
    assert found.label == "Hold a round (north)"


def test_what_cannot_be_paid_for_is_no_opening(tmp_path: Path) -> None:
    data = case()
    data["moves"]["draft"]["cost"] = 12
    found = openings(load(str(written(data, tmp_path))), "host", 20)
    assert "draft" not in {one.move for one in found}


def test_a_seat_without_goals_and_too_few_runs_are_told(tmp_path: Path) -> None:
    data = case()
    del data["goals"]["friend"]
    with pytest.raises(LabError, match="has no goals for friend"):
        openings(load(str(written(data, tmp_path))), "friend", 20)
    with pytest.raises(LabError, match="1 runs cannot be paired"):
        openings(loaded(), "host", 1)


def test_the_best_everywhere_is_told_only_where_there_is_one() -> None:
    def best(move: str) -> list[Opening]:
        return [Opening(move, None, move, Estimate(0.1, 0.0, 0.2))]

    assert best_everywhere([best("a"), best("a")]) == "a"
    assert best_everywhere([best("a"), best("b")]) is None
    assert best_everywhere([best("a"), []]) is None
