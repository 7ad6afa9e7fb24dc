"""Somebody who presses, clicks, types, resizes and reloads at random, and must never get stuck.

Run `python -m tests.desk.monkey --events 100000 [--seed N]` for a long one over all scenarios, and
over those at the edge of what may be written (`tests.desk.odd`). Of each fault it tells the seed
and what was done last.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from unittest import mock

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame

from sim.desk.flow import Flow
from sim.desk.kit import chords
from sim.desk.kit.app import App
from sim.desk.kit.keys import _NAMES
from sim.desk.kit.look import SCALES
from sim.desk.kit.page import Page
from sim.desk.kit.theme import DARK, THEMES
from sim.desk.picture import SCREENS
from sim.game.game import Game
from sim.paths import HOME_VARIABLE
from sim.scenario.shelf import shipped
from tests.desk.driving import key_event
from tests.desk.odd import ODD, odd
from tests.desk.once import loaded_once, shelf_once

KEYS: Final = (*_NAMES.values(), *"abcdelmnopqrstuvwz?/+-123456789²", "shift+tab", "ctrl+s", "f5")
GOING_ON: Final = ("e", "enter", "enter", "1", "2", "escape")  # what a game needs to go on
WORDS: Final = (
    "talks",
    "0",
    "Ω",
    "យើង",
    "\u17b4",
    "日本",
    "❤\ufe0f",
    "e\u0301",
    "x" * 60,
    "../..",
    "",
)
SIZES: Final = ((1280, 720), (1920, 1080), (640, 360), (400, 300), (3840, 2160), (1, 1))
LIKELY: Final = (40, 10, 20, 15, 1, 3)
WINDOW_EVENTS: Final = (
    pygame.WINDOWFOCUSLOST,
    pygame.WINDOWFOCUSGAINED,
    pygame.WINDOWLEAVE,
    pygame.WINDOWEXPOSED,
    pygame.WINDOWSIZECHANGED,
)
DRAWN_EVERY: Final = 11
CHECKED_EVERY: Final = 150
"""After so many deeds it is looked whether keys lead back."""
MOST_PRESSES: Final = 24
"""Presses that may be needed to come back to a desk or the title."""
GAMES: Final = 4
"""Games that are begun in the middle of one scenario before the next one is taken."""
HOMES: Final = ("TitlePage", "DeskPage", "CurtainPage", "BridgePage", "CampaignEndPage")
WAYS_ON: Final = ("escape", "enter", "escape", "tab", "escape", "n")


@contextmanager
def quickly() -> Iterator[None]:
    """Scenarios are read once and odds are rough: neither is what is looked for here."""
    with (
        mock.patch("sim.scenario.load.load", loaded_once),
        mock.patch("sim.desk.session.ROLLOUTS", 2),
        mock.patch("sim.desk.navigation.desk_controller.ROLLOUTS", 1),
        mock.patch("sim.desk.navigation.desk_controller._RUNS", 2),
        mock.patch("sim.desk.flow.build_shelf", shelf_once),
        tempfile.TemporaryDirectory() as home,
        mock.patch.dict(os.environ, {HOME_VARIABLE: home}),
    ):
        yield


class Stuck(AssertionError):  # noqa: N818  (what was found, not what went wrong here)
    """Keys did not lead back to a desk or to the title."""


class Monkey:
    """Presses at random over one window at a time.

    Args:
        seed: Key of its chance; the same one presses the same.
        scenarios: Those that it plays, one after the other.
        quick: Whether it keeps to what is cheap to reckon: no debrief.
    """

    def __init__(self, seed: int, scenarios: list[str], quick: bool = False) -> None:
        self.chance = random.Random(seed)
        self.scenarios, self.quick = scenarios, quick
        self.seen: Counter[str] = Counter()
        self.last: list[str] = []
        self.begun = self.events = 0
        self.size: tuple[int, int] = SIZES[0]
        self.app: App
        self.flow: Flow
        self.start()

    # -- one window after the other ----------------------------------------------------------------

    def start(self) -> None:
        """Open a window: at the title, or at any screen of a game of the next scenario."""
        self.app = App(DARK, 1.0, self.size, motion=False)
        self.flow = Flow(self.app, self.begun, wait=True)
        self.flow.hints = self.begun % 2 == 0
        self.app.push(self.flow.title())
        name = self.scenarios[self.begun // GAMES % len(self.scenarios)]
        self.begun += 1
        if self.begun % GAMES == 0:
            return
        loaded = odd(name) if name in ODD else loaded_once(name)
        seats = [actor for actor, spec in loaded.scenario.actors.items() if spec.seat]
        game = Game.new(loaded, self.chance.choice(seats), self.begun)
        for _ in range(self.chance.randrange(3)):
            if not game.over:
                game.end_turn()
        screens = [one for one in SCREENS if not (self.quick and one.startswith("debrief"))]
        SCREENS[self.chance.choice(screens) if game.past else "desk"](self.flow, game)

    def run(self, events: int) -> None:
        """Go on until there were so many events.

        Raises:
            Stuck: Keys do not lead back from somewhere.
        """
        count = 0
        while self.events < events:
            count += 1
            if not self.app.stack:
                self.start()
            self.step()
            if self.app.stack and count % DRAWN_EVERY == 0:
                self.app.frame(pygame.Surface(self.app.look.size, 0, 32))
            if self.app.stack and count % CHECKED_EVERY == 0:
                self.come_back()
            self.seen[type(self.app.top).__name__ if self.app.stack else "quit"] += 1

    # -- what it does ------------------------------------------------------------------------------

    def step(self) -> None:
        """Do one thing at random."""
        kind = self.chance.random()
        deeds: list[tuple[float, Callable[[], None]]] = [
            (0.58, self.press),
            (0.86, self.click),
            (0.88, self.wheel),
            (0.90, self.wander),
            (0.92, self.drag),
            (0.93, self.let_go),
            (0.955, self.type),
            (0.97, self.resize),
            (0.975, self.dress),
            (0.985, self.window_event),
            (0.992, lambda: self.key("f5")),
            (0.994, lambda: self.event(pygame.Event(pygame.QUIT))),
            (1.0, self.time),
        ]
        next(deed for most, deed in deeds if kind < most)()
        self.app.run_calls()

    def note(self, deed: object) -> None:
        """Remember what was done, to tell it of a fault."""
        self.last = [*self.last[-29:], str(deed)]

    def event(self, event: pygame.Event) -> None:
        """Have the window take an event, and remember it."""
        self.note(event)
        self.events += 1
        if self.app.stack:
            self.app.handle(event)

    def key(self, chord: str) -> None:
        """Press a key."""
        self.event(key_event(chord))

    def press(self) -> None:
        """Press any key, or one that a game needs to go on."""
        self.key(self.chance.choice(KEYS if self.chance.random() < 0.6 else GOING_ON))

    def _at(self) -> tuple[int, int]:
        width, height = self.app.look.size
        return self.chance.randrange(width), self.chance.randrange(height)

    def click(self) -> None:
        """Click anywhere."""
        at = self._at()
        self.event(pygame.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0)))
        self.event(pygame.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1))
        self.event(pygame.Event(pygame.MOUSEBUTTONUP, pos=at, button=1))

    def wander(self) -> None:
        """Move the mouse about."""
        for _ in range(12):
            at = self._at()
            self.event(pygame.Event(pygame.MOUSEMOTION, pos=at, rel=(3, 3), buttons=(0, 0, 0)))

    def wheel(self) -> None:
        """Turn the wheel."""
        by = self.chance.choice((-3, 3))
        self.event(pygame.Event(pygame.MOUSEWHEEL, x=0, y=by, precise_y=float(by)))

    def drag(self) -> None:
        """Press, move and let go; or only some of it."""
        self.event(pygame.Event(pygame.MOUSEBUTTONDOWN, pos=self._at(), button=1))
        self.event(pygame.Event(pygame.MOUSEMOTION, pos=self._at(), rel=(1, 1), buttons=(1, 0, 0)))
        if self.chance.random() < 0.7:
            self.let_go()

    def let_go(self) -> None:
        """Let go of the mouse button, whatever happened since it was pressed, if it was at all."""
        self.event(pygame.Event(pygame.MOUSEBUTTONUP, pos=self._at(), button=1))

    def type(self) -> None:
        """Look for something."""
        self.key("/")
        for letter in self.chance.choice(WORDS):
            self.event(key_event("a", letter))

    def resize(self) -> None:
        """Make the window larger or smaller."""
        self.size = self.chance.choices(SIZES, LIKELY)[0]
        self.note(f"resized to {self.size}")
        self.app.resize(self.size)

    def dress(self) -> None:
        """Take another theme or another size of text, whatever is open."""
        theme, scale = self.chance.choice(list(THEMES.values())), self.chance.choice(SCALES)
        self.note(f"{theme.name} at {scale}")
        self.app.set_look(theme, scale)

    def window_event(self) -> None:
        """Leave the window, come back to it, uncover it."""
        self.event(pygame.Event(self.chance.choice(WINDOW_EVENTS)))

    def time(self) -> None:
        """Let time pass, so that tooltips show."""
        if self.app.stack:
            self.app.top.update(self.chance.random())

    # -- the way back ------------------------------------------------------------------------------

    def come_back(self) -> None:
        """See that keys lead to a desk or the title from wherever this is.

        Raises:
            Stuck: They do not.
        """
        began = self._where()
        for presses in range(MOST_PRESSES):
            page = self.app.top if self.app.stack else None
            if page is None:
                return
            home = type(page).__name__ in HOMES
            if home and isinstance(page, Page) and len(page.ui.layers) == 1:
                return
            self.key("escape" if presses < 10 else WAYS_ON[presses % len(WAYS_ON)])
            self.app.run_calls()
        raise Stuck(f"{MOST_PRESSES} presses led from {began} to {self._where()} only")

    def _where(self) -> str:
        page = self.app.top
        layers = len(page.ui.layers) if isinstance(page, Page) else 0
        return f"{' > '.join(type(one).__name__ for one in self.app.stack)} ({layers} layers)"


def main() -> int:
    """Run from the command line; 1 where anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    found: Counter[str] = Counter()
    began, done, seed = time.monotonic(), 0, wanted.seed
    seen: Counter[str] = Counter()
    names = [*shipped(), *ODD]
    with quickly():
        while done < wanted.events:
            monkey = Monkey(seed, names[seed % len(names) :] + names)
            try:
                monkey.run(wanted.events - done)
            except Exception as error:
                frames = traceback.extract_tb(error.__traceback__)
                own = [f for f in frames if "/tests/" not in f.filename] or list(frames)
                place = f"{Path(own[-1].filename).name}:{own[-1].lineno}"
                key = f"{type(error).__name__} at {place}: {str(error)[:160]}"
                if not found[key]:
                    print(f"\nseed {seed}, event {monkey.events}: {key}", file=sys.stderr)
                    traceback.print_exc()
                    print("\n".join(monkey.last), file=sys.stderr)
                found[key] += 1
            done, seed = done + monkey.events, seed + 1
            seen += monkey.seen
            chords.use({})
    minutes = (time.monotonic() - began) / 60
    print(f"{done} events in {minutes:.1f} minutes, {len(found)} faults")
    print(", ".join(f"{name} {count}" for name, count in seen.most_common()))
    for key, count in found.most_common():
        print(f"{count} x {key}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
