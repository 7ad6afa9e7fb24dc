"""What passed in quiet turns, in one report; each number that moved opens its ledger."""

from __future__ import annotations

from collections.abc import Callable

from sim.catalogue import _
from sim.desk.figures.number import Number
from sim.desk.kit.layout import Column, Row
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, GRID, GUTTER, LEAD, SMALL, STRONG, Token
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Divider, Panel
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.quiet import PassedTurn, QuietView, Shift
from sim.desk.models.signs import signed
from sim.desk.screens.frame import frame, is_wide, section


class QuietPage(Page):
    """The report of turns that passed.

    Args:
        view: What passed.
        on_next: Goes on, once it is read.
        on_report: Shows the report of the last turn in full.
        on_ledger: Opens the account of a number.
    """

    def __init__(
        self,
        view: QuietView,
        on_next: Callable[[], object],
        on_report: Callable[[], object],
        on_ledger: Callable[[str], object],
    ) -> None:
        super().__init__()
        self.view, self.on_next = view, on_next
        self.on_report, self.on_ledger = on_report, on_ledger

    def build(self) -> Widget:
        """Return the whole screen."""
        view = self.view
        told: list[Widget] = []
        for turn in view.turns:
            told += [*([Divider()] if told else []), *_turn(turn)]
        moved: list[Widget] = [self._shift(shift) for shift in view.shifts]
        if not moved:
            moved = [TextBlock(_("No number of yours moved that you can see."), BODY, "muted")]
        back = Panel(
            [TextBlock(view.called, STRONG)], title=_("Why you look up now"), fill="raised"
        )
        changed = Panel(moved, title=_("What changed for you"))
        if is_wide(self):
            changed.grow = 1.0
            left = Panel([Scroll(Column(told, gap=12), grow=1.0, key="told")], pad=24, grow=6.0)
            right = Column([back, changed], gap=GUTTER)
            both = [left, Scroll(right, fill=True, grow=5.0, key="moved")]
            body: Widget = Row(both, gap=GUTTER, pad=GUTTER, across="stretch")
        else:
            parts = [back, Panel(told, gap=12), changed]
            body = Scroll(Column(parts, gap=GRID, pad=GRID), key="all")
        actions = [
            Button(_("The last turn in full"), self.on_report, key="full", hotkey="f"),
            Button(
                _("Debrief") if view.over else _("Go on"),
                self.on_next,
                "primary",
                "arrow-right",
                icon_last=True,
                hotkey="n",
                key="next",
                autofocus=True,
            ),
        ]
        return frame(self, view.title, body, "", actions=actions)

    def _shift(self, shift: Shift) -> Widget:
        token: Token = "good" if shift.points > 0 else "bad"
        number = Number(str(shift.after), shift.ledger, self.on_ledger, name=shift.label)
        return Row(
            [
                Label(shift.label, SMALL, elide=True, grow=1.0),
                Label(str(shift.before), SMALL, "muted", "right", width=32),
                Label(signed(shift.points), STRONG, token, "right", width=44),
                Row([number], gap=0, width=40),
            ],
            gap=GRID,
        )

    def on_key(self, key: str) -> bool:
        """Esc goes on, as what passed has passed."""
        if key == "escape":
            self.on_next()
            return True
        return super().on_key(key)


def _turn(turn: PassedTurn) -> list[Widget]:
    lines = [TextBlock(line, LEAD) for line in turn.lines]
    nothing = TextBlock(_("Nothing that you need to know of."), BODY, "muted")
    return [section(turn.date), *(lines or [nothing])]
