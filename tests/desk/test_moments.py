"""A key, the mouse or a fault at a wrong moment: nothing breaks, nothing vanishes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pygame
import pytest

from sim.desk.flow import Flow
from sim.desk.kit.app import App
from sim.desk.kit.keys import chord
from sim.desk.kit.page import Page
from sim.desk.kit.text import Text
from sim.desk.kit.theme import BODY, DARK
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.field import Field
from sim.desk.screens.advisers import AdvisersPage
from sim.desk.screens.codex import CodexPage
from sim.desk.screens.keys import KeysPage
from sim.desk.screens.opening import OpeningPage
from sim.desk.screens.title import TitlePage
from tests.desk.driving import Trial, centre, click, key_event, move, press
from tests.desk.driving import show as show_page
from tests.desk.games import game_at, shown, staged

pytestmark = pytest.mark.usefixtures("quick", "kept")


def hold(page: Page, at: tuple[int, int]) -> None:
    move(page, at)
    page.handle(pygame.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1))


def let_go(page: Page, at: tuple[int, int]) -> None:
    page.handle(pygame.Event(pygame.MOUSEBUTTONUP, pos=at, button=1))


def told(page: Page) -> str:
    return " ".join(node.name for node in page.ui.tree().walk() if node.role == "text")


# -- keys ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", ["help", "bet", "debrief"])
def test_a_small_figure_on_a_key_is_no_digit(screen: str) -> None:
    """French keyboards have a key for ², which is a digit to Python but no number."""
    _, page = shown(staged(screen), screen)
    page.handle(pygame.Event(pygame.KEYDOWN, key=ord("²"), mod=0, unicode="²"))


@pytest.mark.parametrize(
    ("code", "mod", "typed", "named"),
    [
        (pygame.K_1, pygame.KMOD_LSHIFT, "1", "1"),  # French
        (pygame.K_1, pygame.KMOD_NONE, "&", "&"),
        (pygame.K_1, pygame.KMOD_NONE, "១", "1"),  # Khmer
        (pygame.K_q, pygame.KMOD_LCTRL | pygame.KMOD_RALT, "@", "@"),  # German, by AltGr
        (pygame.K_l, pygame.KMOD_RALT, "ł", "ł"),  # Polish, by AltGr
        (pygame.K_l, pygame.KMOD_RALT | pygame.KMOD_LSHIFT, "Ł", "ł"),
        (pygame.K_l, pygame.KMOD_LALT, "l", "alt+l"),
        (pygame.K_s, pygame.KMOD_LCTRL, "\x13", "ctrl+s"),
        (pygame.K_i, pygame.KMOD_RALT, "İ", "i̇"),  # in small letters it is two characters
        (0x40000100, pygame.KMOD_NONE, "", ""),
    ],
)
def test_what_a_key_types_counts_not_what_has_to_be_held_for_it(
    code: int, mod: int, typed: str, named: str
) -> None:
    assert chord(pygame.Event(pygame.KEYDOWN, key=code, mod=mod, unicode=typed)) == named


def test_letters_behind_altgr_can_be_typed() -> None:
    texts = [""]
    page = Trial(lambda: [Field("Name", texts[-1], texts.append, autofocus=True)])
    show_page(page)
    for mod in (pygame.KMOD_RALT, pygame.KMOD_LCTRL | pygame.KMOD_RALT):
        page.handle(pygame.Event(pygame.KEYDOWN, key=pygame.K_l, mod=mod, unicode="ł"))
    assert texts[-1] == "łł"


def test_the_caret_stands_behind_what_was_typed_in_two_strokes() -> None:
    """An accent that joins its letter makes one character of the two."""
    texts = ["ab"]
    page = Trial(lambda: [Field("Name", texts[-1], texts.append, autofocus=True)])
    show_page(page)
    press(page, "home")
    page.handle(key_event("a", "e\u0301"))
    page.handle(key_event("a", "x"))
    assert texts[-1] == "éxab"


def test_that_settings_cannot_be_kept_is_told_once_a_key_was_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sim.desk.screens.keys.change_settings", lambda **changes: "No room.")
    page = KeysPage()
    show_page(page)
    press(page, "enter", "j")
    assert "No room." in told(page)
    press(page, "escape")
    assert len(page.ui.layers) == 1


# -- the mouse -------------------------------------------------------------------------------------


def test_a_row_that_is_held_while_the_list_is_searched_is_not_chosen() -> None:
    _, page = shown(game_at(2), "codex")
    assert isinstance(page, CodexPage)
    at = centre(page.ui.tree().find("listbox"))
    hold(page, at)
    press(page, "/")
    for letter in "zqzq":
        page.handle(key_event("a", letter))
    assert page.found == ()
    let_go(page, at)


def test_a_button_that_is_held_while_the_screen_changes_is_forgotten() -> None:
    flow, page = shown(game_at(2), "desk")
    at = centre(next(node for node in page.ui.tree().walk() if node.key == "moves"))
    hold(page, at)
    flow.help()
    above = flow.app.top
    assert isinstance(above, Page)
    let_go(above, at)
    press(above, "escape")
    let_go(page, at)
    assert flow.app.top is page


def test_a_button_that_was_let_go_where_nobody_saw_it_is_forgotten() -> None:
    pressed: list[str] = []
    page = Trial(lambda: [Button("Press", lambda: pressed.append("pressed"))])
    show_page(page)
    at = centre(page.ui.tree().find("button"))
    hold(page, at)
    move(page, at)
    let_go(page, at)
    assert pressed == []
    click(page, at)
    assert pressed == ["pressed"]


# -- no room ---------------------------------------------------------------------------------------


def test_text_without_any_room_is_broken_all_the_same() -> None:
    assert "".join(Text(1.0).wrap("some words", BODY, -7)) == "somewords"


# -- threads ---------------------------------------------------------------------------------------


def faulty(*args: Any, **options: Any) -> Any:
    raise ZeroDivisionError("nought below the line")


def until(app: App, done: Callable[[], bool]) -> None:
    """Let the loop go on until something has come, for ten seconds at most."""
    end = time.monotonic() + 10
    while not done() and time.monotonic() < end:
        app.run_calls()
        time.sleep(0.01)
    assert done()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_in_a_thread_is_told_on_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    flow, _ = shown(game_at(2), "desk")
    assert flow.session is not None
    monkeypatch.setattr(flow.session, "advisers", faulty)
    page = AdvisersPage(flow.session)
    flow.app.push(page)
    until(flow.app, lambda: len(page.ui.layers) > 1)
    assert "by a fault of the program: nought below the line" in told(page)
    press(page, "escape", "escape")
    assert flow.app.top is not page


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_of_what_was_left_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    flow, desk = shown(game_at(2), "desk")
    assert flow.session is not None
    gone = threading.Event()

    def slow() -> Any:
        gone.wait(10)
        faulty()

    monkeypatch.setattr(flow.session, "advisers", slow)
    flow.app.push(AdvisersPage(flow.session))
    flow.app.pop()
    gone.set()
    until(flow.app, lambda: all(one.name != "advisers" for one in threading.enumerate()))
    flow.app.run_calls()
    assert flow.app.top is desk
    assert len(desk.ui.layers) == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_in_reckoning_odds_is_told_at_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.desk.session.Session._reckon", faulty)
    app = App(DARK, 1.0, (1280, 720), motion=False)
    flow = Flow(app, 7)
    app.push(flow.title())
    flow.play(game_at(1))
    page = app.top
    assert isinstance(page, Page)
    page.ui.prepare()
    until(app, lambda: len(page.ui.layers) > 1)
    assert "by a fault of the program" in told(page)


def test_a_window_closed_while_a_scenario_is_opened_is_simply_closed() -> None:
    app = App(DARK, 1.0, (1280, 720), motion=False)
    flow = Flow(app, 7)
    app.push(flow.title())
    ready = threading.Event()
    flow.open("A scenario", lambda: ready.wait(10), lambda result: None)
    assert isinstance(app.top, OpeningPage)
    app.handle(pygame.Event(pygame.QUIT))
    ready.set()
    end = time.monotonic() + 10
    while app._calls.empty() and time.monotonic() < end:
        time.sleep(0.01)
    app.run_calls()
    assert app.stack == []


def test_why_a_game_could_not_be_saved_is_kept_until_the_window_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flow, page = shown(game_at(2), "desk")
    assert not isinstance(page, TitlePage)
    assert flow.session is not None
    monkeypatch.setattr(flow.session, "leave", lambda: "No room.")
    flow.app.quit()  # the cross of the window
    flow.app.quit()  # the end of the loop
    assert flow.unsaved == "No room."
