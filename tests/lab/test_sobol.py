"""Sobol indices: right for functions whose indices are known, and for scenarios of one cause."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.lab.errors import LabError
from sim.lab.measure import measure_of
from sim.lab.ranges import Ranges, varying
from sim.lab.sensitivity.arms import run_arms
from sim.lab.sensitivity.coded import numbers_of
from sim.lab.sensitivity.sobol import (
    CHANCE,
    CODING,
    OTHERS,
    TYPES,
    Index,
    Indices,
    NoVarianceError,
    count_of,
    estimates,
    factors_of,
    indices,
)
from sim.lab.setup import Setup, setup_of
from sim.lab.stats import Estimate
from sim.scenario.load import Loaded, load
from tests import scratch
from tests.lab.cases import case, written

pytest.importorskip("scipy")

Floats = NDArray[np.float64]
TRUST, UNREAD = "trust.south.host", "leverage.friend.north.arms"


def ishigami(x: Floats) -> Floats:
    """Of three numbers in -pi to pi, shape (3, runs); its indices are known in closed form."""
    found: Floats = np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])
    return found


def of_function(
    function: object, factors: int, runs: int, seed: int
) -> tuple[list[Estimate], list[Estimate]]:
    assert callable(function)
    chance = np.random.default_rng(seed)
    a, b = chance.uniform(-np.pi, np.pi, (2, factors, runs))
    mixed = np.repeat(a[None], factors, axis=0)
    for factor in range(factors):
        mixed[factor, factor] = b[factor]
    return estimates(function(a), function(b), np.stack([function(one) for one in mixed]))


def test_the_indices_of_a_known_function() -> None:
    """Ishigami and Homma (1990); closed forms in Saltelli and others (2008)."""
    firsts, totals = of_function(ishigami, 3, 2**12, 1)
    assert [one.value for one in firsts] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.04)
    assert [one.value for one in totals] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.04)
    for truth, one in zip([0.3139, 0.4424, 0.0], firsts, strict=True):
        assert one.low - 0.01 < truth < one.high + 0.01
        assert one.high - one.low < 0.15


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    """A sum of 1 and 2 times a number: the shares are 1/5 and 4/5. Of 120 intervals 95% are 114."""

    def total(x: Floats) -> Floats:
        found: Floats = x[0] + 2 * x[1]
        return found

    held = 0
    for seed in range(30):
        firsts, totals = of_function(total, 2, 128, seed)
        for truth, first, whole in zip([0.2, 0.8], firsts, totals, strict=True):
            held += (first.low < truth < first.high) + (whole.low < truth < whole.high)
    assert 104 <= held <= 120


@settings(max_examples=10, deadline=None)
@given(st.floats(-5, 5), st.floats(0.01, 100), st.integers(0, 100))
def test_indices_are_the_same_on_any_scale(shift: float, scale: float, seed: int) -> None:
    plain = of_function(ishigami, 3, 64, seed)
    moved = of_function(lambda x: shift + scale * ishigami(x), 3, 64, seed)
    for one, other in zip([*plain[0], *plain[1]], [*moved[0], *moved[1]], strict=True):
        assert one == pytest.approx(other, abs=1e-6)


def test_estimates_do_not_change_from_call_to_call() -> None:
    assert of_function(ishigami, 3, 64, 3) == of_function(ishigami, 3, 64, 3)


# -- scenarios -------------------------------------------------------------------------------------


@cache
def coded() -> Loaded:
    """The small scenario with an outcome that one number decides and one that chance decides."""
    data = case()
    data["outcomes"]["trusting"] = {"title": "South trusts", "when": "trust(south, host) >= 0.6"}
    data["outcomes"]["luck"] = {"title": "Luck", "when": "happened(report)"}
    data["outcomes"]["never"] = {"title": "Never", "when": "trust(south, host) >= 1.0"}
    data["events"]["report"]["chance"] = 0.5
    return load(str(written(data, scratch.shared("sobol"))))


@cache
def setup() -> Setup:
    return setup_of(coded(), "pass")


@cache
def found(measure: str, runs: int = 256) -> Indices:
    numbers = numbers_of(setup().compiled())
    told = [numbers[TRUST], numbers[UNREAD]]
    return indices(setup(), measure_of(setup(), measure), told, runs)


def one(measure: str, factor: str) -> Index:
    return next(one for one in found(measure).factors if one.factor == factor)


def test_a_number_that_decides_has_nearly_all_of_the_variance() -> None:
    trust = one("trusting", TRUST)
    assert trust.first.value > 0.8
    assert trust.total.value > 0.9
    assert one("trusting", CODING).total.value > 0.9
    assert one("trusting", CHANCE).total.value < 0.1


def test_what_nothing_reads_has_exactly_none() -> None:
    for measure in ("trusting", "luck"):
        unread = one(measure, UNREAD)
        assert unread.first == unread.total == (0.0, 0.0, 0.0)
        assert unread.turned is not None
        assert unread.turned.value == 0.0


def test_an_event_by_chance_is_all_chance() -> None:
    assert one("luck", CHANCE).first.value == pytest.approx(1.0, abs=0.2)
    assert one("luck", CHANCE).total.value == pytest.approx(1.0, abs=0.2)
    for factor in (TYPES, CODING, OTHERS, TRUST):
        assert one("luck", factor).total.value == 0.0


def test_the_total_index_of_a_yes_or_no_is_how_many_runs_turn_over() -> None:
    whole = found("trusting")
    for factor in whole.factors:
        assert factor.turned is not None
        assert factor.total.value == pytest.approx(factor.turned.value / (2 * whole.variance))
    assert whole.variance == pytest.approx(whole.mean * (1 - whole.mean))


def test_the_arms_differ_in_their_factor_alone() -> None:
    """And the two bases in all factors, chance included."""
    compiled = setup().compiled()
    groups = factors_of(compiled, [TRUST, UNREAD])
    every = set(varying(compiled))
    assert groups[CHANCE] == frozenset()
    assert groups[TYPES] | groups[CODING] == every
    assert groups[CODING] - groups[OTHERS] == {TRUST, UNREAD}
    assert count_of(compiled, 2) == 2 + len(groups)
    b = Ranges(redrawn="all", chance_redrawn=True)
    own, anew = (plan.uniforms(compiled, 1, 0, 500) for plan in (Ranges(), b))
    assert all(not np.array_equal(own[name], anew[name]) for name in every)
    assert b.chance_run(0) > 10**9
    values = run_arms(setup(), [Ranges(), b], 512, measure_of(setup(), "luck"))
    assert abs(np.corrcoef(*values)[0, 1]) < 4 / np.sqrt(512)


def test_order_and_plain_data() -> None:
    names = [factor.factor for factor in found("met").factors]
    assert names[:3] == [CHANCE, TYPES, CODING]
    assert names[-1] == OTHERS
    data = found("met").as_json()
    assert {factor["factor"] for factor in data["factors"]} == {*names}
    assert len(found("met").rows()) == 3 * len(names)
    mean = found("goals.host")
    assert all("turned" not in factor.as_json() for factor in mean.factors)
    assert len(mean.rows()) == 2 * len(names)


@pytest.mark.parametrize("runs", [0, 32, 100, 1000])
def test_the_runs_are_a_power_of_two(runs: int) -> None:
    with pytest.raises(LabError, match="a power of two of runs, 64 or more"):
        found("met", runs)


def test_a_measure_that_never_varies_has_no_indices() -> None:
    with pytest.raises(NoVarianceError, match="no variance to share out"):
        found("never")
