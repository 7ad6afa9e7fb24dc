"""A file that may come from anyone, read with care: an ordinary one, so much of it and no more."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Final

_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_ordinary(path: Path, most: int, folder: Path | None = None) -> bytes:
    """What a file holds, and of one that is too large a byte more than it may hold.

    A pipe, at whose end nobody may be, and a device, which may have none, are not opened for long
    enough to wait for them.

    Args:
        path: The file.
        most: Bytes that it may hold.
        folder: Where it must lie when every link is followed; None for anywhere.

    Raises:
        OSError: It cannot be read, is no ordinary file, or lies outside the folder.
    """
    try:
        if folder is not None and leads_outside(path, folder):
            raise OSError(errno.EPERM, "it is a link to a place outside its folder")
        handle = os.open(path, _FLAGS)
    except ValueError:  # a character that no name of a file can have
        raise OSError(errno.EINVAL, "its name cannot be a file's") from None
    try:
        kind = os.fstat(handle).st_mode
        if stat.S_ISDIR(kind):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(kind):
            raise OSError(errno.EINVAL, "it is not an ordinary file")
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(most + 1)
    finally:
        os.close(handle)


def leads_outside(path: Path, folder: Path) -> bool:
    """Whether a path lies outside a folder when every link is followed."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
