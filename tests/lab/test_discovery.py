"""PRIM finds a box that is there, finds none in noise, and tells of it on other runs."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.lab.errors import LabError
from sim.lab.sensitivity.discovery import Discovery, discover
from sim.lab.sensitivity.prim import Data, Limits, best_box, holm, peel, quasi_p
from sim.lab.sensitivity.screening import Ensemble, ensemble
from sim.lab.setup import setup_of
from sim.scenario.load import load
from tests import scratch
from tests.lab.cases import case, written

pytest.importorskip("scipy")


def noise(seed: int, runs: int = 2000, numbers: int = 6, share: float = 0.3) -> Data:
    chance = np.random.default_rng(seed)
    return Data(
        {f"n{index}": chance.random(runs) for index in range(numbers)},
        {"kind": chance.integers(0, 3, runs).astype(np.int8)},
        chance.random(runs) < share,
    )


def boxed(seed: int, runs: int = 4000) -> Data:
    """In the box n0 >= 0.6, n1 <= 0.5, kind 1 or 2 it happens 9 times in 10, elsewhere 1 in 10."""
    data = noise(seed, runs)
    inside = data.inside(Limits({"n0": (0.6, 1.0), "n1": (0.0, 0.5)}, {"kind": frozenset({1, 2})}))
    chance = np.random.default_rng(seed + 10_000)
    return Data(data.places, data.kinds, chance.random(runs) < np.where(inside, 0.9, 0.1))


def box_of(data: Data) -> Limits:
    return best_box(data, peel(data))


@pytest.mark.parametrize("seed", range(3))
def test_a_box_that_is_there_is_found(seed: int) -> None:
    box = box_of(boxed(seed))
    assert set(box.names) == {"n0", "n1", "kind"}
    assert box.places["n0"] == pytest.approx((0.6, 1.0), abs=0.06)
    assert box.places["n1"] == pytest.approx((0.0, 0.5), abs=0.06)
    assert box.kinds["kind"] == {1, 2}
    test = boxed(seed + 100)
    inside = test.inside(box)
    assert test.wanted[inside].mean() > 0.8
    assert test.wanted[inside].sum() / test.wanted.sum() > 0.55
    assert holm({name: quasi_p(test, box, name) for name in box.names}, 0.05) == set(box.names)


def test_noise_gives_no_significant_restriction() -> None:
    """On runs that had no part in finding it; one seed in twenty may, by the level of the test."""
    wrong = 0
    for seed in range(20):
        box, test = (
            best_box(noise(seed, 500, 4), peel(noise(seed, 500, 4), 0.1)),
            noise(seed + 1000, 500, 4),
        )
        wrong += bool(holm({name: quasi_p(test, box, name) for name in box.names}, 0.05))
    assert wrong <= 4


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 1000), st.floats(0.02, 0.3), st.floats(0.02, 0.5))
def test_peeling_narrows_step_by_step(seed: int, alpha: float, smallest: float) -> None:
    data = noise(seed, runs=300, numbers=3)
    boxes = peel(data, alpha, smallest)
    masses = [int(data.inside(box).sum()) for box in boxes]
    assert boxes[0].names == []
    assert masses == sorted(set(masses), reverse=True)
    assert masses[-1] >= smallest * 300
    for wider, narrower in pairwise(boxes):
        assert not (data.inside(narrower) & ~data.inside(wider)).any()


def test_the_quasi_p_value_is_a_binomial_tail() -> None:
    """Four of four in the box, a half without the restriction: a sixteenth."""
    places = {"x": np.array([0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9])}
    data = Data(places, {}, places["x"] > 0.5)
    assert quasi_p(data, Limits({"x": (0.5, 1.0)}), "x") == pytest.approx(1 / 16)
    assert quasi_p(data, Limits({"x": (0.95, 1.0)}), "x") == 1.0


def test_holm_takes_all_restrictions_together() -> None:
    assert holm({"a": 0.02, "b": 0.03}, 0.05) == {"a", "b"}
    assert holm({"a": 0.03, "b": 0.03}, 0.05) == set()
    assert holm({"a": 0.01, "b": 0.2}, 0.05) == {"a"}
    assert holm({}, 0.05) == set()


# -- scenarios -------------------------------------------------------------------------------------


@cache
def screened() -> Ensemble:
    data = case()
    data["outcomes"]["both"] = {
        "title": "Both trust",
        "when": "trust(south, host) >= 0.6 and trust(friend, host) >= 0.68",
    }
    data["outcomes"]["luck"] = {"title": "Luck", "when": "happened(report)"}
    data["outcomes"]["never"] = {"title": "Never", "when": "trust(south, host) >= 1.0"}
    data["events"]["report"]["chance"] = 0.5
    data["history"]["line"] = {}
    asks = {"warm": "trust(south, host) >= 0.6", "warmth": "trust(south, host)"}
    path = written(data, scratch.shared("box"))
    return ensemble(setup_of(load(str(path)), "pass", asks=asks), 2000)


@cache
def found(wanted: str) -> Discovery:
    return discover(screened(), wanted)


def test_the_box_of_an_outcome_in_its_own_units() -> None:
    one = found("both")
    limits = {restriction.of.path: restriction for restriction in one.restrictions}
    south, friend = limits["trust.south.host"], limits["trust.friend.host"]
    assert south.low == pytest.approx(0.6, abs=0.02)
    assert south.high == 0.7
    assert friend.low == pytest.approx(0.68, abs=0.03)
    assert south.text == f"Trust of south in host: {south.low:.2f} or more"
    assert south.significant
    assert one.density.value > 0.8
    assert one.coverage.value > 0.7
    assert one.runs == 1000


def test_the_box_of_what_does_not_happen() -> None:
    one, other = found("not:warm"), found("warm")
    assert one.title == "Not: warm: trust(south, host) >= 0.6"
    (low,), (high,) = one.restrictions, other.restrictions
    assert low.of.path == high.of.path == "trust.south.host"
    assert low.low == 0.5
    assert low.high == pytest.approx(0.6, abs=0.02)
    assert low.text.endswith("or less")
    assert one.share.value == pytest.approx(1 - other.share.value)


def test_an_outcome_by_chance_has_no_box() -> None:
    one = found("luck")
    assert not any(restriction.significant for restriction in one.restrictions)


def test_figures_are_those_of_the_held_out_runs() -> None:
    one = found("both")
    held = screened().columns["outcomes.both"][1000:] < 32767
    inside = np.ones(1000, dtype=bool)
    for restriction in one.restrictions:
        number = screened().numbers[restriction.of.path]
        values = number.low + (number.high - number.low) * screened().uniforms[number.path][1000:]
        assert restriction.low is not None
        inside &= values >= restriction.low - 1e-12
    assert one.mass.value == inside.mean()
    assert one.density.value == held[inside].mean()
    assert one.coverage.value == (held & inside).sum() / held.sum()
    assert one.trajectory[0] == (1.0, held.mean(), 1.0)
    data = one.as_json()
    assert data["density"] == one.density.value
    assert data["restrictions"][0]["within"] == [one.restrictions[0].low, one.restrictions[0].high]
    assert len(one.rows()) == 4 + len(one.restrictions)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("bth", 'did you mean "both"'),
        ("not:bth", 'did you mean "both"'),
        ("never", "came about in 0 of 2000 runs"),
        ("warmth", "is no yes or no"),
        ("goals.host", "is no yes or no"),
    ],
)
def test_what_has_no_box_is_refused_in_a_sentence(wanted: str, said: str) -> None:
    with pytest.raises(LabError, match=said):
        found(wanted)
