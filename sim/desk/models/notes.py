"""What a student writes into a debrief: a name, and a note to each question.

Notes live as long as their game is open; the export takes them along.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from sim.game.game import Game


@dataclass(slots=True)
class Notes:
    """What was typed into a debrief."""

    name: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    """By question, what was noted."""

    def answer(self, question: str) -> str:
        """The note to a question; empty where there is none."""
        return self.answers.get(question, "")


_KEPT: WeakKeyDictionary[Game, Notes] = WeakKeyDictionary()


def notes_of(game: Game) -> Notes:
    """The notes on a game, the same object every time."""
    return _KEPT.setdefault(game, Notes())
