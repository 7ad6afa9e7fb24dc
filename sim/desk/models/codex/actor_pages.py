"""Entries of the codex on who and where: actors, names, and places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from sim.catalogue import _
from sim.desk.models.cast import KINDS
from sim.desk.models.codex.book import Codex
from sim.desk.models.codex.citing import link_to
from sim.desk.models.codex.coding import coding
from sim.desk.models.codex.entries import NAME_KINDS
from sim.desk.models.codex.entry import Entry, Page, Section, Spelling
from sim.desk.models.facts import cited_for
from sim.scenario import codex as data
from sim.scenario.form.codex import NameEntry
from sim.scenario.form.gazetteer import Spellings
from sim.scenario.shelf import sources
from sim.scenario.shipped_data import places, spot_of

_PLACE_KINDS: Final = {
    "town": _("town"),
    "capital": _("capital"),
    "area": _("area"),
    "water": _("water"),
}


def actor_page(codex: Codex, entry: Entry, tag: str) -> Page:
    """An actor of the scenario: who and where, its numbers, and the facts cited for it."""
    assert codex.loaded is not None
    scenario = codex.loaded.scenario
    spec = scenario.actors[tag]
    seat = _("may be played") if spec.seat else ""
    about = " · ".join(part for part in (KINDS[spec.kind], seat) if part)
    sections = []
    if spec.about:
        sections.append(Section("", (codex.link(spec.about, entry.key),)))
    facts = []
    if spec.leader:
        facts.append(_("Decides or speaks: {who}").format(who=codex.link(spec.leader, entry.key)))
    spot = spot_of(spec.place)
    if spot is not None and spot.title:
        where = codex.link(spot.title, entry.key)
        facts.append(_("Stands at: {place}").format(place=where))
        facts += [spot.note] if spot.note else []
    if facts:
        sections.append(Section(_("Who and where"), tuple(facts), small=True))
    found = cited_for(scenario, tag, codex.uses)
    cited = [name for name in sources().citable if name in found]
    if cited:
        titles = tuple(f"{link_to(name)} {sources().citable[name].title}" for name in cited)
        sections.append(Section(_("Facts cited for it"), titles, small=True))
    lines = tuple(coding(codex, tag))
    sections.append(Section(_("Its numbers, and what they rest on"), lines, small=True))
    own = [one for one in data.names().values() if tag in one.actors]
    own.sort(key=lambda one: one.kind == "person")
    several = len(own) > 1
    names = tuple(
        spelling
        for one in own
        for spelling in _spelled(one.names, one.title if several or one.kind == "person" else "")
    )
    return Page(entry, about, names, tuple(sections), codex.face(tag))


def name_page(codex: Codex, entry: Entry, tag: str) -> Page:
    """A person, party, state or body, and where it is named."""
    one = data.names()[tag]
    sections = []
    if codex.loaded is not None:
        spoken = [
            f"[{spec.name}](actor:{actor})"
            for actor, spec in codex.loaded.scenario.actors.items()
            if actor in one.actors
            or (spec.leader and any(_in(w, spec.leader) for w in _words(one)))
        ]
        if spoken:
            sections.append(Section(_("In this scenario"), (" · ".join(spoken),)))
    sections += _mentions(_words(one))
    return Page(entry, NAME_KINDS[one.kind], tuple(_spelled(one.names)), tuple(sections))


def _words(one: NameEntry) -> tuple[str, ...]:
    return (one.title, *one.also)


def _in(words: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def _mentions(words: Sequence[str]) -> Iterator[Section]:
    """The facts whose text names something."""
    found = [
        name
        for name, fact in sources().facts.items()
        if any(_in(one, fact.text) or _in(one, fact.title) for one in words)
    ]
    if found:
        texts = tuple(f"{link_to(name)} {sources().facts[name].title}" for name in found)
        yield Section(_("Facts that name it"), texts, small=True)


def place_page(codex: Codex, entry: Entry, tag: str) -> Page:
    """A place, and who stands or meets there."""
    place = places()[tag]
    about = _("{kind}, {position}").format(
        kind=_PLACE_KINDS.get(place.kind, place.kind),
        position=position_words(place.longitude, place.latitude),
    )
    sections = []
    if place.text:
        cites = " ".join(link_to(name) for name in place.cite)
        sections.append(Section("", (f"{codex.link(place.text, entry.key)} {cites}".strip(),)))
    if codex.loaded is not None:
        scenario = codex.loaded.scenario
        here = [
            f"[{spec.name}](actor:{actor})"
            for actor, spec in scenario.actors.items()
            if spec.place == tag
        ]
        if here:
            sections.append(Section(_("Stands here in this scenario"), (" · ".join(here),)))
        tables = [table.title for table in scenario.tables.values() if table.place == tag]
        if tables:
            sections.append(Section(_("Meets here"), (" · ".join(tables),)))
    sections += _mentions([place.title])
    return Page(entry, about, tuple(_spelled(place.names)), tuple(sections))


def position_words(longitude: float, latitude: float) -> str:
    """A position as 12.8 north, 102.6 east, in degrees."""
    north = _("{degrees} north") if latitude >= 0 else _("{degrees} south")
    east = _("{degrees} east") if longitude >= 0 else _("{degrees} west")
    return ", ".join(
        (north.format(degrees=f"{abs(latitude):.1f}"), east.format(degrees=f"{abs(longitude):.1f}"))
    )


def _spelled(names: Spellings, title: str = "") -> Iterator[Spelling]:
    """A name in other scripts; `title` says whose, where several stand together."""
    called = data.languages()
    found = ((called.ja, names.ja), (called.km, names.km))
    texts = tuple((language, text) for language, text in found if language and text)
    if texts:
        yield Spelling(title, texts)
