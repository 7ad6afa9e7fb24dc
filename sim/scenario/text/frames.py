"""What the reader keeps of a block or list that is still open, and of a name that waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.scenario.problem import Problem, Span
from sim.scenario.text.spans import Mark, Place

_MAX_SHOWN = 120


def quoted_name(text: str) -> str:
    """A sentence on a name that YAML does not read as text."""
    return f'a name must be text; put it in quotation marks: "{text}"'


@dataclass(slots=True)
class Key:
    """A key that waits for its value; `name` is None when the entry is to be left out."""

    name: str | None
    place: Place
    in_braces: bool = False
    """Unquoted and in braces, where `{leverage:0.7}` and `{title: Bread, butter}` may be meant."""
    decimal: str = ""
    """The number that `0,8` in braces was meant to be, when this key is its second half."""
    before: tuple[str, Place] | None = None
    """Text and place of the unquoted value before it, which a comma may have cut in two."""


@dataclass(slots=True)
class Cut:
    """A text in braces that commas have cut to pieces."""

    text: str
    place: Place
    problem: int
    """Which of the problems tells of it."""

    def goes_on(self, key: Key) -> None:
        """Add the next piece, which YAML takes for a name."""
        self.text += f", {key.name}"
        self.place = (*self.place[:2], *key.place[2:])

    def told(self, file: str) -> Problem:
        """The problem that tells of it."""
        right = f'"{self.text}"' if len(self.text) <= _MAX_SHOWN else "all of it"
        message = f"a comma ends an entry in braces; put the text in quotation marks: {right}"
        return Problem(Span(file, *self.place), "comma", message)


@dataclass(slots=True)
class Frame:
    """A mapping or list that is being read."""

    data: Any
    """A dict or a list."""
    is_mapping: bool
    mark: Mark
    items: dict[str | int, Mark]
    """Those of the mark."""
    flow: bool
    is_key: bool = False
    """The collection stands where a key should be, and is thrown away."""
    key: Key | None = None
    last: tuple[str, Place] | None = None
    """Text and place of the scalar read last, to know a decimal comma."""
    cut: Cut | None = None
