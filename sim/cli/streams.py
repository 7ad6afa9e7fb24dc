"""The program's streams as they are found: missing, full, left by their reader, or in ASCII alone.

What cannot be shown in the encoding of a stream is written as an escape; what cannot be written at
all ends the command in a sentence. A stream that is missing is replaced by one that leads nowhere,
also so that no file which is opened later gets its number and is written into by mistake.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from sim.paths import NoHomeError

_UNHEARD = 1
"""Exit code where what was to be told could not be written."""
_NO_PLACE = 2
_FRAIL = ("strict", "surrogateescape")
"""How streams begin that end the program at a letter that they do not have."""


def guarded(work: Callable[[], int]) -> int:
    """Do the work of a command with streams that can be used, and tell what the system refuses.

    Args:
        work: The command; gives its exit code.

    Returns:
        The exit code of the command; 0 where the reader of stdout left before the end.
    """
    _make_ready()
    try:
        code = work()
        sys.stdout.flush()
    except BrokenPipeError:
        _lead_nowhere(sys.stdout)  # the reader has seen enough; Python would complain at exit
        return 0
    except OSError as error:
        return _told(error)
    return code


def _make_ready() -> None:
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        stream = getattr(sys, name)
        if stream is None:
            with suppress(OSError):
                os.close(number)
            # the lowest number that is free is the one that was closed
            handle = os.open(os.devnull, os.O_RDWR)
            nowhere = open(handle, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, nowhere)
        elif isinstance(stream, io.TextIOWrapper) and stream.errors in _FRAIL:
            # what is read too: one such letter would cost all that was read with it
            stream.reconfigure(errors="backslashreplace")


def _told(error: OSError) -> int:
    """Say what the system refused, in a sentence."""
    reason = (error.strerror or str(error)).lower()
    said, code = f"The output cannot be written: {reason}.", _UNHEARD
    if not _is_stuck(sys.stdout):
        code = _NO_PLACE
        where = os.fsdecode(error.filename) if error.filename is not None else "A file"
        said = f"{where} cannot be used: {reason}."
        if isinstance(error, NoHomeError):
            said = f"{error.strerror}."
        try:
            os.getcwd()
        except OSError:
            said = "The folder that you are in is gone; go to another one, and try again."
    # whoever closed both streams cannot be told anything
    with suppress(OSError):
        print(said, file=sys.stderr, flush=True)
    return code


def _is_stuck(stream: TextIO) -> bool:
    """Whether a stream takes nothing more; what it holds is then given up."""
    try:
        stream.flush()
    except OSError:
        _lead_nowhere(stream)
        return True
    return False


def _lead_nowhere(stream: TextIO) -> None:
    handle = os.open(os.devnull, os.O_WRONLY)
    os.dup2(handle, stream.fileno())
    os.close(handle)
