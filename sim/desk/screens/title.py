"""The opening: the shelf of scenarios, a seat to take, or a game to go on with."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from sim.catalogue import _
from sim.desk.figures.backdrop import Backdrop
from sim.desk.kit.layout import Column, Row, Spacer, Wrap
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, DISPLAY, HEADING, HERO, LEAD, SMALL, STRONG, TITLE
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Band, Card, Glass, Panel
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.figures import IconView, KeyCap, MarkView
from sim.desk.kit.widgets.scroll import Item, List, Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.title import Shelf, ShelfCard, ShelfSeat, played
from sim.game.progress import Progress

_WIDE: Final = 900
_LINE: Final = 50  # characters
_SIDE: Final = 72
_WIDEST: Final = 1136.0
_TALL: Final = 860
"""From this height on there is room for a large name."""
_ROW: Final = 34
_LEAST: Final = 464.0
"""How high the shelf is at least where there is room for it: two seats have place beside it."""
_ROWS_WHEN_NARROW: Final = 6


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the opening leads to; what is None cannot be done now."""

    begin: Callable[[str, str], object]
    """Open a scenario, by its id, in a seat."""
    settings: Callable[[], object]
    help: Callable[[], object]
    codex: Callable[[], object] | None = None
    resume: Callable[[], object] | None = None
    resume_note: str = ""
    load: Callable[[], object] | None = None
    notice: str = ""
    last_played: str = ""
    """The scenario of the game to go on with."""
    progress: Progress = field(default_factory=Progress)
    without: Callable[[str], object] | None = None
    """Choose what a scenario, by its id, is played without."""
    honesty: Callable[[str], object] | None = None
    """Show how far to trust a scenario, by its id."""


class TitlePage(Page):
    """The first screen."""

    def __init__(self, shelf: Shelf, ways: Ways) -> None:
        super().__init__()
        self.shelf, self.ways = shelf, ways
        self.notice = " ".join(told for told in (ways.notice, ways.progress.problem) if told)
        self.next = shelf.next(ways.progress)
        self.at = shelf.first(ways.last_played, ways.progress)

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
        tall = self.look.height >= _TALL
        name = HERO if tall and wide else DISPLAY if wide else TITLE
        head = Column(
            [
                Label(_("Twin Track"), name),
                TextBlock(
                    _(
                        "Two tracks lead to a peace: what is said at the table, and what is done "
                        "beside it."
                    ),
                    LEAD if wide else BODY,
                    "muted",
                    characters=82 if wide else 60,
                ),
            ],
            gap=4,
        )
        parts: list[Widget] = [head]
        if tall:
            parts.insert(0, Column([], height=24))
        if self.notice:
            parts.append(Panel([TextBlock(self.notice, BODY, "bad")], pad=12, width=self._across))
        if self.ways.resume is not None:
            parts.append(self._resume(self.ways.resume))
        parts += self._shelf()
        if self.shelf.broken:
            files = ", ".join(self.shelf.broken)
            text = _("Left out: {files}. `twintrack check` says what is wrong.").format(files=files)
            parts.append(TextBlock(text, SMALL, "bad"))
        side = _SIDE if wide else 24
        body = Column(
            parts,
            gap=16,
            pad=(side, 24 if wide else 16, side, 16),
            grow=1,
            across="start" if wide else "stretch",
        )
        inner = body if wide else Scroll(body, grow=1, key="shelf")
        return Backdrop(Column([inner, self._foot(side)], gap=0))

    def _shelf(self) -> list[Widget]:
        """The scenarios by title, and the one that is selected in full."""
        cards = self.shelf.cards
        if not cards:
            return [TextBlock(_("There is no scenario to play."), BODY, "bad")]
        items = [Item(card.title, self._when(at, card)) for at, card in enumerate(cards)]
        listed = List(
            items,
            self.at,
            self._choose,
            self._open,
            row=_ROW,
            name=_("Scenarios"),
            key="list:scenarios",
            grow=1,
            autofocus=self.ways.resume is None,
        )
        wide = self._wide
        shelf = Glass([listed], pad=8, grow=5 if wide else 0)
        if not wide:
            shelf.height = min(len(items), _ROWS_WHEN_NARROW) * _ROW + 16
        detail = self._scenario(cards[self.at])
        if not wide:
            return [shelf, detail]
        row = Row([shelf, detail], gap=16, across="stretch", width=self._across)
        needed = max(len(items) * _ROW + 16.0, _LEAST)
        if self.look.height - self._beside_shelf() < needed:
            row.grow = 1.0
        else:
            row.height = needed
        return [row]

    def _beside_shelf(self) -> float:
        """About how high all is that stands above and below the shelf."""
        taken = 300.0 if self.look.height >= _TALL else 220.0
        taken += 0 if self.ways.resume is None else 84
        return taken + 60 * (bool(self.notice) + bool(self.shelf.broken))

    def _when(self, at: int, card: ShelfCard) -> str:
        """What stands at the right of a title: how far one has come with it, and its years."""
        years = _("campaign, {years}").format(years=card.years) if card.campaign else card.years
        done = played(card, self.ways.progress).short
        if at == self.next and not done:
            done = _("begin here") if card.begin_here else _("next")
        return f"{done} · {years}" if done else years

    def _choose(self, index: int) -> None:
        self.at = index

    def _open(self, index: int) -> None:
        """Open the selected scenario in its first seat."""
        card = self.shelf.cards[index]
        self.ways.begin(card.id, card.seats[0].face.id)

    def _resume(self, resume: Callable[[], object]) -> Widget:
        button = Button(
            _("Continue"), resume, "primary", "play", key="continue", hotkey="c", autofocus=True
        )
        note = Label(self.ways.resume_note, BODY, "muted", elide=True, grow=1)
        return Glass([Row([button, note], gap=16)], pad=12, width=self._across)

    def _scenario(self, card: ShelfCard) -> Widget:
        seats: list[Widget] = [self._seat(card, seat) for seat in card.seats]
        facts = Wrap(
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
        done = played(card, self.ways.progress).words
        if done:
            words = TextBlock(" · ".join(done), SMALL, grow=1)
            parts.append(Row([IconView("flag", 14), words], gap=6))
        elif self.at == self.next or card.begin_here:
            told = _("A good one to begin with.") if card.begin_here else _("The next in order.")
            parts.append(Row([IconView("check", 14), Label(told, SMALL, "muted")], gap=6))
        parts += [Label(_("Take a seat"), SMALL, "muted"), Column(seats, gap=8)]
        more: list[Widget] = []
        if self.ways.without is not None and not card.campaign:
            more.append(self._without(self.ways.without, card.id))
        if self.ways.honesty is not None and not card.campaign:
            more.append(self._honesty(self.ways.honesty, card.id))
        if more:
            parts.append(Wrap(more, gap=8))
        if not self._wide:
            return Glass(parts, gap=10, name=card.title)
        inside = Scroll(Column(parts, gap=10), grow=1, key="detail")
        return Glass([inside], name=card.title, grow=6)

    @staticmethod
    def _without(choose: Callable[[str], object], scenario: str) -> Widget:
        words = _("A world without \N{HORIZONTAL ELLIPSIS}")
        about = _("Switch rules of the model or events off, and see what they do.")
        return Button(
            words, lambda: choose(scenario), "quiet", small=True, tooltip=about, key="without"
        )

    @staticmethod
    def _honesty(show: Callable[[str], object], scenario: str) -> Widget:
        return Button(
            _("How far to trust this"),
            lambda: show(scenario),
            "quiet",
            small=True,
            tooltip=_("What the model rests on, and how it does where it can be held to it."),
            key="honesty",
        )

    def _seat(self, card: ShelfCard, seat: ShelfSeat) -> Widget:
        lead = _first_words(seat.about)
        best = "" if card.campaign else played(card, self.ways.progress, seat.face.id).short
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
                        *([Label(best, SMALL)] if best else []),
                        IconView("chevron-right", 16),
                    ],
                    gap=12,
                )
            ],
            lambda: self.ways.begin(card.id, seat.face.id),
            pad=(14, 10),
            key=f"seat:{card.id}:{seat.face.id}",
            name=_("{scenario}: play {seat}").format(scenario=card.title, seat=seat.face.name),
        )

    def _foot(self, side: float) -> Widget:
        buttons: list[Widget] = []
        if self.ways.load is not None:
            load = Button(_("Load"), self.ways.load, "quiet", "save", hotkey="l", key="load")
            buttons.append(load)
        if self.ways.codex is not None:
            codex = Button(_("Codex"), self.ways.codex, "quiet", "book", hotkey="/", key="codex")
            buttons.append(codex)
        buttons += [
            Button(
                _("Settings"), self.ways.settings, "quiet", "settings", hotkey="o", key="settings"
            ),
            Button(_("Help"), self.ways.help, "quiet", "help", hotkey="?", key="help"),
            Button(_("Quit"), self.leave_game, "quiet", hotkey="q", key="quit"),
        ]
        row: list[Widget] = [Wrap(buttons, gap=8)]
        if self._wide:
            row += [Spacer(), *self._begin()]
        return Band([Row(row, gap=12)], pad=(max(8, side - 8), 8, side, 8), line_on_top=True)

    def _begin(self) -> list[Widget]:
        """The decision of this screen, and the keys that it takes."""
        if not self.shelf.cards:
            return []
        card = self.shelf.cards[self.at]
        words = _("Begin as {seat}").format(seat=card.seats[0].face.name)
        button = Button(
            words,
            lambda: self._open(self.at),
            "primary" if self.ways.resume is None else "plain",
            "arrow-right",
            icon_last=True,
            key="begin",
        )
        keys = Row([KeyCap("up"), KeyCap("down"), KeyCap("tab"), KeyCap("enter")], gap=6)
        hint = Label(_("everything works by keys"), SMALL, "muted")
        return [Row([keys, hint], gap=8), button]

    def leave_game(self) -> None:
        """Close the window."""
        self.app.quit()

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
