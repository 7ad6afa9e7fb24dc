"""Several at one screen: who plays, the curtain, and that nobody sees what is another's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sim.desk.flow import Flow
from sim.desk.kit.lint import lint_ui
from sim.desk.kit.page import Page
from sim.desk.kit.widget import Node
from sim.desk.models.curtain import build_curtain, places, toggled
from sim.desk.screens.briefing import BriefingPage
from sim.desk.screens.curtain import CurtainPage
from sim.desk.screens.debriefing.page import DebriefPage
from sim.desk.screens.desk import DeskPage
from sim.desk.screens.report import ReportPage
from sim.desk.screens.rewind import RewindPage
from sim.desk.screens.title import TitlePage
from sim.desk.screens.together import TogetherPage
from sim.desk.session import Session
from sim.game.game import Game
from sim.game.progress import load_progress
from sim.game.saving.save import autosave_path, open_save
from tests.desk.driving import press
from tests.desk.games import game_at, loaded, shown
from tests.desk.screens import MATRIX

SEATS = ("thailand", "japan")


def two(turns: int = 0, turn_limit: int | None = None) -> Game:
    game = Game(loaded(), seats=SEATS, seed=3, turn_limit=turn_limit)
    for _turn in range(turns):
        game.end_turn()
    return game


def plan_one(game: Game, last: bool = False) -> str:
    """Plan a move of the seat that is up; gives its title."""
    cards = [card for card in game.legal() if card.legal and not card.drafts]
    card = cards[-1 if last else 0]
    game.push(card.move, card.to)
    return game.label(card.option)


def top(flow: Flow) -> Page:
    page = flow.app.top
    assert isinstance(page, Page)
    page.ui.prepare()
    return page


def nodes(page: Page) -> Iterator[Node]:
    page.ui.prepare()
    return page.ui.tree().walk()


def words(page: Page) -> str:
    return "\n".join(f"{node.name}\n{node.value}" for node in nodes(page))


# -- who plays -------------------------------------------------------------------------------------


def test_seats_are_taken_and_given_up_in_their_order() -> None:
    scenario = loaded().scenario
    assert [p.place for p in places(scenario, SEATS) if p.seat.id in SEATS] == [2, 1]
    assert toggled(SEATS, "japan") == ("thailand",)
    assert toggled(("thailand",), "japan") == SEATS
    assert all(place.place == 0 for place in places(scenario, ()))


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX)
@pytest.mark.parametrize("screen", ["curtain", "together"])
def test_no_fault_of_layout(screen: str, size: tuple[int, int], scale: float, theme: str) -> None:
    _, page = shown(two(1) if screen == "curtain" else game_at(0), screen, size, theme, scale)
    assert lint_ui(page.ui) == []


def test_by_keys_from_the_briefing_to_the_first_curtain() -> None:
    flow, page = shown(game_at(0), "briefing")
    page.ui.prepare()
    page.ui.focus("together")
    press(page, "enter")
    chosen = flow.app.top
    assert isinstance(chosen, TogetherPage)
    assert chosen.chosen == ("japan", "thailand")
    press(chosen, "enter")
    assert not chosen.ui.tree().find("button", "Play together").enabled
    press(chosen, "enter")
    assert chosen.chosen == SEATS
    chosen.ui.focus("order")
    press(chosen, "enter", "enter", "enter")
    chosen.ui.focus("go")
    press(chosen, "enter")
    assert flow.session is not None
    assert flow.session.game.seats == ("japan", "thailand")
    assert isinstance(flow.app.top, CurtainPage)
    assert "Hand over to Japan" in words(top(flow))


# -- the curtain -----------------------------------------------------------------------------------


def test_the_curtain_shows_nothing_but_what_all_know() -> None:
    game = two(2)
    mine = plan_one(game)
    flow, page = shown(game, "curtain")
    assert isinstance(page, CurtainPage)
    said = words(page)
    assert mine not in said
    view = build_curtain(game)
    known = {view.title, view.when, view.seat.name, "Japan", "Thailand"}
    for node in nodes(page):
        if node.role == "text":
            rest = node.name
            for one in known:
                rest = rest.replace(one, "")
            assert not any(character.isdigit() for character in rest)
    assert len(flow.app.stack) == 2  # under it lies the title alone
    assert isinstance(flow.app.stack[0], TitlePage)


def test_only_its_button_opens_the_curtain() -> None:
    flow, page = shown(two(1), "curtain")
    for key in ("escape", "e", "a", "t", "r", "u", "1", "?", "b", "d", "v", "s", "m", "x"):
        press(page, key)
        assert flow.app.top is page
    press(page, "enter")
    assert isinstance(flow.app.top, DeskPage)


def test_each_plans_alone_and_reads_alone_and_the_turn_is_that_of_the_engine() -> None:
    game = two()
    flow, page = shown(game, "desk")
    seen: list[str] = []
    for seat in ("Thailand", "Japan"):
        assert isinstance(flow.app.top, CurtainPage)
        assert f"Hand over to {seat}" in words(top(flow))
        press(top(flow), "enter")
        assert isinstance(flow.app.top, BriefingPage)
        assert f"You are {seat}" in words(top(flow))
        press(top(flow), "enter")
        page = top(flow)
        assert isinstance(page, DeskPage)
        assert f"You are {seat}" in words(page)
        assert all(title not in _planned(page) for title in seen)
        seen.append(plan_one(game))
        assert flow.session is not None
        flow.session.changed()
        page.refresh()
        assert seen[-1].split(" (")[0] in _planned(page)
        press(page, "e")
    for seat in ("Thailand", "Japan"):
        assert isinstance(flow.app.top, CurtainPage)
        assert "What the turn brought you comes first." in words(top(flow))
        press(top(flow), "enter")
        assert isinstance(flow.app.top, ReportPage)
        press(top(flow), "enter")
        page = top(flow)
        assert isinstance(page, DeskPage)
        assert f"You are {seat}" in words(page)
        press(page, "e")
    assert game.turn == 2
    other = Game(loaded(), seats=SEATS, seed=3)
    assert [plan_one(other) for _seat in (0,)] == seen[:1]
    other.finish()
    plan_one(other)
    other.finish()
    other.end_turn()
    assert game.state_hash() == other.state_hash()


def _planned(page: Page) -> str:
    return "\n".join(node.name for node in nodes(page) if node.key.startswith("plan:"))


def test_odds_and_numbers_of_one_seat_are_not_kept_for_another() -> None:
    session = Session(two(1))
    session.want([card.option for card in session.view.cards if card.legal and card.asks][:2])
    assert session.odds
    before = session.view.seat.id
    session.finish()
    assert session.view.seat.id != before
    assert session.odds == {}
    assert all(card.odds is None for card in session.view.cards)
    alone = Session(session.game)
    assert session.view == alone.view


def test_undo_takes_back_what_is_planned_and_no_turn() -> None:
    game = two(2)
    session = Session(game)
    plan_one(game)
    assert session.undo() == ""
    assert "rewind tree" in session.undo()
    assert game.turn == 2


def test_going_back_draws_the_curtain_for_the_first_seat() -> None:
    flow, page = shown(two(2), "desk")
    press(page, "enter")
    press(top(flow), "r")
    page = top(flow)
    assert isinstance(page, RewindPage)
    press(page, "left", "enter")
    assert isinstance(flow.app.top, CurtainPage)
    assert flow.session is not None
    assert flow.session.game.turn == 1
    press(top(flow), "enter")
    assert isinstance(flow.app.top, DeskPage)  # there is nothing to read


def test_each_has_a_debrief_of_their_own() -> None:
    flow, _ = shown(two(turn_limit=1), "desk")
    for _seat in SEATS:
        press(top(flow), "enter")
        press(top(flow), "enter")
        press(top(flow), "e")
    told: list[str] = []
    for _seat in SEATS:
        assert isinstance(flow.app.top, CurtainPage)
        press(top(flow), "enter")
        assert isinstance(flow.app.top, ReportPage)
        press(top(flow), "enter")
        page = flow.app.top
        assert isinstance(page, DebriefPage)
        told.append(page.view.seat_name)
        if page.onward.next is not None:
            page.onward.next()
    assert len(set(told)) == 2
    assert isinstance(flow.app.top, DebriefPage)
    assert {seat for _, seat, _ in load_progress().tallies} == set(SEATS)
    assert load_progress().games == 2


def test_a_game_of_several_is_saved_when_it_is_handed_over_and_loaded_behind_a_curtain(
    home: object,
) -> None:
    game = two(1)
    flow, page = shown(game, "desk")
    press(page, "enter")
    mine = plan_one(game)
    press(top(flow), "e")
    assert isinstance(flow.app.top, CurtainPage)
    back = open_save(autosave_path())
    assert back.seats == SEATS
    assert back.seat == game.seat == "japan"
    assert back.label(back.players[0].planned[0].option) == mine
    flow.load(autosave_path())
    assert isinstance(flow.app.top, CurtainPage)
    assert "Hand over to Japan" in words(top(flow))
