"""Smooth shapes: drawn three times too large, scaled down, and kept.

Every picture in the cache has its colours multiplied by their opacity, which is what averaging
opaque pixels over clear ones gives, so edges never darken. All measures are in pixels.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Hashable, Sequence
from typing import Final

import pygame

from sim.desk.kit import shapes
from sim.desk.kit.cache import SurfaceCache
from sim.desk.kit.colour import Colour, mix
from sim.desk.kit.icons import ICONS
from sim.desk.kit.shapes import Point
from sim.desk.kit.theme import Mark

OVERSAMPLING: Final = 3
_CLEAR: Final = (0, 0, 0, 0)


class Paint:
    """Draws anti-aliased shapes on a surface, at most `limit` bytes of them kept."""

    def __init__(self, limit: int = 64_000_000) -> None:
        self.cache = SurfaceCache(limit)

    # Pictures ------------------------------------------------------------------------------

    def picture(
        self, key: Hashable, size: tuple[int, int], draw: Callable[[pygame.Surface], None]
    ) -> pygame.Surface:
        """Return what `draw` paints with opaque colours on a surface three times `size`.

        `key` must hold everything that the picture depends on, except its size.
        """
        width, height = max(1, size[0]), max(1, size[1])

        def make() -> pygame.Surface:
            large = pygame.Surface(
                (width * OVERSAMPLING, height * OVERSAMPLING), pygame.SRCALPHA, 32
            )
            draw(large)
            return pygame.transform.smoothscale(large, (width, height))

        return self.cache.get((key, width, height), make)

    def layer(
        self, key: Hashable, size: tuple[int, int], draw: Callable[[pygame.Surface], None]
    ) -> pygame.Surface:
        """Return a clear surface on which `draw` has put shapes by this painter, to be stamped.

        For figures of many small shapes: they are put together once. Text does not belong on it.
        """

        def make() -> pygame.Surface:
            clear = pygame.Surface((max(1, size[0]), max(1, size[1])), pygame.SRCALPHA, 32)
            draw(clear)
            return clear

        return self.cache.get(("layer", key, size), make)

    def stamp(self, surface: pygame.Surface, picture: pygame.Surface, at: tuple[int, int]) -> None:
        """Put a picture of this cache on a surface, its top left at `at`."""
        surface.blit(picture, at, special_flags=pygame.BLEND_PREMULTIPLIED)

    # Boxes ---------------------------------------------------------------------------------

    def box(
        self,
        surface: pygame.Surface,
        rect: pygame.Rect,
        radius: int,
        fill: Colour | None,
        border: Colour | None = None,
        width: int = 1,
    ) -> None:
        """Draw a rounded rectangle, filled, outlined within its edge, or both."""
        radius = max(0, min(radius, rect.width // 2, rect.height // 2))
        if border is None:
            width = 0
        if rect.width < 1 or rect.height < 1:
            return
        if radius > 0:
            self._corners(surface, rect, radius, fill, border, width)
        x, y, w, h = rect
        if fill is not None:
            surface.fill(fill, (x + radius, y + width, w - 2 * radius, h - 2 * width))
            side = radius - width
            if side > 0:
                surface.fill(fill, (x + width, y + radius, side, h - 2 * radius))
                surface.fill(fill, (x + w - radius, y + radius, side, h - 2 * radius))
        if border is not None and width:
            surface.fill(border, (x + radius, y, w - 2 * radius, width))
            surface.fill(border, (x + radius, y + h - width, w - 2 * radius, width))
            surface.fill(border, (x, y + radius, width, h - 2 * radius))
            surface.fill(border, (x + w - width, y + radius, width, h - 2 * radius))

    def _corners(
        self,
        surface: pygame.Surface,
        rect: pygame.Rect,
        radius: int,
        fill: Colour | None,
        border: Colour | None,
        width: int,
    ) -> None:
        def draw(large: pygame.Surface) -> None:
            k = OVERSAMPLING
            whole = large.get_rect()
            if border is not None:
                pygame.draw.rect(large, border, whole, border_radius=radius * k)
            inner = whole.inflate(-2 * width * k, -2 * width * k)
            pygame.draw.rect(
                large, fill or _CLEAR, inner, border_radius=max(0, (radius - width) * k)
            )

        disc = self.picture(("corner", radius, fill, border, width), (2 * radius, 2 * radius), draw)
        for right, bottom in ((0, 0), (1, 0), (0, 1), (1, 1)):
            surface.blit(
                disc,
                (rect.x + right * (rect.w - radius), rect.y + bottom * (rect.h - radius)),
                (right * radius, bottom * radius, radius, radius),
                special_flags=pygame.BLEND_PREMULTIPLIED,
            )

    def shadow(
        self, surface: pygame.Surface, rect: pygame.Rect, radius: int, spread: int, darkness: int
    ) -> None:
        """Draw a soft shadow below a rounded rectangle; `darkness` 0 to 255."""
        if darkness <= 0 or spread <= 0:
            return
        small = 4  # the blur hides that it is drawn at a quarter of its size

        def make() -> pygame.Surface:
            size = ((rect.w + 4 * spread) // small + 1, (rect.h + 4 * spread) // small + 1)
            base = pygame.Surface(size, pygame.SRCALPHA, 32)
            inner = pygame.Rect(
                2 * spread // small, 2 * spread // small, rect.w // small, rect.h // small
            )
            pygame.draw.rect(
                base, (0, 0, 0, darkness), inner, border_radius=max(1, radius // small)
            )
            soft = pygame.transform.gaussian_blur(base, max(1, spread // small))
            return pygame.transform.smoothscale(soft, (size[0] * small, size[1] * small))

        picture = self.cache.get(("shadow", rect.size, radius, spread, darkness), make)
        self.stamp(surface, picture, (rect.x - 2 * spread, rect.y - 2 * spread + spread // 2))

    def veil(self, surface: pygame.Surface, rect: pygame.Rect, colour: Colour, alpha: int) -> None:
        """Cover a rectangle with a colour at an opacity of 0 to 255."""
        if rect.w < 1 or rect.h < 1:
            return

        def make() -> pygame.Surface:
            flat = pygame.Surface(rect.size, pygame.SRCALPHA, 32)
            flat.fill((*mix((0, 0, 0), colour, alpha / 255), alpha))
            return flat

        self.stamp(surface, self.cache.get(("veil", rect.size, colour, alpha), make), rect.topleft)

    # Marks and icons -----------------------------------------------------------------------

    def mark(
        self,
        surface: pygame.Surface,
        mark: Mark,
        centre: tuple[int, int],
        radius: float,
        edge: Colour | None = None,
        edge_width: float = 1.5,
    ) -> None:
        """Draw the mark of an actor; `edge` outlines it outside its shape."""
        half = math.ceil(radius * 1.35 + edge_width) + 1

        def draw(large: pygame.Surface) -> None:
            k, middle = OVERSAMPLING, half * OVERSAMPLING
            points = [
                (middle + x * radius * k, middle + y * radius * k)
                for x, y in shapes.outline(mark.shape)
            ]
            if edge is not None:
                _pen(large, edge, [*points, points[0]], 2 * edge_width * k)
            pygame.draw.polygon(large, mark.colour, points)
            if mark.shape == "ring":
                hole = radius * shapes.RING_HOLE * k
                if edge is not None:
                    pygame.draw.circle(large, edge, (middle, middle), hole)
                    hole -= edge_width * k
                if hole > 0:
                    pygame.draw.circle(large, _CLEAR, (middle, middle), hole)

        picture = self.picture(
            ("mark", mark.colour, mark.shape, radius, edge, edge_width), (2 * half, 2 * half), draw
        )
        self.stamp(surface, picture, (centre[0] - half, centre[1] - half))

    def icon(
        self,
        surface: pygame.Surface,
        name: str,
        centre: tuple[int, int],
        size: int,
        colour: Colour,
        pen: float = 2.0,
    ) -> None:
        """Draw one of `ICONS` in a square of `size`; the pen is in its units of 1/24."""
        icon = ICONS[name]

        def draw(large: pygame.Surface) -> None:
            k = size * OVERSAMPLING / 24
            for stroke in icon.strokes:
                _pen(large, colour, [(x * k, y * k) for x, y in stroke], pen * k)
            for x, y, r in icon.circles:
                ring = [(x * k + px * r * k, y * k + py * r * k) for px, py in _UNIT_CIRCLE]
                _pen(large, colour, [*ring, ring[0]], pen * k)
            for x, y, r in icon.discs:
                pygame.draw.circle(large, colour, (x * k, y * k), r * k)
            for solid in icon.solids:
                points = [(x * k, y * k) for x, y in solid]
                pygame.draw.polygon(large, colour, points)
                _pen(large, colour, [*points, points[0]], pen * k / 2)

        picture = self.picture(("icon", name, colour, pen), (size, size), draw)
        self.stamp(surface, picture, (centre[0] - size // 2, centre[1] - size // 2))

    # Lines ---------------------------------------------------------------------------------

    def arrow(
        self,
        surface: pygame.Surface,
        points: Sequence[Point],
        colour: Colour,
        width: float,
        dash: tuple[float, float] | None = None,
        head: float = 0.0,
    ) -> None:
        """Draw a smooth polyline, solid or dashed (on, off), with a head of `head` length."""
        if len(points) < 2:
            return
        edge = math.ceil(max(width, head)) + 2
        left = math.floor(min(x for x, _ in points)) - edge
        top = math.floor(min(y for _, y in points)) - edge
        right = math.ceil(max(x for x, _ in points)) + edge
        bottom = math.ceil(max(y for _, y in points)) + edge
        local = tuple((x - left, y - top) for x, y in points)

        def draw(large: pygame.Surface) -> None:
            k = OVERSAMPLING
            path = [(x * k, y * k) for x, y in local]
            shaft = shapes.cut(path, 0, head * k * 0.8) if head else path
            parts = shapes.dashes(shaft, dash[0] * k, dash[1] * k) if dash else [shaft]
            for part in parts:
                _pen(large, colour, part, width * k)
            if head:
                wing = max(width * 2.2, head * 0.9)
                pygame.draw.polygon(large, colour, shapes.arrow_head(path, head * k, wing * k))

        picture = self.picture(
            ("arrow", local, colour, width, dash, head), (right - left, bottom - top), draw
        )
        self.stamp(surface, picture, (left, top))

    def bar(
        self,
        surface: pygame.Surface,
        rect: pygame.Rect,
        colour: Colour,
        fade: tuple[int, int] = (0, 0),
        edge: Colour | None = None,
    ) -> None:
        """Draw a bar with round ends that fades over the given lengths at left and right."""
        if rect.w < 1 or rect.h < 1:
            return

        def make() -> pygame.Surface:
            whole = pygame.Surface(rect.size, pygame.SRCALPHA, 32)
            if edge is None:
                self.box(whole, whole.get_rect(), rect.h // 2, colour)
            else:
                self.box(whole, whole.get_rect(), rect.h // 2, colour, edge)
            for x in range(rect.w):
                opacity = min(
                    1.0,
                    (x + 0.5) / fade[0] if fade[0] else 1.0,
                    (rect.w - x - 0.5) / fade[1] if fade[1] else 1.0,
                )
                if opacity < 1.0:
                    level = round(255 * opacity)
                    column = (x, 0, 1, rect.h)
                    whole.fill((level,) * 4, column, special_flags=pygame.BLEND_RGBA_MULT)
            return whole

        picture = self.cache.get(("bar", rect.size, colour, fade, edge), make)
        self.stamp(surface, picture, rect.topleft)

    def hatch(
        self,
        surface: pygame.Surface,
        rect: pygame.Rect,
        colour: Colour,
        spacing: int = 8,
        width: float = 1.0,
    ) -> None:
        """Fill a rectangle with slanting lines."""

        def draw(large: pygame.Surface) -> None:
            k = OVERSAMPLING
            w, h = large.get_size()
            slope = h // 2
            for x in range(-slope, w + 1, spacing * k):
                _pen(large, colour, [(x, h), (x + slope, 0)], width * k)

        picture = self.picture(("hatch", colour, spacing, width), rect.size, draw)
        self.stamp(surface, picture, rect.topleft)

    def dot(
        self,
        surface: pygame.Surface,
        centre: tuple[int, int],
        radius: float,
        fill: Colour | None,
        border: Colour | None = None,
        width: float = 1.0,
    ) -> None:
        """Draw a disc, a ring, or a disc with a border within its edge."""
        half = math.ceil(radius) + 1

        def draw(large: pygame.Surface) -> None:
            k, middle = OVERSAMPLING, (half * OVERSAMPLING, half * OVERSAMPLING)
            if border is not None:
                pygame.draw.circle(large, border, middle, radius * k)
                pygame.draw.circle(large, fill or _CLEAR, middle, max(0, (radius - width) * k))
            elif fill is not None:
                pygame.draw.circle(large, fill, middle, radius * k)

        picture = self.picture(("dot", radius, fill, border, width), (2 * half, 2 * half), draw)
        self.stamp(surface, picture, (centre[0] - half, centre[1] - half))


_UNIT_CIRCLE: Final = shapes.outline("circle")


def _pen(
    surface: pygame.Surface,
    colour: Colour,
    points: Sequence[Point],
    width: float,
) -> None:
    """Draw a polyline with a round pen."""
    radius = width / 2
    for (ax, ay), (bx, by) in itertools.pairwise(points):
        length = math.hypot(bx - ax, by - ay)
        if length == 0:
            continue
        nx, ny = -(by - ay) / length * radius, (bx - ax) / length * radius
        pygame.draw.polygon(
            surface,
            colour,
            [(ax + nx, ay + ny), (bx + nx, by + ny), (bx - nx, by - ny), (ax - nx, ay - ny)],
        )
    for point in points:
        pygame.draw.circle(surface, colour, point, radius)
