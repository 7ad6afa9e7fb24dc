"""The bar over the desk: date, turn and seat; capital, support at home and standing."""

from __future__ import annotations

from collections.abc import Callable

from sim.catalogue import _
from sim.desk.figures.number import Number
from sim.desk.figures.small import Pips
from sim.desk.kit.layout import Column, Row, Spacer, Wrap
from sim.desk.kit.theme import BODY, SMALL, SMALL_STRONG, TITLE, Token
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Band
from sim.desk.kit.widgets.figures import MarkView, Meter
from sim.desk.kit.widgets.words import Label
from sim.desk.models.desk import DeskView, Stat
from sim.desk.models.signs import signed

OpenLedger = Callable[[str], object] | None
_STAT, _CAPITAL = 168, 136


def top_bar(view: DeskView, wide: bool, ledger: OpenLedger = None) -> Widget:
    """The whole bar; `ledger` opens the account of a number."""
    when: list[Widget] = [Label(view.date, TITLE)]
    turn = _("turn {turn} of {turns}").format(turn=view.turn, turns=view.turns)
    you = _("You are {who}").format(who=view.seat.name)
    seat = Row([MarkView(view.seat.mark, 8, name=view.seat.name), Label(you, BODY)], gap=8)
    world = [Label(view.world, SMALL_STRONG, elide=True, tooltip=view.world)]
    if wide:
        when += [Label(turn, BODY, "muted"), seat]
        when += world if view.world else []
        stats: list[Widget] = [_capital(view, ledger)]
        stats += [_stat(stat, ledger) for stat in view.stats]
        return Band([Row([*when, Spacer(), *stats], gap=20)], pad=(16, 8))
    lines = [
        Row([*when, Spacer(), _capital(view, ledger)], gap=12),
        Wrap(
            [
                seat,
                *(world if view.world else ()),
                Label(turn, SMALL, "muted"),
                *(_pair(stat, ledger) for stat in view.stats),
            ],
            gap=12,
        ),
    ]
    return Band([Column(lines, gap=2)], pad=(16, 6))


def _capital(view: DeskView, ledger: OpenLedger) -> Widget:
    words = _("{left} of {capital}").format(left=view.left, capital=view.capital)
    about = _(
        "Political capital: {capital} this turn, {left} left. A turn has room for {moves} moves."
    ).format(capital=view.capital, left=view.left, moves=view.most_moves)
    name = _("Capital")
    head: list[Widget] = [
        Label(name, SMALL, "muted"),
        Spacer(),
        Number(words, "capital", ledger, name=name),
    ]
    pips = Pips(view.capital, view.left, name=name)
    below: Widget = pips
    if view.gained:
        below = Row([pips, Spacer(), _moved(view.gained)], gap=4)
    return Column(
        [Row(head, gap=8), below],
        gap=1,
        width=_CAPITAL,
        name=name,
        key="capital",
        tooltip=about,
    )


def _stat(stat: Stat, ledger: OpenLedger) -> Widget:
    head: list[Widget] = [Label(stat.name, SMALL, "muted"), Spacer()]
    if stat.change:
        head.append(_moved(stat.change))
    head.append(Number(str(stat.value), stat.ledger, ledger, name=stat.name))
    meter = Meter(stat.value / 100, words=str(stat.value), key=f"meter:{stat.name}", name=stat.name)
    about = stat.about
    return Column([Row(head, gap=6), meter], gap=5, width=_STAT, name=stat.name, tooltip=about)


def _pair(stat: Stat, ledger: OpenLedger) -> Widget:
    parts: list[Widget] = [
        Label(stat.name, SMALL),
        Number(str(stat.value), stat.ledger, ledger, name=stat.name),
    ]
    if stat.change:
        parts.append(_moved(stat.change))
    return Row(parts, gap=6)


def _moved(change: int) -> Widget:
    """A change since the last turn, with its sign and in a word."""
    token: Token = "good" if change > 0 else "bad"
    words = _("up {points}") if change > 0 else _("down {points}")
    tip = _("{signed} since the last turn").format(signed=signed(change))
    return Label(words.format(points=abs(change)), SMALL, token, tooltip=tip)
