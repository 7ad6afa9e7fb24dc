"""The hand of the desk: cards with their odds, and what is planned, as widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from sim.catalogue import _
from sim.desk.figures.small import Chip, Lines, Title
from sim.desk.kit.layout import Column, Row, Spacer, Wrap
from sim.desk.kit.theme import SMALL, SMALL_STRONG, STRONG, Token
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Card
from sim.desk.kit.widgets.figures import IconView, KeyCap, MarkView, Odds
from sim.desk.kit.widgets.words import Label
from sim.desk.models.desk import Plan
from sim.desk.models.hand import DOTS, MoveCard, OddsView


def move_card(card: MoveCard, number: int, choose: Callable[[], object], wide: bool) -> Widget:
    """A card of the hand: title, target, cost, odds and the reason for it."""
    usable = card.legal or card.planned
    ink: Token = "ink" if usable else "muted"
    cap: Token = "accent" if card.planned else "muted"
    cost = _("cost {points}").format(points=card.cost) if card.cost else _("free")
    facts: list[Widget] = []
    if card.target is not None:
        facts += [MarkView(card.target.mark, 5, name=""), Label(card.target.name, SMALL, ink)]
    facts += [Spacer(), Label(cost, SMALL_STRONG if usable else SMALL, ink)]
    parts: list[Widget] = [
        Row(
            [
                KeyCap(str(number), cap),
                Title(card.title, 2, STRONG, ink, least=2 if wide else 1, grow=1),
            ],
            gap=8,
            across="start",
        ),
        Row(facts, gap=4),
        _odds(card),
    ]
    words = card.why_not if not usable else card.reason
    parts.append(
        Row(
            [
                *([] if usable else [IconView("lock", 13)]),
                Lines(words, 3 if wide else 4, SMALL, ink if usable else "muted", whole=2, grow=1),
            ],
            gap=6,
            across="start",
        )
    )
    return Card(
        parts,
        choose,
        selected=card.planned,
        gap=4,
        pad=(12, 10),
        key=f"card:{card.option}",
        hotkey=str(number),
        enabled=usable,
        autofocus=number == 1,
        tooltip=card_tip(card),
        name=card.label,
    )


def card_tip(card: MoveCard) -> str:
    """What a card's tooltip says."""
    if card.planned:
        again = _("Planned. {says} Choose it again to take it back.")
        return again.format(says=card.says)
    if not card.legal:
        return card.why_not
    step = _("The step: {step}").format(step=card.step) if card.step else ""
    parts = [card.says, step, card.reason]
    if card.unsure:
        parts.append(_("It may turn out not to be possible."))
    if card.odds is not None:
        parts.append(card.odds.reason)
    return "\n".join(part for part in parts if part)


def _odds(card: MoveCard) -> Widget:
    if card.odds is None:
        if not card.asks:
            words = _("needs no answer")
        elif not (card.legal or card.planned):
            words = _("no odds: not possible now")
        elif card.odds_off:
            words = _("the odds are switched off")
        elif card.bet:
            words = _("bet first, then see the odds")
        else:
            words = _("the odds are being reckoned")
        return Row([Label(words, SMALL, "muted", elide=True)], height=40)
    return odds_row(card.odds, lit=card.planned, spread=True)


def odds_row(odds: OddsView, lit: bool = False, spread: bool = False) -> Widget:
    """Twenty dots, and the same in words; with `spread` the words stand at the right edge."""
    grow = 1.0 if spread else 0.0
    dots = Odds(odds.count, DOTS, odds.low, odds.high, lit=lit, name=_("odds"), grow=grow)
    words = [Label(odds.words, STRONG), Label(odds.range_words, SMALL, "muted")]
    return Row(
        [dots, Column(words, gap=0, width=88 if spread else 0)],
        gap=8 if spread else 16,
        height=40,
    )


def plan_row(
    planned: Sequence[Plan], drop: Callable[[int], object], coming: Sequence[str] = ()
) -> Widget:
    """What is planned for this turn; each plan can be taken back. Else what is coming."""
    if not planned:
        if coming:
            titles = "; ".join(coming)
            said = _("This turn: {titles}.").format(titles=titles)
            return Row(
                [
                    IconView("speech", 15, "accent"),
                    Label(said, STRONG, elide=True, tooltip=said),
                ],
                gap=8,
            )
        words = _("Nothing presses. Choose a card to plan it, or let the turn pass.")
        return Label(words, SMALL, "muted", elide=True)
    chips: list[Widget] = [
        Chip(
            plan.title,
            plan.cost,
            None if plan.target is None else plan.target.mark,
            partial(drop, plan.index),
            key=f"plan:{plan.index}",
            tooltip=_("Planned for this turn. Choose it to take it back."),
        )
        for plan in planned
    ]
    return Wrap(chips, gap=8)
