"""What holds of every screen: its layout at any size, nothing hidden on it, no memory kept."""

from __future__ import annotations

import gc
import itertools
from collections import Counter

import pygame
import pytest

from sim.desk.kit.app import App
from sim.desk.kit.lint import lint_contrast, lint_ui
from sim.desk.kit.page import Page
from sim.desk.kit.theme import THEMES
from sim.desk.kit.widget import Widget
from sim.desk.picture import SCREENS
from sim.desk.session import Session
from sim.game.game import Game
from tests.desk.games import DEFAULT_TURN, SCALES, SIZES, game_at, show, staged
from tests.game.rig import alter
from tests.game.test_view import Trap

pytestmark = pytest.mark.usefixtures("quick", "kept")

OPENED = tuple(screen for screen in SCREENS if screen.startswith("debrief"))
"""Screens on which all that was hidden is opened."""


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_has_no_fault_of_layout(screen: str) -> None:
    """Overlap, clipping, missing glyphs, contrast, reach by Tab: both sizes, all scales, themes."""
    found = []
    for size, scale in itertools.product(SIZES, SCALES):
        app = App(THEMES["dark"], scale, size, motion=False)
        show(staged(screen), screen, app)
        page = app.top
        assert isinstance(page, Page)
        *others, last = THEMES
        for name in others:
            app.set_look(theme=THEMES[name])
            found += [(size, scale, name, str(finding)) for finding in lint_contrast(page.ui)]
        # last, since going round by Tab scrolls; the contrast is looked at here too
        app.set_look(theme=THEMES[last])
        found += [(size, scale, last, str(finding)) for finding in lint_ui(page.ui)]
    assert found == []


def words_of(game: Game, screen: str) -> list[str]:
    """All that a screen tells, to the eye or to a reader."""
    app = App(THEMES["dark"], 1.0, SIZES[0], motion=False)
    show(game, screen, app)
    page = app.top
    assert isinstance(page, Page)
    return [f"{n.role} {n.name} {n.value} {n.rect}" for n in page.ui.tree().walk()]


COPIED = ("again",)
"""A turn played many times copies the state of before, to play from what the seat knew in it; that
nothing of it is shown, tests/game/test_view.py shows by two games that differ in it."""


@pytest.mark.parametrize("screen", sorted(set(SCREENS) - {*OPENED, *COPIED}))
def test_nothing_on_a_screen_is_read_from_the_true_world(
    screen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = game_at(DEFAULT_TURN)
    monkeypatch.setattr(game.process, "world", Trap(game))
    assert len(words_of(game, screen)) > 3


@pytest.mark.parametrize("screen", sorted(set(SCREENS) - {*OPENED, "report"}))
def test_what_is_hidden_changes_nothing_on_a_screen(screen: str) -> None:
    one, other = game_at(0), alter(game_at(0), 11)
    assert one.state_hash() != other.state_hash()
    assert words_of(one, screen) == words_of(other, screen)


def test_going_from_screen_to_screen_keeps_nothing() -> None:
    """What was left is gone: no page or widget is kept alive by what it asked to be called back.

    Pictures are kept, within limits; what else the process then holds is memory that was freed.
    """
    app = App(THEMES["dark"], 1.0, SIZES[0], motion=False)
    counts = []
    for _ in range(2):
        for screen in SCREENS:
            app.quit()
            show(staged(screen), screen, app)
            app.frame(pygame.Surface(SIZES[0], 0, 32))
        app.quit()
        gc.collect()
        alive = [one for one in gc.get_objects() if isinstance(one, Page | Session | Widget)]
        counts.append(Counter(type(one).__name__ for one in alive))
        for cache in (app.look.text.cache, app.look.paint.cache):
            assert 0 < cache.bytes <= cache.limit
    assert counts[-1] == counts[0]
