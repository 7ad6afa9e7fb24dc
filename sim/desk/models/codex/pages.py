"""An entry of the codex opened: what it says, what it rests on, and where it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from string import ascii_lowercase
from typing import TYPE_CHECKING, Final

from sim import paths
from sim.catalogue import _, plural
from sim.desk.models.codex.book import Entry, Page, Section, Spelling
from sim.desk.models.codex.entries import NAME_KINDS
from sim.desk.models.facts import cited_for
from sim.desk.models.title import day
from sim.scenario import codex as data
from sim.scenario.form.codex import Mechanism, NameEntry, Term
from sim.scenario.form.gazetteer import Spellings
from sim.scenario.shelf import shipped, sources
from sim.scenario.shipped_data import places, spot_of

if TYPE_CHECKING:
    from sim.desk.models.codex.book import Codex

_FACT_KINDS: Final = {
    "event": _("event"),
    "condition": _("state of affairs"),
    "judgement": _("judgement"),
}
_ACTOR_KINDS: Final = {
    "faction": _("faction"),
    "power": _("power"),
    "institution": _("institution"),
}
_PLACE_KINDS: Final = {
    "town": _("town"),
    "capital": _("capital"),
    "area": _("area"),
    "water": _("water"),
}


def build_page(codex: Codex, entry: Entry) -> Page:
    """An entry with all that it says."""
    kind, _mark, tag = entry.key.partition(":")
    build = {
        "fact": _fact,
        "actor": _actor,
        "name": _name,
        "place": _place,
        "rule": _rule,
        "term": _term,
        "dispute": _dispute,
        "source": _source,
        "work": _work,
    }[kind]
    return build(codex, entry, tag)


# -- facts and where sources differ ----------------------------------------------------------------


def _fact(codex: Codex, entry: Entry, tag: str) -> Page:
    book = sources()
    fact = book.citable[tag]
    later = codex.today is not None and fact.known_from > codex.today
    known = _("known from {date}").format(date=day(fact.known_from))
    about = " · ".join(part for part in (tag, _FACT_KINDS.get(fact.kind or "", ""), known) if part)
    sections = [Section("", (codex.link(fact.text, entry.key),))]
    sections.append(Section(_("Drawn from"), tuple(_citations(fact.source, fact.place))))
    whole = tag.rstrip(ascii_lowercase)
    parts = [f"{whole}{letter}" for letter in book.facts[whole].parts]
    kin = [name for name in (whole, *parts) if name != tag]
    if kin:
        texts = tuple(f"{_to(name)} {book.citable[name].text}" for name in kin)
        head = _("What could be known earlier") if tag == whole else _("The whole, and its parts")
        sections.append(Section(head, texts, small=True))
    disputes = [name for name, one in book.disagreements.items() if whole in one.facts]
    if disputes:
        texts = tuple(
            f"{_to(name, 'dispute')} {book.disagreements[name].title}" for name in disputes
        )
        sections.append(Section(_("Where the sources differ"), texts))
    sections += _used(codex, tag)
    return Page(entry, about, (), tuple(sections), later=later)


def _citations(ids: Sequence[str], place: str | None) -> Iterator[str]:
    """Sources in full, with where in them."""
    for name in ids:
        source = sources().sources[name]
        yield f"[{source.title or name}](source:{name}). {source.reference or ''}".strip()
    if place:
        yield _("Where in it: {place}").format(place=place)


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


def _dispute(codex: Codex, entry: Entry, tag: str) -> Page:
    book = sources()
    one = book.disagreements[tag]
    beside = tuple((_heads(side.source), codex.link(side.says)) for side in one.sides)
    sections = [
        Section(_("What each says"), beside=beside),
        Section(_("The matter in full"), (codex.link(one.text, entry.key),)),
        Section(_("What the project does with it"), (codex.link(one.choice, entry.key),)),
    ]
    known = [name for name in one.facts if name in book.facts]
    facts = tuple(f"{_to(name)} {book.facts[name].title}" for name in known)
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


def _to(tag: str, kind: str = "fact") -> str:
    return f"[{tag}]({kind}:{tag})"


# -- actors, people and places ---------------------------------------------------------------------


def _actor(codex: Codex, entry: Entry, tag: str) -> Page:
    from sim.desk.models.codex.coding import coding

    assert codex.loaded is not None
    scenario = codex.loaded.scenario
    spec = scenario.actors[tag]
    seat = _("may be played") if spec.seat else ""
    about = " · ".join(part for part in (_ACTOR_KINDS[spec.kind], seat) if part)
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
        titles = tuple(f"{_to(name)} {sources().citable[name].title}" for name in cited)
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


def _name(codex: Codex, entry: Entry, tag: str) -> Page:
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
    sections += _mentions(codex, _words(one))
    return Page(entry, NAME_KINDS[one.kind], tuple(_spelled(one.names)), tuple(sections))


def _words(one: NameEntry) -> tuple[str, ...]:
    return (one.title, *one.also)


def _in(words: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def _mentions(codex: Codex, words: Sequence[str]) -> Iterator[Section]:
    """The facts whose text names something."""
    found = [
        name
        for name, fact in sources().facts.items()
        if any(_in(one, fact.text) or _in(one, fact.title) for one in words)
    ]
    if found:
        texts = tuple(f"{_to(name)} {sources().facts[name].title}" for name in found)
        yield Section(_("Facts that name it"), texts, small=True)


def _place(codex: Codex, entry: Entry, tag: str) -> Page:
    place = places()[tag]
    about = _("{kind}, {position}").format(
        kind=_PLACE_KINDS.get(place.kind, place.kind),
        position=position_words(place.longitude, place.latitude),
    )
    sections = []
    if place.text:
        cites = " ".join(_to(name) for name in place.cite)
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
    sections += _mentions(codex, [place.title])
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


# -- mechanisms, terms and literature --------------------------------------------------------------


def _rule(codex: Codex, entry: Entry, tag: str) -> Page:
    from sim.desk.models.codex.coding import at_work

    one = data.mechanisms()[tag]
    sections = [Section("", (codex.link(one.text, entry.key),))]
    rests = (*_works(one.works), *_citations(one.source, None))
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


def _term(codex: Codex, entry: Entry, tag: str) -> Page:
    one = data.terms()[tag]
    sections = [Section("", (codex.link(one.text, entry.key),))]
    if one.also:
        sections.append(Section(_("Also called"), (", ".join(one.also),), small=True))
    sections.append(
        Section(_("Where it comes from"), (*_works(one.works), *_citations(one.source, None)))
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


def _plain(text: str) -> str:
    return text.replace("[", "(").replace("]", ")")


def _source(codex: Codex, entry: Entry, tag: str) -> Page:
    book = sources()
    source = book.sources[tag]
    by = ", ".join(str(part) for part in (source.author, source.year) if part)
    sections = [Section(_("Reference"), (source.reference or "",))]
    if source.note:
        sections.append(Section(_("What to bear in mind"), (source.note,)))
    disputes = [
        f"{_to(name, 'dispute')} {one.title}"
        for name, one in book.disagreements.items()
        if any(tag in side.source for side in one.sides)
    ]
    if disputes:
        sections.append(Section(_("Where it differs from others, or from itself"), tuple(disputes)))
    drawn = [name for name, fact in book.facts.items() if tag in fact.source]
    head = plural("{count} fact drawn from it", "{count} facts drawn from it", len(drawn))
    texts = tuple(f"{_to(name)} {book.facts[name].title}" for name in drawn)
    sections.append(Section(head.format(count=len(drawn)), texts, small=True))
    return Page(entry, by, (), tuple(sections))


def _work(codex: Codex, entry: Entry, tag: str) -> Page:
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
