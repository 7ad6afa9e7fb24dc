"""Small pictures of facts: marks, icons, odds as dots, meters, keys, tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Unpack

import pygame

from sim.catalogue import _
from sim.desk.kit.colour import mix
from sim.desk.kit.keys import label
from sim.desk.kit.look import Look
from sim.desk.kit.theme import SMALL, SMALL_STRONG, Mark, Token
from sim.desk.kit.widget import Node, Options, State, Widget, bounds

_DOTS_A_ROW: Final = 10


class MarkView(Widget):
    """The mark of an actor; `name` is the actor's name for those who cannot see it."""

    role = "img"

    def __init__(self, mark: Mark, radius: float = 7, **options: Unpack[Options]) -> None:
        super().__init__((), **options)
        self.mark, self.mark_radius = mark, radius

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return a square around the mark."""
        side = look.px(2.6 * self.mark_radius)
        return side, side

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the mark."""
        edge = look.theme.outline if look.theme.outlined_marks else None
        radius = self.mark_radius * look.scale
        look.paint.mark(surface, self.mark, self.rect.center, radius, edge, look.scale)


class IconView(Widget):
    """An icon by its name in `ICONS`."""

    role = "img"

    def __init__(
        self, icon: str, size: float = 18, token: Token = "muted", **options: Unpack[Options]
    ) -> None:
        super().__init__((), **options)
        self.icon, self.icon_size, self.token = icon, size, token

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return a square."""
        return look.px(self.icon_size), look.px(self.icon_size)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the icon."""
        look.icon(surface, self.icon, self.rect.center, self.token, self.icon_size)


class KeyCap(Widget):
    """A key of the keyboard, by its chord."""

    role = "img"

    def __init__(self, chord: str, token: Token = "muted", **options: Unpack[Options]) -> None:
        options.setdefault("name", _("key {name}").format(name=label(chord)))
        super().__init__((), **options)
        self.label, self.token = label(chord), token

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the size of the cap."""
        return look.key_width(self.label), look.px(20)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the cap."""
        look.key_cap(surface, self.label, self.rect.midleft, self.token)


class Odds(Widget):
    """Odds as a frequency: `count` of `total` dots full. `lit` draws them in the accent.

    Where a range is given, the dots from `low` to `count` are paler (there may be fewer) and
    those from there to `high` have a bright ring (there may be more).
    """

    role = "img"

    def __init__(
        self,
        count: int,
        total: int = 20,
        low: int | None = None,
        high: int | None = None,
        lit: bool = False,
        **options: Unpack[Options],
    ) -> None:
        options.setdefault("name", _("{count} in {total}").format(count=count, total=total))
        super().__init__((), **options)
        self.count, self.total, self.lit = count, total, lit
        self.low = count if low is None else low
        self.high = count if high is None else high

    @property
    def value(self) -> str:
        """The odds in words."""
        if self.low == self.high:
            return _("{count} in {total}").format(count=self.count, total=self.total)
        words = _("{count} in {total}, range {low} to {high}")
        return words.format(count=self.count, total=self.total, low=self.low, high=self.high)

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the size of all dots, ten a row."""
        rows = -(-self.total // _DOTS_A_ROW)
        columns = min(self.total, _DOTS_A_ROW)
        pitch = min(look.px(17), max(3, width // max(1, columns)))
        return columns * pitch, rows * pitch

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the dots."""
        theme = look.theme
        pitch = min(look.px(17), max(3, self.rect.w // min(self.total, _DOTS_A_ROW)))
        full = theme.accent if self.lit else theme.ink
        pale = mix(full, theme.panel, 0.5)
        pen = max(1.0, look.scale)

        def dots(layer: pygame.Surface) -> None:
            for i in range(self.total):
                row, column = divmod(i, _DOTS_A_ROW)
                at = (column * pitch + pitch // 2, row * pitch + pitch // 2)
                if i < min(self.low, self.count):
                    look.paint.dot(layer, at, pitch * 0.36, full)
                elif i < self.count:
                    look.paint.dot(layer, at, pitch * 0.36, pale, full, pen)
                elif i < self.high:
                    look.paint.dot(layer, at, pitch * 0.36, None, full, 1.5 * pen)
                else:
                    look.paint.dot(layer, at, pitch * 0.29, None, theme.control, pen)

        key = ("odds", self.count, self.low, self.high, self.total, pitch, full, pale, pen)
        picture = look.paint.layer((*key, theme.control), self.rect.size, dots)
        look.paint.stamp(surface, picture, self.rect.topleft)


class Meter(Widget):
    """A share of a whole as a bar, 0 to 1; the number is in its name and beside it."""

    role = "meter"

    def __init__(
        self, share: float, token: Token = "ink", words: str = "", **options: Unpack[Options]
    ) -> None:
        super().__init__((), **options)
        self.share, self.token, self.words = min(max(share, 0.0), 1.0), token, words

    @property
    def value(self) -> str:
        """The share in words."""
        return self.words or f"{self.share:.0%}"

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width and the height of the bar."""
        return width, look.px(8)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw track and bar."""
        thick = max(3, look.px(6))
        track = pygame.Rect(self.rect.x, self.rect.centery - thick // 2, self.rect.w, thick)
        look.box(surface, track, "hover", None, 3)
        shown = look.tween(f"meter:{self.key}", self.share) if self.key else self.share
        done = track.copy()
        done.w = max(thick, round(track.w * shown)) if self.share > 0 else 0
        if done.w:
            look.box(surface, done, self.token, None, 3)


class Table(Widget):
    """Cells in rows under headings; numbers stand at the right of their column."""

    role = "table"

    def __init__(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        **options: Unpack[Options],
    ) -> None:
        super().__init__((), **options)
        self.headings = tuple(headings)
        self.rows = tuple(tuple(row) for row in rows)
        self._right = [
            bool(self.rows) and all(_is_number(row[c]) for row in self.rows)
            for c in range(len(self.headings))
        ]

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the size of all cells."""
        return min(width, sum(self._widths(look))), self._row(look) * (len(self.rows) + 1)

    def parts(self) -> tuple[Node, ...]:
        """One node a row, its cells in its name."""
        rect = bounds(self.rect)
        return tuple(
            Node(
                "row",
                ", ".join(f"{h} {c}" for h, c in zip(self.headings, row, strict=True)),
                "",
                rect,
                False,
                True,
                f"{self.key}:{i}",
            )
            for i, row in enumerate(self.rows)
        )

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the headings, the cells and the lines between the rows."""
        widths = self._widths(look)
        spare = max(0, self.rect.w - sum(widths)) // max(1, len(widths))
        row, y = self._row(look), self.rect.y
        thick = max(1, look.px(look.theme.border))
        for i, cells in enumerate((self.headings, *self.rows)):
            style, token = (SMALL_STRONG, "muted") if i == 0 else (SMALL, "ink")
            x = self.rect.x
            for cell, width, right in zip(cells, widths, self._right, strict=True):
                top = y + (row - look.text.height(style)) // 2
                if right:
                    at = x + width + spare - look.px(16)
                    look.write(surface, cell, (at, top), style, _token(token), "right")
                else:
                    look.write(surface, cell, (x, top), style, _token(token))
                x += width + spare
            y += row
            surface.fill(look.theme.line, (self.rect.x, y - thick, self.rect.w, thick))

    def _widths(self, look: Look) -> list[int]:
        return [
            max(
                look.text.width(heading, SMALL_STRONG),
                *(look.text.width(row[c], SMALL) for row in self.rows),
                0,
            )
            + look.px(16)
            for c, heading in enumerate(self.headings)
        ]

    @staticmethod
    def _row(look: Look) -> int:
        return look.px(32)


def _token(name: str) -> Token:
    return "muted" if name == "muted" else "ink"


def _is_number(text: str) -> bool:
    return (
        bool(text)
        and text.lstrip("+-\N{MINUS SIGN}").replace(".", "", 1).replace("%", "").isdigit()
    )
