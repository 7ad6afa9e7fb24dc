"""Mediator styles (Bercovitch; Beardsley et al. 2006, "Mediation style and crisis outcomes").

Facilitating helps parties come and speak; formulating helps a text; manipulating raises agreement
most in the short run and leaves resentment. Deviation: a style helps asks alone, and nobody asks
another to accept, so what stands for `accept` is read by no choice.
"""

from __future__ import annotations

HELPS: dict[str, dict[str, float]] = {
    "facilitate": {"attend": 1.0, "speak": 1.0},
    "formulate": {"accept": 1.0},
    "manipulate": {"attend": 1.0, "join": 1.0, "act": 1.0, "accept": 2.0},
}
"""By style and decision: how many times the style's bonus counts."""


def help_of(style: str | None, decision: str) -> float:
    """How many times the bonus of a style counts for a decision."""
    return HELPS[style].get(decision, 0.0) if style else 0.0
