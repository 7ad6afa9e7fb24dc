"""What the codex lists: facts, actors and people, places, mechanisms, terms, disputes, sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.desk.models.codex.entry import Entry
from sim.scenario import codex as data
from sim.scenario.shelf import sources
from sim.scenario.shipped_data import places

if TYPE_CHECKING:
    from sim.scenario.load import Loaded
    from sim.scenario.schema import Scenario


NAME_KINDS: Final = {
    "person": _("person"),
    "party": _("party"),
    "state": _("state"),
    "body": _("body"),
}
"""What bears a name, in a word."""


def all_entries(loaded: Loaded | None) -> Iterator[Entry]:
    """Every entry, kind by kind."""
    yield from _facts()
    yield from _actors(None if loaded is None else loaded.scenario)
    yield from _places()
    for rule, mechanism in data.mechanisms().items():
        body = f"{mechanism.text} {mechanism.differs or ''}"
        yield Entry(f"rule:{rule}", mechanism.title, rule.replace("_", " "), (), body.casefold())
    for name, term in sorted(data.terms().items(), key=lambda one: one[1].title.casefold()):
        yield Entry(f"term:{name}", term.title, "", tuple(term.also), term.text.casefold())
    for name, one in sources().disagreements.items():
        said = " ".join([one.text, one.choice, *one.facts])
        yield Entry(f"dispute:{name}", one.title or name, name, (), said.casefold())
    for name, source in sources().sources.items():
        said = " ".join(str(part) for part in (source.author, source.reference, source.note))
        yield Entry(f"source:{name}", source.title or name, name, (), said.casefold())
    for name, work in sorted(data.works().items()):
        title = f"{work.by} {work.year}"
        yield Entry(f"work:{name}", title, "", (), work.reference.casefold())


def _facts() -> Iterator[Entry]:
    for name, fact in sources().citable.items():
        said = " ".join([fact.text, *fact.source, fact.place or ""])
        part = name not in sources().facts
        yield Entry(f"fact:{name}", fact.title, name, (), said.casefold(), part)


def _actors(scenario: Scenario | None) -> Iterator[Entry]:
    """The actors of the scenario; then people, and parties and states that are not among them."""
    shown = {} if scenario is None else scenario.actors
    for actor, spec in shown.items():
        also = [spec.short, *([spec.called] if spec.called else [])]
        also += [
            words
            for one in data.names().values()
            if one.kind != "person" and actor in one.actors
            for words in (one.title, *one.also)
        ]
        said = f"{spec.about or ''} {spec.leader or ''}"
        yield Entry(f"actor:{actor}", spec.name, "", tuple(dict.fromkeys(also)), said.casefold())
    for name, one in data.names().items():
        if one.kind == "person" or not any(actor in shown for actor in one.actors):
            spelled = " ".join(text for text in (one.names.ja, one.names.km) if text)
            yield Entry(f"name:{name}", one.title, NAME_KINDS[one.kind], tuple(one.also), spelled)


def _places() -> Iterator[Entry]:
    for name, place in sorted(places().items(), key=lambda one: one[1].title):
        if place.kind == "land":
            continue  # lands are states: they stand among the actors
        spelled = " ".join(text for text in (place.names.ja, place.names.km) if text)
        body = f"{place.text or ''} {spelled}"
        yield Entry(f"place:{name}", place.title, "", (), body.casefold())
