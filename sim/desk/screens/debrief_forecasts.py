"""Your forecasts in the debrief: the bets, and how well calibrated they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.kit.app import Page
from sim.desk.kit.theme import BODY, HEADING
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.told_bets import told_bets
from sim.desk.screens.debrief_parts import sheet
from sim.desk.screens.debrief_turning import thinking

if TYPE_CHECKING:
    from sim.game.calibration import Calibration


def forecasts(page: Page, made: Calibration, share: float | None) -> Widget:
    """The bets of a game with what came of them; one sentence where there were none.

    Args:
        page: Whose look it has.
        made: The bets.
        share: How much is reckoned of what others would have given; None where nothing is.
    """
    told: list[Widget] = [Label(_("Your forecasts"), HEADING)]
    told += [TextBlock(text, BODY) for text in told_bets(made)]
    if share is not None:
        told += thinking(share)
    return sheet(page, told, "forecasts")
