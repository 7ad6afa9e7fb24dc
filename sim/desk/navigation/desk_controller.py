"""What the desk has done and opened: turns, reports, dossiers, all moves, a text, the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.desk.kit.page import Page
from sim.desk.models.cues import cue_of
from sim.desk.screens.desk import DeskPage
from sim.desk.screens.desk_actions import DeskActions
from sim.game.lock import REFUSED

if TYPE_CHECKING:
    from sim.desk.models.desk import DeskView
    from sim.desk.models.hand import MoveCard
    from sim.desk.models.map import Geography
    from sim.desk.navigation.lead import Lead
    from sim.desk.session import Session
    from sim.game.pacing import Called
    from sim.game.report import TurnReport

ROLLOUTS: Final = 20
"""How many games a debrief judges moves by where everything waits for it."""

_RUNS: Final = 100
"""Runs of its path map there."""


class DeskController:
    """Does for one session what the desk asks for.

    Args:
        lead: Where it is shown.
        session: The game.
        hand_over: Ends the turn for one of several who share the screen; None for one alone.
        gone_back: Hears of a turn that was gone back to.
    """

    def __init__(
        self,
        lead: Lead,
        session: Session,
        hand_over: Callable[[], object] | None = None,
        gone_back: Callable[[], object] = lambda: None,
    ) -> None:
        self.lead, self.session = lead, session
        self.hand_over, self.gone_back = hand_over, gone_back
        self.app = lead.app
        self._map: tuple[DeskView, Geography] | None = None

    def actions(self) -> DeskActions:
        """All that the desk can have done."""
        session, lead = self.session, self.lead
        return DeskActions(
            view=lambda: session.view,
            want=self.want,
            plan=self.plan,
            drop=session.drop,
            end_turn=self.end_turn,
            quiet=self.quiet,
            undo=session.undo,
            save=session.save,
            draft=self.draft,
            dossier=self.dossier,
            ledger=self.ledger,
            why=self.why,
            moves=self.moves,
            advisers=self.advisers,
            briefing=self.briefing,
            help=lead.help,
            settings=lead.settings,
            saves=lead.saves,
            rewind=self.rewind,
            title=lead.to_title,
            honesty=lead.honesty,
            has_map=self.has_map,
            map=self.map,
            codex=self.codex,
        )

    def plan(self, card: MoveCard) -> str:
        """Plan a card or take it back, and ask for a bet on one that much hangs on."""
        said = self.session.plan(card)
        if not said:
            self.ask_bet()
        return said

    def ask_bet(self) -> None:
        """Ask for a bet on what is planned, if its odds wait for one."""
        from sim.desk.screens.bet import Wager

        planned = [plan.option for plan in self.session.game.planned]
        option = next((one for one in reversed(planned) if self.session.awaits_bet(one)), None)
        page = self.app.top
        if option is not None and isinstance(page, Page):
            Wager(page, self.session, option, self.lead.stop_bets).open()

    def drafted(self) -> None:
        """A text was planned at a table; a bet is asked for once the desk is back."""
        self.session.changed()
        self.app.post(self.ask_bet)

    def want(self, cards: Sequence[MoveCard]) -> bool:
        """Have the odds of cards reckoned that ask for an answer and can be played."""
        return self.session.want(
            card.option for card in cards if card.asks and (card.legal or card.planned)
        )

    def end_turn(self) -> None:
        """Play the turn and show its report; once the game is over, show the debrief."""
        from sim.desk.screens.report import ReportPage

        if self.hand_over is not None:
            self.hand_over()
            return
        if self.session.game.over:
            self.debrief()
            return
        report = self.session.end_turn()
        game = self.session.game
        self.app.cue(cue_of(report, game.seat, game.over))
        again = self.again if game.lock.odds else None
        self.app.push(ReportPage(game, report, self._next, again))

    def again(self) -> None:
        """Show the last turn, played many times."""
        from sim.desk.screens.repeated_turn import RepeatedTurnPage

        game = self.session.game
        if game.past:
            self.app.push(
                RepeatedTurnPage(game, game.past[-1], self.session.kept, wait=self.lead.wait)
            )

    def advisers(self) -> None:
        """Ask the advisers."""
        from sim.desk.screens.advisers import AdvisersPage

        self.app.push(AdvisersPage(self.session, wait=self.lead.wait))

    def quiet(self) -> str:
        """Let turns pass until something happens, and tell what passed; why not, if it cannot."""
        from sim.game.errors import GameError

        if self.hand_over is not None:
            return _("Several play at this screen, so each ends the turn when it is theirs.")
        try:
            reports, called = self.session.pass_quietly()
        except GameError as problem:
            return str(problem)
        self.tell_quiet(reports, called)
        return ""

    def tell_quiet(self, reports: tuple[TurnReport, ...], called: Called) -> None:
        """Tell what passed in turns that were played last."""
        from sim.desk.models.quiet import build_quiet
        from sim.desk.screens.quiet import QuietPage
        from sim.desk.screens.report import ReportPage

        game = self.session.game

        def full() -> None:
            self.app.push(ReportPage(game, reports[-1], self.app.pop))

        view = build_quiet(game, reports, called)
        self.app.push(QuietPage(view, self._next, full, self.ledger))

    def _next(self) -> None:
        """Go on from a report."""
        self.app.pop()
        if self.session.game.over:
            self.debrief()
        elif self.session.notice and isinstance(self.app.top, DeskPage):
            self.app.top.tell(self.session.notice)
            self.session.notice = ""

    def debrief(self) -> None:
        """Show what came of the game."""
        from sim.desk.models.forecasts import with_long_run
        from sim.desk.screens.debriefing.onward import Onward
        from sim.desk.screens.debriefing.page import DebriefPage
        from sim.game.debriefing.debrief import debrief
        from sim.game.debriefing.river import river
        from sim.game.progress import load_progress, note

        game = self.session.game
        self.session.notice = note(game) or self.session.notice
        made = debrief(game, ROLLOUTS) if self.lead.wait else None
        drawn = river(game, _RUNS) if self.lead.wait else None
        alone = game.campaign is None
        onward = Onward(
            again=self.lead.again if alone else None,
            next=None if alone else self.next_chapter,
            many=self.many_after,
            honesty=self.lead.honesty,
        )
        page = DebriefPage(game, onward, made, drawn=drawn)
        if not self.lead.wait:  # pictures tell nothing of games before
            page.bets = with_long_run(page.bets, load_progress().bets)
        self.app.push(page)

    def many_after(self, turn: int) -> None:
        """In the debrief, show a turn played many times, also from how things truly stood."""
        from sim.desk.screens.repeated_turn import RepeatedTurnPage

        session, wait = self.session, self.lead.wait
        played = session.game.past[turn - 1]
        self.app.push(RepeatedTurnPage(session.game, played, session.kept, truth=True, wait=wait))

    def next_chapter(self) -> None:
        """Leave a chapter of a campaign for what follows it."""
        from sim.desk.navigation.chapters import Chapters
        from sim.game.campaign import campaign_of

        campaign = campaign_of(self.session.game)
        assert campaign is not None
        Chapters(self.lead).leave(campaign)

    def draft(self, table: str, move: str | None = None) -> None:
        """Draft a text at a table."""
        from sim.desk.screens.table import TablePage

        page = TablePage(self.session.game, table, self.drafted, move)
        self.app.push(page)

    def dossier(self, actor: str) -> None:
        """Show what is known of an actor."""
        from sim.desk.screens.dossier import DossierPage

        self.app.push(DossierPage(self.session.game, actor))

    def has_map(self) -> bool:
        """Whether the scenario says where anybody stands."""
        from sim.desk.models.map import has_map

        return has_map(self.session.game.scenario)

    def map(self) -> Geography:
        """Who stands where, as the seat knows it."""
        from sim.desk.models.map import build_map

        view = self.session.view
        if self._map is None or self._map[0] is not view:
            self._map = (view, build_map(self.session.game, view.network))
        return self._map[1]

    def codex(self, entry: str = "") -> None:
        """Open the codex, at an entry if one is named."""
        self.lead.codex(entry)

    def ledger(self, key: str = "capital") -> None:
        """Show the account of a number."""
        from sim.desk.screens.ledger import LedgerPage

        self.app.push(LedgerPage(self.session.game, key))

    def why(self, option: int) -> str:
        """Show why the odds of an option are what they are; why not, if it has none."""
        from sim.desk.models.why import build_why
        from sim.desk.screens.why import WhyPage

        game = self.session.game
        if not game.lock.odds:
            return REFUSED["odds"]
        if self.session.awaits_bet(option):
            return _("Bet first: its odds are not shown yet.")
        view = build_why(game, option, self.session.odds.get(option))
        if view is None:
            return _("This card has no odds now.")
        self.app.push(WhyPage(game, view))
        return ""

    def moves(self) -> None:
        """Show all moves."""
        from sim.desk.screens.moves import MovesPage

        def draft(card: MoveCard) -> None:
            if card.drafts:
                self.draft(card.drafts, card.move)

        page = MovesPage(lambda: self.session.view, self.plan, draft, self.want, self.why)
        self.app.push(page)

    def rewind(self) -> None:
        """Show the turns that were played, to go back to one."""
        from sim.desk.screens.rewind import RewindPage

        def go(number: int, fresh: bool) -> None:
            said = self.session.rewind(number, fresh)
            self.gone_back()
            if isinstance(self.app.top, DeskPage):
                self.app.top.refresh()
                self.app.top.tell(said)

        self.app.push(RewindPage(self.session.game, go))

    def briefing(self) -> None:
        """Show the briefing again."""
        from sim.desk.models.briefing import build_briefing
        from sim.desk.screens.briefing import BriefingPage

        lead, view = self.lead, build_briefing(self.session.game)
        self.app.push(BriefingPage(view, plain=lead.plain, on_plain=lead.read_plain))
