"""Where blocks of names stand on a map so that none lies on another. All in pixels."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pygame

Size = tuple[int, int]
Spot = tuple[int, int]

_TURNS: Final = tuple(
    math.tau * i / 16 for i in (0, 8, 2, 14, 6, 10, 4, 12, 1, 15, 7, 9, 3, 13, 5, 11)
)
_RINGS: Final = (0, 1, 2, 3, 5, 7, 10, 14)
_GAP: Final = 4
_ASIDE: Final = 1.6  # what a pixel aside counts against one along
_CORNERS: Final[dict[str, tuple[float, float]]] = {
    "north-west": (0.0, 0.0),
    "north": (0.5, 0.0),
    "north-east": (1.0, 0.0),
    "east": (1.0, 0.5),
    "south-east": (1.0, 1.0),
    "south": (0.5, 1.0),
    "south-west": (0.0, 1.0),
    "west": (0.0, 0.5),
}


DIRECTIONS: Final = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
"""The arrow keys, across and down."""


def next_toward(
    spots: Mapping[str, Spot], here: str, key: str, widest: float = math.inf
) -> str | None:
    """The nearest spot in the direction of an arrow key; None where there is none.

    Args:
        spots: Places by name.
        here: Name of the place to go from.
        key: One of `DIRECTIONS`.
        widest: How far aside a spot may lie for each pixel along.
    """
    dx, dy = DIRECTIONS[key]
    x, y = spots[here]
    best: tuple[float, str] | None = None
    for name, (ax, ay) in spots.items():
        along = (ax - x) * dx + (ay - y) * dy
        aside = abs((ax - x) * dy) + abs((ay - y) * dx)
        if along > 0 and aside <= widest * along:
            found = (along + _ASIDE * aside, name)
            best = found if best is None else min(best, found)
    return None if best is None else best[1]


def at_rim(
    edge: str, size: Size, room: pygame.Rect, taken: Sequence[pygame.Rect], step: int
) -> pygame.Rect:
    """A block at the rim of a room, slid along that rim until it is free."""
    across, down = _CORNERS[edge]
    home = pygame.Rect((0, 0), size)
    home.x = round(room.x + across * (room.w - size[0]))
    home.y = round(room.y + down * (room.h - size[1]))
    slide_across = edge in ("north", "south") or (down != 0.5 and room.w > room.h)

    def along() -> Iterator[pygame.Rect]:
        yield home
        reach = room.w if slide_across else room.h
        for far in range(step, reach, step):
            for sign in (1, -1):
                moved = home.move(sign * far, 0) if slide_across else home.move(0, sign * far)
                if room.contains(moved):
                    yield moved
        yield from _grid(size, room, step, home.center)

    return first_free(along(), taken)


def beside(
    at: Spot, size: Size, room: pygame.Rect, taken: Sequence[pygame.Rect], reach: int
) -> pygame.Rect:
    """A block near a point, as close as there is room for it; `reach` is the least distance."""
    w, h = size

    def around() -> Iterator[pygame.Rect]:
        for ring in _RINGS:
            away = reach * (1 + ring)
            for turn in _TURNS:
                x, y = math.cos(turn), math.sin(turn)
                rect = pygame.Rect((0, 0), size)
                rect.center = (
                    round(at[0] + x * (away + w / 2)),
                    round(at[1] + y * (away + h / 2)),
                )
                if room.contains(rect) and not rect.inflate(2, 2).collidepoint(at):
                    yield rect
        yield from _grid(size, room, max(2, reach), at)

    return first_free(around(), taken)


def first_free(places: Iterator[pygame.Rect], taken: Sequence[pygame.Rect]) -> pygame.Rect:
    """The first of some rectangles that lies on none that is taken, else the one that does least.

    Raises:
        ValueError: There are none.
    """
    best: tuple[int, pygame.Rect] | None = None
    for rect in places:
        wide = rect.inflate(2 * _GAP, 2 * _GAP)
        hit = wide.collidelistall(list(taken))
        if not hit:
            return rect
        cost = sum(area(rect, taken[i]) + 1 for i in hit)
        if best is None or cost < best[0]:
            best = (cost, rect)
    if best is None:
        raise ValueError("there is no place to choose from")
    return best[1]


def free(rect: pygame.Rect, room: pygame.Rect, taken: Sequence[pygame.Rect]) -> bool:
    """Whether a rectangle lies in a room and on none that is taken."""
    return room.contains(rect) and rect.inflate(_GAP, 2).collidelist(list(taken)) < 0


def _grid(size: Size, room: pygame.Rect, step: int, near: Spot) -> Iterator[pygame.Rect]:
    """All places of a room in steps, the nearest to a point first; the room's corner at least."""
    xs = range(room.x, max(room.x, room.right - size[0]) + 1, step)
    ys = range(room.y, max(room.y, room.bottom - size[1]) + 1, step)
    spots = sorted(
        itertools.product(xs, ys),
        key=lambda p: abs(p[0] + size[0] / 2 - near[0]) + abs(p[1] + size[1] / 2 - near[1]),
    )
    for spot in spots:
        yield pygame.Rect(spot, size)


def square(at: Spot, radius: int) -> pygame.Rect:
    """The square around a point, as far as `radius` to each side."""
    return pygame.Rect(at[0] - radius, at[1] - radius, 2 * radius, 2 * radius)


def area(a: pygame.Rect, b: pygame.Rect) -> int:
    """How much two rectangles share."""
    common = a.clip(b)
    return common.w * common.h
