"""Whatever is pressed, clicked and resized: nothing breaks and nothing gets stuck."""

from __future__ import annotations

import random

import pygame
import pytest

from sim.desk.kit.app import App
from sim.desk.kit.keys import _NAMES
from sim.desk.kit.theme import DARK
from sim.desk.screens.flow import Flow
from tests.desk.driving import key_event
from tests.desk.games import SCENARIO

EVENTS = 400
KEYS = (*_NAMES.values(), *"abcdelostuv?/123456", "shift+tab", "ctrl+s")
GOING_ON = ("e", "enter", "enter", "1", "2", "escape")  # what a game needs to go on
SIZES = ((1280, 720), (1920, 1080), (640, 360), (400, 300))
DRAWN_EVERY = 7


def random_event(chance: random.Random, size: tuple[int, int]) -> list[pygame.Event]:
    at = (chance.randrange(size[0]), chance.randrange(size[1]))
    kind = chance.random()
    if kind < 0.62:
        return [key_event(chance.choice(KEYS if chance.random() < 0.6 else GOING_ON))]
    if kind < 0.9:
        return [
            pygame.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0)),
            pygame.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1),
            pygame.Event(pygame.MOUSEBUTTONUP, pos=at, button=1),
        ]
    if kind < 0.95:
        return [pygame.Event(pygame.MOUSEWHEEL, x=0, y=chance.choice((-3, 3)), precise_y=1.0)]
    held = chance.random() < 0.5
    return [pygame.Event(pygame.MOUSEMOTION, pos=at, rel=(1, 1), buttons=(int(held), 0, 0))]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_monkey_at_the_desk(seed: int) -> None:
    chance = random.Random(seed)
    app = App(DARK, motion=False)
    flow = Flow(app, seed, wait=True)
    size = SIZES[0]
    seen: set[str] = set()
    for count in range(EVENTS):
        if not app.stack:  # it has quit, and starts again
            flow.session = None
            app.push(flow.title())
            flow.begin(SCENARIO)
        if chance.random() < 0.01:
            size = chance.choice(SIZES)
            app.resize(size)
        for event in random_event(chance, size):
            app.handle(event)
        app.run_calls()
        if app.stack and count % DRAWN_EVERY == 0:
            app.frame(pygame.Surface(size, 0, 32))
        seen.add(type(app.stack[-1]).__name__ if app.stack else "quit")
    assert {"BriefingPage", "DeskPage", "ReportPage"} <= seen
