"""Lines of a seat rehearsed side by side: what each brings, on the same hidden numbers and chance.

Scores are counted in whole millionths and added up as integers, so that no sum depends on the order
of its terms, and every machine ranks two lines alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.model.chance import Chance
from sim.model.exact import Floats
from sim.model.process import PeaceProcess
from sim.model.rollout import carry_on, take, tile
from sim.model.rules import home
from sim.model.seat import Play

LANES = 8_000
"""Most lanes of one call of the engine; no result depends on it."""
WHOLE = 1_000_000
"""Parts in which a goal score is counted."""
Scores = NDArray[np.int64]
"""Goal scores, or differences of two, in millionths."""
After = Literal["line", "own"]
"""How the seat is played after the turn that is rehearsed: by its line, or by its own policy."""


@dataclass(frozen=True, order=True)
class Step:
    """A move in a turn: its option and the text it lays; without a text the seat's rule drafts."""

    option: int
    text: tuple[tuple[str, float], ...] = ()

    @property
    def play(self) -> Play:
        """For the engine, in every lane."""
        return Play(self.option, dict(self.text))


Moves = tuple[tuple[Step, ...], ...]
"""The moves of a seat, turn by turn."""


@dataclass(frozen=True)
class Gain:
    """The mean of paired differences of goal scores, and its standard error."""

    mean: float
    error: float

    @classmethod
    def of(cls, differences: Scores) -> Gain:
        """From the differences run by run, shape (runs,), at least 2 runs."""
        runs = differences.size
        total, squares = int(differences.sum()), int((differences * differences).sum())
        spread = (runs * squares - total * total) / (runs * (runs - 1))
        return cls(total / runs / WHOLE, sqrt(spread / runs) / WHOLE)

    @property
    def low(self) -> float:
        """Two standard errors below."""
        return self.mean - 2 * self.error

    @property
    def high(self) -> float:
        """Two standard errors above."""
        return self.mean + 2 * self.error


def scores(
    process: PeaceProcess, lanes: range, lines: Sequence[Moves], after: After = "line"
) -> Scores:
    """What each of several lines of the seat brings from here on, run by run on the same chance.

    Args:
        process: Where to start from, with its seat and chance; it is left as it is.
        lanes: Which of its lanes.
        lines: Whole lines, of which the turns from now on are played.
        after: How the seat is played from the next turn on.

    Returns:
        Shape (lines, lanes).
    """
    each = max(1, LANES // len(lanes))
    parts = [
        _block(process, lanes, lines[start : start + each], after)
        for start in range(0, len(lines), each)
    ]
    return np.concatenate(parts)


def _block(process: PeaceProcess, lanes: range, lines: Sequence[Moves], after: After) -> Scores:
    """All lines side by side in one ensemble; each comes out as it would alone."""
    runs, times, old = len(lanes), len(lines), process.chance
    first = old.start + lanes.start
    chance = Chance(old.seed, first, runs, old.slots, old.purpose, tiled=times)
    world = tile(take(process.world, lanes), times)
    ahead = carry_on(process, world, chance, PeaceProcess, "line")
    ahead.advance(_plays(lines, ahead.turn, runs))
    ahead.policy = after
    while not ahead.over:
        ahead.advance(_plays(lines, ahead.turn, runs) if after == "line" else ())
    seat = ahead.plan.actors[ahead.seat]
    reached = ahead.compiled.goal_score(seat, ahead.world.tracked)
    return np.rint(reached * WHOLE).astype(np.int64).reshape(times, runs)


def _plays(lines: Sequence[Moves], turn: int, runs: int) -> list[Play]:
    """The moves of a turn, each on the lanes of its lines; every line keeps its own order."""
    masks: dict[tuple[int, Step], NDArray[np.bool_]] = {}
    for row, line in enumerate(lines):
        for place, step in enumerate(line[turn]):
            where = masks.setdefault((place, step), np.zeros(len(lines) * runs, dtype=bool))
            where[row * runs : (row + 1) * runs] = True
    return [Play(step.option, dict(step.text), masks[place, step]) for place, step in sorted(masks)]


def capital(process: PeaceProcess) -> Floats:
    """What the seat has to spend in the coming turn, shape (lanes,)."""
    world, rules = process.world, process.plan.scenario.capital
    have: Floats = world.capital[process.seat]
    if world.turn == 0:
        return have.copy()
    support = world.home[process.seat] if world.on("home_support") else np.ones(process.lanes)
    return home.carried(have, rules.carry) + home.allowance(support, rules.per_turn)
