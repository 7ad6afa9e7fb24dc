"""Sums that do not depend on the order or the cut of what comes in, and pairs of ensembles."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.lab.stats import mean, paired_share_difference, wilson
from sim.lab.tally import Moments, Pairs, Tally, widest
from sim.model.plan import NEVER

NUMBERS = st.lists(
    st.floats(allow_nan=False, allow_infinity=False, width=64), min_size=1, max_size=30
)


def moments(values: list[float]) -> Moments:
    found = Moments()
    found.add(np.array(values))
    return found


@given(NUMBERS)
def test_sums_are_exact(values: list[float]) -> None:
    found = moments(values)
    total, square = sum(map(Fraction, values)), sum(Fraction(x) * Fraction(x) for x in values)
    assert Fraction(found.total, 1 << 1126) == total
    assert Fraction(found.square, 1 << 2252) == square


@given(NUMBERS, st.randoms())
def test_no_cut_and_no_order_changes_a_bit(values: list[float], random: Any) -> None:
    other = Moments()
    shuffled = random.sample(values, len(values))
    at = random.randrange(len(values))
    for part in (shuffled[at:], shuffled[:at]):
        other.add(np.array(part, dtype=np.float64))
    assert other == moments(values)


def test_mean_and_spread_are_the_usual_ones() -> None:
    values = np.random.default_rng(1).random(1000)
    found = moments(list(values)).metric()
    usual = mean(values)
    assert found.mean == pytest.approx(usual.value, rel=1e-14)
    assert found.sd == pytest.approx(float(np.std(values, ddof=1)), rel=1e-12)
    assert found.ci95 == pytest.approx((usual.low, usual.high), rel=1e-12)
    assert moments([0.3]).metric().ci95 == (0.3, 0.3)


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not finite"):
        moments([0.1, float("nan")])


def ensemble(seed: int, runs: int = 230) -> dict[str, NDArray[Any]]:
    draws = np.random.default_rng(seed)
    turns = draws.integers(0, 12, (2, runs)).astype(np.int16)
    turns[turns > 6] = NEVER
    return {
        "outcomes.a": turns[0],
        "outcomes.b": turns[1],
        "asks.c": np.full(runs, -1, dtype=np.int16),
        "line.d": draws.random(runs) < 0.3,
        "goals.e": draws.random(runs),
    }


def parts(columns: dict[str, NDArray[Any]], size: int) -> Iterator[tuple[int, dict[str, Any]]]:
    runs = columns["goals.e"].size
    for start in range(0, runs, size):
        yield start, {name: values[start : start + size] for name, values in columns.items()}


def test_a_tally_counts_what_held() -> None:
    columns = ensemble(1)
    tally = Tally()
    for _, part in reversed(list(parts(columns, 50))):
        tally.add(part)
    assert tally == Tally.of(columns)
    held = int((columns["outcomes.a"] != NEVER).sum())
    assert tally.share("outcomes.a") == wilson(held, 230)
    assert tally.share("asks.c").value == 1.0
    assert tally.counts["line.d"] == columns["line.d"].sum()
    share = held / 230
    assert tally.metric("outcomes.a").sd == pytest.approx(sqrt(share * (1 - share)))
    one = tally.share("outcomes.a")
    assert widest([tally]) == pytest.approx((one.high - one.low) / 2, rel=0.1)
    assert widest([]) == 0.0


@pytest.mark.parametrize("order", ["first", "last", "mixed"])
def test_pairs_are_those_of_the_runs(order: str) -> None:
    first, other = ensemble(1), ensemble(2)
    both = [(0, *part) for part in parts(first, 50)], [(1, *part) for part in parts(other, 50)]
    told = {"first": both[0] + both[1], "last": both[1] + both[0]}
    told["mixed"] = [one for pair in zip(both[1], both[0], strict=True) for one in pair]
    pairs = Pairs()
    for one in told[order]:
        pairs.add(*one)
    for name in ("outcomes.a", "outcomes.b"):
        usual = paired_share_difference(other[name] != NEVER, first[name] != NEVER)
        assert pairs.difference(1, name) == usual
        same = paired_share_difference(first[name] != NEVER, first[name] != NEVER)
        assert pairs.difference(0, name) == same
