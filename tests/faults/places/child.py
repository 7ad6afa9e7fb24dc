"""One command in a process that was made worse first: its clock, locale, users or limits.

Run as ``python -m tests.faults.places.child JSON ARGUMENTS...``; `JSON` is what `Child` takes.
"""

from __future__ import annotations

import datetime
import json
import locale
import os
import resource
import sys
import time
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Child:
    """What is done to the process before the program is imported."""

    clock: float = 0.0
    """Seconds that the clock is set on; back where negative."""
    locale: str = ""
    """What a library sets the locale to."""
    nobody: bool = False
    """Whether the user has no entry among the users of the machine."""
    largest: int = 0
    """Bytes that a file may have; 0 for any number."""
    nowhere: str = ""
    """A folder to go to and remove, so that the process stands nowhere."""
    desk: bool = False
    """Whether a game at the desk is played instead of a command."""

    def as_json(self) -> str:
        """What `main` reads."""
        return json.dumps(asdict(self))

    def become(self) -> None:
        """Make the process so."""
        if self.largest:
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.largest, self.largest))
        if self.nobody:
            _forget_users()
        if self.clock:
            _set_clock(self.clock)
        if self.locale:
            locale.setlocale(locale.LC_ALL, self.locale)
        if self.nowhere:
            os.mkdir(self.nowhere)
            os.chdir(self.nowhere)
            os.rmdir(self.nowhere)


def _forget_users() -> None:
    import pwd

    def unknown(uid: int) -> Any:
        raise KeyError(f"getpwuid(): uid not found: {uid}")

    pwd.getpwuid = unknown


def _set_clock(by: float) -> None:
    """Shift the time of day; what measures durations goes on, as it does on a real machine."""
    real, real_ns = time.time, time.time_ns
    real_local, real_utc = time.localtime, time.gmtime
    time.time = lambda: real() + by
    time.time_ns = lambda: real_ns() + int(by * 1e9)
    time.localtime = lambda at=None: real_local(real() + by if at is None else at)
    time.gmtime = lambda at=None: real_utc(real() + by if at is None else at)
    shift = datetime.timedelta(seconds=by)
    settle = os.fsync

    def stamped(fd: Any) -> None:
        """The system goes by its own clock, so what is written has to be stamped by the other."""
        settle(fd)
        os.utime(fd, (time.time(), time.time()))

    os.fsync = stamped

    class Shifted(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Any:
            return super().now(tz) + shift

        @classmethod
        def today(cls) -> Any:
            return super().today() + shift

    datetime.datetime = Shifted  # type: ignore[misc]


def play(child: Child, arguments: list[str]) -> int:
    """Run the command, or the game at the desk."""
    if child.desk:
        from sim.cli.streams import guarded
        from tests.faults.places.desk import play as at_the_desk

        return guarded(lambda: at_the_desk(arguments[0]))
    from sim.cli import main as command

    return command(arguments)


def main() -> int:
    """Become what the first argument says, and run the rest."""
    child = Child(**json.loads(sys.argv[1]))
    child.become()
    sys.argv = ["twintrack", *sys.argv[2:]]
    return play(child, sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
