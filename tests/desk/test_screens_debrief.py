"""The debrief: how it ended, beside the record, what turned it, what was hidden; its export."""

from __future__ import annotations

import functools
import html
import html.parser
import re
import time
from pathlib import Path

import pytest

from sim.desk.export import as_html, as_text, write_debrief
from sim.desk.models.debrief import DebriefView, build_debrief
from sim.desk.screens.debrief import DebriefPage
from sim.game.debrief import Debrief, debrief
from sim.game.save import PAGE_MARK, parsed, save_of
from sim.scenario.coding import TYPES
from tests.desk.driving import press
from tests.desk.screens import MATRIX, faults, played, scenario, shown


@functools.cache
def judged() -> Debrief:
    return debrief(played(99), 4)


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
        ("3", "What each move was worth"),
        ("4", "What they were"),
        ("5", "Why you could play the part"),
        ("6", "Questions to talk about"),
    ],
)
def test_a_digit_shows_a_part(key: str, shows: str) -> None:
    page = DebriefPage(played(99), made=judged())
    shown(page)
    press(page, key)
    assert page.ui.tree().find("text", shows)


def test_the_tabs_are_walked_by_arrows() -> None:
    page = DebriefPage(played(99), made=judged())
    shown(page)
    press(page, "right", "right", "left")
    assert page.ui.tree().find("tablist", "Debrief").value == "Beside the record"


def test_play_again_with_the_same_or_a_fresh_chance() -> None:
    asked: list[bool] = []
    page = DebriefPage(played(99), asked.append, judged())
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
    page = DebriefPage(played(99), made=judged())
    app = shown(page)
    press(page, "2")
    link = page.ui.tree().find("link", "E2")
    page.ui.focus(link.key)
    press(page, "enter")
    assert app.top is not page


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX)
@pytest.mark.parametrize("tab", range(5))
def test_the_debrief_passes_the_lints(
    tab: int, size: tuple[int, int], scale: float, theme: str
) -> None:
    def make() -> DebriefPage:
        page = DebriefPage(played(99), lambda same: None, judged())
        page.tab = tab
        return page

    assert faults(make, size, scale, theme) == []


# -- export ----------------------------------------------------------------------------------------


class Tags(html.parser.HTMLParser):
    """The tags of a page, checked to be closed in order, and every address in it."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)
        for name, value in attrs:
            if name in ("href", "src"):
                self.addresses.append(value or "")
            if name == "id":
                self.ids.add(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_loads_nothing() -> None:
    page = as_html(view())
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert tags.addresses
    assert all(address.startswith("#") for address in tags.addresses)
    assert {address[1:] for address in tags.addresses} <= tags.ids
    assert "url(" not in page
    assert "@import" not in page


def test_the_text_has_all_parts_and_no_long_line() -> None:
    text = as_text(view())
    assert max(len(line) for line in text.splitlines()) <= 78
    flat = re.sub(r"\s+", " ", text)
    for question in view().questions:
        assert question in flat
    for aim in view().aims:
        assert aim.title in flat
    for point in view().checkpoints:
        assert point.title in flat
    for days in view().days:
        assert days.dates in flat


def test_marks_of_html_in_a_scenario_stay_words() -> None:
    from dataclasses import replace

    page = as_html(replace(view(), title="<script>alert(1)</script>"))
    assert "<script" not in page


def test_the_debrief_is_written_into_the_users_folder(home: Path) -> None:
    page = DebriefPage(played(99), made=judged())
    shown(page)
    press(page, "e")
    written = sorted(home.rglob("*.*"))
    assert [path.suffix for path in written] == [".html", ".txt"]
    assert PAGE_MARK in written[0].read_text(encoding="utf-8")
    said = page.ui.tree().find("dialog", "Written down")
    words = " ".join(node.name for node in said.walk())
    assert all(str(path) in words for path in written)


def test_a_folder_that_cannot_be_written_is_told(home: Path) -> None:
    home.write_text("a file where the folder should be")
    page = DebriefPage(played(99), made=judged())
    shown(page)
    press(page, "e")
    assert page.ui.tree().find("dialog", "It could not be written")


def test_the_page_holds_the_game_as_data_and_no_script(tmp_path: Path) -> None:
    page = DebriefPage(played(99), made=judged())
    save = save_of(page.game)
    _, written = write_debrief(view(), tmp_path, save)
    text = written.read_text(encoding="utf-8")
    tags = Tags()
    tags.feed(text)
    assert tags.open == []
    assert "<script" not in text
    held = re.search(rf"<pre {PAGE_MARK}>(.*?)</pre>", text, re.DOTALL)
    assert held
    assert parsed(html.unescape(held[1]).encode(), "the page") == save


def test_two_debriefs_lie_beside_each_other(tmp_path: Path) -> None:
    first = write_debrief(view(), tmp_path / "one")
    assert first[0].read_text(encoding="utf-8") == as_text(view())
    assert first[1].read_text(encoding="utf-8") == as_html(view())
