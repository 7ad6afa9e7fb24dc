"""From screen to screen: the opening, the briefing, the desk and what lies around it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from sim.catalogue import _
from sim.desk.kit.app import App, Page
from sim.desk.models.title import Shelf, build_resume, build_shelf
from sim.desk.screens.faults import is_known, sentence, show_problems, tell
from sim.desk.screens.guide import Coach, give_hints, hint_again
from sim.desk.screens.opening import OpeningPage
from sim.desk.screens.title import TitlePage, Ways
from sim.game.progress import load_progress

if TYPE_CHECKING:
    from sim.desk.models.settings import Settings
    from sim.desk.screens.beginning import Beginning
    from sim.desk.screens.curtain import Together
    from sim.desk.session import Session
    from sim.game.forecast.honesty import Provider
    from sim.game.game import Game
    from sim.scenario.load import Loaded
    from sim.scenario.problem import ScenarioError

T = TypeVar("T")
_WARM_AFTER: Final = 0.2  # seconds: the opening is drawn by then


class Flow:
    """Leads a window from screen to screen.

    Args:
        app: The window, or a stack of screens in memory.
        seed: Key of the chance of every game that is begun.
        wait: Whether to wait for what is opened or reckoned instead of leaving it to a thread;
            for pictures and tests.
        plain: Whether briefings are told in plain words, where there are any.
    """

    def __init__(self, app: App, seed: int = 1, wait: bool = False, plain: bool = False) -> None:
        self.app, self.seed, self.wait, self.plain = app, seed, wait, plain
        self.shelf: Shelf = build_shelf()
        self.session: Session | None = None
        self.hints = False
        """Whether newcomers are given hints; pictures and tests ask for them."""
        self.coach: Coach | None = None
        app.everywhere["f5"], app.on_quit = self.reload, self._quit
        self.unsaved = ""
        """Why the game could not be saved when the window was closed; empty where it could."""
        self.beginning: Beginning | None = None
        """Shows the briefing of the game that was opened last."""
        self.on_broken: Callable[[ScenarioError], object] = lambda error: None
        """Hears of a scenario that cannot be opened, besides the page that shows its problems."""
        self.together: Together | None = None
        """Leads several seats past one another, in a game that has several."""
        self.bets = self.goal_odds = False
        """What of the settings a game goes by; pictures and tests ask for it themselves."""
        self.honest: Provider | None = None
        """Reckons how far to trust a scenario; the lab does, which the desk does not know."""

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

    def warm_up(self) -> None:
        """Import the engine and the screens while nobody waits for them."""

        def imports() -> None:
            from sim.desk.screens.warm import warm_up

            warm_up()

        timer = threading.Timer(_WARM_AFTER, imports)
        timer.daemon = True
        timer.start()

    def to_title(self) -> None:
        """Leave the game, and show the opening with the game to go on with."""
        problem = self.leave()
        while len(self.app.stack) > 1:
            self.app.pop()
        self.app.replace(self.title(problem))

    # -- opening a game ----------------------------------------------------------------------------

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
        card = next((card for card in self.shelf.cards if card.id == scenario), None)

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

        self.open(card.title if card else scenario, work, self._begun)

    def world(self, scenario: str) -> None:
        """Choose what a scenario is played without, and go on to its briefing."""
        from sim.desk.screens.beginning import choose_world

        choose_world(self, scenario)

    def _begun(self, game: Game) -> None:
        """Show what comes first of a game: its briefing, or that of its campaign."""
        if game.campaign is None:
            self.brief(game)
            return
        from sim.desk.screens.campaign import Chapters

        Chapters(self).open(game)

    def load(self, path: Path, scenario: str | None = None) -> None:
        """Open a save and show its desk; `scenario` names its file, if it does not ship."""

        def work() -> Game:
            from sim.game.saving.save import open_save
            from sim.scenario.campaigns import load_campaign
            from sim.scenario.load import load

            return open_save(
                path,
                lambda name: load(scenario or name),
                lambda name: load_campaign(scenario or name),
            )

        self.open(_("A saved game"), work, self.play)

    def open(self, title: str, work: Callable[[], T], then: Callable[[T], object]) -> None:
        """Do what takes a moment, in a thread, behind a quiet page; then go on with its result."""
        self.app.push(OpeningPage(title))

        def done(result: T) -> None:
            if isinstance(self.app.top, OpeningPage):
                then(result)

        def failed(error: Exception) -> None:
            if isinstance(self.app.top, OpeningPage):
                self.app.pop()
                if not show_problems(self, error, lambda: self.open(title, work, then)):
                    tell(self.app.top, sentence(error))

        def run() -> None:
            try:
                result = work()
            except Exception as error:
                found = error
                self.app.post(lambda: failed(found))
                if not is_known(error):
                    raise  # a fault of the program: said on the screen, and told in full as well
            else:
                self.app.post(lambda: done(result))

        if self.wait:
            run()
            self.app.run_calls()
        else:
            threading.Thread(target=run, name="open", daemon=True).start()

    def brief(self, game: Game) -> None:
        """Show the briefing of a game that has not begun; what it is may still be changed."""
        from sim.desk.screens.beginning import Beginning

        self.beginning = Beginning(self, game)
        self.app.replace(self.beginning.page)

    def new(
        self,
        loaded: Loaded,
        seat: str | None,
        seed: int,
        without: tuple[str, ...] = (),
        seats: tuple[str, ...] = (),
    ) -> Game:
        """A game before its first turn, under the locks of its scenario and of this computer.

        With more than one of `seats` they share the screen, and `seat` does not matter.

        Raises:
            GameError: No such seat, seed, rule or event.
        """
        from sim.desk.models.lock import load_lock
        from sim.game.begin import begin

        several = seats if len(seats) > 1 else ()
        return begin(loaded, seat, seed, without, load_lock().lock, several)

    def read_plain(self, plain: bool) -> None:
        """Have briefings told in plain words or in full from now on, and keep it."""
        from sim.desk.models.settings import change_settings

        self.plain = plain
        change_settings(plain=plain)

    def play(self, game: Game) -> None:
        """Show the desk of a game, over the opening alone."""
        from dataclasses import replace

        from sim.desk.models.lock import load_lock
        from sim.desk.screens.around import Around
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
        self.session.on_odds = self._refresh
        if len(game.seats) > 1:
            from sim.desk.screens.curtain import Together

            self.together = Together(self, self.session)
            self.together.curtain()
            return
        give_hints(self)
        page = DeskPage(Around(self, self.session).deeds())
        while len(self.app.stack) > 2:
            self.app.pop()
        if len(self.app.stack) == 2:
            self.app.replace(page)
        else:
            self.app.push(page)
        if told := problem or told_window(window_of(folder())):
            page.tell(told)  # with the game before, which could not be saved; or others are open

    def read_shelf(self) -> None:
        """Read the list of scenarios again, and show the opening anew."""
        self.shelf = build_shelf()
        self.app.replace(self.title())

    def reload(self) -> None:
        """Load again what is shown, which somebody may have edited."""
        from sim.desk.screens.reload import reload

        reload(self)

    def tell(self, error: Exception) -> None:
        """Say on the present page what is wrong."""
        tell(self.app.top, sentence(error))

    def _refresh(self) -> None:
        """Have the screen in use show what is new."""
        if self.app.stack and isinstance(self.app.top, Page):
            self.app.top.refresh()

    def again(self, same_chance: bool) -> None:
        """Play the same seat once more, with the same chance or a fresh one."""
        import secrets

        if self.session is None:
            return
        old = self.session.game
        seed = old.seed if same_chance else secrets.randbelow(2**32)

        def work() -> Game:
            return self.new(old.loaded, old.seat, seed, old.without, old.seats)

        self.open(old.scenario.title, work, self.play)

    def go_by(self, settings: Settings) -> None:
        """Have games ask for bets, and tell odds of the goals, as the settings say."""
        self.bets, self.goal_odds = settings.bets, settings.goal_odds
        if self.session is not None:
            self.session.bets, self.session.goal_odds = settings.bets, settings.goal_odds
            self.session.changed()

    def stop_bets(self) -> None:
        """Ask for no more bets, and keep that."""
        from dataclasses import replace

        from sim.desk.models.settings import change_settings, load_settings

        settings = replace(load_settings(), bets=False)
        change_settings(bets=False)
        self.go_by(settings)

    def leave(self) -> str:
        """Leave the game; what is planned is saved, and the sentence says why not, if not."""
        if self.coach is not None:
            self.coach.leave()
            self.coach = None
        session, self.session, self.together = self.session, None, None
        return "" if session is None else session.leave()

    def _quit(self) -> None:
        self.unsaved = self.leave()

    # -- around the desk ---------------------------------------------------------------------------

    def settings(self) -> None:
        """Show the settings."""
        from sim.desk.screens.settings import SettingsPage

        def follow(settings: Settings) -> None:
            self.plain = settings.plain
            self.go_by(settings)

        game = None if self.session is None else self.session.game
        self.app.push(SettingsPage(follow, game, hint_again(self), self.teachers))

    def teachers(self) -> None:
        """Show what a teacher has locked."""
        from sim.desk.screens.lock import LockPage

        self.app.push(LockPage())

    def help(self) -> None:
        """Show the help."""
        from sim.desk.screens.help import HelpPage

        loaded = None if self.session is None else self.session.game.loaded
        self.app.push(HelpPage(loaded, codex=self.codex, hint_again=hint_again(self)))

    def codex(self, key: str = "") -> None:
        """Show the codex, at an entry if one is named."""
        from sim.desk.screens.codex import show_codex

        show_codex(self, key)

    def honesty(self, scenario: str | None = None) -> None:
        """Show how far to trust the scenario of the game, one by name, or the one to begin with."""
        from sim.desk.screens.honesty import show_honesty

        show_honesty(self, scenario)

    def saves(self) -> None:
        """Show the saves."""
        from sim.desk.screens.saves import SavesPage

        game = None if self.session is None else self.session.game
        self.app.push(SavesPage(self.load, game))
