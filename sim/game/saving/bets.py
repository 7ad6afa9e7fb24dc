"""Bets as a save holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from sim.catalogue import _
from sim.game.errors import GameError, SaveError
from sim.game.forecast.bets import OF, Bet, outcome, question
from sim.game.moves import find
from sim.scenario.form.coding import Part
from sim.scenario.form.fields import Id

if TYPE_CHECKING:
    from sim.game.game import Game


class SavedBet(Part):
    """What a player gave a question before its odds were shown."""

    turn: Annotated[int, Field(ge=1, le=60)]
    move: Id
    to: Id | None = None
    seat: Id | None = None
    """Whose it is, where a game has several seats."""
    said: Annotated[int, Field(ge=0, le=OF)]
    came: bool | None = None
    """Whether it came; believed only of a turn that was gone back to, else the moves tell."""


SavedBets = Annotated[list[SavedBet], Field(max_length=240)]


def saved_bets(game: Game) -> list[SavedBet]:
    """The bets of all seats of a game as a save holds them."""
    found = []
    for player in game.players:
        seat = game.plan.actors[player.actor] if len(game.players) > 1 else None
        for bet in player.bets.all:
            option = game.options.all[bet.option]
            to = None if option.target is None else game.plan.actors[option.target]
            found.append(
                SavedBet(
                    turn=bet.turn + 1,
                    move=option.move,
                    to=to,
                    seat=seat,
                    said=bet.said,
                    came=bet.came,
                )
            )
    return found


def take_bets(game: Game, saved: Sequence[SavedBet], shown: str) -> None:
    """Give the bets of a save back to a game whose turns were played again.

    Raises:
        SaveError: One is on what its seat cannot do, on a turn that there is not, or of no seat.
    """
    seats = dict(zip(game.seats, game.players, strict=True))
    for one in saved:
        player = seats.get(one.seat or game.seats[0])
        if player is None:
            said = _("{file}: a bet is of {seat}, who has no seat; the save was changed or broken.")
            raise SaveError(said.format(file=shown, seat=one.seat))
        with game.shown(player):
            _take_over(game, _bet(game, one, shown))


def _take_over(game: Game, bet: Bet) -> None:
    """Give a bet back to the seat that is up, with what came of it in the turns played again.

    What the save says came of it is believed only where the turn cannot be looked up.
    """
    first = {node.turn - 1: node for node in game.tree.nodes if node.first}
    node = first.get(bet.turn)
    visit = None if node is None else game.fetch(node).played[game.up.place]
    if visit is not None:
        bet = replace(bet, came=outcome(game, visit, bet.option), played=visit)
    game.bets.restore(bet, known=visit is not None)


def _bet(game: Game, one: SavedBet, shown: str) -> Bet:
    try:
        option = find(game, one.move, one.to).index
    except GameError as error:
        said = _("{file}: a bet on turn {turn}: {why} The save was changed or broken.")
        raise SaveError(said.format(file=shown, turn=one.turn, why=error)) from None
    if one.turn > game.turns or not question(game.options.all[option]):
        said = _("{file}: on turn {turn} there can be no bet; the save was changed or broken.")
        raise SaveError(said.format(file=shown, turn=one.turn))
    return Bet(one.turn - 1, option, one.said, one.came)
