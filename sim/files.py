"""A file of the user, written whole or not at all.

What is promised: whoever reads the file finds what stood there before or what stands there now,
whenever the program is killed or the power fails; once `write_whole` has returned, it is what
stands there now. The second half of that rests on the disk: it must have written down what it says
it has, which on a Mac it says early. Where two programs write at once, one of the two stands there,
whole (see `sim.locking` for how nothing is lost between them).
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

OWN: Final = 0o600
"""Permissions of a file that is the user's alone."""
READABLE: Final = 0o666
"""Permissions of a file that is made to be handed on, as far as the user's umask allows."""
BEGUN: Final = ".part"
"""How the name of a file ends that is only begun; it starts with a dot."""
_LONGEST: Final = 200
"""Bytes of a file's own name in the name it has while it is written; systems take 255 in all."""
_TEMPORARY: Final = re.compile(r"\..+\.[0-9a-f]{8}\.part", re.DOTALL)
_UNEVEN: Final = 5_000_000_000
"""Nanoseconds by which the clock of a disk in the network may be ahead."""
_AGES: Final = 1 << 64
"""Nanoseconds, more than lie between any two times that a file can have."""
_STALE: Final = 3600.0
"""Seconds after which a file that was begun is nobody's any more: writing one takes moments."""


def write_whole(path: Path, text: str, mode: int = OWN) -> None:
    """Write a text file into a folder that is there; an old one stays whole until it is replaced.

    Args:
        path: The file.
        text: What it holds from now on.
        mode: Who may read and write it, less what the umask forbids.

    Raises:
        OSError: It cannot be written; nothing is left behind then.
    """
    data = text.encode("utf-8")
    write_whole_with(path, lambda file: file.write(data), mode)


def write_whole_with(path: Path, write: Callable[[BinaryIO], object], mode: int = READABLE) -> None:
    """Have a file written under another name and on the disk, then give it its own name.

    Args:
        path: The file, in a folder that is there.
        write: Writes what it holds from now on.
        mode: Who may read and write it, less what the umask forbids.

    Raises:
        OSError: It cannot be written; nothing is left behind then.
    """
    if _is_device(path):
        # a pipe or the like is written to, never replaced: root would do away with /dev/null
        with open(path, "wb", opener=_at_once) as file:
            write(file)
        return
    if _is_the_systems(path) and path.is_symlink():
        # such as /dev/stdout while it leads to a file: root would do away with the link
        raise OSError(errno.EINVAL, "it is a link of the system to a file; name the file itself")
    _clear(path.parent)
    # A name of its own, so that two who write at once do not write into one another's file.
    begun = path.parent / f"{_begins(path)}{secrets.token_hex(4)}{BEGUN}"
    try:
        # "x": what lies there may be a link to somewhere else, which must not be followed.
        with open(begun, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(begun, path)
    except BaseException:
        with contextlib.suppress(OSError):
            begun.unlink()
        raise
    settle(path.parent)


def _is_device(path: Path) -> bool:
    """Whether something else than a file or a folder lies there, such as a pipe.

    A link to such a thing is none, outside the folders where the system itself keeps them: a
    folder of results may come from a stranger, and its links lead to a disk.
    """
    try:
        mode = (path.stat() if _is_the_systems(path) else path.lstat()).st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISLNK(mode))


def _is_the_systems(path: Path) -> bool:
    """Whether a path lies where the system keeps devices and what processes hold."""
    return Path(os.path.abspath(path)).parts[1:2] in (("dev",), ("proc",))


def _at_once(name: str, flags: int) -> int:
    """Open a device or pipe for writing.

    Raises:
        OSError: Nobody is at the other end of a pipe, whom the program would wait for.
    """
    handle = os.open(name, flags | getattr(os, "O_NONBLOCK", 0))
    if hasattr(os, "set_blocking"):
        os.set_blocking(handle, True)
    return handle


def settle(folder: Path) -> None:
    """Have the names in a folder on the disk, so that a power cut does not bring old ones back.

    Windows has no such call, and some network disks know none for folders: the names then are on
    the disk some seconds later.

    Raises:
        OSError: The disk says that it could not.
    """
    try:
        handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    except PermissionError:  # a folder that may be written to and not listed; or Windows
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EBADF, errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def written_at(path: Path) -> int:
    """When a file was written, in nanoseconds since 1970, to see which of several is the newest.

    A file from the future was written before the clock was set back: it counts as older than those
    that were not, and such files keep their order. One that is not there is the oldest.
    """
    try:
        found = path.stat().st_mtime_ns
    except OSError:
        return -2 * _AGES
    return found if found <= time.time_ns() + _UNEVEN else found - _AGES


def is_begun(path: Path) -> bool:
    """Whether a file is one that was only begun, by this program or one that was killed."""
    return path.name.startswith(".") and path.name.endswith(BEGUN)


def _begins(path: Path) -> str:
    """How the name of a file begins while it is written: cut, where that would be too long."""
    return f".{os.fsdecode(os.fsencode(path.name)[:_LONGEST])}."


def _clear(folder: Path) -> None:
    """Take away what programs that were killed had begun to write into a folder."""
    names: list[str] = []
    with contextlib.suppress(OSError):
        names = os.listdir(folder)
    for begun in (folder / name for name in names if _TEMPORARY.fullmatch(name)):
        with contextlib.suppress(OSError):
            # either way: a clock may have been set back
            if abs(time.time() - begun.lstat().st_mtime) > _STALE:
                begun.unlink()
