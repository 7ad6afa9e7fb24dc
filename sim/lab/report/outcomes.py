"""What the runs of a batch gave: outcomes, metrics, what was changed, and sweeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from sim.lab.batch import BatchResult, run_batch
from sim.lab.line_data import line_from
from sim.lab.lines import line_of
from sim.lab.report import figures
from sim.lab.report.figures import PERCENT, Row
from sim.lab.report.source import Measured, PointResult, Source
from sim.lab.report.template import (
    Section,
    bullets,
    figure,
    interval,
    pair,
    paragraph,
    percent,
    points,
    points_interval,
    signed,
    table,
)
from sim.lab.setup import Setup, setup_of
from sim.lab.stats import Estimate, paired_mean_difference, paired_share_difference
from sim.model.plan import Plan


def headline(source: Source) -> str:
    """What was run and how it came out, in plain words."""
    setup, first = source.setup, source.points[0]
    outcomes = [one for one in first.measures if one.kind == "outcome"]
    best = max(outcomes, key=lambda one: one.estimate.value)
    title = source.loaded.scenario.outcomes[best.name].title
    wide = max(one.estimate.high - one.estimate.low for one in outcomes) / 2
    runs = f"{source.runs:,} runs"
    where = "The"
    if len(source.points) > 1:
        runs, where = f"{len(source.points)} ensembles of {runs} each", "At the first point the"
    said = (
        f"{runs}, {setup.scenario.actors[setup.seat].name} playing the line {setup.line.name}. "
        f"{where} outcome that came about most often is “{title}”: in "
        f"{percent(best.estimate.value)} of the runs (95% interval {interval(best.estimate)})."
    )
    sure = (
        f"Every share is known to within {100 * wide:.1f} percentage points or less; that is the "
        "chance of the runs alone, and says nothing of whether the model is right."
    )
    return paragraph(said, "lead") + paragraph(sure, "note")


def outcomes(source: Source) -> Section:
    """Shares of the outcomes, and all metrics."""
    first, scenario = source.points[0], source.loaded.scenario
    rows = [
        Row(scenario.outcomes[one.name].title, one.estimate)
        for one in first.measures
        if one.kind == "outcome"
    ]
    drawn = figure(
        figures.dots(rows, PERCENT),
        "Dots with intervals: in what share of the runs each outcome came about, as in the table.",
    )
    text = table(
        "Outcomes: share of the runs in which each came about.",
        ["outcome", "share", "95% interval"],
        [[row.label, percent(row.estimate.value), interval(row.estimate)] for row in rows],
        1,
    )
    body = pair(drawn, text) + _metrics(source, first)
    said = at_point(first)
    return Section("outcomes", "What came about", (paragraph(said) if said else "") + body)


def at_point(point: PointResult) -> str:
    """What was set for an ensemble, in words; empty where nothing was."""
    if not point.set:
        return ""
    said = ", ".join(f"{path} = {shown(value)}" for path, value in point.set.items())
    return f"At the first point of the sweep: {said}."


def shown(value: float | str) -> str:
    """What was set, as text."""
    return value if isinstance(value, str) else f"{value:g}"


def _metrics(source: Source, point: PointResult) -> str:
    rows = []
    for one in point.measures:
        if one.kind == "metric":
            share = is_share(source, one)
            value, low, high = one.estimate
            numbers = [percent(value), "", f"{percent(low)} to {percent(high)}"]
            if not share:
                sd = "" if one.sd is None else f"{one.sd:.3f}"
                numbers = [f"{value:.3f}", sd, f"{low:.3f} to {high:.3f}"]
            rows.append([title_of(source, one.kind, one.name), *numbers])
    return table(
        "What was asked for, and what each seat reached of its goals (mean, 0 to 1).",
        ["measure", "share or mean", "standard deviation", "95% interval"],
        rows,
        1,
    )


def is_share(source: Source, one: Measured) -> bool:
    """Whether a measure is a share of the runs."""
    asked = one.name in source.setup.asks
    return one.kind == "outcome" or (asked and f"asks.{one.name}" in source.compiled.rows)


def title_of(source: Source, kind: str, name: str) -> str:
    """A measure in words."""
    scenario = source.loaded.scenario
    if kind == "outcome":
        return scenario.outcomes[name].title
    if name in source.setup.asks:
        return f"{name}: {source.setup.asks[name]}"
    if name.startswith("goals."):
        actor = scenario.actors.get(name.removeprefix("goals."))
        return f"Goals of {actor.name if actor else name}"
    return "Moves of the line that could not be played" if name == "skipped_moves" else name


# -- against the scenario as shipped ---------------------------------------------------------------


def changes(source: Source) -> list[str]:
    """What was set or switched otherwise than in the scenario, in words."""
    inputs = source.manifest.inputs
    said = [f"{path} set to {value}" for path, value in inputs.set.items()]
    said += [f"{item} switched off" for item in inputs.without]
    said += [f"{item} forbidden" for item in inputs.forbid]
    return said + [f"{item} left out of the line" for item in inputs.leave_out]


class _Changed(NamedTuple):
    """A measure with the changes and without them."""

    title: str
    share: bool
    one: float
    other: float
    differ: Estimate

    def texts(self) -> list[str]:
        """Its row of the table."""
        value, low, high = self.differ
        if self.share:
            both = [percent(self.one), percent(self.other)]
            return [self.title, *both, points(value), points_interval(self.differ)]
        both = [f"{self.one:.3f}", f"{self.other:.3f}", signed(value)]
        return [self.title, *both, f"{signed(low)} to {signed(high)}"]


def difference(source: Source, runs: int, **options: Any) -> Section | None:
    """What the changes did, run by run on the same chance; None where nothing was changed.

    Args:
        source: The batch.
        runs: Runs of both.
        options: What `run_batch` takes besides.
    """
    said = changes(source)
    if not said:
        return None
    plain, same_line = _as_shipped(source)
    one, other = (run_batch(arm, runs, **options) for arm in (source.setup, plain))
    rows = list(_changed(source, one, other))
    shares = [Row(row.title, row.differ) for row in rows if row.share]
    drawn = figure(
        figures.dots(shares, "Change of the share (percentage points)", change=True),
        "Dots with intervals: by how much the changes raise or lower each share, as in the table.",
        f"{runs:,} pairs of runs on the same chance.",
    )
    text = table(
        "With the changes, without them, and the paired difference.",
        ["measure", "with", "without", "difference", "95% interval"],
        [row.texts() for row in rows],
        1,
    )
    body = paragraph("What is otherwise than in the scenario as it was loaded:") + bullets(said)
    if not same_line:
        body += paragraph(
            "What was left out of a line that was read from a file cannot be put back from the "
            "manifest, so both sides play the shorter line.",
            "note",
        )
    return Section("difference", "What the changes did", body + drawn + text)


def _changed(source: Source, one: BatchResult, other: BatchResult) -> Iterator[_Changed]:
    for column in one.columns:
        kind, _, name = column.partition(".")
        if column not in other.columns or kind not in ("outcomes", "asks", "quantities", "goals"):
            continue
        if kind in ("outcomes", "asks"):
            title = title_of(source, "outcome" if kind == "outcomes" else "metric", name)
            held, before = one.happened(column), other.happened(column)
            differ = paired_share_difference(held, before)
            yield _Changed(title, True, float(held.mean()), float(before.mean()), differ)
        else:
            title = title_of(source, "metric", column if kind == "goals" else name)
            value, old = one.columns[column], other.columns[column]
            differ = paired_mean_difference(value, old)
            yield _Changed(title, False, float(value.mean()), float(old.mean()), differ)


def _as_shipped(source: Source) -> tuple[Setup, bool]:
    """The setup without overrides and switches, and whether its line is whole."""
    manifest, setup = source.manifest, source.setup
    inputs = manifest.inputs
    plain = setup_of(
        manifest.base,
        "pass",
        seat=setup.seat,
        seed=setup.seed,
        asks=setup.asks,
        sample=setup.sample,
        ranges=setup.ranges,
        constants=setup.constants,
    )
    line = inputs.line
    if inputs.leave_out and line.name == "history":
        return replace(plain, line=line_of(plain.compiled(), "history", setup.seat)), True
    moves = [move.model_dump() for move in line.moves]
    plan = Plan(manifest.base.scenario)
    whole = line_from(plan, line.name, line.policy, moves, setup.seat)
    return replace(plain, line=whole), not inputs.leave_out
