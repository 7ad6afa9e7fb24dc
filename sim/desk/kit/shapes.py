"""Outlines of the marks and strokes of lines, as polygons in plain arithmetic."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Final

from sim.desk.kit.theme import Shape

Point = tuple[float, float]

_ROUND: Final = 48  # corners of a circle


def outline(shape: Shape) -> list[Point]:
    """Return the outer edge of a mark around (0, 0); areas are about equal, radius about 1."""
    return _OUTLINES[shape]


RING_HOLE: Final = 0.45  # radius of the hole of the ring, as a share of its own


def _arc(start: float, end: float, r: float = 1.0, x: float = 0.0, y: float = 0.0) -> list[Point]:
    """Points on a circle between two angles in degrees, clockwise from the right."""
    count = max(2, round(_ROUND * abs(end - start) / 360))
    angles = (math.radians(start + (end - start) * i / count) for i in range(count + 1))
    return [(x + r * math.cos(a), y + r * math.sin(a)) for a in angles]


def _regular(corners: int, r: float, turn: float = -90.0, y: float = 0.0) -> list[Point]:
    return [
        (
            r * math.cos(math.radians(turn + 360 * i / corners)),
            y + r * math.sin(math.radians(turn + 360 * i / corners)),
        )
        for i in range(corners)
    ]


def _star() -> list[Point]:
    outer, inner = _regular(5, 1.22, y=0.06), _regular(5, 0.58, turn=-54, y=0.06)
    return [p for pair in zip(outer, inner, strict=True) for p in pair]


def _turned(points: Sequence[Point], degrees: float) -> list[Point]:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [(x * c - y * s, x * s + y * c) for x, y in points]


def _plus() -> list[Point]:
    a, b = 0.36, 1.02
    quarter = [(a, -b), (a, -a), (b, -a)]
    return [p for turn in (0, 90, 180, 270) for p in _turned(quarter, turn)]


def _drop() -> list[Point]:
    return [(0.0, -1.25), *_arc(-28, 208, 0.86, 0.0, 0.3)]


def _shield() -> list[Point]:
    right = [(0.9, -0.9), (0.9, 0.1), (0.72, 0.56), (0.4, 0.9), (0.0, 1.14)]
    return [*right, *[(-x, y) for x, y in reversed(right[:-1])]]


def _crescent() -> list[Point]:
    outer = _arc(-58, -302, 1.08, 0.06)
    inner = _arc(-288, -72, 0.86, 0.42)
    return [*outer, *inner]


def _semicircle() -> list[Point]:
    return _arc(180, 360, 1.18, 0.0, 0.55)


_OUTLINES: Final[dict[Shape, list[Point]]] = {
    "circle": _arc(0, 360 - 360 / _ROUND),
    "ring": _arc(0, 360 - 360 / _ROUND),
    "square": [(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)],
    "diamond": _regular(4, 1.22),
    "triangle": _regular(3, 1.3, y=0.26),
    "triangle-down": _regular(3, 1.3, turn=90, y=-0.26),
    "pentagon": _regular(5, 1.12, y=0.06),
    "hexagon": _regular(6, 1.08, turn=0),
    "star": _star(),
    "shield": _shield(),
    "plus": _plus(),
    "saltire": _turned(_plus(), 45),
    "drop": _drop(),
    "trapezoid": [(-0.55, -0.76), (0.55, -0.76), (1.12, 0.76), (-1.12, 0.76)],
    "crescent": _crescent(),
    "semicircle": _semicircle(),
    "hourglass": [(-0.95, -1.0), (0.95, -1.0), (0.2, 0.0), (0.95, 1.0), (-0.95, 1.0), (-0.2, 0.0)],
    "chevron": [(-1.0, -0.95), (0.0, -0.3), (1.0, -0.95), (1.0, 0.2), (0.0, 0.95), (-1.0, 0.2)],
}


def bezier(start: Point, end: Point, bend: float, steps: int = 40) -> list[Point]:
    """Return points on a curve that leaves the straight line by `bend` times its length.

    A positive bend goes to the left of the direction of travel, so that the two directions
    between a pair of places do not cover each other.
    """
    dx, dy = end[0] - start[0], end[1] - start[1]
    mx = (start[0] + end[0]) / 2 + dy * bend
    my = (start[1] + end[1]) / 2 - dx * bend
    points = []
    for i in range(steps + 1):
        t = i / steps
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        points.append((a * start[0] + b * mx + c * end[0], a * start[1] + b * my + c * end[1]))
    return points


def cut(points: Sequence[Point], first: float, last: float) -> list[Point]:
    """Return the polyline without `first` length at its start and `last` at its end."""
    return list(reversed(_behead(list(reversed(_behead(points, first))), last)))


def _behead(points: Sequence[Point], length: float) -> list[Point]:
    for i in range(1, len(points)):
        step = math.dist(points[i - 1], points[i])
        if step > length:
            return [_between(points[i - 1], points[i], length / step), *points[i:]]
        length -= step
    return list(points[-1:])


def _between(a: Point, b: Point, t: float) -> Point:
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t


def dashes(points: Sequence[Point], on: float, off: float) -> list[list[Point]]:
    """Cut a polyline into dashes of about `on` length with gaps of about `off`.

    The dashes are stretched so that the line both begins and ends with a whole one.
    """
    length = sum(math.dist(a, b) for a, b in itertools.pairwise(points))
    count = max(1, round((length + off) / (on + off)))
    unit = length / (count * on + (count - 1) * off)
    parts = []
    for i in range(count):
        begin = i * (on + off) * unit
        parts.append(cut(points, begin, max(0.0, length - begin - on * unit)))
    return [part for part in parts if len(part) > 1]


def ribbon(points: Sequence[Point], width: float) -> list[Point]:
    """Return the polygon of a polyline drawn with `width`, its ends cut square."""
    left: list[Point] = []
    right: list[Point] = []
    for i, (x, y) in enumerate(points):
        before, after = points[max(i - 1, 0)], points[min(i + 1, len(points) - 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        size = math.hypot(dx, dy) or 1.0
        nx, ny = -dy / size * width / 2, dx / size * width / 2
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return [*left, *reversed(right)]


def arrow_head(points: Sequence[Point], length: float, width: float) -> list[Point]:
    """Return the triangle at the end of a polyline."""
    tip = points[-1]
    base = _behead(list(reversed(points)), length)[0]
    dx, dy = tip[0] - base[0], tip[1] - base[1]
    size = math.hypot(dx, dy) or 1.0
    nx, ny = -dy / size * width / 2, dx / size * width / 2
    return [tip, (base[0] + nx, base[1] + ny), (base[0] - nx, base[1] - ny)]
