"""Entries of the codex on the model and the field: mechanisms, terms, and literature."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sim.catalogue import _
from sim.desk.models.codex.book import Codex
from sim.desk.models.codex.citing import citations, cited_in
from sim.desk.models.codex.coding import at_work
from sim.desk.models.codex.entry import Entry, Page, Section
from sim.scenario import codex as data
from sim.scenario.form.codex import Mechanism, Term


def rule_page(codex: Codex, entry: Entry, tag: str) -> Page:
    """A mechanism of the model: where it comes from, and where it is used."""
    one = data.mechanisms()[tag]
    sections = [Section("", (codex.link(one.text, entry.key),))]
    rests = (*_works(one.works), *citations(one.source, None))
    sections.append(Section(_("Where it comes from"), rests))
    if one.differs:
        sections.append(Section(_("Where the model departs from it"), (one.differs,)))
    here = _("It is at work in every scenario, unless it is switched off.")
    work = () if codex.loaded is None else tuple(at_work(codex.loaded.scenario, tag))
    sections.append(Section(_("Where it is used"), (here, *work), small=True))
    tested = [title for _name, title in cited_in(f"rule:{tag}")]
    if tested:
        sections.append(Section(_("A claim tests it in"), (" · ".join(tested),), small=True))
    sections += _see(one.see)
    return Page(entry, _("mechanism"), (), tuple(sections))


def term_page(codex: Codex, entry: Entry, tag: str) -> Page:
    """A term of the field, and the mechanisms that use it."""
    one = data.terms()[tag]
    sections = [Section("", (codex.link(one.text, entry.key),))]
    if one.also:
        sections.append(Section(_("Also called"), (", ".join(one.also),), small=True))
    sections.append(
        Section(_("Where it comes from"), (*_works(one.works), *citations(one.source, None)))
    )
    sections += _see(one.see)
    rules = [
        f"[{rule.title}](rule:{name})"
        for name, rule in data.mechanisms().items()
        if tag in rule.see
    ]
    if rules:
        sections.append(Section(_("In the model"), (" · ".join(rules),)))
    return Page(entry, _("term of the field"), (), tuple(sections))


def _see(names: Sequence[str]) -> Iterator[Section]:
    if names:
        links = [f"[{data.terms()[name].title}](term:{name})" for name in names]
        yield Section(_("See also"), (" · ".join(links),))


def _works(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        work = data.works()[name]
        yield f"[{work.by} {work.year}](work:{name}). {_plain(work.reference)}"


def work_page(codex: Codex, entry: Entry, tag: str) -> Page:
    """A work of the literature, and what rests on it."""
    work = data.works()[tag]
    sections = [Section(_("Reference"), (_plain(work.reference),))]
    groups: Mapping[str, tuple[str, Mapping[str, Mechanism | Term]]] = {
        "rule": (_("Mechanisms that rest on it"), data.mechanisms()),
        "term": (_("Terms that it explains"), data.terms()),
    }
    for kind, (head, items) in groups.items():
        links = [f"[{one.title}]({kind}:{name})" for name, one in items.items() if tag in one.works]
        if links:
            sections.append(Section(head, (" · ".join(links),)))
    return Page(entry, _("literature"), (), tuple(sections))


def _plain(text: str) -> str:
    return text.replace("[", "(").replace("]", ")")
