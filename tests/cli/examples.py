"""The examples of all help pages, run as they stand: `python -m tests.cli.examples`.

Each runs in a process of its own, in one new folder, so that one may use what another has written.
It takes a minute or two. Ends with 1 where an example fails. `tests/cli/test_help.py` runs those
that are quick. With `--python PATH` it is the package installed there that runs them, and nothing
of this checkout is in its reach; it needs the lab extra.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sim.cli.app import COMMANDS
from sim.cli.app import _program as program

ROOT = Path(__file__).resolve().parents[2]
ORDER = ("new", "check", "play", "batch", "report", "rerun")
"""These go first, in this order: an example may rest on what another has written."""
NAMES = (*ORDER, *(name for name in ("list", *COMMANDS) if name not in ORDER))


def examples(page: str) -> list[list[str]]:
    """The commands of a help page below `Example:` or `Examples:`, without redirections."""
    found = re.search(r"^ *Examples?:\n((?: +twintrack .+\n?)+)", page, re.MULTILINE)
    lines = found[1].splitlines() if found else []
    return [shlex.split(line.partition(" > ")[0]) for line in lines]


def hand_in(folder: Path) -> None:
    """Lay the saves of the games that were played where a class hands them in."""
    shutil.copytree(folder / "home" / "saves", folder / "handed-in", dirs_exist_ok=True)


def main() -> int:
    """Run all, tell each with its seconds, and give 1 where one failed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--python", type=Path, help="interpreter of an environment to run them in")
    given = parser.parse_args()
    if given.python is None:
        reach, called = {"PYTHONPATH": str(ROOT)}, [sys.executable, "-m", "sim"]
    else:
        reach, called = {}, [str(given.python.absolute()), "-I", "-m", "sim"]
    failed = 0
    commands = {command.name: command for command in program(COMMANDS).registered_commands}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        settings = os.environ | reach | {"TWINTRACK_HOME": str(folder / "home")}
        for name in NAMES:
            if name == "gather":
                hand_in(folder)
            for words in examples(f"{commands[name].epilog}"):
                begin = time.perf_counter()
                done = subprocess.run(
                    [*called, *words[1:]],
                    cwd=folder,
                    env=settings,
                    stdin=subprocess.DEVNULL,
                    capture_output=True,
                    text=True,
                    check=False,
                )
                seconds = time.perf_counter() - begin
                print(f"{seconds:6.1f} s  exit {done.returncode}  {shlex.join(words)}", flush=True)
                if done.returncode:
                    print(done.stderr)
                    failed += 1
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
