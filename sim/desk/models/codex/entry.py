"""What the codex is made of: an entry in its list, and an entry opened with its parts.

Texts hold links as `[words](key)`; keys are `fact:E8`, `actor:ID`, `name:ID`, `place:ID`,
`rule:ID`, `term:ID`, `dispute:X8`, `source:ID` and `work:ID`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim.catalogue import _
from sim.desk.models.cast import Face

KINDS: Final[dict[str, str]] = {
    "": _("All"),
    "fact": _("Facts"),
    "actor": _("Actors"),
    "place": _("Places"),
    "rule": _("Mechanisms"),
    "term": _("Terms"),
    "dispute": _("Disagreements"),
    "source": _("Sources"),
}
"""What can be looked up, in the order of the tabs."""
_SINGLE: Final[dict[str, str]] = {
    "fact": _("fact"),
    "actor": _("actor"),
    "place": _("place"),
    "rule": _("mechanism"),
    "term": _("term"),
    "dispute": _("disagreement"),
    "source": _("source"),
}
_KIND_OF: Final = {"name": "actor", "work": "source"}


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be looked up, as a list shows it."""

    key: str
    title: str
    detail: str
    """An id or a date, in a few letters."""
    also: tuple[str, ...] = ()
    """Other words for it."""
    body: str = ""
    """What a search looks through, in small letters."""
    part: bool = False
    """Whether it is part of another entry: reached by its id and by links, not listed."""

    @property
    def kind(self) -> str:
        """One of `KINDS`."""
        first = self.key.partition(":")[0]
        return _KIND_OF.get(first, first)

    @property
    def kind_words(self) -> str:
        """The kind in a word."""
        return _SINGLE[self.kind]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an entry: a heading over texts, which may stand side by side."""

    title: str
    texts: tuple[str, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()
    """Heads with texts, side by side."""
    small: bool = False


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name in other scripts."""

    title: str
    """Whose name, where an entry has several; else empty."""
    texts: tuple[tuple[str, str], ...]
    """Languages with the name as they write it."""


@dataclass(frozen=True, slots=True)
class Page:
    """An entry opened."""

    entry: Entry
    about: str
    """What kind of thing it is, from when it could be known, and the like."""
    names: tuple[Spelling, ...]
    sections: tuple[Section, ...]
    face: Face | None = None
    later: bool = False
    """Whether nobody could know it yet on the day that the game stands at."""


def kind_index(key: str) -> int:
    """The tab that an entry stands under; the first for none."""
    first = key.partition(":")[0]
    kind = _KIND_OF.get(first, first)
    return list(KINDS).index(kind) if kind in KINDS else 0
