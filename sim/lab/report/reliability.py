"""Forecasts against what came about, as a report shows them: a diagram beside its groups."""

from __future__ import annotations

from collections.abc import Sequence

from sim.lab.report import figures
from sim.lab.report.template import figure, interval, pair, percent, table
from sim.lab.stats import reliability_groups


def reliability(
    forecasts: Sequence[float],
    happened: Sequence[bool],
    axis: str,
    alt: str,
    caption: str,
    title: str,
    header: tuple[str, str],
    digits: int = 1,
) -> str:
    """A reliability diagram with the table of its groups beside it.

    Args:
        forecasts: Chances, 0..1, at least one.
        happened: Whether each came about.
        axis: What was forecast, for the diagram.
        alt: What the diagram shows, for who cannot see it.
        caption: How it is read.
        title: Of the table.
        header: What the table calls a group's forecast, and how many of it came about.
        digits: Decimals of the table's percentages.
    """
    rows = [
        [
            percent(group.forecast, digits),
            f"{group.happened} of {group.of}",
            percent(group.share.value, digits),
            interval(group.share),
        ]
        for group in reliability_groups(forecasts, happened)
    ]
    drawn = figure(figures.reliability(forecasts, happened, axis), alt, caption)
    return pair(drawn, table(title, [*header, "share", "95% interval"], rows, 1))
