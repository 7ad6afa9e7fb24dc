"""PRIM: the box of numbers and kinds in which something comes about more often than elsewhere.

The patient rule induction method peels a small share of the runs off one side of one number at a
time, whichever raises the share of wanted runs in what is left the most, until few runs are left.
Kinds are peeled by dropping one of them. The pasting that Friedman and Fisher let follow, which
widens the box again, is left out.

This is our own code on NumPy: the Python implementations of PRIM are parts of large workbenches.

Sources: Friedman and Fisher, "Bump hunting in high-dimensional data", Statistics and Computing 9
(1999); Bryant and Lempert, "Thinking inside the box: a participatory, computer-assisted approach to
scenario discovery", Technological Forecasting and Social Change 77 (2010), for quasi-p-values;
Kwakkel and Jaxa-Rozen, "Improving scenario discovery for handling heterogeneous uncertainties",
Environmental Modelling and Software 79 (2016), for gain by runs peeled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from sim.lab.errors import LabError
from sim.model.exact import Floats

ALPHA = 0.05
"""Share of the runs in the box that one step peels off."""
SMALLEST = 0.05
"""Share of the runs below which a box is not peeled further."""
LEVEL = 0.05
"""Below this a quasi-p-value bears a restriction out, all restrictions of a box taken together."""

Bools = NDArray[np.bool_]
Kinds = NDArray[np.int8]


@dataclass(frozen=True)
class Limits:
    """A box: what it asks of each number or hidden type that it restricts."""

    places: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Lowest and highest place, both within, by name."""
    kinds: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """The kinds within, by name."""

    @property
    def names(self) -> list[str]:
        """What is restricted."""
        return [*self.places, *self.kinds]

    def without(self, name: str) -> Limits:
        """The box without one restriction."""
        return Limits(
            {key: value for key, value in self.places.items() if key != name},
            {key: value for key, value in self.kinds.items() if key != name},
        )


@dataclass(frozen=True)
class Data:
    """Runs to look for a box in."""

    places: Mapping[str, Floats]
    """Where each number was drawn, shape (runs,), by name."""
    kinds: Mapping[str, Kinds]
    wanted: Bools
    """Whether it came about, shape (runs,)."""

    def half(self, rows: slice) -> Data:
        """Some of the runs."""
        return Data(
            {name: values[rows] for name, values in self.places.items()},
            {name: values[rows] for name, values in self.kinds.items()},
            self.wanted[rows],
        )

    def inside(self, box: Limits) -> Bools:
        """Which runs are in a box, shape (runs,)."""
        found = np.ones(self.wanted.size, dtype=bool)
        for name, (low, high) in box.places.items():
            found &= (self.places[name] >= low) & (self.places[name] <= high)
        for name, kinds in box.kinds.items():
            found &= np.isin(self.kinds[name], sorted(kinds))
        return found


def peel(data: Data, alpha: float = ALPHA, smallest: float = SMALLEST) -> list[Limits]:
    """The boxes on the way of peeling, from no restriction to the smallest box.

    Args:
        data: The training runs.
        alpha: Share of the runs in the box that a step peels off a number.
        smallest: Share of all runs that a box must keep.
    """
    box, inside = Limits(), np.ones(data.wanted.size, dtype=bool)
    found = [box]
    while True:
        best: tuple[float, Limits, Bools] | None = None
        count, share = inside.sum(), data.wanted[inside].mean()
        for candidate in _peels(data, box, inside, alpha):
            left = inside & data.inside(candidate)
            kept = left.sum()
            if kept == count or kept < max(smallest * data.wanted.size, 1):
                continue
            gain = float((data.wanted[left].mean() - share) / (count - kept))
            if best is None or gain > best[0]:
                best = (gain, candidate, left)
        if best is None:
            return found
        _, box, inside = best
        found.append(box)


def _peels(data: Data, box: Limits, inside: Bools, alpha: float) -> Iterator[Limits]:
    """Every way to peel once more."""
    for name, values in data.places.items():
        now = values[inside]
        low, high = box.places.get(name, (0.0, 1.0))
        up, down = np.quantile(now, [alpha, 1.0 - alpha])
        yield replace(box, places={**box.places, name: (float(up), high)})
        yield replace(box, places={**box.places, name: (low, float(down))})
    for name, kinds in data.kinds.items():
        held = frozenset(int(kind) for kind in np.unique(kinds[inside]))
        if len(held) > 1:
            for kind in sorted(held):
                yield replace(box, kinds={**box.kinds, name: held - {kind}})


def best_box(data: Data, boxes: Sequence[Limits]) -> Limits:
    """The box that gains most, with those restrictions alone that the training runs bear out.

    A box's gain is the share of runs in it times its density less that of all runs.
    A restriction is borne out where its quasi-p-value is below 5% divided by how many restrictions
    there could be.
    """
    whole = data.wanted.mean()

    def gain(box: Limits) -> float:
        inside = data.inside(box)
        return float(inside.mean() * (data.wanted[inside].mean() - whole)) if inside.any() else 0.0

    box = max(boxes, key=gain)
    bar = LEVEL / max(2 * len(data.places) + len(data.kinds), 1)
    while box.names:
        worst = max(box.names, key=lambda name: quasi_p(data, box, name))
        if quasi_p(data, box, worst) < bar:
            break
        box = box.without(worst)
    return box


def quasi_p(data: Data, box: Limits, name: str) -> float:
    """How likely the box would be at least as dense if one of its restrictions did nothing.

    Where the runs in the box without the restriction have a share p of wanted runs, this is the
    chance that as many runs as are in the box hold as many wanted ones or more, each with chance p.

    Raises:
        LabError: SciPy is not there.
    """
    try:
        from scipy.stats import binom
    except ImportError:
        raise LabError('Scenario discovery needs SciPy: pip install "twin-track[lab]".') from None
    inside, wider = data.inside(box), data.inside(box.without(name))
    count, hits = int(inside.sum()), int(data.wanted[inside].sum())
    if not count:
        return 1.0
    return float(binom.sf(hits - 1, count, float(data.wanted[wider].mean())))


def holm(values: Mapping[str, float], level: float) -> frozenset[str]:
    """Which p-values are below a level, all taken together.

    Source: Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
    Statistics 6 (1979).
    """
    found: list[str] = []
    order: Sequence[str] = sorted(values, key=lambda name: values[name])
    for place, name in enumerate(order):
        if values[name] >= level / (len(order) - place):
            break
        found.append(name)
    return frozenset(found)
