"""When a player is asked for a bet, and the question that it is on, in words."""

from __future__ import annotations

from collections.abc import Iterator

from sim.catalogue import _
from sim.game.forecast.bets import called, outcome, question
from sim.game.state import GameState
from sim.game.tree import Played

DEAR = 2
"""A question that costs as much as this is a big one, whoever is asked."""


def big(game: GameState, option: int) -> bool:
    """Whether so much hangs on a card that one should think before its odds are shown.

    It asks for an answer or puts a text to the vote, and it is dear (`DEAR`), or decides on a
    text, or asks a party whose true aims are hidden.
    """
    found = game.options.all[option]
    if not question(found):
        return False
    hidden = found.ask is not None and found.ask.target in game.plan.subjects
    return found.spec.cost >= DEAR or bool(called(found)) or hidden


def wanted(game: GameState, option: int) -> bool:
    """Whether a player should be asked for a bet before the odds of a card are shown."""
    if game.over or not game.lock.bets or not game.first_visit:
        return False
    return game.bets.open(game.turn) and big(game, option)


def asked_of(game: GameState, option: int) -> str:
    """The question that a bet is on, in words."""
    found = game.options.all[option]
    if found.ask is not None:
        who = game.words.called(found.ask.target)
        return _("How likely is it that {who} will say yes?").format(who=who)
    names = [game.scenario.tables[game.plan.tables[table].id].title for table in called(found)]
    return _("How likely is it that the text will be adopted? ({table})").format(
        table=", ".join(names)
    )


def questions(game: GameState, played: Played) -> Iterator[tuple[int, bool]]:
    """The seat's questions of a turn that were decided, with what came of each."""
    for plan in played.moves:
        came = outcome(game, played, plan.option)
        if came is not None:
            yield plan.option, came
