"""The path map: streams that part at every dated checkpoint, your game and the record in them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Final, Unpack

import pygame

from sim.catalogue import _
from sim.desk.kit.colour import Colour, mix
from sim.desk.kit.look import Look
from sim.desk.kit.shapes import Point
from sim.desk.kit.text import Align
from sim.desk.kit.theme import SMALL, SMALL_STRONG, Mark, Token
from sim.desk.kit.widget import Options, State, Widget
from sim.desk.models.river import ForkView, RiverView

LEAST_COLUMN: Final = 96
"""Logical units that a fork needs beside the others; with less the river flows downward."""
_SOURCE: Final = 104
_TOP: Final = 18
_HIGH: Final = 200  # at least
_BESIDE: Final = 520
"""Logical units of a window's height that all but the river takes."""
_ROW: Final = 78
_ACROSS: Final = 176
_PART_ACROSS: Final = 0.36
"""How much of the width the river takes where it flows downward, but at least `_ACROSS`."""
_HERE: Final[dict[bool | None, tuple[str, Token, str]]] = {
    True: ("check", "good", _("here too")),
    False: ("close", "bad", _("not here")),
    None: ("minus", "muted", _("not yet")),
}
"""How it went here: an icon, its colour and words."""
_FINE: Final = 2
"""How much larger the streams are drawn than they are shown."""
_STEPS: Final = 24
_MOST_LINES: Final = 5
_PAD: Final = 6


class ForkMark(Widget):
    """A fork of the river: its label, and what opens it. The river gives it its place."""

    role = "button"
    focusable = True
    radius = 8
    elide = True

    def __init__(
        self,
        view: ForkView,
        downward: bool,
        opened: Callable[[], object],
        **options: Unpack[Options],
    ) -> None:
        options.setdefault("name", f"{view.title}, {view.by}")
        options.setdefault("key", f"fork:{view.id}")
        super().__init__((), **options)
        self.view, self.downward, self.opened = view, downward, opened
        self.label = pygame.Rect(0, 0, 0, 0)

    @property
    def value(self) -> str:
        """The share, what happened here and what the record has."""
        return self.view.short

    def activate(self) -> bool:
        """Open it."""
        self.opened()
        return True

    def lines(self, look: Look, width: int) -> tuple[str, ...]:
        """The title broken for a width in pixels, shortened after five lines."""
        found = look.text.wrap(self.view.title, SMALL_STRONG, width)
        if len(found) <= _MOST_LINES:
            return found
        last = look.text.fit(f"{found[_MOST_LINES - 1]} …", SMALL_STRONG, width)
        return (*found[: _MOST_LINES - 1], last)

    def label_height(self, look: Look, width: int) -> int:
        """Height of the label in pixels."""
        row = look.text.height(SMALL)
        return row * (len(self.lines(look, width)) + 3) + look.px(_PAD)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the label: title, date, share, and how it went here."""
        if state.hovered or state.focused:
            look.box(surface, self.label.inflate(look.px(4), 0), "hover", None, 6)
        x, y, wide = self.label.x, self.label.y, self.label.w
        align: Align = "left"
        if not self.downward:
            x, align = self.label.centerx, "centre"
        row = look.text.height(SMALL)
        for line in self.lines(look, wide):
            look.write(surface, line, (x, y), SMALL_STRONG, "ink", align)
            y += row
        look.write(surface, self.view.by_short, (x, y), SMALL, "muted", align, wide)
        y += row
        share = _("{share} runs").format(share=self.view.share)
        look.write(surface, share, (x, y), SMALL, "ink", align, wide)
        y += row
        icon, token, words = _HERE[self.view.here]
        sign = look.px(17)
        if not self.downward:
            x -= (look.text.width(words, SMALL) + sign) // 2
        look.icon(surface, icon, (x + look.px(6), y + row // 2), token, 13)
        look.write(surface, words, (x + sign, y), SMALL, token, width=wide - sign)


class RiverFigure(Widget):
    """The river with its forks; it flows to the right or, where there is no room, downward.

    Args:
        view: The path map.
        mark: The mark of the seat, drawn on its line.
        downward: Whether it flows downward.
        forks: One a checkpoint, in order.
    """

    role = "figure"

    def __init__(
        self,
        view: RiverView,
        mark: Mark,
        downward: bool,
        forks: Sequence[ForkMark],
        **options: Unpack[Options],
    ) -> None:
        options.setdefault("name", _("The path map"))
        super().__init__(forks, **options)
        self.view, self.mark, self.downward, self.forks = view, mark, downward, tuple(forks)

    @property
    def value(self) -> str:
        """All in two sentences."""
        return f"{self.view.about} {self.view.alone}"

    # -- places ------------------------------------------------------------------------------------

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width and the height of the river with its labels."""
        if self.downward:
            return width, look.px(36) + sum(self._rows(look, width))
        return width, (look.px(_TOP) + self._high(look)) + self._labels(look, width) + look.px(
            GRID_GAP
        )

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Place the forks along the river."""
        self.rect = rect
        pad = look.px(_PAD)
        if self.downward:
            y, left = rect.y + look.px(36), self._across(look, rect.w) + look.px(24)
            for fork, high in zip(self.forks, self._rows(look, rect.w), strict=True):
                fork.rect = pygame.Rect(rect.x, y, rect.w, high)
                fork.label = pygame.Rect(
                    rect.x + left, y + pad, rect.w - left - pad, high - 2 * pad
                )
                y += high
            return
        column, high = self._column(look, rect.w), rect.h
        for index, fork in enumerate(self.forks):
            x = rect.x + look.px(_SOURCE) + round(index * column)
            wide = rect.x + look.px(_SOURCE) + round((index + 1) * column) - x
            fork.rect = pygame.Rect(x, rect.y, wide, high)
            top = rect.y + (look.px(_TOP) + self._high(look)) + look.px(GRID_GAP)
            fork.label = pygame.Rect(x + pad, top, wide - 2 * pad, rect.bottom - top)

    def _high(self, look: Look) -> int:
        """How wide the river is where it flows to the right, in pixels."""
        return look.px(max(_HIGH, look.height - _BESIDE))

    @staticmethod
    def _across(look: Look, width: int) -> int:
        """How wide the river is where it flows downward, in pixels."""
        return max(look.px(_ACROSS), round(_PART_ACROSS * width))

    def _column(self, look: Look, width: int) -> float:
        return (width - look.px(_SOURCE)) / max(1, len(self.forks))

    def _labels(self, look: Look, width: int) -> int:
        room = int(self._column(look, width)) - 2 * look.px(_PAD)
        return max((fork.label_height(look, room) for fork in self.forks), default=0)

    def _rows(self, look: Look, width: int) -> list[int]:
        room = width - self._across(look, width) - look.px(24 + _PAD)
        pad = 2 * look.px(_PAD)
        return [max(look.px(_ROW), fork.label_height(look, room) + pad) for fork in self.forks]

    def _along(self, look: Look) -> list[int]:
        """Where each column lies along the river, in pixels from the figure's corner."""
        if self.downward:
            return [look.px(26), *(f.rect.centery - self.rect.y for f in self.forks)]
        return [look.px(18), *(f.rect.centerx - self.rect.x for f in self.forks)]

    def _point(self, look: Look, along: float, across: float) -> Point:
        """A point of the river, `along` in pixels and `across` from 0 to 1."""
        if self.downward:
            return look.px(8) + across * self._across(look, self.rect.w), along
        edge = look.px(4)
        return along, look.px(_TOP) + edge + across * (self._high(look) - 2 * edge)

    def line(self, look: Look, yours: bool) -> list[Point]:
        """A line through the river, in pixels from the figure's corner."""
        places, along = self.view.course(yours), self._along(look)
        points: list[Point] = []
        for index in range(len(places) - 1):
            for step in range(_STEPS):
                share = step / _STEPS
                at = along[index] + share * (along[index + 1] - along[index])
                points.append(self._point(look, at, _ease(places[index], places[index + 1], share)))
        if places:
            points.append(self._point(look, along[len(places) - 1], places[-1]))
        return points

    # -- drawing -----------------------------------------------------------------------------------

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the streams, the record and your game; the forks draw their labels."""
        if not self.forks:
            return
        theme, along = look.theme, self._along(look)
        met, other = mix(theme.panel, theme.trust, 0.46), mix(theme.panel, theme.control, 0.34)
        size = (
            (self._across(look, self.rect.w) + look.px(24), self.rect.h)
            if self.downward
            else (self.rect.w, (look.px(_TOP) + self._high(look)))
        )
        view = self.view

        def streams(large: pygame.Surface) -> None:
            for ribbon in view.ribbons:
                colour = met if ribbon.met else other
                banks = self._banks(look, ribbon.column, ribbon.start, ribbon.end)
                _fill(large, banks, colour)
                _edge(large, banks, theme.panel, look.scale)
            for node in view.nodes:
                strong = theme.trust if node.met else theme.control
                thick = look.px(3)
                ends = [
                    self._point(look, along[node.column] + side * thick, across)
                    for side, across in (
                        (-1, node.low),
                        (-1, node.high),
                        (1, node.high),
                        (1, node.low),
                    )
                ]
                _fill(large, ends, strong)

        colours = (met, other, theme.panel, theme.trust, theme.control)
        key = ("river", view.ribbons, tuple(along), self.downward, colours, look.scale)
        look.paint.stamp(surface, _smooth(look, key, size, streams), self.rect.topleft)
        self._signs(surface, look)
        self._lines(surface, look)

    def _banks(
        self, look: Look, column: int, start: tuple[float, float], end: tuple[float, float]
    ) -> list[Point]:
        """The outline of a stream from one column to the next."""
        along = self._along(look)
        a, b = along[column], along[column + 1]
        shares = [step / _STEPS for step in range(_STEPS + 1)]
        near = [self._point(look, a + s * (b - a), _ease(start[0], end[0], s)) for s in shares]
        far = [self._point(look, a + s * (b - a), _ease(start[1], end[1], s)) for s in shares]
        return [*near, *reversed(far)]

    def _lines(self, surface: pygame.Surface, look: Look) -> None:
        theme = look.theme

        def moved(points: Sequence[Point]) -> list[Point]:
            return [(x + self.rect.x, y + self.rect.y) for x, y in points]

        outline = theme.panel
        record, yours = moved(self.line(look, False)), moved(self.line(look, True))
        wide = 2.0 * look.scale
        look.paint.arrow(surface, record, outline, wide + 3 * look.scale)
        look.paint.arrow(surface, record, theme.ink, wide, (9 * look.scale, 6 * look.scale))
        if len(yours) > 1:
            look.paint.arrow(surface, yours, outline, 3 * look.scale + 3 * look.scale)
            look.paint.arrow(surface, yours, theme.accent, 3 * look.scale)
        for index, (x, y) in enumerate(record):
            if index and index % _STEPS == 0:
                at = (round(x), round(y))
                look.paint.dot(surface, at, 5 * look.scale, outline, theme.ink, 2 * look.scale)
        for index, (x, y) in enumerate(yours):
            if index % _STEPS == 0 and index:
                look.paint.mark(
                    surface,
                    self.mark,
                    (round(x), round(y)),
                    6 * look.scale,
                    theme.outline,
                    1.5 * look.scale,
                )

    def _signs(self, surface: pygame.Surface, look: Look) -> None:
        """Say which side is which, at the source."""
        yes, no = _("It came about"), _("It did not")
        if self.downward:
            left = self.rect.x + look.px(8)
            room = self._across(look, self.rect.w)
            y = self.rect.y
            look.write(surface, yes, (left, y), SMALL, "muted")
            look.write(surface, no, (left + room, y), SMALL, "muted", "right")
            return
        below = self.rect.y + (look.px(_TOP) + self._high(look)) + look.px(GRID_GAP)
        look.write(surface, yes, (self.rect.x, self.rect.y), SMALL, "muted")
        look.write(surface, no, (self.rect.x, below), SMALL, "muted", width=look.px(_SOURCE))


GRID_GAP: Final = 10


class LineKey(Widget):
    """A stretch of one of the two lines, for the legend."""

    role = "img"

    def __init__(self, yours: bool, mark: Mark, **options: Unpack[Options]) -> None:
        super().__init__((), **options)
        self.yours, self.mark = yours, mark

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the size of the stretch."""
        return look.px(48), look.px(18)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the stretch with its mark."""
        y, theme = self.rect.centery, look.theme
        ends = [(float(self.rect.x), float(y)), (float(self.rect.right), float(y))]
        if self.yours:
            look.paint.arrow(surface, ends, theme.accent, 3 * look.scale)
            radius, edge = 6 * look.scale, theme.outline
            look.paint.mark(surface, self.mark, self.rect.center, radius, edge, 1.5 * look.scale)
            return
        look.paint.arrow(surface, ends, theme.ink, 2 * look.scale, (9 * look.scale, 6 * look.scale))
        look.paint.dot(
            surface, self.rect.center, 5 * look.scale, theme.panel, theme.ink, 2 * look.scale
        )


def _ease(start: float, end: float, share: float) -> float:
    """A smooth way from one value to another."""
    return start + (end - start) * share * share * (3 - 2 * share)


def _edge(large: pygame.Surface, points: Sequence[Point], colour: Colour, width: float) -> None:
    """Part a stream from its neighbours."""
    k = _FINE
    pen = max(1, round(width * k))
    pygame.draw.lines(large, colour, True, [(x * k, y * k) for x, y in points], pen)


def _smooth(
    look: Look, key: Hashable, size: tuple[int, int], draw: Callable[[pygame.Surface], None]
) -> pygame.Surface:
    """A large picture with smooth edges, kept; drawn at `_FINE` times its size, which is enough."""

    def make() -> pygame.Surface:
        large = pygame.Surface((size[0] * _FINE, size[1] * _FINE), pygame.SRCALPHA, 32)
        draw(large)
        return pygame.transform.smoothscale(large, size)

    return look.paint.cache.get((key, size), make)


def _fill(large: pygame.Surface, points: Sequence[Point], colour: Colour) -> None:
    k = _FINE
    pygame.draw.polygon(large, colour, [(x * k, y * k) for x, y in points])
