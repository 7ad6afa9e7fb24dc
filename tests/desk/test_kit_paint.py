"""Smooth shapes: what is drawn, where, and how much of it is kept."""

from __future__ import annotations

import itertools
import math

import pygame
import pytest

from sim.desk.kit import shapes
from sim.desk.kit.colour import Colour
from sim.desk.kit.icons import ICONS
from sim.desk.kit.paint import Paint
from sim.desk.kit.theme import SHAPES, Mark, Shape

WHITE, BLACK, RED = (255, 255, 255), (0, 0, 0), (200, 30, 30)


def canvas(size: tuple[int, int] = (80, 80)) -> pygame.Surface:
    surface = pygame.Surface(size, 0, 32)
    surface.fill(WHITE)
    return surface


def at(surface: pygame.Surface, x: int, y: int) -> Colour:
    colour = surface.get_at((x, y))
    return colour.r, colour.g, colour.b


def shades(surface: pygame.Surface) -> set[Colour]:
    w, h = surface.get_size()
    return {at(surface, x, y) for x in range(w) for y in range(h)}


def test_edges_are_smooth() -> None:
    surface = canvas()
    Paint().box(surface, pygame.Rect(10, 10, 60, 60), 12, BLACK)
    assert len(shades(surface)) > 4
    assert at(surface, 10, 40) == BLACK
    assert at(surface, 9, 40) == WHITE


def test_edges_never_get_darker_than_what_they_part() -> None:
    surface = canvas()
    paint = Paint()
    paint.mark(surface, Mark((255, 255, 0), "circle"), (40, 40), 20)
    paint.icon(surface, "help", (40, 40), 24, (255, 255, 0))
    assert all(r == 255 and g == 255 for r, g, _ in shades(surface))


def test_a_border_lies_within_the_box() -> None:
    surface = canvas()
    Paint().box(surface, pygame.Rect(10, 10, 60, 60), 8, WHITE, RED, 2)
    assert at(surface, 40, 9) == WHITE
    assert at(surface, 40, 10) == at(surface, 40, 11) == RED
    assert at(surface, 40, 12) == WHITE
    assert at(surface, 69, 40) == RED


@pytest.mark.parametrize("radius", [0, 3, 40])
@pytest.mark.parametrize("size", [(0, 10), (1, 1), (2, 3), (7, 40), (80, 80)])
def test_boxes_of_any_size_are_drawn_and_stay_in_place(size: tuple[int, int], radius: int) -> None:
    surface = canvas((100, 100))
    rect = pygame.Rect((10, 10), size)
    Paint().box(surface, rect, radius, RED, BLACK, 1)
    surface.fill(WHITE, rect)
    assert shades(surface) == {WHITE}


def ink(shape: Shape) -> pygame.mask.Mask:
    surface = pygame.Surface((80, 80), pygame.SRCALPHA, 32)
    Paint().mark(surface, Mark(RED, shape), (40, 40), 20)
    return pygame.mask.from_surface(surface)


@pytest.mark.parametrize("shape", SHAPES)
def test_marks_are_of_about_the_same_size_and_centred(shape: Shape) -> None:
    mask = ink(shape)
    area = mask.count() / (math.pi * 20 * 20)
    assert 0.4 <= area <= 1.25
    box = mask.get_bounding_rects()[0].unionall(mask.get_bounding_rects())
    assert math.dist(box.center, (40, 40)) < 6


def test_no_two_shapes_look_alike() -> None:
    masks = {shape: ink(shape) for shape in SHAPES}
    for a in SHAPES:
        for b in SHAPES[: SHAPES.index(a)]:
            both = masks[a].overlap_area(masks[b], (0, 0))
            either = masks[a].count() + masks[b].count() - both
            assert both / either < 0.95, (a, b)


def test_an_outline_goes_around_a_mark() -> None:
    plain, edged = canvas(), canvas()
    Paint().mark(plain, Mark(RED, "square"), (40, 40), 20)
    Paint().mark(edged, Mark(RED, "square"), (40, 40), 20, BLACK, 2)
    assert at(plain, 40, 40) == at(edged, 40, 40)
    assert min(shades(edged)) < (20, 20, 20) < min(shades(plain))


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_draws_within_its_square(name: str) -> None:
    surface = canvas()
    Paint().icon(surface, name, (40, 40), 24, BLACK)
    assert len(shades(surface)) > 1
    surface.fill(WHITE, (28, 28, 24, 24))
    assert shades(surface) == {WHITE}


def test_a_dashed_arrow_has_gaps_and_a_head() -> None:
    def along(dash: tuple[float, float] | None) -> int:
        surface = canvas((200, 40))
        Paint().arrow(surface, [(10.0, 20.0), (190.0, 20.0)], BLACK, 3, dash, 12)
        assert at(surface, 182, 18) != WHITE  # wider than the line: the head
        assert at(surface, 100, 17) == WHITE
        return sum(at(surface, x, 20) != WHITE for x in range(10, 175))

    assert along(None) == 165
    assert 80 < along((10, 6)) < 150


def test_dashes_begin_and_end_the_line() -> None:
    parts = shapes.dashes([(0.0, 0.0), (100.0, 0.0)], 7, 5)
    assert parts[0][0] == (0, 0)
    assert parts[-1][-1] == pytest.approx((100, 0))
    lengths = [math.dist(p[0], p[-1]) for p in parts]
    assert max(lengths) - min(lengths) < 1e-6


def test_the_two_ways_between_a_pair_do_not_cover_each_other() -> None:
    there = shapes.bezier((0, 0), (100, 0), 0.2)
    back = shapes.bezier((100, 0), (0, 0), 0.2)
    assert there[20][1] * back[20][1] < 0


def test_cutting_more_than_there_is_leaves_a_point() -> None:
    assert len(shapes.cut([(0.0, 0.0), (10.0, 0.0)], 8, 8)) == 1


def test_a_bar_fades_toward_its_uncertain_end_only() -> None:
    surface = canvas((120, 20))
    Paint().bar(surface, pygame.Rect(10, 6, 100, 8), BLACK, (40, 0))
    levels = [surface.get_at((x, 10)).r for x in range(12, 106)]
    assert levels[0] > 200
    assert all(a >= b for a, b in itertools.pairwise(levels))
    assert levels[-1] == 0


def test_a_veil_is_as_strong_as_asked() -> None:
    surface = canvas((20, 20))
    Paint().veil(surface, pygame.Rect(0, 0, 10, 20), BLACK, 128)
    assert surface.get_at((5, 5)).r == pytest.approx(127, abs=2)
    assert surface.get_at((15, 5)).r == 255


def test_pictures_are_kept_within_bounds() -> None:
    paint = Paint(limit=300_000)
    surface = canvas((400, 400))
    for i in range(400):
        paint.arrow(surface, [(0.0, 0.0), (100.0 + i, 50.0)], BLACK, 2)
    assert paint.cache.bytes <= 300_000
    assert paint.cache.bytes == sum(
        s.get_pitch() * s.get_height() for s in paint.cache._items.values()
    )


def test_a_picture_larger_than_the_cache_is_still_drawn() -> None:
    paint = Paint(limit=10)
    surface = canvas()
    paint.dot(surface, (40, 40), 20, BLACK)
    assert surface.get_at((40, 40)).r < 5
    assert len(paint.cache) == 1


def test_nothing_is_left_of_a_line_that_was_cut_away() -> None:
    assert shapes.cut([], 3.0, 2.0) == []
    assert shapes.cut([(0.0, 0.0), (1.0, 0.0)], 5.0, 0.0) == [(1.0, 0.0)]
