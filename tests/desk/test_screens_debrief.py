"""The debrief: how it ended, beside the record, what turned it, what was hidden; its export."""

from __future__ import annotations

import functools
import time

import pytest

from sim.desk.models.debrief import DebriefView, build_debrief
from sim.desk.screens.debrief import DebriefPage
from sim.game.debrief import Debrief, debrief
from sim.game.river import River, river
from sim.scenario.coding import TYPES
from tests.desk.driving import press
from tests.desk.screens import MATRIX, faults, played, scenario, shown


@functools.cache
def judged() -> Debrief:
    return debrief(played(99), 4)


@functools.cache
def drawn() -> River:
    return river(played(99), 40)


@functools.cache
def view() -> DebriefView:
    return build_debrief(played(99), judged())


# -- the view-model --------------------------------------------------------------------------------


def test_the_score_is_what_the_aims_that_were_reached_count_for() -> None:
    assert view().score == sum(aim.points for aim in view().aims if aim.reached)
    assert sum(aim.points for aim in view().aims) == 100
    assert view().reached == sum(aim.reached for aim in view().aims)


def test_your_line_stands_beside_the_whole_record() -> None:
    history = scenario().scenario.history
    told = [one for days in view().days for one in days.record]
    assert len(told) == len(history.line) + len(history.told)
    own = [move for days in view().days for move in days.own]
    game = played(99)
    done = sum(plan.option in turn.observed.acts.moves for turn in game.past for plan in turn.moves)
    assert len(own) == done
    assert all(one.cites for one in told)


def test_every_checkpoint_and_foil_is_there() -> None:
    history = scenario().scenario.history
    assert len(view().checkpoints) == len(history.checkpoints)
    assert len(view().foils) == len(history.foils)
    for point in (*view().checkpoints, *view().foils):
        assert bool(point.date) == point.here
        assert point.cites
    assert all(point.as_recorded == point.here for point in view().checkpoints)
    assert all(point.as_recorded != point.here for point in view().foils)


def test_the_hidden_truth_is_opened() -> None:
    game = played(99)
    world = game.process.world
    (hidden,) = view().hidden
    assert hidden.word == TYPES[int(world.type[0, 0])]
    assert len(hidden.beliefs) == 2 + len(game.scenario.advisers)
    for belief in hidden.beliefs:
        assert sum(belief.shares) == pytest.approx(1)
    row, column = game.plan.actor("khmer_rouge"), game.plan.issues.index("cantonment")
    title = game.scenario.issues["cantonment"].title
    (wish,) = [one for one in view().numbers if one.face.id == "khmer_rouge" and one.label == title]
    assert wish.truth == float(world.ideal[row, column, 0])
    assert wish.low <= wish.best <= wish.high


def test_a_debrief_may_be_had_before_the_end() -> None:
    game = played(3)
    early = build_debrief(game, debrief(game))
    assert not early.over
    assert early.turns == 3
    assert early.prospects == ()


# -- the page --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "shows"),
    [
        ("1", "What else came about"),
        ("2", "Dated points"),
        ("3", "What turned it"),
        ("4", "What each move was worth"),
        ("5", "Your forecasts"),
        ("6", "The paths that this could take"),
        ("7", "What they were"),
        ("8", "Why you could play the part"),
        ("9", "Questions to talk about"),
    ],
)
def test_a_digit_shows_a_part(key: str, shows: str) -> None:
    page = DebriefPage(played(99), made=judged(), drawn=drawn())
    shown(page)
    press(page, key)
    assert page.ui.tree().find("text", shows)


def test_the_tabs_are_walked_by_arrows() -> None:
    page = DebriefPage(played(99), made=judged(), drawn=drawn())
    shown(page)
    press(page, "right", "right", "left")
    assert page.ui.tree().find("tablist", "Debrief").value == "The record"


def test_play_again_with_the_same_or_a_fresh_chance() -> None:
    asked: list[bool] = []
    page = DebriefPage(played(99), asked.append, judged(), drawn=drawn())
    shown(page)
    press(page, "s", "a")
    assert asked == [True, False]


def test_what_takes_long_comes_in_when_it_is_ready() -> None:
    page = DebriefPage(played(4), rollouts=4)
    app = shown(page)
    assert page.thinking
    assert page.view.prospects == ()
    until = time.monotonic() + 60
    while page.thinking and time.monotonic() < until:
        time.sleep(0.02)
        app.run_calls()
    assert len(page.view.prospects) == 5
    press(page, "3")
    assert page.ui.tree().find("img", "Prospects by turns")


def test_the_sources_of_the_record_can_be_opened() -> None:
    page = DebriefPage(played(99), made=judged(), drawn=drawn())
    app = shown(page)
    press(page, "2")
    link = page.ui.tree().find("link", "E2")
    page.ui.focus(link.key)
    press(page, "enter")
    assert app.top is not page


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX)
@pytest.mark.parametrize("tab", range(9))
def test_the_debrief_passes_the_lints(
    tab: int, size: tuple[int, int], scale: float, theme: str
) -> None:
    def make() -> DebriefPage:
        page = DebriefPage(played(99), lambda same: None, judged(), drawn=drawn())
        page.tab = tab
        return page

    assert faults(make, size, scale, theme) == []
