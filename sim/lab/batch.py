"""A batch: many runs of one setup, and what they add up to."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.lab.columns import Columns, table_of
from sim.lab.errors import LabError
from sim.lab.pools import local_workers
from sim.lab.runner import CHUNK, Progress, spans
from sim.lab.setup import Setup
from sim.lab.stats import Estimate, wilson
from sim.lab.tally import MOVES, Moments, Tally
from sim.lab.tally import Bools as Bools
from sim.lab.tally import Metric as Metric
from sim.lab.workers import Work, calls_of, results_of, width_of
from sim.model.compiled import Compiled
from sim.model.plan import NEVER
from sim.scenario.text.suggest import did_you_mean

if TYPE_CHECKING:
    import pandas

MOST_RUNS = 100_000_000


class Summed:
    """What the runs of a setup add up to; the common part of `BatchResult` and `SummedResult`."""

    setup: Setup
    runs: int
    tally: Tally
    """Counts and sums of the columns."""
    seconds: float

    def outcomes(self) -> dict[str, tuple[int, Estimate]]:
        """Count and share of each outcome."""
        names = {name: f"outcomes.{name}" for name in self.setup.scenario.outcomes}
        tally = self.tally
        return {name: (tally.counts[one], tally.share(one)) for name, one in names.items()}

    def metrics(self) -> dict[str, Metric]:
        """What was asked for, each seat's goals, and the moves of the line that were skipped."""
        tally, found = self.tally, {}
        for name in self.setup.asks:
            held = f"asks.{name}"
            found[name] = tally.metric(held if held in tally.counts else f"quantities.{name}")
        for name in tally.moments:
            if name.startswith("goals."):
                found[name] = tally.metric(name)
        found["skipped_moves"] = tally.metric("skipped")
        return found

    def moves(self) -> dict[str, Estimate]:
        """By entry of the line: the share of runs in which it could be played in its turn."""
        names = [name for name in self.tally.counts if name.startswith(MOVES)]
        return {name.removeprefix(MOVES): self.tally.share(name) for name in names}

    def rows(self) -> list[dict[str, Any]]:
        """One row an outcome, metric and move of the line: kind, name, value, low, high, sd."""
        shares = [("outcome", name, share) for name, (_, share) in self.outcomes().items()]
        metrics = self.metrics().items()
        moves = [("move", name, share) for name, share in self.moves().items()]
        found = [
            *((kind, name, *share, "") for kind, name, share in shares),
            *(("metric", name, one.mean, *one.ci95, one.sd) for name, one in metrics),
            *((kind, name, *share, "") for kind, name, share in moves),
        ]
        heads = ("kind", "name", "value", "low", "high", "sd")
        return [dict(zip(heads, row, strict=True)) for row in found]

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


@dataclass(frozen=True)
class SummedResult(Summed):
    """The sums of runs that are not held themselves."""

    setup: Setup
    runs: int
    tally: Tally
    seconds: float


@dataclass(frozen=True)
class BatchResult(Summed):
    """The runs of a setup."""

    setup: Setup
    runs: int
    columns: Columns
    seconds: float

    @cached_property
    def tally(self) -> Tally:  # type: ignore[override]  # the same, worked out once
        """Counts and sums of the columns."""
        return Tally.of(self.columns)

    def first_turn(self, name: str) -> NDArray[np.int16]:
        """When a condition held for the first time; see `sim.lab.columns.Columns`.

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

    def to_pandas(self) -> pandas.DataFrame:
        """One row a run, with the columns of the file of runs; see `sim.lab.storage.COLUMNS`."""
        import pandas

        return pandas.DataFrame(table_of({}, 0, self.columns, {}))

    def digest(self) -> str:
        """A hash over everything that every run gave."""
        digest = Digest()
        digest.add(self.columns)
        return digest.hexdigest()


@dataclass
class Digest:
    """A hash over the columns of runs, which may come part after part, in order."""

    _columns: dict[str, Any] = field(default_factory=dict)

    def add(self, columns: Mapping[str, NDArray[Any]]) -> None:
        """Take in the runs that follow."""
        for name, values in columns.items():
            if name not in self._columns:
                self._columns[name] = hashlib.sha256(name.encode())
            self._columns[name].update(np.ascontiguousarray(values).data)

    def hexdigest(self) -> str:
        """The hash of all that came."""
        whole = b"".join(column.digest() for column in self._columns.values())
        return hashlib.sha256(whole).hexdigest()


def metric(values: NDArray[Any]) -> Metric:
    """Mean, spread and interval of one column."""
    moments = Moments()
    moments.add(values)
    return moments.metric()


def joined(parts: Mapping[int, Columns]) -> Columns:
    """Parts as one, in the order of their runs; each part is let go of as it is taken over."""
    left = dict(parts)
    runs = sum(next(iter(part.values())).size for part in left.values())
    whole: Columns = {}
    at = 0
    for first in sorted(left):
        part = left.pop(first)
        for name, values in part.items():
            if name not in whole:
                whole[name] = np.empty(runs, dtype=values.dtype)
            whole[name][at : at + values.size] = values
        at += next(iter(part.values())).size
    return whole


def checked(runs: int, workers: int = 1, chunk: int = CHUNK) -> None:
    """Make sure that so many runs can be made.

    Raises:
        LabError: No run, or too many; no worker; an empty chunk.
    """
    if not 1 <= runs <= MOST_RUNS:
        raise LabError(f"{runs} runs cannot be made; ask for 1 to {MOST_RUNS}.")
    if workers < 1:
        raise LabError(f"{workers} workers cannot run anything; ask for at least 1.")
    if chunk < 1:
        raise LabError(f"A chunk of {chunk} runs cannot be run; ask for at least 1.")


def parts_of(
    work: Work, todo: Mapping[int, int], chunk: int, executor: Executor | None
) -> Iterator[tuple[int, Columns]]:
    """Run parts of one ensemble and give each as it is done, in any order.

    Args:
        work: What to run.
        todo: How many runs each part has, by its first run.
        chunk: Most runs in one call of the engine.
        executor: Whatever runs them; None for this process.

    Raises:
        LabError: Workers were killed again and again.
    """
    calls: Iterable[Any] = calls_of(work, todo, width_of(executor), chunk=chunk)
    for call, found in results_of(calls, executor):
        if isinstance(found, Exception):
            raise found
        yield from call.parts(found)


def run_batch(
    setup: Setup,
    runs: int = 20_000,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    chunk: int = CHUNK,
    progress: Progress | None = None,
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
        compiled: The setup's scenario where it is compiled already.

    Raises:
        LabError: No run, or too many; no worker; an ask, rule, event, pair or seat that is unknown.
    """
    checked(runs, workers, chunk)
    begin = time.perf_counter()
    todo, work = dict(spans(runs, chunk)), Work(setup, compiled)
    columns: Columns = {}
    with local_workers(1 if executor is not None else min(workers, len(todo))) as local:
        for first, part in parts_of(work, todo, chunk, executor or local):
            for name, values in part.items():
                if name not in columns:
                    columns[name] = np.empty(runs, dtype=values.dtype)
                columns[name][first : first + values.size] = values
            if progress is not None:
                progress(next(iter(part.values())).size)
    return BatchResult(setup, runs, columns, time.perf_counter() - begin)
