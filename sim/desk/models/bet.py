"""A bet as it is shown: the question before the odds, and both numbers after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.models.hand import DOTS, OddsView, odds_view

if TYPE_CHECKING:
    from sim.desk.models.desk import DeskView
    from sim.game.forecast.bets import Bet
    from sim.game.forecast.odds import Odds
    from sim.game.game import Game


@dataclass(frozen=True, slots=True)
class BetView:
    """What the dialog of a bet shows."""

    card: str
    question: str
    said: int | None
    """None before the bet is made."""
    desk: OddsView | None
    """The desk's odds, once they may be shown and are known."""

    @property
    def gap(self) -> str:
        """How the bet stands to the desk's odds, in a sentence."""
        if self.said is None or self.desk is None:
            return ""
        apart = self.said - self.desk.count
        if apart == 0:
            return _("You and the desk say the same.")
        if apart > 0:
            return _("You are more hopeful than the desk, by {apart} in {dots}.").format(
                apart=apart, dots=DOTS
            )
        return _("You are less hopeful than the desk, by {apart} in {dots}.").format(
            apart=-apart, dots=DOTS
        )


def build_bet(game: Game, option: int, odds: Odds | None) -> BetView:
    """The bet on a card of this turn; the odds are shown only once it was made."""
    from sim.game.forecast.betting import asked_of

    bet = game.bets.on(game.turn)
    made = bet is not None and bet.option == option
    return BetView(
        card=game.label(option),
        question=asked_of(game, option),
        said=bet.said if bet is not None and made else None,
        desk=odds_view(odds) if made else None,
    )


def hide_odds(view: DeskView, waits: Callable[[int], bool]) -> DeskView:
    """The desk without the odds of cards that wait for a bet."""
    cards = tuple(
        replace(card, odds=None, bet=True) if card.asks and waits(card.option) else card
        for card in view.cards
    )
    return replace(view, cards=cards)


def settled_words(game: Game, bet: Bet | None) -> str:
    """What came of a bet, in a sentence; nothing while that is not known."""
    if bet is None or bet.came is None:
        return ""
    came = _("it came") if bet.came else _("it did not come")
    about = game.label(bet.option)
    if bet.desk is None:
        shape = _("{card}: you said {said} in {dots}, and {came}.")
        return shape.format(card=about, said=bet.said, dots=DOTS, came=came)
    shape = _("{card}: you said {said} in {dots}, the desk {desk}, and {came}.")
    desk = round(DOTS * bet.desk)
    return shape.format(card=about, said=bet.said, dots=DOTS, desk=desk, came=came)
