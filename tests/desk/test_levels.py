"""Levels of difficulty, plain briefings and the mediator's part on the screens."""

from __future__ import annotations

import functools

import pytest

from sim.desk.export.page import as_html
from sim.desk.export.text import as_text
from sim.desk.flow import Flow
from sim.desk.kit.app import App
from sim.desk.kit.lint import lint_ui
from sim.desk.kit.page import Page
from sim.desk.kit.theme import DARK
from sim.desk.models.debrief import build_debrief
from sim.desk.models.saves import build_slots
from sim.desk.models.settings import Settings, load_settings, save_settings
from sim.desk.models.title import Shelf, ShelfCard, build_resume
from sim.desk.screens.briefing import BriefingPage
from sim.desk.screens.debriefing.page import DebriefPage
from sim.game.debriefing.debrief import debrief
from sim.game.game import Game
from sim.game.saving.save import autosave, slot, write
from tests.desk.driving import centre, click, press
from tests.desk.games import SCALES, SIZES, shown
from tests.desk.screens import MATRIX, faults
from tests.desk.screens import shown as put
from tests.game.levels import at, path
from tests.game.rig import small_loaded


def new(level: str = "standard") -> Game:
    return Game.new(at(level), "host", 3)


@functools.cache
def finished(seat: str = "host") -> Game:
    game = Game.new(at("gentle"), seat, 3)
    while not game.over:
        game.end_turn()
    return game


def plainest() -> Game:
    """A game of a scenario without levels, plain words and factors."""
    return Game.new(small_loaded(), seed=3)


def names(page: Page) -> list[str]:
    return [node.name for node in page.ui.tree().walk()]


# -- choosing a level ------------------------------------------------------------------------------


def test_a_level_is_chosen_by_keys() -> None:
    flow, page = shown(new(), "briefing")
    assert isinstance(page, BriefingPage)
    assert page.ui.tree().find("button", "Level: Standard")
    press(page, "l")
    dialog = page.ui.tree().find("dialog", "Level of difficulty")
    for title in ("Standard", "With the wind", "Against the wind"):
        assert dialog.find("button", f"Level: {title}")
    # the level that is on has the focus, and the next one is a key away
    press(page, "tab", "enter")
    assert len(page.ui.layers) == 1
    assert page.ui.tree().find("button", "Level: With the wind")
    assert "level: With the wind" in page.view.rules
    page.ui.focus("begin")
    press(page, "enter")
    assert flow.session is not None
    game = flow.session.game
    assert game.loaded.level == "gentle"
    assert game.capital == 5
    assert game.state_hash() == new("gentle").state_hash()


def test_a_level_is_chosen_by_the_mouse_and_the_seat_is_kept() -> None:
    flow, page = shown(new(), "briefing")
    page.ui.focus("seats")
    press(page, "right")
    page.ui.prepare()
    click(page, centre(page.ui.tree().find("button", "Level: Standard")))
    page.ui.prepare()
    click(page, centre(page.ui.tree().find("button", "Level: Against the wind")))
    page.ui.focus("begin")
    press(page, "enter")
    assert flow.session is not None
    game = flow.session.game
    assert (game.seat, game.loaded.level) == ("friend", "stern")


def test_standard_is_the_level_where_nothing_is_chosen() -> None:
    flow, page = shown(new(), "briefing")
    press(page, "l", "escape")
    page.ui.focus("begin")
    press(page, "enter")
    assert flow.session is not None
    assert flow.session.game.loaded.level == "standard"


def test_a_scenario_without_levels_offers_none() -> None:
    _, page = shown(plainest(), "briefing")
    assert not any(name.startswith("Level") for name in names(page))
    press(page, "l")
    assert len(page.ui.layers) == 1


def test_a_game_that_is_on_only_tells_its_level() -> None:
    flow, page = shown(new("gentle"), "desk")
    press(page, "b")
    briefing = flow.app.top
    assert isinstance(briefing, BriefingPage)
    assert "level: With the wind" in briefing.view.rules
    assert not any(name.startswith("Level:") for name in names(briefing))


def test_a_window_can_open_at_a_level() -> None:
    app = App(DARK, motion=False)
    flow = Flow(app, seed=2, wait=True)
    app.push(flow.title())
    flow.begin(path(), "friend", "stern")
    page = app.top
    assert isinstance(page, BriefingPage)
    assert page.view.level == "stern"
    flow.begin(path(), "friend", "gone")
    dialog = app.top.ui.tree().find("dialog") if isinstance(app.top, Page) else None
    assert dialog is not None
    assert any('no level of difficulty "gone"' in node.name for node in dialog.walk())


@pytest.mark.parametrize("size", SIZES)
def test_briefing_and_levels_have_no_fault_of_layout(size: tuple[int, int]) -> None:
    for scale in SCALES:
        _, page = shown(new("stern"), "briefing", size, scale=scale)
        assert lint_ui(page.ui) == [], scale
        press(page, "l")
        assert lint_ui(page.ui) == [], scale


def test_playing_again_keeps_the_level() -> None:
    flow, _ = shown(new("stern"), "desk")
    flow.again(same_chance=True)
    assert flow.session is not None
    assert flow.session.game.loaded.level == "stern"


def test_saves_say_their_level(home: object) -> None:
    game = new("gentle")
    game.end_turn()
    write(game, slot("one"))
    write(new(), slot("two"))
    told = {one.name: one.about for one in build_slots()}
    assert told["one"].endswith("turn 2 · gentle")
    assert told["two"].endswith("turn 1")
    card = ShelfCard("small", "A small quarrel", "", "", "", ())
    resume = build_resume(Shelf((card,), ()), autosave(game))
    assert resume is not None
    assert resume.note.endswith("1 turn played · gentle")


# -- plain words -----------------------------------------------------------------------------------


def test_the_story_is_told_in_plain_words_and_it_is_remembered(home: object) -> None:
    flow, page = shown(new(), "briefing")
    assert isinstance(page, BriefingPage)
    assert "Settle it." in names(page)
    page.ui.focus("plain")
    press(page, "space")
    assert "Help them stop." in names(page)
    assert "Settle it." not in names(page)
    assert load_settings().plain
    assert flow.plain
    # in the game, too
    page.ui.focus("begin")
    press(page, "enter")
    press(flow.app.top, "b") if isinstance(flow.app.top, Page) else None
    again = flow.app.top
    assert isinstance(again, BriefingPage)
    assert "Help them stop." in names(again)
    again.ui.focus("plain")
    press(again, "space")
    assert "Settle it." in names(again)
    assert not load_settings().plain


def test_the_settings_have_it_as_well(home: object) -> None:
    flow, page = shown(new(), "settings")
    page.ui.focus("plain")
    press(page, "space")
    assert flow.plain
    assert load_settings().plain
    assert save_settings(Settings(plain=True)) == ""
    assert load_settings() == Settings(plain=True)


def test_where_there_are_no_plain_words_the_story_is_told_in_full() -> None:
    flow, _ = shown(plainest(), "briefing")
    flow.plain = True
    flow.brief(plainest())
    page = flow.app.top
    assert isinstance(page, BriefingPage)
    assert page.plain
    assert "Settle it." in names(page)
    assert "In plain words" not in names(page)


# -- the mediator's part ---------------------------------------------------------------------------


def test_the_debrief_has_a_part_on_why_it_could_be_played() -> None:
    game = finished()
    page = DebriefPage(game, made=debrief(game))
    put(page)
    press(page, "8")
    told = " ".join(names(page))
    for part in ("Why you could play the part", "Confidence", "C16", "A friend"):
        assert part in told
    view = build_debrief(game, debrief(game))
    assert view.level == "With the wind"
    assert [reason.title for reason in view.reasons] == [
        factor.title for factor in game.scenario.factors.values()
    ]
    press(page, "9")
    assert "Questions to talk about" in names(page)


def test_another_seat_reads_why_the_owner_could() -> None:
    view = build_debrief(finished("friend"), debrief(finished("friend")))
    assert view.why == "Why host could play its part"


def test_a_debrief_without_factors_has_no_such_part() -> None:
    game = plainest()
    page = DebriefPage(game, made=debrief(game))
    put(page)
    tabs = page.ui.tree().find("tablist", "Debrief")
    assert tabs
    press(page, "8")
    assert "Questions to talk about" in names(page)
    assert not press(page, "9")


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX)
def test_the_part_passes_the_lints(size: tuple[int, int], scale: float, theme: str) -> None:
    def make() -> DebriefPage:
        page = DebriefPage(finished(), made=debrief(finished()))
        page.choose(page.names.index("part"))
        return page

    assert faults(make, size, scale, theme) == []


def test_what_is_written_down_tells_level_and_reasons() -> None:
    view = build_debrief(finished(), debrief(finished()))
    text, page = as_text(view), as_html(view)
    assert "level: With the wind" in text
    assert "level: With the wind" in page
    for part in ("Why you could play the part", "Confidence", "The south believed what it was"):
        assert part in " ".join(text.split())
        assert part in page
    assert "[C16]" in text
    assert 'href="#C16"' in page
    assert 'id="C16"' in page
