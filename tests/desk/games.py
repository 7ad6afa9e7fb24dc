"""Games at different moments, for the tests of screens."""

from __future__ import annotations

import contextlib
import functools
import itertools

from sim.cli.honesty import honesty
from sim.desk import picture
from sim.desk.flow import Flow
from sim.desk.kit.app import App
from sim.desk.kit.page import Page
from sim.desk.kit.theme import THEMES
from sim.desk.picture import play_on
from sim.game.errors import IllegalMove
from sim.game.forecast.betting import wanted
from sim.game.forecast.honesty import Honesty
from sim.game.forecast.odds import odds
from sim.game.game import Game
from sim.model.seat import Play
from sim.scenario.load import Loaded, load

SCENARIO = "japan-thailand-talks-1992"
SIZES = ((1280, 720), (1920, 1080))
SCALES = (1.0, 1.5, 2.0)


@functools.cache
def loaded() -> Loaded:
    return load(SCENARIO)


@functools.cache
def record() -> tuple[tuple[Play, ...], ...]:
    """What the record's owner played, turn by turn."""
    game = Game.new(loaded())
    turns: list[list[Play]] = [[] for _ in range(game.turns)]
    for move in game.scenario.history.line.values():
        if move.by == game.seat:
            target = None if move.to is None else game.plan.actor(move.to)
            option = next(
                o.index
                for o in game.options.all
                if (o.move, o.actor, o.target) == (move.move, game.seat_index, target)
            )
            turns[game.plan.turn_of(move.date)].append(Play(option, dict(move.text)))
    return tuple(map(tuple, turns))


def game_at(turn: int, seat: str | None = None, seed: int = 1) -> Game:
    """A game of the record's owner after so many turns of the record."""
    game = Game.new(loaded(), seat, seed)
    play_on(game, record() if seat is None else (), turn)
    return game


@functools.cache
def _honest() -> tuple[Honesty, ...]:
    steps = honesty(loaded(), runs=400, claim_runs=100, draws=1, draw_runs=20)
    return tuple(itertools.islice(steps, 3))


def show(game: Game, screen: str, app: App) -> Flow:
    """Lead a window in memory to a screen; the honesty page is reckoned up to its first claim."""
    return picture.show(game, screen, app, lambda of: iter(_honest()))


def staged(screen: str) -> Game:
    """A game in which a screen has something to show; those who share it must not change it."""
    if screen in ("curtain", "together"):
        return _staged("together")
    if screen.startswith("debrief"):
        return _staged("debrief")
    if screen == "rewind":
        return _staged(screen)
    if screen == "bet":  # it plans a card, so the game is nobody else's
        return game_at(DEFAULT_TURN)
    return _staged(str(TURNS.get(screen, DEFAULT_TURN)))


@functools.cache
def _staged(moment: str) -> Game:
    if moment == "together":
        return Game(loaded(), seats=("japan", "thailand"))
    if moment == "rewind":
        return gone_back()
    return betting() if moment == "debrief" else game_at(int(moment))


TURNS = {"title": 0, "briefing": 0, "guide": 0, "again": 3, "quiet": 10}
DEFAULT_TURN = 4


def gone_back() -> Game:
    """A game in which the player went back twice, the second time for a fresh chance."""
    game = game_at(6)
    game.rewind(2)
    play_on(game, record(), 1)
    game.end_turn()
    game.rewind(3, fresh=True)
    for _ in range(2):
        game.end_turn()
    return game


def betting() -> Game:
    """The record's line to the end, with a bet wherever one is asked for."""
    game = Game.new(loaded())
    said = 3
    while not game.over:
        for play in record()[game.turn]:
            option = game.options.all[play.option]
            to = None if option.target is None else game.plan.actors[option.target]
            with contextlib.suppress(IllegalMove):
                game.push(option.move, to, play.text or None)
        for planned in game.planned:
            if wanted(game, planned.option):
                game.bets.place(game, planned.option, said)
                game.bets.reveal(game.turn, odds(game, [planned.option])[planned.option].yes or 0.0)
                said = (said + 7) % 20
                break
        game.end_turn()
    return game


def shown(
    game: Game,
    screen: str,
    size: tuple[int, int] = (1280, 720),
    theme: str = "dark",
    scale: float = 1.0,
) -> tuple[Flow, Page]:
    """A screen of a game in a window in memory."""
    app = App(THEMES[theme], scale, size, motion=False)
    flow = show(game, screen, app)
    page = app.top
    assert isinstance(page, Page)
    return flow, page
