"""Tokens of the look: contrast, colour blindness, and marks of actors."""

from __future__ import annotations

import itertools

import pytest

from sim.desk.kit.colour import (
    COLOUR_BLINDNESS,
    contrast,
    delta_e,
    mix,
    rgb,
    simulate,
    worst_delta_e,
)
from sim.desk.kit.theme import (
    DARK,
    MARK_PAIRS,
    PALETTE,
    SHAPES,
    TEXT_PAIRS,
    THEMES,
    Theme,
    mark,
    read_mark,
)

themes = pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))


def test_contrast_agrees_with_the_definition() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.005)


@themes
def test_text_stands_out_from_every_ground(theme: Theme) -> None:
    low = {
        pair: contrast(theme.colour(pair[0]), theme.colour(pair[1]))
        for pair in TEXT_PAIRS
        if contrast(theme.colour(pair[0]), theme.colour(pair[1])) < 4.5
    }
    assert not low


@themes
def test_controls_stand_out_from_every_ground(theme: Theme) -> None:
    for a, b in MARK_PAIRS:
        assert contrast(theme.colour(a), theme.colour(b)) >= 3, (a, b)


@themes
def test_marks_stand_out_by_colour_or_by_outline(theme: Theme) -> None:
    for ground in (theme.bg, theme.panel, theme.raised):
        for m in PALETTE:
            colour = theme.outline if theme.outlined_marks else m.colour
            assert contrast(colour, ground) >= 3, m


def test_marks_can_be_told_apart_with_any_kind_of_sight() -> None:
    for a, b in itertools.combinations(PALETTE, 2):
        assert worst_delta_e(a.colour, b.colour) >= 15, (a, b)


def test_no_mark_looks_like_the_accent() -> None:
    for m in PALETTE:
        assert worst_delta_e(m.colour, DARK.accent) >= 15, m


def test_the_first_marks_have_shapes_of_their_own() -> None:
    assert len({m.shape for m in PALETTE}) == len(PALETTE) >= 17


def test_marks_go_round() -> None:
    assert mark(len(PALETTE) + 2) == mark(2)


def test_colour_blind_eyes_confuse_what_others_do_not() -> None:
    red, green = rgb("#C04020"), rgb("#807010")
    seen = delta_e(simulate(red, "protanopia"), simulate(green, "protanopia"))
    assert seen < delta_e(red, green) / 2


@pytest.mark.parametrize("kind", COLOUR_BLINDNESS)
def test_grey_stays_grey(kind: str) -> None:
    assert delta_e(simulate((128, 128, 128), kind), (128, 128, 128)) < 2


def test_mixing_ends_at_both_colours() -> None:
    assert mix((10, 20, 30), (200, 100, 0), 0) == (10, 20, 30)
    assert mix((10, 20, 30), (200, 100, 0), 1) == (200, 100, 0)


def test_a_mark_of_a_scenario_is_read() -> None:
    found = read_mark("#56b4e9", "triangle-down")
    assert found.colour == (0x56, 0xB4, 0xE9)
    assert found.shape == "triangle-down"


@pytest.mark.parametrize(
    "colour", ["", "56B4E", "#56B4E", "#GGGGGG", "blue", "#56B4E9FF", "#12345\u0666"]
)
def test_a_bad_colour_is_refused_with_what_would_be_right(colour: str) -> None:
    with pytest.raises(ValueError, match="#RRGGBB"):
        read_mark(colour, "circle")


def test_a_bad_shape_is_refused_with_the_shapes_there_are() -> None:
    with pytest.raises(ValueError, match=", ".join(SHAPES)):
        read_mark("#56B4E9", "blob")
