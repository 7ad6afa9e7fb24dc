"""Where names stand and how lines run so that no line crosses a name. All in pixels."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

import pygame

from sim.desk.kit.shapes import Point, bezier, cut

_BENDS: Final = tuple(
    sign * bend for bend in (0.13, 0.19, 0.26, 0.07, 0.34, 0.44, 0.56, 0.7) for sign in (1, -1)
)
_STEPS: Final = 22
_OVER_NAME, _OVER_MARK, _OVER_LINE, _OUTSIDE, _SHORT = 40.0, 26.0, 1.0, 60.0, 5.0


def place_names(
    spots: Mapping[str, tuple[int, int]],
    sizes: Mapping[str, tuple[int, int]],
    radius: int,
    room: pygame.Rect,
) -> dict[str, pygame.Rect]:
    """Return a rectangle for each name, beside its mark and clear of the others where possible."""
    marks = {name: _square(at, radius) for name, at in spots.items()}
    placed: dict[str, pygame.Rect] = {}
    for name in sorted(spots, key=lambda n: (spots[n][1], spots[n][0])):
        x, y = spots[name]
        w, h = sizes[name]
        gap = radius + max(3, radius // 3)
        choices = []
        for cost, (cx, cy) in enumerate(
            (
                (x, y + gap + h // 2),
                (x, y - gap - h // 2),
                (x + gap + w // 2, y),
                (x - gap - w // 2, y),
                (x + w // 3, y + gap + h // 2),
                (x - w // 3, y + gap + h // 2),
            )
        ):
            rect = pygame.Rect(0, 0, w, h)
            rect.center = (cx, cy)
            rect.clamp_ip(room)
            others = [m for other, m in marks.items() if other != name]
            covered = sum(_area(rect, m) for m in others) + sum(
                _area(rect, p) for p in placed.values()
            )
            choices.append((covered + _area(rect, marks[name]) + 0.01 * cost, cost, rect))
        placed[name] = min(choices, key=lambda choice: choice[:2])[2]
    return placed


def route(
    pairs: Sequence[tuple[str, str]],
    spots: Mapping[str, tuple[int, int]],
    names: Mapping[str, pygame.Rect],
    radius: int,
    room: pygame.Rect,
) -> list[list[Point]]:
    """Return a curve for each pair, from the one to the other, clear of names and marks."""
    marks = {name: _square(at, round(radius * 1.25)) for name, at in spots.items()}
    drawn: list[pygame.Rect] = []
    curves = []
    for source, target in pairs:
        walls = [rect.inflate(6, 2) for name, rect in names.items()]
        posts = [rect for name, rect in marks.items() if name not in (source, target)]
        best: tuple[float, list[Point]] | None = None
        for rank, bend in enumerate(_BENDS):
            whole = bezier(spots[source], spots[target], bend, _STEPS)
            points = _leave(whole, names[source], radius)
            points = list(reversed(_leave(list(reversed(points)), names[target], radius)))
            if len(points) < 3:
                continue
            boxes = _boxes(points)
            cost = 0.3 * rank
            cost += _SHORT * (_short(points[0], spots[source], radius))
            cost += _SHORT * 1.5 * (_short(points[-1], spots[target], radius))
            cost += _OVER_NAME * sum(1 for box in boxes if box.collidelist(walls) >= 0)
            cost += _OVER_MARK * sum(1 for box in boxes if box.collidelist(posts) >= 0)
            cost += _OVER_LINE * sum(1 for box in boxes if box.collidelist(drawn) >= 0)
            cost += _OUTSIDE * sum(1 for x, y in points if not room.collidepoint(x, y))
            if best is None or cost < best[0]:
                best = (cost, points)
        chosen = best[1] if best is not None else [spots[source], spots[target]]
        drawn += _boxes(chosen)[2:-2]
        curves.append([(round(x, 1), round(y, 1)) for x, y in chosen])
    return curves


def _leave(points: list[Point], name: pygame.Rect, radius: int) -> list[Point]:
    """Return a curve from where it leaves the mark at its start, and that mark's name."""
    free = cut(points, radius * 1.55, 0)
    wall = name.inflate(8, 4)
    inside = [i for i, point in enumerate(free[: len(free) // 2 + 1]) if wall.collidepoint(point)]
    return free[inside[-1] + 1 :] if inside else free


def _short(end: Point, mark: tuple[int, int], radius: int) -> float:
    """How far a line ends from its mark, in radii beyond the usual gap."""
    return max(0.0, math.dist(end, mark) / radius - 1.9)


def _boxes(points: Sequence[Point]) -> list[pygame.Rect]:
    return [
        pygame.Rect(min(ax, bx), min(ay, by), max(2.0, abs(ax - bx)), max(2.0, abs(ay - by)))
        for (ax, ay), (bx, by) in zip(points, points[1:], strict=False)
    ]


def _square(at: tuple[int, int], radius: int) -> pygame.Rect:
    return pygame.Rect(at[0] - radius, at[1] - radius, 2 * radius, 2 * radius)


def _area(a: pygame.Rect, b: pygame.Rect) -> int:
    common = a.clip(b)
    return common.w * common.h
