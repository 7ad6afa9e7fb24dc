"""Boxes that place their children: rows, columns, grids, flows, padding. Logical units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Unpack

import pygame

from sim.desk.kit.look import Look
from sim.desk.kit.theme import GRID
from sim.desk.kit.widget import Options, Widget

Across = Literal["stretch", "start", "centre", "end"]
Padding = float | tuple[float, float] | tuple[float, float, float, float]


class Box(Widget):
    """What rows, columns and the like share: `gap` between children and `pad` around them.

    `pad` is one number, (horizontal, vertical), or (left, top, right, bottom).
    """

    def __init__(
        self,
        children: Sequence[Widget],
        gap: float = GRID,
        pad: Padding = 0,
        across: Across = "stretch",
        **options: Unpack[Options],
    ) -> None:
        super().__init__(children, **options)
        self.gap = gap
        self.across = across
        if isinstance(pad, tuple):
            self.pad = pad if len(pad) == 4 else (*pad, *pad)
        else:
            self.pad = (pad, pad, pad, pad)

    def margins(self, look: Look) -> tuple[int, int]:
        """Return the width and height that the padding takes."""
        left, top, right, bottom = (look.px(p) for p in self.pad)
        return left + right, top + bottom

    def inner(self, look: Look, rect: pygame.Rect) -> pygame.Rect:
        """Return the rectangle within the padding."""
        left, top, right, bottom = (look.px(p) for p in self.pad)
        return pygame.Rect(
            rect.x + left,
            rect.y + top,
            max(0, rect.w - left - right),
            max(0, rect.h - top - bottom),
        )


class Column(Box):
    """Children one below the other; those that `grow` share the height that the others leave.

    None of those gets less than it needs while there is enough for all of them.
    """

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the size that all children need."""
        wide, high = self.margins(look)
        sizes = [child.size(look, max(0, width - wide)) for child in self.children]
        gaps = look.px(self.gap) * max(0, len(sizes) - 1)
        return max((w for w, _ in sizes), default=0) + wide, sum(h for _, h in sizes) + gaps + high

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Place the children from the top."""
        self.rect = rect
        room = self.inner(look, rect)
        gap = look.px(self.gap)
        sizes = [child.size(look, room.w) for child in self.children]
        left = room.h - gap * max(0, len(sizes) - 1)
        left -= sum(h for child, (_, h) in zip(self.children, sizes, strict=True) if not child.grow)
        weights = [child.grow for child in self.children]
        needs = [h if child.grow else 0 for child, (_, h) in zip(self.children, sizes, strict=True)]
        shares = share(left, weights)
        if sum(needs) <= left and any(s < n for s, n in zip(shares, needs, strict=True)):
            spare = share(left - sum(needs), weights)
            shares = [n + s for n, s in zip(needs, spare, strict=True)]
        y = room.y
        for child, (w, h), grown in zip(self.children, sizes, shares, strict=True):
            height = grown if child.grow else h
            child.place(look, across(self.across, child, room, w, y, height))
            y += height + gap


class Row(Box):
    """Children side by side; those that `grow` share the width that the others leave."""

    def __init__(
        self,
        children: Sequence[Widget],
        gap: float = GRID,
        pad: Padding = 0,
        across: Across = "centre",
        **options: Unpack[Options],
    ) -> None:
        super().__init__(children, gap, pad, across, **options)

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the size that all children need."""
        wide, high = self.margins(look)
        widths = self._widths(look, max(0, width - wide))
        heights = [child.size(look, w)[1] for child, w in zip(self.children, widths, strict=True)]
        gaps = look.px(self.gap) * max(0, len(widths) - 1)
        return min(width, sum(widths) + gaps + wide), max(heights, default=0) + high

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Place the children from the left."""
        self.rect = rect
        room = self.inner(look, rect)
        x = room.x
        for child, width in zip(self.children, self._widths(look, room.w), strict=True):
            height = room.h if self.across == "stretch" else min(room.h, child.size(look, width)[1])
            y = room.y
            if self.across == "centre":
                y += (room.h - height) // 2
            elif self.across == "end":
                y += room.h - height
            child.place(look, pygame.Rect(x, y, width, height))
            x += width + look.px(self.gap)

    def _widths(self, look: Look, room: int) -> list[int]:
        left = max(0, room - look.px(self.gap) * max(0, len(self.children) - 1))
        fixed = [0 if c.grow else min(left, c.size(look, left)[0]) for c in self.children]
        over = sum(fixed) - left
        if over > 0:  # what does not fit is taken from the widest
            widest = fixed.index(max(fixed))
            fixed[widest] = max(0, fixed[widest] - over)
        shares = share(left - sum(fixed), [c.grow for c in self.children])
        return [s if c.grow else f for c, f, s in zip(self.children, fixed, shares, strict=True)]


class Grid(Box):
    """Children in rows of equal columns: `columns` at most, each at least `least` wide.

    With `stretch` the rows share the height there is.
    """

    def __init__(
        self,
        children: Sequence[Widget],
        columns: int,
        least: float = 0,
        gap: float = GRID,
        pad: Padding = 0,
        stretch: bool = False,
        **options: Unpack[Options],
    ) -> None:
        super().__init__(children, gap, pad, **options)
        self.columns = columns
        self.least = least
        self.stretch = stretch

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the full width and the height of all rows."""
        _, high = self.margins(look)
        rows = self._rows(look, width)
        return width, sum(rows) + look.px(self.gap) * max(0, len(rows) - 1) + high

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Place the children row by row."""
        self.rect = rect
        room = self.inner(look, rect)
        gap = look.px(self.gap)
        count, cell = self._columns(look, room.w)
        rows = self._rows(look, rect.w)
        if self.stretch and rows:
            spare = room.h - sum(rows) - gap * (len(rows) - 1)
            extra = share(max(0, spare), [1.0] * len(rows))
            rows = [h + e for h, e in zip(rows, extra, strict=True)]
        y = room.y
        for i, height in enumerate(rows):
            for j, child in enumerate(self.children[i * count : (i + 1) * count]):
                child.place(look, pygame.Rect(room.x + j * (cell + gap), y, cell, height))
            y += height + gap

    def _columns(self, look: Look, room: int) -> tuple[int, int]:
        gap, least = look.px(self.gap), max(1, look.px(self.least))
        count = max(1, min(self.columns, (room + gap) // (least + gap)))
        return count, max(0, (room - gap * (count - 1)) // count)

    def _rows(self, look: Look, width: int) -> list[int]:
        wide, _ = self.margins(look)
        count, cell = self._columns(look, max(0, width - wide))
        heights = [child.size(look, cell)[1] for child in self.children]
        return [max(heights[i : i + count]) for i in range(0, len(heights), count)]


class Wrap(Box):
    """Children side by side at their natural size, going on in the next line like words."""

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the size of all lines."""
        wide, high = self.margins(look)
        places = self._places(look, max(0, width - wide))
        right = max((r.right for r in places), default=0)
        return right + wide, max((r.bottom for r in places), default=0) + high

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Place the children line by line."""
        self.rect = rect
        room = self.inner(look, rect)
        for child, spot in zip(self.children, self._places(look, room.w), strict=True):
            child.place(look, spot.move(room.topleft))

    def _places(self, look: Look, width: int) -> list[pygame.Rect]:
        gap, x, y = look.px(self.gap), 0, 0
        places: list[pygame.Rect] = []
        line: list[pygame.Rect] = []

        def end_line() -> int:
            """Centre the children of a line on it and return its height."""
            high = max((spot.h for spot in line), default=0)
            for spot in line:
                spot.y += (high - spot.h) // 2
            line.clear()
            return high

        for child in self.children:
            w, h = child.size(look, width)
            w = min(w, width)
            if line and x + w > width:
                x, y = 0, y + end_line() + gap
            places.append(pygame.Rect(x, y, w, h))
            line.append(places[-1])
            x += w + gap
        end_line()
        return places


class Centre(Widget):
    """One child in the middle, at most `most` wide (logical units)."""

    def __init__(self, child: Widget, most: float = 0, **options: Unpack[Options]) -> None:
        super().__init__((child,), **options)
        self.most = most

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the size of the child."""
        return self.children[0].size(look, self._width(look, width))

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Place the child in the middle, at its natural height unless it grows."""
        self.rect = rect
        child = self.children[0]
        w, h = child.size(look, self._width(look, rect.w))
        if self.most or child.grow:
            w = self._width(look, rect.w)
        spot = pygame.Rect(0, 0, w, rect.h if child.grow else min(h, rect.h))
        spot.center = rect.center
        child.place(look, spot)

    def _width(self, look: Look, width: int) -> int:
        return min(width, look.px(self.most)) if self.most else width


class Spacer(Widget):
    """Empty room: a fixed `width` or `height`, or what is left over (`grow`, the default)."""

    role = "none"

    def __init__(self, **options: Unpack[Options]) -> None:
        if not options.get("width") and not options.get("height"):
            options.setdefault("grow", 1.0)
        super().__init__((), **options)


def share(room: int, weights: Sequence[float]) -> list[int]:
    """Divide `room` pixels by weights so that the parts add up to it exactly."""
    total = sum(weights)
    if total <= 0 or room <= 0:
        return [0] * len(weights)
    parts, given, passed = [], 0, 0.0
    for weight in weights:
        passed += weight
        upto = round(room * passed / total)
        parts.append(upto - given)
        given = upto
    return parts


def across(
    how: Across, child: Widget, room: pygame.Rect, width: int, y: int, height: int
) -> pygame.Rect:
    """Return where a child of a column lies: its natural width, or all of it."""
    if how == "stretch" and not child.width:
        return pygame.Rect(room.x, y, room.w, height)
    width = min(width, room.w)
    x = {"centre": room.x + (room.w - width) // 2, "end": room.right - width}.get(how, room.x)
    return pygame.Rect(x, y, width, height)
