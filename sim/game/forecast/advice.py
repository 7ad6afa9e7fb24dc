"""Advisers: priors with a voice, who see what the seat sees and draw their own conclusions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.game.bands import BANDS
from sim.game.forecast.odds import ROLLOUTS, Odds, odds
from sim.game.picture import Types

if TYPE_CHECKING:
    from sim.game.game import Game


@dataclass(frozen=True)
class Advice:
    """What an adviser makes of the moment."""

    adviser: str
    name: str
    view: str
    beliefs: tuple[tuple[str, Types], ...]
    """What it believes now of each party's hidden type: none, limited, greedy, total."""
    option: int | None
    """The card it speaks of; None where no card asks for an answer."""
    odds: Odds | None
    says: str


def advice(game: Game, rollouts: int = ROLLOUTS, goals: bool = False) -> list[Advice]:
    """What each adviser says of the best card, by its own prior and what the seat saw.

    Args:
        game: Only its picture is read.
        rollouts: How many the odds of each adviser rest on.
        goals: Whether the change of the seat's score is told as well, which plays on to the end.
    """
    if not game.lock.advisers:
        return []
    card = best_card(game) if game.lock.odds else None
    found = []
    for lane, (key, adviser) in enumerate(game.scenario.advisers.items(), start=BANDS):
        chances = {} if card is None else odds(game, [card], rollouts, goals, lane)
        one = None if card is None else chances.get(card)
        found.append(
            Advice(
                adviser=key,
                name=adviser.name,
                view=adviser.view,
                beliefs=game.picture.beliefs(lane) if game.lock.odds else (),
                option=card if one is not None else None,
                odds=one,
                says=_voice(adviser.says, one) or adviser.view,
            )
        )
    return found


def _voice(says: Mapping[Any, str], one: Odds | None) -> str | None:
    if one is None or one.yes is None:
        return None
    level = "low" if one.yes < 1 / 3 else "middling" if one.yes < 2 / 3 else "high"
    return says.get(level)


def best_card(game: Game) -> int | None:
    """The playable card with an answer that the seat's own interests value most.

    Cards that are put to a party with a hidden type come first: on these the advisers differ.
    """
    subjects = set(game.plan.subjects)

    def rank(option: int, worth: float) -> tuple[bool, float]:
        ask = game.options.all[option].ask
        return (ask is not None and ask.target in subjects, worth)

    cards = [c for c in game.legal() if (c.legal or c.planned) and (c.asks or c.calls)]
    if not cards:
        return None
    return max(cards, key=lambda card: (*rank(card.option, card.worth), -card.number)).option
