"""The lab at its largest: a million runs to disk, and what pairing on common chance saves."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.benchmarks.speed import ROOT, SCENARIO

EVERY = 0.1
"""Seconds between two looks at the memory."""


class Took(NamedTuple):
    """What a command took: seconds, and the most memory of it and its workers in MB."""

    seconds: float
    memory: float


def run(smoke: bool) -> Iterator[str]:
    """A million runs to Parquet, on this machine's workers and on Dask's; paired runs."""
    yield from _to_disk(2_000 if smoke else 1_000_000, smoke)
    yield from _pairing(500 if smoke else 20_000)


def _to_disk(runs: int, smoke: bool) -> Iterator[str]:
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
        few = min(runs, 100_000)
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


def _pairing(runs: int) -> Iterator[str]:
    command = ["counterfactual", SCENARIO, "--runs", str(runs), "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "sim", *command], cwd=ROOT, check=True, stdout=subprocess.PIPE
    )
    savings = [
        value["saving"]
        for alternative in json.loads(done.stdout)["alternatives"]
        for value in alternative["measures"]
        if value["saving"] is not None
    ]
    yield (
        f"{'paired against independent runs':36}{median(savings):9.1f} times fewer for the same "
        f"interval (median of {len(savings)} differences; {min(savings):.1f} to "
        f"{max(savings):.1f}; goal 5)"
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
