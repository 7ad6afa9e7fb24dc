"""What passed while nobody at the desk moved: turn by turn, with the numbers that changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.catalogue import plural
from sim.desk.models.title import day

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.game.pacing import Called
    from sim.game.report import TurnReport

MOST_SHIFTS: Final = 10


@dataclass(frozen=True, slots=True)
class PassedTurn:
    """A turn that passed: its date and what was done in it, the weightiest first."""

    date: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """A number that is not what it was."""

    label: str
    before: int
    after: int
    ledger: str

    @property
    def points(self) -> int:
        """By how much it moved."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class QuietView:
    """What passed, and why it passes no longer."""

    title: str
    called: str
    turns: tuple[PassedTurn, ...]
    shifts: tuple[Shift, ...]
    over: bool


def build_quiet(game: Game, reports: tuple[TurnReport, ...], called: Called) -> QuietView:
    """What passed in the turns of these reports, which were played last."""
    from sim.game.pacing import passed_lines

    title = plural("{count} turn has passed", "{count} turns have passed", len(reports))
    return QuietView(
        title=title.format(count=len(reports)),
        called=called.words,
        turns=tuple(
            PassedTurn(day(dt.date.fromisoformat(report.date)), lines)
            for report, lines in zip(reports, passed_lines(reports), strict=True)
        ),
        shifts=_shifts(game, len(reports)),
        over=game.over,
    )


def _shifts(game: Game, turns: int) -> tuple[Shift, ...]:
    """The numbers that moved most: the seat's own first, then those that are about it."""
    from sim.game.ledger.numbers import moved_since

    first = len(game.past) - turns
    found = [Shift(*one) for one in moved_since(game, first)]
    return tuple(found[:MOST_SHIFTS])
