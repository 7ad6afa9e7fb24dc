"""Processes of this machine that run calls, and are replaced when they are killed."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from typing import Any


def _begin() -> None:
    """What a worker does first.

    An interrupt is for the parent, which stops its workers in good order. A parent that is killed
    stops nothing, so its workers see for themselves that it is gone.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


def _nothing() -> None:
    """A call that has a worker started."""


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
            self._max_workers, mp_context=get_context("spawn"), initializer=_begin
        )
        with interrupts_held():
            for _ in range(self._max_workers):
                pool.submit(_nothing)
        return pool

    def submit(self, fn: Callable[..., Any], /, *args: Any, **options: Any) -> Future[Any]:
        """Have a worker call a function; see `concurrent.futures.Executor`."""
        return self._pool.submit(fn, *args, **options)

    def renew(self) -> None:
        """Start new processes in the place of those that are gone."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._started()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the processes end; see `concurrent.futures.Executor`."""
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
