"""Every scenario that ships, and the campaign, by keys alone, to the headless engine's state."""

from __future__ import annotations

import time
from functools import cache

import pytest

from sim.desk.kit.page import Page
from sim.desk.models.title import Shelf, build_shelf
from sim.desk.screens.briefing import BriefingPage
from sim.desk.screens.campaign import BridgePage, CampaignEndPage
from sim.desk.screens.debriefing.page import DebriefPage
from sim.desk.screens.desk import DeskPage
from sim.desk.screens.report import ReportPage
from sim.desk.screens.title import TitlePage
from sim.desk.session import Session
from sim.game.campaign import CampaignGame
from sim.game.progress import load_progress
from sim.scenario.campaigns import load_campaign
from sim.scenario.shelf import campaigns, shipped
from tests.desk.driving import key_event
from tests.desk.test_play_through import PATIENCE, Player, engine_hash

MOVES = ("1", "2")  # cards that are tried in a turn


@cache
def shelf() -> Shelf:
    """The shelf, read once."""
    return build_shelf()


@pytest.fixture(autouse=True)
def without_odds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Odds change nothing that is played, and reckoning them takes most of the time."""
    monkeypatch.setattr(Session, "want", lambda self, options: False)
    monkeypatch.setattr("sim.desk.flow.build_shelf", shelf)
    monkeypatch.setattr(DebriefPage, "enter", Page.enter)  # it would reckon in the background


class Quick(Player):
    """Somebody who types faster than the window is drawn; it is drawn at the start of a turn."""

    def press(self, *chords: str) -> None:
        for chord in chords:
            self.app.handle(key_event(chord))
        self.app.run_calls()

    def look(self) -> None:
        """Have the window drawn."""
        self.app.turn(wait=False)

    def wait_for(self, *kinds: type[Page]) -> None:
        end = time.monotonic() + PATIENCE
        while not isinstance(self.app.top, kinds):
            assert time.monotonic() < end, f"still on {type(self.app.top).__name__}"
            time.sleep(0.005)
            self.app.run_calls()


def choose(player: Quick, scenario: str) -> None:
    """Open a scenario from the title."""
    page = player.page
    assert isinstance(page, TitlePage)
    at = [card.id for card in page.shelf.cards].index(scenario)
    player.press("home", *["down"] * at, "enter")


def play(player: Quick, moves: int = 2) -> int:
    """From a desk to the debrief; gives how many turns were ended."""
    turns = 0
    while not player.game.over:
        assert isinstance(player.page, DeskPage)
        if turns == 0:
            player.look()
        for number in MOVES[:moves] if turns % 2 == 0 else ():
            player.press(number)
            player.settle()
        player.press("e")
        assert isinstance(player.page, ReportPage)
        turns += 1
        player.press("enter")
    player.wait_for(DebriefPage)
    return turns


@pytest.mark.parametrize("scenario", shipped())
def test_a_scenario_is_played_by_keys_alone(scenario: str) -> None:
    player = Quick()
    choose(player, scenario)
    player.wait_for(BriefingPage)
    player.press("enter")
    player.wait_for(DeskPage)
    assert player.game.scenario.id == scenario
    turns = play(player)
    game = player.game
    assert turns == game.turn
    assert any(played.moves for played in game.past)
    assert game.state_hash() == engine_hash(game)
    assert load_progress().of(scenario, game.seat).games == 1


def test_the_campaign_is_played_by_keys_alone() -> None:
    (name,) = campaigns()
    player = Quick()
    choose(player, name)
    player.wait_for(BridgePage)
    hashes: list[str] = []
    while isinstance(player.page, BridgePage):
        player.press("enter")
        player.wait_for(BriefingPage)
        player.press("enter")
        player.wait_for(DeskPage)
        play(player, moves=0)
        hashes.append(player.game.state_hash())
        player.press("n")
        player.wait_for(BridgePage, CampaignEndPage)
    assert isinstance(player.page, CampaignEndPage)

    headless, expected = CampaignGame(load_campaign(name), None, 7), list[str]()
    while headless.ending is None:
        while not headless.game.over:
            headless.game.process.advance([])  # nobody watches, so no picture is made
        expected.append(headless.game.state_hash())
        headless.advance()
    assert hashes == expected
    assert len(hashes) > 1
