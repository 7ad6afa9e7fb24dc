"""A process of the program, and the blow that ends it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sim.files import is_begun
from sim.paths import HOME_VARIABLE

ROOT: Final = Path(__file__).parents[3]
PATIENCE: Final = 300.0
"""Seconds after which a process that does not end is a fault of its own."""
_LOOK: Final = 0.0002


class Fault(AssertionError):  # noqa: N818  (what was found, not what went wrong here)
    """What a blow broke."""


@dataclass(frozen=True)
class Case:
    """A process to be struck down.

    Args:
        work: What it does: arguments of the command line, or a function of these tests.
        home: The folder of its user's own files, and of its input and output.
        said: What it reads from standard input.
    """

    work: Sequence[str] | Callable[[], object]
    home: Path
    said: str = ""

    @property
    def heard(self) -> Path:
        """Where its standard output goes."""
        return self.home.parent / f"{self.home.name}.out"

    @property
    def complained(self) -> Path:
        """Where its standard error goes."""
        return self.home.parent / f"{self.home.name}.err"

    def start(self, fresh: bool = False) -> Process:
        """Start it, in a session of its own: anew, or from what this process has imported."""
        self.home.mkdir(parents=True, exist_ok=True)
        told = self.home.parent / f"{self.home.name}.in"
        told.write_text(self.said, encoding="utf-8")
        if fresh and not callable(self.work):
            command = [sys.executable, "-m", "sim", *self.work]
            with told.open() as in_, self.heard.open("w") as out, self.complained.open("w") as err:
                started = subprocess.Popen(
                    command,
                    cwd=ROOT,
                    env={**os.environ, HOME_VARIABLE: str(self.home)},
                    stdin=in_,
                    stdout=out,
                    stderr=err,
                    start_new_session=True,
                )
            return Process(started.pid, started)
        with warnings.catch_warnings():
            # threads of the numerical libraries, which look after themselves at a fork
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if not child:
            self._be(told)
        return Process(child)

    def _be(self, told: Path) -> None:
        """What the forked process does from its first moment to its end."""
        code = 1
        try:
            os.setsid()
            os.environ[HOME_VARIABLE] = str(self.home)
            for number, path in enumerate((told, self.heard, self.complained)):
                flags = os.O_RDONLY if not number else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
                os.dup2(os.open(path, flags, 0o600), number)
            sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w")
            if callable(self.work):
                self.work()
                code = 0
            else:
                from sim.cli.app import run

                sys.argv = ["twintrack", *self.work]
                code = run(self.work)
        except BaseException:
            traceback.print_exc()
        finally:
            with suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)

    def run(self, fresh: bool = False) -> float:
        """Let it run to its end; gives the seconds that it took.

        Raises:
            Fault: It ended badly, or not at all.
        """
        begin = time.monotonic()
        code = self.start(fresh).wait()
        if code:
            told = self.complained.read_text(encoding="utf-8")[-600:]
            raise Fault(f"{self.work} ended with {code}: {told}")
        return time.monotonic() - begin


@dataclass
class Process:
    """A process that was started here, and nothing else is ever struck."""

    number: int
    started: subprocess.Popen[bytes] | None = None
    code: int | None = None

    def ended(self) -> bool:
        """Whether it has ended."""
        if self.code is None and self.started is not None:
            self.code = self.started.poll()
        elif self.code is None:
            found, status = os.waitpid(self.number, os.WNOHANG)
            self.code = os.waitstatus_to_exitcode(status) if found else None
        return self.code is not None

    def wait(self) -> int:
        """Wait for its end; gives its exit code.

        Raises:
            Fault: It does not end.
        """
        until = time.monotonic() + PATIENCE
        while not self.ended():
            if time.monotonic() > until:
                self.strike()
                raise Fault(f"a process did not end within {PATIENCE:.0f} seconds")
            time.sleep(0.002)
        assert self.code is not None
        return self.code

    def strike(self, alone: bool = False) -> bool:
        """Kill it and all that it started, or it alone; says whether it had still been there.

        The process is this one's child and was not waited for, so its number is nobody else's.
        """
        if self.ended():
            return False
        if alone:
            os.kill(self.number, signal.SIGKILL)
        else:
            os.killpg(self.number, signal.SIGKILL)
        self.wait()
        return self.code == -signal.SIGKILL


@dataclass(frozen=True)
class Moment:
    """When to strike: after some seconds, or when a file is being written after that."""

    seconds: float
    writing: bool
    alone: bool = False

    @classmethod
    def drawn(cls, chance: random.Random, took: float) -> Moment:
        """An instant of a process that takes so many seconds."""
        writing = chance.random() < 0.5
        return cls(chance.uniform(0, took), writing, chance.random() < 0.5)

    def await_(self, process: Process, folder: Path) -> bool:
        """Strike a process that writes into a folder; says whether it was still running."""
        until = time.monotonic() + self.seconds
        while time.monotonic() < until and not process.ended():
            time.sleep(min(0.002, max(0.0, until - time.monotonic())))
        if self.writing:
            last = time.monotonic() + PATIENCE
            while not process.ended() and not any(begun_in(folder)):
                if time.monotonic() > last:
                    break
                time.sleep(_LOOK)
        return process.strike(self.alone)


def begun_in(folder: Path) -> Iterator[Path]:
    """Files that are only begun, in a folder and those within."""
    entries: list[os.DirEntry[str]] = []
    with suppress(OSError), os.scandir(folder) as found:
        entries.extend(found)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from begun_in(Path(entry.path))
        elif is_begun(Path(entry.path)):
            yield Path(entry.path)


def age(folder: Path) -> int:
    """Make what was begun in a folder look two hours old; gives how many files that are."""
    long_ago, found = time.time() - 7200, list(begun_in(folder))
    for path in found:
        os.utime(path, (long_ago, long_ago))
    return len(found)
