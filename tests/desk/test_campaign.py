"""A campaign in the window: from its title by keys alone to its end, and how its pages look."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from sim.desk.kit.page import Page
from sim.desk.models.campaign import build_bridge, build_campaign_end
from sim.desk.models.saves import build_slots
from sim.desk.models.title import build_resume, build_shelf
from sim.desk.screens.briefing import BriefingPage
from sim.desk.screens.campaign import BridgePage, CampaignEndPage
from sim.desk.screens.debriefing.page import DebriefPage
from sim.desk.screens.desk import DeskPage
from sim.desk.screens.report import ReportPage
from sim.desk.screens.title import TitlePage
from sim.game.campaign import CampaignGame, campaign_of
from sim.game.saving.save import autosave, autosave_path, read
from sim.lab.campaign import CampaignSetup
from sim.lab.campaign_chronicle import campaign_chronicle
from sim.scenario.campaigns import LoadedCampaign, load_campaign
from tests import scratch
from tests.campaign import campaign_path, laid_out, mini
from tests.desk.screens import MATRIX, faults
from tests.desk.test_play_through import Player


@cache
def two_chapters() -> LoadedCampaign:
    """A campaign of two chapters."""
    data = mini()
    del data["chapters"]["vote"]
    data["endings"]["peace"]["when"] = "attended(north, talks)"
    del data["goals"]
    return load_campaign(str(laid_out(scratch.shared("two"), data)))


def play_the_chapter(player: Player) -> None:
    """From a desk to the debrief, planning nothing."""
    while not player.game.over:
        assert isinstance(player.page, DeskPage)
        player.press("e")
        assert isinstance(player.page, ReportPage)
        player.press("enter")
    player.wait_for(DebriefPage)


def test_a_campaign_is_played_by_keys_alone() -> None:
    loaded = two_chapters()
    player = Player()
    player.flow.begin(str(loaded.path), "host")
    player.wait_for(BridgePage)
    player.press("enter")
    player.wait_for(BriefingPage)
    player.press("enter")
    player.wait_for(DeskPage)
    play_the_chapter(player)
    first = player.game
    kept = read(autosave_path())
    assert kept.campaign is not None
    assert (kept.campaign.chapters, len(kept.turns)) == ([], first.turns)

    player.press("n")
    player.wait_for(BridgePage)
    assert not player.page.ui.layers[1:]
    kept = read(autosave_path())
    assert kept.campaign is not None
    assert (len(kept.campaign.chapters), kept.turns) == (1, [])
    player.press("enter")
    player.wait_for(BriefingPage)
    player.press("escape")
    player.wait_for(BridgePage)
    player.press("enter")
    player.wait_for(BriefingPage)
    player.press("enter")
    player.wait_for(DeskPage)
    assert player.game is not first
    player.press("1", "e", "enter", "u", "u", "u", "u")
    assert player.game.turn == 0
    campaign = campaign_of(player.game)
    assert campaign is not None
    assert campaign.number == 2
    player.settle()
    play_the_chapter(player)

    player.press("n")
    player.wait_for(CampaignEndPage)
    told = campaign_chronicle(CampaignSetup.of(loaded, "pass", seat="host", seed=7))
    page = player.page
    assert isinstance(page, CampaignEndPage)
    assert page.view.ending == loaded.campaign.endings[told.ending].title
    assert first.state_hash() == told.chapters[0].told.state_hash
    player.press("enter")
    player.wait_for(TitlePage)


def test_a_bridge_is_left_for_the_title_and_come_back_to_by_the_save() -> None:
    loaded = two_chapters()
    player = Player()
    player.flow.begin(str(loaded.path))
    player.wait_for(BridgePage)
    player.press("enter")
    player.wait_for(BriefingPage)
    player.press("enter")
    player.wait_for(DeskPage)
    play_the_chapter(player)
    player.press("n")
    player.wait_for(BridgePage)
    player.press("escape")
    player.wait_for(TitlePage)
    player.flow.load(autosave_path(), str(loaded.path))
    player.wait_for(DeskPage)
    campaign = campaign_of(player.game)
    assert campaign is not None
    assert campaign.number == 2


def test_a_chapter_keeps_its_seat_and_is_not_played_again() -> None:
    player = Player()
    player.flow.begin(str(campaign_path()))
    player.wait_for(BridgePage)
    player.press("enter")
    player.wait_for(BriefingPage)
    page = player.page
    assert isinstance(page, BriefingPage)
    assert page.take is None
    player.press("enter")
    player.wait_for(DeskPage)
    play_the_chapter(player)
    debrief = player.page
    assert isinstance(debrief, DebriefPage)
    assert debrief.onward.again is None
    names = {node.name for node in debrief.ui.tree().walk()}
    assert "What follows" in names
    assert not {"Play again", "Again with the same chance"} & names


# -- the title and the saves -----------------------------------------------------------------------


def test_a_campaign_stands_on_the_shelf(tmp_path: Path) -> None:
    laid_out(tmp_path)
    cards = {card.id: card for card in build_shelf(tmp_path).cards}
    card = cards["mini"]
    assert card.length == "A campaign of 3 chapters · about 25 minutes"
    assert card.dates == "January to February 2000"
    assert [seat.face.id for seat in card.seats] == ["host", "friend"]
    assert cards["small"].length.startswith("6 turns of 1 week")
    (tmp_path / "sequel.yaml").unlink()
    assert build_shelf(tmp_path).broken == ("mini.yaml",)


def test_saves_name_the_campaign_and_the_chapter(tmp_path: Path, home: Path) -> None:
    played = in_the_second()
    autosave(played.game)
    laid_out(tmp_path)
    resume = build_resume(build_shelf(tmp_path))
    assert resume is not None
    assert resume.note == "Two quarrels and a vote · host · chapter 2, 0 turns played"
    (slot,) = build_slots()
    assert slot.about == "mini · sequel · host · turn 1"
    assert home in slot.path.parents


# -- how it looks ----------------------------------------------------------------------------------


def in_the_second() -> CampaignGame:
    from tests.campaign import loaded_campaign

    played = CampaignGame(loaded_campaign(), seed=4)
    while not played.game.over:
        played.game.end_turn()
    played.advance()
    return played


def bridge() -> Page:
    played = in_the_second()
    story = "They went home. " * 30
    return BridgePage(build_bridge(played, story), lambda: None, lambda: None)


def end() -> Page:
    played = in_the_second()
    while played.ending is None:
        while not played.game.over:
            played.game.end_turn()
        played.advance()
    return CampaignEndPage(build_campaign_end(played), "It was late.", lambda: None)


@pytest.mark.parametrize("make", [bridge, end])
@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX)
def test_the_pages_are_laid_out_well(
    make: Callable[[], Page], size: tuple[int, int], scale: float, theme: str
) -> None:
    assert faults(make, size, scale, theme) == []


def test_the_bridge_tells_where_one_is_and_what_one_brings() -> None:
    played = in_the_second()
    view = build_bridge(played, "First.\n\nThen.")
    assert view.heading == "Chapter 2 of 3"
    assert view.story == ("First.", "Then.")
    assert [step.state for step in view.steps] == ["over", "now", "coming"]
    assert view.steps[0].score == 40
    assert view.brought
    assert all(abs(one.points) >= 3 for one in view.brought)
    opening = build_bridge(CampaignGame(played.loaded), "Go.")
    assert (opening.heading, opening.title) == ("3 chapters", "Two quarrels and a vote")
    assert opening.brought == ()


def test_the_end_adds_up() -> None:
    page = end()
    assert isinstance(page, CampaignEndPage)
    view = page.view
    assert abs(view.score - sum(one.earned for one in view.chapters)) <= len(view.chapters)
    assert sum(one.points for one in view.chapters) == 100
