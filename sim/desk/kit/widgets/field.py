"""A line of text to type in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Unpack

import pygame

from sim.desk.kit.look import Look
from sim.desk.kit.text import clean
from sim.desk.kit.theme import BODY, Token
from sim.desk.kit.widget import Options, State, Widget


class Field(Widget):
    """One line of text with a caret, of `longest` characters at most.

    `change` is told of every change, `enter` of Enter.
    """

    role = "textbox"
    focusable = True
    types = True
    longest = 200
    radius = 8

    def __init__(
        self,
        title: str,
        text: str,
        change: Callable[[str], object],
        enter: Callable[[str], object] | None = None,
        hint: str = "",
        icon: str = "",
        **options: Unpack[Options],
    ) -> None:
        options.setdefault("name", title)
        options.setdefault("key", f"field:{title}")
        super().__init__((), **options)
        self.text, self.change, self.enter = text, change, enter
        self.hint, self.icon = hint, icon

    @property
    def value(self) -> str:
        """The text."""
        return self.text

    @property
    def caret(self) -> int:
        """The place of the caret, counted in characters."""
        return int(min(max(self.memory.get(self.key, len(self.text)), 0), len(self.text)))

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width and the height of a control."""
        return width, look.px(40)

    def activate(self) -> bool:
        """Take the text as it stands."""
        if self.enter is not None:
            self.enter(self.text)
        return self.enter is not None

    def on_key(self, chord: str, typed: str) -> bool:
        """Type, delete, or move the caret."""
        at = self.caret
        moves = {"left": at - 1, "right": at + 1, "home": 0, "end": len(self.text)}
        if not self.enabled:
            return False
        if chord in moves:
            self.memory[self.key] = min(max(moves[chord], 0), len(self.text))
        elif chord == "backspace":
            self._edit(self.text[: max(0, at - 1)] + self.text[at:], max(0, at - 1))
        elif chord == "delete":
            self._edit(self.text[:at] + self.text[at + 1 :], at)
        elif typed and typed.isprintable() and not chord.startswith(("ctrl", "alt")):
            self._put(clean(typed), at)
        else:
            return False
        return True

    def on_press(self, at: tuple[int, int]) -> None:
        """Put the caret at the end."""
        self.memory[self.key] = len(self.text)

    def on_release(self, at: tuple[int, int]) -> None:
        """Do nothing more: a click is not Enter."""

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the box, the text or the hint, and the caret."""
        border: Token = "accent" if state.focused else "control"
        look.box(surface, self.rect, "panel", border, self.radius)
        x = self.rect.x + look.px(12)
        if self.icon:
            look.icon(surface, self.icon, (x + look.px(8), self.rect.centery), "muted", 16)
            x += look.px(24)
        room = max(0, self.rect.right - look.px(12) - x)
        top = self.rect.centery - look.text.height(BODY) // 2
        if not self.text:
            look.write(surface, self.hint, (x, top), BODY, "muted", width=room)
        else:
            # Keep the caret in view by dropping characters at the start.
            first = 0
            while look.text.width(self.text[first : self.caret], BODY) > room:
                first += 1
            look.write(surface, self.text[first:], (x, top), BODY, width=room)
            x += look.text.width(self.text[first : self.caret], BODY)
        if state.focused:
            height = look.px(20)
            bar = (x, self.rect.centery - height // 2, max(1, look.px(1.5)), height)
            surface.fill(look.theme.ink, bar)

    def _put(self, text: str, at: int) -> None:
        self._edit((self.text[:at] + text + self.text[at:])[: self.longest], at + len(text))

    def _edit(self, text: str, caret: int) -> None:
        self.memory[self.key] = min(caret, len(text))
        if text != self.text:
            self.text = text
            self.change(text)
