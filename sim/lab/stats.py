"""Intervals and scores: how sure an ensemble is, and how good its forecasts are.

All are pure functions of their data, with 95% intervals unless another `z` is given. Shares and
means take the runs of an ensemble, scores take the forecasts of a set of dated events.
"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.game.forecast.shares import wilson_ends
from sim.model.chance import block
from sim.model.exact import Floats, log

#: Half the width of a 95% interval in standard errors.
Z95: Final = NormalDist().inv_cdf(0.975)

#: The log score takes a forecast as no surer than this: an ensemble of some hundred runs cannot
#: tell a chance of one in a thousand from none, and a single nought would sink any forecaster.
LOG_SCORE_FLOOR: Final = 0.001


class Estimate(NamedTuple):
    """A value with its interval, of 95% where nothing else is said."""

    value: float
    low: float
    high: float

    @property
    def ci95(self) -> list[float]:
        """Both ends of the interval, as the machine-readable results give them."""
        return [self.low, self.high]

    @property
    def half_width(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2


def simultaneous(intervals: int) -> float:
    """Half the width, in standard errors, of each of several intervals that hold together.

    All hold at once in 95% of the cases or more, however they hang together.

    Args:
        intervals: How many are told at once, at least 1.

    Raises:
        ValueError: There is none.

    Source: Bonferroni's inequality; Dunn, "Multiple comparisons among means", Journal of the
    American Statistical Association 56 (1961).
    """
    if intervals < 1:
        raise ValueError(f"{intervals} intervals cannot hold together; at least 1 is needed.")
    return NormalDist().inv_cdf(1.0 - 0.025 / intervals)


def wilson(successes: int, trials: int, z: float = Z95) -> Estimate:
    """A share with Wilson's score interval, which holds for rare and certain events too.

    Args:
        successes: How many, from 0 to ``trials``.
        trials: Of how many, at least 1.
        z: Half the interval's width in standard errors.

    Raises:
        ValueError: The numbers are not a share.

    Source: Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22 (1927).
    """
    low, high = wilson_ends(successes, trials, z)
    return Estimate(successes / trials, low, high)


def mean(values: ArrayLike, z: float = Z95) -> Estimate:
    """A mean with the large-sample interval: 1.96 standard errors each way.

    Args:
        values: Shape (runs,), at least 2 runs; below some 30 the interval is too narrow.
        z: Half the interval's width in standard errors.

    Raises:
        ValueError: Fewer than two runs.
    """
    data = _runs(values)
    centre = float(np.mean(data))
    half = z * float(np.std(data, ddof=1)) / sqrt(data.size)
    return Estimate(centre, centre - half, centre + half)


def paired_mean_difference(first: ArrayLike, second: ArrayLike, z: float = Z95) -> Estimate:
    """The mean of ``first - second`` over runs that met the same chance, with its interval.

    Pairing takes out what both have in common, so the interval is narrower than that of two
    independent ensembles wherever the two move together.

    Args:
        first: Shape (runs,), at least 2 runs.
        second: Shape (runs,), the same runs in the same order.
        z: Half the interval's width in standard errors.

    Raises:
        ValueError: Fewer than two runs, or not the same number of them.
    """
    return mean(np.subtract(*_pairs(first, second)), z)


def mean_difference(first: ArrayLike, second: ArrayLike, z: float = Z95) -> Estimate:
    """The mean of ``first`` less that of ``second``, of two independent ensembles.

    Args:
        first: Shape (runs,), at least 2 runs.
        second: Shape (other runs,), at least 2.
        z: Half the interval's width in standard errors.

    Raises:
        ValueError: Fewer than two runs.
    """
    one, two = mean(first, z), mean(second, z)
    difference = one.value - two.value
    half = _joined(one.half_width, two.half_width, 0.0)
    return Estimate(difference, difference - half, difference + half)


def share_difference(first: ArrayLike, second: ArrayLike, z: float = Z95) -> Estimate:
    """The share of ``first`` less that of ``second``, of two independent ensembles.

    Args:
        first: Shape (runs,): whether it happened.
        second: Shape (other runs,).
        z: Half the interval's width in standard errors.

    Raises:
        ValueError: Fewer than two runs.

    Source: Newcombe, "Interval estimation for the difference between independent proportions:
    comparison of eleven methods", Statistics in Medicine 17 (1998), method 10.
    """
    one, two = (
        wilson(int(np.count_nonzero(data)), data.size, z) for data in (_runs(first), _runs(second))
    )
    return _share_difference(one, two, 0.0)


def paired_share_difference(first: ArrayLike, second: ArrayLike, z: float = Z95) -> Estimate:
    """The share of ``first`` less that of ``second`` on the same chance, with Newcombe's interval.

    It joins the two Wilson intervals, less what the two share through their correlation, and so
    does not shrink to a point where no run differs.

    Args:
        first: Shape (runs,): whether it happened, at least 2 runs.
        second: Shape (runs,), the same runs in the same order.
        z: Half the interval's width in standard errors.

    Raises:
        ValueError: Fewer than two runs, or not the same number of them.

    Source: Newcombe, "Improved confidence intervals for the difference between binomial proportions
    based on paired data", Statistics in Medicine 17 (1998), method 10.
    """
    yes_1, yes_2 = (data != 0 for data in _pairs(first, second))
    both = int(np.sum(yes_1 & yes_2))
    return paired_counts_difference(
        both, int(np.sum(yes_1)) - both, int(np.sum(yes_2)) - both, yes_1.size, z
    )


def paired_counts_difference(
    both: int, only_1: int, only_2: int, runs: int, z: float = Z95
) -> Estimate:
    """The same as `paired_share_difference`, of counts.

    Args:
        both: In how many runs it happened both times.
        only_1: In how many the first time alone.
        only_2: In how many the second time alone.
        runs: Of how many, at least 1.
        z: Half the width of the interval in standard errors; by default that of 95%.

    Raises:
        ValueError: The counts are not those of so many runs.
    """
    neither = runs - both - only_1 - only_2
    if min(both, only_1, only_2, neither) < 0:
        raise ValueError(f"{both}, {only_1} and {only_2} of {runs} runs are not pairs of runs.")
    one, two = wilson(both + only_1, runs, z), wilson(both + only_2, runs, z)
    correlation = 0.0
    margins = (both + only_1) * (only_2 + neither) * (both + only_2) * (only_1 + neither)
    if margins:
        excess = float(both * neither - only_1 * only_2)
        if excess > 0:
            excess = max(excess - runs / 2, 0.0)
        correlation = excess / sqrt(margins)
    return _share_difference(one, two, correlation)


def _share_difference(one: Estimate, two: Estimate, correlation: float) -> Estimate:
    """The difference of two shares with intervals of their own."""
    difference = one.value - two.value
    below = _joined(one.value - one.low, two.high - two.value, correlation)
    above = _joined(one.high - one.value, two.value - two.low, correlation)
    return Estimate(difference, max(-1.0, difference - below), min(1.0, difference + above))


def _joined(a: float, b: float, correlation: float) -> float:
    """The half-width of a difference of two correlated shares from their own half-widths."""
    return sqrt(max(0.0, a * a - 2 * correlation * a * b + b * b))


def brier_scores(forecasts: ArrayLike, happened: ArrayLike) -> Floats:
    """The squared error of each forecast: 0 is perfect, 0.25 what "fifty-fifty" earns, 1 the worst.

    Args:
        forecasts: Shape (events,): chances in [0, 1].
        happened: Shape (events,): whether each event came about.

    Returns:
        Shape (events,); their mean is the Brier score.

    Raises:
        ValueError: No event, not one outcome for each forecast, or a chance out of range.

    Source: Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather
    Review 78 (1950), for one of two classes.
    """
    chances, outcomes = _forecasts(forecasts, happened)
    return np.square(chances - outcomes)


def log_scores(forecasts: ArrayLike, happened: ArrayLike, floor: float = LOG_SCORE_FLOOR) -> Floats:
    """Minus the log of the chance given to what came about: 0 is perfect, 0.69 is "fifty-fifty".

    Args:
        forecasts: Shape (events,): chances in [0, 1], each clipped to [floor, 1 - floor] first.
        happened: Shape (events,): whether each event came about.
        floor: The surest forecast that is taken at its word, 0 < floor < 0.5. No score is worse
            than -log(floor), which for the default is 6.9.

    Returns:
        Shape (events,); their mean is the log score.

    Raises:
        ValueError: As for `brier_scores`, or the floor is out of range.

    Source: Good, "Rational decisions", Journal of the Royal Statistical Society B 14 (1952).
    """
    if not 0.0 < floor < 0.5:
        raise ValueError(f"The floor of the log score is {floor}; it must lie between 0 and 0.5.")
    chances, outcomes = _forecasts(forecasts, happened)
    clipped = np.clip(chances, floor, 1.0 - floor)
    return -log(np.where(outcomes == 1.0, clipped, 1.0 - clipped))


def skill(
    scores: ArrayLike, reference: ArrayLike, resamples: int = 10_000, seed: int = 1
) -> Estimate:
    """1 - mean(scores) / mean(reference): 1 is perfect, 0 no better than the reference.

    The interval is the 95% percentile interval of a bootstrap over the events, which keeps each
    event's two scores together. It says how far the skill rests on which events were asked about.
    Events of one story hang together, so it is a lower bound of the true uncertainty.

    Args:
        scores: Shape (events,): the forecaster's score of each event, lower is better.
        reference: Shape (events,): the reference's score of the same events.
        resamples: How many resamples.
        seed: The seed of the resamples; the same seed gives the same interval.

    Raises:
        ValueError: No event, not the same number of both, or a reference that is perfect and so
            leaves nothing to improve.

    Source: Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7
    (1979).
    """
    own, other = _events(scores), _events(reference)
    if own.size != other.size:
        raise ValueError(f"{own.size} scores against {other.size} of the reference; one for one.")
    if not other.sum() > 0.0:
        raise ValueError("The reference is perfect, so that there is no skill over it to speak of.")
    events = own.size
    # One row of draws for each event of a resample: shape (events, resamples).
    draws = block(seed, 0, 0, resamples, -(-events // 4) * 4)[:events]
    picks = (draws * events).astype(np.intp)
    own_sums, other_sums = own[picks].sum(axis=0), other[picks].sum(axis=0)
    # A resample in which the reference is perfect has no skill to measure; it is left out.
    usable = other_sums > 0.0
    resampled = 1.0 - own_sums[usable] / other_sums[usable]
    low, high = np.quantile(resampled, [0.025, 0.975])
    return Estimate(float(1.0 - own.sum() / other.sum()), float(low), float(high))


class Reliability(NamedTuple):
    """Forecasts of about the same chance, and how many of their events came about."""

    forecast: float
    """Mean of the forecasts."""
    happened: int
    of: int

    @property
    def share(self) -> Estimate:
        """The share that came about, with its interval."""
        return wilson(self.happened, self.of)


def reliability_groups(
    forecasts: ArrayLike, happened: ArrayLike, groups: int = 5
) -> list[Reliability]:
    """Forecasts in groups of equal width, as a reliability diagram shows them.

    Args:
        forecasts: Shape (events,): chances in [0, 1].
        happened: Shape (events,): whether each event came about.
        groups: Into how many parts 0 to 1 is cut; the upper end belongs to the last.

    Returns:
        The groups that hold any forecast, in rising order.

    Raises:
        ValueError: As for `brier_scores`.

    Source: Murphy and Winkler, "Reliability of subjective probability forecasts of precipitation
    and temperature", Applied Statistics 26 (1977).
    """
    chances, outcomes = _forecasts(forecasts, happened)
    places = np.minimum((chances * groups).astype(int), groups - 1)
    found = []
    for place in range(groups):
        here = places == place
        if here.any():
            came = int(outcomes[here].sum())
            found.append(Reliability(float(chances[here].mean()), came, int(here.sum())))
    return found


def _runs(values: ArrayLike) -> Floats:
    """Values as one row of at least two runs."""
    data = np.asarray(values, dtype=np.float64)
    if data.ndim != 1 or data.size < 2:
        raise ValueError(f"Values of shape {data.shape}; one row of at least two runs is needed.")
    return data


def _pairs(first: ArrayLike, second: ArrayLike) -> tuple[Floats, Floats]:
    """Two rows of the same runs."""
    one, two = _runs(first), _runs(second)
    if one.size != two.size:
        raise ValueError(f"{one.size} runs against {two.size}; pairs need the same runs.")
    return one, two


def _events(scores: ArrayLike) -> Floats:
    """Scores as one row of at least one event."""
    data = np.asarray(scores, dtype=np.float64)
    if data.ndim != 1 or data.size < 1:
        raise ValueError(f"Scores of shape {data.shape}; one row of at least one event is needed.")
    return data


def _forecasts(forecasts: ArrayLike, happened: ArrayLike) -> tuple[Floats, NDArray[np.float64]]:
    """Forecasts and their outcomes as rows of the same events, the outcomes 0.0 or 1.0."""
    chances, outcomes = _events(forecasts), _events(happened)
    if chances.size != outcomes.size:
        raise ValueError(f"{chances.size} forecasts of {outcomes.size} events; one for each.")
    if not ((chances >= 0.0) & (chances <= 1.0)).all():
        raise ValueError("A forecast is outside 0 to 1; it must be the chance of its event.")
    if not ((outcomes == 0.0) | (outcomes == 1.0)).all():
        raise ValueError("An outcome is neither true nor false; each event came about or did not.")
    return chances, outcomes
