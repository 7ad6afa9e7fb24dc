"""Trust and stances over time: between what and what most runs of a setup lie, turn by turn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.lab.errors import LabError
from sim.lab.runner import Progress, ensemble
from sim.lab.setup import Setup
from sim.model.compiled import Compiled
from sim.model.exact import Floats

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Quantiles that are kept: the median between the ends of the middle 50% and 90% of the runs."""
RUNS = 2_000
MOST_RUNS = 4_000
"""All runs are in memory at once, so that the quantiles are exact; more would say no more."""


@dataclass(frozen=True)
class Band:
    """One quantity over time."""

    about: str
    """Actor id of whose trust or stance it is."""
    quantiles: Floats
    """Shape (levels, turns + 1): `LEVELS` at the start of each turn and at the end, 0..1."""

    @property
    def movement(self) -> float:
        """How far any quantile moves from where it began, 0..1."""
        return float(np.abs(self.quantiles - self.quantiles[:, :1]).max())


@dataclass(frozen=True)
class Bands:
    """What an ensemble says of trust and stances over time."""

    runs: int
    seat: str
    dates: tuple[dt.date, ...]
    """First day of each turn, and the day after the last."""
    trust: tuple[Band, ...]
    """Trust of every other actor in the seat."""
    stances: tuple[Band, ...]
    """Stance of every actor but its owner on the initiative."""


def trust_bands(
    setup: Setup,
    runs: int = RUNS,
    *,
    progress: Progress | None = None,
    compiled: Compiled | None = None,
) -> Bands:
    """Quantiles of trust in the seat and of stances over time, from one ensemble.

    Args:
        setup: What to run.
        runs: How many runs, 1 to `MOST_RUNS`: the first so many of any batch of this setup.
        progress: Is told of the runs once they are done.
        compiled: The setup's scenario where it is compiled already.

    Raises:
        LabError: No run, or too many; what `sim.lab.runner.ensemble` raises.
    """
    if not 1 <= runs <= MOST_RUNS:
        raise LabError(f"Bands cannot rest on {runs} runs; ask for 1 to {MOST_RUNS}.")
    compiled = compiled or setup.compiled()
    process = ensemble(compiled, setup, 0, runs)
    plan, world = compiled.plan, process.world
    others = [index for index in range(len(plan.actors)) if index != process.seat]
    judged = [index for index in range(len(plan.actors)) if index != plan.owner]

    def trust(of: int) -> Floats:
        return world.trust[of, process.seat, :runs]

    def stance(of: int) -> Floats:
        return world.stance[of, :runs]

    readings: list[tuple[list[Floats], Sequence[int], Callable[[int], Floats]]] = [
        ([], others, trust),
        ([], judged, stance),
    ]
    for turn in range(plan.turns + 1):
        if turn:
            # To the last turn, also where all have ended, as `sim.lab.runner` does.
            process.advance(setup.line.plays(turn - 1))
        for rows, actors, read in readings:
            rows.append(np.array([np.quantile(read(index), LEVELS) for index in actors]))
    if progress is not None:
        progress(runs)
    trusts, stances = (
        tuple(
            Band(plan.actors[index], np.array([row[place] for row in rows]).T)
            for place, index in enumerate(actors)
        )
        for rows, actors, _ in readings
    )
    dates = tuple(plan.date(turn) for turn in range(plan.turns + 1))
    return Bands(runs, setup.seat, dates, trusts, stances)


def most_moved(bands: Sequence[Band], most: int) -> list[Band]:
    """Those that move most, so many at most, the largest movement first.

    Of two that move alike the one named first comes first; what never moves is left out.
    """
    moved = [band for band in bands if band.movement > 0]
    return sorted(moved, key=lambda band: -band.movement)[:most]
