"""Scenario discovery: the box of coded numbers and hidden types in which something comes about.

PRIM (`sim.lab.sensitivity.prim`) peels towards it on one half of the runs. Of the boxes on its way
the one is kept that gains most over the whole (share of runs in it, times how much denser it is
than the whole), and of its restrictions only those that these runs bear out. Coverage, density and
the quasi-p-value of each restriction are told on the other half, which had no part in finding the
box.

Source: Bryant and Lempert, "Thinking inside the box: a participatory, computer-assisted approach to
scenario discovery", Technological Forecasting and Social Change 77 (2010).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.lab.errors import LabError
from sim.lab.measure import measure_of
from sim.lab.sensitivity.coded import HiddenType, Number
from sim.lab.sensitivity.prim import (
    ALPHA,
    LEVEL,
    SMALLEST,
    Data,
    Limits,
    best_box,
    holm,
    peel,
    quasi_p,
)
from sim.lab.sensitivity.screening import Ensemble
from sim.lab.stats import Estimate, wilson
from sim.model.start import types_of
from sim.scenario.form.coding import TYPES

CANDIDATES = 15
FEWEST = 20
"""Fewest training runs in which it came about, and in which it did not."""


@dataclass(frozen=True)
class Restriction:
    """What a box asks of one number or hidden type."""

    of: Number | HiddenType
    low: float | None
    high: float | None
    """In the number's own units; None for a hidden type."""
    kinds: tuple[str, ...]
    """The types within, for a hidden type."""
    quasi_p: float
    """On the held-out runs."""
    significant: bool
    """Whether that is below 5%, by Holm's procedure over all restrictions of the box."""

    @property
    def text(self) -> str:
        """In words."""
        if isinstance(self.of, HiddenType):
            return f"{self.of.label}: {' or '.join(self.kinds)}"
        assert self.low is not None
        assert self.high is not None
        if self.high >= self.of.high:
            return f"{self.of.label}: {self.low:.2f} or more"
        if self.low <= self.of.low:
            return f"{self.of.label}: {self.high:.2f} or less"
        return f"{self.of.label}: {self.low:.2f} to {self.high:.2f}"

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        within = {"kinds": list(self.kinds)} if self.kinds else {"within": [self.low, self.high]}
        return {
            **self.of.as_json(),
            **within,
            "text": self.text,
            "quasi_p": self.quasi_p,
            "significant": self.significant,
        }


@dataclass(frozen=True)
class Discovery:
    """Where something comes about."""

    wanted: str
    """As it was asked for: `ID` or `not:ID`."""
    title: str
    runs: int
    """Held-out runs, on which all figures rest; as many others found the box."""
    share: Estimate
    """How often it comes about in all runs."""
    restrictions: tuple[Restriction, ...]
    """The one with the smallest quasi-p-value first; none where no box was found."""
    mass: Estimate
    """Share of all runs that are in the box."""
    density: Estimate
    """Share of the runs in the box in which it comes about."""
    coverage: Estimate
    """Share of the runs in which it comes about that are in the box."""
    trajectory: tuple[tuple[float, float, float], ...]
    """Mass, density and coverage of every box on the way, on the held-out runs."""

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        figures = {
            "share": self.share,
            "mass": self.mass,
            "density": self.density,
            "coverage": self.coverage,
        }
        found: dict[str, Any] = {"wanted": self.wanted, "title": self.title, "runs": self.runs}
        for name, value in figures.items():
            found |= {name: value.value, f"{name}_ci95": value.ci95}
        found["restrictions"] = [one.as_json() for one in self.restrictions]
        found["trajectory"] = [
            {"mass": mass, "density": density, "coverage": coverage}
            for mass, density, coverage in self.trajectory
        ]
        return found

    def rows(self) -> list[dict[str, Any]]:
        """One row a figure, for a table: kind, path, label, basis, value, low, high.

        A restriction's value is its quasi-p-value, low and high are the ends of the box.
        """
        figures = {
            "share": self.share,
            "box mass": self.mass,
            "box density": self.density,
            "box coverage": self.coverage,
        }
        found: list[dict[str, Any]] = [
            {
                "kind": kind,
                "path": self.wanted,
                "label": self.title,
                "basis": "",
                "value": value.value,
                "low": value.low,
                "high": value.high,
            }
            for kind, value in figures.items()
        ]
        for one in self.restrictions:
            found.append(
                {
                    "kind": "box restriction",
                    "path": one.of.path,
                    "label": one.text,
                    "basis": one.of.basis,
                    "value": one.quasi_p,
                    "low": one.low,
                    "high": one.high,
                }
            )
        return found


def discover(
    ensemble: Ensemble,
    wanted: str,
    *,
    candidates: int = CANDIDATES,
    alpha: float = ALPHA,
    smallest: float = SMALLEST,
) -> Discovery:
    """The box in which an outcome or an asked condition comes about, or fails to.

    Args:
        ensemble: Runs with their draws; the first half finds the box, the other half tells of it.
        wanted: A measure that is a yes or no, `ID`, or its absence, `not:ID`.
        candidates: How many numbers to look at: those that seem to matter most in the first half.
        alpha: Share of the runs in the box that one step peels off.
        smallest: Share of all runs that the box must keep.

    Raises:
        LabError: An unknown measure, or one that is no yes or no; it comes about, or fails to, in
            too few runs; SciPy is not there.
    """
    absent = wanted.startswith("not:")
    measure = measure_of(ensemble.setup, wanted.removeprefix("not:"), ensemble.compiled)
    if not measure.share:
        raise LabError(
            f"{measure.name} is no yes or no; a box is found for an outcome or a condition."
        )
    happened = measure.read(ensemble.columns) != absent
    middle = ensemble.runs // 2
    first, other = slice(0, middle), slice(middle, ensemble.runs)
    hits = int(happened[first].sum())
    if min(hits, middle - hits) < FEWEST:
        raise LabError(
            f'"{measure.title}" came about in {int(measure.read(ensemble.columns).sum())} of '
            f"{ensemble.runs} runs; a box needs {2 * FEWEST} with it and as many without."
        )
    screened = ensemble.thirds(measure, first)[:candidates]
    data = Data(
        {one.number.path: ensemble.uniforms[one.number.path] for one in screened},
        {
            path: types_of(hidden.shares, ensemble.uniforms[path])
            for path, hidden in ensemble.types.items()
        },
        happened,
    )
    train, test = data.half(first), data.half(other)
    boxes = peel(train, alpha, smallest)
    box = best_box(train, boxes)
    inside = test.inside(box)
    both = int((inside & test.wanted).sum())
    title = f"Not: {measure.title}" if absent else measure.title
    return Discovery(
        wanted=wanted,
        title=title,
        runs=test.wanted.size,
        share=wilson(int(test.wanted.sum()), test.wanted.size),
        restrictions=_restrictions(ensemble, test, box),
        mass=wilson(int(inside.sum()), inside.size),
        density=wilson(both, max(int(inside.sum()), 1)),
        coverage=wilson(both, max(int(test.wanted.sum()), 1)),
        trajectory=tuple(_figures(test, one) for one in boxes),
    )


def _figures(data: Data, box: Limits) -> tuple[float, float, float]:
    inside = data.inside(box)
    both = float((inside & data.wanted).sum())
    return (
        float(inside.mean()),
        both / max(float(inside.sum()), 1.0),
        both / max(float(data.wanted.sum()), 1.0),
    )


def _restrictions(ensemble: Ensemble, data: Data, box: Limits) -> tuple[Restriction, ...]:
    """In words and own units, with what the held-out runs say to them."""
    values = {name: quasi_p(data, box, name) for name in box.names}
    borne_out = holm(values, LEVEL)
    found = []
    for name in sorted(values, key=lambda name: values[name]):
        low = high = None
        kinds: tuple[str, ...] = ()
        of: Number | HiddenType
        if name in box.kinds:
            of = ensemble.types[name]
            kinds = tuple(TYPES[kind] for kind in sorted(box.kinds[name]))
        else:
            of = ensemble.numbers[name]
            low, high = (of.at(place) for place in box.places[name])
        found.append(Restriction(of, low, high, kinds, values[name], name in borne_out))
    return tuple(found)
