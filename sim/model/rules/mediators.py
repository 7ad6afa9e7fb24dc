"""Several mediators at once (Crocker, Hampson and Aall 1999): more is not always better."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.model.constants import Number
from sim.model.exact import Floats


def discord(trusts: Sequence[tuple[Floats, Floats]], weight: Number, runs: int) -> Floats:
    """What distrust between mediators costs: `weight` times the worst `1 - 2 * trust` above 0.

    Args:
        trusts: For each partner, the lower of the two trusts between it and the owner of the
            initiative, and whether (1 or 0) it is a partner; each of shape (runs,).
        weight: Cost of full distrust.
        runs: How many runs.
    """
    worst = np.zeros(runs)
    for trust, partner in trusts:
        worst = np.maximum(worst, partner * (1.0 - 2.0 * trust))
    return weight * worst
