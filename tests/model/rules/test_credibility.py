"""Whose word is believed: bad news from its own patron most, and nobody's who knows no more."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from sim.model.exact import Floats
from sim.model.rules.credibility import credibility
from tests.model.play import bad_faith, play, quiet
from tests.model.rules.levels import given, ordered, row, rows, unit

signs = st.booleans()


def test_a_worked_example() -> None:
    trust, tie, edge = row(0.5, 0.9), row(0.6, 0.6), row(0.2, 0.2)
    assert np.allclose(credibility(trust, tie, True, edge, 0.5), [0.65, 1.0])
    assert np.allclose(credibility(trust, tie, False, edge, 0.5), [0.35, 0.63])


@given(rows, ordered(), rows, unit)
def test_bad_news_weighs_more_and_good_news_less_from_a_patron(
    trust: Floats, ties: tuple[Floats, Floats], edge: Floats, bias: float
) -> None:
    rival, patron = ties
    bad = [credibility(trust, tie, True, edge, bias) for tie in (rival, patron)]
    good = [credibility(trust, tie, False, edge, bias) for tie in (rival, patron)]
    assert (bad[0] <= bad[1] + 1e-12).all()
    assert (good[0] >= good[1] - 1e-12).all()
    assert (good[1] <= bad[1]).all()


@given(rows, rows, rows, unit, signs)
def test_without_private_information_there_is_no_effect(
    trust: Floats, tie: Floats, behind: Floats, bias: float, bad: bool
) -> None:
    assert (credibility(trust, tie, bad, -behind, bias) == 0).all()


@given(ordered(), rows, rows, unit, signs)
def test_it_rises_with_trust_and_keeps_within_bounds(
    trusts: tuple[Floats, Floats], tie: Floats, edge: Floats, bias: float, bad: bool
) -> None:
    less, more = (credibility(trust, tie, bad, edge, bias) for trust in trusts)
    assert ((less <= more + 1e-12) & (less >= 0) & (more <= 1)).all()


def told(teller: str, sign: str, knows: float = 0.8, **more: Any) -> Floats:
    """The host's belief in the north's bad faith after the teller's word of it."""
    data = quiet(turns=1)
    data["actors"]["south"]["seat"] = True
    data["trust"]["host"] = {"friend": 0.5, "south": 0.5}
    data["knowledge"] = {"friend": {"north": knows}, "south": {"north": knows}}
    data["knowledge"]["host"] = {"north": 0.4}
    effect = {"tell": {"who": "host", "about": "north", "sign": sign}}
    by = ["friend", "south"]
    data["moves"]["report"] = {"title": "Word", "by": by, "kind": "tell", "effects": [effect]}
    return bad_faith(play(data, [(0, "report", None)], seat=teller, **more), "host", "north")


def test_bad_news_from_its_own_patron_moves_the_listener_more_than_from_a_rival() -> None:
    before = told("south", "violation", knows=0.4)
    assert (told("friend", "violation") > told("south", "violation")).all()
    assert (told("south", "violation") > before).all()
    assert (told("friend", "candour") > told("south", "candour")).all()
    assert (told("south", "candour") < before).all()


def test_one_who_knows_no_more_than_the_listener_moves_nothing() -> None:
    before = bad_faith(play(quiet(turns=1)), "host", "north")
    for teller in ("friend", "south"):
        assert (told(teller, "violation", knows=0.4) == before).all()
        assert (told(teller, "violation", knows=0.2) == before).all()


def test_switched_off_a_word_counts_by_trust_alone() -> None:
    off = ("rule:credibility",)
    patron, rival = (told(teller, "violation", 0.2, without=off) for teller in ("friend", "south"))
    assert (patron == rival).all()
    assert (rival > bad_faith(play(quiet(turns=1)), "host", "north")).all()
