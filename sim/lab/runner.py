"""Runs of a setup, chunk by chunk.

A run is fixed by its setup and its number alone. Chunks are only a matter of speed and memory.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.lab.coded import values
from sim.lab.columns import Column, Columns
from sim.lab.errors import lab_errors
from sim.lab.lines import Line
from sim.lab.setup import Setup
from sim.model.arena import Arena
from sim.model.chance import Purpose, block
from sim.model.compiled import Compiled
from sim.model.constants import NAMES, Constants, drawn
from sim.model.ensemble import MIN_LANES
from sim.model.process import PeaceProcess
from sim.model.world import World

CHUNK = 10_000
"""Most runs in one call of the engine: with fewer its fixed cost shows, with more the memory."""
FEWEST = 1000
"""Fewest, where a small batch is cut up so that every worker has its share."""
SHARES = 6
"""Into how many tasks a small batch is cut; 2, 3 and 6 workers share them evenly."""

Progress = Callable[[int], None]
"""Is told how many more runs are done."""


def run_span(
    compiled: Compiled,
    setup: Setup,
    first: int,
    runs: int,
    chunk: int = CHUNK,
    arena: Arena | None = None,
) -> Columns:
    """The runs `first` to `first + runs - 1`, at most `chunk` at a time.

    Raises:
        LabError: An unknown seat, rule, event or pair.
    """
    arena = arena or Arena()
    parts = [
        _chunk(compiled, setup, start, min(chunk, first + runs - start), arena)
        for start in range(first, first + runs, chunk)
    ]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def ensemble(
    compiled: Compiled,
    setup: Setup,
    first: int,
    runs: int,
    watch: bool = False,
    arena: Arena | None = None,
) -> PeaceProcess:
    """An ensemble of a setup at its start, with a ledger of its first run where it is watched.

    Raises:
        LabError: An unknown seat, rule, event or pair.
    """
    ranges = setup.ranges
    with lab_errors():
        return PeaceProcess(
            compiled,
            seed=setup.seed,
            first=first if ranges is None else ranges.chance_run(first),
            runs=runs,
            seat=setup.seat,
            policy=setup.line.policy,
            without=setup.without,
            forbid=setup.forbid,
            sample=setup.sample,
            constants=_constants(setup, first if ranges is None else ranges.first + first, runs),
            watch=watch,
            arena=arena,
            uniforms=None if ranges is None else ranges.uniforms(compiled, setup.seed, first, runs),
            luck=dict(setup.line.luck),
        )


def _chunk(compiled: Compiled, setup: Setup, first: int, runs: int, arena: Arena) -> Columns:
    process = ensemble(compiled, setup, first, runs, arena=arena)
    # Every run goes to the last turn, also where all have ended, so that chunks do not matter.
    world, played = process.world, dict[str, Column]()
    for turn in range(compiled.plan.turns):
        process.advance(setup.line.plays(turn))
        played |= _played(world, setup.line, turn, runs)
    columns: Columns = {
        name: world.tracked[row, :runs].copy() for name, row in compiled.rows.items()
    }
    for name, reader in compiled.readers.items():
        columns[f"quantities.{name}"] = np.array(reader(world)[:runs], dtype=np.float64)
    for seat in compiled.scenario.goals:
        columns[f"goals.{seat}"] = compiled.goal_score(seat, world.tracked[:, :runs])
    for entry in setup.line.entries:
        columns[f"line.{entry.id}"] = played.get(entry.id, np.zeros(runs, dtype=bool))
    columns["skipped"] = world.skipped[:runs].astype(np.int16)
    if setup.values:
        columns |= values(setup, first, runs, compiled)
    # Mesa's models and agents know each other, and so would keep the arrays of this chunk until
    # Python next looks for such rings, many chunks later.
    process.__dict__.clear()
    return columns


def _played(world: World, line: Line, turn: int, runs: int) -> dict[str, Column]:
    """Where each entry of the line that was due in a turn could be played; once at most."""
    due = {entry.play.option: entry.id for entry in reversed(line.entries) if entry.turn == turn}
    return {name: world.played[option, :runs] == turn for option, name in due.items()}


def _constants(setup: Setup, first: int, runs: int) -> Constants | None:
    """The engine's constants, one draw for `runs_a_draw` runs in a row; None for the standard."""
    if setup.runs_a_draw is None:
        return None if setup.constants is None else Constants(**setup.constants)
    draws = (first + np.arange(max(runs, MIN_LANES))) // setup.runs_a_draw
    low, high = int(draws[0]), int(draws[-1])
    return drawn(constant_uniforms(setup.seed, low, high - low + 1)[:, draws - low])


def constant_uniforms(seed: int, first: int, draws: int) -> NDArray[np.float64]:
    """The uniforms that draws of the constants are made of, shape (constants, draws)."""
    width = -(-len(NAMES) // 4) * 4
    # Turn 0 of this stream belongs to the ranges of the scenario's own numbers.
    return block(seed, 1, first, draws, width, Purpose.RANGES)[: len(NAMES)]


def spans(runs: int, chunk: int, start: int = 0) -> list[tuple[int, int]]:
    """First run and number of runs of each part: at most a chunk, the same for any workers."""
    parts = -(-runs // min(chunk, max(FEWEST, -(-runs // SHARES))))
    cuts = [start + runs * part // parts for part in range(parts + 1)]
    return [(first, end - first) for first, end in pairwise(cuts)]
