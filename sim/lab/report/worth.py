"""What each move was worth, and what would be otherwise: a counterfactual as a section."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sim.lab.line_data import entry_titles
from sim.lab.report import figures
from sim.lab.report.figures import Row
from sim.lab.report.source import Source, faults
from sim.lab.report.template import (
    Section,
    capital,
    esc,
    figure,
    folded,
    pair,
    paragraph,
    points,
    points_interval,
    signed,
    table,
)
from sim.lab.stats import Estimate

WORTH = "What each move was worth"
FEW = 3
"""Up to so many alternatives are shown one by one, each with all that it changes."""
MOST_ROWS = 16
"""Alternatives that a figure shows, those that differ most; the table has all."""


class _Effect(NamedTuple):
    """What an alternative changes, with the sign with which it is told."""

    label: str
    estimates: Mapping[str, Estimate]
    """By measure."""
    clear: frozenset[str]
    """The measures whose difference is told from chance."""
    as_pair: Estimate | None
    """For a pair: what both do together beyond what each does alone, on the first measure."""


def counterfactual_headline(source: Source) -> str:
    """What was compared, and what it came to, in plain words.

    Raises:
        LabError: The results are not as the command writes them.
    """
    with faults(source.folder):
        data = source.results
        first = data["told"][0]
        flip = _only_left_out(data)
        every = _effects(source, data, flip)
        runs = f"{int(data['runs']):,} pairs of runs on the same chance"
        if not flip and len(every) <= FEW:
            said = " ".join(_told_alone(data, one) for one in every)
            return paragraph(f"{said} Against the line {data['line']}, {runs}.", "lead")
        told = [one for one in every if first in one.estimates]
        if not told:
            return paragraph(f"{len(every)} alternatives against the line {data['line']}.", "lead")
        most = max(told, key=lambda one: abs(one.estimates[first].value))
        clear = [one for one in told if first in one.clear]
        said = (
            f"{len(every)} {'moves left out one at a time,' if flip else 'alternatives'} against "
            f"the line {data['line']}, {runs}. "
            f"{_text(most.estimates[first], _is_share(data, first))} for “{most.label}” is the "
            f"largest {'worth' if flip else 'difference'}, measured on “{_title(data, first)}” (as "
            f"the largest of several it is flattered a little); {len(clear)} of the {len(every)} "
            "are told from chance."
        )
    return paragraph(said, "lead")


def worth(source: Source, data: Mapping[str, Any]) -> Section:
    """A counterfactual's differences as figure and table.

    Args:
        source: The folder.
        data: The results as `counterfactual --json` prints them.

    Raises:
        LabError: The results are not as the command writes them.
    """
    with faults(source.folder):
        flip = _only_left_out(data)
        told = [str(name) for name in data["told"]]
        every = _effects(source, data, flip)
        parts = [paragraph(_said(data, flip)), _how_sure(data)]
        if not flip and len(every) <= FEW:
            parts += [_alone(data, one) for one in every]
        else:
            parts += [_figure(data, every, name, flip) for name in _drawn(told, every)]
        parts.append(_interactions(every, data, told[0]))
    title = WORTH if flip else "What each alternative changes"
    return Section("worth", title, "\n".join(part for part in parts if part))


def _said(data: Mapping[str, Any], flip: bool) -> str:
    runs = f"{int(data['runs']):,} pairs of runs on the same chance"
    if flip:
        return (
            f"Each move was left out of the line in turn ({runs}). What it was worth is what the "
            "whole line has more than the line without it; all later moves stay as they were, "
            "and everybody else decides anew."
        )
    return f"Each alternative less the line as it is ({runs})."


def _interval_head(data: Mapping[str, Any]) -> str:
    return "joint 95% interval" if data["simultaneous"] else "95% interval"


def _how_sure(data: Mapping[str, Any]) -> str:
    """How the intervals hold, where there are several."""
    count = int(data["intervals"])
    if count < 2:
        return ""
    if data["simultaneous"]:
        said = f"The {count} intervals hold together at 95% (Bonferroni)."
    else:
        said = f"{count} intervals are told at once: at 95% one in twenty misses by chance."
    return paragraph(said, "note")


def _drawn(told: list[str], every: list[_Effect]) -> list[str]:
    """The first measure, and of the others the one that differs most."""

    def most(name: str) -> float:
        found = [abs(one.estimates[name].value) for one in every if name in one.estimates]
        return max(found, default=0.0)

    others = sorted(told[1:], key=lambda name: -most(name))
    return [told[0], *(name for name in others[:1] if most(name) > 0)]


def _heading(one: _Effect) -> str:
    return capital(one.label if one.label.startswith("without") else f"with {one.label}")


def _told_alone(data: Mapping[str, Any], one: _Effect) -> str:
    """What one alternative changes most, in a sentence."""
    clear = [name for name in one.estimates if name in one.clear]
    if not clear:
        return f"{_heading(one)}: nothing that is measured is told from chance."
    shares = [name for name in clear if _is_share(data, name)]
    most = max(shares or clear, key=lambda name: abs(one.estimates[name].value))
    share = _is_share(data, most)
    unit = " percentage points" if share else ""
    return (
        f"{_heading(one)}: {_text(one.estimates[most], share)}{unit} for "
        f"“{_title(data, most)}”; {len(clear)} of {len(one.estimates)} measures are told from "
        "chance."
    )


def _alone(data: Mapping[str, Any], one: _Effect) -> str:
    """All that one alternative changes: shares as a figure, everything as a table."""
    shares = [name for name in one.estimates if _is_share(data, name)]
    drawn = ""
    if shares:
        axis = "Difference (percentage points)"
        drawn = figure(
            figures.dots(
                [Row(_title(data, name), one.estimates[name]) for name in shares],
                axis,
                share=True,
                change=True,
                digits=1,
            ),
            f"Dots with intervals: {axis}, one row a measure, as in the table.",
        )
    rows = [
        [
            _title(data, name),
            _value(Estimate(as_is, as_is, as_is), share).lstrip("+"),
            _value(found, share),
            _interval(found, share),
        ]
        for name, found in one.estimates.items()
        for share in [_is_share(data, name)]
        for as_is in [float(data["measures"][name]["as_is"])]
    ]
    text = table(
        "Each measure on the line as it is, and how the alternative differs.",
        ["measure", "as it is", "difference", _interval_head(data)],
        rows,
        1,
    )
    return f"<h3>{esc(_heading(one))}</h3>{pair(drawn, text) if drawn else text}"


def _figure(data: Mapping[str, Any], every: list[_Effect], name: str, flip: bool) -> str:
    title, share = _title(data, name), _is_share(data, name)
    told = [one for one in every if name in one.estimates]
    if not told:
        return ""
    ranked = sorted(told, key=lambda one: -abs(one.estimates[name].value))
    differ = [one for one in ranked[:MOST_ROWS] if one.estimates[name].value] or ranked[:1]
    shown = sorted(differ, key=lambda one: -one.estimates[name].value)
    unit = " (percentage points)" if share else ""
    axis = f"{'Worth' if flip else 'Difference'}: {title}{unit}"
    drawn = figure(
        figures.dots(
            [Row(one.label, one.estimates[name]) for one in shown],
            axis,
            share=share,
            change=True,
            digits=1 if share else 3,
        ),
        f"Dots with intervals: {axis}, one row an alternative, as in the table.",
        "" if len(shown) == len(ranked) else f"The {len(shown)} that differ most.",
    )
    rows = [
        [one.label, _value(one.estimates[name], share), _interval(one.estimates[name], share)]
        for one in ranked
    ]
    text = table(
        f"{title}: {'what each move was worth' if flip else 'difference'}, the largest first.",
        [
            "move" if flip else "alternative",
            "worth" if flip else "difference",
            _interval_head(data),
        ],
        rows,
        1,
    )
    if len(ranked) > 2 * MOST_ROWS:
        text = folded(f"All {len(ranked)} as a table", text)
    return f"<h3>{esc(title)}</h3>{pair(drawn, text)}"


def _interactions(every: list[_Effect], data: Mapping[str, Any], name: str) -> str:
    rows = [
        [
            one.label,
            _text(one.estimates[name], _is_share(data, name)),
            _text(one.as_pair, _is_share(data, name)),
        ]
        for one in every
        if one.as_pair is not None and name in one.estimates
    ]
    if not rows:
        return ""
    caption = (
        f"Pairs: what both do together to “{_title(data, name)}”, and what of it goes beyond what "
        "each does alone."
    )
    return table(caption, ["pair", "together", "beyond both alone"], rows, 1)


# -- out of the results ----------------------------------------------------------------------------


def _only_left_out(data: Mapping[str, Any]) -> bool:
    """Whether every alternative only leaves out one entry or move."""
    changes = [one["change"] for one in data["alternatives"]]
    return all(
        len(change["without"]) == 1
        and ":" not in change["without"][0]
        and not any(change[kind] for kind in ("forbid", "set", "at", "by"))
        for change in changes
    )


def _effects(source: Source, data: Mapping[str, Any], flip: bool) -> list[_Effect]:
    labels = entry_titles(source.setup.line, source.compiled)
    sign = -1.0 if flip else 1.0
    found = []
    for one in data["alternatives"]:
        label = _label(one["change"], labels)
        if label and not flip:
            label = f"without {label}"
        estimates = {
            name: _signed(one["effects"][name]["difference"], one["effects"][name]["ci95"], sign)
            for name in data["told"]
            if name in one["effects"]
        }
        pairs = one.get("interaction") or {}
        first = pairs.get(data["told"][0])
        joint = None if first is None else _signed(first["value"], first["ci95"], sign)
        clear = frozenset(name for name in estimates if one["effects"][name]["clear"])
        found.append(_Effect(label or str(one["name"]), estimates, clear, joint))
    return found


def _label(change: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """The entries left out, in words; empty where something else is otherwise."""
    left_out = change["without"]
    if any(change[kind] for kind in ("forbid", "set", "at", "by")) or set(left_out) - set(labels):
        return ""
    return "; ".join(labels[entry] for entry in left_out)


def _signed(value: float, ends: list[float], sign: float) -> Estimate:
    low, high = sorted(sign * float(end) for end in ends)
    return Estimate(sign * float(value) or 0.0, low, high)


def _title(data: Mapping[str, Any], name: str) -> str:
    return capital(data["measures"][name]["title"])


def _is_share(data: Mapping[str, Any], name: str) -> bool:
    return bool(data["measures"][name]["kind"] == "share")


def _value(estimate: Estimate, share: bool) -> str:
    return points(estimate.value) if share else signed(estimate.value)


def _interval(estimate: Estimate, share: bool) -> str:
    if share:
        return points_interval(estimate)
    return f"{signed(estimate.low)} to {signed(estimate.high)}"


def _text(estimate: Estimate | None, share: bool) -> str:
    if estimate is None:
        return ""
    return f"{_value(estimate, share)} ({_interval(estimate, share)})"
