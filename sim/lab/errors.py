"""What a caller of the lab did wrong, as one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sim.scenario.problem import visible


class LabError(Exception):
    """What cannot be done as asked: one sentence that says what and what would be right.

    It may quote a stranger's file, so what could drive a terminal is written out.
    """

    def __init__(self, said: str) -> None:
        super().__init__(visible(said))


def sentence(text: str) -> str:
    """The text with a full stop, unless it ends in a question already."""
    return text if text.endswith(("?", ".")) else f"{text}."


@contextmanager
def told() -> Iterator[None]:
    """Turn the engine's `ValueError`, whose text is a plain sentence, into a `LabError`."""
    try:
        yield
    except ValueError as error:
        raise LabError(str(error).replace("?.", "?")) from None
