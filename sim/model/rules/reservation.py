"""What a party can count on without an agreement (reservation value, BATNA).

Fearon, "Rationalist explanations for war" (1995): the value of fighting on, less its cost. Patrons
add to it by what flows through their channels.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.model.constants import Number
from sim.model.exact import Floats


def combined(shares: Sequence[Floats], runs: int) -> Floats:
    """1 - prod(1 - share): independent sources that each add less the more there is.

    Args:
        shares: Each of shape (runs,), 0..1.
        runs: How many runs.

    Returns:
        Shape (runs,), 0..1; 0 where there are none.
    """
    left = np.ones(runs)
    for share in shares:
        left *= 1.0 - share
    return 1.0 - left


def reservation(
    base: Floats, patrons: Floats, war_cost: Floats, patron_weight: Number, war_weight: Number
) -> Floats:
    """`base + patron_weight * patrons - war_weight * war_cost`, kept within 0..1.

    Cutting a patron's channel never raises it, and neither does a higher cost of war.
    """
    value = base + patron_weight * patrons
    value -= war_weight * war_cost
    return np.minimum(np.maximum(value, 0.0), 1.0)
