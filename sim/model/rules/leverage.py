"""Leverage by channel (Touval and Zartman 1985): no tie, no effect; use spends it."""

from __future__ import annotations

from sim.model.constants import Number
from sim.model.exact import Floats


def pressed(flow: Floats, share: float) -> Floats:
    """Pressure from threatening `share` of what flows through one channel, 0..1."""
    return flow * share


def worn(flow: Floats, share: float, wear: Number) -> Floats:
    """What is left of a channel after it was used: `flow * (1 - wear * share)`."""
    return flow * (1.0 - wear * share)


def moved_by(pressure: Floats, receptive: Floats, weight: Number) -> Floats:
    """What pressure adds to a target's utility of giving in; `receptive` depends on its type."""
    return weight * pressure * receptive
