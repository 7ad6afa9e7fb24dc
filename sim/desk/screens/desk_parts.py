"""The parts of the desk: top bar, cards, plans and facts as widgets over their view-models."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from sim.catalogue import _
from sim.desk.figures.small import Chip, Lines, Pips
from sim.desk.kit.layout import Column, Flow, Row, Spacer
from sim.desk.kit.theme import BODY, SMALL, SMALL_STRONG, STRONG, TITLE, Token
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Band, Card
from sim.desk.kit.widgets.figures import IconView, KeyCap, MarkView, Meter, Odds, Table
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.desk import ActorFacts, DeskView, Plan, Stat
from sim.desk.models.hand import DOTS, MoveCard, OddsView
from sim.desk.models.network import Network, network_rows


def signed(number: int) -> str:
    """A change with its sign; nothing for none."""
    if number == 0:
        return ""
    return f"+{number}" if number > 0 else f"\N{MINUS SIGN}{-number}"


def top_bar(view: DeskView, wide: bool) -> Widget:
    """Date, turn and seat; capital, support at home and standing."""
    when: list[Widget] = [Label(view.date, TITLE)]
    turn = f"turn {view.turn} of {view.turns}"
    seat = Row(
        [
            MarkView(view.seat.mark, 8, name=view.seat.name),
            Label(f"You are {view.seat.name}", BODY),
        ],
        gap=8,
    )
    world = [Label(view.world, SMALL, "accent", elide=True, tooltip=view.world)]
    if wide:
        when += [Label(turn, BODY, "muted"), seat]
        when += world if view.world else []
    stats: list[Widget] = [_capital(view)]
    if wide:
        stats += [_stat(stat) for stat in view.stats]
        return Band([Row([*when, Spacer(), *stats], gap=20)], pad=(16, 8))
    lines = [
        Row([*when, Spacer(), _capital(view)], gap=12),
        Flow(
            [
                seat,
                *(world if view.world else ()),
                Label(turn, SMALL, "muted"),
                *(
                    Label(f"{s.name} {s.value} {signed(s.change)}".strip(), SMALL)
                    for s in view.stats
                ),
            ],
            gap=12,
        ),
    ]
    return Band([Column(lines, gap=2)], pad=(16, 6))


def _capital(view: DeskView) -> Widget:
    words = f"{view.left} of {view.capital}"
    about = (
        f"Political capital: {view.capital} this turn, {view.left} left. "
        f"A turn has room for {view.most_moves} moves."
    )
    return Column(
        [
            Row([Label("Capital", SMALL, "muted"), Spacer(), Label(words, SMALL_STRONG)], gap=8),
            Pips(view.capital, view.left, name="Capital"),
        ],
        gap=1,
        width=124,
        name="Capital",
        tooltip=about,
    )


def _stat(stat: Stat) -> Widget:
    token: Token = "good" if stat.change > 0 else "bad"
    head: list[Widget] = [Label(stat.name, SMALL, "muted"), Spacer()]
    head.append(Label(str(stat.value), SMALL_STRONG))
    if stat.change:
        head.append(Label(signed(stat.change), SMALL, token))
    meter = Meter(stat.value / 100, words=str(stat.value), key=f"meter:{stat.name}", name=stat.name)
    return Column([Row(head, gap=6), meter], gap=5, width=140, name=stat.name, tooltip=stat.about)


def move_card(card: MoveCard, number: int, choose: Callable[[], object], wide: bool) -> Widget:
    """A card of the hand: title, target, cost, odds and the reason for it."""
    usable = card.legal or card.planned
    ink: Token = "ink" if usable else "muted"
    cap: Token = "accent" if card.planned else "muted"
    cost = f"cost {card.cost}" if card.cost else "free"
    facts: list[Widget] = []
    if card.target is not None:
        facts += [MarkView(card.target.mark, 5, name=""), Label(card.target.name, SMALL, ink)]
    facts += [Spacer(), Label(cost, SMALL_STRONG if usable else SMALL, ink)]
    parts: list[Widget] = [
        Row(
            [
                KeyCap(str(number), cap),
                Lines(card.title, 2, STRONG, ink, least=2 if wide else 1, grow=1),
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
                Lines(words, 2 if wide else 4, SMALL, ink if usable else "muted", grow=1),
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
        tooltip=card_tip(card),
        name=card.label,
    )


def card_tip(card: MoveCard) -> str:
    """What a card's tooltip says."""
    if card.planned:
        return f"Planned. {card.says} Choose it again to take it back."
    if not card.legal:
        return card.why_not
    parts = [card.says, f"The step: {card.step}" if card.step else "", card.reason]
    if card.unsure:
        parts.append("It may turn out not to be possible.")
    if card.odds is not None:
        parts.append(card.odds.reason)
    return "\n".join(part for part in parts if part)


def _odds(card: MoveCard) -> Widget:
    if card.odds is None:
        if not card.asks:
            words = "needs no answer"
        elif not (card.legal or card.planned):
            words = "no odds: not possible now"
        elif card.odds_off:
            words = _("the odds are switched off")
        elif card.bet:
            words = _("bet first, then see the odds")
        else:
            words = "reckoning the odds\N{HORIZONTAL ELLIPSIS}"
        return Row([Label(words, SMALL, "muted", elide=True)], height=40)
    return odds_row(card.odds, lit=card.planned, spread=True)


def odds_row(odds: OddsView, lit: bool = False, spread: bool = False) -> Widget:
    """Twenty dots, and the same in words; with `spread` the words stand at the right edge."""
    grow = 1.0 if spread else 0.0
    dots = Odds(odds.count, DOTS, odds.low, odds.high, lit=lit, name="odds", grow=grow)
    words = [Label(odds.words, STRONG), Label(odds.range_words, SMALL, "muted")]
    return Row(
        [dots, Column(words, gap=0, width=88 if spread else 0)],
        gap=8 if spread else 16,
        height=40,
    )


def plan_row(
    planned: Sequence[Plan], drop: Callable[[int], object], most: int, left: int
) -> Widget:
    """What is planned for this turn; each plan can be taken back."""
    if not planned:
        words = (
            "Nothing planned yet. Choose a card to plan it; a turn may also pass without a move."
        )
        return Label(words, SMALL, "muted", elide=True)
    chips: list[Widget] = [
        Chip(
            plan.title,
            plan.cost,
            None if plan.target is None else plan.target.mark,
            partial(drop, plan.index),
            key=f"plan:{plan.index}",
            tooltip="Planned for this turn. Choose it to take it back.",
        )
        for plan in planned
    ]
    return Flow(chips, gap=8)


def facts_row(facts: ActorFacts) -> Widget:
    """The selected actor: its name and what is known of it."""
    head = Row([MarkView(facts.face.mark, 7, name=""), Label(facts.face.name, STRONG)], gap=8)
    pairs: list[Widget] = [
        Row([Label(name, SMALL, "muted"), Label(value, SMALL_STRONG)], gap=5)
        for name, value in facts.pairs
    ]
    return Flow([head, *pairs], gap=14, name=f"facts {facts.face.name}")


def network_table(network: Network, actor: str) -> Widget:
    """The network of the selected actor as a table."""
    name = network.name(actor)
    rows = network_rows(network, actor)
    headings = ["Actor", f"trust of {name}", f"trust in {name}", "Can withhold"]
    if not rows:
        return TextBlock(f"Nothing is known of whom {name} trusts.", SMALL, "muted")
    return Table(headings, rows, name=f"Trust and leverage of {name}")
