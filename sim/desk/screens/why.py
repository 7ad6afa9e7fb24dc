"""Why these odds: the grounds of a card's chance, which add up to it, each with its rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.figures.rows import LedgerRows
from sim.desk.kit.layout import Column, Row, Spacer
from sim.desk.kit.page import Page
from sim.desk.kit.theme import GRID, GUTTER, HEADING, SMALL, TITLE
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Divider, Panel
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.why import WhyView
from sim.desk.screens.desk_parts import odds_row
from sim.desk.screens.facts import open_fact
from sim.desk.screens.frame import frame, is_wide
from sim.desk.screens.ledger import LedgerPage, row_detail

if TYPE_CHECKING:
    from sim.game.game import Game


class WhyPage(Page):
    """The grounds of a card's odds.

    Args:
        game: Only what its seat may know is read.
        view: The odds with their grounds.
    """

    def __init__(self, game: Game, view: WhyView) -> None:
        super().__init__()
        self.game, self.view = game, view
        self.at = min(1, len(view.rows) - 1)

    def build(self) -> Widget:
        """Return the whole screen."""
        view, wide = self.view, is_wide(self)
        rows = LedgerRows(
            view.rows,
            self.at,
            self._choose,
            self._act,
            name=_("Grounds"),
            key="parts",
            autofocus=True,
            grow=1.0 if wide else 0.0,
        )
        number = Row(
            [Label(str(view.chance), TITLE), Label(_("in 100"), SMALL, "muted")],
            gap=8,
            across="end",
        )
        head: list[Widget] = [
            Row([Column([TextBlock(view.title, HEADING)], grow=1.0), number], gap=GUTTER),
            Row([odds_row(view.odds), Spacer()], gap=GUTTER),
            TextBlock(view.note, SMALL, "muted"),
            Divider(),
        ]
        main = Panel([*head, rows], gap=12, pad=GUTTER, grow=6.0)
        parts = row_detail(view.rows[self.at], self._fact, self._number)
        if wide:
            detail = Scroll(Column(parts, gap=12), grow=1.0, key="detail")
            body: Widget = Row(
                [main, Panel([detail], pad=GUTTER, grow=5.0)],
                gap=GUTTER,
                pad=GUTTER,
                across="stretch",
            )
        else:
            rows.height = 50.0 * min(6, len(view.rows))
            main.grow = 0.0
            body = Scroll(Column([main, Panel(parts, gap=12)], gap=GRID, pad=GRID), key="all")
        return frame(self, _("Why these odds"), body, _("as far as you know"))

    def _choose(self, index: int) -> None:
        self.at = index

    def _act(self, index: int) -> None:
        """Open the number that a ground rests on, if there is one."""
        related = self.view.rows[index].related
        if related:
            self._number(related[0].key)

    def _number(self, key: str) -> None:
        self.app.push(LedgerPage(self.game, key))

    def _fact(self, fact: str) -> None:
        open_fact(self, self.game.loaded, fact)

    def on_key(self, key: str) -> bool:
        """W goes back to where the odds stood."""
        return super().on_key("escape" if key == "w" else key)
