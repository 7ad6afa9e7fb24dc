"""Your forecasts as the debrief shows them: scores, the picture, every bet, honest words."""

from __future__ import annotations

import pytest

from sim.desk.kit.layout import Column
from sim.desk.kit.page import Page
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.models.forecasts import ForecastsView, build_forecasts, with_long_run
from sim.desk.screens.forecasts import forecasts
from sim.desk.screens.frame import frame, is_wide
from sim.game.forecast.calibration import Bin, Calibration, Forecast, Score, bins, brier
from tests.desk.screens import MATRIX, faults, shown

SAID = ((0.6, False), (0.25, True), (0.8, True), (0.45, True), (0.7, True), (0.15, False))


def made() -> Calibration:
    found = tuple(
        Forecast(
            turn, "1992-07-13", f"Ask somebody for a step ({turn})", said, 0.5, (0.7, 0.3), came
        )
        for turn, (said, came) in enumerate(SAID)
    )
    scores = (
        Score("You", brier(SAID), 6),
        Score("The desk", 0.25, 6),
        Score("One", 0.2, 6),
        Score("Other", 0.3, 6),
    )
    return Calibration(("One", "Other"), found, scores, bins(SAID), "You made 6 bets.")


class Shown(Page):
    def __init__(self, view: ForecastsView) -> None:
        super().__init__()
        self.view = view

    def build(self) -> Widget:
        body = Column([Scroll(forecasts(self.view, is_wide(self)), grow=1.0, key="all")], pad=16)
        return frame(self, "Debrief", body)


def test_every_bet_stands_with_what_came() -> None:
    view = build_forecasts(made())
    assert [(row.said, row.came) for row in view.rows] == [
        (round(20 * said), came) for said, came in SAID
    ]
    assert all(len(cells) == len(view.headings) for cells in view.cells)
    page = Shown(view)
    shown(page)
    tree = page.ui.tree()
    for row in view.rows:
        assert tree.find("text", row.label)
    for one in view.bins:
        assert one.words in tree.find("img", "What you said").value


def test_groups_say_what_so_few_leave_open() -> None:
    [one] = build_forecasts(Calibration((), (), (), (Bin(5, 9, 2, 0.35, 2, 0.43, 1.0),), "")).bins
    assert one.words.startswith("Where you said about 7 in 20: 2 of 2 came")
    assert "from 9 to 20 in 20" in one.words


def test_no_bets_are_one_sentence() -> None:
    view = build_forecasts(Calibration((), (), (), (), "You made no bets."))
    page = Shown(view)
    shown(page)
    assert page.ui.tree().find("text", "You made no bets.")


def test_all_games_are_told_where_there_were_more() -> None:
    view = build_forecasts(made())
    record = [{"said": 12, "came": True, "desk": 0.5}] * 9
    assert with_long_run(view, record[:6]).long_run == ""
    words = with_long_run(view, record).long_run
    assert words.startswith("Over all your games, how far off: You 0.16 on 9 questions")
    page = Shown(with_long_run(view, record))
    shown(page)
    assert page.ui.tree().find("text", words)


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX[:3:2])
def test_they_pass_the_lints(size: tuple[int, int], scale: float, theme: str) -> None:
    view = build_forecasts(made())
    assert faults(lambda: Shown(view), size, scale, theme) == []
