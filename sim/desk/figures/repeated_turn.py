"""A turn played many times as dots: one for each time, and where this game stands among them."""

from __future__ import annotations

from typing import Final, Unpack

import pygame

from sim.catalogue import _
from sim.desk.kit.look import Look
from sim.desk.kit.theme import Mark
from sim.desk.kit.widget import Options, State, Widget

_PITCH: Final = 13
_ROWS: Final = 10


class Many(Widget):
    """So many dots: full where it came, empty where it did not; a diamond is this game.

    The dots stand in columns of ten, those that came first, and the diamond stands in the place of
    the last that came or of the first that did not.
    """

    role = "img"

    def __init__(self, came: int, of: int, here: bool, **options: Unpack[Options]) -> None:
        super().__init__((), **options)
        self.came, self.of, self.here = came, of, here

    @property
    def value(self) -> str:
        """The counts in words."""
        told = _("{came} of {of}; here it came") if self.here else _("{came} of {of}; here not")
        return told.format(came=self.came, of=self.of)

    @property
    def mine(self) -> int:
        """Which dot stands for this game, from 0."""
        at = self.came - 1 if self.here else self.came
        return min(max(at, 0), max(0, self.of - 1))

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the size of all dots."""
        pitch = self._pitch(look, width)
        return self._columns * pitch, _ROWS * pitch

    @property
    def _columns(self) -> int:
        return max(1, -(-self.of // _ROWS))

    def _pitch(self, look: Look, width: int) -> int:
        return max(2, min(look.px(_PITCH), width // self._columns))

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the dots, kept as one picture, and the diamond over them."""
        theme, pitch = look.theme, self._pitch(look, self.rect.w)
        pen = max(1.0, 0.8 * look.scale)

        def place(index: int) -> tuple[int, int]:
            column, row = divmod(index, _ROWS)
            return column * pitch + pitch // 2, row * pitch + pitch // 2

        def dots(layer: pygame.Surface) -> None:
            for index in range(self.of):
                if index < self.came:
                    look.paint.dot(layer, place(index), pitch * 0.36, theme.ink)
                else:
                    look.paint.dot(layer, place(index), pitch * 0.28, None, theme.control, pen)

        key = ("many", self.came, self.of, pitch, theme.ink, theme.control, pen)
        look.paint.stamp(surface, look.paint.layer(key, self.rect.size, dots), self.rect.topleft)
        if self.of:
            x, y = place(self.mine)
            at = (self.rect.x + x, self.rect.y + y)
            mark = Mark(theme.accent, "diamond")
            look.paint.mark(surface, mark, at, pitch * 0.95, theme.outline, look.scale)
