"""A value chosen on a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Unpack

import pygame

from sim.desk.kit.look import Look
from sim.desk.kit.theme import SMALL, Token
from sim.desk.kit.widget import Options, State, Widget

_LEAPS = 10  # steps of Page Up and Page Down


class Slider(Widget):
    """A number from `low` to `high` in whole `step`s from `low`.

    `words` are written under the two ends; `show` says a value in words for those who cannot see
    the line. The arrows move by one step, Page Up and Down by ten, Home and End to the ends.
    """

    role = "slider"
    focusable = True
    radius = 8

    def __init__(
        self,
        title: str,
        number: float,
        change: Callable[[float], object],
        low: float = 0.0,
        high: float = 1.0,
        step: float = 0.05,
        words: tuple[str, str] = ("", ""),
        show: Callable[[float], str] = "{:g}".format,
        **options: Unpack[Options],
    ) -> None:
        if not (high > low and step > 0):
            raise ValueError(f"slider {title!r}: high must be above low and step above 0.")
        options.setdefault("name", title)
        options.setdefault("key", f"slider:{title}")
        super().__init__((), **options)
        self.low, self.high, self.step = low, high, step
        self.number = self.nearest(number)
        self.change, self.words, self.show = change, words, show
        self._reach = 0  # half the thumb, so that it stays within the rectangle

    @property
    def value(self) -> str:
        """The number in words."""
        return self.show(self.number)

    def nearest(self, number: float) -> float:
        """Return the allowed value nearest to `number`."""
        last = round((self.high - self.low) / self.step)
        steps = min(max(round((number - self.low) / self.step), 0), last)
        return min(round(self.low + steps * self.step, 9), self.high)

    def number_at(self, x: int) -> float:
        """Return the value of a place on the line, in pixels."""
        line = self.line
        return self.nearest(self.low + (x - line.x) / max(1, line.w) * (self.high - self.low))

    def x_of(self, number: float) -> int:
        """Return the place of a value on the line, in pixels."""
        line = self.line
        return round(line.x + (number - self.low) / (self.high - self.low) * line.w)

    @property
    def line(self) -> pygame.Rect:
        """The line from the lowest to the highest value, in pixels, with no height."""
        middle = self.rect.y + self._reach + 2
        return pygame.Rect(
            self.rect.x + self._reach, middle, max(0, self.rect.w - 2 * self._reach), 0
        )

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width, and the height of thumb and words."""
        words = look.text.height(SMALL) if any(self.words) else 0
        return width, look.px(24) + words

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Take a rectangle."""
        self.rect = rect
        self._reach = look.px(10)

    def on_key(self, chord: str, typed: str) -> bool:
        """Move the value."""
        by = {
            "left": -1,
            "right": 1,
            "pagedown": -_LEAPS,
            "pageup": _LEAPS,
        }
        if not self.enabled:
            return False
        if chord in by:
            self._set(self.number + by[chord] * self.step)
        elif chord in ("home", "end"):
            self._set(self.low if chord == "home" else self.high)
        else:
            return False
        return True

    def on_press(self, at: tuple[int, int]) -> None:
        """Jump to the pointer."""
        self.on_drag(at)

    def on_drag(self, at: tuple[int, int]) -> None:
        """Follow the pointer."""
        if self.enabled:
            self._set(self.number_at(at[0]))

    def on_release(self, at: tuple[int, int]) -> None:
        """Stay where the drag ended."""

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw line, thumb and words."""
        theme, line = look.theme, self.line
        x, y = self.x_of(self.number), line.y
        thick = max(2, look.px(4))
        track = pygame.Rect(line.x, y - thick // 2, line.w, thick)
        look.paint.box(surface, track, thick // 2, theme.control)
        if self.enabled:
            done = pygame.Rect(track.x, track.y, x - track.x, thick)
            look.paint.box(surface, done, thick // 2, theme.accent)
        radius = look.px(10 if state.hovered or state.pressed else 9)
        thumb = theme.accent if self.enabled else theme.control
        look.paint.dot(surface, (x, y), radius, thumb, theme.panel, look.px(2))
        token: Token = "muted"
        top = y + look.px(11)
        half = self.rect.w // 2 - look.px(4)
        look.write(surface, self.words[0], (self.rect.x, top), SMALL, token, "left", half)
        look.write(surface, self.words[1], (self.rect.right, top), SMALL, token, "right", half)

    def _set(self, number: float) -> None:
        nearest = self.nearest(number)
        if nearest != self.number:
            self.number = nearest
            self.change(nearest)
