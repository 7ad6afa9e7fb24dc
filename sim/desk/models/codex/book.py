"""The codex: everything that can be looked up, and what a search finds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from sim.desk.models.cast import Face, face
from sim.desk.models.codex.entries import all_entries
from sim.desk.models.codex.entry import Entry, Page
from sim.desk.models.codex.links import Linker

if TYPE_CHECKING:
    import datetime as dt

    from sim.scenario.load import Loaded

_TITLE: Final = 100
_START: Final = 40
_WORD: Final = 20
_ID: Final = 200
_ALSO: Final = 30
_BODY: Final = 3
"""What a hit counts: as the whole title, at its start or in it, in the id, other words, the text.
"""


class Codex:
    """All entries for a scenario.

    Args:
        loaded: The scenario; without one, the codex holds what belongs to all of them.
        today: The day that the game stands at, if there is one.
    """

    def __init__(self, loaded: Loaded | None, today: dt.date | None = None) -> None:
        self.loaded, self.today = loaded, today
        self.entries: tuple[Entry, ...] = tuple(all_entries(loaded))
        self._by_key = {entry.key: entry for entry in self.entries}
        self._linker = Linker(self.entries)
        self.opened: dict[str, Page] = {}
        """The entries that were opened, by key; see `sim.desk.models.codex.pages.page_of`."""

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


def _order(found: tuple[int, int, Entry]) -> tuple[int, int]:
    return -found[0], found[1]


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
