"""The facts of a scenario: what each is drawn from, and where the sources disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.desk.kit.app import Page
from sim.desk.kit.layout import Column, Row
from sim.desk.kit.theme import (
    BODY,
    GRID,
    GUTTER,
    QUOTE,
    SMALL,
    STRONG,
    TITLE,
    Style,
    Token,
)
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Divider, Panel
from sim.desk.kit.widgets.field import Field
from sim.desk.kit.widgets.scroll import Item, List, Scroll
from sim.desk.kit.widgets.words import Label, Prose, TextBlock
from sim.desk.models.facts import FactCard, FactsView, build_facts
from sim.desk.screens.frame import frame, is_wide, section

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.scenario.load import Loaded


class FactsPage(Page):
    """The facts that a scenario cites.

    Args:
        loaded: The scenario.
        fact: Id of the fact to open at.
    """

    def __init__(self, loaded: Loaded, fact: str = "") -> None:
        super().__init__()
        self.view: FactsView = build_facts(loaded)
        self.words = ""
        self.selected = fact

    @property
    def found(self) -> tuple[FactCard, ...]:
        """The facts that the search leaves."""
        return self.view.find(self.words)

    @property
    def fact(self) -> FactCard | None:
        """The fact that is shown: the selected one, if the search left it, else the first."""
        found = self.found
        return next((one for one in found if one.id == self.selected), next(iter(found), None))

    def search(self, words: str) -> None:
        """Look for words."""
        self.words = words

    def choose(self, index: int) -> None:
        """Show a fact."""
        self.selected = self.found[index].id

    def on_key(self, key: str) -> bool:
        """A slash begins a search."""
        if key == "/":
            return self.ui.focus("search")
        return super().on_key(key)

    def build(self) -> Widget:
        """Return the whole screen."""
        found, fact = self.found, self.fact
        count = f"{len(found)} of {len(self.view.facts)}"
        items = [Item(one.title, one.id) for one in found]
        at = next((i for i, one in enumerate(found) if fact is not None and one.id == fact.id), -1)
        listed: list[Widget] = [
            Field(
                "Search the facts",
                self.words,
                self.search,
                hint="Search the facts  ( / )",
                icon="search",
                key="search",
            )
        ]
        wide = is_wide(self)
        if items:
            listed.append(
                List(
                    items,
                    at,
                    self.choose,
                    row=36,
                    name="Facts",
                    key="facts",
                    autofocus=True,
                    **({"grow": 1.0} if wide else {"height": 148}),
                )
            )
        else:
            listed.append(TextBlock("No fact holds all of these words.", BODY, "muted"))
        left = Panel(listed, "Facts", Label(count, SMALL, "muted"), gap=12)
        right = Panel(self._card(fact), pad=24, gap=GUTTER)
        if wide:
            left.grow, right.grow = 4.0, 7.0
            right = Panel(
                [Scroll(Column(self._card(fact), gap=GUTTER), grow=1.0, key="fact")], pad=24
            )
            right.grow = 7.0
            body: Widget = Row([left, right], gap=GUTTER, pad=GUTTER, across="stretch")
        else:
            body = Scroll(Column([left, right], gap=GRID, pad=GRID), key="all")
        return frame(self, "What this rests on", body, self.view.scenario)

    def _card(self, fact: FactCard | None) -> list[Widget]:
        if fact is None:
            return [TextBlock("Nothing to show.", BODY, "muted")]
        about = " · ".join(part for part in (fact.kind, f"known from {fact.known_from}") if part)
        parts: list[Widget] = [
            Column(
                [
                    TextBlock(fact.title, TITLE, characters=48),
                    Label(f"{fact.id} · {about}", SMALL, "muted"),
                ],
                gap=4,
            ),
            TextBlock(fact.text),
            Divider(),
            section("Drawn from"),
        ]
        for note in fact.sources:
            lines: list[Widget] = [
                TextBlock(note.title, STRONG),
                TextBlock(note.by, SMALL, "muted"),
            ]
            if note.note:
                lines.append(TextBlock(note.note, QUOTE, "muted"))
            parts.append(Column(lines, gap=2))
        if fact.place:
            parts.append(TextBlock(f"Place: {fact.place}", SMALL, "muted"))
        if fact.differences:
            parts += [Divider(), section("Where the sources differ")]
        for one in fact.differences:
            parts.append(
                Column(
                    [
                        TextBlock(one.title, STRONG),
                        TextBlock(one.text),
                        TextBlock(f"Here: {one.choice}", BODY, "muted"),
                    ],
                    gap=4,
                )
            )
        parts += [Divider(), section("What rests on it in this scenario")]
        parts.append(TextBlock(" · ".join(fact.used), SMALL, "muted"))
        return parts


def open_fact(page: Page, loaded: Loaded, fact: str) -> None:
    """Show a fact over a page."""
    page.app.push(FactsPage(loaded, fact))


def sourced(
    page: Page,
    loaded: Loaded,
    text: str,
    facts: Iterable[str],
    style: Style = BODY,
    token: Token = "ink",
) -> Prose:
    """A text with links to its facts behind it."""
    links = " ".join(f"[{fact}]({fact})" for fact in dict.fromkeys(facts))
    plain = text.replace("[", "(").replace("]", ")")
    return Prose(
        f"{plain} {links}".strip(), lambda fact: open_fact(page, loaded, fact), style, token
    )


def cited(page: Page, loaded: Loaded, facts: Iterable[str]) -> list[Widget]:
    """A line of links to facts, or nothing where none is cited."""
    links = [f"[{fact}]({fact})" for fact in dict.fromkeys(facts)]
    if not links:
        return []
    text = "Source: " if len(links) == 1 else "Sources: "
    return [
        Prose(text + "  ".join(links), lambda fact: open_fact(page, loaded, fact), SMALL, "muted")
    ]
