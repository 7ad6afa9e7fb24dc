"""Your forecasts in the debrief: the bets, and how well calibrated they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.kit.app import Page
from sim.desk.kit.theme import BODY, HEADING
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.screens.debrief_parts import sheet

if TYPE_CHECKING:
    from sim.game.game import Game


def forecasts(page: Page, game: Game) -> Widget:
    """The bets of a game with what came of them; one sentence where there were none."""
    told: list[Widget] = [
        Label(_("Your forecasts"), HEADING),
        TextBlock(
            _("You made no bets in this game, so there is nothing to hold against what came."),
            BODY,
            "muted",
        ),
    ]
    return sheet(page, told, "forecasts")
