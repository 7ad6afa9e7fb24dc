"""What a counterfactual compares: measures of each run, and how much pairing the runs saves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.lab.batch import run_batch
from sim.lab.columns import Columns
from sim.lab.measure import SKIPPED, Measure, measure_at, measure_of, measures
from sim.lab.setup import Setup
from sim.lab.stats import Estimate, mean_difference, share_difference
from sim.lab.tally import MOVES, Moments
from sim.model.compiled import Compiled

Values = NDArray[Any]
"""One measure of each run, shape (runs,): truth values for a share, numbers for a mean."""


def values_of(measure: Measure, columns: Columns) -> Values:
    """A measure of each run."""
    values = measure.read(columns)
    return values.astype(bool) if measure.share else values


def measures_of(
    setup: Setup, more: Iterable[str] = (), compiled: Compiled | None = None
) -> dict[str, Measure]:
    """What is compared of a setup, by column: goals, outcomes, what was asked for, and the line.

    Args:
        setup: The line as it is.
        more: Columns of checkpoints and foils (`checkpoints.ID`, `foils.ID`) to compare besides.
        compiled: The setup's scenario where it is compiled already.
    """
    every = measures(compiled or setup.compiled())
    kinds = ("goals.", "outcomes.", "asks.", "quantities.")
    columns = [column for kind in kinds for column in every if column.startswith(kind)]
    columns += [column for column in more if column not in columns and column in every]
    columns += [SKIPPED, *(f"{MOVES}{entry.id}" for entry in setup.line.entries)]
    return {column: measure_at(setup, column) for column in columns}


def chosen(setup: Setup, names: Sequence[str], compiled: Compiled | None = None) -> tuple[str, ...]:
    """The columns of the measures to be told, in order.

    Args:
        setup: The line as it is.
        names: As `measure_of` takes them, `line.ENTRY` or `skipped`; by default the seat's goals,
            what was asked for, and the seat's aims.
        compiled: The setup's scenario where it is compiled already.

    Raises:
        LabError: There is no such measure.
    """
    compiled = compiled or setup.compiled()
    known = measures_of(setup, compiled=compiled)
    if names:
        found = (one if one in known else measure_of(setup, one, compiled).column for one in names)
        return tuple(dict.fromkeys(found))
    scenario = setup.scenario
    goals = scenario.goals.get(setup.seat)
    aims = list(scenario.outcomes) if goals is None else list(goals.aims)
    own = [] if goals is None else [f"goals.{setup.seat}"]
    asked = [column for column in known if column.startswith(("asks.", "quantities."))]
    return (*own, *asked, *(f"outcomes.{aim}" for aim in aims))


def skips(columns: Columns, setup: Setup, entries: Collection[str]) -> Values:
    """How many of some entries of the line could not be played, shape (runs,).

    What a run did not come to, since it had ended before, is not skipped.
    """
    finals = [f"outcomes.{name}" for name, one in setup.scenario.outcomes.items() if one.final]
    total = np.zeros(columns[SKIPPED].size)
    for entry in setup.line.entries:
        if entry.id in entries:
            skipped = ~columns[f"{MOVES}{entry.id}"].astype(bool)
            for name in finals:
                skipped = skipped & ~(columns[name] < entry.turn)
            total += skipped
    return total


# -- what pairing saves ----------------------------------------------------------------------------


def saving(first: Values, second: Values) -> float | None:
    """How many times fewer runs pairs need than two independent ensembles for one interval.

    The ratio of the variances of both differences; None where no run differs, or all by as much,
    so that pairs know the difference for certain and the ratio has no bound.
    """
    if np.array_equal(first, second):
        return None
    if first.dtype != bool:
        return _ratio(first, second, _spread(np.subtract(first, second, dtype=np.float64)))
    more, less = (int(np.count_nonzero(one)) for one in (first & ~second, second & ~first))
    return _ratio(first, second, first.size * (more + less) - (more - less) ** 2)


def most_saving(first: Values, second: Values) -> float | None:
    """The most that any way of pairing could save with these values.

    No way makes two ensembles of given values go together more closely than in the order of their
    size (Hoeffding 1940, Fréchet 1951). A move that decides a good part of all runs cannot be
    paired away: where it raises a share from 0 to 1/2, the factor is 1.
    """
    if first.dtype != bool:
        return saving(np.sort(first), np.sort(second))
    apart = abs(int(np.count_nonzero(first)) - int(np.count_nonzero(second)))
    return _ratio(first, second, apart * (first.size - apart))


def _ratio(first: Values, second: Values, apart: int) -> float | None:
    return float(Fraction(_spread(first) + _spread(second), apart)) if apart else None


def _spread(values: Values) -> int:
    """A variance in a unit of its own, exact, so that it is the same on every machine."""
    if values.dtype == bool:
        held = int(np.count_nonzero(values))
        return held * (values.size - held)
    moments = Moments()
    moments.add(values)
    return moments.count * moments.square - moments.total * moments.total


@dataclass(frozen=True)
class Pairing:
    """One difference, measured in both ways with as many runs."""

    paired: Estimate
    independent: Estimate

    @property
    def ratio(self) -> float | None:
        """How many times more runs the independent ensembles need for the interval of the pairs."""
        if not self.paired.half_width:
            return None
        return (self.independent.half_width / self.paired.half_width) ** 2


def pairing(first: Setup, second: Setup, runs: int, **options: Any) -> dict[str, Pairing]:
    """What pairing saves, measured: the same difference on the same chance and on another.

    Both setups are run on the same chance, and the second once more on chance of its own, so that
    both intervals are of real ensembles, and none is reckoned from the other.

    Args:
        first: A setup, as it is.
        second: An alternative to it.
        runs: Runs of each of the three ensembles, at least 2.
        options: What `run_batch` takes besides.

    Returns:
        The differences `second - first` by the columns of the measures.
    """
    as_is = run_batch(first, runs, **options).columns
    same = run_batch(second, runs, **options).columns
    elsewhere = replace(second, seed=(second.seed + 1) % 2**64)
    other = run_batch(elsewhere, runs, **options).columns
    found = {}
    for column, measure in measures_of(first).items():
        if column in as_is and column in same:
            base, paired, alone = (values_of(measure, one) for one in (as_is, same, other))
            independent = share_difference if measure.share else mean_difference
            found[column] = Pairing(measure.difference(paired, base), independent(alone, base))
    return found
