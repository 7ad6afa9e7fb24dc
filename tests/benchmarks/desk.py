"""The desk: from the start to the title, a full redraw, from screen to screen, odds of a hand."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pygame

    from sim.desk.flow import Flow
    from sim.desk.kit.app import App
    from sim.game.game import Game

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

_COLD = """
import time
begin = time.perf_counter()
from sim.desk.kit.app import App
from sim.desk.kit.theme import THEMES
from sim.desk.models.settings import load_settings
from sim.desk.flow import Flow
settings = load_settings()
app = App(THEMES[settings.theme], settings.scale or 1.0, motion=settings.motion)
flow = Flow(app)
app.open(shown=False)
app.push(flow.title())
app.turn(wait=False)
print(time.perf_counter() - begin)
"""
SIZE = (1920, 1080)
_BAR = 0.1  # seconds
_FULL = 60
_RECKONING = ("again", "advisers", "debrief")
"""Screens that have something reckoned in a thread once they are open."""
_ELSEWHERE = ("curtain", "together", "briefing")
"""Screens that take the place of a desk."""


def run(smoke: bool) -> Iterator[str]:
    """Yield a line for each measure."""
    from sim.paths import HOME_VARIABLE

    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME_VARIABLE] = home
        yield from _cold(1 if smoke else 7)
        yield from _screens(3 if smoke else _FULL)


def _cold(count: int) -> Iterator[str]:
    inside, whole = [], []
    before = os.times()
    for _ in range(count):
        begin = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", _COLD], capture_output=True, text=True, check=True
        )
        whole.append(time.perf_counter() - begin)
        inside.append(float(done.stdout))
    after = os.times()
    used = after.children_user + after.children_system
    used -= before.children_user + before.children_system
    yield (
        f"cold start to the title, drawn: {_ms(whole)} with the interpreter, {_ms(inside)} without"
        f" (bar 1000 ms); processor time {used / count * 1e3:.0f} ms"
    )


def _screens(count: int) -> Iterator[str]:
    import pygame

    from sim.desk.kit.app import App
    from sim.desk.kit.theme import DARK
    from sim.desk.navigation.preloading import preload
    from sim.desk.picture import show
    from sim.desk.screens.desk import DeskPage
    from sim.game.game import Game
    from sim.scenario.load import load
    from sim.scenario.shelf import opener

    preload()  # as the window does behind the title
    app = App(DARK, 1.0, SIZE, motion=False)
    app.open(shown=False)
    surface = pygame.display.get_surface()
    assert surface is not None
    game = Game.new(load(opener()))
    game.end_turn()
    flow = show(game, "desk", app)
    page = app.top
    assert isinstance(page, DeskPage)
    app.frame(surface)

    def redraw() -> None:
        app.frame(surface)
        pygame.display.flip()

    def rebuild() -> None:
        page.refresh()
        redraw()

    def there_and_back() -> None:
        flow.settings()
        redraw()
        app.pop()
        redraw()

    yield f"full redraw of the desk at 1920x1080: {_timed(redraw, count)} (bar 16 ms)"
    yield f"the same, built anew: {_timed(rebuild, count)}"
    actors = list(game.scenario.actors)

    def select() -> None:
        page.shown.actor = actors[(actors.index(page.shown.actor) + 1) % len(actors)]
        rebuild()

    yield f"select an actor for the first time: {_timed(select, len(actors))}"
    yield f"select an actor again: {_timed(select, count)}"
    double = _times(there_and_back, max(2, count // 4))
    yield f"screen change: {_ms([t / 2 for t in double])} (bar 100 ms)"
    yield from _every_screen(flow, app, game, surface)
    from sim.game.forecast.odds import odds

    cards = [c.option for c in game.legal() if c.legal and (c.asks or c.calls)]
    yield (
        f"odds of all {len(cards)} cards that ask, 200 rollouts each: "
        f"{_timed(lambda: odds(game, cards), max(2, count // 10))} (bar 500 ms)"
    )
    yield _memory(flow, app, game, surface, 20 if count < _FULL else 500)
    pygame.display.quit()


def _every_screen(flow: Flow, app: App, game: Game, surface: pygame.Surface) -> Iterator[str]:
    """Open every screen over the desk, for the first time and again."""
    slow = []
    for name in _leads():
        first, used = _open(flow, app, game, name, surface)
        again = [_open(flow, app, game, name, surface)[0] for _ in range(3)]
        yield (
            f"opening {name}: {first * 1e3:.1f} ms for the first time (processor "
            f"{used * 1e3:.1f} ms), {statistics.median(again) * 1e3:.1f} ms again"
        )
        if first > _BAR:
            slow.append(name)
    yield f"screens that took more than 100 ms at first: {', '.join(slow) or 'none'}"


def _leads() -> list[str]:
    """Screens that are opened over a desk, those that reckon in a thread last."""
    from sim.desk.picture import SCREENS

    over = [name for name in SCREENS if name not in ("title", "desk", *_ELSEWHERE)]
    return sorted(over, key=lambda name: name in _RECKONING)


def _open(
    flow: Flow, app: App, game: Game, name: str, surface: pygame.Surface
) -> tuple[float, float]:
    """Open a screen over the desk as a player would, and leave it.

    Returns:
        How long it took to open, and for how long the processor was busy.

    The desk stays as it is, its odds are known, and what is reckoned goes on in a thread.
    """
    from sim.desk.picture import SCREENS

    desk, play, wait = app.top, flow.play, flow.wait
    flow.play, flow.wait = lambda game: None, False  # type: ignore[method-assign]
    session = flow.session
    assert session is not None
    want, session.want = session.want, lambda options: False  # type: ignore[method-assign]
    try:
        begin, used = time.perf_counter(), time.process_time()
        SCREENS[name](flow, game)
        app.frame(surface)
        passed, used = time.perf_counter() - begin, time.process_time() - used
        while len(app.stack) > 1 and app.top is not desk:
            app.pop()
        while getattr(desk, "ui", None) is not None and len(desk.ui.layers) > 1:  # type: ignore[attr-defined]
            desk.ui.close()  # type: ignore[attr-defined]
        while game.planned:
            session.drop(0)
        app.frame(surface)
    finally:
        flow.play, flow.wait, session.want = play, wait, want  # type: ignore[method-assign]
    return passed, used


def _memory(flow: Flow, app: App, game: Game, surface: pygame.Surface, changes: int) -> str:
    """How memory grows over so many screen changes, once every screen was open some times."""
    names = [name for name in _leads() if name not in _RECKONING]
    sizes = []
    for change in range(changes // 2):
        _open(flow, app, game, names[change % len(names)], surface)
        sizes.append(_resident())
    late = sizes[len(sizes) // 3 :]
    slope = statistics.linear_regression(range(len(late)), late).slope / 2
    return (
        f"memory over {changes} screen changes: {late[0] / 1e6:.1f} to {late[-1] / 1e6:.1f} MB, "
        f"{slope / 1e3:+.2f} KB a change"
    )


def _resident() -> int:
    """Bytes of this process in memory."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _times(deed: Callable[[], object], count: int) -> list[float]:
    times = []
    for _ in range(count):
        begin = time.perf_counter()
        deed()
        times.append(time.perf_counter() - begin)
    return times


def _timed(deed: Callable[[], object], count: int) -> str:
    return _ms(_times(deed, count))


def _ms(times: list[float]) -> str:
    middle, slowest = statistics.median(times) * 1e3, max(times) * 1e3
    return f"median {middle:.1f} ms, slowest {slowest:.1f} ms"
