"""Dask as what runs the calls: a cluster in this process or machine, or a scheduler elsewhere.

Dask brings its own executor, so nothing else of a batch knows of it. Workers need this program, of
the same version; they return arrays, and this process writes.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from typing import Any

from sim import __version__
from sim.lab.errors import LabError
from sim.lab.pools import interrupts_held

_ADDRESS = re.compile(r"((tcp|tls)://)?[\w.\-\[\]:]+:\d{1,5}")
PATIENCE = "8s"
"""How long a scheduler may take to answer."""


@contextmanager
def dask_workers(address: str | None = None, workers: int = 1) -> Iterator[Executor]:
    """Dask's executor.

    Args:
        address: Of a scheduler, such as `tcp://host:8786`; by default a cluster of this machine is
            started and stopped again.
        workers: Processes of that cluster; with one it lies in this process.

    Raises:
        LabError: Dask is missing, the scheduler cannot be reached, or its workers cannot run this
            program.
    """
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError:
        raise LabError(
            '--engine dask needs Dask; install it with pip install "twin-track[lab]".'
        ) from None
    if address is not None and not _ADDRESS.fullmatch(address):
        raise LabError(
            f'--dask-address takes a scheduler such as tcp://host:8786, not "{address}".'
        )
    with ExitStack() as stack:
        stack.enter_context(_quiet())
        if address is None:
            # Dask would have its workers give memory back after every call, which takes a fifth
            # of their time and more.
            environment = {"distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": None}
            stack.enter_context(dask.config.set(environment))
            with interrupts_held():
                cluster = stack.enter_context(
                    LocalCluster(  # type: ignore[no-untyped-call]
                        n_workers=workers,
                        threads_per_worker=1,
                        processes=workers > 1,
                        dashboard_address=None,
                        silence_logs=logging.CRITICAL,
                    )
                )
            address = cluster
        where = address if isinstance(address, str) else "of this machine"
        try:
            client = stack.enter_context(
                Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
            )
        except (OSError, ValueError, TypeError) as error:
            reason = str(error).splitlines()[0].rstrip(".") if str(error) else "no answer"
            raise LabError(
                f"The Dask scheduler {where} cannot be reached ({reason}); nothing was run."
            ) from None
        threads = _checked(client, where)
        executor = client.get_executor(pure=False)
        executor._max_workers = threads
        yield executor


def _checked(client: Any, where: str) -> int:
    """How many calls the workers run at once.

    Raises:
        LabError: There are none, or they cannot run this program.
    """
    threads = sum(int(count) for count in client.nthreads().values())
    if threads == 0:
        raise LabError(f"The Dask scheduler {where} has no workers; start some, and try again.")
    try:
        found = client.run(version_here)
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise LabError(
            f"The workers of the Dask scheduler {where} cannot run this program ({reason}); "
            f"install twin-track {__version__} there."
        ) from None
    for worker, version in found.items():
        if version != __version__:
            raise LabError(
                f"The Dask worker {worker} has twin-track {version}; install {__version__} there."
            )
    return threads


def version_here() -> str:
    """The version of this program where it is called."""
    return __version__


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's own talk off the terminal; what matters of it is told as a sentence."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
