"""Support at home, the second level of the game (Putnam 1988).

Several who make a policy carry it or hold it back; losses shake it, less where support is wide and
the leader is committed in public (Larson 1996; YAM II.2); and where too little is left of it, a
government calls its people home.
"""

from __future__ import annotations

import numpy as np

from sim.model.constants import Number
from sim.model.exact import Floats

FLOOR = 0.3
"""Below this a government has a point less to spend a turn (the word low)."""


def allowance(home: Floats, per_turn: int) -> Floats:
    """Political capital of a turn: `per_turn`, one less where support at home is below `FLOOR`."""
    return np.where(home < FLOOR, per_turn - 1.0, float(per_turn))


def carried(capital: Floats, carry: int) -> Floats:
    """What is left over and may be carried on."""
    return np.minimum(capital, float(carry))


def committed(resolve: Floats, size: float) -> Floats:
    """Rise of a leader's commitment by one more: `size * (1 - resolve)`."""
    return size * (1.0 - resolve)


def shaken(home: Floats, resolve: Floats, size: float, shock: Number, cushion: Number) -> Floats:
    """Fall of support by losses: `shock * size * (1 - cushion * firmness)`.

    Firmness is `1 - (1 - home)(1 - resolve)`: wide support or a committed leader will do.
    """
    firmness = 1.0 - (1.0 - home) * (1.0 - resolve)
    return shock * size * (1.0 - cushion * firmness)


def recalling(
    home: Floats, resolve: Floats, losses: Floats, shock: Number, threshold: Number, weight: Number
) -> tuple[tuple[str, Floats], ...]:
    """What speaks for calling a mission home, in utility: named grounds that add up.

    `threshold + shock * losses - home - weight * resolve`.
    """
    return (
        ("threshold", np.zeros_like(home) + threshold),
        ("casualties", shock * losses),
        ("home_support", -home),
        ("commitment", -weight * resolve),
    )
