"""The turn report: what each actor did and why, and every change down to its sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.kit.layout import Column, Row, Spacer
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, GRID, GUTTER, HEADING, QUOTE, SMALL, STRONG, Style, Token
from sim.desk.kit.widget import Action, Widget
from sim.desk.kit.widgets.boxes import Card, Divider, Panel
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.dialog import Dialog
from sim.desk.kit.widgets.figures import IconView, MarkView
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.cast import Face
from sim.desk.models.report import Crowd, Deed, Reason, ReportView, Shift, build_report
from sim.desk.models.signs import signed
from sim.desk.screens.facts import cited, sourced
from sim.desk.screens.frame import frame, is_wide, section, sign_token

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.game.report import TurnReport
    from sim.scenario.load import Loaded

_LEAD = Style(17, "italic")
_POINTS = Style(17, "sans", True)
_MARK_ROOM, _ANSWER_ROOM = 24, 30


class ReportPage(Page):
    """What happened in a turn.

    Args:
        game: The game, after the turn.
        report: The turn's report; by default that of the last turn.
        on_next: What the button at the end does; by default it leaves the page.
        on_again: Shows the turn played many times.
    """

    def __init__(
        self,
        game: Game,
        report: TurnReport | None = None,
        on_next: Callable[[], object] | None = None,
        on_again: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.game = game
        self.on_next, self.on_again = on_next, on_again
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
        changes = Column(self._moved(view), gap=4)
        head: list[Widget] = [TextBlock(view.summary, _LEAD)]
        if view.bet:
            head.append(_bet(view.bet))
        count = Label(_("{count}, largest first").format(count=len(view.shifts)), SMALL, "muted")
        if is_wide(self):
            body: Widget = Row(
                [
                    Panel(
                        [
                            Scroll(
                                Column([*head, Divider(), done], gap=GUTTER), grow=1.0, key="done"
                            )
                        ],
                        _("What happened"),
                        gap=12,
                        grow=6.0,
                    ),
                    Panel(
                        [Scroll(changes, grow=1.0, key="changes")],
                        _("What changed"),
                        count,
                        grow=5.0,
                    ),
                ],
                gap=GUTTER,
                pad=GUTTER,
                across="stretch",
            )
        else:
            both = [
                Panel([*head, Divider(), done], _("What happened"), gap=12),
                Panel([changes], _("What changed"), count),
            ]
            body = Scroll(Column(both, gap=GRID, pad=GRID), key="all")
        title = _("Debrief") if view.over else _("Next turn")
        end = Button(
            title,
            self.go_on,
            "primary",
            "arrow-right",
            True,
            hotkey="n",
            key="next",
            autofocus=True,
        )
        again = [] if self.on_again is None else [self._many()]
        hint = _("Enter on a change shows what it is made of.")
        about = _("turn {turn} of {turns}").format(turn=view.number, turns=view.turns)
        return frame(self, view.dates, body, about, actions=[*again, end], hint=hint)

    def _many(self) -> Button:
        words = _("Play this turn 500 times") if is_wide(self) else _("500 times")
        return Button(
            words,
            self.play_many,
            "plain",
            "branch",
            hotkey="x",
            tooltip=_("The same moves with other chances: were you unlucky, or wrong?"),
            key="again",
        )

    def play_many(self) -> None:
        """Play the turn many times."""
        if self.on_again is not None:
            self.on_again()

    def _moved(self, view: ReportView) -> list[Widget]:
        loaded, parts = self.game.loaded, list[Widget]()
        if view.own:
            parts += [section(_("Your own")), *(_shift(self, loaded, one) for one in view.own)]
        rest: list[tuple[int, Widget]] = [
            (abs(one.points), _shift(self, loaded, one)) for one in view.others
        ]
        rest += [(abs(one.points), _crowd(self, loaded, one)) for one in view.crowds]
        if rest:
            rest.sort(key=lambda pair: -pair[0])
            parts += [section(_("Of others, as you see them")), *(widget for _, widget in rest)]
        return parts or [TextBlock(_("No number moved that you can see."), BODY, "muted")]

    def _deeds(self, view: ReportView) -> list[Widget]:
        parts: list[Widget] = []
        for group in view.groups:
            deeds = [self._deed(deed) for deed in group.deeds]
            parts.append(Column([section(group.title), *deeds], gap=10))
        return parts or [TextBlock(_("Nothing was done that you heard of."), BODY, "muted")]

    def _deed(self, deed: Deed) -> Widget:
        loaded, style = self.game.loaded, QUOTE if deed.kind == "answer" else BODY
        if deed.why:
            lines: list[Widget] = [
                TextBlock(deed.text, style),
                sourced(self, loaded, deed.why, deed.cites, SMALL, "muted"),
            ]
        else:
            lines = [sourced(self, loaded, deed.text, deed.cites, style)]
        mark: Widget = Spacer(width=_MARK_ROOM)
        if deed.face is not None:
            mark = MarkView(deed.face.mark, 7, name=deed.face.name, width=_MARK_ROOM)
        row: list[Widget] = [mark, Column(lines, gap=2, grow=1.0)]
        if deed.answer:
            token: Token = "good" if deed.yes else "bad"
            row.insert(1, Label(deed.answer, STRONG, token, width=_ANSWER_ROOM))
        return Row(row, gap=12, across="start")


def _shift(page: Page, loaded: Loaded, shift: Shift) -> Widget:
    """A change as a card that opens its ledger."""
    about = _("{before} to {after} · {causes}").format(
        before=shift.before, after=shift.after, causes=shift.causes
    )
    return _card(
        shift.face,
        shift.points,
        shift.label,
        about,
        lambda: open_ledger(page, loaded, shift),
        belief=shift.seen is not None,
    )


def _crowd(page: Page, loaded: Loaded, crowd: Crowd) -> Widget:
    """Beliefs of many as one card that opens them all."""
    if len(crowd.shifts) == 1:
        return _shift(page, loaded, crowd.shifts[0])
    if crowd.points > 0:
        label = _("{who} is believed more to act in bad faith").format(who=crowd.seen.name)
    else:
        label = _("{who} is believed less to act in bad faith").format(who=crowd.seen.name)
    about = _("up to {points} · {names}").format(points=abs(crowd.points), names=crowd.words)
    return _card(
        crowd.seen,
        crowd.points,
        label,
        about,
        lambda: _open_sums(page, loaded, label, crowd.shifts),
        belief=True,
    )


def _card(
    face: Face | None, points: int, label: str, about: str, act: Action, belief: bool
) -> Widget:
    mark: Widget = Spacer(width=_MARK_ROOM)
    if face is not None:
        mark = MarkView(face.mark, 6, name=face.name, width=_MARK_ROOM)
    words = Column(
        [TextBlock(label, STRONG), Label(about, SMALL, "muted", elide=True)],
        gap=0,
        grow=1.0,
    )
    # that somebody is believed in less is neither good news nor bad
    token: Token = "ink" if belief else sign_token(points)
    number = Label(signed(points), _POINTS, token, "right", width=40)
    return Card(
        [Row([mark, number, words], gap=12)],
        act,
        pad=(10, 6),
        key=f"shift:{label}",
        name=f"{label} {signed(points)}",
    )


def open_ledger(page: Page, loaded: Loaded, shift: Shift) -> None:
    """Show what a change is made of: each part with its rule and its sources."""
    _open_sums(page, loaded, shift.label, (shift,))


def _open_sums(page: Page, loaded: Loaded, title: str, shifts: Sequence[Shift]) -> None:
    def build() -> Dialog:
        rows: list[Widget] = []
        for shift in shifts:
            rows.append(TextBlock(shift.label, HEADING))
            rows += [*(_reason(page, loaded, reason) for reason in shift.reasons), Divider()]
            together = _("together: from {before} to {after}").format(
                before=shift.before, after=shift.after
            )
            rows.append(
                Row([_number(shift.points), Label(together, STRONG)], gap=GUTTER, name=together)
            )
        close = Button(_("Close"), page.ui.close, "primary", key="close")
        return Dialog(_("What it is made of"), rows, [close], most=640, name=title)

    page.ui.open(build)
    page.app.heard("ledger")


def _reason(page: Page, loaded: Loaded, reason: Reason) -> Widget:
    said: list[Widget] = [
        TextBlock(reason.source, STRONG),
        TextBlock(_("by the rule: {rule}").format(rule=reason.rule), SMALL, "muted"),
        *cited(page, loaded, reason.cites),
    ]
    return Row([_number(reason.points), Column(said, gap=0, grow=1.0)], gap=GUTTER, across="start")


def _bet(words: str) -> Widget:
    """What came of the bet of the turn."""
    line = Row([IconView("eye", 16), TextBlock(words, BODY)], gap=GRID, across="start")
    return Panel([line], pad=(12, GRID), fill="raised", name=_("Your bet"))


def _number(points: int) -> Label:
    return Label(signed(points), _POINTS, sign_token(points), "right", width=48)
