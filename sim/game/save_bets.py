"""Bets as a save holds them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from sim.catalogue import _
from sim.game.bets import OF, Bet, question
from sim.game.faults import GameError, SaveError
from sim.game.moves import find
from sim.scenario.coding import Part
from sim.scenario.fields import Id

if TYPE_CHECKING:
    from sim.game.game import Game


class SavedBet(Part):
    """What a player gave a question before its odds were shown."""

    turn: Annotated[int, Field(ge=1, le=60)]
    move: Id
    to: Id | None = None
    said: Annotated[int, Field(ge=0, le=OF)]
    came: bool | None = None
    """Whether it came; believed only of a turn that was gone back to, else the moves tell."""


SavedBets = Annotated[list[SavedBet], Field(max_length=60)]


def saved_bets(game: Game) -> list[SavedBet]:
    """The bets of a game as a save holds them."""
    found = []
    for bet in game.bets.all:
        option = game.options.all[bet.option]
        to = None if option.target is None else game.plan.actors[option.target]
        found.append(
            SavedBet(turn=bet.turn + 1, move=option.move, to=to, said=bet.said, came=bet.came)
        )
    return found


def take_bets(game: Game, saved: Sequence[SavedBet], shown: str) -> None:
    """Give the bets of a save back to a game whose turns were played again.

    Raises:
        SaveError: One is on what the seat cannot do, or on a turn that there is not.
    """
    found = []
    for one in saved:
        try:
            option = find(game, one.move, one.to).index
        except GameError as error:
            said = _("{file}: a bet on turn {turn}: {why} The save was changed or broken.")
            raise SaveError(said.format(file=shown, turn=one.turn, why=error)) from None
        if one.turn > game.turns or not question(game.options.all[option]):
            said = _("{file}: on turn {turn} there can be no bet; the save was changed or broken.")
            raise SaveError(said.format(file=shown, turn=one.turn))
        found.append(Bet(one.turn - 1, option, one.said, one.came))
    game.bets.take_over(game, found)
