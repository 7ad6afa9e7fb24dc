"""Ripeness as perceived: a hurting stalemate AND a way out (Zartman 1989, 2000)."""

from __future__ import annotations

import numpy as np

from sim.model.exact import Floats

FOOT, TOP = 0.3, 0.7
"""Below the first the condition is not felt, above the second fully (the words low and good)."""


def felt(level: Floats) -> Floats:
    """How far a condition is felt: a smooth step, 0 below `FOOT`, 1 above `TOP`."""
    step = np.minimum(np.maximum((level - FOOT) / (TOP - FOOT), 0.0), 1.0)
    return step * step * (3.0 - 2.0 * step)


def ripeness(war_cost: Floats, way_out: Floats) -> Floats:
    """`felt(war_cost) * felt(way_out)`: with either missing nothing, with both a jump.

    Args:
        war_cost: What going on costs, as the party sees it, 0..1.
        way_out: How far it sees a way out, 0..1.
    """
    return felt(war_cost) * felt(way_out)
