"""The page of problems: a broken file at the desk, at a briefing, and when it is opened.

F5 tries again, Esc goes on with the last good one.
"""

from __future__ import annotations

from pathlib import Path

import pygame
import pytest

from sim.desk.flow import Flow
from sim.desk.kit.app import App
from sim.desk.kit.page import Page
from sim.desk.kit.theme import DARK
from sim.desk.models.title import Shelf
from sim.desk.picture import play_on
from sim.desk.screens.briefing import BriefingPage
from sim.desk.screens.desk import DeskPage
from sim.desk.screens.problems import ProblemsPage
from sim.game.game import Game
from sim.scenario.load import load
from tests.desk.driving import key_event, press
from tests.desk.games import SCENARIO, record

HEAD = f"version: 1\nid: edited\ntitle: Edited\nextends: {SCENARIO}\n"


@pytest.fixture
def own_file(tmp_path: Path) -> Path:
    """A small scenario of one's own, over one that ships."""
    return written(tmp_path / "edited.yaml", HEAD)


@pytest.fixture
def flow() -> Flow:
    """A window in memory at the opening."""
    app = App(DARK, motion=False)
    made = Flow(app, 3, wait=True)
    app.push(made.title())
    return made


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def at_the_desk(flow: Flow, path: Path) -> Game:
    game = Game.new(load(str(path)), None, 3)
    play_on(game, record(), 2)
    flow.play(game)
    return game


def page_of(flow: Flow) -> Page:
    page = flow.app.top
    assert isinstance(page, Page)
    return page


def told(flow: Flow, kind: type[Page]) -> str:
    """All that a page of a kind says."""
    page = flow.app.top
    assert isinstance(page, kind)
    flow.app.frame(pygame.Surface((1280, 720), 0, 32))
    return " ".join(node.name for node in page.ui.tree().walk() if node.role == "text")


def press_f5(flow: Flow) -> None:
    flow.app.handle(key_event("f5"))
    flow.app.run_calls()


def test_every_problem_is_shown_with_its_place_and_the_game_is_untouched(
    flow: Flow, own_file: Path
) -> None:
    game = at_the_desk(flow, own_file)
    desk, state = flow.app.top, game.state_hash()
    written(own_file, f"{HEAD}capital: {{per_turn: forty}}\ntrust: 5\n")
    press_f5(flow)
    said = told(flow, ProblemsPage)
    assert '"per_turn" must be a whole number between 1 and 12, not the text "forty"' in said
    assert "edited.yaml, line 5, column 21" in said
    assert "line 5: capital: {per_turn: forty}" in said
    assert "edited.yaml, line 6, column 8" in said
    assert "The game goes on with the scenario as it was." in said
    press_f5(flow)
    assert "still broken" in told(flow, ProblemsPage)
    press(page_of(flow), "escape")
    assert flow.app.top is desk
    assert flow.session is not None
    assert flow.session.game is game
    assert game.state_hash() == state
    press_f5(flow)
    written(own_file, f"{HEAD}capital: {{per_turn: 4}}\n")
    press_f5(flow)
    said = told(flow, DeskPage)
    assert "your moves were played again from the first turn" in said
    assert "Changed: capital.per_turn: 3, now 4." in said
    assert len(flow.app.stack) == 2


BROKEN = {
    "half saved": "",
    "bad indent": "version: 1\nid: edited\ntitle: Edited\n  extends: none\n",
    "a tab": "version: 1\nid: edited\n\ttitle: Edited\n",
    "an open list": "version: 1\nid: edited\ntitle: [\n",
    "a misspelt name": HEAD.replace("title", "titel"),
    "no such parent": HEAD.replace(SCENARIO, "nobody"),
    "itself": HEAD.replace(SCENARIO, "edited.yaml"),
    "another parent": HEAD.replace(SCENARIO, "security-council-1992"),
    "no seat any more": f"{HEAD}actors: {{japan: {{seat: false}}}}\n",
    "nobody left": f"{HEAD}actors: {{japan: null}}\n",
}


def test_however_a_file_is_broken_the_game_goes_on_until_it_is_mended(
    flow: Flow, own_file: Path
) -> None:
    game = at_the_desk(flow, own_file)
    for name, text in BROKEN.items():
        written(own_file, text)
        press_f5(flow)
        if name == "another parent":  # a good file: its moves are others, and so is its game
            assert "no longer possible" in told(flow, DeskPage)
            game = at_the_desk(flow, written(own_file, HEAD))
            continue
        assert "1. " in told(flow, ProblemsPage), name
        assert flow.session is not None
        assert flow.session.game is game, name
    own_file.unlink()
    press_f5(flow)
    assert "there is no scenario file" in told(flow, ProblemsPage).lower()
    written(own_file, HEAD)
    press_f5(flow)
    assert "nothing in it has changed" in told(flow, DeskPage)
    assert flow.session is not None
    assert flow.session.game is game
    assert len(flow.app.stack) == 2


def test_a_parent_counts_as_the_file(flow: Flow, tmp_path: Path) -> None:
    head = HEAD.replace("edited", "parent")
    parent = written(tmp_path / "parent.yaml", head)
    child = HEAD.replace("edited", "child").replace(SCENARIO, "parent")
    at_the_desk(flow, written(tmp_path / "child.yaml", child))
    written(parent, f"{head}calendar: {{turns: x}}\n")
    press_f5(flow)
    assert "parent.yaml, line 5, column 19" in told(flow, ProblemsPage)
    written(parent, f"{head}capital: {{carry: 2}}\n")
    press_f5(flow)
    assert "capital.carry: 1, now 2" in told(flow, DeskPage)


def test_the_page_is_scrolled_by_keys(flow: Flow, own_file: Path) -> None:
    at_the_desk(flow, own_file)
    slips = "".join(f"  made_up_{n}: {{aims: 1}}\n" for n in range(12))
    written(own_file, f"{HEAD}goals:\n{slips}")
    press_f5(flow)
    told(flow, ProblemsPage)
    page = page_of(flow)
    before = page.ui.tree().find("region", "Problem 1").rect
    assert press(page, "pagedown")
    assert page.ui.tree().find("region", "Problem 1").rect[1] < before[1]
    assert press(page, "home")
    assert page.ui.tree().find("region", "Problem 1").rect == before


def test_f5_at_a_briefing_takes_the_file_as_it_is_now(flow: Flow, own_file: Path) -> None:
    flow.begin(str(own_file))
    written(own_file, HEAD.replace("Edited", "Named anew"))
    press_f5(flow)
    assert "loaded as it is now" in told(flow, BriefingPage)
    assert flow.beginning is not None
    assert flow.beginning.page.view.title == "Named anew"
    press(page_of(flow), "escape")
    written(own_file, f"{HEAD}trust: 5\n")
    press_f5(flow)
    assert '"trust" must be' in told(flow, ProblemsPage)
    written(own_file, HEAD)
    press_f5(flow)
    assert flow.app.top is flow.beginning.page
    assert flow.beginning.page.view.title == "Edited"
    assert len(flow.app.stack) == 2


def test_a_broken_file_that_is_opened_shows_its_problems(flow: Flow, own_file: Path) -> None:
    heard: list[str] = []
    flow.on_broken = lambda error: heard.append(str(error))
    written(own_file, f"{HEAD}trust: 5\n")
    flow.begin(str(own_file))
    assert '"trust" must be' in told(flow, ProblemsPage)
    assert "edited.yaml:5:8" in heard[0]
    press_f5(flow)
    assert '"trust" must be' in told(flow, ProblemsPage)
    written(own_file, HEAD)
    press_f5(flow)
    assert isinstance(flow.app.top, BriefingPage)
    assert len(flow.app.stack) == 2


def test_f5_at_the_opening_reads_the_list_again(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, shorter = flow.app.top, Shelf(flow.shelf.cards[:1], ())
    monkeypatch.setattr("sim.desk.flow.build_shelf", lambda: shorter)
    press_f5(flow)
    assert flow.app.top is not before
    assert flow.shelf is shorter
    assert len(flow.app.stack) == 1
