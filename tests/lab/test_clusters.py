"""Dask runs what this machine runs, to the byte: on a cluster here, and on a real scheduler."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sim.lab import clusters
from sim.lab.clusters import dask_workers
from sim.lab.errors import LabError
from tests.lab.batches import CHUNK, ROOT, batch, files
from tests.lab.cases import loaded

pytest.importorskip("distributed")
# Dask is not this program's to mend.
pytestmark = [
    pytest.mark.outside,
    pytest.mark.filterwarnings("default"),
]


@contextmanager
def scheduler(folder: Path, workers: int) -> Iterator[str]:
    """The address of a real scheduler with so many workers, each a process of its own."""
    file = folder / "scheduler.json"
    python = [sys.executable, "-m", "distributed.cli.dask_"]
    quiet = {"cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    started: list[subprocess.Popen[bytes]] = []

    def start(what: str, *arguments: str) -> None:
        command = [*python[:-1], python[-1] + what, *arguments, "--scheduler-file", str(file)]
        started.append(subprocess.Popen(command, env=environment, **quiet))  # type: ignore[call-overload]

    try:
        start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        until = time.monotonic() + 60
        while not (file.exists() and file.stat().st_size) and time.monotonic() < until:
            time.sleep(0.05)
        for _ in range(workers):
            start(
                *("worker", "--no-nanny", "--nthreads", "1", "--no-dashboard"),
                *("--local-directory", str(folder)),
            )
        address = str(json.loads(file.read_text())["address"])
        _wait_for(address, workers)
        yield address
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def _wait_for(address: str, workers: int) -> None:
    from distributed import Client

    with Client(address, timeout="60s", set_as_default=False) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(workers, timeout=60)


def test_a_real_scheduler_with_two_workers_gives_the_same_bytes(tmp_path: Path) -> None:
    design = batch(loaded().path)
    design.run(out=tmp_path / "local", chunk=CHUNK)
    with scheduler(tmp_path, 2) as address:
        with dask_workers(address) as executor:
            assert executor._max_workers == 2  # type: ignore[attr-defined]
            design.run(out=tmp_path / "dask", chunk=CHUNK, executor=executor)
        assert files(tmp_path / "dask") == files(tmp_path / "local")


def test_a_cluster_in_this_process_gives_the_same_bytes(tmp_path: Path) -> None:
    design = batch(loaded().path)
    design.run(out=tmp_path / "local")
    with dask_workers() as executor:
        design.run(out=tmp_path / "dask", executor=executor, chunk=CHUNK)
    assert files(tmp_path / "dask") == files(tmp_path / "local")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "tcp://nowhere.invalid:1"])
def test_a_scheduler_that_cannot_be_reached_is_told_in_a_sentence(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "PATIENCE", "300ms")
    with pytest.raises(LabError) as caught, dask_workers(address):
        pass
    told = str(caught.value)
    assert told.startswith(f"The Dask scheduler {address} cannot be reached (")
    assert told.endswith("; nothing was run.")
    assert "\n" not in told


@pytest.mark.parametrize("address", ["", "nowhere", "http://a:1", "tcp://a", "tcp://a:port"])
def test_what_is_no_address_is_told_at_once(address: str) -> None:
    wanted = "takes a scheduler such as tcp://host:8786"
    with pytest.raises(LabError, match=wanted), dask_workers(address):
        pass


class Client:
    """A client whose workers are not as they should be."""

    def __init__(self, workers: dict[str, Any]) -> None:
        self.workers = workers

    def nthreads(self) -> dict[str, int]:
        return dict.fromkeys(self.workers, 1)

    def run(self, _call: Any) -> dict[str, Any]:
        for version in self.workers.values():
            if isinstance(version, Exception):
                raise version
        return self.workers


@pytest.mark.parametrize(
    ("workers", "sentence"),
    [
        ({}, "The Dask scheduler there has no workers; start some, and try again."),
        ({"w1": "0.0.0"}, "The Dask worker w1 has twin-track 0.0.0; install "),
        ({"w1": ModuleNotFoundError("No module named 'sim'")}, "(No module named 'sim'); install"),
    ],
)
def test_workers_that_cannot_run_it_are_told(workers: dict[str, Any], sentence: str) -> None:
    with pytest.raises(LabError) as caught:
        clusters._checked(Client(workers), "there")
    assert sentence in str(caught.value)


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(LabError, match=r'pip install "twin-track\[lab\]"'), dask_workers():
        pass


def test_a_scheduler_that_goes_is_told_and_what_is_done_is_kept(tmp_path: Path) -> None:
    class Gone(Executor):
        """Gives back what two calls gave; all others are dropped, as by a scheduler that ends."""

        calls = 0

        def submit(self, fn: Any, /, *args: Any, **options: Any) -> Future[Any]:
            self.calls += 1
            future: Future[Any] = Future()
            if self.calls > 2:
                future.cancel()
                future.set_running_or_notify_cancel()
            else:
                future.set_result(fn(*args, **options))
            return future

    design = batch(loaded().path)
    design.run(out=tmp_path / "whole")
    with pytest.raises(LabError, match="What gives work to the workers is gone"):
        design.run(out=tmp_path / "out", executor=Gone(), chunk=CHUNK)
    assert len(list((tmp_path / "out" / "parts").iterdir())) <= 2
    design.run(out=tmp_path / "out", resume=True)
    assert files(tmp_path / "out") == files(tmp_path / "whole")
