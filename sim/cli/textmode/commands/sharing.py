"""A command for games of several seats: whose the words are."""

from __future__ import annotations

from sim.catalogue import _
from sim.cli.textmode.asked import Refused, one_of
from sim.cli.textmode.console import Command, Console
from sim.scenario.problem import visible


def seat(text: Console, words: list[str]) -> None:
    """Tell who is up or, once the game is over, put another seat up."""
    game = text.game
    if words:
        name = one_of(words, "seat", _("which seat"), game.seats)
        if name != game.seat and not game.over:
            raise Refused(_("Who has planned writes end; then the next seat is up."))
        game.hand_over(name)
        text.known = {}
    text.say(_("Your seat: {seat}.").format(seat=visible(game.scenario.actors[game.seat].name)))


COMMANDS = (
    Command("seat", _("seat [ACTOR]"), _("who is up; at the end, whose debrief is told"), seat),
)
