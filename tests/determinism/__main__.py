"""Hold the reference hashes against this machine: interpreters, processor features, threads, more.

    python -m tests.determinism                         this interpreter, every setting
    python -m tests.determinism --python PATH ...       these; the first in every setting
    python -m tests.determinism --few --python PATH ... each under most settings at once
    python -m tests.determinism --renew                 write the reference anew

An interpreter needs the plain package's libraries; the package itself is taken from this folder.
The exit code is 0 only where every hash is that of the reference.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests import cpu
from tests.determinism import reference, settled
from tests.determinism.settings import PLAIN, Setting, at_once, environment, settings

WORKER = "tests.determinism.worker"
LIBRARIES = ("numpy", "mesa", "pydantic", "PyYAML")


@dataclass(frozen=True)
class Row:
    """An interpreter under a setting, and what it came to."""

    python: str
    setting: Setting
    about: Mapping[str, Any]
    hashes: reference.Hashes
    seconds: float


class BrokenError(Exception):
    """A process that gave no hashes; the text is what it said last."""


def started(python: str, setting: Setting, *arguments: str) -> str:
    """What the worker prints under a setting.

    Raises:
        BrokenError: It ended with another exit code than 0.
    """
    command = [python, *setting.flags, "-m", WORKER, *setting.options, *arguments]
    done = subprocess.run(
        command,
        env=environment(setting) | {"PYTHONPATH": str(cpu.ROOT)},
        cwd=cpu.ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise BrokenError(done.stderr.strip()[-2000:] or f"exit code {done.returncode}")
    return done.stdout


def run(python: str, setting: Setting, names: list[str]) -> Row:
    """Reckon everything under a setting.

    Raises:
        BrokenError: It could not be done.
    """
    begin = time.perf_counter()
    found = json.loads(started(python, setting, *names))
    seconds = time.perf_counter() - begin
    return Row(python, setting, found["about"], found["hashes"], seconds)


def first_difference(plain: Path, other: Path) -> str:
    """Where two files of arrays differ first: when, what, at which index, and both values."""
    with np.load(plain, allow_pickle=False) as one, np.load(other, allow_pickle=False) as two:
        for key in one.files:
            _, when, what = key.split("|", 2)
            if key not in two.files:
                return f"{when}: {what} is missing"
            here, there = one[key], two[key]
            if here.shape != there.shape:
                return f"{when}: {what} has shape {there.shape}, not {here.shape}"
            differ = _bits(here) != _bits(there)
            if differ.any():
                index = tuple(int(i) for i in np.argwhere(differ)[0])
                return f"{when}: {what}{list(index)} is {there[index]!r}, not {here[index]!r}"
        if len(two.files) > len(one.files):
            return "it goes on after the end of the other"
        return "it is the same under no settings, so the model or the machine is another"


def _bits(array: np.ndarray) -> np.ndarray:
    return array.view(np.uint64) if array.dtype == np.float64 else array


def place(row: Row, name: str, part: str) -> str:
    """Where a part differs first from what this interpreter and machine reckon without settings."""
    if part == "all":
        return "a change too small for the letters that are kept of each part"
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, setting in enumerate((PLAIN, row.setting)):
            files.append(Path(folder) / f"{number}.npz")
            started(row.python, setting, name, "--part", part, "--arrays", str(files[-1]))
        return first_difference(*files)


def main() -> int:
    """Print a table: setting by scenario."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.determinism",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="SCENARIO", help="only these scenarios")
    parser.add_argument("--python", nargs="+", default=[sys.executable], metavar="PATH")
    parser.add_argument("--few", action="store_true", help="in a minute: see above")
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time (default 2)")
    parser.add_argument("--renew", action="store_true", help="write the reference anew")
    asked = parser.parse_args()
    ships = settled.scenarios()
    unknown = [name for name in asked.names if name not in ships]
    if unknown:
        parser.error(f"{unknown[0]} does not ship; there are {', '.join(ships)}")
    if asked.renew:
        if asked.names:
            parser.error("the reference is renewed whole; name no scenario")
        row = run(asked.python[0], PLAIN, [])
        reference.write(row.hashes)
        print(f"Written to {reference.FILE}. {reference.NOTE}")
        return 0
    return table(asked.python, asked.names, asked.few, asked.jobs)


def table(pythons: list[str], names: list[str], few: bool, jobs: int) -> int:
    """Run the matrix and print it; 0 if nothing differs."""
    kept, faults = reference.read(), 0
    shown_names = names or list(kept)
    print(*(f"{number:>3} {name}" for number, name in enumerate(shown_names, 1)), sep="\n")
    print(f"{'setting':42}", *(f"{number:>3}" for number in range(1, len(shown_names) + 1)))
    cells = [(python, setting) for python in pythons for setting in wanted(python, pythons, few)]
    last = ""
    with ThreadPoolExecutor(jobs) as pool:
        rows = pool.map(lambda cell: tried(cell[0], cell[1], names), cells)
        for (python, setting), row in zip(cells, rows, strict=True):
            if isinstance(row, str):
                faults += not setting.lacking
                print(f"{setting.name:42} {python} {row}", flush=True)
                continue
            if python != last:
                told = (f"{name} {row.about[name]}" for name in ("python", *LIBRARIES))
                print("--", ", ".join(told))
            last = python
            faults += shown(row, shown_names, kept)
    print("every hash is that of the reference" if not faults else f"{faults} rows differ")
    return int(faults > 0)


def wanted(python: str, pythons: list[str], few: bool) -> Iterator[Setting]:
    """The settings of an interpreter: all for the first one, for the others what is telling."""
    features = features_of(python)
    if few:
        yield from at_once(features)
        return
    yield PLAIN
    yield from settings(features) if python == pythons[0] else at_once(features)


def features_of(python: str) -> list[str]:
    """What NumPy could do without in another interpreter; nothing where it does not say."""
    code = "import json; from tests import cpu; print(json.dumps(cpu.switchable()))"
    done = subprocess.run(
        [python, "-c", code],
        env=environment(PLAIN) | {"PYTHONPATH": str(cpu.ROOT)},
        capture_output=True,
        check=False,
    )
    found: list[str] = json.loads(done.stdout) if done.returncode == 0 else []
    return found


def tried(python: str, setting: Setting, names: list[str]) -> Row | str:
    """A row, or a sentence on why there is none."""
    if setting.lacking:
        return f"not shown: {setting.lacking}"
    try:
        return run(python, setting, names)
    except BrokenError as broken:
        return f"gives nothing: {broken}"


def shown(row: Row, names: list[str], kept: reference.Reference) -> int:
    """Print a row and where it differs; 1 if it does."""
    wrong = reference.others(row.hashes, kept)
    missing = [name for name in names if name not in row.hashes]
    marks = ("  ." if name in missing else "  X" if name in wrong else "  =" for name in names)
    print(f"{row.setting.name:42}", *marks, f"{row.seconds:8.1f} s", flush=True)
    for name, parts in wrong.items():
        print(f"    {name}: DIFFERENT in {', '.join(parts)}: {place(row, name, parts[0])}")
    return int(bool(wrong or missing))


if __name__ == "__main__":
    sys.exit(main())
