"""Which sound goes with a turn that was played."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sim.game.report import TurnReport

Cue = Literal["turn", "yes", "no", "gavel"]


def cue_of(report: TurnReport, seat: str, over: bool) -> Cue:
    """The sound of a turn: its end for a game that is over, else how the seat was answered.

    Of several answers the weightiest counts; without any it is only a turn that has passed.
    """
    if over:
        return "gavel"
    answers = [entry for entry in report.entries if entry.yes is not None and entry.target == seat]
    if not answers:
        return "turn"
    return "yes" if max(answers, key=lambda entry: entry.weight).yes else "no"
