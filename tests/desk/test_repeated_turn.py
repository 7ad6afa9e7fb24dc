"""The screen of a turn played many times: from the report by one key, marked by shape."""

from __future__ import annotations

import time

import pytest

from sim.desk.figures.repeated_turn import Many
from sim.desk.kit.lint import lint_ui
from sim.desk.models.repeated_turn import Kept, build_repeated_turn, summary
from sim.desk.screens.repeated_turn import RepeatedTurnPage
from sim.game.forecast.repeated_turn import repeat_turn
from tests.desk.driving import press
from tests.desk.games import game_at, shown
from tests.desk.screens import MATRIX
from tests.desk.screens import shown as over


def test_x_on_the_report_plays_the_turn_many_times() -> None:
    flow, page = shown(game_at(1), "report")
    press(page, "x")
    again = flow.app.top
    assert isinstance(again, RepeatedTurnPage)
    assert again.made is not None
    assert again.made.runs == 500
    press(again, "escape")
    assert flow.app.top is page


def test_what_was_reckoned_is_kept() -> None:
    flow, page = shown(game_at(1), "report")
    press(page, "x")
    first = flow.app.top
    assert isinstance(first, RepeatedTurnPage)
    press(first, "escape")
    press(page, "x")
    second = flow.app.top
    assert isinstance(second, RepeatedTurnPage)
    assert second.made is first.made


def test_every_count_is_told_in_words_and_here_is_marked() -> None:
    _, page = shown(game_at(1), "again")
    assert isinstance(page, RepeatedTurnPage)
    assert page.made is not None
    view = build_repeated_turn(page.game, page.made)
    tree = page.ui.tree()
    for row in view.own:
        assert tree.find("text", row.sentence)
        picture = tree.find("img", row.label)
        assert f"{row.came} of {row.of}" in picture.value
    assert len(summary(view).split()) < 20


@pytest.mark.parametrize(
    ("came", "of", "here", "mine"),
    [(5, 20, True, 4), (5, 20, False, 5), (0, 20, True, 0), (20, 20, False, 19), (0, 0, False, 0)],
)
def test_this_game_stands_among_those_that_went_like_it(
    came: int, of: int, here: bool, mine: int
) -> None:
    assert Many(came, of, here).mine == mine


def test_it_is_reckoned_without_stopping_the_window() -> None:
    game = game_at(1)
    page = RepeatedTurnPage(game, game.past[-1])
    app = over(page)
    assert "Playing the turn again" in "".join(node.name for node in page.ui.tree().walk())
    until = time.monotonic() + 30
    while page.made is None and time.monotonic() < until:
        app.run_calls()
        time.sleep(0.01)
    assert page.made == repeat_turn(game, game.past[-1])


def test_the_debrief_may_look_from_the_truth() -> None:
    game = game_at(1)
    plain = RepeatedTurnPage(game, game.past[-1], wait=True)
    over(plain)
    with pytest.raises(LookupError):
        plain.ui.tree().find("tablist")
    kept = Kept()
    page = RepeatedTurnPage(game, game.past[-1], kept, truth=True, wait=True)
    over(page)
    page.choose(1)
    page.refresh()
    assert page.made is not None
    assert page.made.truth
    assert kept.get(game.past[-1], True) is page.made
    assert page.ui.tree().find("text", "From how things truly stood")


@pytest.mark.usefixtures("quick", "kept")
def test_from_the_debrief_a_turn_opens_its_report_and_that_the_turn_many_times() -> None:
    from sim.desk.screens.debriefing.page import DebriefPage
    from sim.desk.screens.report import ReportPage

    flow, page = shown(game_at(99), "debrief")
    assert isinstance(page, DebriefPage)
    page.open_report(1)
    report = flow.app.top
    assert isinstance(report, ReportPage)
    press(report, "x")
    again = flow.app.top
    assert isinstance(again, RepeatedTurnPage)
    assert again.open_truth
    assert again.played is page.game.past[0]


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX[:3:2])
@pytest.mark.parametrize("turn", [1, 8])
def test_it_passes_the_lints(turn: int, size: tuple[int, int], scale: float, theme: str) -> None:
    _, page = shown(game_at(turn), "again", size, theme, scale)
    assert [str(one) for one in lint_ui(page.ui)] == []
