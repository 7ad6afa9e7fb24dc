"""What moves were worth, and how the prospects changed: rollouts from the true states of a game.

For the debrief only: these start from what was hidden from the player. `sim.lab.counterfactual`
asks the same of a line over all that may happen, and not of one game.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.game.state import GameState
from sim.model.chance import Chance, Purpose
from sim.model.ensemble import Policy
from sim.model.exact import Floats
from sim.model.process import PeaceProcess
from sim.model.rollout import Snapshot, carry_on, take
from sim.model.seat import Play
from sim.model.world import World

ROLLOUTS = 100
Progress = Callable[[float], object]
"""Told the share that is done, 0..1."""


@dataclass(frozen=True)
class MoveWorth:
    """What a move of the game was worth toward the seat's goals."""

    turn: int
    date: str
    option: int
    label: str
    change: float
    """Mean of the score with it less the score without, all later moves as they were played."""
    low: float
    """Two standard errors below ..."""
    high: float
    """... and above."""

    @property
    def clear(self) -> bool:
        """Whether its range leaves nought out, so that it can be told apart from luck."""
        return self.low > 0 or self.high < 0


def score(game: GameState, world: World) -> Floats:
    """The seat's goal score in each run, 0..1."""
    return game.compiled.goal_score(game.seat, world.tracked)


def move_worths(
    game: GameState, rollouts: int = ROLLOUTS, progress: Progress | None = None
) -> tuple[MoveWorth, ...]:
    """What each move played was worth, by paired runs that leave it out.

    From the state before its turn the game is played on many times, with all moves of the player
    and with all but this one, on the same chance.
    """
    found = []
    for turn, played in enumerate(game.past):
        if progress is not None:
            progress(turn / len(game.past))
        done = [plan for plan in played.moves if plan.option in played.observed.acts.moves]
        if not done:
            continue
        process = _from(game, played.before, rollouts, 1 + len(done), "line")
        blocks = [slice(row * rollouts, (row + 1) * rollouts) for row in range(1 + len(done))]
        plays = []
        for row, plan in enumerate(done, start=1):
            where = np.ones(process.lanes, dtype=bool)
            where[blocks[row]] = False
            plays.append(Play(plan.option, dict(plan.text), where))
        process.advance([*plays, *(plan.play for plan in played.others)])
        for later in game.past[turn + 1 :]:
            process.advance([plan.play for plan in (*later.moves, *later.others)])
        scores = score(game, process.world)
        for row, plan in enumerate(done, start=1):
            change = scores[blocks[0]] - scores[blocks[row]]
            mean = float(change.mean())
            error = 2 * float(change.std() / np.sqrt(rollouts))
            found.append(
                MoveWorth(
                    turn=turn,
                    date=game.plan.date(turn).isoformat(),
                    option=plan.option,
                    label=game.label(plan.option),
                    change=mean,
                    low=mean - error,
                    high=mean + error,
                )
            )
    return tuple(found)


def prospects(
    game: GameState, rollouts: int = ROLLOUTS, progress: Progress | None = None
) -> tuple[float, ...]:
    """The score to be expected before each turn played, and the score now.

    From each true state the game is played on many times, the seat by its own policy.
    """
    path = []
    for turn, played in enumerate(game.past):
        if progress is not None:
            progress(turn / len(game.past))
        path.append(_expected(game, played.before, rollouts))
    now = Snapshot.of(game.process)
    if game.over:
        return (*path, float(score(game, game.process.world)[0]))
    return (*path, _expected(game, now, rollouts))


def _expected(game: GameState, state: Snapshot, rollouts: int) -> float:
    process = _from(game, state, rollouts, 1, "own")
    play_out(game, process)
    return float(score(game, process.world).mean())


def play_out(game: GameState, process: PeaceProcess, progress: Progress | None = None) -> None:
    """Play a process on to where the game ends, which a limit of turns may set earlier."""
    first = process.turn
    while not process.over and process.turn < game.turns:
        process.step()
        if progress is not None:
            progress((process.turn - first) / (game.turns - first))


def _from(game: GameState, state: Snapshot, runs: int, tiles: int, policy: Policy) -> PeaceProcess:
    """The game from an earlier state, many times over."""
    world = world_at(game, state, runs * tiles)
    chance = Chance(game.seed, 0, runs, game.compiled.slots, Purpose.ODDS, tiled=tiles)
    return carry_on(game.process, world, chance, PeaceProcess, policy)


def world_at(game: GameState, state: Snapshot, lanes: int = 1) -> World:
    """The true world of an earlier state, in so many lanes."""
    world = take(game.process.world, [0] * lanes)
    for name, array in world.arrays():
        array[...] = state.arrays[name][..., :1]
    world.turn = state.turn
    world.new_turn()
    return world
