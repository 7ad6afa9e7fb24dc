"""Exponential, logarithm and logit choice with the same bits on every machine.

NumPy's own ``exp``, ``log``, ``power`` and ``tanh`` choose their code by the processor and differ
in the last bit between machines; its addition, subtraction, multiplication and division do not,
since IEEE 754 fixes their results and each is a pass of its own, so that nothing can be fused.
Everything here is made of those four, comparisons and integer views, and is therefore a pure
function of its input bits. The algorithms are those of fdlibm (Sun Microsystems, 1993:
``e_exp.c``, and ``e_log.c`` in the branch-free form of FreeBSD's ``k_log.h``), one step of them
at a time over a whole array.

Error bound: both stay within one unit in the last place of the true value.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Final, overload

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: ``exp`` answers for this range; what lies beyond is taken as its nearest end.
EXP_LIMIT: Final = 700.0

#: Elements worked on at once: large enough to hide the cost of a call, small enough for the cache.
_CHUNK: Final = 8192


class _Scratch(threading.local):
    """Five work rows for each thread, the only memory that the functions here hold on to."""

    def __init__(self) -> None:
        self.rows = np.empty((5, _CHUNK))


_scratch = _Scratch()


def _constant(value: float) -> NDArray[Any]:
    """A constant as a 0-d array, which a ufunc takes faster than a Python number."""
    return np.array(value)


_ONE: Final = _constant(1.0)
_TWO: Final = _constant(2.0)
_HALF: Final = _constant(0.5)
_LOW: Final = _constant(-EXP_LIMIT)
_HIGH: Final = _constant(EXP_LIMIT)
_LN2_HI: Final = _constant(6.93147180369123816490e-01)  # its low bits are zero: k * LN2_HI is exact
_LN2_LO: Final = _constant(1.90821492927058770002e-10)
_INV_LN2: Final = _constant(1.44269504088896338700e00)
_MANTISSA_BITS: Final = _constant(52)

# Adding 1.5 * 2**52 to a number of moderate size leaves it, rounded to an integer, in the low
# bits of the sum: shifted up by 52 they are what is to be added to an exponent.
_ROUNDER: Final = _constant(1.5 * 2.0**52)

# e_exp.c, P1 to P5: the Remes polynomial for x * (exp(x) + 1) / (exp(x) - 1) on [0, ln2 / 2].
_P5: Final = _constant(4.13813679705723846039e-08)
_P4_TO_P1: Final = tuple(
    _constant(p)
    for p in (
        -1.65339022054652515390e-06,
        6.61375632143793436117e-05,
        -2.77777777770155933842e-03,
        1.66666666666666019037e-01,
    )
)

# e_log.c, Lg1 to Lg7: log((1 + s) / (1 - s)) as a polynomial in s * s, even and odd terms apart.
_LG6: Final = _constant(1.531383769920937332e-01)
_LG4_LG2: Final = (_constant(2.222219843214978396e-01), _constant(3.999999999940941908e-01))
_LG7: Final = _constant(1.479819860511658591e-01)
_LG5_LG3_LG1: Final = (
    _constant(1.818357216161805012e-01),
    _constant(2.857142874366239149e-01),
    _constant(6.666666666666735130e-01),
)

# With the bits of sqrt(1/2) (cut short) taken from those of x, the exponent of x splits off so
# that the rest lies in [sqrt(1/2), sqrt(2)), where the polynomial holds.
_SQRT_HALF_BITS: Final = _constant(0x3FE6A09E_00000000)
_TO_ONE_BITS: Final = _constant(0x3FF00000_00000000 - 0x3FE6A09E_00000000)
_MANTISSA: Final = _constant(0x000FFFFF_FFFFFFFF)
_TWO_52_BITS: Final = _constant(0x43300000_00000000)
_TWO_52_PLUS_BIAS: Final = _constant(2.0**52 + 1023.0)
_SMALLEST_NORMAL: Final = 2.0**-1022
_LARGEST: Final = float(np.finfo(np.float64).max)


def _exp_chunk(x: Floats, out: Floats) -> None:
    """Write exp(x) to ``out`` for at most ``_CHUNK`` numbers; the two may be the same array."""
    multiply, add, subtract = np.multiply, np.add, np.subtract
    hi, lo, power, c, square = (row[: x.size] for row in _scratch.rows)
    # Reduce: x = k ln2 + r, |r| <= ln2 / 2, with r kept as hi - lo.
    x.clip(_LOW, _HIGH, out=hi)
    multiply(hi, _INV_LN2, out=power)
    add(power, _ROUNDER, out=power)
    subtract(power, _ROUNDER, out=lo)
    multiply(lo, _LN2_HI, out=c)
    subtract(hi, c, out=hi)
    multiply(lo, _LN2_LO, out=lo)
    subtract(hi, lo, out=out)
    # Approximate: exp(r) = 1 + r + r c / (2 - c), where c = r - r^2 (P1 + r^2 (P2 + ...)).
    multiply(out, out, out=square)
    multiply(square, _P5, out=c)
    for coefficient in _P4_TO_P1:
        add(c, coefficient, out=c)
        multiply(c, square, out=c)
    subtract(out, c, out=c)
    multiply(out, c, out=out)
    subtract(_TWO, c, out=c)
    np.divide(out, c, out=out)
    subtract(lo, out, out=out)
    subtract(out, hi, out=out)
    subtract(_ONE, out, out=out)
    # Scale by 2^k: within the limits every result is normal, so k is just added to the exponent.
    shift = power.view(np.int64)
    np.left_shift(shift, _MANTISSA_BITS, out=shift)
    bits = out.view(np.int64)
    add(bits, shift, out=bits)


def _log_chunk(x: Floats, out: Floats) -> None:
    """Write log(x) to ``out`` for at most ``_CHUNK`` numbers; the two may be the same array."""
    if x.min() >= _SMALLEST_NORMAL and x.max() <= _LARGEST:
        _log_normal(x, out)
        return
    ordinary = (x >= _SMALLEST_NORMAL) & (x <= _LARGEST)
    subnormal = (x > 0.0) & (x < _SMALLEST_NORMAL)
    zero, infinite = x == 0.0, x == np.inf
    scaled = np.where(ordinary | subnormal, x, 1.0)
    scaled *= np.where(subnormal, 2.0**54, 1.0)
    _log_normal(scaled, out, np.where(subnormal, 54.0, 0.0))
    out[zero] = -np.inf
    out[infinite] = np.inf
    out[~(ordinary | subnormal | zero | infinite)] = np.nan


def _log_normal(x: Floats, out: Floats, halvings: Floats | None = None) -> None:
    """log(x / 2**halvings) for positive normal numbers."""
    multiply, add, subtract = np.multiply, np.add, np.subtract
    f, k, s, w, odd = (row[: x.size] for row in _scratch.rows)
    # Reduce: x = 2^k (1 + f), sqrt(1/2) <= 1 + f < sqrt(2).
    bits, exponent = f.view(np.int64), k.view(np.int64)
    add(x.view(np.int64), _TO_ONE_BITS, out=bits)
    np.right_shift(bits, _MANTISSA_BITS, out=exponent)
    np.bitwise_or(exponent, _TWO_52_BITS, out=exponent)
    subtract(k, _TWO_52_PLUS_BIAS, out=k)
    if halvings is not None:
        subtract(k, halvings, out=k)
    np.bitwise_and(bits, _MANTISSA, out=bits)
    add(bits, _SQRT_HALF_BITS, out=bits)
    subtract(f, _ONE, out=f)
    # Approximate: log(1 + f) = f - f^2/2 + s (f^2/2 + R(s^2)), s = f / (2 + f).
    add(f, _TWO, out=s)
    np.divide(f, s, out=s)
    square = out
    multiply(s, s, out=square)
    multiply(square, square, out=w)
    multiply(w, _LG7, out=odd)
    for coefficient in _LG5_LG3_LG1[:-1]:
        add(odd, coefficient, out=odd)
        multiply(odd, w, out=odd)
    add(odd, _LG5_LG3_LG1[-1], out=odd)
    multiply(odd, square, out=odd)
    even = out
    multiply(w, _LG6, out=even)
    for coefficient in _LG4_LG2:
        add(even, coefficient, out=even)
        multiply(even, w, out=even)
    add(odd, even, out=odd)
    half_square = w
    multiply(f, _HALF, out=half_square)
    multiply(half_square, f, out=half_square)
    add(odd, half_square, out=odd)
    multiply(odd, s, out=odd)
    multiply(k, _LN2_LO, out=s)
    add(odd, s, out=odd)
    subtract(odd, half_square, out=odd)
    add(odd, f, out=odd)
    multiply(k, _LN2_HI, out=k)
    add(odd, k, out=out)


def _elementwise(
    chunk: Callable[[Floats, Floats], None], x: Floats | float, out: Floats | None
) -> Floats | float:
    """Apply a chunk function to a number, or to an array of any shape and layout."""
    source = np.asarray(x, dtype=np.float64)
    if out is None:
        result = np.empty(source.shape)
    elif out.shape == source.shape and out.dtype == np.float64:
        result = out
    else:
        raise ValueError(
            f"out has shape {out.shape} and type {out.dtype}; "
            f"it must have shape {source.shape} and type float64."
        )
    flat = source.reshape(-1)
    target = result if result.flags.c_contiguous else np.empty(source.shape)
    flat_target = target.reshape(-1)
    for start in range(0, flat.size, _CHUNK):
        chunk(flat[start : start + _CHUNK], flat_target[start : start + _CHUNK])
    if target is not result:
        result[...] = target
    return float(result) if out is None and isinstance(x, int | float) else result


@overload
def exp(x: float, out: None = None) -> float: ...
@overload
def exp(x: Floats, out: Floats | None = None) -> Floats: ...
def exp(x: Floats | float, out: Floats | None = None) -> Floats | float:
    """The exponential of x, within one unit in the last place, the same on every machine.

    Args:
        x: A number, or an array of any shape. It is clipped to [-700, 700], so that no result is
            infinite, zero or subnormal; a NaN stays one.
        out: Where to write, shaped like ``x``; it may be ``x`` itself, but must not overlap it
            in part.

    Returns:
        A float for a float, else ``out`` or a new array.

    Raises:
        ValueError: ``out`` has another shape or type.

    Source: fdlibm, ``e_exp.c`` (Sun Microsystems, 1993).
    """
    return _elementwise(_exp_chunk, x, out)


@overload
def log(x: float, out: None = None) -> float: ...
@overload
def log(x: Floats, out: Floats | None = None) -> Floats: ...
def log(x: Floats | float, out: Floats | None = None) -> Floats | float:
    """The natural logarithm, within one unit in the last place, the same on every machine.

    log(0) is minus infinity and the log of a negative number NaN, both without a warning.
    Arguments, result and errors are as for ``exp``, but nothing is clipped.

    Source: fdlibm, ``e_log.c`` (Sun Microsystems, 1993), in the form of FreeBSD's ``k_log.h``.
    """
    return _elementwise(_log_chunk, x, out)


@overload
def logistic(x: float, out: None = None) -> float: ...
@overload
def logistic(x: Floats, out: Floats | None = None) -> Floats: ...
def logistic(x: Floats | float, out: Floats | None = None) -> Floats | float:
    """1 / (1 + exp(-x)), the logit choice between yes and no; in (0, 1] for every finite x.

    Args:
        x: The advantage of yes over no in units of the chooser's noise, of any shape.
        out: As for ``exp``.

    Source: McFadden, "Conditional logit analysis of qualitative choice behavior" (1974).
    """
    if isinstance(x, int | float):
        return 1.0 / (1.0 + exp(-x))
    result: Floats = np.negative(x, out=np.empty(np.shape(x)) if out is None else out)
    exp(result, out=result)
    np.add(result, _ONE, out=result)
    np.divide(_ONE, result, out=result)
    return result


_EXP_OF_LOW: Final = _constant(exp(-EXP_LIMIT))


def _weigh(values: Floats) -> None:
    """Put weights for values of 0 or less; what lies at the lower limit of exp has none at all."""
    flat = values.reshape(-1)
    above = flat > _LOW
    if above.all():
        exp(flat, out=flat)
        np.subtract(flat, _EXP_OF_LOW, out=flat)
        return
    places = above.nonzero()[0]
    some = flat.take(places)
    exp(some, out=some)
    flat.fill(0.0)
    flat[places] = np.subtract(some, _EXP_OF_LOW, out=some)


def softmax_pick(
    values: Floats, u: Floats, available: NDArray[np.bool_] | None = None
) -> NDArray[np.intp]:
    """Logit (quantal response) choice: option k with chance exp(v_k) / sum of exp(v_j).

    Args:
        values: Shape (options, ..., runs): each option's utility divided by the chooser's noise;
            minus infinity for an option that cannot be chosen.
        u: Shape (..., runs): uniform draws in [0, 1), one for each choice.
        available: Shape of ``values``: false also marks an option that cannot be chosen.

    Returns:
        The index of the chosen option, shaped like ``u``, found by the inverse of the cumulative
        distribution over the options in their given order. An option that cannot be chosen, or
        is worth 700 units of noise less than the best one, never is.

    Raises:
        ValueError: A choice without any option, or a value that is NaN or plus infinity.

    Source: McKelvey and Palfrey, "Quantal response equilibria for normal form games" (1995).
    """
    if available is not None:
        values = np.where(available, values, -np.inf)
    options = values.shape[0]
    flat, chances = values.reshape(options, -1), u.reshape(-1)
    step = max(1, _CHUNK // options)
    scratch = np.empty(options * min(step, chances.size))
    picks = np.empty(chances.size, dtype=np.intp)
    for start in range(0, chances.size, step):
        part = flat[:, start : start + step]
        cumulative = scratch[: part.size].reshape(part.shape)
        best = np.max(part, axis=0)
        if not (best.min() > -np.inf and best.max() < np.inf):
            raise ValueError(
                "Every choice needs at least one option, and no value may be NaN or plus infinity."
            )
        np.subtract(part, best, out=cumulative)
        _weigh(cumulative)
        for k in range(1, options):
            np.add(cumulative[k], cumulative[k - 1], out=cumulative[k])
        # Even rounded, the product stays below the last sum, since u < 1: the last option that has
        # any weight is always reached.
        target = np.multiply(cumulative[-1], chances[start : start + step])
        passed = np.less_equal(cumulative[:-1], target)
        np.sum(passed, axis=0, dtype=np.intp, out=picks[start : start + step])
    return picks.reshape(u.shape)
