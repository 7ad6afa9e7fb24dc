"""The turn report: what each actor did and why, and every change down to its sources."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.desk.kit.app import Page
from sim.desk.kit.layout import Column, Row, Spacer
from sim.desk.kit.theme import BODY, GRID, GUTTER, QUOTE, SMALL, STRONG, Style, Token
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Card, Divider, Panel
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.dialog import Dialog
from sim.desk.kit.widgets.figures import MarkView
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.report import Deed, ReportView, Shift, build_report
from sim.desk.screens.facts import cited
from sim.desk.screens.frame import frame, is_wide, section

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.game.report import TurnReport
    from sim.scenario.load import Loaded

_LEAD = Style(17, "italic")
_POINTS = Style(17, "sans", True)
_MARK_ROOM = 24


class ReportPage(Page):
    """What happened in a turn.

    Args:
        game: The game, after the turn.
        report: The turn's report; by default that of the last turn.
        on_next: What the button at the end does; by default it leaves the page.
    """

    def __init__(
        self,
        game: Game,
        report: TurnReport | None = None,
        on_next: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.game = game
        self.on_next = on_next
        self.view: ReportView = build_report(game, report or game.past[-1].report)

    def go_on(self) -> None:
        """Leave the report."""
        if self.on_next is None:
            self.on_key("escape")
        else:
            self.on_next()

    def build(self) -> Widget:
        """Return the whole screen."""
        view = self.view
        done = Column(self._deeds(view), gap=GUTTER)
        moved: list[Widget] = [_shift(self, self.game.loaded, shift) for shift in view.shifts]
        if not moved:
            moved = [TextBlock("No number moved that you can see.", BODY, "muted")]
        changes = Column(moved, gap=4)
        summary = TextBlock(view.summary, _LEAD)
        count = Label(f"{len(view.shifts)}, largest first", SMALL, "muted")
        if is_wide(self):
            body: Widget = Row(
                [
                    Panel(
                        [
                            Scroll(
                                Column([summary, Divider(), done], gap=GUTTER), grow=1.0, key="done"
                            )
                        ],
                        "What happened",
                        gap=12,
                        grow=6.0,
                    ),
                    Panel(
                        [Scroll(changes, grow=1.0, key="changes")], "What changed", count, grow=5.0
                    ),
                ],
                gap=GUTTER,
                pad=GUTTER,
                across="stretch",
            )
        else:
            both = [
                Panel([summary, Divider(), done], "What happened", gap=12),
                Panel([changes], "What changed", count),
            ]
            body = Scroll(Column(both, gap=GRID, pad=GRID), key="all")
        title = "Debrief" if view.over else "Next turn"
        end = Button(title, self.go_on, "primary", "arrow-right", True, key="next", autofocus=True)
        hint = Label("Enter on a change shows what it is made of.", SMALL, "muted", elide=True)
        hint.grow = 1.0
        actions: list[Widget] = [hint, end] if is_wide(self) else [end]
        about = f"turn {view.number} of {view.turns}"
        return frame(self, view.dates, body, about, actions=actions)

    def _deeds(self, view: ReportView) -> list[Widget]:
        parts: list[Widget] = []
        for group in view.groups:
            deeds = [self._deed(deed) for deed in group.deeds]
            parts.append(Column([section(group.title), *deeds], gap=10))
        return parts or [TextBlock("Nothing was done that you heard of.", BODY, "muted")]

    def _deed(self, deed: Deed) -> Widget:
        lines: list[Widget] = [TextBlock(deed.text, QUOTE if deed.kind == "answer" else BODY)]
        if deed.why:
            lines.append(TextBlock(deed.why, SMALL, "muted"))
        lines += cited(self, self.game.loaded, deed.cites)
        mark: Widget = Spacer(width=_MARK_ROOM)
        if deed.face is not None:
            mark = MarkView(deed.face.mark, 7, name=deed.face.name, width=_MARK_ROOM)
        row: list[Widget] = [mark, Column(lines, gap=2, grow=1.0)]
        if deed.answer:
            token: Token = "good" if deed.answer == "Yes" else "bad"
            row.append(Label(deed.answer, STRONG, token))
        return Row(row, gap=12, across="start")


def _shift(page: Page, loaded: Loaded, shift: Shift) -> Widget:
    """A change as a card that opens its ledger."""
    about = f"{shift.before} to {shift.after} · {shift.causes}"
    if shift.face is not None:
        mark: Widget = MarkView(shift.face.mark, 6, name=shift.face.name, width=_MARK_ROOM)
    else:
        mark = Spacer(width=_MARK_ROOM)
    return Card(
        [
            Row(
                [
                    mark,
                    Label(
                        signed(shift.points), _POINTS, sign_token(shift.points), "right", width=40
                    ),
                    Column(
                        [
                            Label(shift.label, STRONG, elide=True),
                            Label(about, SMALL, "muted", elide=True),
                        ],
                        gap=0,
                        grow=1.0,
                    ),
                ],
                gap=12,
            )
        ],
        lambda: open_ledger(page, loaded, shift),
        pad=(10, 6),
        key=f"shift:{shift.label}",
        name=f"{shift.label} {signed(shift.points)}",
    )


def open_ledger(page: Page, loaded: Loaded, shift: Shift) -> None:
    """Show what a change is made of: each part with its rule and its sources."""

    def build() -> Dialog:
        rows: list[Widget] = []
        for reason in shift.reasons:
            said: list[Widget] = [
                TextBlock(reason.source, STRONG),
                TextBlock(f"by the rule: {reason.rule}", SMALL, "muted"),
                *cited(page, loaded, reason.cites),
            ]
            points = Label(
                signed(reason.points), _POINTS, sign_token(reason.points), "right", width=48
            )
            rows.append(Row([points, Column(said, gap=0, grow=1.0)], gap=GUTTER, across="start"))
        total = Row(
            [
                Label(signed(shift.points), _POINTS, sign_token(shift.points), "right", width=48),
                Label(f"together: from {shift.before} to {shift.after}", STRONG),
            ],
            gap=GUTTER,
        )
        return Dialog(
            shift.label,
            [*rows, Divider(), total],
            [Button("Close", page.ui.close, "primary", key="close")],
            most=600,
        )

    page.ui.open(build)


def signed(points: int) -> str:
    """A number with its sign, as it is set."""
    return f"+{points}" if points > 0 else f"\N{MINUS SIGN}{-points}" if points < 0 else "0"


def sign_token(points: int) -> Token:
    """The colour of a signed number."""
    return "good" if points > 0 else "bad" if points < 0 else "muted"
