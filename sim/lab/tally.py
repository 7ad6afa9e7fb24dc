"""What the runs of an ensemble add up to, kept while they come in, in whatever order they come.

Counts and sums are exact (sums of floats as whole numbers of their smallest unit), so that no
result depends on how the runs were cut up, or on which worker was first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.lab.stats import Z95, Estimate, paired_counts_difference, wilson
from sim.model.plan import NEVER

Bools = NDArray[np.bool_]
TURNS = ("outcomes.", "checkpoints.", "foils.", "asks.")
"""Columns that hold the turn in which a condition first held."""
MOVES = "line."
"""Columns that hold whether an entry of the line could be played."""
DRAWN = ("coded.", "types.")
"""Columns that hold what was drawn for a run; there is nothing to learn from their sums."""

_UNIT = 1126
"""Every float is a whole number of 2**-1126: 1074 for the smallest, 52 for `frexp`'s mantissa."""
_LIMB = 18
"""Bits of a third of a mantissa: products of two, summed over 2**27 runs, fit 64 bits."""


@dataclass(frozen=True)
class Metric:
    """Mean over the runs, standard deviation and the 95% interval of the mean."""

    mean: float
    sd: float
    """Over the runs, with runs less one in the denominator."""
    ci95: tuple[float, float]
    """Lower and upper end."""


@dataclass
class Moments:
    """How many numbers there were, their sum and the sum of their squares, all exact."""

    count: int = 0
    total: int = 0
    """In units of 2**-1126."""
    square: int = 0
    """In units of 2**-2252."""

    def add(self, values: NDArray[Any]) -> None:
        """Take more numbers in.

        Raises:
            ValueError: One of them is not finite.
        """
        data = np.asarray(values, dtype=np.float64)
        if not np.isfinite(data).all():
            raise ValueError("A number that is not finite has no place in a sum.")
        self.count += data.size
        parts, exponents = np.frexp(data)
        mantissas = np.ldexp(parts, 53).astype(np.int64)
        for exponent in np.unique(exponents):
            some = mantissas[exponents == exponent]
            low = some & ((1 << _LIMB) - 1)
            middle = (some >> _LIMB) & ((1 << _LIMB) - 1)
            limbs = {0: low, _LIMB: middle, 2 * _LIMB: some >> (2 * _LIMB)}
            shift = int(exponent) - 53 + _UNIT
            self.total += sum(int(one.sum()) << at for at, one in limbs.items()) << shift
            products = (
                int((one * other).sum()) << (at + there)
                for at, one in limbs.items()
                for there, other in limbs.items()
            )
            self.square += sum(products) << (2 * shift)

    @property
    def mean(self) -> float:
        """The mean, correctly rounded."""
        return float(Fraction(self.total, self.count << _UNIT))

    @property
    def sd(self) -> float:
        """The standard deviation of a sample; 0 for a single number."""
        if self.count < 2:
            return 0.0
        above = self.count * self.square - self.total * self.total
        return sqrt(Fraction(above, self.count * (self.count - 1) << (2 * _UNIT)))

    def metric(self) -> Metric:
        """Mean, spread and the large-sample interval of the mean; a single number is all three."""
        centre, spread = self.mean, self.sd
        half = Z95 * spread / sqrt(self.count)
        return Metric(centre, spread, (centre - half, centre + half))


def mean_of(values: NDArray[Any], z: float = Z95) -> Estimate:
    """A mean with its large-sample interval, of exact sums: the same bits on every machine.

    Args:
        values: Shape (runs,), at least 2 runs.
        z: Half the interval's width in standard errors.
    """
    moments = Moments()
    moments.add(values)
    centre, half = moments.mean, z * moments.sd / sqrt(moments.count)
    return Estimate(centre, centre - half, centre + half)


@dataclass
class Tally:
    """What the columns of one ensemble add up to."""

    runs: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    """In how many runs each condition held, and each entry of the line could be played."""
    moments: dict[str, Moments] = field(default_factory=dict)
    """Of each column of numbers."""

    @classmethod
    def of(cls, columns: Mapping[str, NDArray[Any]]) -> Tally:
        """What these runs add up to."""
        tally = cls()
        tally.add(columns)
        return tally

    def add(self, columns: Mapping[str, NDArray[Any]]) -> None:
        """Take more runs in."""
        for name, values in columns.items():
            if name.startswith(TURNS):
                held = int(np.count_nonzero(values != NEVER))
                self.counts[name] = self.counts.get(name, 0) + held
            elif name.startswith(MOVES):
                self.counts[name] = self.counts.get(name, 0) + int(np.count_nonzero(values))
            elif not name.startswith(DRAWN):
                self.moments.setdefault(name, Moments()).add(values)
        self.runs += next(iter(columns.values())).size

    def share(self, name: str) -> Estimate:
        """The share of runs in which something held, with its interval."""
        return wilson(self.counts[name], self.runs)

    def metric(self, name: str) -> Metric:
        """Mean, spread and interval of a column of numbers, or of whether a condition held."""
        if name in self.moments:
            return self.moments[name].metric()
        share = self.share(name)
        return Metric(share.value, sqrt(share.value * (1 - share.value)), (share.low, share.high))


class Pairs:
    """Whether conditions held, of several ensembles against a first one, run by run.

    Of the first only one bit a run and condition is kept, of the others counts alone.
    """

    def __init__(self, first: int = 0) -> None:
        self.first = first
        """The ensemble that the others are held against."""
        self._held: dict[int, tuple[list[str], NDArray[np.uint8]]] = {}
        self._waiting: dict[int, list[tuple[int, NDArray[np.uint8]]]] = {}
        self._counts: dict[tuple[int, str], NDArray[np.int64]] = {}
        self._runs: dict[int, int] = {}

    def add(self, ensemble: int, start: int, columns: Mapping[str, NDArray[Any]]) -> None:
        """Take in the runs of an ensemble from `start` on; every ensemble must be cut up alike."""
        names = [name for name in columns if name.startswith("outcomes.")]
        bits = np.packbits([columns[name] != NEVER for name in names], axis=1)
        self._runs[ensemble] = self._runs.get(ensemble, 0) + columns[names[0]].size if names else 0
        if ensemble == self.first:
            self._held[start] = names, bits
            for other, theirs in self._waiting.pop(start, ()):
                self._count(other, start, theirs)
        elif start in self._held:
            self._count(ensemble, start, bits)
        else:
            self._waiting.setdefault(start, []).append((ensemble, bits))

    def _count(self, ensemble: int, start: int, bits: NDArray[np.uint8]) -> None:
        names, first = self._held[start]
        for row, name in enumerate(names):
            both = int(np.bitwise_count(bits[row] & first[row]).sum())
            own = int(np.bitwise_count(bits[row]).sum()) - both
            other = int(np.bitwise_count(first[row]).sum()) - both
            counts = self._counts.setdefault((ensemble, name), np.zeros(3, dtype=np.int64))
            counts += (both, own, other)

    def difference(self, ensemble: int, name: str) -> Estimate:
        """The share of an ensemble less that of the first, with its interval.

        Args:
            ensemble: Which one; the first itself differs by nothing.
            name: `outcomes.ID`.
        """
        if ensemble == self.first:
            row = [names.index(name) for names, _ in self._held.values()]
            bits = zip(row, self._held.values(), strict=True)
            both = sum(int(np.bitwise_count(held[at]).sum()) for at, (_, held) in bits)
            return paired_counts_difference(both, 0, 0, self._runs[ensemble])
        both, own, other = (int(count) for count in self._counts[ensemble, name])
        return paired_counts_difference(both, own, other, self._runs[ensemble])


def widest(tallies: Iterable[Tally]) -> float:
    """Half the width of the widest 95% interval of any outcome or asked condition."""
    found = [0.0]
    for tally in tallies:
        for name in tally.counts:
            if name.startswith(("outcomes.", "asks.")):
                share = tally.share(name)
                found.append((share.high - share.low) / 2)
    return max(found)
