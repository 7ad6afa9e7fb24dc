"""The figures of a debrief as SVG, for a page that opens anywhere: no script, no fonts of its own.

Colours are set by classes that the page's style gives, so that print and screen may differ; shapes
and words tell apart what colours do. Text is set once, as text.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sim.catalogue import _
from sim.desk.models.debrief import DebriefView
from sim.desk.models.forecasts import ForecastsView
from sim.desk.models.river import RiverView
from sim.desk.models.signs import signed

WIDTH: Final = 760
_ROW: Final = 26
_STEP: Final = 64
_RIVER: Final = 210


def _svg(height: float, name: str, parts: Iterable[str]) -> str:
    body = "".join(parts)
    label = html.escape(name)
    head = f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{label}">'
    return f"{head}<title>{label}</title>{body}</svg>"


def _text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    about = f' class="{kind}"' if kind else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{about}>{html.escape(words)}</text>'
    )


def _line(x: float, y: float, x2: float, y2: float, kind: str) -> str:
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def _dot(x: float, y: float, r: float, kind: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" class="{kind}"/>'


def _square(x: float, y: float, half: float, kind: str) -> str:
    side = 2 * half
    return (
        f'<rect x="{x - half:.1f}" y="{y - half:.1f}" width="{side:.1f}" height="{side:.1f}" '
        f'class="{kind}"/>'
    )


def _diamond(x: float, y: float, half: float, kind: str) -> str:
    points = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
    joined = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
    return f'<polygon points="{joined}" class="{kind}"/>'


# -- the path map ----------------------------------------------------------------------------------


def river_svg(view: RiverView) -> str:
    """The path map; it flows downward, each fork a row with its words."""
    top = 34.0

    def along(column: int) -> float:
        return top + column * _STEP

    def across(place: float) -> float:
        return 8 + place * _RIVER

    def parts() -> Iterator[str]:
        yield _text(8, 14, _("It came about"), "dim")
        yield _text(8 + _RIVER, 14, _("It did not"), "dim", "end")
        for ribbon in view.ribbons:
            a, b = along(ribbon.column), along(ribbon.column + 1)
            kind = "met" if ribbon.met else "not"
            yield _stream(
                a,
                b,
                (across(ribbon.start[0]), across(ribbon.start[1])),
                (across(ribbon.end[0]), across(ribbon.end[1])),
                kind,
            )
        for node in view.nodes:
            y, kind = along(node.column), "bank" if node.met else "bank2"
            yield _line(across(node.low), y, across(node.high), y, kind)
        for yours in (False, True):
            places = [across(place) for place in view.course(yours)]
            yield _course(places, along, "you" if yours else "record")
            for column, x in enumerate(places):
                if column:
                    y = along(column)
                    yield (
                        _square(x, y, 4.5, "youmark") if yours else _dot(x, y, 4.5, "recordmark")
                    )
        for column, fork in enumerate(view.forks, start=1):
            x, y = _RIVER + 32, along(column)
            title = textwrap.wrap(fork.title, 62) or [""]
            words = f"{title[0]} …" if len(title) > 1 else title[0]
            yield _text(x, y - 6, words, "strong")
            here = {True: _("here too"), False: _("not here"), None: _("not yet")}[fork.here]
            said = _("by {date}: {share} runs; {here}").format(
                date=fork.by, share=fork.share, here=here
            )
            yield _text(x, y + 12, said, "dim")

    return _svg(along(len(view.forks)) + 24, _("The path map"), parts())


def _stream(
    a: float, b: float, start: tuple[float, float], end: tuple[float, float], kind: str
) -> str:
    middle = (a + b) / 2
    return (
        f'<path class="{kind}" d="M{start[0]:.1f} {a:.1f}'
        f"C{start[0]:.1f} {middle:.1f} {end[0]:.1f} {middle:.1f} {end[0]:.1f} {b:.1f}"
        f"L{end[1]:.1f} {b:.1f}"
        f'C{end[1]:.1f} {middle:.1f} {start[1]:.1f} {middle:.1f} {start[1]:.1f} {a:.1f}Z"/>'
    )


def _course(places: Sequence[float], along: object, kind: str) -> str:
    assert callable(along)
    steps = [f"M{places[0]:.1f} {along(0):.1f}"]
    for column in range(1, len(places)):
        a, b = along(column - 1), along(column)
        middle = (a + b) / 2
        steps.append(
            f"C{places[column - 1]:.1f} {middle:.1f} {places[column]:.1f} {middle:.1f} "
            f"{places[column]:.1f} {b:.1f}"
        )
    return f'<path class="{kind}" d="{"".join(steps)}"/>'


# -- the game beside the record --------------------------------------------------------------------


def timeline_svg(view: DebriefView) -> str:
    """Your moves and those of your seat in the record, turn by turn, on one axis of time."""
    left, right = 96.0, WIDTH - 16.0
    count = max(1, len(view.days))
    step = (right - left) / count
    most = max((len(days.own) for days in view.days), default=0)
    told = max((sum(one.own for one in days.record) for days in view.days), default=0)
    axis = 24 + 14.0 * max(1, most)

    def parts() -> Iterator[str]:
        yield _text(0, axis - 12, _("You"), "strong")
        yield _text(0, axis + 22, _("The record"), "strong")
        yield _line(left, axis, right, axis, "axis")
        for index, days in enumerate(view.days):
            x = left + (index + 0.5) * step
            yield _line(left + index * step, axis - 4, left + index * step, axis + 4, "axis")
            for row, own in enumerate(days.own):
                y = axis - 14 - 14 * row
                if own.same:
                    yield _square(x, y, 5, "same")
                else:
                    yield _diamond(x, y, 6.5, "youmark")
            for row in range(sum(one.own for one in days.record)):
                yield _dot(x, axis + 16 + 14 * row, 5, "recordmark")
        foot = axis + 28 + 14 * max(1, told)
        if view.days:
            yield _text(left, foot, view.days[0].dates, "dim")
            yield _text(right, foot, view.days[-1].dates, "dim", "end")

    height = axis + 40 + 14 * max(1, told)
    return _svg(height, _("Your moves and the record's, turn by turn"), parts())


# -- forecasts -------------------------------------------------------------------------------------


def calibration_svg(view: ForecastsView) -> str:
    """What was said against how often it came, each group with its interval."""
    left, side, top = 64.0, 240.0, 12.0

    def x(count: float) -> float:
        return left + side * count / 20

    def y(count: float) -> float:
        return top + side * (1 - count / 20)

    def parts() -> Iterator[str]:
        for count in (0, 10, 20):
            yield _line(left, y(count), left + side, y(count), "grid")
            yield _line(x(count), top, x(count), top + side, "grid")
            yield _text(left - 8, y(count) + 4, f"{count}", "dim", "end")
            yield _text(x(count), top + side + 18, f"{count}", "dim", "middle")
        yield _line(x(0), y(0), x(20), y(20), "record")
        yield _text(0, top + side / 2 - 12, _("came"), "dim")
        yield _text(left + side / 2, top + side + 36, _("what you said, in 20"), "dim", "middle")
        for row in view.rows:
            end = 20 if row.came else 0
            yield _line(x(row.said), y(end), x(row.said), y(end) + (7 if row.came else -7), "axis")
        for one in view.bins:
            yield _line(x(one.said), y(one.low), x(one.said), y(one.high), "axis")
            yield _dot(x(one.said), y(one.share), 5, "youmark")

    return _svg(top + side + 48, _("What you said against how often it came"), parts())


# -- prospects and worth ---------------------------------------------------------------------------


def prospects_svg(view: DebriefView) -> str:
    """The score to be expected before each turn, and the score at the end."""
    left, right, top, bottom = 40.0, WIDTH - 24.0, 14.0, 150.0
    last = max(1, len(view.prospects) - 1)
    points = [
        (left + (right - left) * i / last, bottom - (bottom - top) * value / 100)
        for i, value in enumerate(view.prospects)
    ]

    def parts() -> Iterator[str]:
        for share in (0, 50, 100):
            y = bottom - (bottom - top) * share / 100
            yield _line(left, y, right, y, "grid")
            yield _text(left - 8, y + 4, f"{share}", "dim", "end")
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield f'<polyline class="path" points="{joined}"/>'
        for i, (x, y) in enumerate(points):
            yield _dot(x, y, 3.5, "knot")
            word = _("end") if i == last else f"{i + 1}"
            yield _text(x, bottom + 20, word, "dim", "middle")

    return _svg(bottom + 32, _("Your prospects, turn by turn"), parts())


def worth_svg(view: DebriefView) -> str:
    """What each move was worth, as a bar from nought with its range."""
    most = max((max(abs(w.low), abs(w.high)) for w in view.worth), default=1.0)
    middle, half = 130.0, 110.0

    def at(value: float) -> float:
        return middle + half * min(max(value / max(most, 1e-9), -1), 1)

    def parts() -> Iterator[str]:
        yield _line(middle, 4, middle, _ROW * len(view.worth) + 4, "axis")
        for row, one in enumerate(view.worth):
            y = 4 + _ROW * (row + 0.5)
            x, x2 = sorted((at(0), at(one.points)))
            kind = "small" if not one.clear else "plus" if one.points > 0 else "minus"
            yield (
                f'<rect x="{x:.1f}" y="{y - 5:.1f}" width="{max(1.0, x2 - x):.1f}" height="10" '
                f'class="{kind}"/>'
            )
            yield _line(at(one.low), y, at(one.high), y, "whisker")
            words = _("{points} ({low} to {high})").format(
                points=signed(one.points), low=signed(one.low), high=signed(one.high)
            )
            yield _text(256, y + 4, words, "dim")
            label = textwrap.shorten(f"{one.label}, {one.date}", 56, placeholder="…")
            yield _text(372, y + 4, label)

    return _svg(_ROW * len(view.worth) + 12, _("What each move was worth"), parts())
