"""The codex: facts, actors, places, mechanisms, terms and sources, searched and cross-linked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.catalogue import _, plural
from sim.desk.kit.layout import Column, Row, Wrap
from sim.desk.kit.page import Page as Screen
from sim.desk.kit.theme import (
    BODY,
    GRID,
    GUTTER,
    LEAD,
    SMALL,
    SMALL_STRONG,
    TITLE,
)
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Divider, Panel
from sim.desk.kit.widgets.buttons import Button, Tabs
from sim.desk.kit.widgets.field import Field
from sim.desk.kit.widgets.figures import KeyCap, MarkView
from sim.desk.kit.widgets.scroll import Item, List, Scroll
from sim.desk.kit.widgets.words import Label, Prose, TextBlock
from sim.desk.models.codex.book import Codex
from sim.desk.models.codex.entry import KINDS, Entry, Page, Section, kind_index
from sim.desk.models.codex.pages import page_of
from sim.desk.screens.frame import frame, is_wide, section

if TYPE_CHECKING:
    import datetime as dt

    from sim.scenario.load import Loaded

_KINDS: Final = tuple(KINDS)


class CodexPage(Screen):
    """The codex.

    Args:
        loaded: The scenario; without one, what belongs to all of them.
        key: Key of the entry to open at, such as `fact:E8`.
        today: The day that the game stands at, if there is one.
    """

    def __init__(self, loaded: Loaded | None, key: str = "", today: dt.date | None = None) -> None:
        super().__init__()
        self.codex = Codex(loaded, today)
        self.words = ""
        self.key = key if self.codex.get(key) is not None else ""
        self.kind = kind_index(self.key)
        self.past: list[str] = []
        self.ahead: list[str] = []

    # -- what is shown -----------------------------------------------------------------------------

    @property
    def found(self) -> tuple[Entry, ...]:
        """The entries that search and tab leave."""
        return self.codex.find(self.words, _KINDS[self.kind])

    @property
    def entry(self) -> Entry | None:
        """The entry that is shown: the one chosen, else the first that was found."""
        chosen = self.codex.get(self.key) if self.key else None
        return chosen or next(iter(self.found), None)

    def search(self, words: str) -> None:
        """Look for words; the best hit is shown."""
        self.words = words
        best = next(iter(self.found), None)
        if best is not None:
            self.key = best.key

    def choose_kind(self, index: int) -> None:
        """Leave one kind of entry in the list."""
        self.kind = index
        entry, kind = self.entry, _KINDS[index]
        if entry is not None and kind not in ("", entry.kind):
            first = next(iter(self.found), None)
            self.key = first.key if first is not None else self.key

    def choose(self, index: int) -> None:
        """Show an entry of the list."""
        self.key = self.found[index].key

    def follow(self, key: str) -> None:
        """Go to an entry by a link; `back` returns."""
        entry, here = self.codex.get(key), self.entry
        if entry is None:
            return
        if here is not None:
            self.past.append(here.key)
        self.ahead.clear()
        self._show(key)

    def back(self) -> bool:
        """Return to where the last link was followed; say whether there was one."""
        return self._step(self.past, self.ahead)

    def forward(self) -> bool:
        """Go again where `back` came from; say whether there was such a place."""
        return self._step(self.ahead, self.past)

    def _step(self, source: list[str], other: list[str]) -> bool:
        if not source:
            return False
        if self.entry is not None:
            other.append(self.entry.key)
        self._show(source.pop())
        return True

    def _show(self, key: str) -> None:
        """Show an entry, and have the list hold it."""
        self.key = key
        if all(entry.key != key for entry in self.found):
            self.words, self.kind = "", kind_index(key)
        self.ui.top.memory[f"card:{key}"] = 0.0

    def on_key(self, key: str) -> bool:
        """A slash begins a search; Backspace and Alt with the arrows go back and forth."""
        if key == "/":
            return self.ui.focus("search")
        if key in ("backspace", "alt+left"):
            return self.back()
        if key == "alt+right":
            return self.forward()
        return super().on_key(key)

    # -- how it looks ------------------------------------------------------------------------------

    def build(self) -> Widget:
        """Return the whole screen."""
        wide = is_wide(self)
        found, entry = self.found, self.entry
        field = Field(
            _("Search the codex"),
            self.words,
            self.search,
            hint=_("Search the codex  ( / )"),
            icon="search",
            key="search",
        )
        tabs = Tabs(
            list(KINDS.values()),
            self.kind,
            self.choose_kind,
            elide=True,
            key="kinds",
            name=_("Kinds of entry"),
        )
        count = plural("{count} entry", "{count} entries", len(found)).format(count=len(found))
        at = next((i for i, one in enumerate(found) if entry and one.key == entry.key), -1)
        listed: list[Widget] = []
        if found:
            items = [self._item(one) for one in found]
            listed.append(
                List(
                    items,
                    at,
                    self.choose,
                    row=34,
                    name=_("Entries"),
                    key="entries",
                    autofocus=True,
                    **({"grow": 1.0} if wide else {"height": 140}),
                )
            )
        else:
            listed.append(TextBlock(_("No entry holds all of these words."), BODY, "muted"))
        card = self._card(entry)
        about = "" if self.codex.loaded is None else self.codex.loaded.scenario.title
        if wide:
            field.width = 0
            left = Panel([field, Label(count, SMALL, "muted"), *listed], gap=10, name=_("Entries"))
            left.grow = 4.0
            key = "card" if entry is None else f"card:{entry.key}"
            right = Panel([Scroll(Column(card, gap=14), grow=1.0, key=key)], pad=(24, 18))
            right.grow = 8.0
            both = Row([left, right], gap=GUTTER, across="stretch", grow=1.0)
            body: Widget = Column([tabs, both], gap=12, pad=(GUTTER, 8, GUTTER, GUTTER))
        else:
            left = Panel([field, tabs, Label(count, SMALL, "muted"), *listed], gap=8)
            parts = [left, Panel(card, pad=20, gap=14)]
            body = Scroll(Column(parts, gap=GRID, pad=GRID), key="all")
        return frame(self, _("Codex"), body, about, aside=self._ways() if wide else ())

    def _item(self, one: Entry) -> Item:
        kind, _mark, tag = one.key.partition(":")
        face = self.codex.face(tag) if kind == "actor" else None
        return Item(one.title, one.detail or one.kind_words, None if face is None else face.mark)

    def _ways(self) -> list[Widget]:
        """Back to where a link was followed."""
        if not self.past:
            return []
        before = self.codex.get(self.past[-1])
        name = _("Back to {title}").format(title=before.title if before is not None else "")
        return [
            Button(
                _("Last entry"),
                self.back,
                "quiet",
                "undo",
                small=True,
                key="codex:back",
                tooltip=name,
            ),
            KeyCap("backspace"),
        ]

    def _card(self, entry: Entry | None) -> list[Widget]:
        if entry is None:
            return [TextBlock(_("Nothing to show."), BODY, "muted")]
        page = page_of(self.codex, entry.key)
        parts = [self._head(page)]
        for one in page.sections:
            parts += self._section(one)
        return parts

    def _head(self, page: Page) -> Widget:
        title: Widget = TextBlock(page.entry.title, TITLE, characters=48)
        if page.face is not None:
            mark = MarkView(page.face.mark, 10, name=page.face.name)
            title.grow = 1.0
            title = Row([mark, title], gap=12)
        lines: list[Widget] = [title]
        lines.append(TextBlock(page.about, SMALL, "muted"))
        for one in page.names:
            whose: list[Widget] = [Label(one.title, SMALL_STRONG)] if one.title else []
            pairs = [
                Row([Label(language, SMALL, "muted"), Label(text, LEAD)], gap=8)
                for language, text in one.texts
            ]
            lines.append(Wrap([*whose, *pairs], gap=16))
        if page.later:
            words = _("Nobody could know this yet on the day that your game stands at.")
            lines.append(TextBlock(words, SMALL_STRONG, "bad"))
        return Column(lines, gap=4, name=page.entry.title)

    def _section(self, one: Section) -> list[Widget]:
        parts: list[Widget] = []
        if one.title:
            parts += [Divider(), section(one.title)]
        style = SMALL if one.small else BODY
        if one.beside:
            sides = [self._side(head, text) for head, text in one.beside]
            if is_wide(self) and len(sides) > 1:
                for side in sides:
                    side.grow = 1.0
                parts.append(Row(sides, gap=12, across="stretch"))
            else:
                parts += sides
        if one.texts:
            lines = [Prose(text, self.follow, style) for text in one.texts]
            gap = 4 if one.small else 8
            parts.append(Column(lines, gap=gap))
        return parts

    def _side(self, head: str, text: str) -> Widget:
        who = Prose(head, self.follow, SMALL, "muted")
        return Panel([who, Prose(text, self.follow)], pad=14, gap=6, fill="raised")


def open_entry(
    screen: Screen, loaded: Loaded | None, key: str, today: dt.date | None = None
) -> None:
    """Show an entry of the codex over a screen; within the codex, follow it as a link."""
    if isinstance(screen, CodexPage):
        screen.follow(key)
    else:
        screen.app.push(CodexPage(loaded, key, today))
