"""Runs until the intervals are narrow enough.

A batch looks at its intervals after whole rounds. The size of a round follows from what all rounds
before it gave, never from time or from how many workers there are, so that the same batch always
takes the same runs. The first round has `FIRST` runs; each further one goes as far as the widest
interval so far says is needed, at least `STEP` more, until all are narrow enough.

To look and stop costs something: the number of runs now depends on the data, and the intervals
cover the truth a little less often than 95% of the time. As the wanted width shrinks, coverage
tends to the nominal one (Chow & Robbins, "On the asymptotic theory of fixed-width sequential
confidence intervals for the mean", Annals of Mathematical Statistics 36, 1965); at wide widths and
few runs it falls short by up to some points (Frey, "Fixed-width sequential confidence intervals for
a proportion", The American Statistician 64, 2010). Few looks, a first one that is not small, and
Wilson's interval, which never closes at a share of 0 or 1, keep the loss small here. Where the
exact coverage matters, take the number of runs this gives and run as many afresh with another seed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, isfinite
from typing import Any

from sim.lab.errors import LabError
from sim.lab.tally import Tally, widest

FIRST = 2000
"""Runs of the first round."""
STEP = 1000
"""The fewest of any further one; all go to a multiple of it."""


@dataclass(frozen=True)
class Rounds:
    """How many runs to make.

    Args:
        most: The most that are made.
        precision: The half-width to reach, 0 < precision < 0.5; None to make `most` at once.

    Raises:
        LabError: A precision that no interval can have.
    """

    most: int
    precision: float | None = None

    def __post_init__(self) -> None:
        wanted = self.precision
        if wanted is not None and not (isfinite(wanted) and 0 < wanted < 0.5):
            raise LabError(f"A precision is a half-width between 0 and 0.5, not {wanted:g}.")

    def target(self, runs: int, tallies: Iterable[Tally]) -> int:
        """How many runs there should be, once `runs` are done; no more than those when all are.

        Args:
            runs: How many runs each ensemble has.
            tallies: What they add up to.
        """
        known = runs > 0 and self.precision is not None
        return self.after(runs, widest(tallies) if known else 0.0)

    def after(self, runs: int, width: float) -> int:
        """How many runs there should be, once `runs` have given a widest half-width.

        Args:
            runs: How many runs are done; before the first the width counts for nothing.
            width: Half the widest interval that they gave.
        """
        if self.precision is None:
            return self.most
        if runs == 0:
            return min(self.most, FIRST)
        if width <= self.precision:
            return runs
        # The interval narrows with the root of the runs, but for a small term of Wilson's.
        needed = runs * (width / self.precision) * (width / self.precision)
        return min(self.most, max(runs + STEP, STEP * ceil(needed / STEP)))

    def told(self, tallies: Iterable[Tally]) -> dict[str, Any]:
        """What was wanted and what was reached, as plain data."""
        width = widest(tallies)
        met = self.precision is not None and width <= self.precision
        return {"wanted": self.precision, "reached": width, "met": met}
