"""The course of a number turn by turn, as a small chart."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Unpack

import pygame

from sim.catalogue import _
from sim.desk.kit.look import Look
from sim.desk.kit.theme import SMALL, SMALL_STRONG
from sim.desk.kit.widget import Options, State, Widget


class Course(Widget):
    """Steps from turn to turn on a scale from 0 to `top`; the last one is now.

    `ends` are the first and the last date, `marked` is the place that is looked at.
    """

    role = "img"

    def __init__(
        self,
        values: Sequence[int],
        top: int,
        ends: tuple[str, str],
        **options: Unpack[Options],
    ) -> None:
        options.setdefault("name", _("Course by turn"))
        super().__init__((), **options)
        self.values, self.top, self.ends = tuple(values), max(1, top), ends

    @property
    def value(self) -> str:
        """All values in order."""
        return ", ".join(map(str, self.values))

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width and a small height."""
        return width, look.px(96)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the scale, the steps, and where now is."""
        theme, small = look.theme, look.text.height(SMALL)
        gutter = look.text.width(str(self.top), SMALL) + look.px(8)
        foot = small + look.px(2)
        room = pygame.Rect(
            self.rect.x + gutter,
            self.rect.y + small // 2 + 1,
            self.rect.w - gutter - look.px(40),
            self.rect.h - foot - small // 2 - look.px(6),
        )
        thin = max(1, look.px(1))
        for level in (0, self.top // 2, self.top) if self.top > 1 else (0, self.top):
            y = self._y(room, level)
            surface.fill(theme.line, (room.x, y, room.w, thin))
            if level != self.top // 2 or room.h > 3 * small:
                at = (room.x - look.px(8), y - small // 2)
                look.write(surface, str(level), at, SMALL, "muted", "right")
        count = max(1, len(self.values) - 1)
        points = [
            (room.x + round(room.w * i / count), self._y(room, value))
            for i, value in enumerate(self.values)
        ]
        thick = max(2, look.px(2))
        for (x, y), (after, there) in itertools.pairwise(points):
            surface.fill(theme.ink, (x, y - thick // 2, after - x, thick))
            low, high = min(y, there), max(y, there)
            surface.fill(theme.ink, (after - thick // 2, low, thick, max(thick, high - low)))
        now = points[-1] if len(points) > 1 else (room.right, points[0][1])
        if len(points) == 1:
            surface.fill(theme.ink, (room.x, now[1] - thick // 2, room.w, thick))
        look.paint.dot(surface, now, look.px(5), theme.accent)
        at = (now[0] + look.px(10), now[1] - look.text.height(SMALL_STRONG) // 2)
        look.write(surface, str(self.values[-1]), at, SMALL_STRONG)
        below = self.rect.bottom - small
        look.write(surface, self.ends[0], (room.x, below), SMALL, "muted")
        if len(points) > 1:
            look.write(surface, self.ends[1], (room.right, below), SMALL, "muted", "right")

    def _y(self, room: pygame.Rect, value: int) -> int:
        share = min(max(value / self.top, 0.0), 1.0)
        return round(room.bottom - share * room.h)
