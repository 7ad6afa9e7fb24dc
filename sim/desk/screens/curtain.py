"""Several at one screen: the curtain between them, and what each sees behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.figures.backdrop import Backdrop
from sim.desk.kit.app import Page
from sim.desk.kit.layout import Centre, Column, Flow, Row
from sim.desk.kit.theme import BODY, DISPLAY, GRID, GUTTER, LEAD, SMALL
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Panel
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.figures import MarkView
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.curtain import CurtainView, build_curtain

if TYPE_CHECKING:
    from sim.desk.screens.flow import Flow as Screens
    from sim.desk.session import Session


class CurtainPage(Page):
    """The curtain: it fills the screen, and only who is named on it opens it, by a key.

    Args:
        view: Who is next.
        go: Opens it.
        away: Leaves the game, which is saved.
    """

    def __init__(
        self, view: CurtainView, go: Callable[[], object], away: Callable[[], object]
    ) -> None:
        super().__init__()
        self.view, self.go, self.away = view, go, away

    def build(self) -> Widget:
        """Return the whole screen."""
        view = self.view
        others = ", ".join(other.name for other in view.others)
        parts: list[Widget] = [
            Label(view.title, SMALL, "muted", elide=True),
            Row(
                [
                    MarkView(view.seat.mark, 16, name=view.seat.name),
                    TextBlock(
                        _("Hand over to {seat}").format(seat=view.seat.name), DISPLAY, grow=1
                    ),
                ],
                gap=GUTTER,
            ),
            TextBlock(view.when, LEAD),
        ]
        if others:
            alone = _("The screen is for {seat} alone. Please look away: {others}.")
            words = alone.format(seat=view.seat.name, others=others)
            parts.append(TextBlock(words, BODY, "muted"))
        if view.comes:
            parts.append(TextBlock(view.comes, BODY, "muted"))
        parts.append(
            Flow(
                [
                    Button(
                        _("I am {seat}").format(seat=view.seat.name),
                        self.go,
                        "primary",
                        "eye",
                        key="open",
                        autofocus=True,
                    ),
                    Button(_("To the title"), self.away, "quiet", "arrow-left", key="away"),
                ],
                gap=12,
            )
        )
        sheet = Panel(parts, pad=32, gap=GUTTER, name=_("Curtain"))
        return Backdrop(
            Scroll(Centre(Column([sheet], pad=GRID), most=656), fill=True, key="curtain")
        )

    def on_key(self, key: str) -> bool:
        """Nothing opens it but its button."""
        return False


class Together:
    """Leads several seats of one game past one another; only the seat that is up is shown.

    Args:
        flow: Where it is shown.
        session: The game.
    """

    def __init__(self, flow: Screens, session: Session) -> None:
        self.flow, self.session = flow, session
        game = session.game
        begun = bool(game.tree.nodes)
        self.unbriefed = set() if begun else set(game.seats)
        self.unread: set[str] = set()
        """Seats that have not read what the turn brought them."""
        self.closed: set[str] = set()
        """Seats that have seen their debrief."""

    def curtain(self) -> None:
        """Draw the curtain before the seat that is up."""
        app, game = self.flow.app, self.session.game
        comes = ""
        if game.seat in self.unbriefed:
            comes = _("Your briefing comes first.")
        elif game.seat in self.unread:
            comes = _("What the turn brought you comes first.")
        page = CurtainPage(build_curtain(game, comes), self.enter, self.flow.to_title)
        while len(app.stack) > 2:
            app.pop()
        if len(app.stack) == 2:
            app.replace(page)
        else:
            app.push(page)

    def enter(self) -> None:
        """Open the curtain: the briefing first, then what the turn brought, then the desk."""
        from sim.desk.screens.beginning import told
        from sim.desk.screens.briefing import BriefingPage

        game, flow = self.session.game, self.flow
        if game.seat in self.unbriefed:
            page = BriefingPage(
                told(game), self._briefed, plain=flow.plain, on_plain=flow.read_plain
            )
            flow.app.replace(page)
        else:
            self.desk()

    def _briefed(self) -> None:
        self.unbriefed.discard(self.session.game.seat)
        self.desk()

    def desk(self) -> None:
        """Show the desk of the seat that is up, under its report if there is one to read."""
        from sim.desk.screens.around import Around
        from sim.desk.screens.desk import DeskPage
        from sim.desk.screens.report import ReportPage

        game, app = self.session.game, self.flow.app
        around = Around(self.flow, self.session)
        app.replace(DeskPage(around.deeds()))
        if game.seat in self.unread and game.past:
            self.unread.discard(game.seat)
            again = around.again if game.lock.odds else None
            app.push(ReportPage(game, None, self._read, again))

    def _read(self) -> None:
        self.flow.app.pop()
        if self.session.game.over:
            self.debrief()

    def finish(self) -> None:
        """The seat that is up has planned: hand over, or play the turn and let all read of it."""
        if self.session.game.over:
            self.debrief()
            return
        if self.session.finish():
            self.unread = set(self.session.game.seats)
        self.curtain()

    def gone_back(self) -> None:
        """A turn was gone back to: all begin there, and nobody has anything to read."""
        self.unread.clear()
        self.closed.clear()
        self.curtain()

    def debrief(self) -> None:
        """Show what came of it to the seat that is up, and then to the next."""
        from sim.desk.screens.around import ROLLOUTS
        from sim.desk.screens.debriefing.page import DebriefPage
        from sim.game.debriefing.debrief import debrief
        from sim.game.progress import note

        game = self.session.game
        self.session.notice = note(game) or self.session.notice
        self.closed.add(game.seat)
        left = [seat for seat in game.seats if seat not in self.closed]
        made = debrief(game, ROLLOUTS) if self.flow.wait else None
        if not left:
            self.flow.app.push(DebriefPage(game, self.flow.again, made))
            return

        def following() -> None:
            self.session.hand_over(left[0])
            self.curtain()

        self.flow.app.push(DebriefPage(game, None, made, on_next=following))
