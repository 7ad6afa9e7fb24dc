"""A coach mark: a few words beside a part of the screen, with an arrow to it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

import pygame

from sim.desk.kit.layout import Column
from sim.desk.kit.look import Look
from sim.desk.kit.theme import RADIUS
from sim.desk.kit.widget import State, Widget
from sim.desk.kit.widgets.scroll import View

_WIDTH: Final = 380
_GAP: Final = 30  # from the part to the words; the arrow lies in it
_EDGE: Final = 12
_HEAD: Final = 12


class Callout(Column):
    """Words on a ground of their own, in the accent; `target` is the part that they are about.

    With `holds` it takes the focus itself, so that Enter does nothing until something is chosen.
    """

    role = "note"
    floats = True
    radius = RADIUS

    def __init__(
        self, children: Sequence[Widget], name: str, key: str = "callout", holds: bool = False
    ) -> None:
        super().__init__(children, 10, 14, key=key, name=name)
        self.focusable = holds
        self.target: pygame.Rect | None = None

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the ring around the part, the ground, and the arrow if nothing lies between."""
        if self.target is not None:
            look.box(surface, self.target, None, "accent", RADIUS, 2)
            ends = _between(self.rect, self.target)
            if look.px(_HEAD) < math.dist(*ends) <= look.px(2 * _GAP):
                pen = 3 * look.scale
                look.paint.arrow(surface, ends, look.theme.accent, pen, None, look.px(_HEAD))
        look.paint.shadow(surface, self.rect, look.px(RADIUS), look.px(12), look.theme.shadow)
        look.box(surface, self.rect, "raised", "accent", RADIUS, 2)


class Coached(Widget):
    """A page with a callout beside one of its parts, or above it all where there is no room.

    Args:
        whole: The page.
        callout: The words.
        find: Gives the widgets of the page that make up the part.
        above: Whether the words stand above the page in any case, as where it scrolls as a whole.
    """

    overlays = True

    def __init__(
        self,
        whole: Widget,
        callout: Callout,
        find: Callable[[Widget], Sequence[Widget]],
        above: bool = False,
    ) -> None:
        super().__init__((whole, callout))
        self.above = above
        self.whole, self.callout, self.find = whole, callout, find

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Place the page, and the words where they cover nothing of the part."""
        self.rect = rect
        spot, target = None, None
        if not self.above:
            self.whole.place(look, rect)
            width = min(look.px(_WIDTH), max(1, rect.w - 2 * look.px(_EDGE)))
            size = (width, self.callout.size(look, width)[1])
            target = self._target(look, rect)
            spot = None if target is None else _beside(target, size, rect, look.px(_GAP))
        if spot is None:
            spot = self._strip(look, rect)
            if self._reveal():
                self._strip(look, rect)
            target = self._target(look, rect)
            if target is not None and target.colliderect(spot):
                target = None
        self.callout.target = target
        self.callout.place(look, spot)

    def _strip(self, look: Look, rect: pygame.Rect) -> pygame.Rect:
        """Give the words a strip at the top, and the page what is left."""
        edge = look.px(_EDGE)
        width = max(1, rect.w - 2 * edge)
        height = min(self.callout.size(look, width)[1], max(1, rect.h - 2 * edge))
        spot = pygame.Rect(rect.x + edge, rect.y + edge // 2, width, height)
        top = spot.bottom + edge // 2
        left = pygame.Rect(rect.x, top, rect.w, max(1, rect.bottom - top))
        self.whole.place(look, left)
        return spot

    def _reveal(self) -> bool:
        """Scroll to the part, once for each hint; say whether that moved anything."""
        key = f"revealed:{self.callout.name}"
        parts = self.find(self.whole)
        if not parts or self.memory.get(key):
            return False
        self.memory[key] = 1.0
        views = [above for above in parts[0].ancestors() if isinstance(above, View)]
        moved = [view.reveal(parts[0].rect) for view in views]  # every one of them, not the first
        return any(moved)

    def _target(self, look: Look, rect: pygame.Rect) -> pygame.Rect | None:
        """The part as far as it is in view."""
        seen = [shown for part in self.find(self.whole) if (shown := _in_view(part)).w]
        if not seen:
            return None
        around = seen[0].unionall(seen[1:]).inflate(look.px(8), look.px(8))
        return around.clip(rect)


def _in_view(part: Widget) -> pygame.Rect:
    shown = part.rect.copy()
    for above in part.ancestors():
        if above.clips:
            shown = shown.clip(above.rect)
    return shown if shown.h else pygame.Rect(0, 0, 0, 0)


def _beside(
    target: pygame.Rect, size: tuple[int, int], room: pygame.Rect, gap: int
) -> pygame.Rect | None:
    """A place beside the part and within the room, or None."""
    made = pygame.Rect((0, 0), size)
    spots: list[tuple[float, int, pygame.Rect]] = []
    for side in ("above", "right", "left", "below"):
        spot = made.copy()
        spot.center = target.center
        if side == "above":
            spot.bottom = target.top - gap
        elif side == "below":
            spot.top = target.bottom + gap
        elif side == "right":
            spot.left = target.right + gap
        else:
            spot.right = target.left - gap
        inner = room.inflate(-gap // 2, -gap // 2)
        moved = spot.clamp(inner)
        if inner.contains(moved) and not moved.colliderect(target):
            spots.append((math.dist(spot.center, moved.center), len(spots), moved))
    return min(spots, key=lambda spot: spot[:2])[2] if spots else None


def _between(words: pygame.Rect, target: pygame.Rect) -> list[tuple[float, float]]:
    """From the edge of the words to the edge of the part, the shortest way, straight if it can."""
    x = _near(words.left, words.right, target.left, target.right)
    y = _near(words.top, words.bottom, target.top, target.bottom)
    return [(x[0], y[0]), (x[1], y[1])]


def _near(a: int, b: int, c: int, d: int) -> tuple[float, float]:
    """The two nearest points of two stretches; the middle of what they share, if they do."""
    low, high = max(a, c), min(b, d)
    if low <= high:
        middle = (low + high) / 2
        return middle, middle
    return (float(b), float(c)) if b < c else (float(a), float(d))
