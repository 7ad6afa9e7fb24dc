"""Help: how a turn goes, how to read the pictures, the keys, and what the model is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pygame

from sim.catalogue import _
from sim.desk.figures.band import BandView
from sim.desk.figures.draft import DraftSlider
from sim.desk.kit.layout import Column, Grid, Row, Spacer
from sim.desk.kit.look import Look
from sim.desk.kit.page import Page
from sim.desk.kit.theme import GRID, GUTTER, HEADING, SMALL, STRONG, mark
from sim.desk.kit.widget import State, Widget
from sim.desk.kit.widgets.boxes import Panel
from sim.desk.kit.widgets.buttons import Button, Tabs
from sim.desk.kit.widgets.figures import KeyCap, MarkView, Odds
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.cast import Face
from sim.desk.models.help import HONESTY, KEYS, TURN, Passage, honesty
from sim.desk.models.table import Line, Stand
from sim.desk.screens.frame import frame, is_wide, sheet

if TYPE_CHECKING:
    from sim.scenario.load import Loaded

_TABS = (_("A turn"), _("The pictures"), _("Keys"), _("The model"))
_WIDEST = 1040
_KEY_ROOM = 96


class HelpPage(Page):
    """The help.

    Args:
        loaded: A scenario, for the note on what its numbers rest on.
        tab: Which part to open, from 0: a turn, the pictures, the keys, the model.
        codex: Opens the codex.
    """

    def __init__(
        self,
        loaded: Loaded | None = None,
        tab: int = 0,
        codex: Callable[[], object] | None = None,
        hint_again: Callable[[bool], object] | None = None,
    ) -> None:
        super().__init__()
        self.hint_again = hint_again
        self.codex = codex
        self.tab = tab
        self.honesty = honesty(loaded.scenario) if loaded is not None else None

    def choose(self, index: int) -> None:
        """Show another part."""
        self.tab = index

    def on_key(self, key: str) -> bool:
        """A digit shows a part."""
        if key.isdecimal() and 1 <= int(key) <= len(_TABS):
            self.tab = int(key) - 1
            return True
        return super().on_key(key)

    def build(self) -> Widget:
        """Return the whole screen."""
        parts = (self._turn, self._pictures, self._keys, self._model)[self.tab]()
        tabs = Tabs(_TABS, self.tab, self.choose, name=_("Help"), key="tabs", autofocus=True)
        key = f"help:{self.tab}"
        if is_wide(self):
            told = sheet(Column(parts, gap=GUTTER, pad=GUTTER), _WIDEST, key)
            told.grow = 1.0
            body: Widget = Column([Column([tabs], pad=(GUTTER, GRID, GUTTER, 0)), told], gap=0)
        else:
            body = Scroll(Column([tabs, *parts], gap=GUTTER, pad=GUTTER), key=key)
        aside = [] if self.codex is None else [self._to_codex(self.codex)]
        return frame(self, _("Help"), body, aside=aside)

    @staticmethod
    def _to_codex(codex: Callable[[], object]) -> Widget:
        return Button(_("Codex"), codex, "quiet", "book", small=True, hotkey="c", key="codex")

    def _turn(self) -> list[Widget]:
        parts = [_passages(self, TURN, numbered=True)]
        if self.hint_again is not None:
            again = Button(_("Hints from here on"), self._hint_again, key="hint-again")
            parts.insert(0, Row([again, Spacer()]))
        return parts

    def _hint_again(self) -> None:
        if self.hint_again is not None:
            self.hint_again(True)
            self.on_key("escape")

    def _model(self) -> list[Widget]:
        parts: list[Widget] = [_passages(self, HONESTY)]
        if self.honesty is not None:
            words = TextBlock(self.honesty.words)
            parts.append(Panel([words], _("What the numbers rest on"), pad=24))
        return parts

    def _keys(self) -> list[Widget]:
        panels: list[Widget] = [
            Panel(
                [
                    Row(
                        [
                            Row([KeyCap(key.chord)], width=_KEY_ROOM),
                            Column([TextBlock(key.does)], grow=1.0),
                        ],
                        gap=12,
                    )
                    for key in keys.keys
                ],
                keys.title,
                pad=24,
                gap=12,
            )
            for keys in KEYS
        ]
        if not is_wide(self):
            return panels
        halves = [Column(panels[side::2], gap=GUTTER, grow=1.0) for side in (0, 1)]
        return [Row(halves, gap=GUTTER, across="start")]

    def _pictures(self) -> list[Widget]:
        panels = [
            Panel(
                [
                    Ties(),
                    TextBlock(
                        _(
                            "An arrow goes from the one who trusts to the one who is trusted. It "
                            "is solid for trust and dashed for distrust; the wider it is, the "
                            "more the one can give to the other or keep back. Choose an actor to "
                            "see its own."
                        )
                    ),
                ],
                _("Who trusts whom"),
                pad=24,
                gap=12,
            ),
            Panel(
                [
                    Row(
                        [
                            Odds(8, 20, 5, 11),
                            Label(
                                _("{count} in {total}, {low} to {high}").format(
                                    count=8, total=20, low=5, high=11
                                ),
                                STRONG,
                            ),
                        ],
                        gap=GUTTER,
                    ),
                    TextBlock(
                        _(
                            "Odds are dots out of twenty. Full dots are there in nearly all "
                            "worlds that fit what you know, pale ones may be lost, ringed ones "
                            "may be gained. Listening brings the ends together."
                        )
                    ),
                ],
                _("Odds"),
                pad=24,
                gap=12,
            ),
            Panel(
                [
                    DraftSlider(_EXAMPLE, lambda place: None, enabled=False, key="example"),
                    TextBlock(
                        _(
                            "A bar is what a party could bear, its mark what it would like best; "
                            "ends fade where you are not sure. The line is the text. The green "
                            "band is where all could meet, and hatching lies outside the standing "
                            "agreement."
                        )
                    ),
                ],
                _("Positions and room for agreement"),
                pad=24,
                gap=12,
            ),
            Panel(
                [
                    Row(
                        [
                            Label(_("Trusts you"), SMALL, width=90),
                            BandView(0.28, 0.48, 0.66, name=_("Trusts you"), grow=1.0),
                            Label(
                                _("about {best}, {low} to {high}").format(best=48, low=28, high=66),
                                SMALL,
                                "muted",
                            ),
                        ],
                        gap=12,
                    ),
                    Row(
                        [
                            MarkView(mark(i), 9, name=_("mark {number}").format(number=i + 1))
                            for i in range(6)
                        ],
                        gap=12,
                    ),
                    TextBlock(
                        _(
                            "What others feel and want you know as bands: the dot is the best "
                            "guess. Your own numbers are exact. Every party has a colour, a shape "
                            "and a name."
                        )
                    ),
                ],
                _("What you know"),
                pad=24,
                gap=12,
            ),
        ]
        return [Grid(panels, 2 if is_wide(self) else 1, gap=GUTTER)]


class Ties(Widget):
    """A sample of the arrows of the network."""

    role = "img"

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width and the height of two lines."""
        return width, look.px(56)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw an arrow of trust and one of distrust between two marks."""
        theme, scale = look.theme, look.scale
        edge = theme.outline if theme.outlined_marks else None
        half = self.rect.w // 2
        samples = (
            (self.rect.x, _("trust"), theme.trust, None, 4.0),
            (self.rect.x + half, _("distrust"), theme.distrust, (7 * scale, 5 * scale), 2.0),
        )
        for x, word, colour, dash, width in samples:
            y, left, right = self.rect.y + look.px(14), x + look.px(14), x + half - look.px(40)
            look.paint.mark(surface, mark(0), (left, y), 9 * scale, edge, scale)
            look.paint.mark(surface, mark(3), (right, y), 9 * scale, edge, scale)
            ends = [(left + look.px(18), y), (right - look.px(18), y)]
            look.paint.arrow(surface, ends, colour, width * scale, dash, 12 * scale)
            at = ((left + right) // 2, y + look.px(16))
            look.write(surface, word, at, SMALL, "muted", "centre")


def _passages(page: Page, passages: Sequence[Passage], numbered: bool = False) -> Widget:
    panels = []
    for number, passage in enumerate(passages, start=1):
        title = f"{number}  {passage.title}" if numbered else passage.title
        panels.append(
            Panel([Label(title, HEADING), TextBlock(passage.text)], pad=24, name=passage.title)
        )
    return Grid(panels, 2 if is_wide(page) else 1, gap=GUTTER)


_EXAMPLE = Line(
    issue="example",
    title=_("An issue"),
    low=_("one end"),
    high=_("the other end"),
    place=0.45,
    limits=(0.0, 0.8),
    last=None,
    stands=(
        Stand(Face("a", _("Party"), mark(0)), 0.2, (0.0, 0.0, 0.45, 0.6)),
        Stand(Face("b", _("Other"), mark(3)), 0.75, (0.3, 0.4, 1.0, 1.0)),
    ),
    zone=(0.35, 0.5),
    apart=(),
    note="",
    cites=(),
)
