"""The commitment problem and third-party guarantees (Walter 1997, 2002)."""

from __future__ import annotations

from sim.model.constants import Number
from sim.model.exact import Floats


def exposure(
    fear: Floats, guarantee: Floats, fear_weight: Number, guarantee_weight: Number
) -> Floats:
    """What signing gains or loses by who keeps the others to it.

    `guarantee_weight * fear * guarantee - fear_weight * fear * (1 - guarantee)`: a guarantee never
    lowers it, and matters only to a party that has something to fear.
    """
    return fear * (guarantee_weight * guarantee - fear_weight * (1.0 - guarantee))
