"""Figures of the reports: each once wide for a page and once narrow for a phone.

They take plain numbers and labels, and know nothing of where those come from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.lab.report.drawing import (
    BLUE,
    COLOURS,
    GREEN,
    GREY,
    INK,
    MARKERS,
    SKY,
    VERMILLION,
    Picture,
    across,
    figure_of,
    month,
    number,
    picture,
    row_heights,
    rows_labelled,
    thinned,
    wrapped,
)
from sim.lab.stats import Estimate, reliability_groups
from sim.model.exact import Floats

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PERCENT = "Share of runs (%)"
"""What shares of the runs are measured in."""


class Row(NamedTuple):
    """A labelled value with its interval."""

    label: str
    estimate: Estimate


class Bar(NamedTuple):
    """A measure where a number stands at the low end of its range, and at the high end."""

    label: str
    low: Estimate
    high: Estimate


class Panel(NamedTuple):
    """A quantity over time: quantiles of shape (levels, dates), the median in the middle."""

    title: str
    dates: Sequence[dt.date]
    quantiles: Floats


class Series(NamedTuple):
    """A measure along what was swept."""

    label: str
    values: Sequence[Estimate]


# -- what they show --------------------------------------------------------------------------------


def dots(
    rows: Sequence[Row], axis: str, *, share: bool = True, change: bool = False, digits: int = 1
) -> Picture:
    """Values with their intervals, one a row.

    Args:
        rows: From top to bottom, at least one.
        axis: What is measured, with its unit.
        share: Whether values are shares, shown as percentages.
        change: Whether they are changes, so that 0 is marked.
        digits: Of the values written beside the dots.
    """

    def draw(narrow: bool) -> Figure:
        lines = [wrapped(row.label, 46 if narrow else 38) for row in rows]
        figure, (axes,) = figure_of(narrow, sum(row_heights(lines, narrow)) + 0.6)
        places, _ = rows_labelled(axes, lines, narrow)
        scale = 100.0 if share else 1.0
        for at, row in zip(places, rows, strict=True):
            value, low, high = (scale * one for one in row.estimate)
            axes.plot([low, high], [at, at], color=BLUE, lw=2.2, solid_capstyle="butt")
            axes.plot([value], [at], "o", color=BLUE, ms=6)
            axes.annotate(
                number(value, digits, change),
                (1.0, at),
                xycoords=("axes fraction", "data"),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
            )
        across(axes, [scale * one for row in rows for one in row.estimate], share, change)
        axes.set_xlabel(wrapped(axis, 44 if narrow else 80))
        axes.grid(axis="x")
        return figure

    return picture(draw)


def tornado(bars: Sequence[Bar], middle: float, axis: str, *, share: bool = True) -> Picture:
    """What each number's range does to a measure, the widest on top.

    Args:
        bars: From top to bottom, at least one.
        middle: The measure with every number at its own value, or over all ranges.
        axis: What is measured.
        share: Whether it is a share, shown in percent.
    """

    def draw(narrow: bool) -> Figure:
        lines = [wrapped(bar.label, 46 if narrow else 38) for bar in bars]
        figure, (axes,) = figure_of(narrow, sum(row_heights(lines, narrow)) + 0.9 + 0.2 * narrow)
        places, _ = rows_labelled(axes, lines, narrow)
        scale = 100.0 if share else 1.0
        for at, bar in zip(places, bars, strict=True):
            styles = (
                (bar.low, BLUE, "", MARKERS[0], "at the low end of its range"),
                (bar.high, VERMILLION, "//", MARKERS[1], "at the high end"),
            )
            for end, colour, hatch, marker, label in styles:
                axes.barh(
                    at,
                    scale * (end.value - middle),
                    left=scale * middle,
                    height=0.2,
                    color=colour,
                    alpha=0.35,
                    hatch=hatch,
                    edgecolor=colour,
                    lw=0.5,
                )
                axes.plot([scale * end.low, scale * end.high], [at, at], color=colour, lw=1.6)
                shown = label if bar is bars[0] else "_nolegend_"
                axes.plot([scale * end.value], [at], marker, color=colour, ms=5, label=shown, lw=0)
        axes.axvline(scale * middle, color=INK, lw=1)
        ends = [scale * one for bar in bars for end in (bar.low, bar.high) for one in end]
        across(axes, [*ends, scale * middle], share, change=False, whole=False)
        axes.set_xlabel(wrapped(axis, 44 if narrow else 80))
        axes.grid(axis="x")
        figure.legend(loc="outside upper left", ncols=1 if narrow else 2, frameon=False)
        return figure

    return picture(draw)


def bands(panels: Sequence[Panel], axis: str) -> Picture:
    """Quantities over time: median, and where the middle 50% and 90% of the runs lie."""

    def draw(narrow: bool) -> Figure:
        columns = min(len(panels), 2 if narrow else 3)
        rows = -(-len(panels) // columns)
        titles = [wrapped(panel.title, 22 if narrow else 30) for panel in panels]
        tall = max(title.count("\n") for title in titles)
        height = rows * ((1.55 if narrow else 1.75) + 0.2 * tall) + 0.35
        figure, every = figure_of(narrow, height, rows, columns, sharey=True)
        for axes, panel, title in zip(every, panels, titles, strict=False):
            at = [date.toordinal() for date in panel.dates]
            low, lower, middle, upper, high = panel.quantiles
            axes.fill_between(at, low, high, color=BLUE, alpha=0.18, lw=0)
            axes.fill_between(at, lower, upper, color=BLUE, alpha=0.35, lw=0)
            axes.plot(at, middle, color=BLUE, lw=2)
            axes.set_title(title)
            axes.set_ylim(0, 1)
            axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "", "0.5", "", "1"])
            axes.set_xlim(at[0], at[-1])
            axes.set_xticks([at[0], at[-1]], [month(panel.dates[0]), month(panel.dates[-1])])
            first, last = axes.get_xticklabels()
            first.set_horizontalalignment("left")
            last.set_horizontalalignment("right")
            axes.grid(axis="y")
        for axes in every[len(panels) :]:
            axes.set_visible(False)
        figure.supylabel(axis)
        return figure

    return picture(draw)


def reliability(forecasts: Sequence[float], happened: Sequence[bool], axis: str) -> Picture:
    """Forecasts against what came about: in groups of like chance, with Wilson intervals.

    Args:
        forecasts: Chances, 0..1, at least one.
        happened: Whether each came about.
        axis: What was forecast.
    """

    def draw(narrow: bool) -> Figure:
        figure, (axes,) = figure_of(narrow, 4.0 if narrow else 4.4)
        axes.plot([0, 100], [0, 100], "--", color=GREY, lw=1, label="where forecasts are right")
        marks = ((True, 105, GREEN, "^", "came about"), (False, -5, VERMILLION, "v", "did not"))
        for came, place, colour, marker, label in marks:
            at = [100 * one for one, did in zip(forecasts, happened, strict=True) if did == came]
            places = [place] * len(at)
            axes.plot(at, places, marker, color=colour, ms=5, alpha=0.6, lw=0, label=label)
        for group in reliability_groups(forecasts, happened):
            share = group.share
            axes.plot([100 * group.forecast] * 2, [100 * share.low, 100 * share.high], color=BLUE)
            axes.plot([100 * group.forecast], [100 * share.value], "o", color=BLUE, ms=7)
            axes.annotate(
                f"{group.happened} of {group.of}",
                (100 * group.forecast, 100 * share.value),
                xytext=(7, -12 if share.value > 0.5 else 6),
                textcoords="offset points",
            )
        axes.set_xlim(-4, 114)
        axes.set_ylim(-12, 112)
        axes.set_xticks(range(0, 101, 20))
        axes.set_yticks(range(0, 101, 20))
        axes.set_xlabel(wrapped(f"{axis} (%)", 44))
        axes.set_ylabel("Share that came about (%)")
        axes.grid()
        figure.legend(loc="outside upper left", ncols=2 if narrow else 3, frameon=False)
        return figure

    return picture(draw)


def sweep(
    at: Sequence[float], series: Sequence[Series], axis: str, unit: str, *, share: bool = True
) -> Picture:
    """Measures along one swept value, each with the band of its interval.

    Args:
        at: The values, in rising order.
        series: At most six measures, each with one estimate a value.
        axis: What was swept.
        unit: What is measured.
        share: Whether these are shares, shown in percent.
    """

    def draw(narrow: bool) -> Figure:
        figure, (axes,) = figure_of(narrow, (2.6 if narrow else 3.3) + 0.22 * len(series))
        scale = 100.0 if share else 1.0
        for one, colour, marker in zip(series, COLOURS, MARKERS, strict=False):
            value, low, high = scale * np.array(one.values).T
            axes.fill_between(at, low, high, color=colour, alpha=0.2, lw=0)
            label = wrapped(one.label, 44 if narrow else 80)
            axes.plot(at, value, marker=marker, color=colour, ms=4, lw=1.6, label=label)
        axes.set_xlabel(wrapped(axis, 44 if narrow else 80))
        axes.set_ylabel(unit)
        if all(isinstance(place, int) for place in at):
            from matplotlib.ticker import MaxNLocator

            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        if share:
            axes.set_ylim(-3, 103)
        axes.grid()
        figure.legend(loc="outside upper left", ncols=1, frameon=False)
        return figure

    return picture(draw)


def heat(
    across: Sequence[float], up: Sequence[float], values: Floats, labels: tuple[str, str, str]
) -> Picture:
    """A measure over a grid of two swept values.

    Args:
        across: Values of the first, rising.
        up: Values of the second, rising.
        values: Shares, shape (second, first).
        labels: Of the first, the second, and the measure.
    """

    def draw(narrow: bool) -> Figure:
        figure, (axes,) = figure_of(narrow, 3.4 if narrow else 4.0)
        image = axes.imshow(100 * values, origin="lower", aspect="auto", cmap="cividis")
        image.set_clim(0, 100)
        axes.set_xticks(*thinned(across, 5 if narrow else 9))
        axes.set_yticks(*thinned(up, 9))
        if values.size <= (36 if narrow else 100):
            for row, column in np.ndindex(values.shape):
                value = values[row, column]
                colour = "white" if value < 0.55 else INK
                axes.text(column, row, f"{100 * value:.0f}", color=colour, ha="center", va="center")
        axes.set_xlabel(wrapped(labels[0], 40))
        axes.set_ylabel(wrapped(labels[1], 34))
        axes.set_title(wrapped(labels[2], 40 if narrow else 76))
        bar = figure.colorbar(image, ax=axes)
        bar.set_label(PERCENT)
        return figure

    return picture(draw)


def scatter(
    axes_of: Sequence[tuple[str, Sequence[float]]],
    values: Sequence[Estimate],
    unit: str,
    *,
    share: bool = True,
) -> Picture:
    """A measure at scattered points, against each swept value in turn.

    Args:
        axes_of: Label and values of each swept path.
        values: The measure at each point.
        unit: What is measured.
        share: Whether these are shares, shown in percent.
    """

    def draw(narrow: bool) -> Figure:
        columns = min(len(axes_of), 1 if narrow else 3)
        rows = -(-len(axes_of) // columns)
        figure, every = figure_of(narrow, 2.4 * rows + 0.2, rows, columns, sharey=True)
        scale = 100.0 if share else 1.0
        value, low, high = scale * np.array(values).T
        for axes, (label, at) in zip(every, axes_of, strict=False):
            axes.vlines(at, low, high, color=SKY, lw=1, alpha=0.7)
            axes.plot(at, value, "o", color=BLUE, ms=4, lw=0)
            axes.set_xlabel(wrapped(label, 40 if narrow else 28))
            axes.grid()
            if share:
                axes.set_ylim(-3, 103)
        for axes in every[len(axes_of) :]:
            axes.set_visible(False)
        figure.supylabel(unit)
        return figure

    return picture(draw)
