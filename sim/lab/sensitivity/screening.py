"""Screening: one plain ensemble, in which every coded number was drawn from its range.

Where a measure differs between the runs in which a number was drawn high and those in which it was
drawn low, the number may matter. This looks at all numbers at once for the price of one ensemble.
It sees what a number does by itself, averaged over all others; what acts only together with others,
or the same way at both ends, it does not see (the total indices of `sim.lab.sensitivity.sobol` do).
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any

import numpy as np

from sim.lab.batch import run_batch
from sim.lab.columns import Columns
from sim.lab.errors import LabError
from sim.lab.measure import Measure
from sim.lab.ranges import MOST_DRAWS, Ranges, no_number
from sim.lab.runner import Progress
from sim.lab.sensitivity.coded import HiddenType, Number, numbers_of, types_coded
from sim.lab.setup import Setup
from sim.lab.stats import Z95, Estimate
from sim.model.compiled import Compiled
from sim.model.exact import Floats

RUNS = 20_000
FEWEST = 300
"""Fewest runs to sort numbers by: a hundred a third."""


@dataclass(frozen=True)
class Screened:
    """What a number seems to do."""

    number: Number
    effect: Estimate
    """Mean of the measure over the third of the runs with the highest draws less that over the
    third with the lowest, with Welch's large-sample interval."""

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        return {
            "path": self.number.path,
            "effect": self.effect.value,
            "ci95": self.effect.ci95,
        }


@dataclass(frozen=True)
class Ensemble:
    """The runs of a setup with the draws that they had."""

    setup: Setup
    compiled: Compiled
    runs: int
    columns: Columns
    uniforms: Mapping[str, Floats]
    """Of every number and hidden type, by path, shape (runs,)."""
    numbers: Mapping[str, Number]
    """The coded numbers that vary, by path."""
    types: Mapping[str, HiddenType]
    seconds: float

    def thirds(self, measure: Measure, rows: slice = slice(None)) -> list[Screened]:
        """All numbers, the one that seems to matter most first.

        Args:
            measure: What is to differ.
            rows: Which runs to look at.
        """
        values = measure.read(self.columns)[rows]
        found = [
            Screened(number, _difference(values, self.uniforms[path][rows]))
            for path, number in self.numbers.items()
        ]
        return sorted(found, key=lambda one: -abs(one.effect.value))


def ensemble(
    setup: Setup,
    runs: int = RUNS,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
    compiled: Compiled | None = None,
) -> Ensemble:
    """Run a setup, each number drawn from its range.

    Args:
        setup: What to run.
        runs: How many runs, at least `FEWEST`.
        workers: Processes of this machine.
        executor: Whatever else runs the tasks.
        progress: Is told of the runs as they are done.
        compiled: The setup's scenario where it is compiled already.

    Raises:
        LabError: Too few runs or too many; numbers that are not drawn; a scenario without ranges.
    """
    if runs < FEWEST:
        raise LabError(f"{runs} runs are too few to tell numbers apart; ask for {FEWEST} or more.")
    if not setup.sample:
        raise LabError("Where coded numbers are taken at their values, there is nothing to vary.")
    compiled = compiled or setup.compiled()
    numbers = numbers_of(compiled)
    if not numbers:
        raise LabError(f"{setup.scenario.id} has no coded number with a range.")
    most = MOST_DRAWS // len(compiled.range_slots)
    if runs > most:
        raise LabError(
            f"{len(numbers)} numbers can be screened on at most {most} runs, not {runs}."
        )
    plan = setup.ranges or Ranges()
    if not plan.plain:
        raise LabError("A setup that holds or spreads its numbers already cannot be screened.")
    result = run_batch(
        replace(setup, ranges=None),
        runs,
        workers=workers,
        executor=executor,
        progress=progress,
        compiled=compiled,
    )
    uniforms = plan.uniforms(compiled, setup.seed, 0, runs)
    return Ensemble(
        setup,
        compiled,
        runs,
        result.columns,
        uniforms,
        numbers,
        types_coded(compiled),
        result.seconds,
    )


def chosen(
    ensemble: Ensemble, screened: list[Screened], top: int, paths: tuple[str, ...]
) -> list[Number]:
    """The numbers that are put to the test: those named, and the first of the screening.

    Raises:
        LabError: A name that is no coded number with a range; none is asked for.
    """
    for path in paths:
        if path not in ensemble.numbers:
            raise LabError(no_number(ensemble.compiled, path))
    if top < 1 and not paths:
        raise LabError("At least one number has to be put to the test; ask for --top 1 or more.")
    named = dict.fromkeys(paths)
    ranked = [one.number.path for one in screened if one.number.path not in named]
    return [ensemble.numbers[path] for path in [*named, *ranked[: max(top - len(named), 0)]]]


def _difference(values: Floats, uniforms: Floats) -> Estimate:
    """The mean of values with the highest third of draws less that with the lowest.

    Source: Welch, "The generalization of Student's problem when several different population
    variances are involved", Biometrika 34 (1947), with the normal limit of its t.
    """
    low, high = np.quantile(uniforms, [1 / 3, 2 / 3])
    above, below = values[uniforms > high], values[uniforms < low]
    difference = float(above.mean() - below.mean())
    variance = float(above.var(ddof=1)) / above.size + float(below.var(ddof=1)) / below.size
    half = Z95 * sqrt(variance)
    return Estimate(difference, difference - half, difference + half)
