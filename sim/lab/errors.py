"""What a caller of the lab did wrong, as one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.scenario.problem import visible


class LabError(Exception):
    """What cannot be done as asked: one sentence that says what and what would be right.

    It may quote a stranger's file, so what could drive a terminal is written out.
    """

    def __init__(self, said: str) -> None:
        super().__init__(visible(said))


def reason(error: OSError) -> str:
    """Why the system refused something, for the end of a sentence."""
    return (error.strerror or str(error)).lower()


@contextmanager
def writing(path: Path, more: str = "") -> Iterator[None]:
    """Tell in a sentence that a file or folder cannot be written, and what more there is to say.

    Raises:
        LabError: For an `OSError`.
    """
    try:
        yield
    except OSError as error:
        raise LabError(f"{path} cannot be written: {reason(error)}{more}.") from None


@contextmanager
def lab_errors() -> Iterator[None]:
    """Turn the engine's `ValueError`, whose text is a plain sentence, into a `LabError`."""
    try:
        yield
    except ValueError as error:
        raise LabError(str(error).replace("?.", "?")) from None
