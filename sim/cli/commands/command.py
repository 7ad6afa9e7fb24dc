"""What a command of the text mode is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.cli.text import TextGame


@dataclass(frozen=True)
class Command:
    """A command: what is typed, how it is written, what it does, and who does it."""

    name: str
    usage: str
    """How it is written, its arguments in capitals."""
    meaning: str
    """What it does, in a few words."""
    run: Callable[[TextGame, list[str]], None]
    """Does it, with the words that followed the name."""
    opens: bool = False
    """Whether it opens what was hidden; where several play it then waits for the end."""
