"""The lab at its largest: a million runs to disk, and the same on Dask."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.speed import ROOT, SCENARIO

EVERY = 0.1
"""Seconds between two looks at the memory."""


class Took(NamedTuple):
    """What a command took: seconds, and the most memory of it and its workers in MB."""

    seconds: float
    memory: float


def run(smoke: bool) -> Iterator[str]:
    """A million runs to disk on two workers; Dask against this machine's own workers."""
    runs = 2_000 if smoke else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        batch = ["batch", SCENARIO, "--seed", "1", "--workers", "2", "--json"]
        out = Path(folder) / "local"
        took = _watched([*batch, "--runs", str(runs), "--out", str(out)])
        size = sum(path.stat().st_size for path in out.glob("runs.*")) / 1e6
        yield (
            f"{f'{runs} runs to disk, two workers':36}{took.seconds:9.1f} s, "
            f"{runs / took.seconds:.0f} runs/s, {took.memory:.0f} MB of memory in all, "
            f"{size:.0f} MB on disk (goal 60 s and 1000 MB for a million)"
        )
        if smoke:
            return  # the tests run Dask
        few = 100_000
        times = {}
        for engine in ("local", "dask"):
            there = Path(folder) / f"{engine}-few"
            command = [*batch, "--runs", str(few), "--engine", engine, "--out", str(there)]
            times[engine] = _watched(command).seconds
        same = all(
            path.read_bytes() == (Path(folder) / "dask-few" / path.name).read_bytes()
            for path in (Path(folder) / "local-few").iterdir()
            if path.name != "manifest.json"
        )
        yield (
            f"{f'{few} runs, Dask against local':36}{times['dask'] / times['local']:9.2f} times "
            f"the seconds ({times['dask']:.1f} to {times['local']:.1f}); files the same: {same}"
        )


def _watched(arguments: list[str]) -> Took:
    """Run a command, looking at its memory and that of its workers all the while."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "sim", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    peaks, done = [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(EVERY):
            peaks.append(_memory(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - begin
    done.set()
    watcher.join()
    if code:
        raise RuntimeError(f"{' '.join(arguments)} ended with code {code}.")
    return Took(seconds, max(peaks))


def _memory(pid: int) -> float:
    """Resident memory of a process and of all that it started, in MB; 0 where none can be read."""
    try:
        status = Path(f"/proc/{pid}/statm").read_text().split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    return int(status[1]) * 4096 / 1e6 + sum(_memory(int(child)) for child in children)
