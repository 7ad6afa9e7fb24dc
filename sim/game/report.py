"""The report of a turn: what each actor did and why, and every change with its causes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MOST_WORDS = 80
"""Words that the summary of a turn may have."""

Kind = Literal["move", "answer", "table", "event", "leak", "heard", "missed"]


@dataclass(frozen=True)
class Entry:
    """Something that was done, in words."""

    kind: Kind
    text: str
    why: str
    """Why, as far as the seat can tell; may be empty."""
    weight: int
    """How much it matters to the seat; the highest come into the summary first."""
    actor: str | None = None
    """Actor id of who did it or answered."""
    target: str | None = None
    move: str | None = None
    table: str | None = None
    yes: bool | None = None
    """For an answer."""
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cause:
    """One signed part of a change, in whole points."""

    points: int
    rule: str
    """The mechanism's id."""
    rule_words: str
    source: str
    """What it came from, such as `moves.consult`."""
    source_words: str
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """A number that moved, with causes that add up to it, in hundredths (capital: in ones)."""

    turn: int
    quantity: str
    """The state's name of it."""
    of: tuple[int, ...]
    """Its place there."""
    actors: tuple[str, ...]
    """Whom it is about."""
    label: str
    before: int
    after: int
    points: int
    causes: tuple[Cause, ...]
    own: bool
    """Whether it is the seat's own number, and not its best guess at another's."""


@dataclass(frozen=True)
class TurnReport:
    """What a seat is told of a turn."""

    turn: int
    """The turn that was played, from 0."""
    date: str
    summary: str
    """At most `MOST_WORDS` words."""
    entries: tuple[Entry, ...]
    """Everything, in the order in which it happened."""
    changes: tuple[Change, ...]
    """Every change that shows, the largest first."""
    left_out: int
    """How many entries the summary had no room for."""


def headline(report: TurnReport) -> str:
    """The one thing of a turn that mattered most to the seat; empty where nothing was done."""
    best = max(report.entries, key=lambda entry: entry.weight, default=None)
    return "" if best is None else best.text
