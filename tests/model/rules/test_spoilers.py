"""Hidden types and beliefs about them: Bayes from what is seen, and a train that departs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import strategies as st

from sim.model.exact import Floats
from sim.model.rules.spoilers import (
    BAD_NEWS,
    LIKELIHOODS,
    bad_faith,
    by_type,
    departing_train,
    exhausted,
    expected,
    propensities,
    updated,
)
from tests.model.play import Dated, Off, happened, play, quiet
from tests.model.play import bad_faith as belief_in
from tests.model.rules.levels import RUNS, beliefs, given, ordered, row, rows, unit, weights

signs = st.sampled_from(sorted(LIKELIHOODS))
TYPES = range(4)


def likelihood(sign: str) -> Floats:
    """P(sign | type), shape (4, 1)."""
    return np.array(LIKELIHOODS[sign])[:, None]


def test_a_worked_example() -> None:
    prior = np.array([[0.5], [0.0], [0.0], [0.5]])
    after = updated(prior, likelihood("complaint"), row(1.0))
    assert np.allclose(after[:, 0], [0.05 / 0.65, 0, 0, 0.6 / 0.65])
    half = updated(prior, likelihood("complaint"), row(0.5))
    assert np.allclose(half, (prior + after) / 2)
    assert np.allclose(bad_faith(after), 0.6 / 0.65)
    assert np.allclose(expected(prior, (0.1, 0.0, -0.15, -0.55)), -0.225)
    assert by_type(np.array([0, 1, 2, 3]), (4.0, 5.0, 6.0, 7.0)).tolist() == [4, 5, 6, 7]
    assert np.allclose(exhausted(row(0.0, 2.0), 2.0), [0.0, 0.5])
    assert np.allclose(departing_train(row(0.5), row(0.9), 0.5), 0.2)


@given(beliefs(), signs, rows)
def test_it_stays_a_belief(belief: Floats, sign: str, attention: Floats) -> None:
    after = updated(belief, likelihood(sign), attention)
    assert np.allclose(after.sum(axis=0), 1.0)
    assert ((after >= 0) & (after <= 1 + 1e-12)).all()


@given(beliefs(), signs)
def test_who_sees_nothing_learns_nothing_to_the_bit(belief: Floats, sign: str) -> None:
    nothing = np.zeros(belief.shape[-1])
    assert (updated(belief, likelihood(sign), nothing) == belief).all()


@given(beliefs(), signs)
def test_who_sees_all_follows_bayes(belief: Floats, sign: str) -> None:
    joint = belief * likelihood(sign)
    seen = updated(belief, likelihood(sign), np.ones(belief.shape[-1]))
    assert np.allclose(seen, joint / joint.sum(axis=0))


@given(beliefs(), signs, ordered())
def test_bad_news_raises_belief_in_bad_faith_the_more_the_closer_one_looks(
    belief: Floats, sign: str, attentions: tuple[Floats, Floats]
) -> None:
    side = 1.0 if sign in BAD_NEWS else -1.0
    less, more = (
        side * (bad_faith(updated(belief, likelihood(sign), attention)) - bad_faith(belief))
        for attention in attentions
    )
    assert ((less >= -1e-12) & (more >= less - 1e-12)).all()


def test_the_signs_are_told_apart_as_stedman_orders_them() -> None:
    """The worse the type, the likelier bad news and the less likely good news."""
    assert {"complaint", "violation", "absence", "refusal_inside"} <= BAD_NEWS
    for sign, values in LIKELIHOODS.items():
        rising = list(values) == sorted(values)
        falling = list(values) == sorted(values, reverse=True)
        assert rising if sign in BAD_NEWS else falling
        assert all(0 < value < 1 for value in values)


def test_the_worse_the_type_the_more_it_leans_to_what_speaks_against_it() -> None:
    assert np.allclose(propensities("complaint")[3], np.log(0.6 / 0.2875))
    for sign, values in LIKELIHOODS.items():
        leans = propensities(sign)
        odds = np.log(values[3] / values[0])
        assert np.isclose(leans[3] - leans[0], odds)  # choice and inference are one model
        assert (leans[3] > leans[0]) == (sign in BAD_NEWS)


@given(rows, weights)
def test_efforts_turned_down_exhaust_without_end(efforts: Floats, half: float) -> None:
    more = exhausted(10 * efforts + 1, half)
    assert (exhausted(10 * efforts, half) < more).all()
    assert ((more > 0) & (more < 1)).all()


@given(ordered(), ordered(), unit)
def test_the_train_departs_only_once_somebody_tried_and_the_fault_is_plain(
    tired: tuple[Floats, Floats], blame: tuple[Floats, Floats], weight: float
) -> None:
    assert (departing_train(np.zeros(RUNS), blame[1], weight) == 0).all()
    assert (departing_train(tired[1], blame[1] / 2, weight) == 0).all()
    less, more = (departing_train(t, b, weight) for t, b in zip(tired, blame, strict=True))
    assert ((less >= 0) & (less <= more + 1e-12)).all()


# -- on a small world ------------------------------------------------------------------------------

KINDS = ("none", "limited", "greedy", "total")


def signs_it(kind: str, land: float, without: Off = ()) -> float:
    """How often the north, of this type, accepts a text with this place on land."""
    data = quiet(turns=1)
    data["actors"]["north"]["spoiler"] = {kind: 1.0}
    data["moves"]["put"]["needs"] = None
    line: list[Dated] = [(0, "draft", None, {"land": land, "trade": 0.6}), (0, "put", None)]
    return float(happened(play(data, line, without=without), "accepted", "north", "talks").mean())


def test_concessions_to_a_total_spoiler_buy_no_peace() -> None:
    bought = {kind: signs_it(kind, 0.8) - signs_it(kind, 0.2) for kind in KINDS}
    assert min(bought["none"], bought["limited"]) > 0.3
    assert bought["total"] < 0.1
    assert signs_it("total", 0.8) < 0.1
    rates = [signs_it(kind, 0.5) for kind in KINDS]
    assert rates == sorted(rates, reverse=True)


def test_switched_off_the_type_does_not_matter() -> None:
    off = ("rule:spoilers",)
    assert signs_it("none", 0.8, without=off) == signs_it("total", 0.8, without=off)


def test_an_unfounded_complaint_moves_every_observers_belief() -> None:
    data = quiet(turns=1)
    data["actors"]["north"]["seat"] = True
    calm = play(data, seat="north")
    loud = play(data, [(0, "complain", None)], seat="north")
    change = {
        actor: belief_in(loud, actor, "north") - belief_in(calm, actor, "north")
        for actor in data["actors"]
    }
    assert all((moved > 0.01).all() for moved in change.values())
    assert (change["host"] > change["south"]).all()  # a mediator looks closer


def test_a_hidden_type_shows_in_what_a_party_does() -> None:
    """A total spoiler complains more often, by as much as observers take it to."""

    def complains(kind: str, without: Off = ()) -> float:
        data = quiet(turns=1)
        data["actors"]["north"]["spoiler"] = {kind: 1.0}
        want = {"wants": "channel(friend, north, trade)", "weight": 0.3}
        data["actors"]["north"]["interests"] = {"trade": want}
        process = play(data, without=without)
        (index,) = [o.index for o in process.options.all if o.move == "complain"]
        return float((process.world.played[index] == 0).mean())

    rates = [complains(kind) for kind in KINDS]
    assert rates == sorted(rates)
    odds = [rate / (1 - rate) for rate in rates]
    assert abs(odds[3] / odds[0] - 0.6 / 0.05) < 4
    off = ("rule:spoilers",)
    assert complains("none", off) == complains("total", off)


@pytest.mark.parametrize(
    ("sign", "fact"), [("refusal_inside", "rejected"), ("acceptance", "accepted")]
)
def test_what_a_party_does_at_a_table_is_seen(sign: str, fact: str) -> None:
    data = quiet(turns=1)
    data["moves"]["put"]["needs"] = None
    line: list[Dated] = [(0, "draft", None, {"land": 0.5, "trade": 0.5}), (0, "put", None)]
    process, still = play(data, line), play(data)
    moved = belief_in(process, "host", "north") - belief_in(still, "host", "north")
    shown = happened(process, fact, "north", "talks")
    assert shown.any()
    assert (moved[shown] > 0).all() if sign in BAD_NEWS else (moved[shown] < 0).all()


def adopted(tries: int, without: Off = ()) -> float:
    """How often the council acts against the north after its refusals of fair texts."""
    data = quiet(turns=6)
    data["actors"]["north"]["spoiler"] = {"greedy": 0.3, "total": 0.7}
    for actor in ("friend", "south"):
        data["actors"][actor]["positions"]["blame"]["ideal"] = 0.1
    fair = {"land": 0.5, "trade": 0.5}
    line: list[Dated] = [(turn, "draft", None, fair) for turn in range(tries)]
    data["moves"]["put"]["needs"] = None
    line += [(turn, "put", None, {}) for turn in range(tries)]
    data["capital"]["per_turn"] = 12
    return float(happened(play(data, line, without=without), "adopted", None, "council").mean())


def test_exhausted_efforts_make_third_parties_go_on_without_a_spoiler() -> None:
    assert adopted(3) > adopted(0) + 0.1
    off = ("rule:departing_train",)
    assert adopted(3, without=off) == adopted(0, without=off)
