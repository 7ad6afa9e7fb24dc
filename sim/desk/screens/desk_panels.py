"""The panels of the desk: whom one looks at, and where the parties of a table stand."""

from __future__ import annotations

from typing import Final

from sim.catalogue import _
from sim.desk.figures.network import NetworkView
from sim.desk.figures.number import Number
from sim.desk.figures.positions import PositionsView
from sim.desk.kit.layout import Column, Row, Spacer
from sim.desk.kit.theme import SMALL, SMALL_STRONG, STRONG, Token
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Divider, Panel
from sim.desk.kit.widgets.buttons import Tabs
from sim.desk.kit.widgets.figures import KeyCap, MarkView
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.desk import DeskView
from sim.desk.models.positions import TablePositions, position_rows, room_words
from sim.desk.screens.desk_actions import DeskActions, Shown
from sim.desk.screens.desk_facts import facts_row, network_table

_HIGH: Final = 800
_MANY_TABLES: Final = 3


def network_panel(shown: Shown, actions: DeskActions, view: DeskView, grow: float = 0) -> Widget:
    """Who trusts whom: the network, or the same as a table, with the facts of whom one looks at."""
    facts = view.facts.get(shown.actor)
    if shown.as_table:
        told: Widget = Scroll(
            network_table(view.network, shown.actor, actions.ledger), grow=1, key="table"
        )
    else:
        told = NetworkView(
            view.network,
            shown.actor,
            shown.select,
            actions.dossier,
            actions.ledger,
            key="network",
            name=_("Who trusts whom"),
            grow=1,
        )
    parts = [told]
    if facts is not None:
        parts += [Divider(), facts_row(facts, actions.ledger)]
    word = _("picture") if shown.as_table else _("table")
    aside = Row([KeyCap("t"), Label(word, SMALL, "muted")], gap=6)
    title = _("Who trusts whom, who can press whom")
    least = 0.0 if grow else 420.0
    return Panel(parts, title=title, aside=aside, gap=6, pad=14, grow=grow, height=least)


def positions_panel(
    shown: Shown, actions: DeskActions, view: DeskView, height: float, grow: float = 0
) -> Widget:
    """Where the parties of a table stand, one table at a time."""
    if not view.tables:
        return Panel([TextBlock(_("No table is open."), SMALL, "muted")], grow=grow)
    shown.table = min(shown.table, len(view.tables) - 1)
    table = view.tables[shown.table]
    words = height >= _HIGH or not grow
    issues = Column(
        [_table_of(actions, table)]
        if shown.as_table
        else [PositionsView(issue, words, actions.ledger, grow=1) for issue in table.issues],
        gap=4,
    )
    note = Label(table.note, SMALL, "muted", elide=True)
    parts: list[Widget] = []
    if len(view.tables) > 1:
        titles = [one.title for one in view.tables]
        tabs = Tabs(
            titles,
            shown.table,
            shown.choose_table,
            boxed=True,
            elide=True,
            key="tables",
            name=_("Tables"),
        )
        beside = len(titles) < _MANY_TABLES
        parts += [Row([tabs, Spacer(), note], gap=12)] if beside else [tabs, note]
    else:
        parts.append(note)
    parts.append(Scroll(issues, fill=True, grow=1 if grow else 0, key="positions"))
    return Panel(parts, gap=8, pad=(14, 12), grow=grow, name=_("Positions and room for agreement"))


def _table_of(actions: DeskActions, table: TablePositions) -> Widget:
    parts: list[Widget] = []
    ledger = actions.ledger
    for issue in table.issues:
        token: Token = "good" if issue.zone is not None else "bad"
        room = Label(room_words(issue), SMALL, token)
        head: list[Widget] = [Label(issue.title, STRONG, elide=True, grow=1.0), room]
        parts.append(Row(head, gap=8))
        if issue.text is not None:
            number = Number(
                str(round(100 * issue.text)), issue.ledger, ledger, name=_("place of the text")
            )
            parts.append(Row([Label(_("The text stands at"), SMALL, "muted"), number], gap=6))
        party, wanted, taken = (
            Label(text, SMALL_STRONG, "muted")
            for text in (_("Party"), _("wants"), _("could accept"))
        )
        parts.append(_line(party, wanted, taken))
        for row, (name, wants, accepts) in zip(issue.rows, position_rows(issue), strict=True):
            who = Row([MarkView(row.face.mark, 5, name=""), Label(name, SMALL, elide=True)], gap=6)
            key = f"ideal:{row.face.id}:{issue.id}" if wants else ""
            number = Number(wants, key, ledger, name=_("{who} wants").format(who=name))
            read = _("Party {who}, wants {wants}, could accept {accepts}").format(
                who=name, wants=wants, accepts=accepts
            )
            cells = (who, Row([number], gap=0), Label(accepts, SMALL))
            parts += [Divider(), _line(*cells, read)]
    return Column(parts, gap=5)


def _line(who: Widget, wants: Widget, accepts: Widget, name: str = "") -> Widget:
    who.grow, wants.width, accepts.width = 1.0, 64, 152
    row = Row([who, wants, accepts], gap=8, name=name)
    row.role = "row"
    return row
