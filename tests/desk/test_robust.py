"""What can go wrong around the desk: the game goes on, or one sentence says why not."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pygame
import pytest

from sim.desk.flow import Flow
from sim.desk.kit import text as kit_text
from sim.desk.kit.app import App
from sim.desk.kit.page import Page
from sim.desk.kit.sound import Sound
from sim.desk.kit.text import Text, font_problem
from sim.desk.kit.theme import BODY, DARK, TITLE
from sim.desk.models.settings import load_settings, read_settings, settings_path
from sim.desk.picture import SCREENS
from sim.desk.screens.desk import DeskPage
from sim.desk.screens.settings import SettingsPage
from sim.desk.screens.title import TitlePage
from sim.game.game import Game
from sim.game.progress import progress_path
from sim.game.saving.save import autosave, autosave_path, read, write
from tests.desk.driving import key_event, press
from tests.desk.games import SCENARIO, game_at, show

pytestmark = pytest.mark.usefixtures("quick")

SMALL_AND_TINY = ((400, 300), (1, 1))
FOUR_K = (3840, 2160)


def window(size: tuple[int, int] = (1280, 720)) -> Flow:
    app = App(DARK, 1.0, size, motion=False)
    flow = Flow(app, 7, wait=True)
    app.push(flow.title())
    return flow


def page_of(flow: Flow) -> Page:
    page = flow.app.top
    assert isinstance(page, Page)
    return page


def told(flow: Flow) -> str:
    nodes = page_of(flow).ui.tree().walk()
    return " ".join(node.name for node in nodes if node.role == "text")


def plan_something(flow: Flow) -> None:
    """Plan the first card that can be, by its key."""
    for number in "12345":
        press(page_of(flow), number)
        while not isinstance(flow.app.top, DeskPage) or len(page_of(flow).ui.layers) > 1:
            press(page_of(flow), "escape")
        assert flow.session is not None
        if flow.session.game.planned:
            return
    raise AssertionError("no card could be planned")


# -- the window ------------------------------------------------------------------------------------


def test_a_window_closed_in_the_middle_of_a_turn_loses_nothing() -> None:
    flow = window()
    flow.play(game_at(2))
    plan_something(flow)
    assert flow.session is not None
    planned, state = list(flow.session.game.planned), flow.session.game.state_hash()
    flow.app.handle(pygame.Event(pygame.QUIT))
    assert flow.app.stack == []
    assert len(read(autosave_path()).planned) == len(planned)
    again = window()
    press(page_of(again), "c")
    assert again.session is not None
    assert again.session.game.planned == planned
    assert again.session.game.state_hash() == state


def test_a_game_that_was_only_looked_at_does_not_displace_the_saved_one() -> None:
    autosave(game_at(3))
    before = autosave_path().read_bytes()
    flow = window()
    flow.begin(SCENARIO)
    press(page_of(flow), "enter")
    flow.app.handle(pygame.Event(pygame.QUIT))
    assert autosave_path().read_bytes() == before


@cache
def shared() -> Game:
    """A game that is only looked at."""
    return game_at(3)


@pytest.mark.parametrize("screen", [name for name in SCREENS if not name.startswith("debrief_")])
def test_every_screen_is_drawn_in_the_smallest_windows(screen: str) -> None:
    app = App(DARK, 1.0, (1280, 720), motion=False)
    show(shared(), screen, app)
    for size in SMALL_AND_TINY:
        app.resize(size)
        app.frame(pygame.Surface(size, 0, 32))
        app.handle(key_event("tab"))
        app.frame(pygame.Surface(size, 0, 32))


def test_dialogs_are_drawn_at_any_size() -> None:
    flow = window()
    flow.play(game_at(2))
    press(page_of(flow), "escape")
    assert len(page_of(flow).ui.layers) == 2
    for size in (*SMALL_AND_TINY, FOUR_K):
        flow.app.resize(size)
        flow.app.frame(pygame.Surface(size, 0, 32))


@pytest.mark.parametrize("screen", ["title", "guide"])
def test_a_large_window_is_filled(screen: str) -> None:
    app = App(DARK, 2.0, (1280, 720), motion=False)
    show(game_at(1), screen, app)
    app.resize(FOUR_K)
    surface = pygame.Surface(FOUR_K, 0, 32)
    app.frame(surface)
    assert app.look.scale == 2.0


# -- files -----------------------------------------------------------------------------------------


def test_a_save_from_a_newer_program_is_told_in_a_sentence() -> None:
    autosave(game_at(2))
    data = json.loads(autosave_path().read_text(encoding="utf-8"))
    data["version"] = 99
    autosave_path().write_text(json.dumps(data), encoding="utf-8")
    flow = window()
    press(page_of(flow), "c")
    assert isinstance(flow.app.top, TitlePage)
    assert "newer program" in told(flow)


@pytest.mark.parametrize("content", ["{", "[1]", "null", "\x00\x01", '{"keys": 3, "theme": []}'])
def test_broken_settings_and_progress_cost_a_sentence_at_most(content: str) -> None:
    for path in (settings_path(), progress_path()):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    settings, problem = read_settings()
    assert settings.theme == "dark"
    assert problem == "" or problem.endswith(".")
    flow = window()
    flow.app.frame(pygame.Surface((1280, 720), 0, 32))
    assert "progress is counted anew" in told(flow)


@pytest.fixture
def no_room(home: Path) -> None:
    """A home that nothing can be written to: a file lies where the folder would be."""
    home.parent.mkdir(parents=True, exist_ok=True)
    home.write_text("in the way", encoding="utf-8")


@pytest.mark.usefixtures("no_room", "quick", "kept")
def test_without_a_place_to_write_the_game_goes_on() -> None:
    flow = window()
    flow.settings()
    page = flow.app.top
    assert isinstance(page, SettingsPage)
    page.ui.focus("theme")
    press(page, "right")
    assert flow.app.look.theme.name == "light"
    assert "could not be kept" in told(flow)
    press(page, "escape")
    flow.play(game_at(12))
    press(page_of(flow), "e")
    press(page_of(flow), "enter")
    assert flow.session is not None
    assert flow.session.game.over
    assert flow.session.notice


def test_a_full_disk_is_told_once_and_nothing_half_is_left(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    flow = window()
    flow.play(game_at(2))
    autosave(game_at(1))
    before = autosave_path().read_bytes()

    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        press(page_of(flow), "e")
        press(page_of(flow), "enter")
        assert isinstance(flow.app.top, DeskPage)
        assert os.strerror(errno.ENOSPC) in told(flow)
    assert autosave_path().read_bytes() == before
    kept = {path.suffix for path in autosave_path().parent.iterdir()}
    assert kept <= {".json", ".lock"}
    assert home.is_dir()


def test_a_save_in_place_of_which_there_is_a_folder(tmp_path: Path) -> None:
    autosave_path().mkdir(parents=True)
    flow = window()
    assert isinstance(flow.app.top, TitlePage)
    flow.play(game_at(1))
    press(page_of(flow), "e")
    press(page_of(flow), "enter")
    assert "could not be saved" in told(flow)
    write(game_at(1), tmp_path / "elsewhere.json")


# -- fonts and sound -------------------------------------------------------------------------------


@pytest.fixture
def fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the fonts that may be spoilt."""
    folder = tmp_path / "fonts"
    shutil.copytree(kit_text._fonts(), folder)
    monkeypatch.setattr(kit_text, "_fonts", lambda: folder)
    for kept in (kit_text._coverage, kit_text._chain):
        kept.cache_clear()
    yield folder
    monkeypatch.undo()
    for kept in (kit_text._coverage, kit_text._chain):
        kept.cache_clear()


def test_a_missing_font_gives_way_to_another_and_is_told(fonts: Path) -> None:
    assert font_problem() == ""
    (fonts / "NotoSerif-Bold.ttf").unlink()
    assert "NotoSerif-Bold.ttf" in font_problem()
    assert Text(1.0).image("Twin Track", TITLE, (255, 255, 255)).get_width() > 20


@pytest.mark.parametrize("spoil", ["empty", "gone", "no coverage"])
def test_without_any_font_there_is_still_text(fonts: Path, spoil: str) -> None:
    for path in list(fonts.iterdir()):
        if spoil == "gone":
            path.unlink()
        elif spoil == "empty" and path.suffix in (".ttf", ".otf"):
            path.write_bytes(b"")
        elif spoil == "no coverage" and path.suffix == ".json":
            path.write_text("{", encoding="utf-8")
    assert Text(1.0).image("Some words", BODY, (255, 255, 255)).get_width() > 20
    flow = window((640, 360))
    flow.app.frame(pygame.Surface((640, 360), 0, 32))


def test_without_a_sound_device_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no-such-driver")
    assert "no sound device" in Sound().switch(True)
    flow = window()
    flow.settings()
    page = flow.app.top
    assert isinstance(page, SettingsPage)
    page.ui.focus("sound")
    press(page, "enter")
    assert "no sound device" in told(flow)
    assert not load_settings().sound
    flow.app.cue("gavel")
