"""The ledger: a number, its course, everything that made it, and what each part rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pygame

from sim.catalogue import _, plural
from sim.desk.figures.course import Course
from sim.desk.figures.rows import LedgerRows
from sim.desk.kit.layout import Column, Row
from sim.desk.kit.look import Look
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, GRID, GUTTER, HEADING, LEAD, SMALL, STRONG, TITLE, Style, Token
from sim.desk.kit.widget import Action, Widget
from sim.desk.kit.widgets.boxes import Divider, Panel
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.dialog import Dialog
from sim.desk.kit.widgets.field import Field
from sim.desk.kit.widgets.scroll import Item, List, Scroll
from sim.desk.kit.widgets.words import Label, Prose, TextBlock
from sim.desk.models.ledger import (
    OPENING,
    PART,
    SHOWN,
    Choice,
    LedgerRow,
    LedgerView,
    build_ledger,
    find,
)
from sim.desk.models.ledger import choices as all_choices
from sim.desk.screens.facts import open_fact
from sim.desk.screens.frame import frame, is_wide, section

if TYPE_CHECKING:
    from sim.game.game import Game

_THREE: Final = 1160
_LIST: Final = 320
_NUMBER: Final = 34  # room for a number at the end of a row
_LEAST_ROWS: Final = 4
_LINE: Final = 44  # height of a number in the list
_DIALOG_ROWS: Final = (2, 8)
_AROUND: Final = 272  # what a dialog needs besides the list


def row_detail(
    row: LedgerRow, on_fact: Callable[[str], object], on_number: Callable[[str], object]
) -> list[Widget]:
    """What a row of a ledger rests on: its rule, its sources, its constants, other numbers."""
    head = f"{row.signed}  {row.cause}" if row.kind == PART else row.cause
    parts: list[Widget] = [TextBlock(head, LEAD)]
    if row.about:
        parts.append(Label(row.about, SMALL, "muted", elide=True))
    headings = {OPENING: _("How it was coded"), PART: _("The rule"), SHOWN: _("The sum")}
    if row.meaning:
        parts += [Divider(), section(headings[row.kind])]
    if row.rule:
        parts.append(TextBlock(row.rule, STRONG))
    if row.meaning:
        parts.append(TextBlock(row.meaning))
    if row.formula:
        parts.append(TextBlock(row.formula, SMALL, "muted"))
    if row.facts:
        parts += [Divider(), section(plural("The source", "The sources", len(row.facts)))]
    parts += [Prose(f"[{_plain(fact.title)}]({fact.id})", on_fact) for fact in row.facts]
    if row.note:
        parts.append(TextBlock(row.note, SMALL, "muted"))
    if row.related:
        parts += [Divider(), section(_("It follows from"))]
    parts += [Prose(f"[{_plain(one.label)}]({one.key})", on_number) for one in row.related]
    if row.constants:
        parts += [Divider(), section(_("Its constants, one set for all scenarios"))]
    parts += [TextBlock(words, SMALL, "muted") for words in row.constants]
    return parts


def _plain(text: str) -> str:
    return text.replace("[", "(").replace("]", ")")


class _Numbers(List):
    """A list as wide as there is room, so that hundreds of names need not be measured."""

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width and a few rows."""
        return width, look.px(self.row_units) * min(_LEAST_ROWS, len(self.items))

    def _draw_row(self, surface: pygame.Surface, look: Look, index: int, rect: pygame.Rect) -> None:
        """Draw a row with its name in full: what it is a part of stands small above it."""
        item, chosen = self.items[index], index == self.selected
        whole, found, part = item.text.partition(": ")
        self._draw_item(surface, look, replace(item, text=""), rect, chosen)
        style, width = STRONG if chosen else BODY, rect.w - look.px(24 + _NUMBER)
        lines: list[tuple[str, Style, Token]] = [(whole, SMALL, "muted"), (part, style, "ink")]
        if not found:
            lines = [(line, style, "ink") for line in look.text.wrap(whole, style, width)[:2]]
        y = rect.centery - sum(look.text.height(one) for _words, one, _token in lines) // 2
        for words, one, token in lines:
            look.write(surface, words, (rect.x + look.px(12), y), one, token, width=width)
            y += look.text.height(one)


class LedgerPage(Page):
    """The ledger of one number; all others are one key away.

    Args:
        game: Only what its seat may know is read.
        key: The number, as `sim.game.ledger.quantities.keys` names it.
    """

    def __init__(self, game: Game, key: str = "capital") -> None:
        super().__init__()
        self.game, self.words = game, ""
        self.numbers: tuple[Choice, ...] = all_choices(game)
        self.view: LedgerView
        self.at = 0
        self.show(key)

    def show(self, key: str) -> None:
        """Show another number, at its latest part."""
        self.view = build_ledger(self.game, key)
        parts = len(self.view.rows)
        self.at = max(0, parts - 2)

    # -- how it looks ------------------------------------------------------------------------------

    def build(self) -> Widget:
        """Return the whole screen."""
        view, three = self.view, self._three
        rows = LedgerRows(
            view.rows,
            self.at,
            self._choose,
            self._act,
            name=_("Parts"),
            key="parts",
            autofocus=True,
            grow=1.0 if is_wide(self) else 0.0,
        )
        middle = Panel([*self._head(view), Divider(), rows], gap=12, pad=GUTTER, grow=6.0)
        parts = row_detail(view.rows[self.at], self._fact, self.show)
        if is_wide(self):
            detail = Panel(
                [Scroll(Column(parts, gap=12), grow=1.0, key="detail")],
                pad=GUTTER,
                grow=5.0,
            )
            panels: list[Widget] = [middle, detail]
            if three:
                picker = self._picker(lambda: self.ui.focus("numbers"))
                panels.insert(0, Panel(picker, gap=8, pad=12, width=_LIST))
            body: Widget = Row(panels, gap=GUTTER, pad=GUTTER, across="stretch")
        else:
            rows.height = 50.0 * min(6, len(view.rows))
            middle.grow = 0.0
            below = Panel(parts, gap=12)
            body = Scroll(Column([middle, below], gap=GRID, pad=GRID), key="all")
        about = _("turn {turn} of {turns}, as far as you know").format(
            turn=min(self.game.turn + 1, self.game.turns), turns=self.game.turns
        )
        return frame(self, _("Ledger"), body, about)

    @property
    def _three(self) -> bool:
        """Whether there is room for the list of all numbers beside the one shown."""
        return self.look.width >= _THREE

    def _picker(self, entered: Action) -> list[Widget]:
        """The list of all numbers, and the search; `entered` follows once one was picked."""
        found = self.found
        items = [Item(one.label, str(one.value)) for one in found]
        at = next((i for i, one in enumerate(found) if one.key == self.view.key), -1)
        search = Field(
            _("Search the numbers"),
            self.words,
            self._search,
            lambda _words: self._enter(entered),
            hint=_("Find a number  ( / )"),
            icon="search",
            key="search",
            autofocus=not self._three,
        )
        none = TextBlock(_("No number has these words."), BODY, "muted")
        listed = _Numbers(
            items,
            at,
            self._pick,
            lambda _index: entered(),
            row=_LINE,
            name=_("Numbers"),
            key="numbers",
            grow=1.0,
        )
        if not self._three:
            least, most = _DIALOG_ROWS
            listed.height = _LINE * min(max(least, int(self.look.height - _AROUND) // _LINE), most)
        return [search, listed if items else none]

    def _open_picker(self) -> None:
        """Show the list of all numbers over the ledger, where there is no room beside it."""
        self.ui.open(
            lambda: Dialog(
                _("Numbers"),
                self._picker(self.ui.close),
                [Button(_("Close"), self.ui.close, "primary", key="close")],
            )
        )

    def _head(self, view: LedgerView) -> list[Widget]:
        number = Row(
            [Label(str(view.value), TITLE), Label(view.unit, SMALL, "muted")], gap=8, across="end"
        )
        title: list[Widget] = [Column([TextBlock(view.title, HEADING)], grow=1.0), number]
        if not self._three:
            find = _("Find a number")
            others = Button(
                "", self._open_picker, "quiet", "search", hotkey="/", name=find, key="find"
            )
            others.tooltip = find
            title.append(others)
        parts: list[Widget] = [Row(title, gap=GUTTER)]
        if view.band:
            parts.append(TextBlock(view.band[:1].upper() + view.band[1:] + ".", SMALL, "muted"))
        parts.append(Course(view.course, view.top, view.dates, height=84))
        return parts

    # -- what is done ------------------------------------------------------------------------------

    @property
    def found(self) -> list[Choice]:
        """The numbers that the search leaves."""
        return find(self.numbers, self.words)

    def _search(self, words: str) -> None:
        self.words = words

    def _enter(self, entered: Action) -> None:
        if self.found:
            self.show(self.found[0].key)
            entered()

    def _pick(self, index: int) -> None:
        self.show(self.found[index].key)

    def _choose(self, index: int) -> None:
        self.at = index

    def _act(self, index: int) -> None:
        """Open what a row rests on: its first source, or else the rule to read."""
        facts = self.view.rows[index].facts
        if facts:
            self._fact(facts[0].id)

    def _fact(self, fact: str) -> None:
        open_fact(self, self.game.loaded, fact)

    def on_key(self, key: str) -> bool:
        """A slash begins a search; L goes back to where the number stood."""
        if key == "/":
            return self.ui.focus("search")
        return super().on_key("escape" if key == "l" else key)
