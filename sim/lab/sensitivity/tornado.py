"""The tornado: which coded numbers matter for a measure, and how much.

All numbers are screened on one plain ensemble (`sim.lab.sensitivity.screening`). Those that seem to
matter most are then held at the low and at the high end of their range in paired runs, all else
drawn as before, on the same chance. These runs are fresh: the numbers were chosen for how large
they looked, so the runs that chose them would flatter them (the winner's curse).

The ends themselves are taken, and not, say, the 5th and 95th percentiles: they are the lowest and
highest values that the coding calls plausible, they stand in the scenario's file, and anybody can
check a bar by `--set PATH=LOW` and `--set PATH=HIGH`.

Source: Howard, "Decision analysis: practice and promise", Management Science 34 (1988), for the
diagram; common random numbers as in Law, "Simulation modeling and analysis" (2015), chapter 11.
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.lab.errors import LabError
from sim.lab.measure import Measure, measure_of
from sim.lab.ranges import Ranges, type_place
from sim.lab.runner import Progress
from sim.lab.sensitivity.arms import run_arms
from sim.lab.sensitivity.coded import Basis, HiddenType, Number, numbers_of, types_coded
from sim.lab.sensitivity.screening import RUNS, Ensemble, Screened, chosen, ensemble
from sim.lab.setup import Setup
from sim.lab.stats import Estimate
from sim.model.compiled import Compiled
from sim.model.exact import Floats
from sim.scenario.form.coding import TYPES

TOP = 15
SHARE = 5
"""Each end has a fifth of the runs of the screening; pairing makes them go further."""
FEWEST = 100


@dataclass(frozen=True)
class Bar:
    """One number from end to end of its range."""

    number: Number
    at_low: Estimate
    """The measure with the number held at the low end of its range."""
    at_high: Estimate
    effect: Estimate
    """The measure at the high end less that at the low end, paired."""

    @property
    def path(self) -> str:
        """The number's dotted path."""
        return self.number.path

    @property
    def label(self) -> str:
        """The number in words."""
        return self.number.label

    @property
    def basis(self) -> Basis:
        """Whether it is cited or assumed."""
        return self.number.basis

    @property
    def low(self) -> float:
        """The low end of the number's range, in its own units."""
        return self.number.low

    @property
    def high(self) -> float:
        """The high end of the number's range."""
        return self.number.high

    @property
    def sure(self) -> bool:
        """Whether the interval of the effect leaves out nought."""
        return not self.effect.low <= 0.0 <= self.effect.high

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        return {
            **self.number.as_json(),
            "at_low": self.at_low.value,
            "at_low_ci95": self.at_low.ci95,
            "at_high": self.at_high.value,
            "at_high_ci95": self.at_high.ci95,
            "effect": self.effect.value,
            "ci95": self.effect.ci95,
        }


@dataclass(frozen=True)
class TypeBar:
    """One hidden type from kind to kind."""

    hidden: HiddenType
    at: dict[str, Estimate]
    """The measure with the actor held at each kind, by name, mildest first."""
    effect: Estimate
    """The measure at the kind where it is highest less that where it is lowest, paired. Which
    kinds these are is seen from the same runs, which flatters a small effect a little."""

    @property
    def path(self) -> str:
        """`type:ACTOR`."""
        return self.hidden.path

    @property
    def label(self) -> str:
        """The hidden type in words."""
        return self.hidden.label

    @property
    def basis(self) -> Basis:
        """Whether its shares are cited or assumed."""
        return self.hidden.basis

    @property
    def sure(self) -> bool:
        """Whether the interval of the effect leaves out nought."""
        return not self.effect.low <= 0.0 <= self.effect.high

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        return {
            **self.hidden.as_json(),
            "at": {kind: {"value": one.value, "ci95": one.ci95} for kind, one in self.at.items()},
            "effect": self.effect.value,
            "ci95": self.effect.ci95,
        }


@dataclass(frozen=True)
class Tornado:
    """What matters for a measure."""

    setup: Setup
    measure: Measure
    runs: int
    """Runs of the screening."""
    pair_runs: int
    """Runs at each end of each bar; they follow on those of the screening."""
    as_drawn: Estimate
    """The measure with every number drawn from its range."""
    bars: tuple[Bar, ...]
    """The longest first."""
    types: tuple[TypeBar, ...]
    screened: tuple[Screened, ...]
    """All numbers, by what they seemed to do in the screening, the largest first."""

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        return {
            "runs": self.runs,
            "pair_runs": self.pair_runs,
            "as_drawn": {"value": self.as_drawn.value, "ci95": self.as_drawn.ci95},
            "bars": [bar.as_json() for bar in self.bars],
            "types": [bar.as_json() for bar in self.types],
            "screening": [one.as_json() for one in self.screened],
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a figure, for a table: kind, path, label, basis, value, low, high."""
        found = [_row("as drawn", "", "", "", self.as_drawn)]
        for bar in self.bars:
            known = (bar.path, bar.label, bar.basis)
            found.append(_row("effect", *known, bar.effect))
            found.append(_row("at low", *known, bar.at_low))
            found.append(_row("at high", *known, bar.at_high))
        for one in self.types:
            known = (one.path, one.label, one.basis)
            found.append(_row("effect of type", *known, one.effect))
            found += [_row(f"at {kind}", *known, at) for kind, at in one.at.items()]
        for found_one in self.screened:
            number = found_one.number
            known = (number.path, number.label, number.basis)
            found.append(_row("screening", *known, found_one.effect))
        return found


def _row(kind: str, path: str, label: str, basis: str, value: Estimate) -> dict[str, Any]:
    return {
        "kind": kind,
        "path": path,
        "label": label,
        "basis": basis,
        "value": value.value,
        "low": value.low,
        "high": value.high,
    }


def tornado(
    setup: Setup,
    measure: str | None = None,
    *,
    top: int = TOP,
    runs: int = RUNS,
    pair_runs: int | None = None,
    paths: tuple[str, ...] = (),
    screening: Ensemble | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    compiled: Compiled | None = None,
) -> Tornado:
    """Find the coded numbers that matter most.

    Args:
        setup: What to run.
        measure: See `sim.lab.measure.measure_of`; by default the goals of the setup's seat.
        top: How many numbers to hold at both ends.
        runs: Runs of the screening.
        pair_runs: Runs at each end; by default a fifth of those of the screening.
        paths: Numbers to hold at both ends whatever the screening says; they count among the top.
        screening: The plain ensemble where it was run already; `runs` is then its own.
        executor: Whatever runs the tasks, such as that of `local_workers`; None for this process.
        progress: Is told of the runs as they are done.
        compiled: The setup's scenario where it is compiled already.

    Raises:
        LabError: An unknown measure or path, too few runs, or numbers that are not drawn.
    """
    compiled = screening.compiled if screening else compiled or setup.compiled()
    found = measure_of(setup, measure, compiled)
    known = {"executor": executor, "progress": progress, "compiled": compiled}
    base = screening or ensemble(setup, runs, **known)  # type: ignore[arg-type]
    each = pair_runs_of(base.runs) if pair_runs is None else pair_runs
    if each < FEWEST:
        raise LabError(f"{each} runs an end are too few for a bar; ask for {FEWEST} or more.")
    drawn = found.read(base.columns)
    if not np.ptp(drawn):
        raise LabError(
            f'"{found.title}" came out the same in all {base.runs} runs, '
            "so there is nothing for the coded numbers to explain."
        )
    screened = base.thirds(found)
    numbers = chosen(base, screened, top, paths)
    arms = [
        Ranges(pinned={number.path: place}, first=base.runs)
        for number in numbers
        for place in (0.0, 1.0)
    ]
    for hidden in base.types.values():
        for kind in hidden.kinds:
            place = type_place(hidden.shares, kind)
            arms.append(Ranges(pinned={hidden.path: place}, first=base.runs))
    values = iter(run_arms(base.setup, arms, each, found, **known))  # type: ignore[arg-type]
    bars = [_bar(found, number, next(values), next(values)) for number in numbers]
    types = [
        _type_bar(found, hidden, [next(values) for _ in hidden.kinds])
        for hidden in base.types.values()
    ]
    return Tornado(
        setup=setup,
        measure=found,
        runs=base.runs,
        pair_runs=each,
        as_drawn=found.estimate(drawn),
        bars=tuple(sorted(bars, key=lambda bar: -abs(bar.effect.value))),
        types=tuple(types),
        screened=tuple(screened),
    )


def pair_runs_of(runs: int) -> int:
    """Runs at each end of a bar, by those of the screening."""
    return max(runs // SHARE, FEWEST)


def arms_of(compiled: Compiled, numbers: int) -> int:
    """How many ensembles of pair runs there are, for so many numbers and all hidden types."""
    kinds = sum(len(hidden.kinds) for hidden in types_coded(compiled).values())
    return 2 * min(numbers, len(numbers_of(compiled))) + kinds


def _bar(measure: Measure, number: Number, low: Floats, high: Floats) -> Bar:
    effect = measure.difference(high, low)
    return Bar(number, measure.estimate(low), measure.estimate(high), effect)


def _type_bar(measure: Measure, hidden: HiddenType, arms: list[Floats]) -> TypeBar:
    at = {TYPES[kind]: measure.estimate(arm) for kind, arm in zip(hidden.kinds, arms, strict=True)}
    ranked = sorted(arms, key=lambda arm: float(arm.mean()))
    return TypeBar(hidden, at, measure.difference(ranked[-1], ranked[0]))
