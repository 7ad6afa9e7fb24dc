"""A tight loop of writing all that is the user's own, struck down: each file is whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from sim.desk.models.lock import TeacherLock, load_lock, save_lock
from sim.desk.models.settings import change_settings, load_settings
from sim.game.game import Game
from sim.game.lock import Lock
from sim.game.progress import Progress, Tally, load_progress, save_progress
from sim.game.saving.autosaves import NAMES
from sim.game.saving.build_save import save_of
from sim.game.saving.save import autosave, open_save, slot, text_of, write
from sim.lab.report.writing import write_page
from sim.scenario.load import load
from tests.faults.kills.kinds import Kind, left
from tests.faults.kills.playing import SCENARIO, at_home
from tests.faults.kills.striking import Case, Fault, Moment
from tests.faults.kills.whole import whole

_GAMES: Final = 4
_ROUNDS: Final = 30
_THEMES: Final = ("dark", "light")
_KEY: Final = ("a-scenario", "seat", "standard")


class Save(Kind):
    """Saves, autosaves, progress, settings, the teacher's lock and a page, round after round."""

    name = "save"

    def prepare(self) -> None:
        """Play a few turns, and see how long a loop takes."""
        self.games: list[Game] = []
        for turns in range(1, _GAMES + 1):
            game = Game.new(load(SCENARIO), seed=turns)
            for _ in range(turns):
                game.end_turn()
            self.games.append(game)
        self.texts = [text_of(save_of(game)) for game in self.games]
        self.pages = ["<html>" + "page " * 10**5 * game.turn + "</html>" for game in self.games]
        home = self.folder(-1) / "home"
        self.took = Case(partial(self._loop, home), home).run()

    def _loop(self, home: Path) -> None:
        """What is struck: a count is told after each round."""
        for count in range(_ROUNDS):
            at = count % _GAMES
            autosave(self.games[at])
            write(self.games[at], slot("mine"))
            told = save_progress(Progress({_KEY: Tally(games=count + 1)}, True))
            told += change_settings(theme=_THEMES[count % 2])
            told += save_lock(replace(TeacherLock(), lock=Lock(turns=count + 1)))
            write_page(home / "report.html", self.pages[at])
            print(told or count, flush=True)

    def strike(self, number: int, moment: Callable[[float], Moment]) -> tuple[str, int] | None:
        """Strike a loop, see that each file is of this round or the one before, and go on."""
        home = self.folder(number) / "home"
        case = Case(partial(self._loop, home), home)
        if not moment(self.took).await_(case.start(), home):
            return None
        looked = whole(home)
        done = [int(line) for line in case.heard.read_text().splitlines() if line]
        last = done[-1] if done else -1
        with at_home(home):
            self._see(home, last)
            self.aged(home)
            self._loop_once(home)
        left(home)
        return ("in the first round" if last < 0 else "between rounds"), looked

    def _see(self, home: Path, last: int) -> None:
        """See that all that was told to be written lies there.

        Raises:
            Fault: Something does not.
        """
        now = {one % _GAMES for one in (last, last + 1) if one >= 0}
        held = {
            f"{NAMES[0]}.json": {self.texts[at] for at in now},
            "mine.json": {self.texts[at] for at in now},
        }
        for name, texts in held.items():
            path = home / "saves" / name
            if path.exists():
                if path.read_text() not in texts:
                    raise Fault(f"{name} is not what was written last")
                open_save(path)
            elif last >= 0:
                raise Fault(f"{name} is gone")
        for name in NAMES[1:]:
            path = home / "saves" / f"{name}.json"
            if path.exists() and path.read_text() not in self.texts:
                raise Fault(f"{name} is none of the games")
        counts = {last + 1, last + 2}
        if load_progress().of(_KEY[0]).games not in counts:
            raise Fault("the progress is not what was written last")
        if (load_lock().lock.turns or 0) not in counts:
            raise Fault("the lock is not what was written last")
        themes = {_THEMES[one % 2] for one in (last, last + 1) if one >= 0}
        if load_settings().theme not in themes | ({"dark"} if last < 0 else set()):
            raise Fault("the settings are not what was written last")
        page = home / "report.html"
        if (page.exists() or last >= 0) and page.read_text() not in {self.pages[at] for at in now}:
            raise Fault("the page is not what was written last")

    def _loop_once(self, home: Path) -> None:
        """Write everything once more, which takes away what was left half."""
        for game in self.games[:3]:
            autosave(game)
        write(self.games[0], slot("mine"))
        save_progress(Progress())
        change_settings(theme="dark")
        save_lock(TeacherLock())
        write_page(home / "report.html", self.pages[0])
