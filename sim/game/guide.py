"""The guide: which hint of a scenario a newcomer is given now, and when it has done its work.

A hint belongs to one turn. Whoever runs ahead of the guide is not held up by it: hints of turns
that are over are left out, and so is one whose deed was done before it was shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sim.game.lock import Lock
    from sim.scenario.schema import Scenario

NEXT: Final = "next"
"""What ends a hint that asks for nothing but to be read."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A hint.

    `turn` counts from 1, `at` names a part of the screen, `says` is the hint itself, `as_text` the
    same in the words of the text mode, and `until` names what ends it.
    """

    id: str
    turn: int
    at: str
    says: str
    as_text: str
    until: str

    @property
    def asks(self) -> bool:
        """Whether something is to be done, not only read."""
        return self.until != NEXT


def hints(scenario: Scenario, seat: str) -> tuple[Hint, ...]:
    """The hints of a seat, in the order of their turns and, within one, of the file."""
    found = [
        Hint(
            name, step.turn, step.at, _line(step.says), _line(step.as_text or step.says), step.until
        )
        for name, step in scenario.guide.items()
        if (step.seat or scenario.initiative.by) == seat
    ]
    return tuple(sorted(found, key=lambda hint: hint.turn))


def _line(text: str) -> str:
    return " ".join(text.split())


def _allowed(hint: Hint, lock: Lock | None) -> bool:
    """Whether a lock leaves what a hint is about."""
    if lock is None:
        return True
    about = {
        "odds": lock.odds,
        "undo": lock.rewind,
        "rewind": lock.rewind,
        "advisers": lock.advisers,
    }
    return about.get(hint.at, True)


class Guide:
    """The hints of one game, and how far the player has come with them.

    Args:
        scenario: The scenario.
        seat: Actor id of the seat.
        on_end: Called once when there is no hint left or the player wants no more.
        lock: What is allowed; nobody is pointed to what a teacher has switched off.
    """

    def __init__(
        self,
        scenario: Scenario,
        seat: str,
        on_end: Callable[[], object] = lambda: None,
        lock: Lock | None = None,
    ) -> None:
        self.left = [hint for hint in hints(scenario, seat) if _allowed(hint, lock)]
        self.on_end = on_end
        self.hidden = False
        """Whether the present hint was put away; the next one comes all the same."""

    def hint(self, turn: int, hidden: bool = False) -> Hint | None:
        """The hint to be given now, if there is one.

        Args:
            turn: The turn to be played, from 1.
            hidden: Whether one that was put away counts.
        """
        while self.left and self.left[0].turn < turn:
            self._drop()
        first = self.left[0] if self.left else None
        if first is None or first.turn > turn or (self.hidden and not hidden):
            return None
        return first

    def did(self, deed: str, turn: int) -> bool:
        """Hear what the player did; say whether that ended the present hint.

        Args:
            deed: One of the words that a hint may wait for.
            turn: The turn that it was done in, from 1.
        """
        here = [hint for hint in self.left if hint.turn == turn]
        if here and here[0].until == deed:
            self._drop()
            return True
        ahead = [hint for hint in here if hint.until == deed and deed != NEXT]
        for hint in ahead[:1]:  # what is done need not be asked for
            self.left.remove(hint)
        return False

    def pass_over(self) -> None:
        """Leave out the present hint, whose page was left before the hint was read."""
        if self.left:
            self._drop()

    def hide(self) -> None:
        """Put the present hint away until the next one is due."""
        if self.left:
            self.hidden = True

    def stop(self) -> None:
        """Give no more hints."""
        if self.left:
            self.left.clear()
            self.on_end()

    def _drop(self) -> None:
        self.left.pop(0)
        self.hidden = False
        if not self.left:
            self.on_end()
