"""A note of several lines to type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Unpack

import pygame

from sim.desk.kit.look import Look
from sim.desk.kit.theme import BODY, Token
from sim.desk.kit.widget import Options, State
from sim.desk.kit.widgets.field import Field

_LEAST_LINES: Final = 2
_PAD: Final = 12
_CHARACTERS: Final = 90


class NoteField(Field):
    """A field whose text goes on over several lines; Enter begins a new one.

    The field grows with its text. `change` is told of every change.
    """

    longest = 2000

    def __init__(
        self,
        title: str,
        text: str,
        change: Callable[[str], object],
        hint: str = "",
        **options: Unpack[Options],
    ) -> None:
        super().__init__(title, text, change, None, hint, **options)

    def lines(self, look: Look, width: int) -> tuple[str, ...]:
        """The text broken for a width in pixels."""
        return look.text.wrap(self.text, BODY, width - 2 * look.px(_PAD), _CHARACTERS)

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width and the height of the lines."""
        count = max(_LEAST_LINES, len(self.lines(look, width)))
        return width, count * look.text.height(BODY) + look.px(16)

    def on_key(self, chord: str, typed: str) -> bool:
        """Type, delete, begin a line, or move the caret."""
        if self.enabled and chord in ("enter", "shift+enter"):
            self._put("\n", self.caret)
            return True
        return super().on_key(chord, typed)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the box, the lines or the hint, and the caret."""
        border: Token = "accent" if state.focused else "control"
        look.box(surface, self.rect, "panel", border, self.radius)
        x, top = self.rect.x + look.px(_PAD), self.rect.y + look.px(8)
        high = look.text.height(BODY)
        if not self.text:
            room = self.rect.w - 2 * look.px(_PAD)
            look.write(surface, self.hint, (x, top), BODY, "muted", width=room)
        for row, line in enumerate(self.lines(look, self.rect.w) if self.text else ()):
            look.write(surface, line, (x, top + row * high), BODY)
        if state.focused:
            before = look.text.wrap(
                self.text[: self.caret], BODY, self.rect.w - 2 * look.px(_PAD), _CHARACTERS
            )
            row = max(0, len(before) - 1)
            typed = self.text[: self.caret]
            spaces = typed[len(typed.rstrip(" ")) :]
            at = x + look.text.width((before[-1] if before else "").rstrip() + spaces, BODY)
            surface.fill(
                look.theme.ink, (at, top + row * high + look.px(2), max(1, look.px(1.5)), high - 4)
            )
