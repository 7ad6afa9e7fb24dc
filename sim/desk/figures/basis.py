"""What numbers rest on as a bar in parts, told apart by hatching as well as by colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Unpack

import pygame

from sim.catalogue import _
from sim.desk.kit.colour import mix
from sim.desk.kit.look import Look
from sim.desk.kit.theme import SMALL_STRONG
from sim.desk.kit.widget import Options, State, Widget

NAMES: Final = (_("cited"), _("cited, size assumed"), _("assumed"))
"""The parts from left to right: full, hatched, empty."""


class BasisBar(Widget):
    """Counts of what is cited (full), cited with an assumed size (hatched), assumed (empty)."""

    role = "img"

    def __init__(self, counts: Sequence[int], **options: Unpack[Options]) -> None:
        super().__init__((), **options)
        self.counts = tuple(counts)

    @property
    def value(self) -> str:
        """The parts in words."""
        pairs = zip(NAMES, self.counts, strict=True)
        return ", ".join(f"{name}: {count}" for name, count in pairs if count)

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width and the height of the bar."""
        return width, look.px(28)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the parts with their counts."""
        theme, total = look.theme, max(1, sum(self.counts))
        full = mix(theme.panel, theme.trust, 0.45)
        x = float(self.rect.x)
        pen = max(1, look.px(1))
        for index, count in enumerate(self.counts):
            left, x = round(x), x + self.rect.w * count / total
            part = pygame.Rect(left, self.rect.y, round(x) - left - look.px(2), self.rect.h)
            if part.w < 2:
                continue
            if index == 0:
                surface.fill(full, part)
            elif index == 1:
                look.paint.hatch(surface, part, full, look.px(7), look.scale)
            look.paint.box(surface, part, 0, None, theme.control, pen)
            self._write(surface, look, part, str(count), index)

    @staticmethod
    def _write(
        surface: pygame.Surface, look: Look, part: pygame.Rect, words: str, index: int
    ) -> None:
        wide, high = look.text.width(words, SMALL_STRONG), look.text.height(SMALL_STRONG)
        if wide + look.px(12) > part.w:
            return
        if index == 1:  # a plain ground, so that hatching does not run through the number
            ground = pygame.Rect(0, 0, wide + look.px(8), high)
            ground.center = part.center
            surface.fill(look.theme.panel, ground)
        at = (part.centerx, part.centery - high // 2)
        look.write(surface, words, at, SMALL_STRONG, "ink", "centre")
