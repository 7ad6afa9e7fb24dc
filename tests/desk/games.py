"""Games at different moments, for the tests of screens."""

from __future__ import annotations

import functools

from sim.desk.kit.app import App, Page
from sim.desk.kit.theme import THEMES
from sim.desk.picture import play_on, show
from sim.desk.screens.flow import Flow
from sim.game.game import Game
from sim.model.process import Play
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
