"""The exponential, the logarithm and the logit choice."""

from __future__ import annotations

import math
import threading
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from sim.model.exact import EXP_LIMIT, Floats, exp, log, logistic, softmax_pick
from tests import cpu

GENERATOR = np.random.Generator(np.random.Philox(key=4))


def ulps(ours: Floats, libm: Floats) -> float:
    """The largest distance in units in the last place of the C library's result."""
    return float(np.max(np.abs(ours - libm) / np.spacing(np.abs(libm)), initial=0.0))


def by_libm(function: object, x: Floats) -> Floats:
    assert callable(function)
    return np.array([function(v) for v in x.tolist()])


def neighbours(x: NDArray[np.floating[Any]]) -> Floats:
    """Numbers, their next neighbours both ways, and their negatives."""
    around = np.concatenate([x, np.nextafter(x, np.inf), np.nextafter(x, -np.inf)])
    return np.concatenate([around, -around]).astype(np.float64)


# Where the reduction by multiples of ln 2 changes from one multiple to the next.
SEAMS = neighbours(np.arange(-1009, 1010) * (0.5 * math.log(2.0)))


@pytest.mark.parametrize(
    "x",
    [
        GENERATOR.uniform(-EXP_LIMIT, EXP_LIMIT, 1_000_000),
        GENERATOR.uniform(-5.0, 5.0, 1_000_000),
        GENERATOR.uniform(-0.4, 0.4, 500_000),
        10.0 ** GENERATOR.uniform(-320.0, 0.0, 100_000),
        SEAMS,
    ],
    ids=["whole range", "usual range", "no reduction", "tiny", "seams"],
)
def test_exp_is_within_one_unit_of_libm(x: Floats) -> None:
    x = x[np.abs(x) <= EXP_LIMIT]
    assert ulps(exp(x), by_libm(math.exp, x)) <= 1.0


@pytest.mark.parametrize(
    "x",
    [
        np.exp(GENERATOR.uniform(-708.0, 709.0, 1_000_000)),
        GENERATOR.uniform(0.4, 2.5, 1_000_000),
        1.0 + GENERATOR.uniform(-1e-3, 1e-3, 500_000),
        10.0 ** GENERATOR.uniform(-323.0, -308.0, 100_000),
        np.abs(neighbours(2.0 ** np.arange(-1074.0, 1024.0))),
        np.abs(neighbours(math.sqrt(0.5) * 2.0 ** np.arange(-1022.0, 1024.0))),
    ],
    ids=["whole range", "around one", "near one", "subnormal", "powers of two", "seams"],
)
def test_log_is_within_one_unit_of_libm(x: Floats) -> None:
    x = x[x > 0.0]
    libm = by_libm(math.log, x)
    ours = log(x)
    assert ulps(ours[libm != 0.0], libm[libm != 0.0]) <= 1.0
    assert (ours[libm == 0.0] == 0.0).all()


def test_edges_of_exp() -> None:
    x = np.array([0.0, -0.0, 1e-320, -1e-320, np.inf, -np.inf, 1e6, -1e6, np.nan])
    most, least = exp(EXP_LIMIT), exp(-EXP_LIMIT)
    np.testing.assert_array_equal(exp(x), [1, 1, 1, 1, most, least, most, least, np.nan])
    assert most == pytest.approx(math.exp(700), rel=1e-15)
    assert least == pytest.approx(math.exp(-700), rel=1e-15)


def test_edges_of_log() -> None:
    x = np.array([1.0, 0.0, -0.0, np.inf, -np.inf, -1.0, -5e-324, np.nan, 5e-324])
    expected = [0, -np.inf, -np.inf, np.inf, np.nan, np.nan, np.nan, np.nan, math.log(5e-324)]
    with np.errstate(all="raise"):
        np.testing.assert_array_equal(log(x), expected)


def test_an_odd_one_changes_nothing_for_the_others() -> None:
    x = GENERATOR.uniform(0.1, 10.0, 100)
    beside = np.append(x, [0.0, 5e-324, -1.0, np.inf])
    np.testing.assert_array_equal(log(beside)[:100], log(x))


@pytest.mark.parametrize("function", [exp, log, logistic])
def test_numbers_shapes_and_layouts_give_the_same_bits(function: object) -> None:
    assert callable(function)
    x = GENERATOR.uniform(0.01, 30.0, (3, 7, 1201))
    whole = function(x)
    assert whole.shape == x.shape
    one = float(x[2, 3, 4])
    assert type(function(one)) is float
    assert function(one) == whole[2, 3, 4]
    assert function(np.array(one)) == whole[2, 3, 4]
    np.testing.assert_array_equal(function(x[:, ::2, ::3]), whole[:, ::2, ::3])
    np.testing.assert_array_equal(function(x.T), whole.T)
    np.testing.assert_array_equal(function(np.asfortranarray(x)), whole)
    assert function(x[:0]).shape == (0, 7, 1201)


@pytest.mark.parametrize("function", [exp, log, logistic])
def test_out_may_be_the_input_and_need_not_be_contiguous(function: object) -> None:
    assert callable(function)
    x = GENERATOR.uniform(0.01, 30.0, (4, 5000))
    expected = function(x)
    roomy = np.zeros((4, 10_000))
    result = function(x, out=roomy[:, ::2])
    assert np.shares_memory(result, roomy)
    np.testing.assert_array_equal(roomy[:, ::2], expected)
    assert not roomy[:, 1::2].any()
    assert function(x, out=x) is x
    np.testing.assert_array_equal(x, expected)


@pytest.mark.parametrize("wrong", [np.empty(3), np.empty(4, dtype=np.float32)])
def test_a_wrong_out_is_refused(wrong: Floats) -> None:
    with pytest.raises(ValueError, match=r"must have shape \(4,\) and type float64"):
        exp(np.zeros(4), out=wrong)


def test_threads_do_not_share_scratch() -> None:
    inputs = [GENERATOR.uniform(-5.0, 5.0, 200_000) for _ in range(4)]
    expected = [exp(x) for x in inputs]
    same: list[bool] = []

    def work(i: int) -> None:
        same.extend(bool((exp(inputs[i]) == expected[i]).all()) for _ in range(5))

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert same == [True] * 20


HASHES = """
import hashlib
import numpy as np
from sim.model.exact import exp, log, logistic, softmax_pick
random = np.random.Generator(np.random.Philox(key=9)).random
x = random(300_001) * 60.0 - 30.0
values, u = random((7, 30_001)) * 20.0, random(30_001)
for result in (exp(x), log(exp(x)), logistic(x), softmax_pick(values, u)):
    print(hashlib.sha256(result.tobytes()).hexdigest())
print(np.show_config(mode="dicts")["SIMD Extensions"].get("found", []))
"""


def test_the_bits_do_not_depend_on_the_processor() -> None:
    features = cpu.switchable()
    *plain, enabled = cpu.output(HASHES).splitlines()
    assert enabled == str(features)
    for without in [features, *([name] for name in features[-1:])]:
        *reduced, left = cpu.output(HASHES, without=without).splitlines()
        assert not set(without) & set(eval(left))
        assert reduced == plain
    # What every machine must print; a change here changes every saved game and every result.
    assert plain == [
        "05e19e1e61cde76d9dcddf8f63ef0a63689c8c892a66690935278d642a212d1e",
        "286a1c562edebfff2ef2aee8012b234cc4eab0701c707e58ecc0a21be38ffdcc",
        "439365dbd1f586a546142158e01f208bf55958b1c0213b2e1178d268e6adb613",
        "c158286620f73d7d16f51c3fda9265682ce67e6734c386252012d624cb9e7991",
    ]


@given(st.floats(-1e9, 1e9))
def test_logistic_is_a_chance_and_symmetric(x: float) -> None:
    assert 0.0 < logistic(x) <= 1.0
    assert logistic(x) + logistic(-x) == pytest.approx(1.0, abs=1e-15)


def test_logistic_rises() -> None:
    assert (np.diff(logistic(np.linspace(-30.0, 30.0, 10_001))) > 0.0).all()


def by_the_book(values: list[float], u: float) -> int:
    """The choice of one run, with the C library's exp and exact sums."""
    best = max(values)
    weights = [math.exp(v - best) if v - best > -700.0 else 0.0 for v in values]
    total = math.fsum(weights)
    for k in range(len(values)):
        if math.fsum(weights[: k + 1]) > u * total * (1 + 1e-12):
            return k
    return max(k for k, w in enumerate(weights) if w > 0.0)


def test_picks_agree_with_the_book() -> None:
    values = GENERATOR.uniform(-4.0, 4.0, (6, 3000))
    u = GENERATOR.random(3000)
    expected = [by_the_book(values[:, r].tolist(), float(u[r])) for r in range(3000)]
    np.testing.assert_array_equal(softmax_pick(values, u), expected)


def test_shares_of_picks_follow_the_weights() -> None:
    values = np.array([0.0, 1.0, -1.0, 2.0])
    runs = 200_000
    u = (np.arange(runs) + 0.5) / runs
    picks = softmax_pick(np.repeat(values[:, np.newaxis], runs, axis=1), u)
    shares = np.bincount(picks, minlength=4) / runs
    weights = np.exp(values)
    np.testing.assert_allclose(shares, weights / weights.sum(), atol=1e-5)


ALMOST_ONE = 1.0 - 2.0**-53
ANY_VALUE = st.one_of(st.just(-math.inf), st.floats(-1e300, 1e300), st.floats(-5.0, 5.0))


@given(
    hnp.arrays(np.float64, st.tuples(st.integers(1, 6), st.integers(2, 5)), elements=ANY_VALUE),
    st.data(),
)
def test_picks_are_available_and_the_same_for_any_number_of_runs(
    values: Floats, data: st.DataObject
) -> None:
    values[data.draw(st.integers(0, len(values) - 1))] = 0.0
    runs = values.shape[1]
    draws = st.one_of(st.sampled_from([0.0, ALMOST_ONE]), st.floats(0.0, ALMOST_ONE))
    u = np.array(data.draw(st.lists(draws, min_size=runs, max_size=runs)))
    picks = softmax_pick(values, u)
    assert (values[picks, np.arange(runs)] > -np.inf).all()
    for r in range(runs):
        assert softmax_pick(values[:, r : r + 1], u[r : r + 1])[0] == picks[r]
    many = softmax_pick(np.tile(values, 4000), np.tile(u, 4000))
    np.testing.assert_array_equal(many, np.tile(picks, 4000))


def test_a_mask_says_the_same_as_minus_infinity() -> None:
    values = GENERATOR.uniform(-4.0, 4.0, (5, 9, 800))
    available = GENERATOR.random(values.shape) < 0.6
    available[2] = True
    u = GENERATOR.random((9, 800))
    masked = softmax_pick(values, u, available)
    assert masked.shape == u.shape
    np.testing.assert_array_equal(masked, softmax_pick(np.where(available, values, -np.inf), u))
    assert np.take_along_axis(available, masked[np.newaxis], axis=0).all()
    assert (masked != softmax_pick(values, u)).any()


@pytest.mark.parametrize("bad", [-np.inf, np.nan, np.inf])
def test_a_choice_without_options_is_refused(bad: float) -> None:
    values = np.zeros((3, 4))
    values[:, 2] = bad
    with pytest.raises(ValueError, match="at least one option"):
        softmax_pick(values, np.full(4, 0.5))
