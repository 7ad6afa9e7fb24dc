"""What a widget needs to measure and draw itself: theme, scale, text, paint and a clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pygame

from sim.desk.kit.colour import Colour
from sim.desk.kit.paint import Paint
from sim.desk.kit.text import Align, Text
from sim.desk.kit.theme import DARK, RADIUS, SMALL_STRONG, Style, Theme, Token

# The smallest window that is laid out at the scale asked for; a smaller one is scaled down.
SMALLEST: Final = (640, 360)
SCALES: Final = (1.0, 1.25, 1.5, 1.75, 2.0)
_LEAST_SCALE: Final = 0.5
_TWEENS_KEPT: Final = 512


class Look:
    """The look of one window: `size` in pixels, a theme, and a UI scale from 1 to 2.

    `scale` is what is drawn: the scale asked for, or less where the window is too small for it.
    """

    def __init__(
        self,
        theme: Theme = DARK,
        scale: float = 1.0,
        size: tuple[int, int] = (1280, 720),
        motion: bool = True,
    ) -> None:
        self.theme = theme
        self.motion = motion
        self.size = size
        room = min(size[0] / SMALLEST[0], size[1] / SMALLEST[1])
        self.scale = max(_LEAST_SCALE, min(scale, room))
        self.text = Text(self.scale)
        self.paint = Paint()
        self.now = 0.0
        self.moving = False
        self.on_shorten: Callable[[str], None] | None = None  # the layout lints listen here
        self._tweens: dict[str, tuple[float, float, float]] = {}

    @property
    def width(self) -> float:
        """The width of the window in logical units; screens choose their layout by it."""
        return self.size[0] / self.scale

    @property
    def height(self) -> float:
        """The height of the window in logical units."""
        return self.size[1] / self.scale

    def px(self, units: float) -> int:
        """Return logical units in pixels."""
        return round(units * self.scale)

    def changed(self, theme: Theme, scale: float, size: tuple[int, int], motion: bool) -> Look:
        """Return another look for the window; paint, and while the scale allows text, are kept."""
        other = Look(theme, scale, size, motion)
        other.paint, other.now = self.paint, self.now
        if other.scale == self.scale:
            other.text = self.text
        return other

    # Drawing -------------------------------------------------------------------------------

    def write(
        self,
        surface: pygame.Surface,
        text: str,
        at: tuple[int, int],
        style: Style,
        token: Token = "ink",
        align: Align = "left",
        width: int | None = None,
    ) -> pygame.Rect:
        """Draw one line in a colour of the theme, shortened to `width` pixels when given."""
        if width is not None:
            whole, text = text, self.text.fit(text, style, width)
            if text != whole and self.on_shorten is not None:
                self.on_shorten(whole)
        return self.text.draw(surface, text, at, style, self.theme.colour(token), align)

    def box(
        self,
        surface: pygame.Surface,
        rect: pygame.Rect,
        fill: Token | None = None,
        border: Token | None = None,
        radius: float = RADIUS,
        width: float = 0,
    ) -> None:
        """Draw a rounded box in colours of the theme; `radius` and `width` in logical units."""
        theme = self.theme
        self.paint.box(
            surface,
            rect,
            self.px(radius),
            None if fill is None else theme.colour(fill),
            None if border is None else theme.colour(border),
            max(1, self.px(width or theme.border)),
        )

    def ring(self, surface: pygame.Surface, rect: pygame.Rect, radius: float) -> None:
        """Draw the focus ring, a little outside `rect`."""
        gap = max(2, self.px(3))
        self.box(surface, rect.inflate(2 * gap, 2 * gap), None, "accent", radius + 3, 2)

    def icon(
        self,
        surface: pygame.Surface,
        name: str,
        centre: tuple[int, int],
        token: Token = "ink",
        size: float = 18,
    ) -> None:
        """Draw an icon in a colour of the theme; `size` in logical units."""
        self.paint.icon(surface, name, centre, self.px(size), self.theme.colour(token))

    def key_width(self, label: str) -> int:
        """Return the width of a key cap."""
        return max(self.px(20), self.text.width(label, SMALL_STRONG) + self.px(10))

    def key_cap(
        self, surface: pygame.Surface, label: str, at: tuple[int, int], token: Token = "muted"
    ) -> pygame.Rect:
        """Draw a key as it looks on a keyboard, its left middle at `at`."""
        rect = pygame.Rect(0, 0, self.key_width(label), self.px(20))
        rect.midleft = at
        colour: Colour = self.theme.colour(token)
        border = self.theme.control if token == "muted" else colour
        self.paint.box(surface, rect, self.px(4), None, border, max(1, self.px(1)))
        top = rect.centery - self.text.height(SMALL_STRONG) // 2
        self.text.draw(surface, label, (rect.centerx, top), SMALL_STRONG, colour, "centre")
        return rect

    # Motion --------------------------------------------------------------------------------

    def tween(self, key: str, target: float, seconds: float = 0.2) -> float:
        """Return a value that glides to `target`; at once when motion is off.

        `moving` says that another frame is needed; the window clears it before it draws.
        """
        start = self._tweens.get(key)
        if not self.motion or start is None:
            if len(self._tweens) >= _TWEENS_KEPT:
                self._tweens.clear()
            self._tweens[key] = (target, target, self.now - seconds)
            return target
        begin, end, since = start
        share = min(1.0, (self.now - since) / seconds)
        value = begin + (end - begin) * (1 - (1 - share) ** 3)
        if end != target:
            self._tweens[key] = (value, target, self.now)
            share = 0.0
        if share < 1.0:
            self.moving = True
        return value
