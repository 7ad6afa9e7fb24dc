"""The desk: where the game stands, whom one looks at, and what is planned for the turn."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from sim.catalogue import _, plural
from sim.desk.figures.timeline import Timeline
from sim.desk.kit.layout import Column, Grid, Row, Spacer
from sim.desk.kit.page import Page
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Band
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.models.desk import DeskView
from sim.desk.models.hand import MoveCard, choose_hand
from sim.desk.screens.desk_actions import DeskActions, Shown
from sim.desk.screens.desk_menu import menu
from sim.desk.screens.desk_panels import network_panel, positions_panel
from sim.desk.screens.desk_parts import move_card, plan_row
from sim.desk.screens.map_panel import map_panel
from sim.desk.screens.top_bar import top_bar

_WIDE: Final = 1080
_SIX: Final = 1500
_LOW: Final = 640
_MANY_PLANS: Final = 3  # from here on they may take two lines
_MAP_BESIDE: Final = 900
_PASS: Final = _("Let turns pass without a move until something happens.")


class DeskPage(Page):
    """The main screen of a game."""

    def __init__(self, actions: DeskActions) -> None:
        super().__init__()
        self.actions = actions
        self.shown = Shown()
        self.hand: list[int] = []
        self.turn = -1

    # -- how it looks ------------------------------------------------------------------------------

    def build(self) -> Widget:
        """Return the whole screen."""
        view = self.actions.view()
        if view.turn != self.turn:
            self.turn, self.hand = view.turn, []
        self.shown.actor = self.shown.actor or view.seat.id
        wide = self.look.width >= _WIDE and self.look.height >= _LOW
        hand = self._choose_hand(view)
        if self.actions.want(hand):
            view = self.actions.view()
            hand = self._choose_hand(view)
        cards = self._hand(hand)
        if wide:
            panels = [self._left_panel(view, grow=5), self._positions(view, grow=6)]
            if self.shown.as_map and self.look.height < _MAP_BESIDE:
                panels.pop()  # a map needs the room of both
            middle = Row(panels, gap=16, across="stretch", grow=1)
            body: Widget = Column(
                [middle, self._hand_head(view), cards], gap=8, pad=(16, 12, 16, 12), grow=1
            )
        else:
            parts = [
                self._hand_head(view),
                cards,
                self._left_panel(view),
                self._positions(view),
            ]
            body = Scroll(Column(parts, gap=12, pad=12), grow=1, key="body")
        return Column(
            [top_bar(view, wide, self.actions.ledger), body, self._foot(view, wide)], gap=0
        )

    def _left_panel(self, view: DeskView, grow: float = 0) -> Widget:
        """What stands at the left: the network or the map."""
        if self.shown.as_map:
            return map_panel(self.shown, self.actions, view, self.look.height, grow)
        return network_panel(self.shown, self.actions, view, grow)

    def _positions(self, view: DeskView, grow: float = 0) -> Widget:
        return positions_panel(self.shown, self.actions, view, self.look.height, grow)

    def _hand_head(self, view: DeskView) -> Widget:
        plans = plan_row(view.planned, self.actions.drop, view.coming)
        plans.grow = 1.0
        ways = Row(
            [
                Button(
                    _("All moves"),
                    self.actions.moves,
                    "quiet",
                    "menu",
                    small=True,
                    hotkey="a",
                    key="moves",
                ),
                Button(
                    _("Draft"),
                    self._draft,
                    "quiet",
                    "document",
                    small=True,
                    hotkey="d",
                    key="draft",
                ),
                Button(
                    _("Advisers"),
                    self.advisers,
                    "quiet",
                    "speech",
                    small=True,
                    hotkey="v",
                    key="advisers",
                ),
                Button(
                    _("Pass"),
                    self.pass_quietly,
                    "quiet",
                    "arrow-right",
                    small=True,
                    hotkey="q",
                    tooltip=view.pressing or _PASS,
                ),
            ],
            gap=0,
        )
        if self.look.width < _WIDE:
            return Column([plans, ways], gap=4)
        return Row([plans, ways], gap=12, height=34.0 if len(view.planned) < _MANY_PLANS else 0.0)

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
            move_card(card, i, partial(self.plan, card), wide)
            for i, card in enumerate(hand, start=1)
        ]
        return Grid(cards, self._size, least=220 if wide else 280, gap=12)

    def _foot(self, view: DeskView, wide: bool) -> Widget:
        end = Button(
            _("See the end") if view.over else _("End turn"),
            self.actions.end_turn,
            "primary",
            "arrow-right",
            icon_last=True,
            hotkey="e",
            key="end",
            tooltip=_unspent(view),
        )
        more = Button(
            "", self.menu, "quiet", "menu", name=_("Menu"), tooltip=_("Menu (Esc)"), key="menu"
        )
        undo = Button(_("Undo"), self._undo, "quiet", "undo", hotkey="u", key="undo")
        line = Timeline(view.timeline, grow=1)
        if wide:
            return Band([Row([more, undo, line, end], gap=12)], pad=(16, 8), line_on_top=True)
        return Band([Row([more, undo, Spacer(), end], gap=8)], pad=(12, 6), line_on_top=True)

    # -- what is done ------------------------------------------------------------------------------

    def turn_map(self) -> None:
        """Show the map in the place of the network, or the other way round."""
        if self.actions.has_map():
            self.shown.as_map = not self.shown.as_map
        else:
            self.tell(_("This scenario has no map: it does not say where anybody stands."))

    def plan(self, card: MoveCard) -> None:
        """Plan a card or take it back; one that drafts opens its table first."""
        if card.drafts and card.legal and not card.planned:
            self.actions.draft(card.drafts, card.move)
        else:
            self.tell(self.actions.plan(card))

    def why(self) -> None:
        """Tell why the odds of a card are what they are: the one with the focus, or the first."""
        view, focus = self.actions.view(), self.ui.top.focus
        cards = {f"card:{card.option}": card for card in view.cards if card.option in self.hand}
        told = [card for card in cards.values() if card.odds is not None]
        chosen = cards.get(focus) or next(iter(told), None)
        if chosen is None or chosen.odds is None:
            self.tell(_("This card shows no odds now, so there is nothing to explain."))
        else:
            self.tell(self.actions.why(chosen.option))

    def pass_quietly(self) -> None:
        """Let turns pass without a move until something happens."""
        self.tell(self.actions.quiet())

    def _draft(self) -> None:
        tables = self.actions.view().tables
        if tables:
            self.actions.draft(tables[min(self.shown.table, len(tables) - 1)].id, None)

    def advisers(self) -> None:
        """Ask the advisers."""
        self.actions.advisers()

    def _undo(self) -> None:
        self.tell(self.actions.undo())

    def tell(self, words: str) -> None:
        """Say one sentence, such as why something cannot be done; nothing for nothing."""
        if words:
            self.show_notice(_("A word"), words)

    def menu(self) -> None:
        """Open the menu."""
        menu(self, self.actions, self.tell, self.turn_map)

    def on_key(self, key: str) -> bool:
        """Take the keys of the desk."""
        actions = self.actions
        if key == "t":
            self.shown.as_table = not self.shown.as_table
        elif key == "m":
            self.turn_map()
        elif key == "c":
            actions.codex()
        elif key == "escape":
            self.menu()
        elif key in ("s", "ctrl+s"):
            self.tell(actions.save())
        elif key in ("?", "f1"):
            actions.help()
        elif key == "r":
            actions.rewind()
        elif key == "b":
            actions.briefing()
        elif key == "l":
            actions.ledger("capital")
        elif key == "w":
            self.why()
        else:
            return False
        return True


def _unspent(view: DeskView) -> str:
    if view.over:
        return _("The game is over; the debrief tells what came of it.")
    if view.left and len(view.planned) < view.most_moves:
        said = plural(
            "{count} point of capital is not spent yet; little of it carries over.",
            "{count} points of capital are not spent yet; little of it carries over.",
            view.left,
        )
        return said.format(count=view.left)
    return _("Everybody else decides now, and the next turn begins.")
