"""What lies on the table already: a text draws parties to a round of talks, or keeps them away.

Prenegotiation settles who comes by settling what will be talked about (Stein 1989, "Getting to the
Table"); a party looks for a way out in what is on offer before it commits to talk (Zartman 2000).
"""

from __future__ import annotations

import numpy as np

from sim.model.constants import Number
from sim.model.exact import Floats


def drawn_in(gain: Floats, weight: Number) -> Floats:
    """What a text adds to coming to a round on it: `weight * gain`, the gain within -1..1.

    Args:
        gain: Worth of the text less status quo or reservation value, times how much terms count for
            the party's type; 0 where no text lies.
        weight: The constant `agenda`.
    """
    return weight * np.minimum(np.maximum(gain, -1.0), 1.0)
