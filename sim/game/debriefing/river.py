"""The path map: an ensemble of the scenario as a river that branches at the dated checkpoints.

The runs are the engine's own, from the first turn on, the seat played by its own policy; the same
seed for everybody, so that a class looks at one river. A stream's width is the share of runs that
met a checkpoint by its date or did not; a run stays on its side from one checkpoint to the next or
crosses over. The record is the run that met them all.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.game.debriefing.worth import Progress, play_out, world_at
from sim.model.chance import Chance, Purpose
from sim.model.plan import NEVER
from sim.model.process import PeaceProcess
from sim.model.rollout import Snapshot, carry_on

if TYPE_CHECKING:
    from sim.game.game import Game

RUNS = 400
SEED = 1
"""Of every river, whatever the game's."""
FEWEST = 10
"""Runs below which a share among them is not told."""


@dataclass(frozen=True)
class Fork:
    """A dated checkpoint, where the runs part."""

    id: str
    title: str
    by: dt.date
    surprise: str
    """Why the sources call it a surprise, where they do."""
    cites: tuple[str, ...]
    came: int
    """Runs that met it by its date."""
    runs: int
    given: tuple[int, int]
    """Of the runs that had met all earlier ones: how many met this, and how many there were."""
    alike: tuple[int, int]
    """Of the runs that had gone as this game at all earlier ones: the same two numbers."""
    flows: tuple[tuple[int, int], tuple[int, int]]
    """Runs by [whether they met the one before][whether they met this], 0 for no and 1 for yes.

    Before the first one all runs count as having met it.
    """
    here: bool | None
    """Whether this game met it by its date; None where it stopped before that date."""
    date: dt.date | None
    """First day of the turn in which it held here, if it did."""

    @property
    def share(self) -> float:
        """Share of the runs that met it, 0..1."""
        return self.came / max(1, self.runs)


@dataclass(frozen=True)
class River:
    """The forks by date, and how many runs there were."""

    forks: tuple[Fork, ...]
    runs: int
    as_recorded: int
    """Runs that met every checkpoint."""
    as_here: int
    """Runs that went as this game at every checkpoint that it came to."""
    from_here: bool
    """Whether the runs began with this game's own numbers, as those of a chapter do."""


def river(game: Game, runs: int = RUNS, progress: Progress | None = None) -> River:
    """The path map of a game.

    Args:
        game: Read for what it came to; it is not changed.
        runs: Runs of the ensemble.
        progress: Told how far the reckoning is.
    """
    process = _start(game, runs)
    play_out(game, process, progress)
    plan, rows = game.plan, game.compiled.rows
    points = sorted(
        game.scenario.history.checkpoints.items(), key=lambda item: item[1].by
    )  # stable: those of one day stay in the file's order
    forks: list[Fork] = []
    before = as_recorded = as_here = np.ones(runs, dtype=bool)
    for name, point in points:
        row, last = rows[f"checkpoints.{name}"], plan.turn_of(point.by)
        met = process.world.tracked[row, :runs] <= last
        turn = int(game.process.world.tracked[row, 0])
        here: bool | None = turn <= last
        if not here and not game.over and game.turn <= last:
            here = None
        forks.append(
            Fork(
                id=name,
                title=point.title,
                by=point.by,
                surprise=point.surprise or "",
                cites=tuple(point.cite),
                came=int(met.sum()),
                runs=runs,
                given=(int((met & as_recorded).sum()), int(as_recorded.sum())),
                alike=(int((met & as_here).sum()), int(as_here.sum())),
                flows=(
                    (int((~before & ~met).sum()), int((~before & met).sum())),
                    (int((before & ~met).sum()), int((before & met).sum())),
                ),
                here=here,
                date=plan.date(max(turn, 0)) if turn != NEVER and here else None,
            )
        )
        before, as_recorded = met, as_recorded & met
        if here is not None:
            as_here = as_here & (met == here)
    return River(
        forks=tuple(forks),
        runs=runs,
        as_recorded=int(as_recorded.sum()),
        as_here=int(as_here.sum()),
        from_here=game.campaign is not None,
    )


def _start(game: Game, runs: int) -> PeaceProcess:
    """The ensemble before its first turn: as the scenario is coded, or as a chapter was opened."""
    if game.campaign is None:
        return PeaceProcess(
            game.compiled,
            seed=SEED,
            runs=runs,
            seat=game.seat,
            policy="own",
            without=game.without,
        )
    first = game.past[0].before if game.past else Snapshot.of(game.process)
    chance = Chance(SEED, 0, runs, game.compiled.slots, Purpose.ODDS)
    return carry_on(game.process, world_at(game, first, runs), chance, PeaceProcess, "own")
