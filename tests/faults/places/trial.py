"""One command in one place: what it is given, how it is run, what it leaves behind."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import hashlib
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sim.paths import HOME_VARIABLE
from tests.faults.places.child import Child
from tests.faults.places.commands import Command
from tests.faults.places.warm import Warm

ROOT = Path(__file__).parents[3]
LONGEST = 240
"""Seconds after which a command is held to hang."""
_LINE = 900
"""Bytes of a path that leave room for a command in a line of input."""
_DROP = 24
"""PR_CAPBSET_DROP of prctl(2)."""
_OVER_MODES = (1, 2, 3)
"""CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH and CAP_FOWNER of capabilities(7)."""


@dataclass(frozen=True)
class Setting:
    """What a command meets in a place."""

    at: Path
    """The folder with the files."""
    named: str = ""
    """How that folder is called on the command line, where it goes by another name."""
    env: Mapping[str, str | None] = field(default_factory=dict)
    """What is in the environment besides, or (None) is not."""
    child: Child | None = None
    out: str = "pipe"
    """Where stdout goes: pipe, terminal, full, closed or gone (its reader has left)."""
    stdin: bool = True
    """Whether there is any stdin."""
    stderr: bool = True
    """Whether there is any stderr."""
    root: Path = ROOT
    """Where the program lies."""
    humble: bool = False
    """Whether root is without its right to write where nobody may."""
    afresh: bool = False
    """Whether the place is a matter of how Python starts, so that each command starts its own."""


@dataclass(frozen=True)
class Ended:
    """What became of a command."""

    code: int | None
    """Its exit code; None where it did not end."""
    out: str
    err: str
    before: Mapping[str, str]
    after: Mapping[str, str]
    """What the folder holds before and after: hashes by path, of folders empty ones."""
    seconds: float


def files(folder: Path) -> dict[str, str]:
    """What lies in a folder: hashes by path; a folder has an empty one."""
    found = {}
    top = os.fspath(folder)
    for here, folders, names in os.walk(top):
        for name in folders:
            found[os.path.relpath(os.path.join(here, name), top)] = ""
        for name in names:
            path = os.path.join(here, name)
            with open(path, "rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            found[os.path.relpath(path, top)] = digest
    return found


def environment(setting: Setting) -> dict[str, str]:
    """A plain environment, and what the place changes of it."""
    at = os.fspath(setting.at)
    plain: dict[str, str | None] = {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "HOME": os.path.join(at, "home"),
        HOME_VARIABLE: os.path.join(at, "mine"),
        "TMPDIR": os.path.join(at, "tmp"),
        "PYTHONPATH": os.pathsep.join(dict.fromkeys((str(setting.root), str(ROOT)))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SDL_VIDEODRIVER": "dummy",
        "SDL_AUDIODRIVER": "dummy",
        "PYGAME_HIDE_SUPPORT_PROMPT": "1",
        **setting.env,
    }
    return {name: value for name, value in plain.items() if value is not None}


def run(command: Command, setting: Setting, warm: Warm | None = None) -> Ended:
    """Run a command in a place, and see what it leaves.

    Args:
        command: The command.
        setting: The place.
        warm: A process that has read the program in, for places that do not ask for a fresh one.
    """
    child = setting.child
    if command.desk:
        child = replace(child or Child(), desk=True)
    at = setting.named or os.fspath(setting.at)
    arguments, env = command.arguments(at), environment(setting)
    given = command.stdin.format(at=at if _can_be_typed(at) else ".").encode()
    before, begin = files(setting.at), time.perf_counter()
    if warm is not None and not setting.afresh:
        here = os.fspath(setting.at)
        ended = warm.run(arguments, env, here, given, child or Child(), LONGEST)
    else:
        called = ["-m", "sim"]
        if child is not None:
            called = ["-m", "tests.faults.places.child", child.as_json()]
        ended = _started([sys.executable, *called, *arguments], env, given, setting)
    code, *heard = ended
    seconds = time.perf_counter() - begin
    texts = [text.decode("utf-8", "backslashreplace") for text in heard]
    return Ended(code, texts[0], texts[1], before, files(setting.at), seconds)


def _can_be_typed(path: str) -> bool:
    """Whether a path can stand in a line of input: no newline, in UTF-8, and not too long."""
    try:
        return "\n" not in path and len(path.encode()) < _LINE
    except UnicodeEncodeError:
        return False


def _started(
    called: list[str], env: dict[str, str], given: bytes, setting: Setting
) -> tuple[int | None, bytes, bytes]:
    """Run a process of its own."""
    streams = _Streams(setting)
    try:
        with subprocess.Popen(
            called,
            cwd=setting.at,
            env=env,
            preexec_fn=streams.close_those,
            stdin=subprocess.PIPE,
            stdout=streams.stdout,
            stderr=streams.stderr,
            start_new_session=True,
        ) as process:
            streams.begun()
            try:
                out, err = streams.talk(process, given)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                return None, b"", b""
            return process.returncode, out or b"", err or b""
    finally:
        streams.end()


def give_up_rights() -> None:
    """Have what is executed next obey the modes of files, also as root.

    Only Linux has this; where it cannot be done, nothing happens.
    """
    with contextlib.suppress(AttributeError, OSError):
        for capability in _OVER_MODES:
            ctypes.CDLL(None).prctl(_DROP, capability, 0, 0, 0)


class _Streams:
    """The three streams of a process, some of them missing or in the way."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.stdout: Any = subprocess.PIPE
        self.stderr: Any = subprocess.PIPE
        self._mine: list[int] = []
        self._theirs: list[int] = []
        if setting.out == "full":
            self.stdout = os.open("/dev/full", os.O_WRONLY)
            self._theirs.append(self.stdout)
        elif setting.out == "gone":
            reader, self.stdout = os.pipe()
            os.close(reader)
            self._theirs.append(self.stdout)
        elif setting.out == "terminal":
            ours, theirs = pty.openpty()
            fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 20, 0, 0))
            self.stdout = self.stderr = theirs
            self._mine.append(ours)
            self._theirs.append(theirs)

    def close_those(self) -> None:
        """In the process: close what the place has not."""
        if self.setting.humble:
            give_up_rights()
        if not self.setting.stdin:
            os.close(0)
        if self.setting.out == "closed":
            os.close(1)
        if not self.setting.stderr:
            os.close(2)

    def begun(self) -> None:
        """The process has its own ends now."""
        while self._theirs:
            os.close(self._theirs.pop())

    def talk(self, process: subprocess.Popen[bytes], given: bytes) -> tuple[bytes, bytes]:
        """Give it what it reads, and hear what it says."""
        if not self._mine:
            return process.communicate(given, timeout=LONGEST)
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(given)
            process.stdin.close()
        said, until = b"", time.monotonic() + LONGEST
        while time.monotonic() < until:
            try:
                part = os.read(self._mine[0], 65536)
            except OSError:
                break
            if not part:
                break
            said += part
        process.wait(max(1.0, until - time.monotonic()))
        return said, b""

    def end(self) -> None:
        """Close what is left."""
        self.begun()
        while self._mine:
            os.close(self._mine.pop())
