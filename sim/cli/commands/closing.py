"""Commands for the end: what follows a chapter, and the debrief."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.cli import telling
from sim.cli.asked import Refused
from sim.cli.closing import debrief_lines
from sim.cli.commands.command import Command

if TYPE_CHECKING:
    from sim.cli.text import TextGame

ROLLOUTS = 60
"""Rollouts behind the worth of each move."""


def follow(text: TextGame, words: list[str]) -> None:
    """Go on to what follows a chapter."""
    from sim.cli.campaign import passage_lines

    campaign = text.game.campaign
    if campaign is None:
        raise Refused(_("This game is a single scenario, so nothing follows it."))
    passage = campaign.advance()
    text.say("", *passage_lines(campaign, passage))
    if passage.stage is not None:
        text.game = campaign.game
        text.moved_on()
        text.say(*telling.briefing(text.game.loaded, text.game.seat, text.plain), "")
        text.situation()


def debrief(text: TextGame, words: list[str]) -> None:
    """Tell the debrief."""
    from sim.game.debrief import debrief as closed

    text.say(*debrief_lines(closed(text.game)))


def worth(text: TextGame, words: list[str]) -> None:
    """Tell the debrief with the worth of each move."""
    from sim.game.debrief import debrief as closed

    text.say(*debrief_lines(closed(text.game, ROLLOUTS)))


COMMANDS = (
    Command("next", _("next"), _("in a campaign, once a chapter is over: what follows"), follow),
    Command(
        "debrief",
        _("debrief"),
        _("the debrief, which opens what was hidden; best at the end"),
        debrief,
    ),
    Command(
        "worth", _("worth"), _("the debrief, with what each move was worth (some seconds)"), worth
    ),
)
