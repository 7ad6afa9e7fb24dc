"""The opening: the shelf of scenarios, a seat to take, or a game to go on with."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sim.catalogue import _
from sim.desk.figures.backdrop import Backdrop
from sim.desk.kit.app import Page
from sim.desk.kit.layout import Column, Flow, Row, Spacer
from sim.desk.kit.theme import BODY, DISPLAY, HEADING, LEAD, SMALL, STRONG
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Band, Card, Panel
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.dialog import Dialog
from sim.desk.kit.widgets.figures import IconView, KeyCap, MarkView
from sim.desk.kit.widgets.scroll import Item, List, Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.title import Shelf, ShelfCard, ShelfSeat

_WIDE: Final = 900
_LINE: Final = 50  # characters
_SIDE: Final = 72
_WIDEST: Final = 1136.0
_TALL: Final = 860
"""From this height on the shelf need not take all the room that is left."""
_HIGHEST: Final = 560.0
_ROW: Final = 34
_ROWS_WHEN_NARROW: Final = 6


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the opening leads to; what is None cannot be done now."""

    begin: Callable[[str, str], object]
    """Open a scenario, by its id, in a seat."""
    settings: Callable[[], object]
    help: Callable[[], object]
    resume: Callable[[], object] | None = None
    resume_note: str = ""
    load: Callable[[], object] | None = None
    notice: str = ""
    last_played: str = ""
    """The scenario of the game to go on with."""
    without: Callable[[str], object] | None = None
    """Choose what a scenario, by its id, is played without."""


class TitlePage(Page):
    """The first screen."""

    def __init__(self, shelf: Shelf, ways: Ways) -> None:
        super().__init__()
        self.shelf, self.ways = shelf, ways
        self.notice = ways.notice
        self.at = shelf.first(ways.last_played)

    @property
    def _wide(self) -> bool:
        return self.look.width >= _WIDE

    @property
    def _across(self) -> float:
        """How wide what is shown may be; 0 where it takes the whole width."""
        return min(self.look.width - 2 * _SIDE, _WIDEST) if self._wide else 0

    def build(self) -> Widget:
        """Return the whole screen."""
        wide = self._wide
        head = Column(
            [
                Label("Twin Track", DISPLAY),
                TextBlock(
                    "Two tracks lead to a peace: what is said at the table, and what is done "
                    "beside it.",
                    LEAD,
                    "muted",
                    characters=82 if wide else 52,
                ),
            ],
            gap=4,
        )
        parts: list[Widget] = [head]
        if self.notice:
            parts.append(Panel([TextBlock(self.notice, BODY, "bad")], pad=12, width=self._across))
        if self.ways.resume is not None:
            parts.append(self._resume(self.ways.resume))
        parts += self._shelf()
        if self.shelf.broken:
            files = ", ".join(self.shelf.broken)
            text = f"Left out: {files}. `twintrack check` says what is wrong."
            parts.append(TextBlock(text, SMALL, "bad"))
        side = _SIDE if wide else 24
        body = Column(
            parts,
            gap=16,
            pad=(side, 28 if wide else 20, side, 16),
            grow=1,
            across="start" if wide else "stretch",
        )
        inner = body if wide else Scroll(body, grow=1, key="shelf")
        return Backdrop(Column([inner, self._foot(side)], gap=0))

    def _shelf(self) -> list[Widget]:
        """The scenarios by title, and the one that is selected in full."""
        cards = self.shelf.cards
        if not cards:
            return [TextBlock("There is no scenario to play.", BODY, "bad")]
        items = [Item(card.title, _when(card)) for card in cards]
        listed = List(
            items,
            self.at,
            self._choose,
            self._open,
            row=_ROW,
            name="Scenarios",
            grow=1,
            autofocus=self.ways.resume is None,
        )
        wide = self._wide
        shelf = Panel([listed], pad=8, grow=5 if wide else 0)
        if not wide:
            shelf.height = min(len(items), _ROWS_WHEN_NARROW) * _ROW + 16
        detail = self._scenario(cards[self.at])
        if not wide:
            return [shelf, detail]
        row = Row([shelf, detail], gap=16, across="stretch", width=self._across)
        if self.look.height < _TALL:
            row.grow = 1.0
        else:
            row.height = _HIGHEST
        return [row]

    def _choose(self, index: int) -> None:
        self.at = index

    def _open(self, index: int) -> None:
        """Open the selected scenario in its first seat."""
        card = self.shelf.cards[index]
        self.ways.begin(card.id, card.seats[0].face.id)

    def _resume(self, resume: Callable[[], object]) -> Widget:
        button = Button(
            "Continue", resume, "primary", "play", key="continue", hotkey="c", autofocus=True
        )
        note = Label(self.ways.resume_note, BODY, "muted", elide=True, grow=1)
        return Panel([Row([button, note], gap=16)], pad=12, width=self._across)

    def _scenario(self, card: ShelfCard) -> Widget:
        seats: list[Widget] = [self._seat(card, seat) for seat in card.seats]
        facts = Flow(
            [
                Row([IconView("clock", 14), Label(card.dates, SMALL, "muted")], gap=6),
                Label(card.length, SMALL, "muted"),
            ],
            gap=16,
        )
        parts: list[Widget] = [
            TextBlock(card.title, HEADING),
            facts,
            TextBlock(card.summary, BODY, characters=72),
        ]
        if card.begin_here:
            hint = Label("A good one to begin with.", SMALL, "muted")
            parts.append(Row([IconView("check", 14), hint], gap=6))
        parts += [Label("Take a seat", SMALL, "muted"), Column(seats, gap=8)]
        if self.ways.without is not None and not card.campaign:
            parts.append(Flow([self._without(self.ways.without, card.id)]))
        if not self._wide:
            return Panel(parts, gap=10, name=card.title)
        inside = Scroll(Column(parts, gap=10), grow=1, key="detail")
        return Panel([inside], name=card.title, grow=6)

    @staticmethod
    def _without(choose: Callable[[str], object], scenario: str) -> Widget:
        words = _("A world without \N{HORIZONTAL ELLIPSIS}")
        about = _("Switch rules of the model or events off, and see what they do.")
        return Button(
            words, lambda: choose(scenario), "quiet", small=True, tooltip=about, key="without"
        )

    def _seat(self, card: ShelfCard, seat: ShelfSeat) -> Widget:
        lead = _first_words(seat.about)
        return Card(
            [
                Row(
                    [
                        MarkView(seat.face.mark, 9, name=seat.face.name),
                        Column(
                            [Label(seat.face.name, STRONG), TextBlock(lead, SMALL, "muted")],
                            gap=0,
                            grow=1,
                        ),
                        IconView("chevron-right", 16),
                    ],
                    gap=12,
                )
            ],
            lambda: self.ways.begin(card.id, seat.face.id),
            pad=(14, 10),
            key=f"seat:{card.id}:{seat.face.id}",
            name=f"{card.title}: play {seat.face.name}",
        )

    def _foot(self, side: float) -> Widget:
        buttons: list[Widget] = []
        if self.ways.load is not None:
            buttons.append(Button("Load", self.ways.load, "quiet", "save", hotkey="l"))
        buttons += [
            Button("Settings", self.ways.settings, "quiet", "settings", hotkey="o"),
            Button("Help", self.ways.help, "quiet", "help", hotkey="?"),
            Button("Quit", self.leave_game, "quiet", hotkey="q"),
        ]
        row: list[Widget] = [Flow(buttons, gap=8)]
        if self._wide:
            hint = [
                KeyCap("up"),
                KeyCap("down"),
                KeyCap("tab"),
                KeyCap("enter"),
                Label("everything works by keys", SMALL, "muted"),
            ]
            row += [Spacer(), Row(hint, gap=6)]
        return Band([Row(row)], pad=(max(8, side - 8), 8, side, 8), line_on_top=True)

    def leave_game(self) -> None:
        """Close the window."""
        self.app.quit()

    def tell(self, text: str) -> None:
        """Show one sentence, such as why a scenario cannot be opened."""
        self.ui.open(
            lambda: Dialog(
                "That did not work",
                [TextBlock(text)],
                [Button("Back", self.ui.close, "primary", autofocus=True)],
            )
        )

    def on_key(self, key: str) -> bool:
        """Esc does nothing here: `Quit` is one key away."""
        return False


def _when(card: ShelfCard) -> str:
    return f"campaign, {card.years}" if card.campaign else card.years


def _first_words(text: str) -> str:
    """The first sentence of a text, or as many as make a line."""
    lead = ""
    for sentence in re.findall(r"[^.]+\.", text):
        if len(lead) >= _LINE or (lead and len(lead + sentence) > 3 * _LINE):
            break
        lead += sentence
    return lead.strip() or text
