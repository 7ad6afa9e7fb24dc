"""The dates of a game: what has happened, what is known to come, and where now is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DatePoint:
    """Something dated, at a share of the whole time from 0 to 1."""

    at: float
    date: str
    title: str
    past: bool


@dataclass(frozen=True, slots=True)
class TimelineView:
    """All that is dated, in order, and where now is."""

    points: tuple[DatePoint, ...]
    now: float
    now_date: str
    start: str
    end: str
    turns: int
