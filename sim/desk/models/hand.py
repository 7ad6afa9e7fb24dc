"""Move cards: the few that matter now, and all of them in groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.desk.models.cast import Face

if TYPE_CHECKING:
    from sim.game.forecast.odds import Odds
    from sim.game.view import Card

DOTS: Final = 20
GROUPS: Final = {
    "ask": _("Ask"),
    "offer": _("Offer"),
    "tell": _("Tell"),
    "press": _("Press"),
    "act": _("Act"),
}
_SAME_MOVE: Final = 1  # cards of one move in a hand, while there are others
_SAME_TARGET: Final = 2


@dataclass(frozen=True, slots=True)
class OddsView:
    """Odds as so many dots of twenty, between `low` and `high`, with the weightiest reasons."""

    count: int
    low: int
    high: int
    reason: str = ""

    @property
    def words(self) -> str:
        """The odds in words."""
        return _("{count} in {of}").format(count=self.count, of=DOTS)

    @property
    def range_words(self) -> str:
        """The range in words."""
        if self.low == self.high:
            return _("no doubt") if self.count in (0, DOTS) else _("little doubt")
        return _("range {low}\N{EN DASH}{high}").format(low=self.low, high=self.high)


@dataclass(frozen=True, slots=True)
class MoveCard:
    """A move that can be planned, or why it cannot."""

    option: int
    move: str
    to: str | None
    title: str
    target: Face | None
    kind: str
    cost: int
    legal: bool
    why_not: str
    reason: str
    says: str
    planned: bool
    drafts: str | None
    asks: bool
    unsure: bool
    worth: float
    cites: tuple[str, ...]
    odds: OddsView | None = None
    step: str = ""
    """The title of the step that it asks for or takes, if it has a name."""
    bet: bool = False
    """Whether its odds wait until the player has bet on it, or would rather not."""
    odds_off: bool = False
    """Whether a teacher has switched the odds off."""

    @property
    def label(self) -> str:
        """Title and target, where the title does not name it."""
        return label(self.title, self.target)


def label(title: str, target: Face | None) -> str:
    """The title of a move with its target, where the title does not name it."""
    if target is None or target.name.lower() in title.lower():
        return title
    return f"{title}: {target.name}"


def build_cards(
    cards: Iterable[Card],
    who: Mapping[str, Face],
    known: Mapping[int, Odds] | None = None,
    odds_off: bool = False,
) -> tuple[MoveCard, ...]:
    """All cards of the seat, with the odds that are known so far, unless they are switched off."""
    odds = {} if odds_off or known is None else known
    return tuple(_card(card, who, odds.get(card.option), odds_off) for card in cards)


def odds_view(odds: Odds | None) -> OddsView | None:
    """Odds in dots; None where nothing is asked, or nothing is known yet."""
    if odds is None or odds.yes is None:
        return None
    count = round(DOTS * odds.yes)
    low = count if odds.yes_low is None else round(DOTS * odds.yes_low)
    high = count if odds.yes_high is None else round(DOTS * odds.yes_high)
    return OddsView(count, min(low, count), max(high, count), odds.reason)


def choose_hand(cards: Sequence[MoveCard], size: int, kept: Sequence[int] = ()) -> list[MoveCard]:
    """The cards that matter now: what is planned, then legal ones by worth, of several kinds.

    Args:
        cards: All cards.
        size: How many.
        kept: Options that the hand holds already, in order; they stay while they are legal, so that
            planning one move does not shuffle the others.
    """
    of = {card.option: card for card in cards}
    hand = [of[option] for option in kept if option in of and _stays(of[option])]
    held = {card.option for card in hand}  # cards are told apart by their options, not by value
    hand += [card for card in cards if card.planned and card.option not in held]
    held = {card.option for card in hand}
    ranked = sorted(cards, key=lambda c: (not c.legal, -c.worth, c.cost, c.option))
    for strict in (True, False):
        for card in ranked:
            if len(hand) >= size:
                break
            if card.legal and card.option not in held and not (strict and _crowded(card, hand)):
                hand.append(card)
                held.add(card.option)
    hand += [card for card in ranked if card.option not in held][: max(0, size - len(hand))]
    while len(hand) > size and not all(card.planned for card in hand):
        hand.remove(next(card for card in reversed(hand) if not card.planned))
    return hand


def _stays(card: MoveCard) -> bool:
    # What is only too dear now, or has no room this turn, is still worth seeing.
    return card.planned or card.legal or "cost" in card.why_not or "room" in card.why_not


def _crowded(card: MoveCard, hand: Sequence[MoveCard]) -> bool:
    same_move = sum(other.move == card.move for other in hand)
    same_target = sum(
        other.target is not None and card.target is not None and other.to == card.to
        for other in hand
    )
    return same_move >= _SAME_MOVE or same_target >= _SAME_TARGET


def find_cards(cards: Iterable[MoveCard], group: str, words: str) -> list[MoveCard]:
    """The cards of a group ("" for all) that hold all words, what can be done now first."""
    wanted = words.lower().split()
    found = [
        card
        for card in cards
        if (not group or card.kind == group)
        and all(word in f"{card.label} {card.reason} {card.step}".lower() for word in wanted)
    ]
    order = list(GROUPS)
    return sorted(
        found,
        key=lambda c: (
            not (c.legal or c.planned),
            order.index(c.kind) if c.kind in order else len(order),
            -c.worth,
        ),
    )


def _card(card: Card, who: Mapping[str, Face], odds: Odds | None, odds_off: bool) -> MoveCard:
    return MoveCard(
        option=card.option,
        move=card.move,
        to=card.to,
        title=card.title,
        target=who[card.to] if card.to else None,
        kind=card.kind,
        cost=card.cost,
        legal=card.legal,
        why_not=card.why_not,
        reason=card.reason,
        says=card.says,
        planned=card.planned,
        drafts=card.drafts,
        asks=card.asks is not None or card.calls is not None,
        step=card.step,
        unsure=card.unsure,
        worth=card.worth,
        cites=card.cites,
        odds=odds_view(odds),
        odds_off=odds_off,
    )
