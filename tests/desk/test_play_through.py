"""A whole scenario by keys alone, from the title to the debrief."""

from __future__ import annotations

import time
from pathlib import Path

import pygame

from sim.desk.flow import Flow
from sim.desk.kit.app import App
from sim.desk.kit.page import Page
from sim.desk.kit.theme import DARK
from sim.desk.screens.briefing import BriefingPage
from sim.desk.screens.debriefing.page import DebriefPage
from sim.desk.screens.desk import DeskPage
from sim.desk.screens.moves import MovesPage
from sim.desk.screens.report import ReportPage
from sim.desk.screens.table import TablePage
from sim.desk.screens.title import TitlePage
from sim.game.game import Game
from sim.game.saving.save import autosave_path, open_save
from sim.model.compiled import Compiled
from sim.model.process import PeaceProcess
from tests.desk.driving import key_event

PATIENCE = 30.0  # seconds that a thread may take on a busy machine


class Player:
    """Somebody at the keyboard of a window that nobody sees."""

    def __init__(self) -> None:
        self.app = App(DARK, 1.0, (1280, 720), motion=False)
        self.app.open(shown=False)
        self.flow = Flow(self.app, seed=7)
        self.app.push(self.flow.title())
        self.app.turn(wait=False)

    @property
    def page(self) -> Page:
        page = self.app.top
        assert isinstance(page, Page)
        return page

    def press(self, *chords: str) -> None:
        """Press keys: through the event queue of the window, with a frame after each."""
        for chord in chords:
            pygame.event.post(key_event(chord))
            self.app.turn(wait=False)

    def settle(self) -> None:
        """Come back to the desk, whatever was opened over it."""
        while len(self.page.ui.layers) > 1 or not isinstance(self.page, DeskPage):
            self.press("escape")

    def wait_for(self, kind: type[Page]) -> None:
        end = time.monotonic() + PATIENCE
        while not isinstance(self.app.top, kind):
            assert time.monotonic() < end, f"still on {type(self.app.top).__name__}"
            self.app.turn(wait=False)

    @property
    def game(self) -> Game:
        assert self.flow.session is not None
        return self.flow.session.game


def engine_hash(game: Game) -> str:
    """The state that the engine alone comes to with the moves that were played."""
    process = PeaceProcess(
        Compiled(game.scenario, None, game.loaded.generations), seed=game.seed, seat=game.seat
    )
    for played in game.past:
        process.advance([move.play for move in played.moves])
    return process.state_hash(0)


def draft_by_keys(player: Player) -> None:
    """Open the table, move the first issue a little, and plan the draft if there is room for it."""
    player.press("d")
    assert isinstance(player.page, TablePage)
    player.press("tab", "tab", "right", "p")
    player.settle()


def plan_by_keys(player: Player) -> None:
    """Plan cards of the hand that are not planned yet; take the last one back and plan it again."""
    desk = player.page
    assert isinstance(desk, DeskPage)
    planned = {move.option for move in player.game.planned}
    for number, option in enumerate(desk.hand[:3], start=1):
        if option not in planned:
            player.press(str(number))
            player.settle()
    if moves := list(player.game.planned):
        player.press("u")
        assert player.game.planned == moves[:-1]
        last = desk.hand.index(moves[-1].option) + 1 if moves[-1].option in desk.hand else 0
        if last and not moves[-1].text:
            player.press(str(last))
            assert player.game.planned == moves


def find_by_keys(player: Player, words: str) -> None:
    """Look for a move among all of them, and plan the first that is found."""
    player.press("a")
    assert isinstance(player.page, MovesPage)
    player.press("/", *("space" if c == " " else c for c in words), "enter", "enter")
    player.settle()


def test_the_whole_scenario_is_played_by_keys_alone() -> None:
    player = Player()
    assert isinstance(player.page, TitlePage)
    player.press("enter")
    player.wait_for(BriefingPage)
    player.press("enter")
    player.wait_for(DeskPage)
    turns = 0
    while not player.game.over:
        assert isinstance(player.page, DeskPage)
        assert player.game.turn == turns
        if turns < 3:
            find_by_keys(player, "call a round")
        if turns % 3 == 1:
            draft_by_keys(player)
        plan_by_keys(player)
        if turns == 2:
            player.press("a")
            assert isinstance(player.page, MovesPage)
            player.press("down", "down", "enter")
            player.settle()
        player.press("e")
        assert isinstance(player.page, ReportPage)
        turns += 1
        player.press("enter")
    player.wait_for(DebriefPage)
    game = player.game
    assert turns == game.turns
    assert sum(len(played.moves) for played in game.past) >= turns
    assert any(move.text for played in game.past for move in played.moves)
    assert game.state_hash() == engine_hash(game)
    assert open_save(autosave_path()).state_hash() == game.state_hash()


def test_the_game_goes_on_where_it_was_left(home: Path) -> None:
    player = Player()
    player.press("enter")
    player.wait_for(BriefingPage)
    player.press("enter")
    player.wait_for(DeskPage)
    player.press("1", "e", "enter")
    left = player.game.state_hash()
    player.flow.to_title()
    assert isinstance(player.page, TitlePage)
    player.press("c")
    player.wait_for(DeskPage)
    assert player.game.state_hash() == left
    assert player.game.turn == 1
    assert home in autosave_path().parents
