"""The debrief's page in a real browser without a network, wide and as narrow as a telephone."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.desk.export.writing import write_one
from sim.game.saving.save import save_of
from tests.desk.screens import played, view
from tests.desk.test_export import extras
from tests.lab.test_browser import CHROMIUM, HEIGHT, WIDTHS, look

pytestmark = [
    pytest.mark.outside,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_shows_all_of_itself(width: int, tmp_path: Path) -> None:
    page = tmp_path / "debrief.html"
    write_one(page, view(), save_of(played(99)), extras())
    seen = look(page, width, tmp_path)
    probe = seen.probe
    assert seen.log == ""
    assert probe["loaded"] == []
    assert probe["width"] == width
    assert probe["content"] <= width
    assert probe["words"] > 4000
    assert probe["hidden"] == 0
    assert probe["height"] > HEIGHT
    paper = tuple(seen.picture.get_at((1, 1)))
    rows = range(0, HEIGHT, 4)
    colours = {tuple(seen.picture.get_at((x, y))) for x in range(0, width, 3) for y in rows}
    assert paper in colours
    assert len(colours) > 20
