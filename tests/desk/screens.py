"""Games and pages for the tests of screens, and the sizes and themes that they are checked in."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pygame

from sim.desk.kit.app import App
from sim.desk.kit.lint import lint_ui
from sim.desk.kit.page import Page
from sim.desk.kit.theme import THEMES
from sim.desk.kit.widget import Widget
from sim.desk.models.debrief import DebriefView, build_debrief
from sim.game.debriefing.debrief import Debrief, debrief
from sim.game.debriefing.river import River, river
from sim.game.errors import IllegalMove
from sim.game.game import Game
from sim.scenario.load import Loaded, load

SCENARIO = "japan-thailand-talks-1992"
# For variants of screens: each size, scale and theme once. Whole screens meet the full matrix in
# test_every_screen.
MATRIX = [
    ((1280, 720), 1.0, "light"),
    ((1280, 720), 2.0, "dark"),
    ((1920, 1080), 1.5, "high-contrast"),
]


@functools.cache
def scenario() -> Loaded:
    return load(SCENARIO)


def along_the_record(turns: int, seat: str = "japan", seed: int = 7) -> Game:
    """A game that follows the record's line, as far as its moves can be played."""
    game = Game.new(scenario(), seat, seed)
    while game.turn < turns and not game.over:
        for move in game.scenario.history.line.values():
            if move.by == seat and game.plan.turn_of(move.date) == game.turn:
                try:
                    game.push(move.move, move.to, dict(move.text) or None)
                except IllegalMove:
                    continue
        game.end_turn()
    return game


@functools.cache
def played(turns: int, seat: str = "japan") -> Game:
    """A game along the record that tests share, so they must not change it."""
    return along_the_record(turns, seat)


@functools.cache
def judged() -> Debrief:
    """Its debrief at the end."""
    return debrief(played(99), 4)


@functools.cache
def drawn() -> River:
    """Its path map."""
    return river(played(99), 40)


@functools.cache
def view() -> DebriefView:
    """What is shown of its debrief."""
    return build_debrief(played(99), judged())


class Below(Page):
    """What lies under the page that is tested."""

    def build(self) -> Widget:
        return Widget()


def shown(
    page: Page, size: tuple[int, int] = (1280, 720), scale: float = 1.0, theme: str = "dark"
) -> App:
    """Put a page over another one, and draw it."""
    app = App(THEMES[theme], scale, size, motion=False)
    app.push(Below())
    app.push(page)
    app.frame(pygame.Surface(size, 0, 32))
    return app


def faults(make: Callable[[], Page], size: tuple[int, int], scale: float, theme: str) -> list[str]:
    """What the layout lints find of a page."""
    page = make()
    shown(page, size, scale, theme)
    return [str(finding) for finding in lint_ui(page.ui)]
