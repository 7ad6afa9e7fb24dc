"""Arms: runs of one setup under several plans of its ranges, on the same chance run by run."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import lru_cache

import numpy as np

from sim.lab.measure import Measure
from sim.lab.ranges import Ranges
from sim.lab.runner import CHUNK, Progress, run_span
from sim.lab.setup import Setup
from sim.model.arena import Arena
from sim.model.compiled import Compiled
from sim.model.exact import Floats


def run_arms(
    setup: Setup,
    arms: Sequence[Ranges],
    runs: int,
    measure: Measure,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
    compiled: Compiled | None = None,
    chunk: int = CHUNK,
) -> Floats:
    """The measure of every run of every arm.

    Args:
        setup: What to run; its own plan of ranges is replaced by each arm's.
        arms: The plans.
        runs: Runs of each arm.
        measure: What to read of each run.
        executor: Whatever runs the tasks; None for this process.
        progress: Is told of the runs as they are done.
        compiled: The setup's scenario where it is compiled already, for this process.
        chunk: Most runs in one call of the engine; no result depends on it.

    Returns:
        Shape (arms, runs).

    Raises:
        LabError: A plan that does not fit the scenario.
    """
    compiled = compiled or setup.compiled()
    for arm in arms:
        arm.check(compiled)
    found = np.empty((len(arms), runs))
    tasks = [
        (row, first, min(chunk, runs - first))
        for row in range(len(arms))
        for first in range(0, runs, chunk)
    ]
    parts: Iterator[Floats]
    if executor is None:
        arena = Arena()
        parts = (
            _values(compiled, setup, arms[row], first, count, measure, arena)
            for row, first, count in tasks
        )
    else:
        pickled = pickle.dumps((setup, measure))
        parts = executor.map(
            _task,
            [pickled] * len(tasks),
            [arms[row] for row, _, _ in tasks],
            [first for _, first, _ in tasks],
            [count for _, _, count in tasks],
        )
    for (row, first, count), values in zip(tasks, parts, strict=True):
        found[row, first : first + count] = values
        if progress is not None:
            progress(count)
    return found


def _values(
    compiled: Compiled,
    setup: Setup,
    arm: Ranges,
    first: int,
    runs: int,
    measure: Measure,
    arena: Arena,
) -> Floats:
    columns = run_span(compiled, replace(setup, ranges=arm), first, runs, runs, arena)
    return measure.read(columns)


# -- workers ---------------------------------------------------------------------------------------


class _Worker(threading.local):
    """What a worker's thread keeps from task to task."""

    def __init__(self) -> None:
        self.arena = Arena()


_worker = _Worker()


@lru_cache(maxsize=2)
def _prepared(pickled: bytes) -> tuple[Compiled, Setup, Measure]:
    """Compiled once in each worker, for all arms."""
    setup, measure = pickle.loads(pickled)
    return setup.compiled(), setup, measure


def _task(pickled: bytes, arm: Ranges, first: int, runs: int) -> Floats:
    compiled, setup, measure = _prepared(pickled)
    return _values(compiled, setup, arm, first, runs, measure, _worker.arena)
