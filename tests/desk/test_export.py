"""The debrief written down: a page that loads nothing, plain text, and where they go."""

from __future__ import annotations

import html
import html.parser
import re
from pathlib import Path

import pytest

from sim import paths
from sim.desk.export.page import as_html
from sim.desk.export.text import as_text
from sim.desk.export.words import Extras
from sim.desk.export.writing import write_debrief, write_one
from sim.desk.models.forecasts import build_forecasts
from sim.desk.models.notes import Notes
from sim.desk.models.river import RiverView, build_river
from sim.desk.screens.debriefing.page import DebriefPage
from sim.game.forecast.calibration import calibration
from sim.game.saving.save import PAGE_MARK, parsed, save_of
from tests.desk.driving import press
from tests.desk.screens import drawn, judged, played, shown, view


def extras_river() -> RiverView:
    return build_river(drawn(), view().seat_name)


def extras() -> Extras:
    notes = Notes("A <b>bold</b> name", {one.text: "1 < 2 & 3\nsecond" for one in view().questions})
    return Extras(extras_river(), notes, build_forecasts(calibration(played(99), 0)))


class Tags(html.parser.HTMLParser):
    """The tags of a page, checked to be closed in order, and every address in it."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br", "hr"):
            self.open.append(tag)
        for name, value in attrs:
            if name in ("href", "src"):
                self.addresses.append(value or "")
            if name == "id":
                self.ids.add(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_loads_nothing() -> None:
    page = as_html(view(), extras=extras())
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert tags.addresses
    assert all(address.startswith("#") for address in tags.addresses)
    assert {address[1:] for address in tags.addresses} <= tags.ids
    assert "url(" not in page
    assert "@import" not in page


def test_the_text_has_all_parts_and_no_long_line() -> None:
    text = as_text(view(), extras())
    assert max(len(line) for line in text.splitlines()) <= 78
    flat = re.sub(r"\s+", " ", text)
    for question in view().questions:
        assert question.text in flat
        assert question.moment in flat
        assert "1 < 2 & 3" in flat
    for fork in extras_river().forks:
        assert fork.short in flat
    for fact in view().facts:
        assert fact.title in flat
        assert fact.drawn_from
    for aim in view().aims:
        assert aim.title in flat
    for point in view().checkpoints:
        assert point.title in flat
    for days in view().days:
        assert days.dates in flat


def test_marks_of_html_in_a_scenario_stay_words() -> None:
    from dataclasses import replace

    page = as_html(replace(view(), title="<script>alert(1)</script>"), extras=extras())
    assert "<script" not in page
    assert "<b>bold" not in page
    assert "1 &lt; 2 &amp; 3" in page
    assert "A &lt;b&gt;bold&lt;/b&gt; name" in page


def test_a_page_can_be_printed_and_holds_its_figures() -> None:
    page = as_html(view(), extras=extras())
    assert "@media print" in page
    assert page.count("<svg") == 4
    for name in ("The path map", "What each move was worth", "Your prospects"):
        assert f"<title>{name}" in page
    assert page.count('class="write"') == len(view().questions)


def test_a_long_name_makes_no_long_file_name(tmp_path: Path) -> None:
    from dataclasses import replace

    text, page = write_debrief(replace(view(), title="A very long title " * 40), tmp_path)
    assert len(text.name) < 120
    assert page.exists()


def test_one_file_by_its_name(tmp_path: Path) -> None:
    page, text = tmp_path / "a.HTML", tmp_path / "b.txt"
    write_one(page, view())
    write_one(text, view())
    assert page.read_text(encoding="utf-8") == as_html(view())
    assert text.read_text(encoding="utf-8") == as_text(view())
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.HTML", "b.txt"]


def test_the_debrief_is_written_into_the_users_folder(home: Path) -> None:
    page = DebriefPage(played(99), made=judged(), drawn=drawn())
    shown(page)
    press(page, "e")
    written = sorted(home.rglob("*.*"))
    assert [path.suffix for path in written] == [".html", ".txt"]
    assert PAGE_MARK in written[0].read_text(encoding="utf-8")
    said = page.ui.tree().find("dialog", "Written down")
    words = " ".join(node.name for node in said.walk())
    assert all(str(path) in words for path in written)


def test_without_a_folder_of_its_own_it_lies_among_the_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents, own = tmp_path / "Documents", tmp_path / "own"
    documents.mkdir()
    monkeypatch.delenv(paths.HOME_VARIABLE)
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: documents)
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: own)
    for path in write_debrief(view()):
        assert path.parent == documents / "Twin Track"
        path.unlink()
    (documents / "Twin Track").rmdir()
    (documents / "Twin Track").write_text("a file where the folder should be")
    assert {path.parent for path in write_debrief(view())} == {own / "debriefs"}


def test_a_folder_that_cannot_be_written_is_told(home: Path) -> None:
    home.write_text("a file where the folder should be")
    page = DebriefPage(played(99), made=judged(), drawn=drawn())
    shown(page)
    press(page, "e")
    assert page.ui.tree().find("dialog", "It could not be written")


def test_the_page_holds_the_game_as_data_and_no_script(tmp_path: Path) -> None:
    page = DebriefPage(played(99), made=judged(), drawn=drawn())
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
