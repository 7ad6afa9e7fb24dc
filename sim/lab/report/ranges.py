"""What hangs on the coded numbers: a sensitivity analysis as sections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.lab.report import figures
from sim.lab.report.drawing import number
from sim.lab.report.figures import PERCENT, Bar, Row
from sim.lab.report.source import Source, faults
from sim.lab.report.template import (
    Section,
    capital,
    figure,
    pair,
    paragraph,
    percent,
    points,
    signed,
    table,
)
from sim.lab.stats import Estimate

MOST_INDICES = 16


def sensitivity_headline(source: Source) -> str:
    """What was asked, and what matters most, in plain words.

    Raises:
        LabError: The results are not as the command writes them.
    """
    with faults(source.folder):
        data = source.results
        bars = data["tornado"]["bars"]
        title, share = str(data["measure"]["title"]), bool(data["measure"]["share"])
        drawn = _estimate(data["tornado"]["as_drawn"], "value", "ci95")
        said = (
            f"Which coded numbers matter for “{title}”: with all of them drawn from their ranges "
            f"it is {_level(drawn, share)} in {int(data['tornado']['runs']):,} runs of the line "
            f"{data['line']}."
        )
        if bars:
            first = bars[0]
            said += (
                f" The number that matters most is “{first['label']}” ({first['basis']}): from "
                f"one end of its range to the other the measure moves by "
                f"{_change(float(first['effect']), share)}."
            )
    return paragraph(said, "lead")


def tornado(source: Source, measure: Mapping[str, Any], data: Mapping[str, Any]) -> Section:
    """A tornado of the coded ranges.

    Args:
        source: The folder.
        measure: Its `title` and whether it is a `share`.
        data: The `tornado` of what `sensitivity --json` prints.

    Raises:
        LabError: The results are not as the command writes them.
    """
    with faults(source.folder):
        title, share = capital(measure["title"]), bool(measure["share"])
        drawn = _estimate(data["as_drawn"], "value", "ci95")
        said = paragraph(
            f"Measured: {title}. {int(data['runs']):,} runs picked the numbers that seem to "
            "matter most; each was then held at the low and at the high end of its range in "
            f"{int(data['pair_runs']):,} other runs, on the same chance, with everything else "
            f"drawn as before. With all of them drawn it is {_level(drawn, share)}."
        )
        bars = [one for one in data["bars"] if one["effect"] or any(one["ci95"])]
        parts = [said]
        if bars:
            parts.append(_bars(bars, drawn, title, share))
        else:
            parts.append(paragraph("None of the numbers makes a difference that can be told."))
        for hidden in data["types"]:
            parts.append(_type(hidden, title, share))
    return Section("tornado", "What hangs on the coded numbers", "\n".join(parts))


def _bars(bars: list[Mapping[str, Any]], drawn: Estimate, title: str, share: bool) -> str:
    rows = [
        Bar(
            str(one["label"]),
            _estimate(one, "at_low", "at_low_ci95"),
            _estimate(one, "at_high", "at_high_ci95"),
        )
        for one in bars
    ]
    picture = figure(
        figures.tornado(rows, drawn.value, PERCENT if share else title, share=share),
        f"A tornado diagram: {title} with each coded number at the low and the high end of its "
        "range, the widest on top, as in the table.",
        "Thin lines are 95% intervals; the upright line is the value with all numbers drawn.",
    )
    text = table(
        "Each number from the low to the high end of its range.",
        ["number", "rests on", "range", "moves it by", "95% interval"],
        [
            [
                str(one["label"]),
                _basis(one),
                f"{float(one['range'][0]):.2f} to {float(one['range'][1]):.2f}",
                _change(float(one["effect"]), share),
                " to ".join(_change(float(end), share) for end in one["ci95"]),
            ]
            for one in bars
        ],
        3,
    )
    return picture + text


def _type(hidden: Mapping[str, Any], title: str, share: bool) -> str:
    if not hidden["effect"]:
        return paragraph(f"{hidden['label']}: makes no difference here.")
    rows = [
        Row(f"{hidden['label']}: {kind}", _estimate(one, "value", "ci95"))
        for kind, one in hidden["at"].items()
    ]
    picture = figure(
        figures.dots(rows, PERCENT if share else title, share=share, digits=1 if share else 3),
        f"Dots with intervals: {title} by hidden type, as in the table.",
    )
    text = table(
        f"{hidden['label']} ({_basis(hidden)}).",
        ["type", "coded chance of it", "the measure"],
        [
            [
                str(kind),
                percent(float(hidden["shares"][kind]), 0),
                _level(_estimate(one, "value", "ci95"), share),
            ]
            for kind, one in hidden["at"].items()
        ],
        1,
    )
    return pair(picture, text)


def indices(source: Source, data: Mapping[str, Any]) -> Section:
    """Sobol indices.

    Raises:
        LabError: The results are not as the command writes them.
    """
    with faults(source.folder):
        factors = list(data["factors"])
        rows = [
            Row(str(one["label"]), _estimate(one, "total", "total_ci95"))
            for one in factors[:MOST_INDICES]
        ]
        picture = figure(
            figures.dots(rows, "Total index", share=False, digits=2),
            "Dots with intervals: the total Sobol index of each factor, as in the table.",
        )
        text = table(
            "First order: what would go of the variance if the factor were known. Total: what is "
            "left while it alone is unknown.",
            ["factor", "first order", "95% interval", "total", "95% interval"],
            [
                [
                    str(one["label"]),
                    *_index(one, "first_order"),
                    *_index(one, "total"),
                ]
                for one in factors
            ],
            1,
        )
        said = paragraph(
            f"Sobol indices: shares of the measure's variance, from {int(data['runs']):,} runs a "
            "factor. Totals overlap and add up to 1 at least; all coded numbers hold those beneath "
            "them; what is below nought is noise."
        )
    return Section("indices", "Shares of the variance", said + picture + text)


def _index(one: Mapping[str, Any], name: str) -> list[str]:
    low, high = one[f"{name}_ci95"]
    return [number(float(one[name]), 3), f"{number(float(low), 3)} to {number(float(high), 3)}"]


def boxes(source: Source, data: list[Mapping[str, Any]]) -> Section:
    """The boxes of coded numbers in which a chosen outcome comes about.

    Raises:
        LabError: The results are not as the command writes them.
    """
    parts = []
    with faults(source.folder):
        for box in data:
            parts.append(
                paragraph(
                    f"“{box['title']}” ({box['wanted']}): {_ci(box, 'share')} of "
                    f"{int(box['runs']):,} held-out runs. In the box beneath {_ci(box, 'density')} "
                    f"of the runs; it holds {_ci(box, 'mass')} of all runs and "
                    f"{_ci(box, 'coverage')} of those in which it is so."
                )
            )
            rows = [
                [str(one["text"]), _basis(one), f"{float(one['quasi_p']):.2g}"]
                for one in box["restrictions"]
            ]
            if rows:
                header = ["restriction", "rests on", "quasi-p"]
                parts.append(table("The box.", header, rows, 2))
            else:
                parts.append(paragraph("No box says more than all runs do."))
    return Section("boxes", "Where it comes about", "\n".join(parts))


def _ci(one: Mapping[str, Any], name: str) -> str:
    found = _estimate(one, name, f"{name}_ci95")
    return f"{percent(found.value)} ({percent(found.low)} to {percent(found.high)})"


def _basis(one: Mapping[str, Any]) -> str:
    cites = " ".join(map(str, one["cite"]))
    return f"cited {cites}" if one["basis"] == "cited" else "assumed"


def _estimate(one: Mapping[str, Any], value: str, ends: str) -> Estimate:
    low, high = one[ends]
    return Estimate(float(one[value]), float(low), float(high))


def _level(one: Estimate, share: bool) -> str:
    if share:
        return f"{percent(one.value)} ({percent(one.low)} to {percent(one.high)})"
    return f"{one.value:.3f} ({one.low:.3f} to {one.high:.3f})"


def _change(value: float, share: bool) -> str:
    return points(value) if share else signed(value)
