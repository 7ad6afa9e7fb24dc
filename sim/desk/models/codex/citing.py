"""Links and citations in the pages of the codex, and who cites what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from sim import paths
from sim.catalogue import _
from sim.scenario.shelf import shipped, sources


def link_to(tag: str, kind: str = "fact") -> str:
    """A link to an entry by its id, to a fact by default."""
    return f"[{tag}]({kind}:{tag})"


def citations(ids: Sequence[str], place: str | None) -> Iterator[str]:
    """Sources in full, with where in them."""
    for name in ids:
        source = sources().sources[name]
        yield f"[{source.title or name}](source:{name}). {source.reference or ''}".strip()
    if place:
        yield _("Where in it: {place}").format(place=place)


def cited_in(tag: str) -> list[tuple[str, str]]:
    """Ids and titles of the shipped scenarios that cite a fact or name a rule."""
    word = re.compile(rf"(?<![\w]){re.escape(tag)}(?![\w])")
    return [(name, title) for name, title, cites in _scanned() if word.search(cites)]


@lru_cache(maxsize=1)
def _scanned() -> tuple[tuple[str, str, str], ...]:
    """Of each shipped scenario its id, title, and all that it cites or tests, as text."""
    found = []
    for name in shipped():
        text = (paths.scenarios() / f"{name}.yaml").read_text(encoding="utf-8")
        title = re.search(r"^title: (.+)$", text, re.MULTILINE)
        cites = re.findall(r"cite: \[([^\]]*)\]", text)
        rules = re.findall(r"^\s+rule: (\w+)$", text, re.MULTILINE)
        words = title[1].strip().strip('"') if title else name
        found.append((name, words, " ".join([*cites, *(f"rule:{rule}" for rule in rules)])))
    return tuple(found)
