"""How long a teacher waits: reading, loading and checking a scenario, and `check FILE` as a whole.

A file is timed as one that has just been changed: a comment at its end is another one each time, so
nothing that was kept of its bytes can be used. The library, sources and places are kept, as they
are in a program that runs; `check FILE` starts without them.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import yaml

from sim import paths
from sim.scenario.kinds import inspect_file
from sim.scenario.load import load
from sim.scenario.shelf import shipped
from sim.scenario.text.reader import read

ROOT = Path(__file__).parent.parent.parent
GOAL_CHECK, GOAL_COMMAND = 50, 500
"""Milliseconds."""


def run(smoke: bool) -> Iterator[str]:
    """Medians for the smallest and the largest shipped scenario, and ratios within the same run."""
    repeats = 1 if smoke else 15
    texts = {name: (paths.scenarios() / f"{name}.yaml").read_text("utf-8") for name in shipped()}
    by_size = sorted(texts, key=lambda name: texts[name].count("\n"))
    with tempfile.TemporaryDirectory() as folder:
        for name in (by_size[0], by_size[-1]):
            yield from _scenario(name, texts[name], Path(folder) / f"{name}.yaml", repeats)
    yield _command(by_size[-1], 1 if smoke else 7)


def _scenario(name: str, text: str, path: Path, repeats: int) -> Iterator[str]:
    numbers = itertools.count()

    def changed() -> None:
        path.write_text(f"{text}\n# {next(numbers)}\n", encoding="utf-8")

    def timed(call: Callable[[], object]) -> tuple[float, float]:
        """Medians in milliseconds: on the clock, and of this process's processor."""
        clock, processor = [], []
        for _ in range(repeats + 1):  # the first one warms up
            changed()
            wall, cpu = time.perf_counter(), time.process_time()
            call()
            processor.append(1000 * (time.process_time() - cpu))
            clock.append(1000 * (time.perf_counter() - wall))
        return median(clock[1:]), median(processor[1:])

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    parsing = timed(lambda: deque(yaml.parse(path.read_text("utf-8"), Loader=loader), maxlen=0))
    composing = timed(lambda: yaml.load(path.read_text("utf-8"), Loader=yaml.SafeLoader))
    reading = timed(lambda: read(path))
    loading = timed(lambda: load(str(path)))
    checking = timed(lambda: inspect_file(str(path)))
    yield f"{name}: {text.count(chr(10))} lines"
    for what, (clock, processor), more in (
        ("PyYAML's events alone (libyaml)", parsing, ""),
        ("yaml.safe_load, which checks nothing", composing, ""),
        ("read", reading, _beside(reading, parsing, composing)),
        ("load", loading, _beside(loading, parsing, composing)),
        (
            "check, levels included",
            checking,
            f"{_beside(checking, parsing, composing)} (goal {GOAL_CHECK} ms)",
        ),
    ):
        yield f"  {what}: {clock:.1f} ms (processor {processor:.1f} ms) {more}".rstrip()


def _beside(
    took: tuple[float, float], parsing: tuple[float, float], composing: tuple[float, float]
) -> str:
    parsed, composed = took[1] / parsing[1], composing[1] / took[1]
    return f"{parsed:.1f} times the events alone; safe_load takes {composed:.1f} times as long"


def _command(name: str, repeats: int) -> str:
    """`check FILE` in a process of its own, with bytecode that is written beforehand."""
    file = os.fspath(paths.scenarios() / f"{name}.yaml")
    with tempfile.TemporaryDirectory() as cache:
        surroundings = {**os.environ, "PYTHONPYCACHEPREFIX": cache}
        surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
        took = []
        for _ in range(repeats + 1):
            start = time.perf_counter()
            command = [sys.executable, "-m", "sim", "check", file]
            subprocess.run(command, cwd=ROOT, env=surroundings, check=True, capture_output=True)
            took.append(1000 * (time.perf_counter() - start))
    return f"twintrack check {name}: {median(took[1:]):.0f} ms in all (goal {GOAL_COMMAND} ms)"
