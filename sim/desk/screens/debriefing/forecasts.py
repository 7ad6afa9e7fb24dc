"""Your forecasts in the debrief: the bets, and how well calibrated they were."""

from __future__ import annotations

from sim.catalogue import _
from sim.desk.kit.page import Page
from sim.desk.kit.theme import HEADING
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.words import Label
from sim.desk.models.forecasts import ForecastsView
from sim.desk.screens.debriefing.parts import sheet
from sim.desk.screens.debriefing.turning import thinking
from sim.desk.screens.forecasts import forecasts as told_forecasts
from sim.desk.screens.frame import is_wide


def forecasts(page: Page, view: ForecastsView, share: float | None) -> Widget:
    """The bets of a game with what came of them; one sentence where there were none.

    Args:
        page: Whose look it has.
        view: The bets.
        share: How much is reckoned of what others would have given; None where nothing is.
    """
    told: list[Widget] = [Label(_("Your forecasts"), HEADING)]
    told.append(told_forecasts(view, is_wide(page)))
    if share is not None:
        told += thinking(share)
    return sheet(page, told, "forecasts")
