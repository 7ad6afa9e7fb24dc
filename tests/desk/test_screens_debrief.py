"""The debrief: how it ended, beside the record, what turned it, what was hidden; its export."""

from __future__ import annotations

import threading
import time

import pygame
import pytest

from sim.desk.figures.river import RiverFigure
from sim.desk.models.debrief import build_debrief
from sim.desk.screens.debriefing.onward import Onward
from sim.desk.screens.debriefing.page import DebriefPage
from sim.game.debriefing.debrief import debrief
from sim.scenario.form.coding import TYPES
from tests.desk.driving import press
from tests.desk.screens import (
    MATRIX,
    along_the_record,
    drawn,
    faults,
    judged,
    played,
    scenario,
    shown,
    view,
)

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
    page = DebriefPage(played(99), Onward(again=asked.append), judged(), drawn=drawn())
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
        page = DebriefPage(played(99), Onward(again=lambda same: None), judged(), drawn=drawn())
        page.tab = tab
        return page

    assert faults(make, size, scale, theme) == []


# -- the path map ----------------------------------------------------------------------------------


def test_every_fork_is_reached_by_keys_and_opens_its_facts() -> None:
    page = DebriefPage(played(99), made=judged(), drawn=drawn(), part="river")
    app = shown(page)
    assert page.river is not None
    reached = []
    for _ in range(40):
        press(page, "tab")
        focus = page.ui.focused
        if focus is not None and focus.key.startswith("fork:"):
            reached.append(focus.key.removeprefix("fork:"))
    assert set(reached) == {fork.id for fork in page.river.forks}
    page.ui.focus(f"fork:{page.river.forks[0].id}")
    press(page, "right")
    focus = page.ui.focused
    assert focus is not None
    assert focus.key == f"fork:{page.river.forks[1].id}"
    assert page.ui.tree().find("text", page.river.forks[1].short[:20])
    press(page, "enter")
    dialog = page.ui.tree().find("dialog", page.river.forks[1].title)
    link = dialog.find("link")
    assert link.name in page.river.forks[1].cites
    page.ui.focus(link.key)
    press(page, "enter")
    assert app.top is not page


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_the_two_lines_of_the_river_are_told_apart_without_colour(size: tuple[int, int]) -> None:
    page = DebriefPage(played(99), made=judged(), drawn=drawn(), part="river")
    shown(page, size)
    (figure,) = (w for w in page.ui.top.root.walk() if isinstance(w, RiverFigure))
    yours, record = figure.line(page.look, True), figure.line(page.look, False)
    assert len(yours) == len(record)
    assert all(abs(a[1] - b[1]) >= 8 for a, b in zip(yours[24::24], record[24::24], strict=True))


# -- what opens from it ----------------------------------------------------------------------------


def test_a_turning_point_opens_the_report_of_its_turn() -> None:
    page = DebriefPage(played(99), made=judged(), drawn=drawn(), part="turning")
    app = shown(page)
    page.ui.focus("turn:0")
    press(page, "enter")
    assert type(app.top).__name__ == "ReportPage"
    press(app.top, "escape")  # type: ignore[arg-type]
    assert app.top is page


def test_a_note_is_typed_with_all_keys_and_kept() -> None:
    game = along_the_record(99)
    page = DebriefPage(game, made=debrief(game), drawn=drawn(), part="questions")
    shown(page)
    page.ui.focus("note:1")
    press(page, "y", "e", "s", "space", "1", "enter", "a", "backspace", "b")
    assert page.notes.answer(page.view.questions[0].text) == "yes 1\nb"
    assert page.part == "questions"
    page.ui.focus("note:name")
    press(page, "m", "e")
    again = DebriefPage(game, made=debrief(game), drawn=drawn())
    assert again.notes.name == "me"
    assert again.notes.answer(again.view.questions[0].text) == "yes 1\nb"


def test_what_an_aim_lacked_is_told_and_not_what_it_would_have_been() -> None:
    page = DebriefPage(played(99), made=judged(), drawn=drawn())
    shown(page)
    missed = [aim for aim in view().aims if not aim.reached]
    assert missed
    said = " ".join(node.name for node in page.ui.tree().walk())
    for aim in missed:
        assert aim.missing[0] in said
        assert aim.text not in said


def test_parts_open_at_once() -> None:
    """Opening a part builds and draws it; what takes long was reckoned before."""
    page = DebriefPage(played(99), Onward(again=lambda same: None), judged(), drawn=drawn())
    app = shown(page)
    surface = pygame.Surface((1280, 720), 0, 32)
    for number in range(len(page.names)):
        times = []
        for _ in range(2):
            page._built = None
            start = time.process_time()
            page.choose(number)
            page.refresh()
            app.frame(surface)
            times.append(time.process_time() - start)
        assert min(times) < 0.3, page.part


def test_a_page_that_was_left_reckons_no_further() -> None:
    page = DebriefPage(played(99), rollouts=60)
    app = shown(page)
    app.pop()
    until = time.monotonic() + 20
    while any(t.name == "debrief" for t in threading.enumerate()) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(t.name == "debrief" for t in threading.enumerate())
    assert page.view.worth == ()
