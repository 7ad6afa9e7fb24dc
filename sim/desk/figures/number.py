"""A number that opens its ledger: dotted underline, reached by Tab, opened by Enter or L."""

from __future__ import annotations

from collections.abc import Callable
from typing import Unpack

import pygame

from sim.catalogue import _
from sim.desk.kit.look import Look
from sim.desk.kit.theme import SMALL_STRONG, Style, Token
from sim.desk.kit.widget import Options, State, Widget

LEDGER_KEY = "l"


class Number(Widget):
    """A number in words with the key of its account.

    `open` is told the key; with none it is a number like any text and cannot have the focus.
    """

    role = "link"
    radius = 4

    def __init__(
        self,
        text: str,
        ledger: str,
        open: Callable[[str], object] | None,
        style: Style = SMALL_STRONG,
        token: Token = "ink",
        **options: Unpack[Options],
    ) -> None:
        options.setdefault("name", text)
        options.setdefault("key", f"number:{ledger}")
        super().__init__((), **options)
        self.text, self.ledger, self.open = text, ledger, open
        self.elide = True
        self.style, self.token = style, token
        self.focusable = open is not None and bool(ledger)
        if self.focusable and not self.tooltip:
            self.tooltip = _("{name}: {value}. Enter or L opens its ledger.").format(
                name=self.name, value=text
            )

    @property
    def value(self) -> str:
        """The number as it is written."""
        return self.text

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the size of the number."""
        wide = min(width, look.text.width(self.text, self.style))
        return wide, look.text.height(self.style)

    def activate(self) -> bool:
        """Open the ledger."""
        if self.open is not None and self.ledger:
            self.open(self.ledger)
        return self.focusable

    def on_key(self, chord: str, typed: str) -> bool:
        """Take the key of ledgers."""
        return chord == LEDGER_KEY and self.activate()

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the number and the dots below it."""
        top = self.rect.y + (self.rect.h - look.text.height(self.style)) // 2
        token: Token = "accent" if state.hovered and self.focusable else self.token
        at = (self.rect.x, top)
        spot = look.write(surface, self.text, at, self.style, token, width=self.rect.w)
        if self.focusable:
            dots(surface, look, spot, state.hovered)


def dots(surface: pygame.Surface, look: Look, spot: pygame.Rect, lit: bool = False) -> None:
    """Draw the dotted line below a number that can be opened."""
    colour = look.theme.colour("accent" if lit else "control")
    dot, pitch = max(1, look.px(1.4)), max(3, look.px(4))
    y = min(spot.bottom - look.px(1), spot.bottom - 1)
    for x in range(spot.x, spot.right - dot + 1, pitch):
        surface.fill(colour, (x, y, dot, dot))
