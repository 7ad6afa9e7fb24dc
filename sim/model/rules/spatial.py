"""What a text is worth: spatial utility with a price for leaving the standing agreement.

Deviation: loss is linear in distance (risk-neutral) and weighted by salience, as in the expected
utility model of Bueno de Mesquita (1985), not quadratic as in Enelow and Hinich (1984): the sources
code positions on a coarse scale where the square would claim more than they say.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.model.exact import Floats


def utility(text: Floats, ideal: Floats, weight: Floats) -> Floats:
    """1 less the salience-weighted distance between text and ideal point.

    Args:
        text: Shape (..., issues, runs), 0..1.
        ideal: Shape (issues, runs), 0..1.
        weight: Shape (issues, runs); sums to 1 over the issues, or is all nought.

    Returns:
        Shape (..., runs), 0..1; falls with each distance, faster where the issue is more salient.
    """
    worth = np.ones((*text.shape[:-2], text.shape[-1]))
    for issue in range(text.shape[-2]):
        distance = text[..., issue, :] - ideal[issue]
        np.abs(distance, out=distance)
        distance *= weight[issue]
        worth -= distance
    return worth


def excess(text: Floats, limits: Sequence[tuple[float, float]]) -> Floats:
    """How far a text leaves the stretches that the standing agreement allows, summed over issues.

    Args:
        text: Shape (..., issues, runs).
        limits: Lowest and highest place allowed, for each issue.

    Returns:
        Shape (..., runs), 0 within the agreement.
    """
    outside = np.zeros((*text.shape[:-2], text.shape[-1]))
    for issue, (low, high) in enumerate(limits):
        if low > 0:
            outside += np.maximum(low - text[..., issue, :], 0.0)
        if high < 1:
            outside += np.maximum(text[..., issue, :] - high, 0.0)
    return outside
