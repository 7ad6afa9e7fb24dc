"""The ground of the map: sea, lands, borders, rivers and lakes, drawn once for each size."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import pygame

from sim.desk.kit.colour import Colour, mix
from sim.desk.kit.look import Look
from sim.desk.kit.paint import OVERSAMPLING
from sim.desk.models.map import Geography
from sim.desk.models.map_layers import Ring, Window, clipped, layer

_KM: Final = 111.2  # a degree of latitude
_STEPS: Final = (5000, 2000, 1000, 500, 200, 100, 50, 20, 10)
_SHALLOW: Final = 9.0  # logical units that the coast shines into the sea


@dataclass(frozen=True, slots=True)
class Projection:
    """From degrees to pixels: plain, with degrees of longitude as long as in the middle."""

    x: float
    """Pixel of the middle."""
    y: float
    longitude: float
    latitude: float
    across: float
    """Pixels a degree of longitude."""
    down: float

    @classmethod
    def of(cls, window: Window, room: pygame.Rect) -> Projection:
        """What fits a window into a room; the room may show more than the window."""
        west, south, east, north = window
        squeeze = math.cos(math.radians((south + north) / 2))
        scale = min(room.w / ((east - west) * squeeze), room.h / (north - south))
        return cls(
            room.centerx,
            room.centery,
            (west + east) / 2,
            (south + north) / 2,
            scale * squeeze,
            scale,
        )

    def spot(self, longitude: float, latitude: float) -> tuple[int, int]:
        """Where a place lies."""
        return (
            round(self.x + (longitude - self.longitude) * self.across),
            round(self.y - (latitude - self.latitude) * self.down),
        )

    def window(self, wide: float, high: float) -> Window:
        """What so many pixels around the middle show."""
        across, down = wide / 2 / self.across, high / 2 / self.down
        west, east = self.longitude - across, self.longitude + across
        return (west, self.latitude - down, east, self.latitude + down)

    def core(self, window: Window) -> pygame.Rect:
        """Where the window itself lies in the room."""
        west, south, east, north = window
        left, top = self.spot(west, north)
        right, bottom = self.spot(east, south)
        return pygame.Rect(left, top, right - left, bottom - top)

    def bar(self, most: float) -> tuple[int, int]:
        """A round number of kilometres and its length in pixels, at most `most`."""
        for km in _STEPS:
            length = km / _KM * self.down
            if length <= most:
                return km, round(length)
        return _STEPS[-1], round(_STEPS[-1] / _KM * self.down)


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of the ground; words may stand on `sea`, `land` and `home`."""

    sea: Colour
    shallow: Colour
    land: Colour
    home: Colour
    border: Colour
    coast: Colour
    water: Colour

    @classmethod
    def of(cls, look: Look) -> Colours:
        """The colours in a theme."""
        theme = look.theme
        return cls(
            sea=mix(theme.bg, theme.trust, 0.09),
            shallow=mix(theme.bg, theme.trust, 0.2),
            land=theme.hover,
            home=mix(theme.hover, theme.ink, 0.13),
            border=mix(theme.hover, theme.control, 0.55),
            coast=mix(theme.bg, theme.control, 0.8),
            water=mix(theme.bg, theme.trust, 0.42),
        )


def draw_base_map(
    surface: pygame.Surface, look: Look, view: Geography, room: pygame.Rect
) -> pygame.Surface:
    """Draw the ground into a room; gives the picture that was drawn."""
    colours = Colours.of(look)
    inner = pygame.Rect((0, 0), room.size)
    projection = Projection.of(view.window, inner)
    scale = round(look.scale, 2)
    key = ("base_map", look.theme.name, view.window, view.layer, view.focus, scale)
    picture = look.paint.picture(
        key, room.size, lambda large: _drawn(large, view, projection, colours, scale)
    )
    look.paint.stamp(surface, picture, room.topleft)
    return picture


def _drawn(
    large: pygame.Surface, view: Geography, projection: Projection, colours: Colours, scale: float
) -> None:
    k = OVERSAMPLING
    shipped = layer(view.layer)
    bounds = large.get_rect().inflate(40 * k, 40 * k)
    seen = projection.window(bounds.w / k, bounds.h / k)
    large.fill(colours.sea)
    lands = [
        (land.id, points)
        for land in shipped.lands
        if len(points := _pixels(clipped(land, seen), projection, k)) > 2
    ]
    for _land, points in lands:
        pygame.draw.lines(large, colours.shallow, True, points, round(_SHALLOW * scale * k))
    for land, points in lands:
        fill = colours.home if land == view.focus else colours.land
        pygame.draw.polygon(large, fill, points)
    thin = max(2, round(0.8 * scale * k))
    for _land, points in lands:
        pygame.draw.lines(large, colours.border, True, points, thin)
    for lake in shipped.lakes:
        points = _pixels(lake, projection, k)
        if len(points) > 2 and bounds.colliderect(_box(points)):
            pygame.draw.polygon(large, colours.shallow, points)
            pygame.draw.lines(large, colours.water, True, points, thin)
    for river in shipped.rivers:
        points = _pixels(river, projection, k)
        if len(points) > 1 and bounds.colliderect(_box(points)):
            pygame.draw.lines(large, colours.water, False, points, round(1.3 * scale * k))
    for land, points in lands:
        if land == view.focus:
            wide = max(3, round(1.5 * scale * k))
            pygame.draw.lines(large, colours.coast, True, points, wide)


def _pixels(line: Ring, projection: Projection, k: int) -> list[tuple[int, int]]:
    """A line on the large surface, without points that are no pixel from the one before."""
    x0, y0 = projection.x, projection.y
    across, down = projection.across, projection.down
    east, north = projection.longitude, projection.latitude
    points: list[tuple[int, int]] = []
    for x, y in line:
        spot = (round((x0 + (x - east) * across) * k), round((y0 - (y - north) * down) * k))
        if points:
            last = points[-1]
            if -k < spot[0] - last[0] < k and -k < spot[1] - last[1] < k:
                continue
        points.append(spot)
    return points


def _box(points: list[tuple[int, int]]) -> pygame.Rect:
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    left, top = min(xs), min(ys)
    return pygame.Rect(left, top, max(1, max(xs) - left), max(1, max(ys) - top))
