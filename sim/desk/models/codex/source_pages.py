"""Entries of the codex on the record: facts, sources, and where sources differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import ascii_lowercase
from typing import Final

from sim.catalogue import _, plural
from sim.desk.models.codex.book import Codex
from sim.desk.models.codex.citing import citations, cited_in, link_to
from sim.desk.models.codex.entry import Entry, Page, Section
from sim.desk.models.title import day
from sim.scenario.shelf import sources

_FACT_KINDS: Final = {
    "event": _("event"),
    "condition": _("state of affairs"),
    "judgement": _("judgement"),
}


def fact_page(codex: Codex, entry: Entry, tag: str) -> Page:
    """A fact: what it says, what it is drawn from, and what rests on it."""
    book = sources()
    fact = book.citable[tag]
    later = codex.today is not None and fact.known_from > codex.today
    known = _("known from {date}").format(date=day(fact.known_from))
    about = " · ".join(part for part in (tag, _FACT_KINDS.get(fact.kind or "", ""), known) if part)
    sections = [Section("", (codex.link(fact.text, entry.key),))]
    sections.append(Section(_("Drawn from"), tuple(citations(fact.source, fact.place))))
    whole = tag.rstrip(ascii_lowercase)
    parts = [f"{whole}{letter}" for letter in book.facts[whole].parts]
    kin = [name for name in (whole, *parts) if name != tag]
    if kin:
        texts = tuple(f"{link_to(name)} {book.citable[name].text}" for name in kin)
        head = _("What could be known earlier") if tag == whole else _("The whole, and its parts")
        sections.append(Section(head, texts, small=True))
    disputes = [name for name, one in book.disagreements.items() if whole in one.facts]
    if disputes:
        texts = tuple(
            f"{link_to(name, 'dispute')} {book.disagreements[name].title}" for name in disputes
        )
        sections.append(Section(_("Where the sources differ"), texts))
    sections += _used(codex, tag)
    return Page(entry, about, (), tuple(sections), later=later)


def _used(codex: Codex, tag: str) -> Iterator[Section]:
    """What rests on a fact: in the scenario at hand, and in which others."""
    if codex.loaded is not None:
        here = codex.uses.get(tag, [])
        texts = tuple(codex.link(said) for said in here) or (_("Nothing in this scenario."),)
        yield Section(_("What rests on it in this scenario"), texts, small=True)
    own = "" if codex.loaded is None else codex.loaded.scenario.id
    others = [title for name, title in cited_in(tag) if name != own]
    if others:
        yield Section(_("Also cited in"), (" · ".join(others),), small=True)


def dispute_page(codex: Codex, entry: Entry, tag: str) -> Page:
    """Where sources differ: what each says, and what the project does with it."""
    book = sources()
    one = book.disagreements[tag]
    beside = tuple((_heads(side.source), codex.link(side.says)) for side in one.sides)
    sections = [
        Section(_("What each says"), beside=beside),
        Section(_("The matter in full"), (codex.link(one.text, entry.key),)),
        Section(_("What the project does with it"), (codex.link(one.choice, entry.key),)),
    ]
    known = [name for name in one.facts if name in book.facts]
    facts = tuple(f"{link_to(name)} {book.facts[name].title}" for name in known)
    sections.append(Section(_("Facts that it bears on"), facts))
    if codex.loaded is not None:
        used = codex.uses
        said = [
            words
            for name, all_of in used.items()
            if name.rstrip(ascii_lowercase) in one.facts
            for words in all_of
        ]
        texts = tuple(codex.link(words) for words in dict.fromkeys(said))
        nothing = (_("Nothing in this scenario."),)
        sections.append(Section(_("What rests on these facts here"), texts or nothing, small=True))
    about = _("{id} · disagreement").format(id=tag)
    return Page(entry, about, (), tuple(sections))


def _heads(ids: Sequence[str]) -> str:
    """Sources by who wrote them and when, each a link."""
    said = []
    for name in ids:
        source = sources().sources[name]
        words = ", ".join(str(part) for part in (source.author or name, source.year) if part)
        said.append(f"[{words.replace('(', '').replace(')', '')}](source:{name})")
    return "; ".join(said)


def source_page(codex: Codex, entry: Entry, tag: str) -> Page:
    """A source: its reference, and the facts drawn from it."""
    book = sources()
    source = book.sources[tag]
    by = ", ".join(str(part) for part in (source.author, source.year) if part)
    sections = [Section(_("Reference"), (source.reference or "",))]
    if source.note:
        sections.append(Section(_("What to bear in mind"), (source.note,)))
    disputes = [
        f"{link_to(name, 'dispute')} {one.title}"
        for name, one in book.disagreements.items()
        if any(tag in side.source for side in one.sides)
    ]
    if disputes:
        sections.append(Section(_("Where it differs from others, or from itself"), tuple(disputes)))
    drawn = [name for name, fact in book.facts.items() if tag in fact.source]
    head = plural("{count} fact drawn from it", "{count} facts drawn from it", len(drawn))
    texts = tuple(f"{link_to(name)} {book.facts[name].title}" for name in drawn)
    sections.append(Section(head.format(count=len(drawn)), texts, small=True))
    return Page(entry, by, (), tuple(sections))
