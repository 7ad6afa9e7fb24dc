"""Beliefs turn by turn as lines, each with its own stroke and marks as well as its colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Unpack

import pygame

from sim.catalogue import _
from sim.desk.kit.look import Look
from sim.desk.kit.theme import SMALL, SMALL_STRONG, Mark, Shape, Token
from sim.desk.kit.widget import Options, State, Widget
from sim.desk.models.advisers import Line
from sim.desk.models.hand import DOTS

_LEAST: Final = 150
_LEGEND: Final = 20
_SERIES: Final[tuple[tuple[Token, Shape, tuple[float, float] | None], ...]] = (
    ("accent", "circle", None),
    ("trust", "square", (7, 4)),
    ("distrust", "triangle", (2, 4)),
    ("good", "diamond", (10, 3)),
)
"""Colour, mark and dashes of each line; the first is the player's."""


def look_of(index: int) -> tuple[Token, Shape]:
    """Colour and mark of a line."""
    token, shape, _dash = _SERIES[index % len(_SERIES)]
    return token, shape


class BeliefLines(Widget):
    """Lines of beliefs, 0 to 20, over the turns played; the last point is now."""

    role = "img"

    def __init__(self, lines: Sequence[Line], **options: Unpack[Options]) -> None:
        super().__init__((), **options)
        self.lines = tuple(lines)

    @property
    def value(self) -> str:
        """Where each line begins and ends."""
        return "; ".join(
            f"{line.name}: {', '.join(str(round(point)) for point in line.points)}"
            for line in self.lines
        )

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width, and a height with room for every step of five."""
        return width, look.px(_LEAST)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the scale, the lines and their marks."""
        theme, high = look.theme, look.text.height(SMALL)
        area = pygame.Rect(
            self.rect.x + look.px(30),
            self.rect.y + high // 2,
            self.rect.w - look.px(46),
            self.rect.h - high - high // 2 - look.px(8),
        )
        for count in (0, 10, 20):
            y = area.bottom - area.h * count // DOTS
            surface.fill(theme.line, (area.x, y, area.w, max(1, look.px(1))))
            look.write(
                surface,
                str(count),
                (area.x - look.px(8), y - high // 2),
                SMALL,
                "muted",
                "right",
            )
        last = max(1, max((len(line.points) for line in self.lines), default=1) - 1)
        self._turns(surface, look, area, last)
        for index in reversed(range(len(self.lines))):
            self._line(surface, look, area, index, last)

    def _turns(self, surface: pygame.Surface, look: Look, area: pygame.Rect, last: int) -> None:
        step = max(1, round(look.px(34) * (last + 1) / max(1, area.w)))
        for turn in range(last + 1):
            now = turn == last
            if not now and (turn % step or last - turn < step):
                continue
            at = (round(area.x + area.w * turn / last), area.bottom + look.px(6))
            style = SMALL_STRONG if now else SMALL
            words = _("now") if now else str(turn + 1)
            look.write(surface, words, at, style, "ink" if now else "muted", "centre")

    def _line(
        self, surface: pygame.Surface, look: Look, area: pygame.Rect, index: int, last: int
    ) -> None:
        token, shape, dash = _SERIES[index % len(_SERIES)]
        colour, scale = look.theme.colour(token), look.scale
        points = [
            (
                round(area.x + area.w * turn / last),
                round(area.bottom - area.h * point / DOTS),
            )
            for turn, point in enumerate(self.lines[index].points)
        ]
        dashes = None if dash is None else (dash[0] * scale, dash[1] * scale)
        look.paint.arrow(surface, points, colour, 2.2 * scale, dashes)
        edge = look.theme.panel
        for x, y in points:
            look.paint.mark(surface, Mark(colour, shape), (x, y), 4 * scale, edge, scale)
