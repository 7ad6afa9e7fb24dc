"""Links in the texts of the codex: every id and name that it knows leads to its entry."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sim.desk.models.codex.entry import Entry

_IDS: Final = r"[A-Z]\d{1,2}[a-z]?"
_LEAST: Final = 3  # letters of a name that is looked for


class Linker:
    """Finds what the codex knows in a text."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._keys: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        for entry in entries:
            first, _, tag = entry.key.partition(":")
            if first in ("fact", "dispute"):
                self._ids[tag] = entry.key
            elif first in ("actor", "name", "place", "term"):
                known = [words for words in (entry.title, *entry.also) if len(words) >= _LEAST]
                for words in known:
                    self._keys.setdefault(words, entry.key)
                    if first == "term":
                        self._keys.setdefault(_small(words), entry.key)
        longest = sorted(self._keys, key=len, reverse=True)
        names = "|".join(re.escape(words) for words in longest)
        self._pattern = re.compile(rf"(?<![\w-])(?:({_IDS})|({names}))(?![\w-])" if names else _IDS)

    def link(self, text: str, without: str = "") -> str:
        """A text with links, each name linked where it first stands.

        Args:
            text: Plain; its own square brackets become round ones.
            without: Key of an entry that is not linked, such as the one that the text stands in.
        """
        done = {without}

        def linked(match: re.Match[str]) -> str:
            words = match[0]
            key = self._ids.get(words) or self._keys.get(words)
            if key is None or key in done:
                return words
            done.add(key)
            return f"[{words}]({key})"

        plain = text.replace("[", "(").replace("]", ")")
        return self._pattern.sub(linked, plain)


def _small(words: str) -> str:
    """Words as they stand within a sentence."""
    return words if words.isupper() else words[:1].lower() + words[1:]
