"""The main screens: what can be read and done on them, and no fault of layout at any size."""

from __future__ import annotations

from pathlib import Path

import pygame
import pytest

from sim.desk.figures.network import NetworkView
from sim.desk.figures.routing import crossings
from sim.desk.flow import Flow
from sim.desk.kit.app import App
from sim.desk.kit.lint import lint_ui
from sim.desk.kit.page import Page
from sim.desk.kit.theme import DARK
from sim.desk.picture import SCREENS, draw
from sim.desk.screens.desk import DeskPage
from sim.desk.screens.dossier import DossierPage
from sim.desk.screens.moves import MovesPage
from sim.desk.screens.table import TablePage
from sim.desk.screens.title import TitlePage
from tests.desk.driving import centre, click, press
from tests.desk.games import SIZES, game_at, loaded, record, shown

MINE = ("title", "briefing", "desk", "moves")


# -- layout ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("turn", "seat"), [(0, "japan"), (8, "thailand"), (13, "japan")])
def test_the_desk_has_no_fault_at_other_moments(turn: int, seat: str) -> None:
    game = game_at(turn, None if seat == "japan" else seat)
    for size, scale in ((SIZES[0], 1.0), (SIZES[0], 2.0), (SIZES[1], 1.25)):
        for keys in ((), ("t",)):
            _, page = shown(game, "desk", size, scale=scale)
            press(page, *keys)
            assert lint_ui(page.ui) == []


def test_the_dialogs_of_the_desk_have_no_fault() -> None:
    _, page = shown(game_at(4), "desk")
    for key in ("escape", "s"):
        press(page, key)
        assert len(page.ui.layers) == 2, key
        assert lint_ui(page.ui) == []
        press(page, "escape")


@pytest.mark.parametrize("size", [(400, 300), (3840, 2160), (1, 1)])
def test_any_size_of_window_is_drawn(size: tuple[int, int]) -> None:
    game = game_at(2)
    for screen in MINE if size[0] < 1000 else ("title", "desk"):
        flow, _ = shown(game, screen, size)
        flow.app.frame(pygame.Surface(size, 0, 32))


@pytest.mark.parametrize(("size", "scale"), [(SIZES[0], 1.0), (SIZES[1], 1.0), (SIZES[0], 2.0)])
def test_no_arrow_of_the_network_crosses_a_name(size: tuple[int, int], scale: float) -> None:
    for turn in (0, 6):
        _, page = shown(game_at(turn), "desk", size, scale=scale)
        assert isinstance(page, DeskPage)
        for actor in loaded().scenario.actors:
            page.shown.actor = actor
            page.refresh()
            page.ui.prepare()
            view = next(w for w in page.ui.top.root.walk() if isinstance(w, NetworkView))
            assert crossings(view.names, view.curves) == 0, actor


# -- the title -------------------------------------------------------------------------------------


def test_the_title_offers_every_seat_and_leads_on() -> None:
    flow, page = shown(game_at(0), "title")
    tree = page.ui.tree()
    for seat in ("Japan", "Thailand"):
        assert any(seat in n.name for n in tree.walk() if n.role == "button")
    for name in ("Load", "Settings", "Help", "Quit"):
        assert tree.find("button", name).enabled
    press(page, "q")
    assert flow.app.stack == []


@pytest.mark.parametrize("key", ["?", "o"])
def test_a_key_that_leads_away_from_the_title_leaves_the_focus_where_it_was(key: str) -> None:
    flow, page = shown(game_at(0), "title")
    press(page, "tab", "tab")
    before = page.ui.top.focus
    press(page, key)
    away = flow.app.top
    assert isinstance(away, Page)
    assert away is not page
    press(away, "escape")
    assert flow.app.top is page
    assert page.ui.top.focus == before


def test_a_scenario_that_cannot_be_opened_is_explained_on_the_title() -> None:
    app = App(DARK, motion=False)
    flow = Flow(app, wait=True)
    app.push(flow.title())
    flow.begin("no-such-scenario")
    page = app.top
    assert isinstance(page, TitlePage)
    dialog = page.ui.tree().find("dialog")
    assert any("no-such-scenario" in node.name for node in dialog.walk())


def test_a_seat_that_is_none_is_explained_on_the_title() -> None:
    app = App(DARK, motion=False)
    flow = Flow(app, wait=True)
    app.push(flow.title())
    flow.begin(loaded().scenario.id, "nobody")
    page = app.top
    assert isinstance(page, TitlePage)
    assert any("nobody" in node.name for node in page.ui.tree().find("dialog").walk())


def test_the_seat_can_be_changed_in_the_briefing() -> None:
    flow, page = shown(game_at(0), "briefing")
    tabs = page.ui.tree().find("tablist", "Seat")
    page.ui.focus(tabs.key)
    press(page, "right")
    assert page.ui.tree().find("button", "Begin as Thailand")
    page.ui.focus("begin")
    press(page, "enter")
    assert flow.session is not None
    assert flow.session.game.seat == "thailand"


# -- the desk --------------------------------------------------------------------------------------


def desk(turn: int = 4) -> tuple[Flow, DeskPage]:
    flow, page = shown(game_at(turn), "desk")
    assert isinstance(page, DeskPage)
    page.ui.prepare()
    return flow, page


def test_the_desk_says_where_the_game_stands() -> None:
    flow, page = desk()
    words = {node.name for node in page.ui.tree().walk()}
    assert flow.session is not None
    view = flow.session.view
    assert {view.date, f"turn {view.turn} of {view.turns}", f"You are {view.seat.name}"} <= words
    meters = {n.name: n.value for n in page.ui.tree().walk() if n.role == "meter"}
    assert meters["Capital"] == f"{view.left} of {view.capital} left"


def test_a_card_is_planned_and_taken_back_by_its_key_and_by_the_mouse() -> None:
    flow, page = desk()
    assert flow.session is not None
    game = flow.session.game
    cards = [n for n in page.ui.tree().walk() if n.key.startswith("card:")]
    number = next(
        i for i, option in enumerate(page.hand) if not page.actions.view().cards[0].drafts or i
    )
    press(page, str(number + 1))
    assert [plan.option for plan in game.planned] == [page.hand[number]]
    press(page, str(number + 1))
    assert game.planned == []
    click(page, centre(cards[number]))
    assert len(game.planned) == 1
    chip = next(n for n in page.ui.tree().walk() if n.key == "plan:0")
    click(page, centre(chip))
    assert game.planned == []


def test_every_card_that_asks_has_its_odds_in_dots_and_words() -> None:
    flow, page = desk()
    assert flow.session is not None
    view = flow.session.view
    asked = [c for c in view.cards if c.option in page.hand and c.asks and c.legal]
    assert asked
    assert all(c.odds is not None for c in asked)
    dots = [n for n in page.ui.tree().walk() if n.name == "odds"]
    assert len(dots) == len(asked)
    assert all(" in 20" in node.value for node in dots)


def test_arrows_in_the_network_select_and_enter_opens_the_dossier() -> None:
    flow, page = desk()
    page.ui.focus("network")
    before = page.shown.actor
    press(page, "right")
    assert page.shown.actor != before
    options = page.ui.tree().find("listbox", "Who trusts whom").children
    assert [n.name for n in options if n.value == "selected"] == [
        flow.session.view.facts[page.shown.actor].face.name if flow.session else ""
    ]
    press(page, "enter")
    assert isinstance(flow.app.top, DossierPage)


def test_a_click_selects_an_actor_and_a_second_one_opens_it() -> None:
    flow, page = desk()
    page.ui.prepare()
    view = next(w for w in page.ui.top.root.walk() if isinstance(w, NetworkView))
    other = next(name for name in view.spots if name != page.shown.actor)
    at = view.spots[other]
    click(page, at)
    assert page.shown.actor == other
    view = next(w for w in page.ui.top.root.walk() if isinstance(w, NetworkView))
    click(page, view.spots[other])
    assert isinstance(flow.app.top, DossierPage)


def test_the_same_data_stands_in_tables_on_one_key() -> None:
    _, page = desk()
    press(page, "t")
    rows = [n.name for n in page.ui.tree().walk() if n.role == "row"]
    assert any(row.startswith("Actor ") for row in rows)
    assert any(row.startswith("Party ") for row in rows)
    press(page, "t")
    assert page.ui.tree().find("listbox", "Who trusts whom")


def test_all_moves_can_be_searched_and_say_why_not() -> None:
    flow, page = desk()
    press(page, "a")
    moves = flow.app.top
    assert isinstance(moves, MovesPage)
    every = len(moves.found)
    assert every == len(moves.view().cards)
    press(moves, "/", *"guarantee")
    assert 0 < len(moves.found) < every
    closed = (
        next(i for i, c in enumerate(moves.found) if not c.legal)
        if not all(c.legal for c in moves.found)
        else None
    )
    if closed is not None:
        moves.at = closed
        moves.refresh()
        words = " ".join(node.name for node in moves.ui.tree().walk())
        assert moves.found[closed].why_not in words
    press(moves, *["backspace"] * 9, *"zzz")
    assert moves.found == []
    assert lint_ui(moves.ui) == []


def test_draft_opens_the_table_that_is_shown() -> None:
    flow, page = desk()
    assert flow.session is not None
    wanted = flow.session.view.tables[1].id
    page.shown.table = 1
    page.refresh()
    press(page, "d")
    assert isinstance(flow.app.top, TablePage)
    assert flow.app.top.table == wanted


def test_menu_leads_to_the_title_and_the_game_can_be_gone_on_with() -> None:
    flow, page = desk()
    press(page, "e")
    press(flow.app.top, "enter")  # type: ignore[arg-type]
    press(page, "escape")
    page.ui.focus("menu:title")
    press(page, "enter")
    assert isinstance(flow.app.top, TitlePage)
    assert len(flow.app.stack) == 1
    assert flow.app.top.ui.tree().find("button", "Continue")


@pytest.mark.usefixtures("quick", "kept")
def test_an_ended_game_offers_the_debrief() -> None:
    flow, page = desk(13)
    assert page.ui.tree().find("button", "See the end")
    press(page, "e")
    assert type(flow.app.top).__name__ == "DebriefPage"


# -- pictures --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("quick", "kept")
@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_can_be_drawn_by_its_name(screen: str, tmp_path: Path) -> None:
    out = tmp_path / "picture.png"
    draw(
        loaded=loaded(),
        screen=screen,
        line_plays=record(),
        turn=1,
        size=(1280, 720),
        theme=None,
        out=out,
    )
    assert pygame.image.load(out).get_size() == (1280, 720)


@pytest.mark.parametrize(
    ("screen", "theme", "said"),
    [("nowhere", None, 'no screen "nowhere"'), ("desk", "pink", 'no theme "pink"')],
)
def test_what_cannot_be_drawn_is_explained(screen: str, theme: str | None, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        draw(loaded(), screen, (), 0, (640, 360), theme, loaded().path)
    with pytest.raises(ValueError, match="--turn 1"):
        draw(loaded(), "report", (), 0, (640, 360), None, loaded().path)
