"""A move that a seat has planned."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.seat import Play


@dataclass(frozen=True)
class Planned:
    """A move planned for a turn."""

    option: int
    move: str
    to: str | None
    text: tuple[tuple[str, float], ...] = ()
    """Places by issue, where it drafts."""

    @property
    def play(self) -> Play:
        """For the engine."""
        return Play(self.option, dict(self.text))
