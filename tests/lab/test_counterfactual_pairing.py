"""What pairing saves: as many runs as the variances say, and not more than it could."""

from __future__ import annotations

import numpy as np
import pytest

from sim.lab.counterfactual.changes import Change, Ground
from sim.lab.counterfactual.measures import most_saving, pairing, saving
from sim.lab.counterfactual.results import saved
from tests.lab.cases import loaded
from tests.lab.test_counterfactual import left_out, one, setup


def test_saving_is_the_ratio_of_the_variances() -> None:
    chance = np.random.Generator(np.random.Philox(key=7))
    one, other = chance.random(20_000), chance.random(20_000)
    assert saving(one, one) is None
    assert saving(one, other) == pytest.approx(1.0, abs=0.03)
    near = one + 0.1 * other
    expected = (near.var() + one.var()) / (0.01 * other.var())
    assert saving(near, one) == pytest.approx(expected)
    assert saving(one, 1.0 - one) == pytest.approx(0.5)


def test_no_pairing_saves_more_than_values_in_order() -> None:
    chance = np.random.Generator(np.random.Philox(key=8)).random(5000)
    always, half = np.ones(5000, dtype=bool), chance < 0.5
    assert most_saving(half, always) == pytest.approx(1.0)
    few, more = chance < 0.50, chance < 0.51
    assert saving(few, more) == pytest.approx(most_saving(few, more))
    crossed = np.roll(more, 1000)
    found, most = saving(few, crossed), most_saving(few, crossed)
    assert found is not None
    assert most is not None
    assert found < most


def test_pairing_measured_on_real_ensembles_agrees_with_the_ratio() -> None:
    ground, change = Ground(setup(), loaded()), Change(without=("tell_south",))
    measured = pairing(setup(), ground.alternative(change), 4000)
    (found,) = one(change, runs=4000).alternatives
    goals = measured["goals.host"]
    reckoned = found.effects["goals.host"].saving
    assert reckoned is not None
    assert goals.ratio is not None
    assert goals.ratio == pytest.approx(reckoned, rel=0.1)
    assert goals.ratio > 1.5
    assert goals.paired == found.effects["goals.host"].difference
    # The other ensemble is another: it gives another estimate of the same thing.
    assert goals.independent.value != goals.paired.value
    apart = abs(goals.independent.value - goals.paired.value)
    assert apart < 2 * goals.independent.half_width


def test_what_pairing_saves_is_summed_up_over_what_differs() -> None:
    effects = [effect for _, effect in left_out().effects()]
    found = saved(effects)
    assert found is not None
    ratios = [effect.saving for effect in effects if effect.saving is not None]
    assert (found.of, found.low, found.high) == (len(ratios), min(ratios), max(ratios))
    assert found.five == sum(ratio >= 5 for ratio in ratios)
    assert found.out_of_reach <= found.of - found.five
    assert saved([]) is None
