"""The caveats of a debrief: rewinds, fresh chance, rules left out, a limit, several seats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.catalogue import _, plural
from sim.game.switches import world

if TYPE_CHECKING:
    from sim.game.game import Game


def caveats(game: Game) -> Iterator[str]:
    """What a reader of the debrief must know of this game, in sentences."""
    names = [game.scenario.actors[seat].short for seat in game.seats]
    if len(names) > 1:
        said = _("Several played it at one computer: {seats}. This is the debrief of {seat}.")
        yield said.format(seats=", ".join(names), seat=game.scenario.actors[game.seat].short)
    if game.without:
        said = _("It was played {world}, which is not the world of the record.")
        yield said.format(world=world(game.scenario, game.without))
    if game.turns < game.plan.turns:
        said = _("It was limited to {turns} of {all} turns.")
        yield said.format(turns=game.turns, all=game.plan.turns)
    if game.rewinds:
        yield plural(
            "You went back once; the line below is the one that you ended with.",
            "You went back {count} times; the line below is the one that you ended with.",
            game.rewinds,
        ).format(count=game.rewinds)
    fresh = [turn for turn, run in game.luck.items() if run]
    if fresh:
        said = _("From turn {turn} on it met a fresh chance, and not the one it began with.")
        yield said.format(turn=min(fresh) + 1)
