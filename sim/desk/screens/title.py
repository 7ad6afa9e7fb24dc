"""The opening: the shelf of scenarios, a seat to take, or a game to go on with."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sim.desk.figures.backdrop import Backdrop
from sim.desk.kit.app import Page
from sim.desk.kit.layout import Column, Flow, Row, Spacer
from sim.desk.kit.theme import BODY, DISPLAY, HEADING, LEAD, SMALL, STRONG
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Band, Card, Panel
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.dialog import Dialog
from sim.desk.kit.widgets.figures import IconView, KeyCap, MarkView
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.title import Shelf, ShelfCard, ShelfSeat

_WIDE: Final = 900
_LINE: Final = 50  # characters


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


class TitlePage(Page):
    """The first screen."""

    def __init__(self, shelf: Shelf, ways: Ways) -> None:
        super().__init__()
        self.shelf, self.ways = shelf, ways
        self.notice = ways.notice

    @property
    def _wide(self) -> bool:
        return self.look.width >= _WIDE

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
                    characters=52,
                ),
            ],
            gap=6,
        )
        cards = [self._scenario(card) for card in self.shelf.cards]
        if self.shelf.broken:
            files = ", ".join(self.shelf.broken)
            text = f"Left out: {files}. `twintrack check` says what is wrong."
            cards.append(TextBlock(text, SMALL, "bad"))
        if not self.shelf.cards:
            cards.append(TextBlock("There is no scenario to play.", BODY, "bad"))
        shelf = Column(cards, gap=16, width=600 if wide else 0)
        parts: list[Widget] = [head]
        if self.notice:
            parts.append(Panel([TextBlock(self.notice, BODY, "bad")], pad=12))
        if self.ways.resume is not None:
            parts.append(self._resume(self.ways.resume))
        parts += [shelf]
        side = 72 if wide else 24
        body = Column(parts, gap=24 if wide else 16, pad=(side, 48 if wide else 20, side, 16))
        body.across = "start" if wide else "stretch"
        page = Column([Scroll(body, grow=1, key="shelf"), self._foot(side)], gap=0)
        return Backdrop(page)

    def _resume(self, resume: Callable[[], object]) -> Widget:
        button = Button(
            "Continue", resume, "primary", "play", key="continue", hotkey="c", autofocus=True
        )
        note = Label(self.ways.resume_note, BODY, "muted", elide=True, grow=1)
        return Panel([Row([button, note], gap=16)], pad=12, width=600 if self._wide else 0)

    def _scenario(self, card: ShelfCard) -> Widget:
        seats: list[Widget] = [
            self._seat(card, seat, autofocus=i == 0) for i, seat in enumerate(card.seats)
        ]
        facts = Flow(
            [
                Row([IconView("clock", 14), Label(card.dates, SMALL, "muted")], gap=6),
                Label(card.length, SMALL, "muted"),
            ],
            gap=16,
        )
        return Panel(
            [
                Label(card.title, HEADING),
                facts,
                TextBlock(card.summary, BODY, characters=72),
                Label("Take a seat", SMALL, "muted"),
                Column(seats, gap=8),
            ],
            gap=10,
            name=card.title,
        )

    def _seat(self, card: ShelfCard, seat: ShelfSeat, autofocus: bool) -> Widget:
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
            autofocus=autofocus and self.ways.resume is None,
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


def _first_words(text: str) -> str:
    """The first sentence of a text, or as many as make a line."""
    lead = ""
    for sentence in re.findall(r"[^.]+\.", text):
        if len(lead) >= _LINE or (lead and len(lead + sentence) > 3 * _LINE):
            break
        lead += sentence
    return lead.strip() or text
