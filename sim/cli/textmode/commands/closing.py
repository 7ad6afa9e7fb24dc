"""The command for the end of a chapter: what follows it."""

from __future__ import annotations

from sim.catalogue import _
from sim.cli.textmode import telling
from sim.cli.textmode.asked import Refused
from sim.cli.textmode.campaign import passage_lines
from sim.cli.textmode.console import Command, Console


def follow(text: Console, words: list[str]) -> None:
    """Go on to what follows a chapter."""
    from sim.game.campaign import campaign_of

    campaign = campaign_of(text.game)
    if campaign is None:
        raise Refused(_("This game is a single scenario, so nothing follows it."))
    passage = campaign.advance()
    if passage.stage is not None:
        text.game = campaign.game
        text.moved_on()
    text.say("", *passage_lines(campaign, passage))
    if passage.stage is not None:
        text.say(*telling.briefing(text.game.loaded, text.game.seat, text.plain), "")
        text.situation()


COMMANDS = (
    Command("next", _("next"), _("in a campaign, once a chapter is over: what follows"), follow),
)
