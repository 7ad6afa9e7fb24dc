"""The shipped map: lands, rivers and lakes in degrees, in a near layer and a far one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sim.paths import assets

Ring = tuple[tuple[float, float], ...]
"""Points in degrees: longitude and latitude."""
Window = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True, slots=True)
class Land:
    """A ring of a land with its id and the window that just holds it."""

    id: str
    ring: Ring
    window: Window


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of the shipped map, in degrees."""

    window: Window
    lands: tuple[Land, ...]
    rivers: tuple[Ring, ...]
    lakes: tuple[Ring, ...]


@lru_cache(maxsize=1)
def _data(path: Path) -> dict[str, Layer]:
    made = json.loads(path.read_text(encoding="utf-8"))
    return {name: _layer(one) for name, one in made.items()}


def _layer(one: Mapping[str, Any]) -> Layer:
    unit = one["unit"]
    lands = [
        Land(land["name"].lower().replace(" ", "_"), points, _holding(points))
        for land in one["countries"]
        for ring in land["rings"]
        for points in (unpacked(ring, unit),)
    ]
    west, south, east, north = one["window"]
    return Layer(
        (west, south, east, north),
        tuple(lands),
        tuple(unpacked(line, unit) for line in one["rivers"]),
        tuple(unpacked(ring, unit) for ring in one["lakes"]),
    )


def _holding(ring: Ring) -> Window:
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    return (min(xs), min(ys), max(xs), max(ys))


def clipped(land: Land, window: Window) -> Ring:
    """What of a land lies in a window (Sutherland and Hodgman 1974); empty if nothing does."""
    held, ring = land.window, land.ring
    if held[0] > window[2] or held[2] < window[0] or held[1] > window[3] or held[3] < window[1]:
        return ()
    for axis, side in ((0, 0), (1, 1), (0, 2), (1, 3)):
        limit, above = window[side], side < 2
        if (held[side] < limit) == above and held[side] != limit and ring:
            ring = _cut(ring, axis, limit, above)
    return ring


def _cut(ring: Ring, axis: int, limit: float, above: bool) -> Ring:
    """The part of a ring on one side of a line."""
    kept: list[tuple[float, float]] = []
    before = ring[-1]
    was = (before[axis] >= limit) == above
    for here in ring:
        inside = (here[axis] >= limit) == above
        if inside != was:
            t = (limit - before[axis]) / (here[axis] - before[axis])
            other = before[1 - axis] + t * (here[1 - axis] - before[1 - axis])
            kept.append((limit, other) if axis == 0 else (other, limit))
        if inside:
            kept.append(here)
        before, was = here, inside
    return tuple(kept)


def unpacked(steps: Iterable[int], unit: float) -> Ring:
    """A line as `assets/make_map.py` writes it, in degrees."""
    numbers, points, x, y = iter(steps), [], 0, 0
    for dx, dy in zip(numbers, numbers, strict=True):
        x, y = x + dx, y + dy
        points.append((x * unit, y * unit))
    return tuple(points)


def layer(name: str) -> Layer:
    """A layer of the shipped map: `near` or `far`."""
    return _data(assets() / "map.json")[name]


def layer_for(window: Window) -> str:
    """The layer for a window: the near one where it reaches, else the far one."""
    west, south, east, north = layer("near").window
    inside = west <= window[0] and south <= window[1] and window[2] <= east and window[3] <= north
    return "near" if inside else "far"
