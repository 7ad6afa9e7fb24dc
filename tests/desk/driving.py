"""Use a page as a person would: by keys and by the mouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pygame

from sim.desk.kit.app import App
from sim.desk.kit.keys import _NAMES
from sim.desk.kit.layout import Column
from sim.desk.kit.page import Page
from sim.desk.kit.theme import DARK, Theme
from sim.desk.kit.widget import Node, Widget

_CODES = {name: code for code, name in _NAMES.items()}
_MODIFIERS = {"shift": pygame.KMOD_SHIFT, "ctrl": pygame.KMOD_CTRL, "alt": pygame.KMOD_ALT}


class Trial(Page):
    """A page of the widgets that `make` returns for every build."""

    def __init__(self, make: Callable[[], Sequence[Widget]]) -> None:
        super().__init__()
        self.make = make

    def build(self) -> Widget:
        return Column(self.make(), pad=16)


def show(
    page: Page, size: tuple[int, int] = (1280, 720), scale: float = 1.0, theme: Theme = DARK
) -> App:
    app = App(theme, scale, size, motion=False)
    app.push(page)
    app.frame(pygame.Surface(size, 0, 32))
    return app


def key_event(chord: str, typed: str = "") -> pygame.Event:
    *modifiers, name = chord.split("+") if chord != "+" else ["+"]
    code = _CODES.get(name, ord(name[0]))
    if not typed:
        typed = " " if name == "space" else name if len(name) == 1 else ""
    mod = sum(_MODIFIERS[m] for m in modifiers)
    return pygame.Event(pygame.KEYDOWN, key=code, mod=mod, unicode=typed)


def press(page: Page, *chords: str) -> bool:
    """Press keys one after the other; say whether the last one was used."""
    used = False
    for chord in chords:
        used = page.handle(key_event(chord))
    return used


def move(page: Page, at: tuple[int, int], held: bool = False) -> None:
    buttons = (int(held), 0, 0)
    page.handle(pygame.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=buttons))


def click(page: Page, at: tuple[int, int]) -> None:
    move(page, at)
    page.handle(pygame.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1))
    page.handle(pygame.Event(pygame.MOUSEBUTTONUP, pos=at, button=1))


def drag(page: Page, start: tuple[int, int], end: tuple[int, int]) -> None:
    page.handle(pygame.Event(pygame.MOUSEBUTTONDOWN, pos=start, button=1))
    move(page, end, held=True)
    page.handle(pygame.Event(pygame.MOUSEBUTTONUP, pos=end, button=1))


def wheel(page: Page, at: tuple[int, int], steps: int) -> None:
    move(page, at)
    page.handle(pygame.Event(pygame.MOUSEWHEEL, x=0, y=steps, precise_y=float(steps)))


def centre(node: Node) -> tuple[int, int]:
    return pygame.Rect(node.rect).center


def focused(page: Page) -> Node:
    return next(node for node in page.ui.tree().walk() if node.focused)
