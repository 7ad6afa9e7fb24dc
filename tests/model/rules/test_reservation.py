"""What a party can count on without an agreement: patrons raise it, war lowers it."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from sim.model.exact import Floats
from sim.model.rules.reservation import combined, reservation
from tests.model.play import Bools, Dated, Off, happened, play, quiet, rises
from tests.model.rules.levels import RUNS, given, ordered, row, rows, weights

several = st.lists(rows, max_size=4)


def test_a_worked_example() -> None:
    patrons = combined([row(0.6), row(0.5)], 1)
    assert np.allclose(patrons, 0.8)
    assert np.allclose(reservation(row(0.4), patrons, row(0.6), 0.25, 0.5), 0.4 + 0.2 - 0.3)


@given(several)
def test_sources_that_add_up_never_pass_one_and_never_fall_below_any(shares: list[Floats]) -> None:
    total = combined(shares, RUNS)
    assert total.shape == (RUNS,)
    assert ((total >= 0) & (total <= 1)).all()
    for share in shares:
        assert (total >= share - 1e-12).all()
    assert np.allclose(1 - total, np.prod([1 - share for share in shares], axis=0))


@given(several, ordered(), rows, rows, weights, weights)
def test_cutting_a_channel_never_raises_it(
    others: list[Floats],
    flows: tuple[Floats, Floats],
    base: Floats,
    war: Floats,
    patronage: float,
    cost: float,
) -> None:
    cut, whole = (
        reservation(base, combined([*others, flow], RUNS), war, patronage, cost) for flow in flows
    )
    assert (cut <= whole + 1e-12).all()
    assert ((whole >= 0) & (whole <= 1)).all()


@given(ordered(), rows, rows, weights, weights)
def test_a_higher_cost_of_war_never_raises_it(
    costs: tuple[Floats, Floats], base: Floats, patrons: Floats, patronage: float, cost: float
) -> None:
    cheap, dear = (reservation(base, patrons, war, patronage, cost) for war in costs)
    assert (dear <= cheap + 1e-12).all()


def signed(trade: float = 0.6, war_cost: float = 0.2, without: Off = ()) -> Bools:
    """Where the north signs a middling text, by what its patron gives and what war costs it."""
    data = quiet(turns=1)
    data["leverage"]["friend"]["north"] = {"trade": trade, "arms": 0.2}
    data["actors"]["north"]["war_cost"] = war_cost
    data["moves"]["put"]["needs"] = None
    line: list[Dated] = [(0, "draft", None, {"land": 0.6, "trade": 0.5}), (0, "put", None)]
    return happened(play(data, line, without=without), "accepted", "north", "talks")


def test_a_party_whose_patron_cuts_it_off_signs_more_often() -> None:
    rises(signed(trade=0.9), signed(trade=0.0))


def test_a_party_signs_more_often_the_dearer_the_war() -> None:
    """Without ripeness, which the cost of war feeds too."""
    off = ("rule:ripeness",)
    rises(signed(war_cost=0.1, without=off), signed(war_cost=0.5, without=off))
    rises(signed(war_cost=0.5, without=off), signed(war_cost=0.9, without=off))


def test_switched_off_neither_counts() -> None:
    off = ("rule:patrons", "rule:ripeness")
    base = signed(without=off)
    assert (signed(trade=0.0, war_cost=0.9, without=off) == base).all()
