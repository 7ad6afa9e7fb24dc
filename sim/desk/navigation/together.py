"""Several at one screen, led past one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.models.curtain import build_curtain
from sim.desk.screens.curtain import CurtainPage

if TYPE_CHECKING:
    from sim.desk.navigation.lead import Lead
    from sim.desk.session import Session


class Together:
    """Leads several seats of one game past one another; only the seat that is up is shown.

    Args:
        lead: Where it is shown.
        session: The game.
    """

    def __init__(self, lead: Lead, session: Session) -> None:
        self.lead, self.session = lead, session
        game = session.game
        begun = bool(game.tree.nodes)
        self.unbriefed = set() if begun else set(game.seats)
        self.unread: set[str] = set()
        """Seats that have not read what the turn brought them."""
        self.closed: set[str] = set()
        """Seats that have seen their debrief."""

    def curtain(self) -> None:
        """Draw the curtain before the seat that is up."""
        game = self.session.game
        comes = ""
        if game.seat in self.unbriefed:
            comes = _("Your briefing comes first.")
        elif game.seat in self.unread:
            comes = _("What the turn brought you comes first.")
        page = CurtainPage(build_curtain(game, comes), self.enter, self.lead.to_title)
        self.lead.show_alone(page)

    def enter(self) -> None:
        """Open the curtain: the briefing first, then what the turn brought, then the desk."""
        from sim.desk.models.briefing import build_briefing
        from sim.desk.screens.briefing import BriefingPage

        game, lead = self.session.game, self.lead
        if game.seat in self.unbriefed:
            page = BriefingPage(
                build_briefing(game), self._briefed, plain=lead.plain, on_plain=lead.read_plain
            )
            lead.app.replace(page)
        else:
            self.desk()

    def _briefed(self) -> None:
        self.unbriefed.discard(self.session.game.seat)
        self.desk()

    def desk(self) -> None:
        """Show the desk of the seat that is up, under its report if there is one to read."""
        from sim.desk.navigation.desk_controller import DeskController
        from sim.desk.screens.desk import DeskPage
        from sim.desk.screens.report import ReportPage

        game, app = self.session.game, self.lead.app
        controller = DeskController(self.lead, self.session, self.finish, self.gone_back)
        app.replace(DeskPage(controller.actions()))
        if game.seat in self.unread and game.past:
            self.unread.discard(game.seat)
            again = controller.again if game.lock.odds else None
            app.push(ReportPage(game, None, self._read, again))

    def _read(self) -> None:
        self.lead.app.pop()
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
        from sim.desk.navigation.desk_controller import ROLLOUTS
        from sim.desk.screens.debriefing.onward import Onward
        from sim.desk.screens.debriefing.page import DebriefPage
        from sim.game.debriefing.debrief import debrief
        from sim.game.progress import note

        game = self.session.game
        self.session.notice = note(game) or self.session.notice
        self.closed.add(game.seat)
        left = [seat for seat in game.seats if seat not in self.closed]
        made = debrief(game, ROLLOUTS) if self.lead.wait else None
        if not left:
            self.lead.app.push(DebriefPage(game, Onward(again=self.lead.again), made))
            return

        def following() -> None:
            self.session.hand_over(left[0])
            self.curtain()

        self.lead.app.push(DebriefPage(game, Onward(next=following), made))
