"""The window without a display: the stack of screens, the loop, sizes, and memory."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

import pygame
import pytest

from sim.desk.kit.app import App, NoDisplayError, Screen, suggested_scale
from sim.desk.kit.layout import Column, Row
from sim.desk.kit.page import Page
from sim.desk.kit.theme import LIGHT, THEMES
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.buttons import Button, Tabs, Toggle
from sim.desk.kit.widgets.field import Field
from sim.desk.kit.widgets.scroll import Item, List, Scroll
from sim.desk.kit.widgets.slider import Slider
from sim.desk.kit.widgets.words import Label, Prose, TextBlock
from tests.desk.driving import Trial, key_event, press


def still(
    screen: Screen, size: tuple[int, int] = (1280, 720), theme: str = "dark"
) -> pygame.Surface:
    """A picture of a screen, without a display and without motion."""
    app = App(THEMES[theme], 1.0, size, motion=False)
    app.push(screen)
    surface = pygame.Surface(size, 0, 32)
    app.frame(surface)
    return surface


class Log(Page):
    """A page that notes what happens to it."""

    def __init__(self, name: str, log: list[str]) -> None:
        super().__init__()
        self.name, self.log = name, log

    def build(self) -> Widget:
        return Column([Label(self.name), Button("Go", lambda: self.log.append(f"{self.name} go"))])

    def enter(self, app: App) -> None:
        super().enter(app)
        self.log.append(f"{self.name} in")

    def leave(self) -> None:
        self.log.append(f"{self.name} out")


class Everything(Page):
    """A page with one of each, and state that they change."""

    def __init__(self) -> None:
        super().__init__()
        self.number, self.tab, self.row, self.text, self.on = 0.5, 0, 0, "", False

    def set(self, name: str) -> Callable[[object], object]:
        return lambda value: setattr(self, name, value)

    def build(self) -> Widget:
        items = [Item(f"row {i}", str(i)) for i in range(60)]
        left = Column(
            [
                Tabs(["One", "Two", "Three"], self.tab, self.set("tab")),
                Slider("Number", self.number, self.set("number"), tooltip="A number."),
                Toggle("Switch", self.on, self.set("on")),
                Field("Text", self.text, self.set("text")),
                Button("Ask", self.ask, "primary", hotkey="q"),
                Button("No", lambda: None, enabled=False, tooltip="Not now.", hotkey="n"),
            ],
            grow=1,
        )
        right = Column(
            [
                List(items, self.row, self.set("row"), self.ask_row, grow=1),
                Scroll(Prose("Words and [links](a). " * 80, lambda t: None), grow=1, key="prose"),
            ],
            grow=1,
        )
        return Row([left, right], gap=16, pad=16, across="stretch")

    def ask(self) -> None:
        if len(self.ui.layers) < 3:
            self.ui.open(lambda: Column([TextBlock("Sure?"), Button("Close", self.ui.close)]))

    def ask_row(self, index: int) -> None:
        self.app.push(Everything() if len(self.app.stack) < 3 else Log("deep", []))


def windowed(page: Page, size: tuple[int, int] = (1280, 720)) -> App:
    app = App(size=size, motion=False)
    app.open(shown=False)
    app.push(page)
    app.turn(wait=False)
    return app


# Stack -------------------------------------------------------------------------------------


def test_screens_are_entered_and_left_in_order() -> None:
    log: list[str] = []
    app = App(motion=False)
    app.push(Log("a", log))
    app.push(Log("b", log))
    app.pop()
    app.replace(Log("c", log))
    app.push(Log("d", log))
    app.quit()
    assert log == [
        *("a in", "a out", "b in", "b out", "a in", "a out", "c in", "c out", "d in"),
        *("d out", "c out"),
    ]
    assert app.stack == []


def test_esc_goes_back_but_never_out() -> None:
    log: list[str] = []
    app = App(motion=False)
    first = Log("a", log)
    app.push(first)
    assert not press(first, "escape")
    second = Log("b", log)
    app.push(second)
    assert press(second, "escape")
    assert app.top is first


def test_a_page_outside_a_window_says_so() -> None:
    with pytest.raises(RuntimeError, match="before it is entered"):
        _ = Log("a", []).look


# Loop --------------------------------------------------------------------------------------


def test_events_of_the_queue_reach_the_screen_and_are_drawn() -> None:
    log: list[str] = []
    app = windowed(Log("a", log))
    before = pygame.image.tobytes(pygame.display.get_surface() or pygame.Surface((1, 1)), "RGB")
    pygame.event.post(key_event("tab"))
    pygame.event.post(key_event("enter"))
    app.turn(wait=False)
    after = pygame.image.tobytes(pygame.display.get_surface() or pygame.Surface((1, 1)), "RGB")
    assert log == ["a in", "a go"]
    assert before != after


def test_nothing_is_drawn_while_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    app = windowed(Log("a", []))
    frames: list[int] = []

    def frame(surface: pygame.Surface) -> bool:
        frames.append(1)
        app.top.draw(surface)
        return False

    monkeypatch.setattr(app, "frame", frame)
    for _ in range(5):
        app.turn(wait=False)
    move = pygame.Event(pygame.MOUSEMOTION, pos=(900, 600), rel=(1, 1), buttons=(0, 0, 0))
    pygame.event.post(move)
    app.turn(wait=False)
    assert frames == []
    pygame.event.post(pygame.Event(pygame.MOUSEMOTION, {**move.dict, "pos": (30, 40)}))
    app.turn(wait=False)
    assert frames == [1]


def test_closing_the_window_leaves_every_screen() -> None:
    log: list[str] = []
    app = windowed(Log("a", log))
    app.push(Log("b", log))
    pygame.event.post(pygame.Event(pygame.QUIT))
    pygame.event.post(key_event("enter"))
    app.turn(wait=False)
    assert log[-2:] == ["b out", "a out"]
    assert not app.stack


def test_a_key_held_down_acts_once() -> None:
    log: list[str] = []
    app = windowed(Log("a", log))
    real = pygame.Event(pygame.KEYDOWN, {**key_event("enter").dict, "scancode": 40})
    for _ in range(3):
        pygame.event.post(real)
    pygame.event.post(pygame.Event(pygame.KEYUP, key=real.key, mod=0, unicode="", scancode=40))
    pygame.event.post(real)
    app.turn(wait=False)
    assert log.count("a go") == 2


def test_another_thread_can_hand_over_a_result() -> None:
    done: list[str] = []
    app = windowed(Log("a", []))
    thread = threading.Thread(
        target=lambda: app.post(lambda: done.append(threading.current_thread().name))
    )
    thread.start()
    thread.join()
    assert done == []
    app.turn()  # waits, and is woken by the call
    assert done == [threading.main_thread().name]


def test_without_a_display_there_is_one_sentence() -> None:
    app = App()
    with pytest.raises(NoDisplayError, match="no display"):
        app.open()
    assert not pygame.display.get_init()


def test_the_next_screen_fades_in_and_comes_to_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("sim.desk.kit.app.monotonic", lambda: now[0])
    app = App(motion=True)
    app.open(shown=False)
    app.push(Log("a", []))
    for _ in range(3):
        now[0] += 0.5
        app.turn(wait=False)
    app.push(Log("b", []))
    surface = pygame.display.get_surface()
    assert surface is not None
    pictures = []
    for _ in range(4):
        now[0] += 0.05
        app.turn(wait=False)
        pictures.append(pygame.image.tobytes(surface, "RGB"))
    now[0] += 0.5
    app.turn(wait=False)
    rest = pygame.image.tobytes(surface, "RGB")
    assert len(set(pictures)) == 4
    assert rest == pygame.image.tobytes(still(Log("b", [])), "RGB")


def test_the_clock_of_the_window_goes_by_itself() -> None:
    """Not pygame's, which tells 0 for ever unless all of pygame is begun: no screen came in."""
    app = App(motion=True)
    app.open(shown=False)
    app.push(Log("a", []))
    app.turn(wait=False)
    assert app.look.moving
    time.sleep(0.2)  # a fade is shorter
    app.turn(wait=False)
    assert not app.look.moving
    surface = pygame.display.get_surface()
    assert surface is not None
    rest = pygame.image.tobytes(still(Log("a", [])), "RGB")
    assert pygame.image.tobytes(surface, "RGB") == rest


# Sizes -------------------------------------------------------------------------------------


SIZES = [(400, 300), (1, 1), (200, 900), (640, 360), (1280, 720), (1920, 1080), (3840, 2160)]


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_window_of_any_size_is_drawn_and_used(scale: float) -> None:
    page = Everything()
    app = windowed(page)
    app.set_look(scale=scale)
    for size in [*SIZES, *reversed(SIZES)]:
        pygame.display.set_mode(size, pygame.RESIZABLE)
        app.turn(wait=False)
        assert app.look.size == size
        press(page, "tab", "down", "end", "tab", "right", "q", "escape")
        app.turn(wait=False)


def test_text_and_shapes_are_kept_when_only_the_size_changes() -> None:
    app = windowed(Everything())
    text, paint = app.look.text, app.look.paint
    app.resize((1000, 700))
    assert app.look.text is text
    assert app.look.paint is paint
    app.resize((400, 300))
    assert app.look.text is not text


@pytest.mark.parametrize(
    ("desktop", "scale"),
    [((1280, 720), 1.0), ((1920, 1080), 1.0), ((2560, 1440), 1.25), ((3840, 2160), 2.0)],
)
def test_the_scale_suits_the_desktop(desktop: tuple[int, int], scale: float) -> None:
    assert suggested_scale(desktop) == scale


# Pictures and memory -----------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
def test_pictures_are_the_same_every_time_and_need_no_display(theme: str) -> None:
    pygame.display.quit()
    first = still(Everything(), (640, 400), theme)
    again = still(Everything(), (640, 400), theme)
    assert pygame.image.tobytes(first, "RGB") == pygame.image.tobytes(again, "RGB")
    assert first.get_at((1, 1))[:3] == THEMES[theme].bg
    assert not pygame.display.get_init()


def test_a_change_of_look_reaches_a_page_that_is_shown() -> None:
    app = windowed(Everything())
    app.set_look(theme=LIGHT)
    app.turn(wait=False)
    surface = pygame.display.get_surface()
    assert surface is not None
    assert surface.get_at((2, 2))[:3] == LIGHT.bg


def test_memory_stays_flat_over_500_screens() -> None:
    app = windowed(Trial(list))
    kept: list[int] = []
    for i in range(500):
        words = [TextBlock(f"Screen {i} with words of its own. " * 20), Label(f"label {i}")]
        app.push(Trial(lambda words=words: words))  # type: ignore[misc]
        app.turn(wait=False)
        app.pop()
        kept.append(app.look.text.cache.bytes + app.look.paint.cache.bytes)
    look = app.look
    assert max(kept) <= look.text.cache.limit + look.paint.cache.limit
    assert kept[-1] < 1.2 * max(kept[200:300])
    assert len(app.stack) == 1


def test_random_events_never_break_it() -> None:
    chance = random.Random(20)
    page = Everything()
    app = windowed(page, (900, 600))
    keys = "tab shift+tab enter space escape up down left right pageup pagedown home end q n a é"
    for _ in range(700):
        at = (chance.randrange(-20, 920), chance.randrange(-20, 620))
        buttons = (chance.randrange(2), 0, 0)
        event = chance.choice(
            [
                key_event(chance.choice(keys.split())),
                pygame.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=buttons),
                pygame.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=chance.choice([1, 1, 2, 3])),
                pygame.Event(pygame.MOUSEBUTTONUP, pos=at, button=1),
                pygame.Event(pygame.MOUSEWHEEL, x=0, y=chance.randrange(-3, 4)),
                pygame.Event(pygame.WINDOWLEAVE),
            ]
        )
        app.handle(event)
        if chance.random() < 0.1:
            app.turn(wait=False)
        if chance.random() < 0.01:
            app.resize((chance.randrange(1, 1500), chance.randrange(1, 1000)))
        assert app.stack
    while len(app.stack) > 1:
        app.pop()
    for _ in range(4):
        press(page, "escape")
    assert len(page.ui.layers) == 1
    assert page.ui.focused is not None
