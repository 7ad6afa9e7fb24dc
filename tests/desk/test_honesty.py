"""The honesty page: plain data shown as it comes in, and the lab's own numbers behind it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from sim.cli.honesty import honesty
from sim.desk.kit.app import App
from sim.desk.kit.lint import lint_ui
from sim.desk.kit.page import Page
from sim.desk.kit.theme import THEMES
from sim.desk.models.honesty import build_honesty
from sim.desk.picture import show
from sim.desk.screens.honesty import HonestyPage
from sim.game.forecast.honesty import Checked, Claimed, Honesty, OnRecord, begin, file_alone
from sim.scenario.load import Loaded, load
from tests.desk.driving import press
from tests.desk.games import game_at, loaded
from tests.desk.screens import MATRIX
from tests.desk.screens import shown as over


def sample(of: Loaded) -> Iterator[Honesty]:
    """What a provider gives, in three steps, without a run."""
    made = begin(of)
    yield made
    points = tuple(
        Checked(f"Point {number}", "1992-08-31", number % 3 > 0, number / 10, 0.0, 1.0, ("E1",))
        for number in range(8)
    )
    record = OnRecord(2000, True, points, 0.21, (0.3, -0.1, 0.6))
    yield replace(made, record=record, done=0.5)
    claims = (
        Claimed("A claim that holds", True, True, "trust", 20, 19, 12, 300, ("E2",)),
        Claimed("One that does not", False, False, "aid", 20, 3, 1, 300, ()),
    )
    yield replace(made, record=record, claims=claims, claims_in_all=2, done=1.0)


def page_of(
    size: tuple[int, int] = (1280, 720), theme: str = "dark", scale: float = 1.0
) -> HonestyPage:
    page = HonestyPage(loaded(), sample, wait=True)
    over(page, size, scale, theme)
    return page


def words(page: Page) -> str:
    return "\n".join(node.name for node in page.ui.tree().walk())


def test_numbers_are_counted_from_the_scenario_itself() -> None:
    made = begin(loaded())
    assert made.coded.cited + made.coded.assumed == made.coded.all > 100
    assert 0 < made.coded.assumed_share < 1
    assert made.constants.derived > 0
    assert made.claims_in_all == len(loaded().scenario.claims)
    view = build_honesty(made)
    assert [sum(one.counts) for one in view.bases] == [made.coded.all, made.constants.all]
    assert view.doing
    assert view.record == ""


def test_the_worst_misses_are_named_first() -> None:
    *_, last = sample(loaded())
    view = build_honesty(last)
    assert last.record is not None
    misses = [point.miss for point in last.record.worst(8)]
    assert misses == sorted(misses, reverse=True)
    assert view.worst[0].title == last.record.worst()[0].title
    assert len(view.worst) == 5
    assert "all the same" in next(point.words for point in view.worst if not point.happened)


def test_little_skill_is_said_to_be_little() -> None:
    *_, last = sample(loaded())
    assert "do not tell it from none" in build_honesty(last).record
    record = last.record
    assert record is not None
    tuned = replace(last, record=replace(record, holdout=False, skill=None))
    assert "flatters the model" in build_honesty(tuned).record
    assert "Skill" not in build_honesty(tuned).record


def test_it_says_what_is_not_known() -> None:
    page = HonestyPage(loaded(), file_alone, wait=True)
    over(page)
    assert "Nothing is run here" in words(page)
    broken = replace(begin(loaded()), done=1.0, problem="It stopped here: too few runs.")
    page = HonestyPage(loaded(), lambda of: iter([broken]), wait=True)
    over(page)
    assert "It stopped here: too few runs." in words(page)


def test_parts_come_in_from_the_thread() -> None:
    page = HonestyPage(loaded(), sample)
    app = over(page)
    until = time.monotonic() + 20
    while not page.made.ready and time.monotonic() < until:
        app.run_calls()
        time.sleep(0.005)
    assert "A claim that holds" in words(page)


def test_h_in_the_menu_opens_it() -> None:
    app = App(THEMES["dark"], 1.0, (1280, 720), motion=False)
    flow = show(game_at(1), "desk", app)
    flow.honest = sample
    desk = app.top
    assert isinstance(desk, Page)
    press(desk, "escape", "h")
    assert isinstance(app.top, HonestyPage)
    press(app.top, "escape")
    assert app.top is desk


def test_the_lab_fills_it() -> None:
    """Live, at the smallest size: real runs of the lab, step by step."""
    one = load("security-council-1992")
    steps = list(honesty(one, runs=10, claim_runs=10, draws=2, draw_runs=5))
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    last = steps[-1]
    assert last.ready
    assert last.problem == ""
    history = one.scenario.history
    assert last.record is not None
    assert len(last.record.points) == len(history.checkpoints) + len(history.foils)
    assert [claim.title for claim in last.claims] == [
        claim.title for claim in one.scenario.claims.values()
    ]
    assert all(claim.draws == 2 and claim.in_bar <= 2 for claim in last.claims)
    assert build_honesty(last).doing == ""


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX[:3:2])
def test_it_passes_the_lints(size: tuple[int, int], scale: float, theme: str) -> None:
    page = page_of(size, theme, scale)
    assert [str(one) for one in lint_ui(page.ui)] == []
