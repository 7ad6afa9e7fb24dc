"""Every screen looks as it did when somebody last looked at it."""

from __future__ import annotations

import os

import pygame
import pytest

from sim.desk.kit.theme import THEMES
from sim.desk.picture import SCREENS
from tests.desk.golden import FOLDER, SHARE, difference, drawn, path_of, same

pytestmark = pytest.mark.usefixtures("kept")


@pytest.fixture(autouse=True)
def rollouts() -> None:
    """A golden picture shows the odds that a player sees."""


EXACT = os.environ.get("TWINTRACK_EXACT") == "1"


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_looks_as_it_did(screen: str) -> None:
    for theme, now in drawn(screen):
        kept = pygame.image.load(path_of(screen, theme))
        advice = f"look at {theme}, and if it is right: python -m tests.desk.golden {screen}"
        if EXACT:
            assert same(kept, now), advice
        else:
            assert difference(kept, now) <= SHARE, advice


def test_every_golden_picture_is_of_a_screen() -> None:
    for theme in THEMES:
        kept = sorted(path.stem for path in (FOLDER / theme).glob("*.png"))
        assert kept == sorted(SCREENS)
    assert {path.name for path in FOLDER.iterdir()} == set(THEMES)


def test_a_difference_is_noticed() -> None:
    one = pygame.Surface((100, 100), 0, 32)
    other = one.copy()
    assert difference(one, other) == 0
    other.fill((255, 255, 255), (0, 0, 100, 10))
    assert difference(one, other) == pytest.approx(0.1)
    assert not same(one, other)
    assert difference(one, pygame.Surface((50, 50), 0, 32)) == 1
