"""Directed trust, slow to gain and quick to lose.

Slovic, "Perceived risk, trust, and democracy" (1993).
"""

from __future__ import annotations

import numpy as np

from sim.model.constants import Number
from sim.model.exact import Floats


def gained(trust: Floats, signal: Floats, rate: Number) -> Floats:
    """Rise by what is seen to be kept: `rate * signal * (1 - trust)`."""
    return rate * signal * (1.0 - trust)


def lost(trust: Floats, signal: Floats, rate: Number) -> Floats:
    """Fall by what is seen to be broken: `rate * signal * trust`."""
    return rate * signal * trust


def bounded(level: Floats) -> Floats:
    """Within 0..1."""
    return np.minimum(np.maximum(level, 0.0), 1.0)


def leaning(level: Floats) -> Floats:
    """-1..1 from 0..1: how far a level leans for (above .5) or against."""
    return 2.0 * level - 1.0
