"""The debrief of a campaign: chapters, the whole arc beside the record, and both written down."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest

from sim.desk.export.campaign import write_campaign
from sim.desk.models.debrief_campaign import build_campaign_debrief
from sim.desk.screens.debriefing.campaign import CampaignDebriefPage
from sim.desk.screens.debriefing.page import DebriefPage
from sim.game.campaign import CampaignGame
from sim.game.saving.save import PAGE_MARK
from tests.campaign import loaded_campaign
from tests.desk.driving import press
from tests.desk.screens import MATRIX, faults, shown
from tests.desk.test_export import Tags


def over(until: int = 99) -> CampaignGame:
    played = CampaignGame(loaded_campaign(), seed=4)
    while played.ending is None and len(played.past) < until:
        while not played.game.over:
            played.game.end_turn()
        played.advance()
    return played


@functools.cache
def ended() -> CampaignGame:
    return over()


def test_the_arc_has_every_checkpoint_of_every_chapter() -> None:
    view = build_campaign_debrief(ended())
    chapters = ended().loaded.chapters
    points = sum(len(chapters[one].scenario.history.checkpoints) for one in ended().chain.order)
    assert len(view.arc) == points
    opened = {one.number for one in view.chapters if one.opened}
    for point in view.arc:
        assert (point.here is None) == (point.chapter not in opened)
        assert bool(point.date) == (point.here is True)
    assert abs(view.score - sum(one.earned for one in view.chapters)) <= len(view.chapters)


def test_what_has_not_come_yet_is_neither_met_nor_missed() -> None:
    view = build_campaign_debrief(over(until=1))
    assert view.ending == ""
    later = [point for point in view.arc if point.chapter > 1]
    assert all(point.here is None for point in later)


def test_a_chapter_opens_its_own_debrief() -> None:
    page = CampaignDebriefPage(ended())
    app = shown(page)
    (first, *_rest) = page.view.chapters
    page.ui.focus(f"chapter:{first.id}")
    press(page, "enter")
    assert isinstance(app.top, DebriefPage)
    assert app.top.game is ended().past[0][1]
    app.pop()


def test_the_two_parts_are_reached_by_keys() -> None:
    page = CampaignDebriefPage(ended())
    shown(page)
    press(page, "2")
    assert page.ui.tree().find("text", "The whole arc beside the record")
    press(page, "1")
    assert page.ui.tree().find("text", "Each chapter opens its own debrief")


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX)
@pytest.mark.parametrize("tab", range(2))
def test_the_pages_are_laid_out_well(
    tab: int, size: tuple[int, int], scale: float, theme: str
) -> None:
    def make() -> CampaignDebriefPage:
        page = CampaignDebriefPage(ended())
        page.tab = tab
        return page

    assert faults(make, size, scale, theme) == []


def test_it_is_written_down_whole(tmp_path: Path) -> None:
    text, page = write_campaign(ended(), tmp_path)
    told, shown_page = text.read_text(encoding="utf-8"), page.read_text(encoding="utf-8")
    assert max(len(line) for line in told.splitlines()) <= 78
    tags = Tags()
    tags.feed(shown_page)
    assert tags.open == []
    assert {address[1:] for address in tags.addresses} <= tags.ids
    ids = re.findall(r' id="([^"]*)"', shown_page)
    assert len(ids) == len(set(ids))
    assert PAGE_MARK in shown_page
    view = build_campaign_debrief(ended())
    for chapter in view.chapters:
        assert chapter.title in told
        assert chapter.title in shown_page


def test_a_folder_that_cannot_be_written_is_told(home: Path) -> None:
    home.write_text("a file where the folder should be")
    page = CampaignDebriefPage(ended())
    shown(page)
    press(page, "e")
    assert page.ui.tree().find("dialog", "It could not be written")
