"""A game as its seat had it before a turn that was played: what it knew, what it had planned."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.game.replay import Replay
from sim.game.tree import Tree
from sim.model.chance import Chance, Purpose
from sim.model.process import PeaceProcess
from sim.model.rollout import Snapshot, carry_on, take
from sim.model.world import World

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.game.tree import Played


def as_of(game: Game, played: Played) -> Game:
    """A copy of a game before a turn, its moves planned; for reading only.

    What is asked of it (odds, advice, possible worlds) rests on what the seat knew then.

    Args:
        game: The game, which is left as it is.
        played: The turn, as the seat that is up played it.
    """
    then = copy.copy(game)
    then.process = _process(game.process, played.before)
    picture = copy.copy(game.picture)
    picture.replay = _replay(game.picture.replay, played.picture_before)
    player = replace(game.up, picture=picture, planned=list(played.moves), view=None)
    then.players = tuple(player if one is game.up else one for one in game.players)
    then.up, then.tree = player, Tree()
    return then


def world_of(source: PeaceProcess, state: Snapshot) -> World:
    """The world of an earlier state of a process, in as many lanes as that has."""
    world = take(source.world, range(source.world.runs))
    for name, array in world.arrays():
        array[...] = state.arrays[name]
    world.turn = state.turn
    world.new_turn()
    return world


def _process(source: PeaceProcess, state: Snapshot) -> PeaceProcess:
    chance = Chance(source.chance_seed, 0, source.world.runs, source.compiled.slots, Purpose.WORLD)
    return carry_on(source, world_of(source, state), chance, PeaceProcess)


def _replay(source: Replay, state: Snapshot) -> Replay:
    chance = Chance(source.chance_seed, 0, source.world.runs, source.compiled.slots, Purpose.ODDS)
    return carry_on(source, world_of(source, state), chance, Replay)
