"""Processes that run calls: those of this machine, replaced when they are killed, or Dask's."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any


def _ignore_interrupts() -> None:
    """An interrupt is for the parent, which stops its workers in good order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold interrupts back for a moment; processes that start meanwhile never get any."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class LocalWorkers(Executor):
    """Processes of this machine, to be replaced when they are killed.

    Args:
        workers: How many.
    """

    def __init__(self, workers: int) -> None:
        self._max_workers = workers
        self._pool = self._started()

    def _started(self) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(
            self._max_workers, mp_context=get_context("spawn"), initializer=_ignore_interrupts
        )
        with interrupts_held():
            for _ in range(self._max_workers):
                pool.submit(_ignore_interrupts)
        return pool

    def submit(self, fn: Callable[..., Any], /, *args: Any, **options: Any) -> Future[Any]:
        return self._pool.submit(fn, *args, **options)

    def renew(self) -> None:
        """Start new processes in the place of those that are gone."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._started()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._pool.shutdown(wait, cancel_futures=cancel_futures)


@contextmanager
def local_workers(workers: int) -> Iterator[Executor | None]:
    """So many processes of this machine, or None for this process alone."""
    if workers <= 1:
        yield None
        return
    executor = LocalWorkers(workers)
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)
