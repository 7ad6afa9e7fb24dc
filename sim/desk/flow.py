"""From screen to screen: the opening, the briefing, the desk, and the opening again."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sim.desk.kit.app import App
from sim.desk.kit.page import Page
from sim.desk.models.title import Shelf, build_resume, build_shelf
from sim.desk.navigation.lead import Lead
from sim.desk.screens.title import TitlePage, Ways
from sim.game.progress import load_progress

if TYPE_CHECKING:
    from sim.desk.navigation.beginning import Beginning
    from sim.game.game import Game
    from sim.scenario.load import Loaded

_PRELOAD_AFTER: Final = 0.2  # seconds: the opening is drawn by then


class Flow(Lead):
    """Leads a window from screen to screen; the one place that knows every part.

    Takes what `Lead` takes.
    """

    def __init__(self, app: App, seed: int = 1, wait: bool = False, plain: bool = False) -> None:
        super().__init__(app, seed, wait, plain)
        self.shelf: Shelf = build_shelf()
        app.everywhere["f5"], app.on_quit, app.on_fault = self.reload, self._quit, self.fault
        self.unsaved = ""
        """Why the game could not be saved when the window was closed; empty where it could."""
        self.beginning: Beginning | None = None
        """Shows the briefing of the game that was opened last."""

    # -- the opening -------------------------------------------------------------------------------

    def title(self, notice: str = "") -> TitlePage:
        """The opening."""
        resume = build_resume(self.shelf)
        ways = Ways(
            begin=self.begin,
            settings=self.settings,
            help=self.help,
            codex=self.codex,
            resume=None if resume is None else lambda: self.load(resume.path),
            resume_note="" if resume is None else resume.note,
            load=self.saves,
            without=self.world,
            honesty=self.honesty,
            notice=notice,
            last_played="" if resume is None else resume.scenario,
            progress=load_progress(),
        )
        return TitlePage(self.shelf, ways)

    def preload(self) -> None:
        """Import the engine and the screens while nobody waits for them."""

        def imports() -> None:
            from sim.desk.navigation.preloading import preload

            preload()

        timer = threading.Timer(_PRELOAD_AFTER, imports)
        timer.daemon = True
        timer.start()

    def to_title(self) -> None:
        """Leave the game, and show the opening with the game to go on with."""
        problem = self.leave()
        while len(self.app.stack) > 1:
            self.app.pop()
        self.app.replace(self.title(problem))

    def read_shelf(self) -> None:
        """Read the list of scenarios again, and show the opening anew."""
        self.shelf = build_shelf()
        self.app.replace(self.title())

    def reload(self) -> None:
        """Load again what is shown, which somebody may have edited."""
        from sim.desk.navigation.reload import reload

        if isinstance(self.app.top, TitlePage) and len(self.app.stack) == 1:
            self.read_shelf()
        else:
            reload(self, self.beginning)

    # -- a game ------------------------------------------------------------------------------------

    def begin(
        self,
        scenario: str,
        seat: str | None = None,
        level: str | None = None,
        without: tuple[str, ...] = (),
    ) -> None:
        """Open a scenario, named by its id or a path, and show the briefing of a seat.

        `without` names rules and events that the game does without.
        """

        def work() -> Game:
            from sim.desk.models.lock import load_lock
            from sim.game.campaign import CampaignGame
            from sim.scenario.campaigns import load_campaign
            from sim.scenario.heads import STANDARD, has_chapters
            from sim.scenario.load import load
            from sim.scenario.shelf import find

            if has_chapters(find(scenario)):
                seed = load_lock().lock.seed
                seed = self.seed if seed is None else seed
                return CampaignGame(load_campaign(scenario), seat, seed).game
            return self.new(load(scenario, level=level or STANDARD), seat, self.seed, without)

        self.open(self._name(scenario), work, self._begun)

    def world(self, scenario: str) -> None:
        """Choose what a scenario is played without, and go on to its briefing."""

        def work() -> Loaded:
            from sim.scenario.load import load

            return load(scenario)

        def choose(loaded: Loaded) -> None:
            from sim.desk.screens.without import WithoutPage

            def done(without: tuple[str, ...]) -> None:
                self.begin(scenario, without=without)

            self.app.replace(WithoutPage(loaded.scenario, (), done))

        self.open(self._name(scenario), work, choose)

    def _name(self, scenario: str) -> str:
        """What a scenario is called on the shelf; else as it was asked for."""
        return next((card.title for card in self.shelf.cards if card.id == scenario), scenario)

    def _begun(self, game: Game) -> None:
        """Show what comes first of a game: its briefing, or that of its campaign."""
        if game.campaign is None:
            self.brief(game)
            return
        from sim.desk.navigation.chapters import Chapters

        Chapters(self).open(game)

    def brief(self, game: Game) -> None:
        """Show the briefing of a game that has not begun; what it is may still be changed."""
        from sim.desk.navigation.beginning import Beginning

        self.beginning = Beginning(self, game)
        self.app.replace(self.beginning.page)

    def play(self, game: Game) -> None:
        """Show the desk of a game, over the opening alone."""
        from sim.desk.models.lock import load_lock
        from sim.desk.navigation.desk_controller import DeskController
        from sim.desk.navigation.together import Together
        from sim.desk.screens.desk import DeskPage
        from sim.desk.session import Session
        from sim.game.lock import stricter
        from sim.game.saving.autosaves import told_window, window_of
        from sim.game.saving.save import folder

        problem = self.leave()
        lock = load_lock().lock
        if game.campaign is not None:  # it is played whole
            lock = replace(lock, turns=None)
        game.lock = stricter(game.lock, lock)
        self.session = Session(game, None if self.wait else self.app.post)
        self.session.bets, self.session.goal_odds = self.bets, self.goal_odds
        self.session.on_odds, self.session.on_fault = self._refresh, self.fault
        if len(game.seats) > 1:
            Together(self, self.session).curtain()
            return
        self.give_hints()
        page = DeskPage(DeskController(self, self.session).actions())
        self.show_alone(page)
        # with the game before, which could not be saved; with how this one was opened
        if told := problem or game.notice or told_window(window_of(folder())):
            page.tell(told)

    def _refresh(self) -> None:
        """Have the screen in use show what is new."""
        if self.app.stack and isinstance(self.app.top, Page):
            self.app.top.refresh()

    def _quit(self) -> None:
        self.unsaved = self.leave() or self.unsaved  # it is asked again once all is closed
