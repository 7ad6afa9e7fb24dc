"""What can go wrong in a game, each as one sentence that can be shown to the player."""

from __future__ import annotations

from sim.scenario.problem import visible


class GameError(ValueError):
    """Something that a player or a file asked for and that cannot be done.

    It may quote a stranger's file, so what could drive a terminal is written out.
    """

    def __init__(self, said: object) -> None:
        super().__init__(visible(str(said)))


class IllegalMove(GameError):  # noqa: N818  (a move, not a program, is at fault)
    """A move that cannot be planned; the text says why, and what would be right."""


class SaveError(GameError):
    """A save that cannot be written or read; the text says what is wrong, where, and what to do."""


class NotPlayedError(SaveError):
    """The turns of a save cannot be played again, or lead to another state.

    Args:
        text: The whole sentence.
        why: What went wrong, in a sentence without the file's name.
    """

    def __init__(self, text: str, why: str) -> None:
        super().__init__(text)
        self.why = why


class EditedError(SaveError):
    """The scenario of a save was edited since, and its moves do not lead to the same there.

    Args:
        what: What is wrong, in whole sentences.
        advice: What whoever loads it can do about it.
    """

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(f"{what} {advice}")
        self.what = what


def sentence(text: str) -> str:
    """The text with one mark at its end."""
    return text if text[-1:] in ".?!" else f"{text}."
