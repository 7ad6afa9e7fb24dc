"""What the advisers say now, and how they read each party."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.desk.models.hand import OddsView, odds_view

if TYPE_CHECKING:
    from sim.game.game import Game


@dataclass(frozen=True, slots=True)
class Counsel:
    """An adviser's word on a card."""

    name: str
    says: str
    card: str
    odds: OddsView | None
    reads: tuple[str, ...]


def build_counsel(game: Game) -> tuple[Counsel, ...]:
    """What each adviser says of the card that the game asks them about."""
    from sim.game.advice import advice

    found = []
    for one in advice(game):
        card = ""
        if one.option is not None:
            option = game.options.all[one.option]
            target = game.words.name(option.target)
            card = f"{option.spec.title} ({target})" if target else option.spec.title
        reads = tuple(
            f"{game.scenario.actors[party].short}: {round(20 * (types[2] + types[3]))} in 20 "
            "that they act in bad faith"
            for party, types in one.beliefs
        )
        found.append(Counsel(one.name, one.says, card, odds_view(one.odds), reads))
    return tuple(found)
