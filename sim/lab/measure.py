"""A measure: one number of each run, such as whether an outcome came about, or a seat's goals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.lab.columns import Columns
from sim.lab.errors import LabError
from sim.lab.setup import Setup
from sim.lab.stats import Z95, Estimate, paired_share_difference, wilson
from sim.lab.tally import TURNS, mean_of
from sim.model.compiled import Compiled
from sim.model.exact import Floats
from sim.model.plan import NEVER
from sim.scenario.text.suggest import did_you_mean

SKIPPED = "skipped"
_KINDS = ("outcomes", "asks", "goals", "checkpoints", "foils", "quantities")
"""In the order in which a bare name is looked for."""


@dataclass(frozen=True)
class Measure:
    """A column of the runs, read as a number."""

    column: str
    """As in `sim.lab.runner.Columns`."""
    title: str
    """In words."""
    share: bool
    """Whether it is a yes or no of each run, so that its mean is a share."""

    @property
    def name(self) -> str:
        """The bare name, but `goals.SEAT` for a seat's goals."""
        kind, _, bare = self.column.partition(".")
        return self.column if kind == "goals" else bare

    def read(self, columns: Columns) -> Floats:
        """The measure of each run, shape (runs,): 1.0 or 0.0 for a yes or no."""
        column = columns[self.column]
        turns = self.column.startswith(TURNS)
        return (column != NEVER if turns else column).astype(np.float64)

    def estimate(self, runs: NDArray[Any], z: float = Z95) -> Estimate:
        """Its share or mean over the runs, with the interval, of 95% or as `z` says."""
        if self.share:
            return wilson(int(np.count_nonzero(runs)), runs.size, z)
        return mean_of(runs, z)

    def difference(self, first: NDArray[Any], second: NDArray[Any], z: float = Z95) -> Estimate:
        """The share or mean of `first` less that of `second`, of runs that met the same chance."""
        if self.share:
            return paired_share_difference(first, second, z)
        return mean_of(np.subtract(first, second, dtype=np.float64), z)

    def shown(self, value: float) -> str:
        """A value as text: a share as a percentage."""
        return f"{100 * value:.1f}%" if self.share else f"{value:.3f}"


def measure_of(setup: Setup, name: str | None = None, compiled: Compiled | None = None) -> Measure:
    """The measure of a name.

    Args:
        setup: Whose runs are to be measured.
        name: An outcome, an ask of the setup, `goals.SEAT`, a checkpoint or a foil, with or without
            its kind before it (`outcomes.ID`); by default the goals of the setup's seat, and where
            that has none those of who owns the initiative.
        compiled: The setup's scenario where it is compiled already.

    Raises:
        LabError: There is no such measure, or no goals to take by default.
    """
    compiled = compiled or setup.compiled()
    scenario = setup.scenario
    if name is None:
        seats = [seat for seat in (setup.seat, scenario.initiative.by) if seat in scenario.goals]
        if not seats:
            raise LabError(f"{scenario.id} has no goals for {setup.seat}; name a measure.")
        name = f"goals.{seats[0]}"
    known = measures(compiled)
    for column in (name, *(f"{kind}.{name}" for kind in _KINDS)):
        if column in known:
            return measure_at(setup, column)
    bare = [column.partition(".")[2] for column in known]
    hint = did_you_mean(name, [*bare, *known])
    what = hint or f"; it has {_listed(known)}"
    raise LabError(f'{scenario.id} has no measure "{name}"{what}{"" if hint else "."}')


def measure_at(setup: Setup, column: str) -> Measure:
    """The measure of a column that the setup's runs have, `line.ENTRY` and `skipped` included."""
    share = column.partition(".")[0] not in ("goals", "quantities", SKIPPED)
    return Measure(column, _title(setup, column), share)


def measures(compiled: Compiled) -> list[str]:
    """The columns of the runs that can be measured: outcomes, asks, goals, checkpoints, foils."""
    seats = compiled.scenario.goals
    return [
        *compiled.rows,
        *(f"quantities.{name}" for name in compiled.readers),
        *(f"goals.{seat}" for seat in seats),
    ]


def _listed(known: Iterable[str]) -> str:
    shown = [
        column.removeprefix("outcomes.")
        for column in known
        if column.startswith(("outcomes.", "goals."))
    ]
    return ", ".join(shown)


def _title(setup: Setup, column: str) -> str:
    kind, _, name = column.partition(".")
    scenario = setup.scenario
    match kind:
        case "outcomes":
            return scenario.outcomes[name].title
        case "checkpoints":
            return scenario.history.checkpoints[name].title
        case "foils":
            return scenario.history.foils[name].title
        case "goals":
            return f"what {scenario.actors[name].short} reaches of its goals"
        case "line":
            return f"{name} is played"
        case "skipped":
            return "moves of the line that could not be played"
    return f"{name}: {setup.asks[name]}"
