"""Scenarios at the edge of what a teacher may write stand on the screen as well as shipped ones."""

from __future__ import annotations

import pytest

from sim.desk.figures.ending import ProspectsView
from sim.desk.kit.app import App
from sim.desk.kit.lint import lint_ui
from sim.desk.kit.page import Page
from sim.desk.kit.theme import DARK
from sim.game.game import Game
from tests.desk.driving import Trial
from tests.desk.driving import show as show_page
from tests.desk.games import show
from tests.desk.odd import odd

pytestmark = pytest.mark.usefixtures("quick", "kept")


def faults(name: str, screen: str, turns: int, size: tuple[int, int], scale: float) -> list[str]:
    game = Game.new(odd(name), None, 1)
    for _ in range(turns):
        game.end_turn()
    app = App(DARK, scale, size, motion=False)
    show(game, screen, app)
    page = app.top
    assert isinstance(page, Page)
    return [str(finding) for finding in lint_ui(page.ui)]


@pytest.mark.parametrize("screen", ["briefing", "map", "table", "dossier", "debrief"])
def test_next_to_nothing_is_enough(screen: str) -> None:
    assert faults("least", screen, int(screen == "debrief"), (640, 360), 1.0) == []


@pytest.mark.parametrize("screen", ["briefing", "table"])
def test_the_longest_words_and_the_most_of_everything_have_room(screen: str) -> None:
    assert faults("most", screen, 0, (640, 360), 1.0) == []


def test_issues_of_few_and_of_many_parties_do_not_lie_on_one_another() -> None:
    found = faults("foreign", "desk", 0, (1280, 720), 1.0)
    assert [one for one in found if "(issue:" in one] == []


@pytest.mark.parametrize("turns", [13, 60])
def test_the_numbers_of_many_turns_do_not_touch(turns: int) -> None:
    page = Trial(lambda: [ProspectsView(range(turns + 1), width=480)])
    show_page(page)
    assert [str(finding) for finding in lint_ui(page.ui)] == []
