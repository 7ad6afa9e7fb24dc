"""What leads a window: the game in it, how it is opened and left, and what lies over any screen."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sim.catalogue import _
from sim.desk.kit.app import App, Screen
from sim.desk.screens.error_page import is_known, problems_page, sentence, tell
from sim.desk.screens.guide import Coach, coach, has_hints
from sim.desk.screens.opening import OpeningPage

if TYPE_CHECKING:
    from sim.desk.models.settings import Settings
    from sim.desk.session import Session
    from sim.game.forecast.honesty import Provider
    from sim.game.game import Game
    from sim.scenario.load import Loaded
    from sim.scenario.problem import ScenarioError

T = TypeVar("T")


class Lead(ABC):
    """What every part of a game in a window needs of the whole.

    The ways that lead on are named here and made by `sim.desk.flow.Flow`, which knows every part.

    Args:
        app: The window, or a stack of screens in memory.
        seed: Key of the chance of every game that is begun.
        wait: Whether to wait for what is opened or reckoned instead of leaving it to a thread;
            for pictures and tests.
        plain: Whether briefings are told in plain words, where there are any.
    """

    def __init__(self, app: App, seed: int = 1, wait: bool = False, plain: bool = False) -> None:
        self.app, self.seed, self.wait, self.plain = app, seed, wait, plain
        self.session: Session | None = None
        self.hints = False
        """Whether newcomers are given hints; pictures and tests ask for them."""
        self.coach: Coach | None = None
        self.on_broken: Callable[[ScenarioError], object] = lambda error: None
        """Hears of a scenario that cannot be opened, besides the page that shows its problems."""
        self.bets = self.goal_odds = False
        """What of the settings a game goes by; pictures and tests ask for it themselves."""
        self.honest: Provider | None = None
        """Reckons how far to trust a scenario; the lab does, which the desk does not know."""

    # -- the ways on -------------------------------------------------------------------------------

    @abstractmethod
    def to_title(self) -> None:
        """Leave the game, and show the opening with the game to go on with."""

    @abstractmethod
    def brief(self, game: Game) -> None:
        """Show the briefing of a game that has not begun; what it is may still be changed."""

    @abstractmethod
    def play(self, game: Game) -> None:
        """Show the desk of a game, over the opening alone."""

    def show_alone(self, screen: Screen) -> None:
        """Show a screen over the opening alone."""
        while len(self.app.stack) > 2:
            self.app.pop()
        if len(self.app.stack) == 2:
            self.app.replace(screen)
        else:
            self.app.push(screen)

    # -- opening and leaving -----------------------------------------------------------------------

    def open(self, title: str, work: Callable[[], T], then: Callable[[T], object]) -> None:
        """Do what takes a moment, in a thread, behind a quiet page; then go on with its result."""
        self.app.push(OpeningPage(title))

        def done(result: T) -> None:
            if isinstance(self.app.top, OpeningPage):
                then(result)

        def failed(error: Exception) -> None:
            if isinstance(self.app.top, OpeningPage):
                self.app.pop()
                if not self._shows_problems(error, lambda: self.open(title, work, then)):
                    self.tell(error)

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

    def _shows_problems(self, error: Exception, again: Callable[[], object]) -> bool:
        """Show what is wrong with a scenario on a page that can try again, if that is the error."""

        def retry() -> None:
            self.app.pop()
            again()

        page = problems_page(error, retry, self.on_broken)
        if page is not None:
            self.app.push(page)
        return page is not None

    def tell(self, error: Exception) -> None:
        """Say on the present page what is wrong."""
        tell(self.app.top, sentence(error))

    def fault(self, error: Exception) -> None:
        """Say on the present page that something could not be reckoned, and why."""
        words = _("It could not be reckoned, by a fault of the program: {error}.")
        tell(self.app.top, str(error) if is_known(error) else words.format(error=error))

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

    def leave(self) -> str:
        """Leave the game; what is planned is saved, and the sentence says why not, if not."""
        if self.coach is not None:
            self.coach.leave()
            self.coach = None
        session, self.session = self.session, None
        return "" if session is None else session.leave()

    # -- what is wished for ------------------------------------------------------------------------

    def read_plain(self, plain: bool) -> None:
        """Have briefings told in plain words or in full from now on, and keep it."""
        from sim.desk.models.settings import change_settings

        self.plain = plain
        change_settings(plain=plain)

    def go_by(self, settings: Settings) -> None:
        """Have games ask for bets, and tell odds of the goals, as the settings say."""
        self.bets, self.goal_odds = settings.bets, settings.goal_odds
        if self.session is not None:
            self.session.bets, self.session.goal_odds = settings.bets, settings.goal_odds
            self.session.changed()

    def stop_bets(self) -> None:
        """Ask for no more bets, and keep that."""
        from sim.desk.models.settings import change_settings, load_settings

        settings = replace(load_settings(), bets=False)
        change_settings(bets=False)
        self.go_by(settings)

    def give_hints(self, again: bool = False) -> None:
        """Give the hints of the game, if any are wanted; `again` whatever was chosen."""
        session = self.session
        if session is not None and (self.hints or again):
            self.coach = coach(self.app, lambda: session.game, again)

    @property
    def hint_again(self) -> Callable[[bool], object] | None:
        """What begins the hints of the game anew, where there is a game that has any."""
        there = self.session is not None and has_hints(self.session.game)
        return self.give_hints if there else None

    # -- over any screen ---------------------------------------------------------------------------

    def settings(self) -> None:
        """Show the settings."""
        from sim.desk.screens.settings import SettingsPage

        def follow(settings: Settings) -> None:
            self.plain = settings.plain
            self.go_by(settings)

        game = None if self.session is None else self.session.game
        self.app.push(SettingsPage(follow, game, self.hint_again, self.teachers))

    def teachers(self) -> None:
        """Show what a teacher has locked."""
        from sim.desk.screens.lock import LockPage

        self.app.push(LockPage())

    def help(self) -> None:
        """Show the help."""
        from sim.desk.screens.help import HelpPage

        loaded = None if self.session is None else self.session.game.loaded
        self.app.push(HelpPage(loaded, codex=self.codex, hint_again=self.hint_again))

    def codex(self, key: str = "") -> None:
        """Show the codex of the game or, without one, of the scenario to begin with.

        `key` names the entry that it opens at, if any.
        """
        from sim.desk.screens.codex import CodexPage

        if self.session is None:
            title = _("Codex")
            self.open(title, _opener, lambda loaded: self.app.replace(CodexPage(loaded, key)))
        else:
            game = self.session.game
            today = game.plan.date(min(game.turn, game.turns - 1))
            self.app.push(CodexPage(game.loaded, key, today))

    def honesty(self, scenario: str | None = None) -> None:
        """Show how far to trust the scenario of the game, one by name, or the one to begin with."""
        from sim.desk.screens.honesty import HonestyPage
        from sim.game.forecast.honesty import file_alone

        def page(loaded: Loaded) -> HonestyPage:
            return HonestyPage(loaded, self.honest or file_alone, self.wait)

        if scenario is None and self.session is not None:
            self.app.push(page(self.session.game.loaded))
        else:
            title = _("How far to trust this")
            self.open(title, lambda: _opener(scenario), lambda found: self.app.replace(page(found)))

    def saves(self) -> None:
        """Show the saves."""
        from sim.desk.screens.saves import SavesPage

        game = None if self.session is None else self.session.game
        self.app.push(SavesPage(self.load, game))


def _opener(scenario: str | None = None) -> Loaded:
    """The scenario of that name; by default the one to begin with.

    Raises:
        ScenarioError: It cannot be loaded.
    """
    from sim.scenario.load import load
    from sim.scenario.shelf import opener

    return load(scenario or opener())
