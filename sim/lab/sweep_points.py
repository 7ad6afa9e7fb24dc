"""Designs: at which values of the swept numbers a batch is run.

A grid takes every combination of the values of its axes. A Latin hypercube and a Sobol sequence
spread a given number of points over the whole box, so that each number takes many values even
where there are many numbers: in the hypercube each axis is cut into as many strata as there are
points and each stratum is met once (McKay, Beckman & Conover, Technometrics 21, 1979); Sobol's
points, scrambled (Owen, Journal of Complexity 14, 1998), leave no larger gap than they must.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.lab.errors import LabError

KINDS = ("grid", "lhs", "sobol")
MOST_POINTS = 4096
LARGEST = 1e9
"""No swept number is larger."""


@dataclass(frozen=True)
class Axis:
    """A number that is swept, from `low` to `high`; over so many values on a grid."""

    path: str
    low: float
    high: float
    values: int | None = None

    def __str__(self) -> str:
        count = "" if self.values is None else f":{self.values}"
        return f"{self.path}={self.low:g}:{self.high:g}{count}"


def points_of(
    axes: Sequence[Axis], kind: str = "grid", points: int | None = None, seed: int = 1
) -> list[dict[str, Any]]:
    """What is set at each point, by dotted path; one point with nothing set without an axis.

    Args:
        axes: The swept numbers.
        kind: `grid`, `lhs` (Latin hypercube) or `sobol`.
        points: How many points; for all but a grid, whose axes tell it.
        seed: Of a hypercube and of Sobol's scrambling; the same seed gives the same points.

    Raises:
        LabError: There is nothing to sweep, or bounds or numbers of points that make no design.
    """
    _check(axes, kind, points)
    if kind == "grid":
        values = [_spread(axis) for axis in axes]
        count = math.prod(len(one) for one in values)
        if count > MOST_POINTS:
            raise LabError(f"The sweeps make {count} points; at most {MOST_POINTS} can be run.")
        paths = [axis.path for axis in axes]
        return [dict(zip(paths, one, strict=True)) for one in itertools.product(*values)]
    assert points is not None
    return [
        {axis.path: _between(axis, float(u)) for axis, u in zip(axes, row, strict=True)}
        for row in _unit(kind, len(axes), points, seed)
    ]


def _check(axes: Sequence[Axis], kind: str, points: int | None) -> None:
    if kind not in KINDS:
        raise LabError(f'There is no design "{kind}"; a design is {", ".join(KINDS)}.')
    if len({axis.path for axis in axes}) < len(axes):
        raise LabError("Two sweeps go over the same path; one is enough.")
    for axis in axes:
        _check_axis(axis, kind)
    _check_count(axes, kind, points)


def _check_axis(axis: Axis, kind: str) -> None:
    """Whether a number can be swept so."""
    if not (abs(axis.low) < LARGEST and abs(axis.high) < LARGEST):
        raise LabError(f"--sweep {axis} needs bounds that are numbers below {LARGEST:g}.")
    if axis.low > axis.high:
        raise LabError(f"--sweep {axis} runs backwards; write the lower bound first.")
    if axis.low == axis.high and axis.values != 1:
        raise LabError(f"--sweep {axis} has no room between its bounds.")
    if kind == "grid" and axis.values is None:
        raise LabError(f"--sweep {axis} needs a number of values for a grid, as in {axis}:5.")
    if kind == "grid" and not 1 <= (axis.values or 0) <= MOST_POINTS:
        raise LabError(f"--sweep {axis} needs at least 1 and at most {MOST_POINTS} values.")
    if kind != "grid" and axis.values is not None:
        raise LabError(f"--sweep {axis}: a design {kind} takes PATH=A:B, and --points.")


def _check_count(axes: Sequence[Axis], kind: str, points: int | None) -> None:
    """Whether a design can have so many points."""
    if kind == "grid":
        if points is not None:
            raise LabError("--points is for --design lhs or sobol; a grid takes PATH=A:B:N.")
        return
    if not axes:
        raise LabError(f"A design {kind} needs something to sweep; add --sweep PATH=A:B.")
    if points is None or not 1 <= points <= MOST_POINTS:
        raise LabError(f"A design {kind} needs --points, from 1 to {MOST_POINTS}.")
    if kind == "sobol" and points & (points - 1):
        lower = 1 << (points.bit_length() - 1)
        raise LabError(
            f"Sobol's points are even only in powers of two; ask for {lower} or {2 * lower} "
            f"--points, not {points}."
        )


def _spread(axis: Axis) -> list[float]:
    assert axis.values is not None
    step = (axis.high - axis.low) / (axis.values - 1) if axis.values > 1 else 0.0
    return [round(axis.low + step * index, 10) for index in range(axis.values)]


def _between(axis: Axis, u: float) -> float:
    return round(axis.low + (axis.high - axis.low) * u, 10)


def _unit(kind: str, width: int, points: int, seed: int) -> Any:
    """Points of the unit cube, shape (points, width)."""
    try:
        from scipy.stats import qmc
    except ImportError:
        raise LabError(
            f'A design {kind} needs SciPy; install it with pip install "twin-track[lab]".'
        ) from None
    if kind == "lhs":
        return qmc.LatinHypercube(width, seed=seed).random(points)
    return qmc.Sobol(width, scramble=True, seed=seed).random_base2(points.bit_length() - 1)


def fitting(points: Sequence[Mapping[str, Any]], data: Any) -> list[dict[str, Any]]:
    """The points with whole numbers where the scenario has whole numbers and the point's is one.

    Args:
        points: What is set, by dotted path.
        data: The resolved scenario as plain data.
    """
    whole = {path for path in points[0] if _is_whole(_at(data, path))}
    return [
        {
            path: int(value)
            if path in whole and isinstance(value, float) and value.is_integer()
            else value
            for path, value in point.items()
        }
        for point in points
    ]


def _at(data: Any, path: str) -> Any:
    for key in path.split("."):
        if isinstance(data, list) and key.isdigit() and int(key) < len(data):
            data = data[int(key)]
        elif isinstance(data, dict):
            data = data.get(key)
        else:
            return None
    return data


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
