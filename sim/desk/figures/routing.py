"""Where names stand and how lines run so that no line crosses a name. All in pixels."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

import pygame

from sim.desk.figures.placing import area, square
from sim.desk.kit.shapes import Point, bezier, cut

_BENDS: Final = tuple(
    sign * bend for bend in (0.13, 0.19, 0.25, 0.07, 0.32, 0.4, 0.5, 0.62, 0.8) for sign in (1, -1)
)
_STEPS: Final = 22
_RING: Final = 1.75
_PARTED: Final = 0.32  # in radii, each of two lines that would lie on one another
_ROUNDS: Final = 4
_OVER_NAME, _OVER_MARK, _OVER_LINE, _OUTSIDE, _SHORT = 300.0, 24.0, 1.0, 150.0, 9.0
_BESIDE: Final = 120.0  # against a line on the way back that covers the one out


def place_names(
    spots: Mapping[str, tuple[int, int]],
    sizes: Mapping[str, tuple[int, int]],
    radius: int,
    room: pygame.Rect,
    chosen: str = "",
) -> dict[str, pygame.Rect]:
    """Return a rectangle for each name, beside its mark and clear of the others where possible.

    The mark of the `chosen` one has a ring.
    """
    marks = _marks(spots, radius, chosen)
    placed: dict[str, pygame.Rect] = {}
    for name in sorted(spots, key=lambda n: (spots[n][1], spots[n][0])):
        taken = [*marks.values(), *placed.values()]
        placed[name] = min(
            _beside(spots[name], sizes[name], radius, room),
            key=lambda choice: _covered(choice[1], taken) + choice[0],
        )[1]
    return placed


def arrange(
    pairs: Sequence[tuple[str, str]],
    spots: Mapping[str, tuple[int, int]],
    sizes: Mapping[str, tuple[int, int]],
    radius: int,
    room: pygame.Rect,
    chosen: str = "",
) -> tuple[dict[str, pygame.Rect], list[list[Point]]]:
    """Return places of all names and a curve for each pair.

    Lines go around names; then names that are still crossed go to another side of their marks, and
    the lines are drawn again, until no name is crossed or nothing gets better.
    """
    names = place_names(spots, sizes, radius, room, chosen)
    curves = route(pairs, spots, names, radius, room)
    best = (_faults(names, curves), names, curves)
    for _ in range(_ROUNDS):
        if not best[0]:
            break
        names = dodge(names, curves, spots, radius, room, chosen)
        curves = route(pairs, spots, names, radius, room)
        best = min(best, (_faults(names, curves), names, curves), key=lambda found: found[0])
    return best[1], _side_by_side(pairs, best[1], best[2], radius)


def _side_by_side(
    pairs: Sequence[tuple[str, str]],
    names: Mapping[str, pygame.Rect],
    curves: list[list[Point]],
    radius: int,
) -> list[list[Point]]:
    """Part two lines between the same two actors that lie on one another, where there is room."""
    found = dict(zip(pairs, curves, strict=True))
    for pair in pairs:
        back = found.get(pair[::-1])
        if back is None or not _covers(found[pair], back, radius):
            continue
        moved = _shifted(found[pair], radius * _PARTED)
        if crossings(names, [moved]) <= crossings(names, [found[pair]]):
            found[pair] = moved
    return [found[pair] for pair in pairs]


def _shifted(points: Sequence[Point], by: float) -> list[Point]:
    """A line moved to the left of its direction."""
    (ax, ay), (bx, by_) = points[0], points[-1]
    length = math.dist(points[0], points[-1]) or 1.0
    dx, dy = (by_ - ay) / length * by, -(bx - ax) / length * by
    return [(round(x + dx, 1), round(y + dy, 1)) for x, y in points]


def _faults(names: Mapping[str, pygame.Rect], curves: Sequence[Sequence[Point]]) -> int:
    return crossings(names, curves) + overlapping(names)


def crossings(names: Mapping[str, pygame.Rect], curves: Sequence[Sequence[Point]]) -> int:
    """Return how many lines cross names."""
    plates = [rect.inflate(-2, -2) for rect in names.values()]
    return sum(any(box.collidelist(plates) >= 0 for box in _boxes(curve)) for curve in curves)


def overlapping(names: Mapping[str, pygame.Rect]) -> int:
    """How many pairs of names lie on one another."""
    pairs = itertools.combinations(names.values(), 2)
    return sum(bool(one.colliderect(other)) for one, other in pairs)


def in_the_way(
    names: Mapping[str, pygame.Rect],
    curves: Sequence[Sequence[Point]],
    spots: Mapping[str, tuple[int, int]],
    radius: int,
) -> frozenset[str]:
    """Whose name lies on another one, on a mark, or under a line."""
    found = set[str]()
    lines = [box for curve in curves for box in _boxes(curve)]
    for name, rect in names.items():
        inside = rect.inflate(-2, -2)
        others = [box for other, box in names.items() if other != name]
        marks = [square(at, radius - 1) for other, at in spots.items() if other != name]
        if any(inside.collidelist(boxes) >= 0 for boxes in (others, marks, lines)):
            found.add(name)
    return frozenset(found)


def dodge(
    names: Mapping[str, pygame.Rect],
    curves: Sequence[Sequence[Point]],
    spots: Mapping[str, tuple[int, int]],
    radius: int,
    room: pygame.Rect,
    chosen: str = "",
) -> dict[str, pygame.Rect]:
    """Move the names that a line crosses to another side of their marks, where it is free."""
    boxes = [box for curve in curves for box in _boxes(curve)]
    marks = _marks(spots, radius, chosen).values()
    placed = dict(names)
    for name, rect in names.items():
        if rect.inflate(4, 2).collidelist(boxes) < 0:
            continue
        taken = [*marks, *(other for key, other in placed.items() if key != name)]

        def cost(choice: tuple[float, pygame.Rect], taken: list[pygame.Rect] = taken) -> float:
            crossed = len(choice[1].inflate(4, 2).collidelistall(boxes))
            return 60.0 * crossed + 3.0 * _covered(choice[1], taken) + choice[0]

        placed[name] = min(_beside(spots[name], rect.size, radius, room), key=cost)[1]
    return placed


def _beside(
    at: tuple[int, int], size: tuple[int, int], radius: int, room: pygame.Rect
) -> list[tuple[float, pygame.Rect]]:
    """Places of a name around its mark, each with what is against it; below is the best."""
    (x, y), (w, h) = at, size
    gap = radius + max(3, radius // 3)
    below, above = y + gap + h // 2, y - gap - h // 2
    right, left = x + gap + w // 2, x - gap - w // 2
    corner = radius + w // 2
    centres = (
        (x, below),
        (x, above),
        (right, y),
        (left, y),
        (x + w // 3, below),
        (x - w // 3, below),
        (x + w // 3, above),
        (x - w // 3, above),
        (x + corner, below - h // 3),
        (x - corner, below - h // 3),
        (x + corner, above + h // 3),
        (x - corner, above + h // 3),
    )
    choices = []
    for cost, centre in enumerate(centres):
        rect = pygame.Rect((0, 0), size)
        rect.center = centre
        rect.clamp_ip(room)
        choices.append((0.01 * cost, rect))
    return choices


def route(
    pairs: Sequence[tuple[str, str]],
    spots: Mapping[str, tuple[int, int]],
    names: Mapping[str, pygame.Rect],
    radius: int,
    room: pygame.Rect,
) -> list[list[Point]]:
    """Return a curve for each pair, from the one to the other, clear of names and marks."""
    marks = {name: square(at, round(radius * 1.25)) for name, at in spots.items()}
    walls = [rect.inflate(6, 2) for rect in names.values()]
    drawn: list[pygame.Rect] = []
    done: dict[tuple[str, str], list[Point]] = {}
    curves = []
    for source, target in pairs:
        posts = [rect for name, rect in marks.items() if name not in (source, target)]
        weighed = ((_OVER_NAME, walls), (_OVER_MARK, posts), (_OVER_LINE, drawn))
        best: tuple[float, Sequence[Point]] | None = None
        for rank, bend in enumerate(_BENDS):
            least = 0.3 * rank
            if best is not None and best[0] <= least:
                break  # no further bend can be better
            whole = _bent(spots[source], spots[target], bend)
            points = _leave(whole, names[source], radius)
            points = _leave(points[::-1], names[target], radius)[::-1]
            if len(points) < 3:
                continue
            cost = least
            cost += _SHORT * _short(points[0], spots[source], radius)
            cost += _SHORT * 1.5 * _short(points[-1], spots[target], radius)
            cost += _BESIDE * _covers(points, done.get((target, source)), radius)
            cost += _OUTSIDE * sum(1 for point in points if not room.collidepoint(point))
            if best is not None and cost >= best[0]:
                continue
            boxes = _boxes(points)
            for weight, taken in weighed:
                cost += weight * sum(1 for box in boxes if box.collidelist(taken) >= 0)
                if best is not None and cost >= best[0]:
                    break
            else:
                best = (cost, points)
        chosen = best[1] if best is not None else [spots[source], spots[target]]
        drawn += _boxes(chosen)[2:-2]
        done[source, target] = [*chosen]
        curves.append([(round(x, 1), round(y, 1)) for x, y in chosen])
    return curves


@lru_cache(maxsize=4096)  # marks stay where they are while names move around them
def _bent(start: Point, end: Point, bend: float) -> tuple[Point, ...]:
    return tuple(bezier(start, end, bend, _STEPS))


def _leave(points: Sequence[Point], name: pygame.Rect, radius: int) -> list[Point]:
    """Return a curve from where it leaves the mark at its start, and that mark's name."""
    free = cut(points, radius * 1.55, 0)
    wall = name.inflate(8, 4)
    inside = [i for i, point in enumerate(free[: len(free) // 2 + 1]) if wall.collidepoint(point)]
    return free[inside[-1] + 1 :] if inside else free


def _covers(points: Sequence[Point], other: Sequence[Point] | None, radius: int) -> float:
    """1 where the middles of two lines lie on one another, 0 where they are well apart."""
    if not other:
        return 0.0
    apart = math.dist(points[len(points) // 2], other[len(other) // 2])
    return max(0.0, 1.0 - apart / radius)


def _short(end: Point, mark: tuple[int, int], radius: int) -> float:
    """How far a line ends from its mark, in radii beyond the usual gap."""
    return max(0.0, math.dist(end, mark) / radius - 1.9)


def _boxes(points: Sequence[Point]) -> list[pygame.Rect]:
    boxes = []
    for (ax, ay), (bx, by) in itertools.pairwise(points):
        left, right = (ax, bx) if ax < bx else (bx, ax)
        top, bottom = (ay, by) if ay < by else (by, ay)
        boxes.append(pygame.Rect(left, top, max(2.0, right - left), max(2.0, bottom - top)))
    return boxes


def _marks(
    spots: Mapping[str, tuple[int, int]], radius: int, chosen: str
) -> dict[str, pygame.Rect]:
    ringed = round(_RING * radius)
    return {name: square(at, ringed if name == chosen else radius) for name, at in spots.items()}


def _covered(rect: pygame.Rect, others: list[pygame.Rect]) -> int:
    """How much of a rectangle others lie on, each counted by itself."""
    return sum(area(rect, others[i]) for i in rect.collidelistall(others))
