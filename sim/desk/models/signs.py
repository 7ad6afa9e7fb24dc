"""Numbers with a sign, as all of the desk writes them."""

from __future__ import annotations


def signed(points: float) -> str:
    """A change in whole points with its sign, the minus a true one; no change has none."""
    whole = round(points)
    return f"+{whole}" if whole > 0 else f"\N{MINUS SIGN}{-whole}" if whole < 0 else "0"
