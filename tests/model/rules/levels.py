"""What Hypothesis draws for the rules: numbers from 0 to 1, as rows of runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import given as every
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.model.exact import Floats

RUNS = 2
unit = st.floats(0.0, 1.0)
rows: st.SearchStrategy[Floats] = arrays(np.float64, (RUNS,), elements=unit)
"""A quantity in a few runs."""
weights = st.floats(0.05, 1.0)
"""A positive constant."""


def given(*strategies: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Any]:
    """Hypothesis's `given`, with as many examples as a formula of one line needs."""

    def decorate(test: Callable[..., None]) -> Any:
        return settings(max_examples=30)(every(*strategies)(test))

    return decorate


def row(*values: float) -> Floats:
    """Numbers of runs written out."""
    return np.array(values)


def higher(draw: st.DrawFn, low: Floats) -> Floats:
    """Numbers that are at least as high, and at most 1."""
    part: Floats = draw(rows)
    return low + part * (1.0 - low)


@st.composite
def ordered(draw: st.DrawFn) -> tuple[Floats, Floats]:
    """Two rows of which the second is nowhere lower."""
    low: Floats = draw(rows)
    return low, np.minimum(higher(draw, low), 1.0)


@st.composite
def beliefs(draw: st.DrawFn, possible: bool = False) -> Floats:
    """Beliefs over the four types, shape (4, runs); with `possible`, no type is ruled out."""
    least = 0.01 if possible else 0.0
    raw: Any = draw(arrays(np.float64, (4, RUNS), elements=st.floats(least, 1.0)))
    raw[0] += 0.01  # some type must be possible
    whole: Floats = raw / raw.sum(axis=0)
    return whole
