"""Boxes: who gets how much room, and where."""

from __future__ import annotations

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.desk.kit.layout import Centre, Column, Grid, Row, Spacer, Wrap, share
from sim.desk.kit.look import Look
from sim.desk.kit.theme import DARK
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.words import Label, TextBlock


@pytest.fixture
def look() -> Look:
    pygame.font.init()
    return Look(DARK, 1.0, (1280, 720))


def block(width: float = 0, height: float = 0, grow: float = 0) -> Widget:
    return Widget(width=width, height=height, grow=grow)


def placed(look: Look, box: Widget, size: tuple[int, int] = (300, 200)) -> list[pygame.Rect]:
    box.place(look, pygame.Rect((10, 20), size))
    return [child.rect for child in box.children]


@given(st.integers(0, 5000), st.lists(st.floats(0, 9), max_size=12))
def test_shares_add_up_exactly(room: int, weights: list[float]) -> None:
    parts = share(room, weights)
    assert len(parts) == len(weights)
    assert sum(parts) == (room if sum(weights) > 0 else 0)
    assert all(part >= 0 for part in parts)


def test_a_column_stacks_and_lets_grow(look: Look) -> None:
    box = Column([block(height=30), block(grow=1), block(height=20), block(grow=3)], gap=10, pad=5)
    rects = placed(look, box)
    assert [r.h for r in rects] == [30, 28, 20, 82]
    assert [r.y for r in rects] == [25, 65, 103, 133]
    assert all(r.x == 15 and r.w == 290 for r in rects)


def test_what_grows_gets_what_it_needs_while_there_is_enough(look: Look) -> None:
    high, low = TextBlock("a\nb\nc\nd\ne\nf\ng", grow=1), TextBlock("a", grow=1)
    need = high.size(look, 300)[1]
    one, other = placed(look, Column([high, low], gap=0), (300, need + 40))
    assert one.h >= need
    assert one.h + other.h == need + 40
    assert [r.h for r in placed(look, Column([high, low], gap=0), (300, 60))] == [30, 30]


def test_a_row_keeps_natural_widths_and_lets_grow(look: Look) -> None:
    label = Label("fixed")
    rects = placed(look, Row([label, Spacer(), block(width=40, height=10)], gap=8))
    assert rects[0].w == look.text.width("fixed", label.style)
    assert rects[2].right == 310
    assert rects[2].centery == 120
    assert rects[1].w == 300 - 16 - 40 - rects[0].w


def test_a_row_that_is_too_narrow_takes_from_the_widest(look: Look) -> None:
    rects = placed(look, Row([block(width=200), block(width=150), block(width=20)], gap=0))
    assert [r.w for r in rects] == [130, 150, 20]


def test_a_text_in_a_row_is_as_high_as_its_width_makes_it(look: Look) -> None:
    prose = TextBlock("several words that wrap in a narrow place " * 3, grow=1)
    row = Row([block(width=100, height=10), prose], gap=0)
    wide, narrow = row.size(look, 900)[1], row.size(look, 260)[1]
    assert narrow > 2 * wide


@pytest.mark.parametrize(("width", "count"), [(1000, 4), (500, 2), (100, 1)])
def test_a_grid_has_as_many_columns_as_fit(look: Look, width: int, count: int) -> None:
    grid = Grid([block(height=20) for _ in range(6)], 4, least=200, gap=10)
    rects = placed(look, grid, (width, 400))
    assert len({r.x for r in rects}) == count
    assert grid.size(look, width)[1] == -(-6 // count) * 30 - 10
    assert max(r.right for r in rects) <= 10 + width


def test_a_grid_can_share_the_height_among_its_rows(look: Look) -> None:
    grid = Grid([block(height=20) for _ in range(4)], 2, gap=10, stretch=True)
    assert {r.h for r in placed(look, grid)} == {95}


def test_a_flow_goes_on_in_the_next_line(look: Look) -> None:
    children = [
        block(width=120, height=20),
        block(width=120, height=40),
        block(width=120, height=20),
    ]
    rects = placed(look, Wrap(children, gap=10))
    assert [(r.x, r.y) for r in rects] == [(10, 30), (140, 20), (10, 70)]


def test_centre_keeps_to_its_greatest_width(look: Look) -> None:
    (rect,) = placed(look, Centre(block(height=50), most=100))
    assert rect.size == (100, 50)
    assert rect.center == (160, 120)


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_everything_grows_with_the_scale(scale: float) -> None:
    pygame.font.init()
    look = Look(DARK, scale, (2560, 1440))
    rects = placed(look, Column([block(height=40), block(height=8)], gap=8, pad=16), (900, 900))
    assert rects[0].h == round(40 * scale)
    assert rects[1].y - rects[0].bottom == round(8 * scale)


@pytest.mark.parametrize(
    ("size", "scale", "used"),
    [
        ((1280, 720), 2.0, 2.0),
        ((640, 360), 2.0, 1.0),
        ((400, 300), 1.0, 0.625),
        ((100, 100), 1.0, 0.5),
        ((3840, 2160), 1.5, 1.5),
    ],
)
def test_small_windows_are_scaled_down(size: tuple[int, int], scale: float, used: float) -> None:
    assert Look(DARK, scale, size).scale == used


@given(st.integers(0, 900), st.integers(0, 900))
def test_no_box_gives_a_negative_size(width: int, height: int) -> None:
    pygame.font.init()
    look = Look(DARK, 1.0, (900, 900))
    inner = [Label("label"), block(width=300, height=300), block(grow=1), TextBlock("words " * 9)]
    for box in (
        Column(inner, pad=20),
        Row(inner, pad=20),
        Grid(inner, 3, least=100, pad=20, stretch=True),
        Wrap(inner, pad=20),
        Centre(Column(inner), most=200),
    ):
        box.place(look, pygame.Rect(0, 0, width, height))
        assert all(w.rect.w >= 0 and w.rect.h >= 0 for w in box.walk())
