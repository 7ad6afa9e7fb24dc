"""Several programs at one folder: each finds out about the others, and waits where it must.

A lock is a file that the system holds for a process, and lets go of when the process ends, however
it ends; that the file lies there means nothing. Where a disk knows no locks, all goes on without.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

Kept = TypeVar("Kept")

_PATIENCE: Final = 2.0
"""Seconds to wait for another program that writes; it holds its lock for moments."""
_PAUSE: Final = 0.01
_TRIES: Final = 20
"""How often a lock may be taken away in between, before the disk is thought to know no locks."""


class Lock:
    """A lock that is held; `release` lets go of it, as does the end of the process."""

    def __init__(self, path: Path, handle: int | None) -> None:
        self._path, self._handle = path, handle

    def release(self, remove: bool = False) -> None:
        """Let go of it, and take its file away if asked to."""
        handle, self._handle = self._handle, None
        if handle is None:
            return
        if remove:
            # while it is still held, so that nobody's newer file is taken away (Windows refuses)
            with contextlib.suppress(OSError):
                self._path.unlink()
        os.close(handle)


def take(path: Path) -> Lock | None:
    """Take the lock of a name in a folder that is there; None if another one holds it.

    Where there can be no lock, on a disk that knows none or may not be written to, or that gives a
    file another number each time it is asked, it is as if it were free: what is written there then
    tells by itself that it cannot be.
    """
    for _ in range(_TRIES):
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        except OSError:
            return Lock(path, None)
        try:
            free = _locked(handle)
            if free and _is_at(handle, path):
                return Lock(path, handle)
        except OSError:
            os.close(handle)
            return Lock(path, None)
        os.close(handle)
        if not free:
            return None
        # it was released and taken away in between: once more, with a file of that name
    return Lock(path, None)


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Have a file alone while it is read, changed and written.

    Nobody waits for ever: after some moments it goes on without the lock. What is written is whole
    all the same; only what the other one changes may be missing from it.
    """
    with contextlib.suppress(OSError):  # that it cannot be made is told by what is written there
        path.parent.mkdir(parents=True, exist_ok=True)
    name, until = path.with_name(f".{path.name}.lock"), time.monotonic() + _PATIENCE
    while (lock := take(name)) is None and time.monotonic() < until:
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        if lock is not None:
            lock.release()


def change_kept(
    path: Path,
    read: Callable[[Path], Kept],
    empty: Kept,
    change: Callable[[Kept], Kept],
    save: Callable[[Kept, Path], str],
) -> str:
    """Change what a file keeps, and leave in it what another program has changed meanwhile.

    Args:
        path: The file; one that cannot be read just now is left as it is.
        read: What it keeps; a broken file keeps what `read` makes of it.
        empty: What a file keeps that is not there.
        change: Makes of it what is to be kept; the same object where nothing changes.
        save: Writes that; why it could not be, in a sentence.

    Returns:
        What `save` says; nothing where there was nothing to write.

    Raises:
        OSError: It cannot be read.
    """
    with exclusive(path):
        try:
            before = read(path)
        except FileNotFoundError:
            before = empty
        after = change(before)
        return "" if after is before else save(after, path)


def _is_at(handle: int, path: Path) -> bool:
    """Whether an open file is still the one of that name."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import errno
    import msvcrt

    def _locked(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EDEADLK):
                return False
            raise
        return True

else:
    import fcntl

    def _locked(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
