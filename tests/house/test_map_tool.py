"""The tool that makes the map: TopoJSON decoded, lines thinned and cut, rings kept closed."""

from __future__ import annotations

import importlib.util
import itertools
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.desk.models.map_layers import unpacked
from sim.paths import assets


def tool() -> ModuleType:
    """The tool as a module; it stands beside the data and not in the package."""
    spec = importlib.util.spec_from_file_location("make_map", assets() / "make_map.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = tool()

# Two squares with one border between them, in steps of a transform, and a river across.
COUNTRIES: dict[str, Any] = {
    "transform": {"scale": [0.5, 0.5], "translate": [100.0, 10.0]},
    "arcs": [
        [[2, 0], [0, 2]],  # the border: (101, 10) to (101, 11)
        [[2, 2], [-2, 0], [0, -2], [2, 0]],  # around the west
        [[2, 0], [2, 0], [0, 2], [-2, 0]],  # around the east
    ],
    "objects": {
        "countries": {
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "West"}},
                {"type": "MultiPolygon", "arcs": [[[2, -1]]], "properties": {"name": "East"}},
            ]
        }
    },
}
WATERS: dict[str, Any] = {
    "arcs": [
        [[99.0, 10.5], [101.5, 10.5], [103.5, 10.5]],
        [[100.2, 10.2], [100.4, 10.2], [100.4, 10.4], [100.2, 10.2]],
    ],
    "objects": {
        "rivers": {"geometries": [{"type": "LineString", "arcs": [0]}]},
        "lakes": {"geometries": [{"type": "Polygon", "arcs": [[1]]}]},
    },
}


def test_a_tiny_topology_becomes_a_layer() -> None:
    plan = TOOL.Layer("", TOOL.Window(100.0, 10.0, 101.5, 11.0), 0.1, 0.001, 0.001)
    made = TOOL.layer(plan, COUNTRIES, WATERS)
    assert [land["name"] for land in made["countries"]] == ["East", "West"]
    east, west = (unpacked(land["rings"][0], made["unit"]) for land in made["countries"])
    assert {(round(x, 1), round(y, 1)) for x, y in west} == {
        (100, 10),
        (101, 10),
        (101, 11),
        (100, 11),
    }
    assert max(x for x, _y in east) == pytest.approx(101.5)  # cut at the window
    (river,) = (unpacked(line, made["unit"]) for line in made["rivers"])
    assert river[0][0] < 100 < river[-1][0]
    assert len(made["lakes"]) == 1


def test_arcs_backwards_share_the_point_where_they_meet() -> None:
    arcs = [[(0.0, 0.0), (1.0, 0.0)], [(1.0, 1.0), (1.0, 0.0)]]
    assert TOOL.joined(arcs, [0, ~1]) == [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=30),
    st.sampled_from([0.5, 1.0, 4.0]),
)
def test_a_thinned_line_keeps_its_ends_and_leaves_no_point_far_off(
    line: list[tuple[int, int]], slack: float
) -> None:
    points = [(float(x), float(y)) for x, y in line]
    thin = TOOL.thinned(points, slack)
    assert (thin[0], thin[-1]) == (points[0], points[-1])
    assert set(thin) <= set(points)
    for point in points:
        gaps = [TOOL._distance(point, a, b) for a, b in itertools.pairwise(thin)]
        assert min(gaps, default=0.0) <= slack + 1e-9


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=3, max_size=12))
def test_a_cut_ring_lies_in_its_window(ring: list[tuple[int, int]]) -> None:
    window = TOOL.Window(-4.0, -3.0, 5.0, 6.0)
    for x, y in TOOL.clipped_ring([(float(x), float(y)) for x, y in ring], window):
        assert window.west - 1e-9 <= x <= window.east + 1e-9
        assert window.south - 1e-9 <= y <= window.north + 1e-9


def test_a_missing_package_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="npm pack world-atlas"):
        TOOL.member(tmp_path, "world-atlas", "countries-10m.json")


def test_the_shipped_map_is_small_and_of_the_tools_own_layers() -> None:
    path = assets() / "map.json"
    assert path.stat().st_size < 220_000
    made = json.loads(path.read_text(encoding="utf-8"))
    assert list(made) == list(TOOL.LAYERS)
    for name, plan in TOOL.LAYERS.items():
        assert made[name]["window"] == list(plan.window)
        assert made[name]["unit"] == plan.unit
    licences = (assets() / "LICENSES.md").read_text(encoding="utf-8")
    assert "map.json" in licences
    assert "Natural Earth" in licences
