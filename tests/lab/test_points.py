"""Designs: what is set at each point, and what makes none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.lab import sweep_points as designs
from sim.lab.errors import LabError
from sim.lab.sweep_points import MOST_POINTS, Axis, fitting, points_of

BOX = [Axis("a.b", 2.0, 3.0), Axis("c.d", 0.0, 0.1)]


def unit(points: list[dict[str, Any]]) -> np.ndarray[Any, Any]:
    return np.array([[point["a.b"] - 2.0, point["c.d"] * 10] for point in points])


def test_a_grid_takes_every_combination() -> None:
    found = points_of([Axis("a.b", 0, 1, 3), Axis("c.d", 5, 5, 1)])
    assert found == [{"a.b": value, "c.d": 5.0} for value in (0.0, 0.5, 1.0)]
    assert points_of([]) == [{}]
    assert len(points_of([Axis("a.b", 0, 1, 8), Axis("c.d", 0, 1, 512)])) == MOST_POINTS


def test_a_latin_hypercube_meets_each_stratum_once() -> None:
    found = unit(points_of(BOX, "lhs", 50, seed=3))
    strata = np.floor(found * 50).astype(int)
    assert (np.sort(strata, axis=0) == np.arange(50)[:, None]).all()


def test_sobols_points_are_even_in_every_direction() -> None:
    found = unit(points_of(BOX, "sobol", 64, seed=3))
    for rows, columns in ((8, 8), (64, 1), (1, 64), (16, 4)):
        cells = np.floor(found * [rows, columns]).astype(int)
        assert len({tuple(cell) for cell in cells}) == 64


@pytest.mark.parametrize("kind", ["lhs", "sobol"])
def test_a_seed_gives_the_same_points_and_another_gives_others(kind: str) -> None:
    assert points_of(BOX, kind, 8, 1) == points_of(BOX, kind, 8, 1)
    assert points_of(BOX, kind, 8, 1) != points_of(BOX, kind, 8, 2)


@pytest.mark.parametrize(
    ("axes", "kind", "points", "sentence"),
    [
        ([Axis("a", 0, 1)], "grid", None, "needs a number of values for a grid, as in a=0:1:5"),
        ([Axis("a", 0, 1, 0)], "grid", None, "needs at least 1 and at most 4096 values"),
        ([Axis("a", 0, 1, 65), Axis("b", 0, 1, 64)], "grid", None, "make 4160 points"),
        ([Axis("a", 1, 0, 3)], "grid", None, "runs backwards; write the lower bound first"),
        ([Axis("a", 1, 1, 3)], "grid", None, "no room between its bounds"),
        ([Axis("a", 0, float("nan"), 3)], "grid", None, "bounds that are numbers"),
        ([Axis("a", 0, float("inf"), 3)], "grid", None, "bounds that are numbers"),
        ([Axis("a", 0, 1, 3)] * 2, "grid", None, "over the same path"),
        ([Axis("a", 0, 1, 3)], "grid", 5, "--points is for --design lhs or sobol"),
        ([], "lhs", 5, "needs something to sweep"),
        (BOX, "lhs", None, "needs --points"),
        (BOX, "lhs", 0, "needs --points, from 1 to 4096"),
        (BOX, "lhs", 5000, "needs --points, from 1 to 4096"),
        (BOX, "sobol", 48, "ask for 32 or 64 --points, not 48"),
        ([Axis("a", 0, 1, 3)], "sobol", 4, "takes PATH=A:B, and --points"),
        (BOX, "cube", 4, "a design is grid, lhs, sobol"),
    ],
)
def test_what_makes_no_design_is_told_in_a_sentence(
    axes: list[Axis], kind: str, points: int | None, sentence: str
) -> None:
    with pytest.raises(LabError) as caught:
        points_of(axes, kind, points)
    assert sentence in str(caught.value)
    assert str(caught.value).endswith(".")


def test_without_scipy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(designs.__dict__["__builtins__"], "__import__", _no_scipy)
    with pytest.raises(LabError, match=r'pip install "twin-track\[lab\]"'):
        points_of(BOX, "lhs", 4)


IMPORT = __import__


def _no_scipy(name: str, *given: Any) -> Any:
    if name.startswith("scipy"):
        raise ImportError(name)
    return IMPORT(name, *given)


def test_whole_numbers_stay_whole_where_the_scenario_has_them() -> None:
    data = {"calendar": {"turns": 6}, "trust": {"a": 0.5}, "tables": [{"n": 3}]}
    points = [{"calendar.turns": 5.0, "trust.a": 1.0, "tables.0.n": 2.5, "x.y": 1.0}]
    (found,) = fitting(points, data)
    assert found == points[0]
    assert [type(value) for value in found.values()] == [int, float, float, float]
