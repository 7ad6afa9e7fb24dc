"""Small figures of the desk: points of capital, text of a few lines, a plan that can be dropped."""

from __future__ import annotations

import re
from typing import Final, Unpack

import pygame

from sim.catalogue import _
from sim.desk.kit.look import Look
from sim.desk.kit.theme import BODY, SMALL, SMALL_STRONG, STRONG, Mark, Style, Token
from sim.desk.kit.widget import Action, Options, State, Widget

_SENTENCE: Final = re.compile(r"[.!?:;](?= )|[.!?]$")


class Pips(Widget):
    """Points that can be spent: `left` of them full, those planned away as rings."""

    role = "meter"

    def __init__(self, total: int, left: int, **options: Unpack[Options]) -> None:
        super().__init__((), **options)
        self.total, self.left = total, left

    @property
    def value(self) -> str:
        """How many are left."""
        return _("{left} of {total} left").format(left=self.left, total=self.total)

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return a row of dots."""
        return look.px(15) * max(1, self.total), look.px(16)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the dots."""
        theme, pitch = look.theme, look.px(15)
        for i in range(self.total):
            at = (self.rect.x + i * pitch + pitch // 2, self.rect.centery)
            if i < self.left:
                look.paint.dot(surface, at, 5.5 * look.scale, theme.ink)
            else:
                look.paint.dot(surface, at, 5 * look.scale, None, theme.control, 1.5 * look.scale)


class Lines(Widget):
    """Text of at most so many lines, the last one shortened where there is more.

    With `whole` it ends at the end of a sentence where it can: as many sentences as fit in that
    many lines are shown, and the first alone may take up to `most`.
    """

    role = "text"
    elide = True

    def __init__(
        self,
        text: str,
        most: int,
        style: Style = BODY,
        token: Token = "ink",
        least: int = 1,
        whole: int = 0,
        **options: Unpack[Options],
    ) -> None:
        options.setdefault("name", text)
        super().__init__((), **options)
        self.text, self.most, self.least, self.whole = text, most, least, whole
        self.style, self.token = style, token

    def lines(self, look: Look, width: int) -> tuple[str, ...]:
        """Return the text broken for a width in pixels."""
        lines = look.text.wrap(self.text, self.style, width)
        if len(lines) <= (self.whole or self.most):
            return lines
        for text in _openings(self.text) if self.whole else ():
            shorter = look.text.wrap(text, self.style, width)
            if len(shorter) <= self.whole:
                return shorter
        for text in _openings(self.text)[-1:] if self.whole else ():
            lines = look.text.wrap(text, self.style, width)
        if len(lines) <= self.most:
            return lines
        rest = " ".join(lines[self.most - 1 :])
        return (*lines[: self.most - 1], look.text.fit(rest, self.style, width))

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the size of the lines; of `least` lines at least."""
        lines = self.lines(look, width)
        wide = max(look.text.width(line, self.style) for line in lines)
        return min(width, wide), max(self.least, len(lines)) * look.text.height(self.style)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the lines."""
        y = self.rect.y
        for line in self.lines(look, self.rect.w):
            look.write(surface, line, (self.rect.x, y), self.style, self.token)
            y += look.text.height(self.style)


def _openings(text: str) -> list[str]:
    """The text without its last sentence, without its last two, and so on; its first one last."""
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    return [_ended(text[:end]) for end in reversed(ends)] or [text]


def _ended(text: str) -> str:
    """A text that was cut at the end of a clause, with a full stop at its end."""
    return text.rstrip(";: ") + "." if text.rstrip()[-1:] in ";:" else text.rstrip()


class Title(Lines):
    """Lines of which a text that is too long is set small rather than shortened."""

    def lines(self, look: Look, width: int) -> tuple[str, ...]:
        """Return the text broken for a width in pixels."""
        whole = look.text.wrap(self.text, STRONG, width)
        self.style = STRONG if len(whole) <= self.most else SMALL_STRONG
        return super().lines(look, width)

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the size; the height is that of the larger style, as of the cards beside it."""
        wide, high = super().measure(look, width)
        return wide, max(high, self.least * look.text.height(STRONG))


class Chip(Widget):
    """A planned move: its mark and name, and a cross that takes it back."""

    role = "button"
    focusable = True
    radius = 8
    elide = True

    def __init__(
        self, text: str, cost: int, mark: Mark | None, drop: Action, **options: Unpack[Options]
    ) -> None:
        options.setdefault("name", _("take back {move}").format(move=text))
        super().__init__((), **options)
        self.text, self.cost, self.mark, self.drop = text, cost, mark, drop

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the size of mark, name, cost and cross."""
        extra = 62 + (20 if self.mark is not None else 0)
        return min(width, look.text.width(self.text, SMALL) + look.px(extra)), look.px(32)

    def activate(self) -> bool:
        """Take the move back."""
        self.drop()
        return True

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the chip in the accent: it is what you are about to do."""
        look.box(surface, self.rect, "hover" if state.hovered else "raised", "accent", self.radius)
        x, middle = self.rect.x + look.px(10), self.rect.centery
        if self.mark is not None:
            edge = look.theme.outline if look.theme.outlined_marks else None
            at = (x + look.px(6), middle)
            look.paint.mark(surface, self.mark, at, 5 * look.scale, edge, look.scale)
            x += look.px(20)
        top = middle - look.text.height(SMALL) // 2
        cross = self.rect.right - look.px(16)
        cost = cross - look.px(14)
        spot = look.write(
            surface, str(self.cost), (cost, top), STRONG._replace(size=13), "muted", "right"
        )
        look.write(surface, self.text, (x, top), SMALL, width=max(0, spot.x - look.px(8) - x))
        look.icon(surface, "close", (cross, middle), "muted", 12)
