"""What was said against how often it came, with what so few cases leave open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Unpack

import pygame

from sim.catalogue import _
from sim.desk.kit.look import Look
from sim.desk.kit.theme import SMALL, Mark
from sim.desk.kit.widget import Options, State, Widget
from sim.desk.models.forecasts import BetRow, BinView
from sim.desk.models.hand import DOTS

_SIDE: Final = 260
_LEFT: Final = 64
_FOOT: Final = 46


class CalibrationPlot(Widget):
    """Groups of bets: said along, came upward, each with its interval of 90%.

    Who is well calibrated stands on the dashed line. Each bet is a tick at the upper edge where it
    came, and at the lower edge where it did not.
    """

    role = "img"

    def __init__(
        self, bins: Sequence[BinView], rows: Sequence[BetRow] = (), **options: Unpack[Options]
    ) -> None:
        options.setdefault("name", _("What you said against how often it came"))
        super().__init__((), **options)
        self.bins, self.rows = tuple(bins), tuple(rows)

    @property
    def value(self) -> str:
        """Every group in words."""
        return " ".join(one.words for one in self.bins)

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return a square with room for its scales."""
        side = min(look.px(_SIDE), max(look.px(80), width - look.px(_LEFT + 12)))
        return min(width, side + look.px(_LEFT + 12)), side + look.px(_FOOT)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the scales, the line of those who are right, the bets and the groups."""
        theme, high = look.theme, look.text.height(SMALL)
        area = pygame.Rect(
            self.rect.x + look.px(_LEFT),
            self.rect.y + high // 2,
            max(1, self.rect.w - look.px(_LEFT + 12)),
            max(1, self.rect.h - look.px(_FOOT)),
        )
        thin = max(1, look.px(1))
        for count in (0, 10, 20):
            y = area.bottom - area.h * count // DOTS
            x = area.x + area.w * count // DOTS
            surface.fill(theme.line, (area.x, y, area.w, thin))
            surface.fill(theme.line, (x, area.y, thin, area.h))
            at = (area.x - look.px(8), y - high // 2)
            look.write(surface, str(count), at, SMALL, "muted", "right")
            look.write(surface, str(count), (x, area.bottom + look.px(4)), SMALL, "muted", "centre")
        below = (area.centerx, area.bottom + look.px(4) + high)
        look.write(surface, _("what you said, in 20"), below, SMALL, "muted", "centre")
        beside = (self.rect.x, area.centery - high)
        look.write(surface, _("came"), beside, SMALL, "muted")
        dash = (5 * look.scale, 4 * look.scale)
        diagonal = [(area.x, area.bottom), (area.right, area.y)]
        look.paint.arrow(surface, diagonal, theme.control, 1.5 * look.scale, dash)
        self._bets(surface, look, area)
        for one in self.bins:
            self._group(surface, look, area, one)

    def _bets(self, surface: pygame.Surface, look: Look, area: pygame.Rect) -> None:
        long, wide = look.px(7), max(2, look.px(2))
        for row in self.rows:
            x = area.x + area.w * row.said // DOTS - wide // 2
            y = area.y if row.came else area.bottom - long
            surface.fill(look.theme.ink, (x, y, wide, long))

    @staticmethod
    def _group(surface: pygame.Surface, look: Look, area: pygame.Rect, one: BinView) -> None:
        theme = look.theme

        def y(count: float) -> int:
            return round(area.bottom - area.h * count / DOTS)

        x = round(area.x + area.w * one.said / DOTS)
        wide = max(2, look.px(2))
        surface.fill(theme.ink, (x - wide // 2, y(one.high), wide, y(one.low) - y(one.high)))
        for end in (one.low, one.high):
            half = look.px(4)
            surface.fill(theme.ink, (x - half, y(end), 2 * half, wide))
        mark = Mark(theme.accent, "circle")
        look.paint.mark(
            surface, mark, (x, y(one.share)), 6 * look.scale, theme.panel, 1.5 * look.scale
        )
