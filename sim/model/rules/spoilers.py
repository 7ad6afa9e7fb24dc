"""Spoilers and beliefs about them (Stedman 1997, "Spoiler problems in peace processes").

Observers infer a hidden type by Bayes from what they see. Deviation: they are conservative, as
people are (Edwards 1968), and may not see all; so they move only part of the way from prior to
posterior (a linear opinion pool, Stone 1961).
"""

from __future__ import annotations

from functools import cache

import numpy as np

from sim.model.constants import Number
from sim.model.exact import Floats, log

LIKELIHOODS: dict[str, tuple[float, float, float, float]] = {
    "candour": (0.6, 0.6, 0.4, 0.2),
    "concession": (0.7, 0.6, 0.4, 0.15),
    "complaint": (0.05, 0.15, 0.35, 0.6),
    "attendance": (0.9, 0.85, 0.8, 0.6),
    "absence": (0.1, 0.15, 0.2, 0.4),
    "refusal_inside": (0.1, 0.25, 0.5, 0.8),
    "refusal_outside": (0.5, 0.5, 0.5, 0.6),
    "acceptance": (0.9, 0.7, 0.4, 0.1),
    "compliance": (0.95, 0.8, 0.5, 0.15),
    "violation": (0.05, 0.15, 0.4, 0.7),
}
"""P(sign | type) for none, limited, greedy, total: Stedman's order, assumed sizes."""

BAD_NEWS = frozenset(
    sign for sign, likelihood in LIKELIHOODS.items() if likelihood[3] > likelihood[0]
)
"""Signs that speak against a party."""


def updated(belief: Floats, likelihood: Floats, attention: Floats) -> Floats:
    """Belief after a sign, seen with some attention.

    Args:
        belief: Shape (..., 4, runs), sums to 1 over the types.
        likelihood: Shape (4, runs) or (..., 4, runs): of all that was seen, by type.
        attention: Shape (..., runs), 0 (saw nothing) to 1 (saw all).

    Returns:
        Shape of `belief`: `(1 - attention) * prior + attention * posterior`; unchanged to the bit
        where attention is 0.
    """
    weighted = belief * likelihood
    total = weighted[..., 0, :] + weighted[..., 1, :]
    total += weighted[..., 2, :]
    total += weighted[..., 3, :]
    weighted *= (attention / total)[..., None, :]
    weighted += (1.0 - attention)[..., None, :] * belief
    return weighted


@cache
def propensities(sign: str) -> tuple[float, float, float, float]:
    """How each type leans to a sign: the log of its likelihood over the mean of all types."""
    likelihood = LIKELIHOODS[sign]
    mean = sum(likelihood) / len(likelihood)
    none, limited, greedy, total = (log(one / mean) for one in likelihood)
    return none, limited, greedy, total


def by_type(type_index: np.ndarray, values: tuple[Number, Number, Number, Number]) -> Floats:
    """The value that belongs to each run's hidden type; `type_index` has shape (runs,)."""
    picked = np.zeros(type_index.shape)
    for index, value in enumerate(values):
        picked += (type_index == index) * value
    return picked


def expected(belief: Floats, values: tuple[Number, Number, Number, Number]) -> Floats:
    """The value that a belief, shape (4, runs), expects."""
    total: Floats = belief[0] * values[0] + belief[1] * values[1]
    total += belief[2] * values[2]
    total += belief[3] * values[3]
    return total


def bad_faith(belief: Floats) -> Floats:
    """Belief that a party is a greedy or total spoiler; `belief` has shape (..., 4, runs)."""
    return belief[..., 2, :] + belief[..., 3, :]


def exhausted(efforts: Floats, half: Number) -> Floats:
    """How far good-faith efforts are exhausted: `efforts / (efforts + half)`, 0..1."""
    return efforts / (efforts + half)


def departing_train(exhaustion: Floats, blame: Floats, weight: Number) -> Floats:
    """What going on without a spoiler gains in a third party's eyes.

    `weight * exhaustion * max(0, 2 * blame - 1)`: nothing while nobody has tried, or while the
    fault is not plain to that third party.
    """
    return weight * exhaustion * np.maximum(2.0 * blame - 1.0, 0.0)
