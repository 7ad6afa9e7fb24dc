"""What a batch gave at each point of a sweep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from sim.lab.report import figures
from sim.lab.report.figures import PERCENT, Series
from sim.lab.report.outcomes import is_share, shown, title_of
from sim.lab.report.source import PointResult, Source, faults
from sim.lab.report.template import Section, bullets, figure, folded, paragraph, percent, table
from sim.lab.stats import Estimate

MOST_SWEPT = 5
"""Measures that a plot of a sweep shows; the table has all."""
MOST_MAPS = 3
"""The same for plots that show one measure each."""


@dataclass(frozen=True)
class _Swept:
    """One measure at every point."""

    title: str
    share: bool
    values: tuple[Estimate, ...]

    @property
    def moves(self) -> float:
        """How far it goes up and down."""
        numbers = [one.value for one in self.values]
        return max(numbers) - min(numbers)


def sweep(source: Source) -> Section | None:
    """Measures against what was swept; None for a batch without points."""
    every = source.points
    paths = list(every[0].set)
    if not paths or len(every) < 2:
        return None
    measures = [
        _Swept(
            title_of(source, one.kind, one.name),
            is_share(source, one),
            tuple(point.of(one.kind, one.name) for point in every),
        )
        for one in every[0].measures
        if one.name != "skipped_moves"
    ]
    ranked = sorted(measures, key=lambda one: (not one.share, -one.moves))
    told = [one for one in ranked if one.share and one.moves > 0][:MOST_SWEPT]
    if any(isinstance(value, str) for point in every for value in point.set.values()):
        drawn = paragraph("What was swept are words of the coding; the table has every point.")
    elif not told:
        drawn = paragraph("No outcome or ask that is a share moves along the sweep.")
    elif len(paths) == 1:
        drawn = _along(paths[0], every, told)
    elif len(paths) == 2 and _is_grid(every, paths):
        drawn = _over(paths, every, told)
    else:
        drawn = _scattered(paths, every, told)
    rows = [
        [shown(value) for value in point.set.values()] + [_cell(one, place) for one in measures]
        for place, point in enumerate(every)
    ]
    whole = table(
        f"Every measure at all {len(every)} points (share or mean, with its 95% interval).",
        [*paths, *(one.title for one in measures)],
        rows,
    )
    said = paragraph(
        f"{len(every)} points, each run on the same chance. Shown are the shares that move most; "
        "the table beneath has all."
    )
    body = said + drawn + folded("All points as a table", whole)
    with faults(source.folder):
        body += _failed(source.results.get("failed") or [])
    return Section("sweep", "Along the sweep", body)


def _failed(failed: Sequence[Mapping[str, Any]]) -> str:
    """The points that could not be run, each with why."""
    if not failed:
        return ""
    said = paragraph(f"{len(failed)} points could not be run:")
    return said + bullets(
        f"{', '.join(f'{path} = {value}' for path, value in one['set'].items())}: {one['problem']}"
        for one in failed
    )


def _cell(one: _Swept, place: int) -> str:
    value, low, high = one.values[place]
    if one.share:
        return f"{percent(value)} ({percent(low)} to {percent(high)})"
    return f"{value:.3f} ({low:.3f} to {high:.3f})"


def _is_grid(every: Sequence[PointResult], paths: Sequence[str]) -> bool:
    axes = [sorted({point.at(path) for point in every}) for path in paths]
    grid = set(product(*axes))
    return len(grid) == len(every) and {tuple(p.at(path) for path in paths) for p in every} == grid


def _along(path: str, every: Sequence[PointResult], told: Sequence[_Swept]) -> str:
    order = sorted(range(len(every)), key=lambda place: every[place].at(path))
    at = [every[place].at(path) for place in order]
    series = [Series(one.title, [one.values[place] for place in order]) for one in told]
    return figure(
        figures.sweep(at, series, path, PERCENT),
        f"Lines with bands: shares of outcomes as {path} goes from {at[0]:g} to {at[-1]:g}; the "
        "numbers stand in the table of all points.",
        "Bands are 95% intervals.",
    )


def _over(paths: Sequence[str], every: Sequence[PointResult], told: Sequence[_Swept]) -> str:
    across, up = (sorted({point.at(path) for point in every}) for path in paths)
    drawn = []
    for one in told[:MOST_MAPS]:
        values = np.zeros((len(up), len(across)))
        for point, estimate in zip(every, one.values, strict=True):
            x, y = (point.at(path) for path in paths)
            values[up.index(y), across.index(x)] = estimate.value
        drawn.append(
            figure(
                figures.heat(across, up, values, (paths[0], paths[1], one.title)),
                f"A map of the share of “{one.title}” over {paths[0]} and {paths[1]}; the numbers "
                "stand in the table of all points.",
            )
        )
    return "\n".join(drawn)


def _scattered(paths: Sequence[str], every: Sequence[PointResult], told: Sequence[_Swept]) -> str:
    axes = [(path, [point.at(path) for point in every]) for path in paths]
    return "\n".join(
        figure(
            figures.scatter(axes, one.values, PERCENT),
            f"Points: the share of “{one.title}” against each swept value; the numbers stand in "
            "the table of all points.",
            one.title,
        )
        for one in told[:MOST_MAPS]
    )
