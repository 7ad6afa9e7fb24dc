"""A hurting stalemate and a way out: one alone does nothing, both together make a jump."""

from __future__ import annotations

import numpy as np

from sim.model.exact import Floats
from sim.model.rules.ripeness import FOOT, TOP, felt, ripeness
from tests.model.play import Bools, Off, happened, play, quiet, rises
from tests.model.rules.levels import given, ordered, row, rows


def test_a_worked_example() -> None:
    assert np.allclose(felt(row(0.3, 0.4, 0.5, 0.7)), [0.0, 0.15625, 0.5, 1.0])
    assert np.allclose(ripeness(row(0.5), row(0.9)), 0.5)


@given(rows, rows)
def test_either_missing_leaves_nothing(one: Floats, other: Floats) -> None:
    assert (ripeness(one * FOOT, other) == 0).all()
    assert (ripeness(one, other * FOOT) == 0).all()
    both = ripeness(TOP + one * (1 - TOP), TOP + other * (1 - TOP))
    assert (both == 1).all()


@given(ordered(), ordered())
def test_it_never_falls_with_either(
    costs: tuple[Floats, Floats], ways: tuple[Floats, Floats]
) -> None:
    less, more = (ripeness(cost, way) for cost, way in zip(costs, ways, strict=True))
    assert ((less >= 0) & (more <= 1) & (less <= more + 1e-12)).all()


def came(war_cost: float, trusted: float, opened: bool = True, off: Off = ("rule:trust",)) -> Bools:
    """Where the north comes to a round; trust alone does not count, only the way out it shows."""
    data = quiet(turns=1)
    data["actors"]["north"]["war_cost"] = war_cost
    data["trust"]["north"]["host"] = trusted
    data["tables"]["talks"]["open"] = opened
    process = play(data, [(0, "hold_round", "north")], without=off)
    return happened(process, "attended", "north", "talks")


def test_either_missing_a_party_comes_as_often_as_with_neither() -> None:
    neither = came(0.1, 0.1)
    for alone in (came(0.9, 0.1), came(0.1, 0.9), came(0.9, 0.9, opened=False)):
        assert (alone == neither).all()


def test_with_both_it_jumps() -> None:
    rises(came(0.1, 0.1), came(0.9, 0.9), by=0.15)


def test_switched_off_it_does_nothing() -> None:
    data = quiet(turns=1)
    off = ("rule:trust", "rule:ripeness")
    base = happened(
        play(data, [(0, "hold_round", "north")], without=off), "attended", "north", "talks"
    )
    data["actors"]["north"]["war_cost"] = 0.9
    data["trust"]["north"]["host"] = 0.9
    ripe = happened(
        play(data, [(0, "hold_round", "north")], without=off), "attended", "north", "talks"
    )
    assert (ripe == base).all()
