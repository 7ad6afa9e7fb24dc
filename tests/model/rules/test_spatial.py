"""What a text is worth: nearer is better, the more so on what matters; the agreement's edge."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.model.exact import Floats
from sim.model.rules.spatial import excess, utility
from tests.model.play import Bools, Dated, compiled, happened, play, quiet, rises
from tests.model.rules.levels import RUNS, given, unit

ISSUES = 3
places = arrays(np.float64, (ISSUES, RUNS), elements=unit)


@st.composite
def shares(draw: st.DrawFn) -> Floats:
    """Weights of the issues that sum to 1."""
    raw: Floats = draw(arrays(np.float64, (ISSUES, RUNS), elements=st.floats(0.05, 1.0)))
    whole: Floats = raw / raw.sum(axis=0)
    return whole


def test_a_worked_example() -> None:
    text, ideal = np.array([[0.2], [0.9]]), np.array([[0.6], [0.4]])
    assert np.allclose(
        utility(text, ideal, np.array([[0.75], [0.25]])), 1 - 0.75 * 0.4 - 0.25 * 0.5
    )
    assert np.allclose(excess(text, [(0.3, 1.0), (0.0, 0.7)]), 0.1 + 0.2)


@given(places, shares())
def test_nothing_is_worth_more_than_ones_own_ideal(ideal: Floats, share: Floats) -> None:
    assert np.allclose(utility(ideal, ideal, share), 1.0)
    other = utility(1.0 - ideal, ideal, share)
    assert ((other <= 1.0) & (other >= -1e-12)).all()


@given(places, places, shares(), unit)
def test_a_text_further_away_is_worth_less(
    text: Floats, ideal: Floats, share: Floats, step: float
) -> None:
    near = ideal + (text - ideal) * step
    gained = utility(near, ideal, share) - utility(text, ideal, share)
    closed = (share * np.abs(text - ideal)).sum(axis=0) * (1.0 - step)
    assert np.allclose(gained, closed)
    assert (gained >= -1e-12).all()


@given(places, places, shares(), unit)
def test_distance_costs_more_where_it_matters_more(
    text: Floats, ideal: Floats, share: Floats, moved: float
) -> None:
    """Salience moved to another issue costs in proportion to the difference in distance."""
    shifted = share.copy()
    shifted[0] += moved * share[1]
    shifted[1] -= moved * share[1]
    gap = np.abs(text - ideal)
    change = utility(text, ideal, shifted) - utility(text, ideal, share)
    assert np.allclose(change, moved * share[1] * (gap[1] - gap[0]))
    assert (change[gap[0] > gap[1]] <= 0).all()


@given(places, st.tuples(unit, unit), unit)
def test_excess_is_nought_within_the_agreement_and_grows_outside(
    text: Floats, ends: tuple[float, float], further: float
) -> None:
    limits = [(min(ends), max(ends))] * ISSUES
    inside = np.clip(text, min(ends), max(ends))
    assert (excess(inside, limits) == 0).all()
    assert np.allclose(excess(text, limits), np.abs(text - inside).sum(axis=0))
    outer = inside + (text - inside) * further
    assert (excess(outer, limits) <= excess(text, limits) + 1e-12).all()


@given(arrays(np.float64, (5, ISSUES, RUNS), elements=unit), places, shares())
def test_several_texts_at_once_are_worth_what_each_is_worth(
    texts: Floats, ideal: Floats, share: Floats
) -> None:
    limits = [(0.2, 0.8)] * ISSUES
    at_once, outside = utility(texts, ideal, share), excess(texts, limits)
    for one, text in enumerate(texts):
        assert (at_once[one] == utility(text, ideal, share)).all()
        assert (outside[one] == excess(text, limits)).all()


def signed(land: float, salience: float = 0.8, framework: float = 0.5) -> Bools:
    """Where the north accepts a text with this place on land."""
    data = quiet(turns=1)
    data["actors"]["north"]["positions"]["land"]["salience"] = salience
    data["actors"]["north"]["framework"] = framework
    text = {"land": land, "trade": 0.6}
    line: list[Dated] = [(0, "draft", None, text), (0, "put", None, {})]
    data["moves"]["put"]["needs"] = None
    return happened(play(compiled(data), line), "accepted", "north", "talks")


def test_a_party_signs_more_often_the_nearer_the_text() -> None:
    rises(signed(0.3), signed(0.5))
    rises(signed(0.5), signed(0.8))


def test_a_far_text_is_signed_less_often_where_the_issue_matters_more() -> None:
    rises(signed(0.3, salience=0.9), signed(0.3, salience=0.2))


def test_a_text_outside_the_agreement_is_signed_less_often_by_its_keepers() -> None:
    rises(signed(1.0, framework=1.0), signed(1.0, framework=0.0))
    assert (signed(0.8, framework=1.0) == signed(0.8, framework=0.0)).all()
