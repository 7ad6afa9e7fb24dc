"""Several seats at one terminal: what lies between them, so that each sees its own alone."""

from __future__ import annotations

from sim.catalogue import _
from sim.cli.textmode import telling
from sim.cli.textmode.console import Console
from sim.scenario.problem import visible

_WIPE = "\x1b[H\x1b[2J\x1b[3J"
"""Clears a terminal, what was scrolled away included."""
_PUSH = 60
"""Empty lines that push away what was shown where a terminal cannot be cleared."""


def draw(text: Console) -> bool:
    """Hide what was shown, wait for the seat that is up, and show it what is its own.

    Returns:
        Whether it came; False at the end of the input.
    """
    game = text.game
    name = visible(game.scenario.actors[game.seat].name)
    if text.stdout.isatty():
        text.stdout.write(_WIPE)
    text.say(*[""] * _PUSH)
    view = game.view()
    said = _("Hand over to {seat}. Turn {turn} of {turns}; all others look away.")
    text.say(*telling.wrapped(said.format(seat=name, turn=view.turn + 1, turns=view.turns)))
    text.say(_("Press Enter to go on."))
    if text.read() is None:
        return False
    if game.past:
        text.say("", *telling.report_lines(game.past[-1].report), "")
    else:
        text.say(*telling.briefing(game.loaded, game.seat, text.plain), "")
    text.situation()
    return True
