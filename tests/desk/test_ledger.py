"""Numbers open their ledgers, and odds their grounds, from every screen, by keys alone."""

from __future__ import annotations

import functools
import re

import pytest

from sim.desk.figures.number import Number
from sim.desk.figures.rows import LedgerRows
from sim.desk.kit.app import App
from sim.desk.kit.lint import lint_ui
from sim.desk.kit.page import Page
from sim.desk.kit.widget import Widget
from sim.desk.models.ledger import OPENING, PART, SHOWN, build_ledger, choices, find
from sim.desk.models.why import build_why
from sim.desk.screens.desk import DeskPage
from sim.desk.screens.ledger import LedgerPage
from sim.desk.screens.why import WhyPage
from sim.game.game import Game
from sim.game.ledger.account import account
from tests.desk.driving import press
from tests.desk.games import game_at
from tests.desk.games import shown as screen
from tests.desk.screens import MATRIX, faults, shown

NUMBER = re.compile("[\u2212-]?\\d+")


@functools.cache
def game() -> Game:
    """A game that tests share and must not change."""
    return game_at(4)


def top(app: App) -> Page:
    page = app.top
    assert isinstance(page, Page)
    return page


def numbers(page: Page) -> list[Number]:
    page.ui.prepare()
    return [one for one in page.ui.top.root.walk() if isinstance(one, Number) and one.ledger]


def first(text: str) -> int:
    """The first number in a text such as `50 (39-61)` or `sceptical 30`."""
    found = NUMBER.search(text)
    assert found is not None, text
    return int(found[0])


@pytest.mark.parametrize("name", ["desk", "dossier", "quiet"])
def test_numbers_on_screens_are_those_that_their_ledgers_end_in(name: str) -> None:
    _flow, page = screen(game(), name)
    shown_here = numbers(page)
    assert len(shown_here) >= 4
    for one in shown_here:
        value = account(game(), one.ledger).shown
        if one.ledger.startswith("type:"):
            assert (
                first(one.text) == round(20 * value / 100) or abs(first(one.text) * 5 - value) < 5
            )
        else:
            assert first(one.text) == value, (one.ledger, one.text)


def test_the_table_of_ties_has_every_number_of_an_actor_and_each_opens() -> None:
    _flow, page = screen(game(), "desk")
    assert isinstance(page, DeskPage)
    page.shown.as_table = True
    page.refresh()
    ties = [one for one in numbers(page) if one.ledger.startswith("trust:")]
    assert len(ties) > 20
    for one in ties:
        assert one.can_focus
        assert first(one.text) == account(game(), one.ledger).shown


def test_two_keys_lead_from_a_number_to_its_rule_and_its_source() -> None:
    flow, page = screen(game(), "desk")
    assert page.ui.focus(f"number:standing:{game().seat}")
    press(page, "enter")
    ledger = top(flow.app)
    assert isinstance(ledger, LedgerPage)
    row = ledger.view.rows[ledger.at]
    assert row.kind == PART
    assert row.meaning
    assert row.facts
    press(ledger, "enter")
    assert top(flow.app) is not ledger


def test_the_key_of_ledgers_opens_that_of_the_focus_and_goes_back() -> None:
    flow, page = screen(game(), "desk")
    page.ui.focus("number:home")
    press(page, "l")
    ledger = top(flow.app)
    assert isinstance(ledger, LedgerPage)
    assert ledger.view.key == "home"
    press(ledger, "l")
    assert top(flow.app) is page
    page.ui.focus("network")
    press(page, "l")
    assert isinstance(top(flow.app), LedgerPage)


def test_bars_of_positions_open_the_ledger_of_what_a_party_wants() -> None:
    flow, page = screen(game(), "desk")
    page.ui.prepare()
    issue = next(one for one in page.ui.top.stops() if one.key.startswith("issue:"))
    page.ui.focus(issue.key)
    press(page, "down", "l")
    ledger = top(flow.app)
    assert isinstance(ledger, LedgerPage)
    kind, _actor, name = ledger.view.key.split(":")
    assert kind == "ideal"
    assert issue.key == f"issue:{name}"


def test_rows_begin_as_coded_add_up_and_end_as_shown() -> None:
    for key in ("capital", "home", f"standing:{game().seat}", "trust:khmer_rouge:japan"):
        view = build_ledger(game(), key)
        assert view.rows[0].kind == OPENING
        assert view.rows[-1].kind == SHOWN
        parts = view.rows[1:-1]
        after = view.rows[0].after
        for row in parts:
            after += row.change
            assert row.after == after
        assert after == view.value == view.rows[-1].after
        assert view.rows[-1].meaning.endswith(f"= {view.value}")


def test_all_numbers_can_be_searched_for() -> None:
    found = choices(game())
    assert len(found) > 500
    assert [one.key for one in find(found, "support home")][:1] == ["home"]
    page = LedgerPage(game(), "capital")
    shown(page)
    press(page, "/")
    for letter in "mandate":
        press(page, letter)
    assert all("mandate" in one.label.lower() for one in page.found)
    press(page, "enter")
    assert page.view.key == page.found[0].key


def test_where_there_is_no_room_beside_it_the_list_of_numbers_comes_over_the_ledger() -> None:
    page = LedgerPage(game(), "capital")
    shown(page, (1280, 720), 2.0)
    assert page.ui.tree().find("button", "Find a number").enabled
    press(page, "/")
    assert len(page.ui.layers) == 2
    assert lint_ui(page.ui) == []
    for letter in "mandate":
        press(page, letter)
    press(page, "enter")
    assert page.view.key == page.found[0].key
    assert "mandate" in page.view.title.lower()
    assert len(page.ui.layers) == 1


def test_w_tells_why_the_odds_of_a_card_are_so() -> None:
    flow, page = screen(game(), "desk")
    assert isinstance(page, DeskPage)
    page.ui.prepare()
    press(page, "w")
    why = top(flow.app)
    assert isinstance(why, WhyPage)
    rows = why.view.rows
    assert rows[0].after + sum(row.change for row in rows if row.kind == PART) == why.view.chance
    press(why, "w")
    assert top(flow.app) is page


def test_grounds_lead_to_the_numbers_behind_them() -> None:
    found = next(
        view
        for card in game().legal()
        if card.legal and card.asks and (view := build_why(game(), card.option)) is not None
    )
    related = [one.key for row in found.rows for one in row.related]
    assert related
    for key in related:
        assert account(game(), key).adds_up


def test_rows_are_read_out_and_moved_through_by_keys() -> None:
    page = LedgerPage(game(), f"standing:{game().seat}")
    shown(page)
    listed = next(one for one in page.ui.top.root.walk() if isinstance(one, LedgerRows))
    assert page.ui.top.focus == listed.key
    assert len(listed.parts()) == len(page.view.rows)
    press(page, "home")
    assert page.at == 0
    press(page, "down")
    assert page.at == 1


def _why() -> WhyPage:
    view = next(
        found
        for card in game().legal()
        if card.legal and card.asks and (found := build_why(game(), card.option)) is not None
    )
    return WhyPage(game(), view)


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX)
def test_ledger_and_grounds_have_no_faults(size: tuple[int, int], scale: float, theme: str) -> None:
    assert faults(lambda: LedgerPage(game(), "trust:khmer_rouge:japan"), size, scale, theme) == []
    assert faults(_why, size, scale, theme) == []


def test_a_number_without_a_ledger_is_text() -> None:
    plain: Widget = Number("7", "", None)
    assert not plain.can_focus
    assert not plain.activate()
