"""Arms: runs of one setup under several plans of its ranges, on the same chance run by run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor

import numpy as np

from sim.lab.measure import Measure
from sim.lab.ranges import Ranges
from sim.lab.runner import CHUNK, Progress
from sim.lab.setup import Setup
from sim.lab.workers import Call, Work, results_of
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
        LabError: A plan that does not fit the scenario; workers were killed again and again.
    """
    work = Work(setup, compiled)
    for arm in arms:
        arm.check(work.compiled)
    found = np.empty((len(arms), runs))
    for call, columns in results_of(_calls(work, arms, runs, chunk), executor):
        if isinstance(columns, Exception):
            raise columns
        found[call.ensemble, call.first : call.first + call.runs] = measure.read(columns)
        if progress is not None:
            progress(call.runs)
    return found


def _calls(work: Work, arms: Sequence[Ranges], runs: int, chunk: int) -> Iterator[Call]:
    for row, arm in enumerate(arms):
        under = work.under(arm)
        for first in range(0, runs, chunk):
            yield Call(under, {first: min(chunk, runs - first)}, row, chunk)
