"""Consultation, surprise and leaks: how actors come to stand to an initiative.

The sources' mechanism (YAM I.6 to I.10): who is told beforehand is pleased, the more so the fewer
were told first; who is surprised is displeased, less so among people who know one another; each
confidant may leak; and a party resents that others saw a text before it did.
"""

from __future__ import annotations

import numpy as np

from sim.model.constants import Number
from sim.model.exact import Floats


def consulted(stance: Floats, told_before: Floats, gain: Number, order: Number) -> Floats:
    """Rise of stance on being told: `gain * (1 - stance) / (1 + order * told_before)`."""
    return gain * (1.0 - stance) / (1.0 + order * told_before)


def surprised(stance: Floats, rapport: Floats, loss: Number) -> Floats:
    """Fall of stance on learning it from others: `loss * (1 - rapport) * stance`."""
    return loss * (1.0 - rapport) * stance


def persuaded(stance: Floats, trust: Floats, size: float, gain: Number) -> Floats:
    """Rise of stance by an argument: `gain * size * trust * (1 - stance)`."""
    return gain * size * trust * (1.0 - stance)


def dissuaded(stance: Floats, trust: Floats, size: float, gain: Number) -> Floats:
    """Fall of stance by an argument: `gain * size * trust * stance`."""
    return gain * size * trust * stance


def leak_chance(trust: Floats, rate: Number) -> Floats:
    """Chance that a confidant passes it on: `rate * (1 - trust in who told it)`."""
    return rate * (1.0 - trust)


def seen_first(others: Floats, weight: Number) -> Floats:
    """What a text loses in a party's eyes when others saw it first; full at four of them."""
    return weight * np.minimum(others / 4.0, 1.0)
