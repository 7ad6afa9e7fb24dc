"""An entry of the codex opened: what it says, what it rests on, and where it is used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sim.desk.models.codex.actor_pages import actor_page, name_page, place_page
from sim.desk.models.codex.book import Codex
from sim.desk.models.codex.citing import cited_in
from sim.desk.models.codex.entry import Entry, Page
from sim.desk.models.codex.source_pages import dispute_page, fact_page, source_page
from sim.desk.models.codex.theory_pages import rule_page, term_page, work_page

_BUILDERS: Final[Mapping[str, Callable[[Codex, Entry, str], Page]]] = {
    "fact": fact_page,
    "actor": actor_page,
    "name": name_page,
    "place": place_page,
    "rule": rule_page,
    "term": term_page,
    "dispute": dispute_page,
    "source": source_page,
    "work": work_page,
}
"""What builds an entry, by the first part of its key."""


def page_of(codex: Codex, key: str) -> Page:
    """An entry with all that it says; built once in each codex.

    Raises:
        KeyError: There is none.
    """
    if key not in codex.opened:
        entry = codex.get(key)
        if entry is None:
            raise KeyError(key)
        kind, _mark, tag = key.partition(":")
        codex.opened[key] = _BUILDERS[kind](codex, entry, tag)
    return codex.opened[key]


def preload() -> None:
    """Read what every codex holds, while nobody waits for it."""
    Codex(None)
    cited_in("")
