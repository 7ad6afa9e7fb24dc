"""Which of the engine's constants keep nearest to the record of the scenarios they may be tuned on.

Constants are drawn jointly from their ranges; each draw is scored by how well the historical lines
of the scenarios forecast their checkpoints and foils; the best draws are kept. This is rejection
sampling with the log score as distance (approximate Bayesian computation; Beaumont, Zhang and
Balding 2002), so what a constant's kept values spread over is what the record leaves open of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import ks_1samp, spearmanr, uniform

from sim.lab.batch import Bools, run_batch
from sim.lab.errors import LabError
from sim.lab.runner import constant_uniforms
from sim.lab.setup import setup_of
from sim.model.constants import NAMES, table
from sim.model.plan import Plan
from sim.scenario.load import Loaded

DRAWS = 1000
EACH = 100
"""Runs of each scenario in a draw."""
KEPT = 0.1
"""Share of the draws that is kept."""


@dataclass(frozen=True)
class Learned:
    """What the record says about one constant."""

    name: str
    value: float
    """As it is now."""
    range: tuple[float, float]
    """The lowest and the highest that was drawn."""
    correlation: float
    """Rank correlation of the constant with the score over all draws; above 0, more is better."""
    median: float
    """Of the kept values, in the units of the constant."""
    low: float
    high: float
    """Median and 95% of the kept values."""
    p_value: float
    """Of the kept values against the range they were drawn from (Kolmogorov and Smirnov)."""

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        return {
            "value": self.value,
            "range": list(self.range),
            "correlation": self.correlation,
            "kept": {"median": self.median, "ci95": [self.low, self.high]},
            "p_value": self.p_value,
        }


@dataclass(frozen=True)
class Calibration:
    """Constants against the record."""

    scenarios: tuple[str, ...]
    draws: int
    each: int
    scores: NDArray[np.float64]
    """Log score of each draw, the mean over scenarios; 0 is perfect, shape (draws,)."""
    kept: NDArray[np.bool_]
    """Which draws are among the best, shape (draws,)."""
    constants: tuple[Learned, ...]

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        return {
            "scenarios": list(self.scenarios),
            "draws": self.draws,
            "runs_a_draw": self.each,
            "log_score": {
                "median": float(np.median(self.scores)),
                "kept": float(np.median(self.scores[self.kept])),
            },
            "constants": {one.name: one.as_json() for one in self.constants},
        }


def calibrate(
    scenarios: Sequence[Loaded],
    draws: int = DRAWS,
    each: int = EACH,
    seed: int = 1,
    **options: Any,
) -> Calibration:
    """Draw the constants, score each draw on the record, keep the best.

    Args:
        scenarios: Scenarios with checkpoints that constants may be tuned on.
        draws: Joint draws of all constants from their ranges.
        each: Runs of each scenario in each draw.
        seed: Key of the chance.
        options: What `run_batch` takes besides.

    Raises:
        LabError: No scenario, one held out, or one without checkpoints.
    """
    if not scenarios:
        raise LabError("There is no scenario to calibrate on.")
    scores = np.zeros(draws)
    for loaded in scenarios:
        scores += _scores(loaded, draws, each, seed, options)
    scores /= len(scenarios)
    kept = scores <= np.quantile(scores, KEPT)
    uniforms = constant_uniforms(seed, 0, draws)
    learned = tuple(_learned(row, name, uniforms, scores, kept) for row, name in enumerate(NAMES))
    names = tuple(loaded.scenario.id for loaded in scenarios)
    return Calibration(names, draws, each, scores, kept, learned)


def _scores(
    loaded: Loaded, draws: int, each: int, seed: int, options: dict[str, Any]
) -> NDArray[np.float64]:
    """Mean log score of a scenario's checkpoints and foils in each draw, shape (draws,)."""
    history = loaded.scenario.history
    if history.holdout:
        raise LabError(f"{loaded.scenario.id} is held out: no constant may be tuned on it.")
    if not history.checkpoints:
        raise LabError(f"{loaded.scenario.id} has no checkpoints to calibrate on.")
    setup = replace(setup_of(loaded, "history", seed=seed), runs_a_draw=each)
    result = run_batch(setup, draws * each, **options)
    points = [(f"checkpoints.{name}", one.by, True) for name, one in history.checkpoints.items()]
    points += [(f"foils.{name}", one.by, False) for name, one in history.foils.items()]
    total, plan = np.zeros(draws), Plan(setup.scenario)
    for name, by, happened in points:
        held = result.happened(name, plan.turn_of(by))
        total -= np.log(_forecasts(held.reshape(draws, -1), happened))
    return total / len(points)


def _forecasts(held: Bools, happened: bool) -> NDArray[np.float64]:
    """What each draw gave what came to pass; half a run either way keeps it off 0 and 1.

    Args:
        held: Where a condition held in time, shape (draws, runs of each).
        happened: Whether it did in the record.
    """
    share = (held.sum(axis=1) + 0.5) / (held.shape[1] + 1.0)
    return np.asarray(share if happened else 1.0 - share)


def _learned(
    row: int,
    name: str,
    uniforms: NDArray[np.float64],
    scores: NDArray[np.float64],
    kept: NDArray[np.bool_],
) -> Learned:
    entry = table()[name]
    low, high = entry["range"]
    best = uniforms[row][kept]
    ends = low + (high - low) * np.quantile(best, [0.5, 0.025, 0.975])
    return Learned(
        name=name,
        value=float(entry["value"]),
        range=(float(low), float(high)),
        correlation=float(-spearmanr(uniforms[row], scores).statistic),
        median=float(ends[0]),
        low=float(ends[1]),
        high=float(ends[2]),
        p_value=float(ks_1samp(best, uniform.cdf).pvalue),
    )
