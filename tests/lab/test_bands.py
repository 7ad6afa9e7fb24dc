"""Bands of trust over time are the quantiles of the runs themselves."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from sim.lab.errors import LabError
from sim.lab.report.bands import LEVELS, MOST_RUNS, Band, Bands, most_moved, trust_bands
from sim.lab.runner import ensemble
from sim.lab.setup import Setup, setup_of
from tests.lab.cases import loaded

RUNS = 30


def setup() -> Setup:
    return setup_of(loaded(), seed=3)


@cache
def bands() -> Bands:
    return trust_bands(setup(), RUNS)


def test_they_are_the_quantiles_of_each_run_played_alone() -> None:
    one = setup()
    compiled = one.compiled()
    plan, seat = compiled.plan, compiled.plan.owner
    last = np.zeros((len(plan.actors), RUNS))
    for run in range(RUNS):
        process = ensemble(compiled, one, run, 1)
        for turn in range(plan.turns):
            process.advance(one.line.plays(turn))
        last[:, run] = process.world.trust[:, seat, 0]
    for band in bands().trust:
        expected = np.quantile(last[plan.actor(band.about)], LEVELS)
        assert np.array_equal(band.quantiles[:, -1], expected), band.about


def test_they_begin_where_the_runs_begin() -> None:
    one = setup()
    world = ensemble(one.compiled(), one, 0, RUNS).world
    plan = one.compiled().plan
    for band in bands().stances:
        expected = np.quantile(world.stance[plan.actor(band.about)][:RUNS], LEVELS)
        assert np.array_equal(band.quantiles[:, 0], expected)


def test_everybody_but_the_seat_has_a_band_for_every_turn() -> None:
    found, plan = bands(), setup().compiled().plan
    others = set(plan.actors) - {found.seat}
    assert {band.about for band in found.trust} == others
    assert {band.about for band in found.stances} == set(plan.actors) - {plan.actors[plan.owner]}
    assert len(found.dates) == plan.turns + 1
    for band in (*found.trust, *found.stances):
        assert band.quantiles.shape == (len(LEVELS), plan.turns + 1)
        assert (np.diff(band.quantiles, axis=0) >= 0).all()
        assert ((band.quantiles >= 0) & (band.quantiles <= 1)).all()


def test_progress_is_told_of_the_runs() -> None:
    told: list[int] = []
    trust_bands(setup(), 5, progress=told.append)
    assert told == [5]


@pytest.mark.parametrize("runs", [0, MOST_RUNS + 1])
def test_too_few_and_too_many_runs_are_refused(runs: int) -> None:
    with pytest.raises(LabError, match=f"cannot rest on {runs} runs"):
        trust_bands(setup(), runs)


def test_those_that_move_most_come_first_and_those_that_never_move_not_at_all() -> None:
    def band(name: str, *moves: float) -> Band:
        return Band(name, np.array([[0.5 + move for move in moves]] * len(LEVELS)))

    still, some, most = band("still", 0, 0), band("some", 0, 0.1), band("most", 0, -0.3)
    assert most_moved([still, some, most], 5) == [most, some]
    assert most_moved([still, some, most], 1) == [most]
