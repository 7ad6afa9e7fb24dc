"""A batch: many runs of one setup, and what they add up to."""

from __future__ import annotations

import hashlib
import time
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.lab.faults import LabError
from sim.lab.runner import CHUNK, Columns, Progress, in_spans, local_workers, spans
from sim.lab.setup import Setup
from sim.lab.stats import Estimate, mean, wilson
from sim.lab.storage import Store
from sim.model.compiled import Compiled
from sim.model.plan import NEVER
from sim.scenario.suggest import did_you_mean

MOST_RUNS = 100_000_000
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Metric:
    """Mean over the runs, standard deviation and the 95% interval of the mean."""

    mean: float
    sd: float
    ci95: tuple[float, float]


@dataclass(frozen=True)
class BatchResult:
    """The runs of a setup."""

    setup: Setup
    runs: int
    columns: Columns
    seconds: float

    def first_turn(self, name: str) -> NDArray[np.int16]:
        """When a condition held for the first time; see `sim.lab.runner.Columns`.

        Args:
            name: `outcomes.ID`, `checkpoints.ID`, `foils.ID` or `asks.NAME`.

        Raises:
            LabError: Nothing of this name was followed.
        """
        if name not in self.columns:
            hint = did_you_mean(name, self.columns) or "."
            raise LabError(f'This batch has no "{name}"{hint}')
        found: NDArray[np.int16] = self.columns[name]
        return found

    def happened(self, name: str, turn: int = NEVER - 1) -> Bools:
        """Where a condition held by the end of a turn (0-based), shape (runs,)."""
        held: Bools = self.first_turn(name) <= turn
        return held

    def share(self, name: str) -> Estimate:
        """The share of runs in which a condition held, with its interval."""
        return wilson(int(self.happened(name).sum()), self.runs)

    def outcomes(self) -> dict[str, tuple[int, Estimate]]:
        """Count and share of each outcome."""
        return {
            name: (int(self.happened(f"outcomes.{name}").sum()), self.share(f"outcomes.{name}"))
            for name in self.setup.scenario.outcomes
        }

    def metrics(self) -> dict[str, Metric]:
        """What was asked for, each seat's goals, and the moves of the line that were skipped."""
        found = {}
        for name in self.setup.asks:
            if f"asks.{name}" in self.columns:
                found[name] = _share_metric(self.happened(f"asks.{name}"))
            else:
                found[name] = metric(self.columns[f"quantities.{name}"])
        for name, column in self.columns.items():
            if name.startswith("goals."):
                found[name] = metric(column)
        found["skipped_moves"] = metric(self.columns["skipped"])
        return found

    def summary(self) -> dict[str, Any]:
        """Outcomes and metrics as plain data."""
        return {
            "outcomes": {
                name: {"count": count, "share": share.value, "ci95": share.ci95}
                for name, (count, share) in self.outcomes().items()
            },
            "metrics": {
                name: {"mean": metric.mean, "sd": metric.sd, "ci95": list(metric.ci95)}
                for name, metric in self.metrics().items()
            },
        }

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        return {
            "scenario": self.setup.scenario.id,
            "runs": self.runs,
            "seed": self.setup.seed,
            "line": self.setup.line.name,
            **self.summary(),
            "seconds": self.seconds,
            "runs_per_second": self.runs / self.seconds if self.seconds else 0.0,
            "difficulty": self.setup.level,
        }

    def digest(self) -> str:
        """A hash over everything that every run gave."""
        digest = hashlib.sha256()
        for name, column in self.columns.items():
            digest.update(name.encode())
            digest.update(np.ascontiguousarray(column).tobytes())
        return digest.hexdigest()


def _share_metric(held: Bools) -> Metric:
    share = wilson(int(held.sum()), held.size)
    return Metric(share.value, float(np.std(held)), (share.low, share.high))


def metric(values: NDArray[Any]) -> Metric:
    """Mean, spread and interval of one column."""
    if values.size < 2:
        only = float(values[0])
        return Metric(only, 0.0, (only, only))
    centre = mean(values)
    return Metric(centre.value, float(np.std(values, ddof=1)), (centre.low, centre.high))


def run_batch(
    setup: Setup,
    runs: int = 20_000,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    chunk: int = CHUNK,
    progress: Progress | None = None,
    store: Store | None = None,
    compiled: Compiled | None = None,
) -> BatchResult:
    """Run a setup many times.

    Args:
        setup: What to run.
        runs: How many runs, 1 to 100 million.
        workers: Processes of this machine.
        executor: Whatever else runs the tasks, such as that of a Dask client.
        chunk: Runs in one call of the engine; no result depends on it.
        progress: Is told of the runs as they are done.
        store: Where to keep each part as it is done; parts that lie there are not run again.
        compiled: The setup's scenario where it is compiled already.

    Raises:
        LabError: No run, or too many; no worker; an ask, rule, event, pair or seat that is unknown.
    """
    if not 1 <= runs <= MOST_RUNS:
        raise LabError(f"{runs} runs cannot be made; ask for 1 to {MOST_RUNS}.")
    if workers < 1:
        raise LabError(f"{workers} workers cannot run anything; ask for at least 1.")
    if chunk < 1:
        raise LabError(f"A chunk of {chunk} runs cannot be run; ask for at least 1.")
    begin = time.perf_counter()
    todo = dict(spans(runs, chunk))
    columns: Columns = {}

    def take(first: int, part: Columns) -> None:
        for name, values in part.items():
            if name not in columns:
                columns[name] = np.empty(runs, dtype=values.dtype)
            columns[name][first : first + values.size] = values
        if progress is not None:
            progress(next(iter(part.values())).size)

    for first, part in store.parts() if store is not None else ():
        if todo.get(first) == next(iter(part.values())).size:
            del todo[first]
            take(first, part)
    with local_workers(1 if executor is not None else min(workers, len(todo))) as local:
        for first, part in in_spans(setup, todo, chunk, executor or local, compiled):
            if store is not None:
                store.keep(first, part)
            take(first, part)
    return BatchResult(setup, runs, columns, time.perf_counter() - begin)
