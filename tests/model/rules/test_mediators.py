"""Several mediators: distrust between them hurts, and more is not always better."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from sim.model.exact import Floats
from sim.model.rules.mediators import discord
from tests.model.play import Bools, Dated, Off, happened, play, quiet, rises
from tests.model.rules.levels import RUNS, given, ordered, row, rows, unit

partners = st.lists(st.tuples(rows, st.just(np.ones(RUNS))), max_size=3)


def test_a_worked_example() -> None:
    pairs = [(row(0.4, 0.4), row(1, 0)), (row(0.1, 0.3), row(1, 1)), (row(0.9, 0.9), row(1, 1))]
    assert np.allclose(discord(pairs, 0.5, 2), [0.4, 0.2])


@given(unit)
def test_one_mediator_has_nobody_to_quarrel_with(weight: float) -> None:
    assert (discord([], weight, RUNS) == 0).all()


@given(partners, ordered(), unit)
def test_distrust_hurts(
    others: list[tuple[Floats, Floats]], trusts: tuple[Floats, Floats], weight: float
) -> None:
    worse, better = (discord([*others, (trust, np.ones(RUNS))], weight, RUNS) for trust in trusts)
    assert ((better <= worse + 1e-12) & (worse <= weight) & (better >= 0)).all()


@given(partners, rows, unit)
def test_one_more_is_never_less_discord(
    others: list[tuple[Floats, Floats]], trust: Floats, weight: float
) -> None:
    before = discord(others, weight, RUNS)
    assert (discord([*others, (trust, np.ones(RUNS))], weight, RUNS) >= before).all()
    assert (discord([*others, (trust, np.zeros(RUNS))], weight, RUNS) == before).all()


def came(trusted: float, join: bool = True, without: Off = ()) -> Bools:
    """Where the north comes to a round that the host holds alone or with a friend.

    Only runs in which the friend would join count; the friend brings nothing but itself.
    """
    data = quiet(turns=2)
    data["leverage"] = {}
    data["moves"]["press"]["to"] = []
    data["moves"]["complain"]["effects"] = []
    data["trust"]["host"] = {"friend": trusted}
    data["actors"]["friend"]["stance"] = 1.0
    asked: list[Dated] = [(0, "ask_to_join", "friend")]
    joins = happened(play(data, asked, without=without), "joined", "friend", "talks")
    line: list[Dated] = [*asked] * join + [(1, "hold_round", "north")]
    return happened(play(data, line, without=without), "attended", "north", "talks")[joins]


def test_a_partner_that_is_distrusted_makes_it_worse_than_none() -> None:
    alone, together = came(0.0, join=False), came(0.0)
    rises(together, alone)
    off = ("rule:several_mediators",)
    assert (came(0.0, without=off) == alone).all()


def test_a_partner_that_is_trusted_costs_nothing() -> None:
    assert (came(1.0) == came(1.0, join=False)).all()
