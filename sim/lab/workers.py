"""Calls of the engine on whatever runs them: this process, processes of this machine, or Dask.

Any `concurrent.futures.Executor` will do. Workers return arrays and write nothing. A worker that
is killed is replaced, and what it was at is run again: a run is the same wherever it is made.
"""

from __future__ import annotations

import pickle
import threading
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    wait,
)
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from sim.lab.columns import Columns
from sim.lab.errors import LabError
from sim.lab.pools import LocalWorkers
from sim.lab.ranges import Ranges
from sim.lab.runner import CHUNK, run_span
from sim.lab.setup import Setup
from sim.model.arena import Arena
from sim.model.compiled import Compiled

PATIENCE = 3
"""How many times in a row workers may be lost before a batch gives up."""
Part = tuple[int, Columns]
"""First run and columns of runs that were kept together."""


class Work:
    """A setup on its way to the workers; compiled once where it is run, packed up once here."""

    def __init__(self, setup: Setup, compiled: Compiled | None = None) -> None:
        self.setup, self._compiled = setup, compiled
        self.ranges: Ranges | None = None
        """What takes the place of the ranges in what is packed up."""

    def under(self, ranges: Ranges) -> Work:
        """The same setup with other ranges, which share what is compiled and packed up."""
        found = Work(replace(self.setup, ranges=ranges), self.compiled)
        found.ranges = ranges
        found.packed = self.packed
        return found

    @cached_property
    def compiled(self) -> Compiled:
        """For this process."""
        return self._compiled or self.setup.compiled()

    @cached_property
    def packed(self) -> bytes:
        """For another one."""
        return zlib.compress(pickle.dumps(self.setup), 1)


@dataclass(frozen=True)
class Call:
    """Neighbouring parts of one ensemble that are run together."""

    work: Work
    sizes: Mapping[int, int]
    """How many runs each part has, by its first run."""
    ensemble: int = 0
    chunk: int = CHUNK

    @property
    def first(self) -> int:
        """The first run."""
        return next(iter(self.sizes))

    @property
    def runs(self) -> int:
        """How many runs."""
        return sum(self.sizes.values())

    def parts(self, columns: Columns) -> Iterator[Part]:
        """What each part gave."""
        for first, size in self.sizes.items():
            part = slice(first - self.first, first - self.first + size)
            yield first, {name: column[part] for name, column in columns.items()}


def calls_of(
    work: Work, todo: Mapping[int, int], width: int = 1, ensemble: int = 0, chunk: int = CHUNK
) -> Iterator[Call]:
    """Parts put together to calls: neighbours, no more than a chunk or a worker's fair share.

    Args:
        work: What is to be run.
        todo: How many runs each part has, by its first run.
        width: How many workers there are.
        ensemble: Which ensemble it is.
        chunk: Most runs in one call.
    """
    most, sizes = -(-len(todo) // width), dict[int, int]()
    for first, runs in todo.items():
        follows = bool(sizes) and sum(sizes.values()) + next(iter(sizes)) == first
        if sizes and (not follows or len(sizes) == most or sum(sizes.values()) + runs > chunk):
            yield Call(work, sizes, ensemble, chunk)
            sizes = {}
        sizes[first] = runs
    if sizes:
        yield Call(work, sizes, ensemble, chunk)


Result = tuple[Call, Columns | Exception]
"""What a call gave, or why it could not be run."""


def results_of(calls: Iterable[Call], executor: Executor | None) -> Iterator[Result]:
    """Run calls and give each with its columns as it is done, in any order.

    At most a few calls are in flight, so that memory does not grow with the number of runs; the
    next are asked for as those are done.

    Args:
        calls: What to run.
        executor: Whatever runs them; None for this process.

    Raises:
        LabError: Workers were killed again and again.
    """
    if executor is not None:
        yield from _Flight(calls, executor).results()
        return
    arena = Arena()
    for call in calls:
        yield call, _tried(call, arena)


class _Flight:
    """Calls on their way through an executor: to be sent, in flight, and to be sent again."""

    def __init__(self, calls: Iterable[Call], executor: Executor) -> None:
        self.executor, self.most = executor, 2 * width_of(executor) + 2
        self.waiting, self.again = iter(calls), deque[Call]()
        self.flying: dict[Future[Columns], Call] = {}
        self.broken = False
        """Whether workers were lost since the executor was last renewed."""
        self.lost = 0
        """How many times in a row they were."""

    def results(self) -> Iterator[Result]:
        """What every call gave; see `results_of`.

        Raises:
            LabError: Workers were lost again and again, or what gives them work is gone.
        """
        self._send()
        while self.flying or self.broken:
            yield from self._landed()
            if self.broken:
                self._renew()
            self._send()

    def _send(self) -> None:
        while len(self.flying) < self.most:
            call = self.again.popleft() if self.again else next(self.waiting, None)
            if call is None:
                return
            span = call.first, call.runs, call.chunk, call.work.ranges
            try:
                self.flying[self.executor.submit(_task, call.work.packed, *span)] = call
            except BrokenExecutor:
                self.again.append(call)
                self.broken = True
                return

    def _landed(self) -> Iterator[Result]:
        """What the calls gave that are done, of which there is one at least."""
        if not self.flying:
            return
        for future in wait(self.flying, return_when=FIRST_COMPLETED).done:
            call, error = self.flying.pop(future), _fault(future)
            if error is None:
                self.lost = 0
                yield call, future.result()
            elif isinstance(error, CancelledError):
                raise LabError(
                    "What gives work to the workers is gone; what is done so far is kept with "
                    "--out, and --resume goes on with it."
                )
            elif _is_loss(error):
                self.broken = True
                self.again.append(call)
            elif isinstance(error, Exception):
                yield call, error
            else:
                raise error

    def _renew(self) -> None:
        """Replace workers that were lost, and have all that was in flight sent again."""
        self.lost += 1
        if self.lost > PATIENCE or not isinstance(self.executor, LocalWorkers):
            raise LabError(
                "Workers are lost again and again, perhaps for want of memory; what is done so "
                "far is kept with --out, and fewer --workers need less."
            )
        self.again.extend(self.flying.values())
        self.flying.clear()
        self.executor.renew()
        self.broken = False


def _tried(call: Call, arena: Arena) -> Columns | Exception:
    try:
        return run_span(
            call.work.compiled, call.work.setup, call.first, call.runs, call.chunk, arena
        )
    except Exception as error:
        return error


def _fault(future: Future[Columns]) -> BaseException | None:
    """Why a call that is done gave nothing, if it did not."""
    try:
        return future.exception()
    except CancelledError as error:
        return error


def _is_loss(error: BaseException) -> bool:
    """Whether a call failed since its worker is gone."""
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"


def width_of(executor: Executor | None) -> int:
    """How many calls an executor runs at once, where it says so."""
    return 1 if executor is None else int(getattr(executor, "_max_workers", 4))


# -- in a worker -----------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _prepared(packed: bytes) -> tuple[Compiled, Setup]:
    setup: Setup = pickle.loads(zlib.decompress(packed))
    return setup.compiled(), setup


def _task(
    packed: bytes, first: int, runs: int, chunk: int, ranges: Ranges | None = None
) -> Columns:
    compiled, setup = _prepared(packed)
    if ranges is not None:
        setup = replace(setup, ranges=ranges)
    return run_span(compiled, setup, first, runs, chunk, _worker.arena)


class _Worker(threading.local):
    """What a worker's thread keeps from task to task."""

    def __init__(self) -> None:
        self.arena = Arena()


_worker = _Worker()
