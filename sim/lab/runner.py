"""Runs of a setup, chunk by chunk, on any executor.

A run is fixed by its setup and its number alone. Chunks and workers are only a matter of speed and
memory.
"""

from __future__ import annotations

import pickle
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from functools import lru_cache
from itertools import pairwise
from multiprocessing import get_context
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.lab.faults import told
from sim.lab.setup import Setup
from sim.model.arena import Arena
from sim.model.chance import Purpose, block
from sim.model.compiled import Compiled
from sim.model.constants import NAMES, Constants, drawn
from sim.model.process import MIN_LANES, PeaceProcess

CHUNK = 10_000
"""Most runs in one call of the engine: with fewer its fixed cost shows, with more the memory."""
FEWEST = 1000
"""Fewest, where a small batch is cut up so that every worker has its share."""
SHARES = 6
"""Into how many tasks a small batch is cut; 2, 3 and 6 workers share them evenly."""

Column = NDArray[Any]
Columns = dict[str, Column]
"""What each run gave, by name; every array has shape (runs,).

`outcomes.ID`, `checkpoints.ID`, `foils.ID` and `asks.NAME` hold the turn (0-based) at whose end
the condition held for the first time, -1 where it held at the start, `NEVER` where it never did;
`quantities.NAME` the value at the end; `goals.SEAT` the weight of the seat's aims that were
reached; `skipped` how many moves of the line could not be played.
"""
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
    with told():
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
        )


def _chunk(compiled: Compiled, setup: Setup, first: int, runs: int, arena: Arena) -> Columns:
    process = ensemble(compiled, setup, first, runs, arena=arena)
    # Every run goes to the last turn, also where all have ended, so that chunks do not matter.
    played: Columns = {}
    for turn in range(compiled.plan.turns):
        process.advance(setup.line.plays(turn))
        for entry in setup.line.entries:
            if entry.turn == turn:
                played[f"line.{entry.id}"] = process.world.played[entry.play.option, :runs] == turn
    world = process.world
    columns: Columns = {
        name: world.tracked[row, :runs].copy() for name, row in compiled.rows.items()
    }
    for name, reader in compiled.readers.items():
        columns[f"quantities.{name}"] = np.array(reader(world)[:runs], dtype=np.float64)
    for seat in compiled.scenario.goals:
        columns[f"goals.{seat}"] = compiled.goal_score(seat, world.tracked[:, :runs])
    columns["skipped"] = world.skipped[:runs].astype(np.int16)
    return columns | played


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


# -- workers ---------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _prepared(pickled: bytes) -> tuple[Compiled, Setup]:
    setup: Setup = pickle.loads(pickled)
    return setup.compiled(), setup


def _task(pickled: bytes, first: int, runs: int, chunk: int) -> Columns:
    compiled, setup = _prepared(pickled)
    return run_span(compiled, setup, first, runs, chunk, _worker.arena)


class _Worker(threading.local):
    """What a worker's thread keeps from task to task."""

    def __init__(self) -> None:
        self.arena = Arena()


_worker = _Worker()


def _ignore_interrupts() -> None:
    """An interrupt is for the parent, which stops its workers in good order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold interrupts back for a moment; processes that start meanwhile never get any."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def local_workers(workers: int) -> Iterator[Executor | None]:
    """So many processes of this machine, or None for this process alone."""
    if workers <= 1:
        yield None
        return
    context = get_context("spawn")
    executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_ignore_interrupts)
    try:
        with _interrupts_held():
            for _ in range(workers):
                executor.submit(_ignore_interrupts)
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


def spans(runs: int, chunk: int) -> list[tuple[int, int]]:
    """First run and number of runs of each part: at most a chunk, the same for any workers."""
    parts = -(-runs // min(chunk, max(FEWEST, -(-runs // SHARES))))
    cuts = [runs * part // parts for part in range(parts + 1)]
    return [(first, end - first) for first, end in pairwise(cuts)]


def _calls(todo: Mapping[int, int], chunk: int, workers: int) -> Iterator[list[int]]:
    """The first runs of the parts that one call takes: neighbours, no more than a fair share."""
    most, call = -(-len(todo) // workers), list[int]()
    for first, runs in todo.items():
        if call:
            follows = call[-1] + todo[call[-1]] == first
            if not follows or len(call) == most or first + runs - call[0] > chunk:
                yield call
                call = []
        call.append(first)
    if call:
        yield call


def _parts(
    columns: Columns, call: list[int], todo: Mapping[int, int]
) -> Iterator[tuple[int, Columns]]:
    """What each part of a call gave."""
    for first in call:
        part = slice(first - call[0], first - call[0] + todo[first])
        yield first, {name: column[part] for name, column in columns.items()}


def in_spans(
    setup: Setup,
    todo: Mapping[int, int],
    chunk: int,
    executor: Executor | None,
    compiled: Compiled | None = None,
) -> Iterator[tuple[int, Columns]]:
    """Run spans and give each as it is done, in any order.

    At most a few calls are in flight, so that memory does not grow with the number of runs.

    Args:
        setup: What to run.
        todo: How many runs each span has, by its first run.
        chunk: Runs in one call of the engine.
        executor: Whatever runs the tasks; None for this process.
        compiled: The setup's scenario where it is compiled already, for this process.
    """
    if executor is None:
        compiled, arena = compiled or setup.compiled(), Arena()
        for call in _calls(todo, chunk, 1):
            runs = sum(todo[first] for first in call)
            columns = run_span(compiled, setup, call[0], runs, chunk, arena)
            yield from _parts(columns, call, todo)
        return
    pickled = pickle.dumps(setup)
    workers = int(getattr(executor, "_max_workers", 4))
    waiting = list(_calls(todo, chunk, workers))[::-1]
    most = 2 * workers + 2
    flying: dict[Future[Columns], list[int]] = {}
    while waiting or flying:
        while waiting and len(flying) < most:
            call = waiting.pop()
            runs = sum(todo[first] for first in call)
            flying[executor.submit(_task, pickled, call[0], runs, chunk)] = call
        done, _ = wait(flying, return_when=FIRST_COMPLETED)
        for future in done:
            yield from _parts(future.result(), flying.pop(future), todo)
