"""The guide of a scenario as a typed model: hints that a newcomer is given in the first turns."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from sim.scenario.form.coding import Part
from sim.scenario.form.fields import Id, Line

MOST_WORDS: Final = 40

Spot = Literal[
    "network",
    "actor",
    "positions",
    "capital",
    "standing",
    "timeline",
    "hand",
    "odds",
    "planned",
    "moves",
    "draft",
    "advisers",
    "end",
    "undo",
    "rewind",
    "report",
    "changes",
    "dossier",
    "text",
    "chances",
]
"""A part of the screen that a hint points at; in text, a command that tells the same."""
Deed = Literal["next", "planned", "ended", "dossier", "ledger", "drafted", "advised", "listed"]
"""What ends a hint: being read (`next`), or that the player has planned a move, ended the turn,
opened a dossier, opened what a number is made of, planned a text, heard the advisers, or looked at
all moves."""


class GuideStep(Part):
    """A hint, given to one seat in one turn; hints of a turn come in the order of the file."""

    seat: Id | None = None
    """Who is given it; by default who owns the initiative."""
    turn: Annotated[int, Field(ge=1, le=500)]
    """The turn to be played, from 1; the report of a turn is read in the next one."""
    at: Spot
    """The part of the screen that it points at."""
    says: Line
    """At most 40 words."""
    as_text: Line | None = None
    """The same for who plays as text, where the hint speaks of what is seen; by default what it
    says. At most 40 words."""
    until: Deed = "next"
    """What ends it: being read (next), or what the player does."""
