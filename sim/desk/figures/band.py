"""A number between 0 and 1 as far as it is known: a band with its best guess on a line."""

from __future__ import annotations

from typing import Unpack

import pygame

from sim.catalogue import _
from sim.desk.kit.look import Look
from sim.desk.kit.theme import Mark, Token
from sim.desk.kit.widget import Options, State, Widget


class BandView(Widget):
    """The band from `low` to `high` and the best guess; a second `truth` is drawn as a tick.

    `mark` is the sign of the best guess, by default a dot.
    """

    role = "meter"

    def __init__(
        self,
        low: float,
        best: float,
        high: float,
        token: Token = "trust",
        mark: Mark | None = None,
        truth: float | None = None,
        **options: Unpack[Options],
    ) -> None:
        super().__init__((), **options)
        self.low, self.best, self.high = low, best, high
        self.token: Token = token
        self.mark, self.truth = mark, truth

    @property
    def value(self) -> str:
        """The band in words."""
        return band_words(self.low, self.best, self.high)

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width and the height of the mark."""
        return width, look.px(18)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw line, band, best guess and truth."""
        theme, edge = look.theme, look.px(8)
        left, wide, y = self.rect.x + edge, self.rect.w - 2 * edge, self.rect.centery

        def x(value: float) -> int:
            return round(left + min(max(value, 0.0), 1.0) * wide)

        surface.fill(theme.line, (left, y, wide, max(1, look.px(1))))
        for tick in (0.0, 0.5, 1.0):
            surface.fill(theme.line, (x(tick), y - look.px(3), max(1, look.px(1)), look.px(7)))
        thick = look.px(6)
        colour = self.mark.colour if self.mark is not None else theme.colour(self.token)
        if self.high > self.low:
            fade = max(0, min(look.px(10), (x(self.high) - x(self.low)) // 3))
            bar = pygame.Rect(
                x(self.low), y - thick // 2, max(thick, x(self.high) - x(self.low)), thick
            )
            outline = theme.outline if theme.outlined_marks else None
            look.paint.bar(surface, bar, colour, (fade, fade), outline)
        if self.truth is not None:
            at = (x(self.truth), y - look.px(6))
            look.paint.mark(
                surface,
                Mark(theme.accent, "triangle-down"),
                at,
                5 * look.scale,
                theme.panel,
                look.scale,
            )
        centre = (x(self.best), y)
        if self.mark is not None:
            around = theme.outline if theme.outlined_marks else theme.panel
            look.paint.mark(surface, self.mark, centre, 6 * look.scale, around, 1.4 * look.scale)
        else:
            look.paint.dot(
                surface, centre, 5.5 * look.scale, theme.ink, theme.panel, 1.5 * look.scale
            )


def band_words(low: float, best: float, high: float) -> str:
    """A band in words, in hundredths."""
    ends = round(100 * low), round(100 * high)
    if ends[0] == ends[1]:
        return f"{round(100 * best)}"
    said = _("about {best}, {low} to {high}")
    return said.format(best=round(100 * best), low=ends[0], high=ends[1])
