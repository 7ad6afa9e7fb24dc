"""The desk: where the game stands, whom one looks at, and what is planned for the turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from sim.desk.figures.network import NetworkView
from sim.desk.figures.positions import PositionsView
from sim.desk.figures.timeline import Timeline
from sim.desk.kit.app import Page
from sim.desk.kit.layout import Column, Grid, Row, Spacer
from sim.desk.kit.theme import SMALL, STRONG, Token
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Band, Divider, Panel
from sim.desk.kit.widgets.buttons import Button, Tabs
from sim.desk.kit.widgets.dialog import Dialog
from sim.desk.kit.widgets.figures import KeyCap, Table
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.advisers import Counsel
from sim.desk.models.desk import DeskView
from sim.desk.models.hand import MoveCard, choose_hand
from sim.desk.models.positions import TablePositions, position_rows, room_words
from sim.desk.screens.advisers import advisers_dialog
from sim.desk.screens.desk_parts import facts_row, move_card, network_table, plan_row, top_bar

_WIDE: Final = 1080
_SIX: Final = 1500
_LOW: Final = 640
_HIGH: Final = 800
_MANY_TABLES: Final = 3


@dataclass(frozen=True, slots=True)
class Deeds:
    """What the desk can have done; the session does it."""

    view: Callable[[], DeskView]
    want: Callable[[Sequence[MoveCard]], bool]
    """Have the odds of these cards reckoned; whether there are new ones at once."""
    plan: Callable[[MoveCard], str]
    """Plan a card or take it back; the sentence says why not, if it cannot be."""
    drop: Callable[[int], object]
    end_turn: Callable[[], object]
    undo: Callable[[], str]
    save: Callable[[], str]
    draft: Callable[[str, str | None], object]
    """Open a table to draft a text, with the move that is to lay it, if one was chosen."""
    dossier: Callable[[str], object]
    moves: Callable[[], object]
    counsel: Callable[[], Sequence[Counsel]]
    briefing: Callable[[], object]
    help: Callable[[], object]
    settings: Callable[[], object]
    saves: Callable[[], object]
    title: Callable[[], object]


class DeskPage(Page):
    """The main screen of a game."""

    def __init__(self, deeds: Deeds) -> None:
        super().__init__()
        self.deeds = deeds
        self.selected = ""
        self.tab = 0
        self.as_table = False
        self.hand: list[int] = []
        self.turn = -1

    # -- how it looks ------------------------------------------------------------------------------

    def build(self) -> Widget:
        """Return the whole screen."""
        view = self.deeds.view()
        if view.turn != self.turn:
            self.turn, self.hand = view.turn, []
        if not self.selected:
            self.selected = view.seat.id
        wide = self.look.width >= _WIDE and self.look.height >= _LOW
        hand = self._choose_hand(view)
        if self.deeds.want(hand):
            view = self.deeds.view()
            hand = self._choose_hand(view)
        cards = self._hand(hand)
        if wide:
            middle = Row(
                [self._network(view, grow=5), self._positions(view, grow=6)],
                gap=16,
                across="stretch",
                grow=1,
            )
            body: Widget = Column(
                [middle, self._hand_head(view), cards], gap=8, pad=(16, 12, 16, 12), grow=1
            )
        else:
            parts = [
                self._hand_head(view),
                cards,
                self._network(view),
                self._positions(view),
            ]
            body = Scroll(Column(parts, gap=12, pad=12), grow=1, key="body")
        return Column([top_bar(view, wide), body, self._foot(view, wide)], gap=0)

    def _network(self, view: DeskView, grow: float = 0) -> Widget:
        facts = view.facts.get(self.selected)
        if self.as_table:
            shown: Widget = Scroll(network_table(view.network, self.selected), grow=1, key="table")
        else:
            shown = NetworkView(
                view.network,
                self.selected,
                self._select,
                self.deeds.dossier,
                key="network",
                name="Who trusts whom",
                grow=1,
            )
        parts = [shown]
        if facts is not None:
            parts += [Divider(), facts_row(facts)]
        word = "picture" if self.as_table else "table"
        aside = Row([KeyCap("t"), Label(word, SMALL, "muted")], gap=6)
        title = "Who trusts whom, who can press whom"
        height = 0.0 if grow else 420.0
        return Panel(parts, title=title, aside=aside, gap=6, pad=14, grow=grow, height=height)

    def _positions(self, view: DeskView, grow: float = 0) -> Widget:
        if not view.tables:
            return Panel([TextBlock("No table is open.", SMALL, "muted")], grow=grow)
        self.tab = min(self.tab, len(view.tables) - 1)
        table = view.tables[self.tab]
        words = self.look.height >= _HIGH or not grow
        issues = Column(
            [self._table_of(table)]
            if self.as_table
            else [PositionsView(issue, words, grow=1) for issue in table.issues],
            gap=0 if not self.as_table else 4,
        )
        note = Label(table.note, SMALL, "muted", elide=True)
        parts: list[Widget] = []
        if len(view.tables) > 1:
            titles = [one.title for one in view.tables]
            tabs = Tabs(
                titles,
                self.tab,
                self._choose_table,
                boxed=True,
                elide=True,
                key="tables",
                name="Tables",
            )
            beside = len(titles) < _MANY_TABLES
            parts += [Row([tabs, Spacer(), note], gap=12)] if beside else [tabs, note]
        else:
            parts.append(note)
        parts.append(Scroll(issues, fill=True, grow=1 if grow else 0, key="positions"))
        return Panel(parts, gap=8, pad=(14, 12), grow=grow, name="Positions and room for agreement")

    def _table_of(self, table: TablePositions) -> Widget:
        parts: list[Widget] = []
        for issue in table.issues:
            token: Token = "good" if issue.zone is not None else "bad"
            head = Row(
                [Label(issue.title, STRONG), Spacer(), Label(room_words(issue), SMALL, token)]
            )
            parts += [head, Table(["Party", "wants", "could accept"], position_rows(issue))]
            if issue.text is not None:
                parts.append(Label(f"The text stands at {round(100 * issue.text)}.", SMALL))
        return Column(parts, gap=4)

    def _hand_head(self, view: DeskView) -> Widget:
        plans = plan_row(view.planned, self._drop, view.most_moves, view.left)
        plans.grow = 1.0
        ways = Row(
            [
                Button("All moves", self.deeds.moves, "quiet", "menu", small=True, hotkey="a"),
                Button("Draft", self._draft, "quiet", "document", small=True, hotkey="d"),
                Button("Advisers", self.advisers, "quiet", "speech", small=True, hotkey="v"),
            ],
            gap=0,
        )
        if self.look.width < _WIDE:
            return Column([plans, ways], gap=4)
        return Row([plans, ways], gap=12, height=34)

    @property
    def _size(self) -> int:
        return 5 if _WIDE <= self.look.width < _SIX else 6

    def _choose_hand(self, view: DeskView) -> list[MoveCard]:
        chosen = choose_hand(view.cards, self._size, self.hand)
        self.hand = [card.option for card in chosen]
        return chosen

    def _hand(self, hand: Sequence[MoveCard]) -> Widget:
        wide = self.look.width >= _WIDE
        cards = [
            move_card(card, i, partial(self._plan, card), wide)
            for i, card in enumerate(hand, start=1)
        ]
        return Grid(cards, self._size, least=220 if wide else 280, gap=12)

    def _foot(self, view: DeskView, wide: bool) -> Widget:
        end = Button(
            "See the end" if view.over else "End turn",
            self.deeds.end_turn,
            "primary",
            "arrow-right",
            icon_last=True,
            hotkey="e",
            key="end",
            tooltip=self._unspent(view),
        )
        menu = Button("", self.menu, "quiet", "menu", name="Menu", tooltip="Menu (Esc)", key="menu")
        undo = Button("Undo", self._undo, "quiet", "undo", hotkey="u", key="undo")
        line = Timeline(view.timeline, grow=1)
        if wide:
            return Band([Row([menu, undo, line, end], gap=12)], pad=(16, 8), line_on_top=True)
        return Band([Row([menu, undo, Spacer(), end], gap=8)], pad=(12, 6), line_on_top=True)

    @staticmethod
    def _unspent(view: DeskView) -> str:
        if view.over:
            return "The game is over; the debrief tells what came of it."
        if view.left and len(view.planned) < view.most_moves:
            return f"{view.left} of your capital is not planned; little of it carries over."
        return "Everybody else decides now, and the next turn begins."

    # -- what is done ------------------------------------------------------------------------------

    def _select(self, actor: str) -> None:
        self.selected = actor

    def _choose_table(self, index: int) -> None:
        self.tab = index

    def _drop(self, index: int) -> None:
        self.deeds.drop(index)

    def _plan(self, card: MoveCard) -> None:
        if card.drafts and card.legal and not card.planned:
            self.deeds.draft(card.drafts, card.move)
        else:
            self.tell(self.deeds.plan(card))

    def _draft(self) -> None:
        tables = self.deeds.view().tables
        if tables:
            self.deeds.draft(tables[min(self.tab, len(tables) - 1)].id, None)

    def advisers(self) -> None:
        """Ask the advisers."""
        counsel = self.deeds.counsel()
        self.ui.open(lambda: advisers_dialog(counsel, self.ui.close))

    def _undo(self) -> None:
        self.tell(self.deeds.undo())

    def tell(self, words: str) -> None:
        """Say one sentence, such as why something cannot be done; nothing for nothing."""
        if not words:
            return
        self.ui.open(
            lambda: Dialog(
                "A word",
                [TextBlock(words)],
                [Button("Back", self.ui.close, "primary", autofocus=True)],
                most=440,
            )
        )

    def menu(self) -> None:
        """Open the menu."""

        def then(deed: Callable[[], object]) -> Callable[[], None]:
            def act() -> None:
                self.ui.close()
                deed()

            return act

        def save() -> None:
            self.ui.close()
            self.tell(self.deeds.save())

        entries: list[Widget] = [
            Button("Back to the desk", self.ui.close, "primary", key="menu:back", autofocus=True),
            Button("Save", save, icon="save", key="menu:save", hotkey="s"),
            Button("Saved games", then(self.deeds.saves), key="menu:saves"),
            Button("Briefing", then(self.deeds.briefing), icon="book", key="menu:briefing"),
            Button("Settings", then(self.deeds.settings), icon="settings", key="menu:settings"),
            Button("Help", then(self.deeds.help), icon="help", key="menu:help", hotkey="?"),
            Button("To the title", then(self.deeds.title), key="menu:title"),
            Button("Quit", self._quit, key="menu:quit"),
        ]
        self.ui.open(lambda: Dialog("Menu", [Column(entries, gap=8)], [], most=360))

    def _quit(self) -> None:
        self.app.quit()

    def on_key(self, key: str) -> bool:
        """Take the keys of the desk."""
        deeds = self.deeds
        if key == "t":
            self.as_table = not self.as_table
        elif key == "escape":
            self.menu()
        elif key in ("s", "ctrl+s"):
            self.tell(deeds.save())
        elif key in ("?", "f1"):
            deeds.help()
        elif key == "b":
            deeds.briefing()
        else:
            return False
        return True
