"""The ground of the opening: many currents, and two tracks that go the same way."""

from __future__ import annotations

import math
from typing import Final, Unpack

import pygame

from sim.desk.kit.colour import mix
from sim.desk.kit.look import Look
from sim.desk.kit.shapes import Point
from sim.desk.kit.widget import Options, State, Widget

_CURRENTS: Final = 26
_STEPS: Final = 48


class Backdrop(Widget):
    """Currents behind a child; decoration, which nothing depends on."""

    role = "none"

    def __init__(self, child: Widget, **options: Unpack[Options]) -> None:
        super().__init__((child,), **options)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the currents, then the two tracks."""
        theme, size = look.theme, self.rect.size
        quiet = mix(theme.bg, theme.line, 0.55)
        bright = (mix(theme.bg, theme.trust, 0.62), mix(theme.bg, theme.accent, 0.78))
        key = ("backdrop", size, theme.bg, quiet, bright, look.scale)
        picture = look.paint.cache.get(key, lambda: _picture(look, size, theme.bg, quiet, bright))
        surface.blit(picture, self.rect.topleft)


def _picture(
    look: Look,
    size: tuple[int, int],
    ground: tuple[int, int, int],
    quiet: tuple[int, int, int],
    bright: tuple[tuple[int, int, int], tuple[int, int, int]],
) -> pygame.Surface:
    made = pygame.Surface(size, 0, 32)
    made.fill(ground)
    for number in range(_CURRENTS):
        share = number / (_CURRENTS - 1)
        far = abs(2 * share - 1)
        pygame.draw.aalines(made, mix(quiet, ground, 0.75 * far), False, _current(size, share))
    for share, colour in zip((0.44, 0.53), bright, strict=True):
        points = _current(size, share)
        look.paint.arrow(made, points, colour, 3.2 * look.scale)
        for at in (0.16, 0.78, 0.90):
            x, y = points[round(at * _STEPS)]
            where = (round(x), round(y))
            look.paint.dot(made, where, 6 * look.scale, ground, colour, 2.6 * look.scale)
    return made


def _current(size: tuple[int, int], share: float) -> list[Point]:
    """A line from the lower left to the upper right, gathered in a narrows on the right."""
    width, height = size
    points = []
    for step in range(_STEPS + 1):
        t = step / _STEPS
        narrow = 0.34 + 0.66 * abs(math.cos(math.pi * (0.18 + 0.72 * t))) ** 1.3
        middle = 0.93 - 0.86 * t + 0.10 * math.sin(2 * math.pi * (0.92 * t + 0.12))
        y = middle + (share - 0.5) * 1.05 * narrow
        points.append((t * width, y * height))
    return points
