"""Bands: between what and what a seat knows a number to lie, and in which lanes of its picture."""

from __future__ import annotations

from dataclasses import dataclass

BEST, LOW, HIGH = 0, 1, 2
BANDS = 3
"""Lanes of a picture: best guess, low ends, high ends, and then one lane an adviser."""


@dataclass(frozen=True)
class Band:
    """Between what and what a number lies, as far as the seat can tell, and its best guess."""

    low: float
    best: float
    high: float

    @property
    def exact(self) -> bool:
        """Whether the number is known."""
        return self.low == self.high
