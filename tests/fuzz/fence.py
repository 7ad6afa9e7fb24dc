"""What a program may do while it reads a stranger's file, and what became of it.

Within a `Fence` every file that is opened, listed, written or removed must lie in the fence's
folder; to read, also in the program's own data and in the installation of Python. Processes,
sockets and pickles are forbidden. Memory and processor time are bounded. All this is seen by
Python's own audit events, so it holds for libraries as well.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import site
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

from sim import paths

MOST_GROWTH = 100.0
"""MB that reading one file may take, beyond what the process had."""
_HARD = 1_500_000_000
"""Bytes of address space that are left to a file; the machine must not suffer."""
_IDLE = 20.0
"""Seconds after which a process that reckons nothing is waiting for something."""
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class FenceError(BaseException):
    """Something that no file may bring about; nothing that catches errors may catch it."""


_now: Fence | None = None
_is_listening = False


class Fence:
    """Bounds on what is done within it.

    Args:
        folder: Where the hostile files lie; all that is written must lie there.
        seconds: Processor time; None for none.
    """

    def __init__(self, folder: Path, seconds: float | None) -> None:
        self.folder, self.seconds = os.path.realpath(folder), seconds
        self.faults: list[str] = []
        self.growth = self.spent = 0.0
        self.is_busy = False

    def __enter__(self) -> Fence:
        global _now
        _listen()
        self._handlers = {
            one: signal.signal(one, self._late) for one in (signal.SIGPROF, signal.SIGALRM)
        }
        self._space = resource.getrlimit(resource.RLIMIT_AS)
        self._held, self._used = _held_now(), time.process_time()
        resource.setrlimit(resource.RLIMIT_AS, (_space_now() + _HARD, self._space[1]))
        self._bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True
        _now, self._marked = self, self._used
        if self.seconds is not None:
            signal.setitimer(signal.ITIMER_PROF, self.seconds)
        signal.setitimer(signal.ITIMER_REAL, _IDLE)
        return self

    def __exit__(self, *_: object) -> None:
        global _now
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        _now = None
        self.spent = time.process_time() - self._used
        sys.dont_write_bytecode = self._bytecode
        resource.setrlimit(resource.RLIMIT_AS, self._space)
        self.growth = _most_held() - self._held
        for one, handler in self._handlers.items():
            signal.signal(one, handler)
        if self.growth > MOST_GROWTH:
            self.faults.append(f"it takes more than {MOST_GROWTH:.0f} MB of memory")

    def _late(self, number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGPROF:
            self.stop(f"it takes more than {self.seconds} s of processor time")
        used = time.process_time()
        if used - self._marked < 0.05:
            self.stop(f"it waits for something that does not come in {_IDLE} s")
        self._marked = used
        signal.setitimer(signal.ITIMER_REAL, _IDLE)

    def stop(self, why: str) -> None:
        """Remember a fault, and end what led to it.

        Raises:
            FenceError: Always.
        """
        self.faults.append(why)
        raise FenceError(why)

    def heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An audit event.

        Raises:
            FenceError: It is forbidden.
        """
        if event in _FORBIDDEN:
            self.stop(f"{event} {str(arguments)[:200]}")
        for index, writes in _places(event, arguments):
            name = arguments[index] if index < len(arguments) else None
            if isinstance(name, str | bytes | os.PathLike):
                self._within(event, os.fsdecode(name), writes)

    def _within(self, event: str, name: str, writes: bool) -> None:
        try:
            real = _place_of_name(name) if event in _OF_NAMES else os.path.realpath(name)
        except (OSError, ValueError):
            return
        if real == self.folder or real.startswith(self.folder + os.sep):
            return
        if event in _LISTING and real in _searched():
            return
        if not writes and (real in _FILES or (real + os.sep).startswith(_readable())):
            return
        if writes and real in ("/dev/null", "/dev/tty"):
            return
        self.stop(f"{event} of a path outside: {real[:200]}")


_FORBIDDEN = frozenset(
    "subprocess.Popen os.system os.exec os.posix_spawn os.spawn os.fork os.forkpty os.kill "
    "socket.connect socket.bind socket.getaddrinfo socket.gethostbyname socket.sendto "
    "urllib.Request webbrowser.open pickle.find_class os.startfile pty.spawn".split()
)
_WRITTEN = {
    **dict.fromkeys("os.mkdir os.rmdir os.remove os.chmod os.chown os.truncate".split(), (0,)),
    **dict.fromkeys("os.utime os.setxattr os.removexattr os.mkfifo os.mknod".split(), (0,)),
    **dict.fromkeys("os.rename os.link".split(), (0, 1)),
    "os.symlink": (1,),
}
#: What the system does to a name itself, even where a link lies there: what it leads to stays.
_OF_NAMES = frozenset("os.rename os.remove os.rmdir os.mkdir os.mkfifo os.mknod os.symlink".split())
_READ = {"os.listdir": (0,), "os.scandir": (0,), "os.chdir": (0,), "os.getxattr": (0,)}
_FILES = frozenset(
    "/dev/null /dev/urandom /etc/localtime /etc/timezone /proc/cpuinfo /proc/meminfo "
    "/proc/self/status /proc/self/statm".split()
)


def _place_of_name(name: str) -> str:
    """Where a name lies: the way to it is followed, and it itself is not."""
    folder, last = os.path.split(name)
    if last in ("", os.curdir, os.pardir):
        return os.path.realpath(name)
    return os.path.join(os.path.realpath(folder), last)


def _places(event: str, arguments: tuple[Any, ...]) -> Iterator[tuple[int, bool]]:
    """Which arguments of an event are paths, and whether something is written there."""
    if event == "open":
        mode, flags = arguments[1], arguments[2]
        writes = any(one in mode for one in "wax+") if isinstance(mode, str) else False
        yield 0, writes or (isinstance(flags, int) and bool(flags & _WRITES))
    for index in _WRITTEN.get(event, ()):
        yield index, True
    for index in _READ.get(event, ()):
        yield index, False


_LISTING = frozenset({"os.listdir", "os.scandir"})


@cache
def _searched() -> frozenset[str]:
    """Folders in which Python looks for packages, and so lists them."""
    return frozenset(os.path.realpath(one or ".") for one in sys.path)


@cache
def _readable() -> tuple[str, ...]:
    """Folders that the program and its libraries read."""
    found = [str(paths.scenarios()), str(paths.assets()), os.path.dirname(paths.__file__)]
    found += [sys.prefix, sys.base_prefix, sys.exec_prefix, os.path.dirname(os.__file__)]
    found += [*site.getsitepackages(), "/usr/share/fonts", "/usr/share/zoneinfo", "/sys"]
    # matplotlib keeps what it found of fonts
    with contextlib.suppress(ImportError):
        import matplotlib

        found += [matplotlib.get_cachedir(), matplotlib.get_configdir()]
    return tuple(os.path.realpath(one) + os.sep for one in found)


def _listen() -> None:
    """Have audit events heard; that cannot be undone, so it is done once."""
    global _is_listening
    _readable()
    _searched()
    if not _is_listening:
        sys.addaudithook(_heard)
        _is_listening = True


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    fence = _now
    if fence is None or fence.is_busy:
        return
    fence.is_busy = True
    try:
        fence.heard(event, arguments)
    finally:
        fence.is_busy = False


# -- memory ----------------------------------------------------------------------------------------


def _status(name: str) -> float:
    """A figure of this process's memory, in MB."""
    with open("/proc/self/status", encoding="ascii", errors="replace") as file:
        for line in file:
            if line.startswith(name):
                return int(line.split()[1]) / 1024
    return 0.0


def _held_now() -> float:
    """MB that are held; from now on the most is counted anew."""
    with contextlib.suppress(OSError), open("/proc/self/clear_refs", "w", encoding="ascii") as file:
        file.write("5")
    return _status("VmRSS")


def _most_held() -> float:
    return _status("VmHWM")


def _space_now() -> int:
    return int(_status("VmSize") * 1024 * 1024)
