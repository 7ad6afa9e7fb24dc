"""Intervals and scores, against SciPy, published examples and simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.lab.stats import (
    LOG_SCORE_FLOOR,
    Estimate,
    brier_scores,
    log_scores,
    mean,
    paired_mean_difference,
    paired_share_difference,
    reliability_groups,
    skill,
    wilson,
)
from sim.model.exact import Floats


def generator(key: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=key))


@pytest.mark.parametrize(
    ("successes", "trials"),
    [(0, 1), (1, 1), (0, 500), (3, 500), (250, 500), (500, 500), (7, 20000)],
)
def test_wilson_agrees_with_scipy(successes: int, trials: int) -> None:
    scipy_stats = pytest.importorskip("scipy.stats")
    ours = wilson(successes, trials)
    theirs = scipy_stats.binomtest(successes, trials).proportion_ci(method="wilson")
    assert ours.value == successes / trials
    assert ours.ci95 == pytest.approx([theirs.low, theirs.high], abs=1e-12)


@given(st.integers(1, 10_000), st.data())
def test_wilson_holds_the_share_and_is_symmetric(trials: int, data: st.DataObject) -> None:
    successes = data.draw(st.integers(0, trials))
    ours, mirrored = wilson(successes, trials), wilson(trials - successes, trials)
    assert 0.0 <= ours.low <= ours.value <= ours.high <= 1.0
    assert ours.low < ours.high
    assert ours.low == pytest.approx(1.0 - mirrored.high, abs=1e-12)


@pytest.mark.parametrize(("successes", "trials"), [(0, 0), (-1, 5), (6, 5)])
def test_wilson_refuses_what_is_no_share(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="is not a share"):
        wilson(successes, trials)


def test_mean_agrees_with_scipy() -> None:
    scipy_stats = pytest.importorskip("scipy.stats")
    values = generator(1).random(400) * 3.0
    centre, error = values.mean(), scipy_stats.sem(values)
    low, high = scipy_stats.norm.interval(0.95, loc=centre, scale=error)
    assert mean(values) == pytest.approx((centre, low, high), abs=1e-12)


def test_paired_mean_difference_agrees_with_scipy() -> None:
    scipy_stats = pytest.importorskip("scipy.stats")
    first = generator(1).random(5000)
    second = 0.5 * first + 0.1 * generator(2).random(5000)
    theirs = scipy_stats.ttest_rel(first, second).confidence_interval(0.95)
    ours = paired_mean_difference(first, second)
    # The t interval of 5000 runs is wider than the normal one by a few parts in ten thousand.
    assert ours.ci95 == pytest.approx([theirs.low, theirs.high], rel=1e-3)
    unpaired = math.hypot(mean(first).high - first.mean(), mean(second).high - second.mean())
    assert ours.high - ours.value < unpaired


def table(both: int, only_1: int, only_2: int, neither: int) -> tuple[Floats, Floats]:
    """Paired outcomes with these counts."""
    counts = [both, only_1, only_2, neither]
    return np.repeat([1.0, 1.0, 0.0, 0.0], counts), np.repeat([1.0, 0.0, 1.0, 0.0], counts)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        # Newcombe (1998), an example of his own; Fagerland, Lydersen and Laake, "Statistical
        # Analysis of Contingency Tables" (2017), chapter 8.
        ((36, 12, 2, 0), 0.0569, 0.3404),
        ((59, 6, 16, 80), -0.1186, -0.0046),
    ],
)
def test_paired_share_difference_gives_published_intervals(
    counts: tuple[int, int, int, int], low: float, high: float
) -> None:
    assert paired_share_difference(*table(*counts)).ci95 == pytest.approx([low, high], abs=6e-5)


def test_paired_share_difference_covers_the_truth() -> None:
    random = generator(3).random
    covered = 0
    trials = 1000
    for _ in range(trials):
        luck = random(300)
        first, second = luck < 0.35, np.where(random(300) < 0.8, luck, random(300)) < 0.2
        interval = paired_share_difference(first, second)
        covered += interval.low <= 0.15 <= interval.high
    assert 0.93 <= covered / trials <= 0.975


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_paired_share_difference_is_sane(a: int, b: int, c: int, d: int) -> None:
    if a + b + c + d < 2:
        return
    first, second = table(a, b, c, d)
    ours, turned = paired_share_difference(first, second), paired_share_difference(second, first)
    assert ours.value == pytest.approx((b - c) / (a + b + c + d), abs=1e-12)
    assert -1.0 <= ours.low <= ours.value <= ours.high <= 1.0
    assert ours.low < ours.high
    assert ours.low == pytest.approx(-turned.high, abs=1e-12)


def test_pairs_that_move_together_have_the_narrower_interval() -> None:
    together = paired_share_difference(*table(400, 60, 20, 520))
    apart = paired_share_difference(*table(193, 267, 227, 313))
    assert together.value == apart.value
    assert together.high - together.low < 0.6 * (apart.high - apart.low)


@pytest.mark.parametrize("function", [paired_mean_difference, paired_share_difference])
def test_pairs_need_the_same_runs(function: object) -> None:
    assert callable(function)
    with pytest.raises(ValueError, match="3 runs against 2"):
        function([1, 0, 1], [1, 0])
    with pytest.raises(ValueError, match="at least two runs"):
        function([1], [1])


def test_brier_and_log_scores_by_hand() -> None:
    forecasts, happened = [0.7, 0.2, 0.5], [True, False, True]
    assert brier_scores(forecasts, happened).tolist() == pytest.approx([0.09, 0.04, 0.25])
    assert log_scores(forecasts, happened).tolist() == pytest.approx(
        [-math.log(0.7), -math.log(0.8), math.log(2.0)]
    )


def test_log_score_of_the_surest_forecasts_is_clipped() -> None:
    scores = log_scores([1.0, 0.0, 1.0, 0.0], [True, False, False, True])
    worst, best = -math.log(LOG_SCORE_FLOOR), -math.log1p(-LOG_SCORE_FLOOR)
    assert scores.tolist() == pytest.approx([best, best, worst, worst])
    assert log_scores([0.0], [True], floor=0.1)[0] == pytest.approx(math.log(10.0))
    with pytest.raises(ValueError, match="between 0 and"):
        log_scores([0.3], [True], floor=0.5)


@pytest.mark.parametrize("score", [brier_scores, log_scores])
@given(chance=st.floats(0.002, 0.998), claimed=st.floats(0.0, 1.0))
def test_scores_are_proper(score: object, chance: float, claimed: float) -> None:
    assert callable(score)

    def expected(forecast: float) -> float:
        yes, no = score([forecast, forecast], [True, False])
        return float(chance * yes + (1.0 - chance) * no)

    assert expected(chance) <= expected(claimed) + 1e-12


@pytest.mark.parametrize(
    ("forecasts", "happened", "message"),
    [
        ([], [], "at least one event"),
        ([0.5, 0.5], [True], "2 forecasts of 1 events"),
        ([1.2], [True], "outside 0 to 1"),
        ([math.nan], [True], "outside 0 to 1"),
        ([0.5], [0.5], "neither true nor false"),
    ],
)
def test_scores_refuse_what_is_no_forecast(
    forecasts: list[float], happened: list[bool], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        brier_scores(forecasts, happened)


def test_skill_by_hand_and_at_its_ends() -> None:
    reference = np.full(10, 0.25)
    assert skill(np.zeros(10), reference) == Estimate(1.0, 1.0, 1.0)
    assert skill(reference, reference) == Estimate(0.0, 0.0, 0.0)
    assert skill(2 * reference, reference).value == -1.0
    assert skill([0.1, 0.2], [0.2, 0.4]).value == pytest.approx(0.5)


def test_skill_interval_agrees_with_scipy() -> None:
    scipy_stats = pytest.importorskip("scipy.stats")
    scores, reference = generator(7).random(40) * 0.3, generator(8).random(40) * 0.5
    ours = skill(scores, reference)
    theirs = scipy_stats.bootstrap(
        (scores, reference),
        lambda a, b, axis: 1.0 - a.mean(axis=axis) / b.mean(axis=axis),
        paired=True,
        vectorized=True,
        n_resamples=20_000,
        method="percentile",
        rng=generator(9),
    ).confidence_interval
    assert ours.ci95 == pytest.approx([theirs.low, theirs.high], abs=0.02)
    assert ours.low < ours.value < ours.high


def test_skill_is_repeatable_and_its_seed_matters() -> None:
    scores, reference = generator(7).random(13), generator(8).random(13)
    assert skill(scores, reference) == skill(scores, reference)
    assert skill(scores, reference).low != skill(scores, reference, seed=2).low


def test_skill_leaves_out_resamples_without_a_reference() -> None:
    # With one event of two that the reference misses, a quarter of the resamples have none.
    interval = skill([0.1, 0.1], [0.0, 0.4])
    assert interval == pytest.approx((0.5, 0.5, 0.75))


def test_skill_refuses_what_it_cannot_compare() -> None:
    with pytest.raises(ValueError, match="3 scores against 2"):
        skill([0.1] * 3, [0.1] * 2)
    with pytest.raises(ValueError, match="The reference is perfect"):
        skill([0.1], [0.0])


@given(
    data=st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40),
    groups=st.integers(1, 12),
)
def test_reliability_groups_hold_every_forecast_once(
    data: list[tuple[float, bool]], groups: int
) -> None:
    forecasts, happened = [one for one, _ in data], [came for _, came in data]
    found = reliability_groups(forecasts, happened, groups)
    assert sum(one.of for one in found) == len(data)
    assert sum(one.happened for one in found) == sum(happened)
    assert [one.forecast for one in found] == sorted(one.forecast for one in found)
    mean = sum(one.forecast * one.of for one in found) / len(data)
    assert mean == pytest.approx(sum(forecasts) / len(data))


def test_reliability_groups_by_hand() -> None:
    found = reliability_groups([0.0, 0.1, 0.5, 0.9, 1.0], [False, True, True, True, True], 2)
    assert [(one.happened, one.of) for one in found] == [(1, 2), (3, 3)]
    assert found[1].forecast == pytest.approx(0.8)
    assert found[0].share.value == 0.5
