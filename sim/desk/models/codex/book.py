"""The codex: everything that can be looked up, what each entry says, and what a search finds.

Texts hold links as `[words](key)`; keys are `fact:E8`, `actor:ID`, `name:ID`, `place:ID`,
`rule:ID`, `term:ID`, `dispute:X8`, `source:ID` and `work:ID`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.desk.models.cast import Face, face

if TYPE_CHECKING:
    import datetime as dt

    from sim.scenario.load import Loaded

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
_TITLE, _START, _WORD, _ID, _ALSO, _BODY = 100, 40, 20, 200, 30, 3


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


class Codex:
    """All entries for a scenario.

    Args:
        loaded: The scenario; without one, the codex holds what belongs to all of them.
        today: The day that the game stands at, if there is one.
    """

    def __init__(self, loaded: Loaded | None, today: dt.date | None = None) -> None:
        from sim.desk.models.codex.entries import all_entries
        from sim.desk.models.codex.links import Linker

        self.loaded, self.today = loaded, today
        self.entries: tuple[Entry, ...] = tuple(all_entries(loaded))
        self._by_key = {entry.key: entry for entry in self.entries}
        self._linker = Linker(self.entries)
        self._pages: dict[str, Page] = {}

    @cached_property
    def uses(self) -> dict[str, list[str]]:
        """Facts with the parts of the scenario that cite them, in words."""
        return {} if self.loaded is None else _uses_of(self.loaded)

    def get(self, key: str) -> Entry | None:
        """An entry by its key."""
        return self._by_key.get(key)

    def find(self, words: str, kind: str = "") -> tuple[Entry, ...]:
        """The entries that hold all words, the best first; all of a kind where there are none.

        A hit in the id counts most, then the title, other words for it, and the text.
        """
        pool = [entry for entry in self.entries if kind in ("", entry.kind)]
        wanted = words.casefold().split()
        if not wanted:
            return tuple(entry for entry in pool if not entry.part)
        ranked = [
            (score(entry, wanted), i, entry)
            for i, entry in enumerate(pool)
            if not entry.part or entry.detail.casefold() in wanted
        ]
        return tuple(entry for points, _i, entry in sorted(ranked, key=_order) if points)

    def link(self, text: str, without: str = "") -> str:
        """A text in which every name and id that the codex knows is a link, but one."""
        return self._linker.link(text, without)

    def open(self, key: str) -> Page:
        """An entry with all that it says.

        Raises:
            KeyError: There is none.
        """
        if key not in self._pages:
            from sim.desk.models.codex.pages import build_page

            self._pages[key] = build_page(self, self._by_key[key])
        return self._pages[key]

    def face(self, actor: str) -> Face | None:
        """The mark of an actor of the scenario."""
        return None if self.loaded is None else face(self.loaded.scenario, actor)


_used: dict[str, dict[str, list[str]]] = {}


def _uses_of(loaded: Loaded) -> dict[str, list[str]]:
    """What of a scenario rests on each fact, worked out once."""
    from sim.desk.models.facts import uses

    if loaded.digest not in _used:
        _used.clear()
        _used[loaded.digest] = uses(loaded.scenario)
    return _used[loaded.digest]


def warm_up() -> None:
    """Read what every codex holds, while nobody waits for it."""
    from sim.desk.models.codex.pages import cited_in

    Codex(None)
    cited_in("")


def _order(found: tuple[int, int, Entry]) -> tuple[int, int]:
    return -found[0], found[1]


def kind_index(key: str) -> int:
    """The tab that an entry stands under; the first for none."""
    first = key.partition(":")[0]
    kind = _KIND_OF.get(first, first)
    return list(KINDS).index(kind) if kind in KINDS else 0


def score(entry: Entry, wanted: Sequence[str]) -> int:
    """How well an entry fits words that are all wanted; 0 where one of them is not in it."""
    title, tag = entry.title.casefold(), entry.key.partition(":")[2].casefold()
    also = " ".join(entry.also).casefold()
    total = _TITLE if title == " ".join(wanted) else 0
    for word in wanted:
        points = 0
        if word == tag:
            points += _ID
        if title.startswith(word):
            points += _START
        elif word in title:
            points += _WORD
        if word in also:
            points += _ALSO
        if word in entry.body:
            points += _BODY
        if not points:
            return 0
        total += points
    return total
