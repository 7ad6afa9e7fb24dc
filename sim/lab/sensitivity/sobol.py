"""Sobol indices: how much of a measure's variance is chance, hidden types, and coding.

A factor is one coded number, all other coded numbers together, the hidden types together, or chance
itself. Runs A draw all factors for themselves, runs B draw all of them anew and independently, and
runs AB_i are runs A with factor i of runs B. The first-order index of a factor is the share of the
measure's variance that would go if the factor were known; the total index is the share that is left
while only the factor is unknown, interactions included. First-order indices add up to at most 1,
total indices to at least 1.

Where the measure is a yes or no of each run, with share p, its variance is p (1 - p), and the total
index is the chance that a run turns over when the factor alone is drawn anew, divided by
2 p (1 - p), which is the chance that two unrelated runs differ. Where chance has a large index no
coding, however good, foretells a single run.

All coded numbers together are told as well, beside the factors that they consist of.

Sources: Sobol, "Global sensitivity indices for nonlinear mathematical models and their Monte Carlo
estimates", Mathematics and Computers in Simulation 55 (2001); first-order estimator of Saltelli and
others, "Variance based sensitivity analysis of model output", Computer Physics Communications 181
(2010); total estimator of Jansen, "Analysis of variance designs for model output", Computer Physics
Communications 117 (1999).
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.lab.errors import LabError
from sim.lab.measure import Measure
from sim.lab.ranges import Ranges, varying
from sim.lab.runner import Progress
from sim.lab.sensitivity.arms import run_arms
from sim.lab.sensitivity.coded import Number
from sim.lab.setup import Setup
from sim.lab.stats import Estimate
from sim.model.chance import Purpose, block
from sim.model.compiled import Compiled
from sim.model.exact import Floats
from sim.model.start import TYPE_SLOT

RUNS = 4096
FEWEST = 64
RESAMPLES = 999
_BATCH = 100
"""Resamples at a time."""

CHANCE: Final = "chance"
TYPES: Final = "hidden types"
CODING: Final = "all coded numbers"
OTHERS: Final = "all other coded numbers"


class NoVarianceError(LabError):
    """A measure that never varied has no indices."""


@dataclass(frozen=True)
class Index:
    """The indices of one factor."""

    factor: str
    """A number's path, or `chance`, `hidden types`, `all coded numbers`, and of these `all other
    coded numbers` than those told one by one."""
    label: str
    basis: str
    """`cited` or `assumed` for a number, empty for what is no single number."""
    first: Estimate
    total: Estimate
    turned: Estimate | None
    """Where the measure is a yes or no: the share of runs that turn over when the factor alone is
    drawn anew."""

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        found = {
            "factor": self.factor,
            "label": self.label,
            "basis": self.basis,
            "first_order": self.first.value,
            "first_order_ci95": self.first.ci95,
            "total": self.total.value,
            "total_ci95": self.total.ci95,
        }
        if self.turned is not None:
            found |= {"turned": self.turned.value, "turned_ci95": self.turned.ci95}
        return found


@dataclass(frozen=True)
class Indices:
    """The indices of all factors for a measure."""

    measure: Measure
    runs: int
    """Runs of A, of B and of each AB_i."""
    mean: float
    """Of the measure over the runs A and B, in its own units."""
    variance: float
    """Of the measure over the runs A and B."""
    factors: tuple[Index, ...]
    """Chance, the hidden types, all coded numbers; and what the last consist of: each number, the
    largest total first, and all others."""

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        return {
            "runs": self.runs,
            "mean": self.mean,
            "variance": self.variance,
            "factors": [one.as_json() for one in self.factors],
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a figure, for a table: kind, path, label, basis, value, low, high."""
        found = []
        for one in self.factors:
            figures = {"first-order index": one.first, "total index": one.total}
            if one.turned is not None:
                figures["runs turned"] = one.turned
            for kind, value in figures.items():
                found.append(
                    {
                        "kind": kind,
                        "path": one.factor,
                        "label": one.label,
                        "basis": one.basis,
                        "value": value.value,
                        "low": value.low,
                        "high": value.high,
                    }
                )
        return found


def indices(
    setup: Setup,
    measure: Measure,
    numbers: Sequence[Number],
    runs: int = RUNS,
    *,
    first: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
    compiled: Compiled | None = None,
) -> Indices:
    """The Sobol indices of some coded numbers, of all others, of the hidden types and of chance.

    Args:
        setup: What to run.
        measure: What varies.
        numbers: Each a factor of its own.
        runs: Runs of A, of B and of each AB_i: a power of two, 64 or more.
        first: Number of the first run: fresh runs where the numbers were chosen by others.
        executor: Whatever runs the tasks; None for this process.
        progress: Is told of the runs as they are done: `runs` times the factors and two.
        compiled: The setup's scenario where it is compiled already.

    Raises:
        LabError: Runs that will not do; a number without a range; SciPy is not there.
        NoVarianceError: The measure never varied.
    """
    if runs < FEWEST or runs & (runs - 1):
        raise LabError(f"Indices need a power of two of runs, {FEWEST} or more, not {runs}.")
    compiled = compiled or setup.compiled()
    groups = factors_of(compiled, [number.path for number in numbers])
    arms = [
        Ranges(first=first),
        Ranges(redrawn="all", chance_redrawn=True, first=first),
        *(
            Ranges(redrawn=members, chance_redrawn=name == CHANCE, first=first)
            for name, members in groups.items()
        ),
    ]
    values = run_arms(
        setup, arms, runs, measure, executor=executor, progress=progress, compiled=compiled
    )
    if not np.ptp(values[:2]):
        raise NoVarianceError(
            f'"{measure.title}" came out the same in all {2 * runs} runs; '
            "there is no variance to share out."
        )
    firsts, totals = estimates(values[0], values[1], values[2:], setup.seed)
    known = {number.path: number for number in numbers}
    found = {
        name: Index(
            name,
            known[name].label if name in known else name[:1].upper() + name[1:],
            known[name].basis if name in known else "",
            firsts[row],
            totals[row],
            measure.estimate(np.abs(values[2 + row] - values[0])) if measure.share else None,
        )
        for row, name in enumerate(groups)
    }
    last = {name: place for place, name in enumerate((CHANCE, TYPES, CODING, "", OTHERS))}
    return Indices(
        measure=measure,
        runs=runs,
        mean=float(values[:2].mean()),
        variance=float(values[:2].var()),
        factors=tuple(
            sorted(found.values(), key=lambda one: (last.get(one.factor, 3), -one.total.value))
        ),
    )


def factors_of(compiled: Compiled, paths: Sequence[str]) -> dict[str, frozenset[str]]:
    """What each factor draws anew, by its name.

    Every draw belongs to chance, to the hidden types or to the coded numbers, and of these to one
    number of `paths` or to the others.
    """
    every = frozenset(varying(compiled))
    types = frozenset(TYPE_SLOT.format(compiled.plan.actors[a]) for a in compiled.plan.subjects)
    groups = {TYPES: types, CODING: every - types, OTHERS: every - types - frozenset(paths)}
    found: dict[str, frozenset[str]] = {CHANCE: frozenset()}
    found |= {name: members for name, members in groups.items() if members}
    return found | {path: frozenset([path]) for path in paths}


def count_of(compiled: Compiled, numbers: int) -> int:
    """How many times the runs of A are run in all, with so many numbers as factors of their own."""
    every = len(varying(compiled)) - len(compiled.plan.subjects)
    return 2 + 1 + bool(compiled.plan.subjects) + bool(every) + (numbers < every) + numbers


def estimates(
    a: Floats, b: Floats, ab: Floats, seed: int = 1, resamples: int = RESAMPLES
) -> tuple[list[Estimate], list[Estimate]]:
    """First-order and total indices with 95% percentile intervals of a bootstrap over the runs.

    Args:
        a: The measure in runs A, shape (runs,), a power of two of runs.
        b: In runs B, which share nothing with A.
        ab: In runs A with factor i of B, shape (factors, runs), two factors or more.
        seed: The seed of the resamples.
        resamples: How many.

    Returns:
        One estimate a factor, of each kind. An index of exactly 0 comes with the interval 0 to 0:
        no run differed.

    Raises:
        LabError: SciPy is not there.
    """
    try:
        from scipy.stats import sobol_indices
    except ImportError:
        raise LabError('Sobol indices need SciPy: pip install "twin-track[lab]".') from None
    result = sobol_indices(
        func={"f_A": a[None], "f_B": b[None], "f_AB": ab[:, None]}, n=a.size, method="saltelli_2010"
    )
    # SciPy's own bootstrap (BCa) wants factors times the square of the runs in memory, and takes
    # its chance from NumPy's global state, so that no two calls agree.
    firsts, totals = _resampled(a, b, ab, seed, resamples)
    return (
        [_estimate(value, draws) for value, draws in zip(result.first_order, firsts, strict=True)],
        [_estimate(value, draws) for value, draws in zip(result.total_order, totals, strict=True)],
    )


def _resampled(
    a: Floats, b: Floats, ab: Floats, seed: int, resamples: int
) -> tuple[Floats, Floats]:
    """Both indices in each resample of the runs, shape (factors, resamples)."""
    runs = a.size
    centre = (a.mean() + b.mean()) / 2
    a, b, ab = a - centre, b - centre, ab - centre
    parts = np.stack([a, b, a * a, b * b, *(b * (ab - a)), *(0.5 * (ab - a) ** 2)])
    sums = np.empty((len(parts), resamples))
    width = -(-runs // 4) * 4
    for first in range(0, resamples, _BATCH):
        count = min(_BATCH, resamples - first)
        draws = block(seed, 0, first, count, width, Purpose.ODDS)[:runs]
        for row, picks in enumerate((draws * runs).astype(np.intp).T, start=first):
            sums[:, row] = (parts * np.bincount(picks, minlength=runs)).sum(axis=1)
    means = sums / runs
    mean = (means[0] + means[1]) / 2
    variance = (means[2] + means[3]) / 2 - mean**2
    with np.errstate(divide="ignore", invalid="ignore"):
        indices = means[4:] / variance
    return np.nan_to_num(indices[: len(ab)], posinf=0.0, neginf=0.0), np.nan_to_num(
        indices[len(ab) :], posinf=0.0, neginf=0.0
    )


def _estimate(value: float, draws: Floats) -> Estimate:
    low, high = np.quantile(draws, [0.025, 0.975])
    return Estimate(float(value), float(low), float(high))
