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
from sim.desk.screens.flow import Flow
settings = load_settings()
app = App(THEMES[settings.theme], settings.scale or 1.0, motion=settings.motion)
flow = Flow(app)
app.open(shown=False)
app.push(flow.title())
app.turn(wait=False)
print(time.perf_counter() - begin)
"""
SIZE = (1920, 1080)


def run(smoke: bool) -> Iterator[str]:
    """Yield a line for each measure."""
    from sim.paths import HOME_VARIABLE

    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME_VARIABLE] = home
        yield from _cold(1 if smoke else 7)
        yield from _screens(3 if smoke else 60)


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
    from sim.desk.picture import show
    from sim.desk.screens.desk import DeskPage
    from sim.game.game import Game
    from sim.scenario.load import load, opener

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
        page.selected = actors[(actors.index(page.selected) + 1) % len(actors)]
        rebuild()

    yield f"select an actor for the first time: {_timed(select, len(actors))}"
    yield f"select an actor again: {_timed(select, count)}"
    double = _times(there_and_back, max(2, count // 4))
    yield f"screen change: {_ms([t / 2 for t in double])} (bar 100 ms)"
    for name in ("moves", "table", "dossier"):
        times = [_enter(app, game, name, surface) for _ in range(max(2, count // 10))]
        yield f"opening {name}, with the desk below it: {_ms(times)}"
    from sim.game.odds import odds

    cards = [c.option for c in game.legal() if c.legal and (c.asks or c.calls)]
    yield (
        f"odds of all {len(cards)} cards that ask, 200 rollouts each: "
        f"{_timed(lambda: odds(game, cards), max(2, count // 10))} (bar 500 ms)"
    )
    pygame.display.quit()


def _enter(app: App, game: Game, name: str, surface: pygame.Surface) -> float:
    from sim.desk.picture import show

    app.quit()
    begin = time.perf_counter()
    show(game, name, app)
    app.frame(surface)
    return time.perf_counter() - begin


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
