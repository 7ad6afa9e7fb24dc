"""Support at home, the second level of the game (Putnam 1988)."""

from __future__ import annotations

import numpy as np

from sim.model.exact import Floats

FLOOR = 0.3
"""Below this a government has a point less to spend a turn (the word low)."""


def allowance(home: Floats, per_turn: int) -> Floats:
    """Political capital of a turn: `per_turn`, one less where support at home is below `FLOOR`."""
    return np.where(home < FLOOR, per_turn - 1.0, float(per_turn))


def carried(capital: Floats, carry: int) -> Floats:
    """What is left over and may be carried on."""
    return np.minimum(capital, float(carry))
