"""Whose word is believed (Kydd 2003, "Which side are you on?").

Deviation: Kydd's mediator speaks once about one side's resolve; here any actor may pass on a sign
of a party's type, and the listener's belief moves part of the way to what the sign would make of
it.
"""

from __future__ import annotations

import numpy as np

from sim.model.constants import Number
from sim.model.exact import Floats


def credibility(
    trust: Floats, tie: Floats, bad_news: bool, edge: Floats, bias_weight: Number
) -> Floats:
    """Weight of a told sign, 0..1.

    Args:
        trust: The listener's in the teller.
        tie: How close the teller is to the subject (channels to it), 0..1.
        bad_news: Whether the sign speaks against the subject.
        edge: How much better the teller knows the subject than the listener does; at or below 0
            there is no private information, and so no effect.
        bias_weight: How much more bad news of one's own client is believed.
    """
    bias = 1.0 + bias_weight * tie if bad_news else 1.0 - bias_weight * tie
    return np.minimum(trust * bias, 1.0) * (edge > 0.0)
