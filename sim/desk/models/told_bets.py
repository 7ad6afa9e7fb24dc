"""The bets of a game in sentences, for reports and text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.models.title import day

if TYPE_CHECKING:
    from sim.game.calibration import Calibration


def told_bets(made: Calibration) -> tuple[str, ...]:
    """Every bet with what came of it, the scores, and what may be said of so few."""
    lines = []
    for one in made.forecasts:
        came = _("it came") if one.came else _("it did not come")
        said = _("{date}, {what}: you said {said} in 20; {came}.").format(
            date=day(date.fromisoformat(one.date)),
            what=one.label,
            said=round(20 * one.said),
            came=came,
        )
        if one.desk is not None:
            said += " " + _("The desk's odds were {odds} in 20.").format(odds=round(20 * one.desk))
        lines.append(said)
    for score in made.scores:
        lines.append(
            _("{who}: a Brier score of {score} (0 is perfect, 0.25 is a coin).").format(
                who=score.who, score=f"{score.brier:.2f}"
            )
        )
    return (*lines, made.words)
