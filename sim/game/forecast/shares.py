"""Shares of few cases, with the interval that honesty asks for."""

from __future__ import annotations

from math import sqrt

Z90 = 1.6448536269514722
"""Half the width of an interval of 90% in standard errors."""


def wilson_ends(came: int, of: int, z: float = Z90) -> tuple[float, float]:
    """Both ends of Wilson's score interval of a share, which holds for few cases too.

    Args:
        came: How many, from 0 to `of`.
        of: Of how many, at least 1.
        z: Half the interval's width in standard errors.

    Raises:
        ValueError: The numbers are not a share.

    Source: Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22 (1927).
    """
    if not (of > 0 and 0 <= came <= of):
        raise ValueError(f"{came} of {of} is not a share of at least one trial.")
    square = z * z
    centre = (came + square / 2) / (of + square)
    half = z * sqrt(came * (of - came) / of + square / 4) / (of + square)
    # At the ends the interval closes at the share itself, which rounding would miss.
    return (0.0 if came == 0 else centre - half), (1.0 if came == of else centre + half)
