"""The window: a stack of screens, the event loop, and pictures without a window."""

from __future__ import annotations

import contextlib
import itertools
import queue
import threading
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Final, Protocol

import pygame

from sim.catalogue import _
from sim.desk.kit.keys import REPEATING, chord, meant
from sim.desk.kit.look import Look
from sim.desk.kit.shapes import bezier
from sim.desk.kit.sound import Cue, Sound
from sim.desk.kit.theme import DARK, Theme
from sim.desk.kit.widget import Action, Widget

_FRAME: Final = 1 / 60  # seconds
_FADE: Final = 0.16
_LONGEST_WAIT: Final = 60.0
_NOT_SHOWN: Final = ("offscreen", "dummy")


class NoDisplayError(RuntimeError):
    """There is no display to open a window on."""


class Screen(Protocol):
    """What fills the window. `sim.desk.kit.page.Page` is the usual way to write one."""

    def enter(self, app: App) -> None:
        """Take the window, for the first time or again."""

    def leave(self) -> None:
        """Be covered or closed: save what must not be lost."""

    def handle(self, event: pygame.Event) -> bool:
        """Take an event; say whether it was used."""

    def update(self, seconds: float) -> bool:
        """Let time pass; say whether the screen must be drawn again."""

    def wake(self) -> float | None:
        """Return the seconds after which `update` must be called, or None for never."""

    def draw(self, surface: pygame.Surface) -> None:
        """Draw everything."""


class App:
    """Runs screens in a window; drawn only when something has changed.

    Without `open` it runs them in memory, which is how pictures and tests are made.
    """

    def __init__(
        self,
        theme: Theme = DARK,
        scale: float = 1.0,
        size: tuple[int, int] = (1280, 720),
        motion: bool = True,
        title: str = "Twin Track",
    ) -> None:
        pygame.font.init()  # never pygame.init(): it would open the sound device
        self.title = title
        self.stack: list[Screen] = []
        self._scale = scale
        self._size = self._windowed = size
        self.look = Look(theme, scale, size, motion)
        self._dirty = True
        self._seconds = monotonic()
        self._held: set[int] = set()
        self._calls: queue.SimpleQueue[Callable[[], object]] = queue.SimpleQueue()
        self.sound = Sound()
        self.on_quit: Callable[[], object] = lambda: None
        """Keeps what must not be lost when the window closes."""
        self.on_fault: Callable[[Exception], object] = lambda error: None
        """Tells of a fault in what a screen has done beside the loop; see `work`."""
        self.everywhere: dict[str, Action] = {}
        """What keys do that no screen has used."""
        self.over: Callable[[Screen, Widget], Widget] = lambda page, whole: whole
        """Puts something over a page that was built, such as a hint."""
        self.on_escape: Callable[[Screen], bool] = lambda page: False
        """Hears of Esc on a page before the page does; whether that was all that was meant."""
        self.heard: Callable[[str], object] = lambda deed: None
        """Hears what the player does, where that may end a hint; see `sim.scenario.form.guide`."""
        self._before: pygame.Surface | None = None  # the last picture of the screen before
        self._since: float | None = None  # when it began to fade; not before the next frame

    # Screens -------------------------------------------------------------------------------

    @property
    def top(self) -> Screen:
        """The screen in use."""
        return self.stack[-1]

    def push(self, screen: Screen) -> None:
        """Put a screen over the present one."""
        if self.stack:
            self.top.leave()
        self.stack.append(screen)
        self._changed()

    def pop(self) -> None:
        """Leave the present screen; the window closes with the last one."""
        if self.stack:
            self.stack.pop().leave()
        if self.stack:
            self._changed()

    def replace(self, screen: Screen) -> None:
        """Put a screen in the place of the present one."""
        if self.stack:
            self.stack.pop().leave()
        self.stack.append(screen)
        self._changed()

    def quit(self) -> None:
        """Leave all screens, the topmost first."""
        self.on_quit()
        while self.stack:
            self.stack.pop().leave()

    def _changed(self) -> None:
        shown = pygame.display.get_surface() if pygame.display.get_init() else None
        if self.look.motion and shown is not None:
            self._before, self._since = shown.copy(), None
        self._dirty = True
        self.top.enter(self)

    # Settings ------------------------------------------------------------------------------

    @property
    def scale(self) -> float:
        """The UI scale asked for; `look.scale` is the one in use."""
        return self._scale

    def set_look(
        self,
        theme: Theme | None = None,
        scale: float | None = None,
        motion: bool | None = None,
    ) -> None:
        """Change theme, scale or motion; every screen follows with its next drawing."""
        look = self.look
        self._scale = self._scale if scale is None else scale
        self.look = look.changed(
            theme or look.theme, self._scale, self._size, look.motion if motion is None else motion
        )
        self._dirty = True

    def resize(self, size: tuple[int, int]) -> None:
        """Lay out for another size of the window."""
        size = (max(1, size[0]), max(1, size[1]))
        if size != self._size:
            self._size = size
            look = self.look
            self.look = look.changed(look.theme, self._scale, size, look.motion)
            self._before = None
            self._dirty = True

    def post(self, call: Callable[[], object]) -> None:
        """Have `call` called by the loop; the one thing that another thread may use."""
        self._calls.put(call)
        with contextlib.suppress(pygame.error):  # the window may be closing just now
            if pygame.display.get_init():
                pygame.event.post(pygame.Event(pygame.USEREVENT))

    def work(self, name: str, call: Callable[[], object]) -> None:
        """Have `call` called in a thread of that name, which hands over what it makes by `post`.

        A fault in it is told by `on_fault` while the screen that asked for it is there, and raised.
        """
        asked = self.top

        def tell(error: Exception) -> None:
            if asked in self.stack:
                self.on_fault(error)

        def run() -> None:
            try:
                call()
            except Exception as error:
                self.post(partial(tell, error))
                raise

        threading.Thread(target=run, name=name, daemon=True).start()

    # Window --------------------------------------------------------------------------------

    def open(self, shown: bool = True) -> None:
        """Open the window, or with `shown` off also where nobody can see it.

        Raises:
            NoDisplayError: when there is no display.
        """
        try:
            pygame.display.init()
            pygame.display.set_icon(_icon(self.look))
            pygame.display.set_mode(self._size, pygame.RESIZABLE)
        except pygame.error as error:
            words = _("No window can be opened here: {reason}.")
            raise NoDisplayError(words.format(reason=error)) from error
        if shown and pygame.display.get_driver() in _NOT_SHOWN:
            pygame.display.quit()
            raise NoDisplayError(_("No window can be opened here: there is no display."))
        pygame.display.set_caption(self.title)
        pygame.key.set_repeat(400, 40)

    def toggle_fullscreen(self) -> None:
        """Fill the screen, or go back to a window."""
        if pygame.display.is_fullscreen():
            pygame.display.set_mode(self._windowed, pygame.RESIZABLE)
        else:
            self._windowed = self._size
            pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
        self._dirty = True

    def run(self, first: Screen) -> None:
        """Open the window and stay until the last screen is left.

        Raises:
            NoDisplayError: when there is no display.
        """
        self.open()
        try:
            self.push(first)
            while self.stack:
                self.turn()
        finally:
            self.quit()
            pygame.display.quit()

    def turn(self, wait: bool = True) -> None:
        """Go once through the loop: wait for events, take them, let time pass, draw."""
        events = self._events(wait)
        now = monotonic()  # pygame's own clock stands still without pygame.init()
        passed, self._seconds = now - self._seconds, now
        if self.stack:  # before the events: the time that passed belongs to the state before them
            self._dirty = self.top.update(passed) or self._dirty
        for event in events:
            if self.stack and not self._repeated(event):
                self.handle(event)
        self.run_calls()
        surface = pygame.display.get_surface()
        if not self.stack or surface is None:
            return
        self.resize(surface.get_size())
        self._dirty = self.top.update(0.0) or self._dirty
        if self._dirty:
            self.look.now = now
            self._dirty = self.frame(surface)
            pygame.display.flip()

    def handle(self, event: pygame.Event) -> None:
        """Take one event."""
        if event.type == pygame.QUIT:
            self.quit()
        elif event.type == pygame.KEYDOWN and _is(event, "f11") and pygame.display.get_init():
            self.toggle_fullscreen()
        elif event.type in (pygame.WINDOWEXPOSED, pygame.WINDOWSIZECHANGED):
            self._dirty = True
        elif self.stack:
            used = self.top.handle(event)
            if not used and event.type == pygame.KEYDOWN and self.stack:
                used = self._everywhere(meant(chord(event)))
            # A movement of the mouse matters only where it changes what is hovered.
            self._dirty = self._dirty or (used and event.type != pygame.MOUSEMOTION)

    def _everywhere(self, key: str) -> bool:
        deed = self.everywhere.get(key)
        if deed is not None:
            deed()
        return deed is not None

    def cue(self, cue: Cue) -> None:
        """Sound a cue, if the user has switched sound on."""
        self.sound.play(cue)

    def frame(self, surface: pygame.Surface) -> bool:
        """Draw the present screen; say whether something moves and another frame is needed."""
        self.look.moving = False
        self.top.draw(surface)
        if self._before is not None:
            self._since = self.look.now if self._since is None else self._since
            left = 1.0 - (self.look.now - self._since) / _FADE
            if left <= 0 or not self.look.motion:
                self._before = None
            else:
                self._before.set_alpha(min(254, round(255 * left)))  # 255 takes a slow way
                surface.blit(self._before, (0, 0))
                self.look.moving = True
        return self.look.moving

    def _events(self, wait: bool) -> list[pygame.Event]:
        if not wait or not self.stack:
            return _last_motions(pygame.event.get())
        seconds = _FRAME if self._dirty else (self.top.wake() or _LONGEST_WAIT)
        first = pygame.event.wait(max(1, round(1000 * min(seconds, _LONGEST_WAIT))))
        return _last_motions([first, *pygame.event.get()])

    def _repeated(self, event: pygame.Event) -> bool:
        """Whether a key is only held down, and is not one that may act again and again."""
        if event.type == pygame.KEYUP:
            self._held.discard(event.key)
        elif event.type == pygame.WINDOWFOCUSLOST:
            self._held.clear()
        elif event.type == pygame.KEYDOWN and hasattr(event, "scancode"):
            held = event.key in self._held
            self._held.add(event.key)
            return held and chord(event).split("+")[-1] not in REPEATING
        return False

    def run_calls(self) -> None:
        """Make the calls that were posted; the loop does so by itself, while anything is shown."""
        while self.stack:
            try:
                call = self._calls.get_nowait()
            except queue.Empty:
                return
            call()
            self._dirty = True


def _is(event: pygame.Event, usual: str) -> bool:
    """Whether a key was pressed that stands for a usual chord."""
    return meant(chord(event)) == usual


def _icon(look: Look) -> pygame.Surface:
    """Draw the icon of the window: two tracks that go the same way."""
    icon = pygame.Surface((64, 64), pygame.SRCALPHA, 32)
    paint, theme = look.paint, DARK
    paint.box(icon, pygame.Rect(0, 0, 64, 64), 14, theme.raised)
    for x, colour in ((0.0, theme.trust), (17.0, theme.accent)):
        paint.arrow(icon, bezier((12 + x, 52), (34 + x, 14), -0.16), colour, 7, None, 15)
    return icon


def _last_motions(events: list[pygame.Event]) -> list[pygame.Event]:
    """Return the events with only the last of every series of mouse movements."""
    return [
        event
        for event, after in itertools.zip_longest(events, events[1:])
        if not (
            event.type == pygame.MOUSEMOTION
            and after is not None
            and after.type == pygame.MOUSEMOTION
            and after.buttons == event.buttons
        )
    ]


def suggested_scale(desktop: tuple[int, int]) -> float:
    """Return the UI scale that suits a desktop of this many pixels."""
    return max(1.0, min(2.0, round(desktop[1] / 1080 * 4) / 4))
