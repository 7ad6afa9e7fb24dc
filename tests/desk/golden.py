"""Golden pictures: one a screen and theme. `python -m tests.desk.golden` draws them anew.

Byte-exact with the pinned pygame-ce and the bundled fonts when TWINTRACK_EXACT is 1; other builds
of SDL set text a hair differently, so elsewhere a small difference passes.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame

from sim.desk.kit.app import App
from sim.desk.kit.theme import THEMES
from sim.desk.picture import SCREENS
from sim.paths import HOME_VARIABLE
from tests.desk.games import show, staged

FOLDER = Path(__file__).parent / "pictures"
SIZE = (1280, 720)
NEAR = 24
"""How far a channel may be off for a pixel to count as the same, 0 to 255."""
SHARE = 0.02
"""Share of the pixels that may differ by more."""


def path_of(screen: str, theme: str) -> Path:
    """Where the golden picture of a screen in a theme lies."""
    return FOLDER / theme / f"{screen}.png"


def drawn(screen: str) -> Iterator[tuple[str, pygame.Surface]]:
    """The pictures of a screen as it is drawn now, theme by theme."""
    app = App(THEMES["dark"], 1.0, SIZE, motion=False)
    show(staged(screen), screen, app)
    for name, theme in THEMES.items():
        app.set_look(theme=theme)
        surface = pygame.Surface(SIZE, 0, 32)
        app.frame(surface)
        yield name, surface


def difference(one: pygame.Surface, other: pygame.Surface) -> float:
    """The share of pixels that are not near to each other; 1 for pictures of different sizes."""
    if one.get_size() != other.get_size():
        return 1.0
    near = (NEAR,) * 3
    mask = pygame.mask.from_threshold(one, (0, 0, 0), (*near, 255), other)
    return 1.0 - mask.count() / (one.get_width() * one.get_height())


def same(one: pygame.Surface, other: pygame.Surface) -> bool:
    """Whether two pictures are the same to the last bit."""
    return one.get_size() == other.get_size() and pygame.image.tobytes(
        one, "RGB"
    ) == pygame.image.tobytes(other, "RGB")


def main() -> None:
    """Draw golden pictures anew, all of them or those named."""
    parser = argparse.ArgumentParser(prog="python -m tests.desk.golden", description=main.__doc__)
    parser.add_argument("screens", nargs="*", metavar="SCREEN", help=f"of {', '.join(SCREENS)}")
    screens = parser.parse_args().screens or list(SCREENS)
    unknown = [screen for screen in screens if screen not in SCREENS]
    if unknown:
        parser.error(f"there is no screen {unknown[0]!r}; there are {', '.join(SCREENS)}")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME_VARIABLE] = home
        for screen in screens:
            for theme, new in drawn(screen):
                path = path_of(screen, theme)
                if path.is_file() and same(pygame.image.load(path), new):
                    continue
                path.parent.mkdir(exist_ok=True)
                pygame.image.save(new, path)
                print(f"{screen}, {theme}: drawn anew")


if __name__ == "__main__":
    main()
