"""The facts that a scenario rests on, with their sources and where these disagree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, Final

from sim.desk.models.title import day

if TYPE_CHECKING:
    from sim.scenario.load import Loaded
    from sim.scenario.schema import Scenario
    from sim.scenario.sources import Sources

_KINDS: Final = {"event": "event", "condition": "state of affairs", "judgement": "judgement"}
_WHERE: Final = {
    "moves": "Move",
    "events": "Event",
    "actors": "Actor",
    "tables": "Table",
    "steps": "Step",
    "issues": "Issue",
    "claims": "Claim",
    "checkpoints": "Checkpoint",
    "foils": "What might have been",
    "outcomes": "Outcome",
    "factors": "Why the part could be played",
}
_PAIRS: Final = {"trust": "Trust", "knowledge": "Knowledge", "leverage": "Leverage"}


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A text that a fact is drawn from."""

    title: str
    by: str
    """Author and year."""
    reference: str
    note: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Where sources disagree, and what the project does about it."""

    title: str
    text: str
    choice: str


@dataclass(frozen=True, slots=True)
class FactCard:
    """A fact, what it is drawn from, and what rests on it."""

    id: str
    title: str
    kind: str
    known_from: str
    text: str
    place: str
    sources: tuple[SourceNote, ...]
    differences: tuple[Difference, ...]
    used: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactsView:
    """All facts that a scenario cites, in order."""

    scenario: str
    facts: tuple[FactCard, ...]

    def find(self, words: str) -> tuple[FactCard, ...]:
        """The facts that hold all words, in their id, title, text or sources."""
        wanted = words.lower().split()
        return tuple(f for f in self.facts if all(word in _haystack(f) for word in wanted))

    def get(self, fact: str) -> FactCard | None:
        """A fact by its id."""
        return next((one for one in self.facts if one.id == fact), None)


def build_facts(loaded: Loaded) -> FactsView:
    """The facts that a scenario cites."""
    from sim.scenario.load import sources

    book, used = sources(), uses(loaded.scenario)
    ids = [fact for fact in book.citable if fact in used]
    return FactsView(
        loaded.scenario.title, tuple(_card(book, fact, tuple(used[fact])) for fact in ids)
    )


def uses(scenario: Scenario) -> dict[str, list[str]]:
    """Facts with the parts of a scenario that cite them, in words and without repetition."""
    found: dict[str, list[str]] = {}
    data = scenario.model_dump(exclude_none=True)
    for path, fact in _cites(data, ()):
        said = _said(scenario, path)
        if said not in found.setdefault(fact, []):
            found[fact].append(said)
    return found


def _cites(data: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key == "cite" and isinstance(value, Sequence):
                yield from ((path, fact) for fact in value)
            else:
                yield from _cites(value, (*path, str(key)))


def _said(scenario: Scenario, path: tuple[str, ...]) -> str:
    """A part of a scenario in words."""
    if path[0] == "history":
        path = path[1:]
    first, name = path[0], path[1] if len(path) > 1 else ""
    if first in _PAIRS and len(path) > 2:
        return f"{_PAIRS[first]}: {_short(scenario, name)}, {_short(scenario, path[2])}"
    if first == "line":
        return "The record, move by move"
    if first == "told":
        return "The record, in the debrief"
    if first == "rapport":
        return "Rapport: " + ", ".join(_short(scenario, a) for a in scenario.rapport[name].between)
    if first == "beliefs":
        return f"Beliefs: {_short(scenario, name)}"
    if first == "goals":
        return f"Goals: {_short(scenario, name)}"
    if first == "advisers":
        return f"Adviser: {scenario.advisers[name].name}"
    if first == "actors":
        part = f", {path[2]}" if len(path) > 2 else ""
        return f"Actor: {_short(scenario, name)}{part.replace('_', ' ')}"
    owner = scenario.history if first in ("checkpoints", "foils") else scenario
    item = getattr(owner, first, {})
    title = item[name].title if isinstance(item, Mapping) and name in item else name
    return f"{_WHERE.get(first, first)}: {title}"


def _short(scenario: Scenario, actor: str) -> str:
    return scenario.actors[actor].short if actor in scenario.actors else actor


def _card(book: Sources, fact: str, used: tuple[str, ...]) -> FactCard:
    spec = book.citable[fact]
    notes = []
    for name in spec.source:
        source = book.sources[name]
        by = ", ".join(str(part) for part in (source.author, source.year) if part)
        notes.append(
            SourceNote(source.title or name, by, source.reference or "", source.note or "")
        )
    return FactCard(
        id=fact,
        title=spec.title,
        kind=_KINDS.get(spec.kind or "", ""),
        known_from=day(spec.known_from),
        text=spec.text,
        place=spec.place or "",
        sources=tuple(notes),
        differences=tuple(
            Difference(one.title or "", one.text, one.choice)
            for one in book.disagreements.values()
            if fact.rstrip(ascii_lowercase) in one.facts
        ),
        used=used,
    )


def _haystack(fact: FactCard) -> str:
    said = [fact.id, fact.title, fact.text, *(note.by + note.title for note in fact.sources)]
    return " ".join(said).lower()
