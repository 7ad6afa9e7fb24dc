"""Pictures of a game that is over: the score by aims, the prospects by turns, shares, worth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, Unpack

import pygame

from sim.catalogue import _
from sim.desk.kit.colour import Colour, mix
from sim.desk.kit.look import Look
from sim.desk.kit.theme import SMALL, SMALL_STRONG, Token
from sim.desk.kit.widget import Options, State, Widget

_GAP: Final = 3


class ScoreBar(Widget):
    """The aims as parts of a bar, by what they count for; those that were reached are full."""

    role = "img"

    def __init__(self, parts: Sequence[tuple[int, bool]], **options: Unpack[Options]) -> None:
        super().__init__((), **options)
        self.aims = tuple(parts)

    @property
    def value(self) -> str:
        """The score in words."""
        score = sum(points for points, reached in self.aims if reached)
        return _("{score} of 100").format(score=score)

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width and the height of the bar."""
        return width, look.px(14)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the parts, the widest gap of colour between reached and not."""
        total, x = max(1, sum(points for points, _ in self.aims)), 0
        for points, reached in self.aims:
            wide = round(self.rect.w * points / total)
            part = pygame.Rect(self.rect.x + x, self.rect.y, wide - look.px(_GAP), self.rect.h)
            if reached:
                look.box(surface, part, "good", None, 4)
            else:
                look.box(surface, part, None, "control", 4)
            x += wide


class ProspectsView(Widget):
    """The score to be expected before each turn, and the score at the end; turns may be marked."""

    role = "img"

    def __init__(
        self, path: Sequence[int], marked: Sequence[int] = (), **options: Unpack[Options]
    ) -> None:
        options.setdefault("name", _("Prospects by turns"))
        super().__init__((), **options)
        self.path, self.marked = tuple(path), tuple(marked)

    @property
    def value(self) -> str:
        """The path in words."""
        return ", ".join(map(str, self.path))

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width and a fixed height."""
        return width, look.px(132)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the scale, the line and the marks of turning points."""
        theme = look.theme
        high = look.text.height(SMALL)
        area = pygame.Rect(
            self.rect.x + look.px(30),
            self.rect.y + high // 2,
            self.rect.w - look.px(46),
            self.rect.h - look.px(8) - high - high // 2,
        )
        for share in (0, 50, 100):
            y = area.bottom - area.h * share // 100
            surface.fill(theme.line, (area.x, y, area.w, max(1, look.px(1))))
            at = (area.x - look.px(8), y - high // 2)
            look.write(surface, f"{share}", at, SMALL, "muted", "right")
        last = max(1, len(self.path) - 1)
        points = [
            (round(area.x + area.w * i / last), round(area.bottom - area.h * value / 100))
            for i, value in enumerate(self.path)
        ]
        if len(points) > 1:
            look.paint.arrow(surface, points, theme.trust, 2.5 * look.scale)
        step = max(1, math.ceil(look.px(26) * last / max(1, area.w)))
        for i, (x, y) in enumerate(points):
            end = i == last
            colour = theme.accent if end else theme.ink
            if end or i + 1 in self.marked:
                look.paint.dot(
                    surface, (x, y), 5 * look.scale, colour, theme.panel, 1.5 * look.scale
                )
            if end or (i % step == 0 and last - i >= step):
                word = _("end") if end else f"{i + 1}"
                style = SMALL_STRONG if end or i + 1 in self.marked else SMALL
                token: Token = "accent" if end else "ink" if i + 1 in self.marked else "muted"
                at = (x, area.bottom + look.px(6))
                look.write(surface, word, at, style, token, "centre")


class SharesView(Widget):
    """Shares that add up to one, side by side; the true one is framed and named."""

    role = "img"

    def __init__(
        self, shares: Sequence[float], names: Sequence[str], truth: int, **options: Unpack[Options]
    ) -> None:
        super().__init__((), **options)
        self.shares, self.names, self.truth = tuple(shares), tuple(names), truth

    @property
    def value(self) -> str:
        """The shares in words."""
        pairs = zip(self.names, self.shares, strict=True)
        each = _("{kind} {count} in 20")
        return ", ".join(each.format(kind=name, count=round(20 * share)) for name, share in pairs)

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width and the height of the bar."""
        return width, look.px(24)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw one stretch a share."""
        theme = look.theme
        x = float(self.rect.x)
        for i, share in enumerate(self.shares):
            left, x = round(x), x + share * self.rect.w
            part = pygame.Rect(left, self.rect.y, max(0, round(x) - left - look.px(2)), self.rect.h)
            if part.w < 1:
                continue
            fill = shade(look, i)
            surface.fill(fill, part)
            words = f"{round(20 * share)}"
            if part.w > look.text.width(words, SMALL_STRONG) + look.px(8):
                y = part.centery - look.text.height(SMALL_STRONG) // 2
                look.write(surface, words, (part.centerx, y), SMALL_STRONG, "ink", "centre")
            if i == self.truth:
                look.paint.box(surface, part, 0, None, theme.accent, max(2, look.px(2)))


class WorthView(Widget):
    """What something was worth: a bar from nought with its range, on a scale to either side."""

    role = "meter"

    def __init__(
        self, value: float, low: float, high: float, most: float, **options: Unpack[Options]
    ) -> None:
        super().__init__((), **options)
        self.amount, self.low, self.high, self.most = value, low, high, max(most, 1e-9)

    @property
    def value(self) -> str:
        """The worth in words."""
        return _("{points}, {low} to {high}").format(
            points=f"{self.amount:+.0f}", low=f"{self.low:+.0f}", high=f"{self.high:+.0f}"
        )

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width and the height of the bar."""
        return width, look.px(16)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the middle, the bar and the whisker."""
        theme, half = look.theme, self.rect.w / 2 - look.px(4)

        def x(value: float) -> int:
            share = min(max(value / self.most, -1.0), 1.0)
            return round(self.rect.centerx + share * half)

        y, thick = self.rect.centery, look.px(8)
        surface.fill(theme.control, (x(0), self.rect.y, max(1, look.px(1)), self.rect.h))
        left, right = sorted((x(0), x(self.amount)))
        colour = theme.good if self.amount > 0 else theme.bad
        if round(self.low) <= 0 <= round(self.high):  # not to be told apart from luck
            colour = theme.control
        surface.fill(colour, (left, y - thick // 2, max(1, right - left), thick))
        pen = max(1, look.px(1))
        surface.fill(theme.ink, (x(self.low), y, max(1, x(self.high) - x(self.low)), pen))
        for end in (x(self.low), x(self.high)):
            surface.fill(theme.ink, (end, y - look.px(3), pen, look.px(7)))


def shade(look: Look, index: int) -> Colour:
    """The ground of a share, from the mildest type to the hardest; text in ink stands on it."""
    theme = look.theme
    toward = theme.trust if index < 2 else theme.distrust
    amount = (0.45, 0.22, 0.22, 0.45)[index % 4]
    return mix(theme.panel, toward, amount)
