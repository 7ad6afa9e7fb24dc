"""Commands that look things up: the codex, a fact with its sources, who stands where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.catalogue import _, plural
from sim.cli.textmode import telling
from sim.cli.textmode.asked import SHOWN, Refused
from sim.cli.textmode.console import Command, Console
from sim.scenario.problem import visible

if TYPE_CHECKING:
    from sim.desk.models.codex.book import Codex
    from sim.desk.models.codex.entry import Page

_HITS = 12
_LINK = re.compile(r"\[([^\]]+)\]\(([^()\s]+)\)")


def codex(text: Console, words: list[str]) -> None:
    """Tell the best hit for some words in the codex, and list the others."""
    from sim.desk.models.codex.pages import page_of

    book = _codex(text)
    if not words:
        counts: dict[str, int] = {}
        for entry in book.find(""):
            counts[entry.kind_words] = counts.get(entry.kind_words, 0) + 1
        told = ", ".join(f"{kind} {count}" for kind, count in counts.items())
        text.say(*telling.wrapped(_("The codex holds: {told}.").format(told=told)))
        text.say(*telling.wrapped(_("Write codex and a few words, as in codex ripeness.")))
        return
    found = book.find(" ".join(words))
    if not found:
        asked = visible(" ".join(words)[:SHOWN])
        raise Refused(_('The codex has nothing on "{words}".').format(words=asked))
    text.say(*page_lines(page_of(book, found[0].key)))
    others = found[1 : _HITS + 1]
    if others:
        listed = "; ".join(f"{one.title} ({one.detail or one.kind_words})" for one in others)
        left = len(found) - 1 - len(others)
        more = plural(" and {count} more", " and {count} more", left).format(count=left)
        told = _("Also: {listed}{more}.").format(listed=listed, more=more if left else "")
        text.say("", *telling.wrapped(told))


def fact(text: Console, words: list[str]) -> None:
    """Tell a fact with its sources, and what rests on it."""
    from sim.desk.models.codex.pages import page_of

    if len(words) != 1:
        raise Refused(_("Write fact and an id, as in fact E8."))
    book, tag = _codex(text), words[0][:1].upper() + words[0][1:].lower()
    for key in (f"fact:{tag}", f"dispute:{tag}"):
        if book.get(key) is not None:
            text.say(*page_lines(page_of(book, key)))
            return
    raise Refused(_('There is no fact "{id}".').format(id=visible(words[0][:SHOWN])))


def where(text: Console, words: list[str]) -> None:
    """Tell who stands where, what meets there, and what crosses from place to place."""
    from sim.desk.models.build_desk import build_desk
    from sim.desk.models.map import build_map, has_map, place_rows

    if not has_map(text.game.scenario):
        text.say(_("This scenario has no map: it does not say where anybody stands."))
        return
    network = build_desk(text.game, text.game.view()).network
    geography = build_map(text.game, network)
    for place, who, tables in place_rows(geography):
        told = f"{place}: {who}" if who else place
        text.say(*telling.wrapped(f"{told}; {tables}" if tables else told, "  "))
    crossing = [flow for flow in geography.flows if flow.crosses]
    if crossing:
        text.say("", _("What one can give to another, or keep back:"))
    for flow in crossing:
        line = _("{who} to {whom}: {channels} ({amount} of 100)").format(
            who=network.name(flow.source),
            whom=network.name(flow.target),
            channels=", ".join(flow.channels),
            amount=round(100 * flow.amount),
        )
        text.say(*telling.wrapped(line, "  "))


def _codex(text: Console) -> Codex:
    from sim.desk.models.codex.book import Codex

    game = text.game
    return Codex(game.loaded, game.plan.date(min(game.turn, game.turns - 1)))


def page_lines(page: Page) -> Iterator[str]:
    """An entry of the codex as lines of text."""
    yield page.entry.title
    yield from telling.wrapped(page.about)
    for name in page.names:
        texts = ", ".join(f"{language}: {text}" for language, text in name.texts)
        yield from telling.wrapped(f"{name.title}: {texts}" if name.title else texts)
    if page.later:
        yield from telling.wrapped(
            _("Nobody could know this yet on the day that your game stands at.")
        )
    for section in page.sections:
        yield ""
        if section.title:
            yield f"{section.title}:"
        for head, said in section.beside:
            yield from telling.wrapped(f"{unlinked(head)}: {unlinked(said)}", "  ")
        for said in section.texts:
            yield from telling.wrapped(unlinked(said), "  ")


def unlinked(text: str) -> str:
    """A text without its links."""
    return visible(_LINK.sub(r"\1", text))


COMMANDS = (
    Command("codex", _("codex [WORDS]"), _("look something up: facts, people, terms"), codex),
    Command("fact", _("fact ID"), _("a fact, its sources, and what rests on it"), fact),
    Command("map", _("map"), _("who stands where, and what crosses the borders"), where),
)
