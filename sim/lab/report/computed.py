"""What is computed again from the manifest alone: bands, worth of moves, tornado, calibration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.lab.backtest import Point, backtest
from sim.lab.errors import LabError
from sim.lab.report import figures
from sim.lab.report.bands import MOST_RUNS as MOST_BANDS
from sim.lab.report.bands import Band, Bands, most_moved, trust_bands
from sim.lab.report.figures import Panel
from sim.lab.report.reliability import reliability
from sim.lab.report.source import Source
from sim.lab.report.template import (
    Section,
    esc,
    figure,
    folded,
    interval,
    pair,
    paragraph,
    percent,
    table,
)

MOST_PANELS = 6
"""Actors whose trust is drawn, and as many whose stance is; the table has all."""


# -- trust over time -------------------------------------------------------------------------------


def trust(source: Source, runs: int, **options: Any) -> Section:
    """Bands of trust and stances over time.

    Args:
        source: The folder.
        runs: Runs that they rest on; no more than bands can.
        options: What `trust_bands` takes besides.
    """
    found = trust_bands(source.setup, min(runs, MOST_BANDS), compiled=source.compiled, **options)
    scenario = source.loaded.scenario
    seat = scenario.actors[found.seat].name
    initiative = scenario.initiative.title
    parts = [
        paragraph(
            f"The line is the median of {found.runs:,} runs; half of them lie in the dark band, "
            "90% in the light one. Shown are those that move most."
        ),
        f"<h3>Trust in {esc(seat)}</h3>",
        _panels(source, found, found.trust, f"Trust in {seat} (0 to 1)"),
        f"<h3>Stance on {esc(initiative)}</h3>",
        _panels(source, found, found.stances, "Stance (0 against, 1 for)"),
    ]
    return Section("trust", "Trust over time", "\n".join(parts))


def _panels(source: Source, found: Bands, bands: Sequence[Band], axis: str) -> str:
    names = {name: actor.short for name, actor in source.loaded.scenario.actors.items()}
    shown = most_moved(bands, MOST_PANELS)
    rows = []
    for band in bands:
        low, _, start, _, high = band.quantiles[:, 0]
        end_low, _, end, _, end_high = band.quantiles[:, -1]
        rows.append(
            [
                names[band.about],
                f"{start:.2f}",
                f"{low:.2f} to {high:.2f}",
                f"{end:.2f}",
                f"{end_low:.2f} to {end_high:.2f}",
            ]
        )
    text = table(
        f"{axis}: median and the middle 90% of the runs, at the start and at the end.",
        ["of", "start", "90%", "end", "90%"],
        rows,
        1,
    )
    if not shown:
        return paragraph("It never moves.") + text
    drawn = figure(
        figures.bands([Panel(names[b.about], found.dates, b.quantiles) for b in shown], axis),
        f"{axis} over time for {', '.join(names[band.about] for band in shown)}: bands of the "
        "runs; start and end stand in the table, every turn in the one behind it.",
    )
    whole = folded("Every turn as a table", _every_turn(found, shown, names))
    return pair(drawn + whole, text)


def _every_turn(found: Bands, shown: Sequence[Band], names: dict[str, str]) -> str:
    rows = []
    for turn, date in enumerate(found.dates):
        cells = []
        for band in shown:
            low, _, middle, _, high = band.quantiles[:, turn]
            cells.append(f"{middle:.2f} ({low:.2f} to {high:.2f})")
        rows.append([date.isoformat(), *cells])
    header = ["at", *(names[band.about] for band in shown)]
    return table("Median, and the middle 90% of the runs.", header, rows, 1)


# -- calibration -----------------------------------------------------------------------------------


def calibration(source: Source, runs: int, **options: Any) -> Section:
    """How well the scenario forecasts its own record.

    Args:
        source: The folder.
        runs: Runs of the record's line and of doing nothing.
        options: What `backtest` takes besides.
    """
    title = "How well the scenario forecasts the record"
    try:
        # What was set and switched is another world: the record is no test of it.
        found = backtest(source.manifest.base, runs, source.setup.seed, **options)
    except LabError as error:
        return Section("calibration", title, paragraph(str(error)))
    every = [*found.checkpoints, *found.foils]
    forecasts = [point.share.value for point in every]
    happened = [True] * len(found.checkpoints) + [False] * len(found.foils)
    kept = (
        "No constant of the engine was tuned on this scenario."
        if found.holdout
        else "Constants of the engine were tuned on this scenario, among others."
    )
    skill = found.skill_over_pass
    said = (
        f"The scenario without what was set here: the line of the record, {runs:,} runs, against "
        "the record's dated points, what came about and what did not. "
        f"Brier score {found.brier:.3f} (0 is perfect, 0.25 is a coin), "
        f"log score {found.log_score:.3f} (0.693 is a coin)."
    )
    if skill is not None:
        said += (
            f" Skill over doing nothing {skill.value:.2f} (95% interval {skill.low:.2f} to "
            f"{skill.high:.2f})."
        )
    drawn = reliability(
        forecasts,
        happened,
        "Forecast chance",
        "A reliability diagram: in groups of like forecast, the share of the points that came "
        "about in the record, with 95% intervals; the forecasts stand in the tables.",
        "Dots near the dashed line mean that forecasts keep their word. The triangles are the "
        "single points. They are of one story and were chosen by its authors, so that these "
        "intervals, and that of the skill, are too narrow.",
        "In groups of like forecast.",
        ("mean forecast", "came about"),
    )
    rows = [
        [
            point.spec.title,
            point.spec.by.isoformat(),
            came,
            percent(point.share.value),
            interval(point.share),
            _brier(point, came == "yes"),
        ]
        for points, came in ((found.checkpoints, "yes"), (found.foils, "no"))
        for point in points
    ]
    whole = table(
        "Each dated point of the record: whether it came about, and its forecast.",
        ["point", "by", "came about", "forecast", "95% interval", "Brier"],
        rows,
        3,
    )
    body = paragraph(said) + paragraph(kept, "note") + drawn + whole
    return Section("calibration", title, body)


def _brier(point: Point, came: bool) -> str:
    return f"{(point.share.value - came) ** 2:.3f}"
