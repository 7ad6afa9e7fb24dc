"""The trust network: fixed places, curved arrows of the selected actor, names never crossed."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar, Unpack

import pygame

from sim.desk.figures.routing import arrange
from sim.desk.kit.colour import mix
from sim.desk.kit.look import Look
from sim.desk.kit.shapes import Point, cut
from sim.desk.kit.theme import SMALL, SMALL_STRONG, Token
from sim.desk.kit.widget import Node, Options, State, Widget
from sim.desk.models.network import Line, Network

_RADIUS: Final = 11
_LEGEND: Final = 24
_DIRECTIONS: Final = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
_KEPT: Final = 128
_memory: dict[Hashable, Any] = {}
T = TypeVar("T")


class NetworkView(Widget):
    """A network of which one actor is selected; `open` is told when it is to be looked at."""

    role = "listbox"
    focusable = True
    elide = True

    def __init__(
        self,
        network: Network,
        selected: str,
        choose: Callable[[str], object],
        open: Callable[[str], object],
        **options: Unpack[Options],
    ) -> None:
        super().__init__((), **options)
        self.network, self.selected = network, selected
        self.choose, self.open = choose, open
        self.spots: dict[str, tuple[int, int]] = {}
        self.names: dict[str, pygame.Rect] = {}
        self.curves: list[list[Point]] = []
        self.reach = 1  # radius of a mark in pixels

    @property
    def value(self) -> str:
        """The selected actor."""
        return self.network.name(self.selected)

    def parts(self) -> tuple[Node, ...]:
        """One node an actor."""
        return tuple(
            Node(
                "option",
                node.face.name,
                "selected" if node.face.id == self.selected else "",
                _four(self.names.get(node.face.id, self.rect)),
                False,
                True,
                f"{self.key}:{node.face.id}",
            )
            for node in self.network.nodes
        )

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width and the least height."""
        return width, look.px(300)

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Find the places of marks and names."""
        self.rect = rect
        self.reach = look.px(_RADIUS)
        room = self._room(look)
        inner = room.inflate(-look.px(88), -look.px(44))
        inner.y -= look.px(8)
        xs = [node.x for node in self.network.nodes]
        ys = [node.y for node in self.network.nodes]
        wide, high = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
        self.spots = {
            node.face.id: (
                round(inner.x + (node.x - min(xs)) / wide * inner.w),
                round(inner.y + (node.y - min(ys)) / high * inner.h),
            )
            for node in self.network.nodes
        }
        sizes = {
            node.face.id: (
                look.text.width(node.face.name, SMALL_STRONG) + look.px(6),
                look.text.height(SMALL),
            )
            for node in self.network.nodes
        }
        lines = self.network.lines(self.selected)
        pairs = tuple((line.edge.source, line.edge.target) for line in lines)
        key = (pairs, tuple(self.spots.items()), tuple(sizes.values()), tuple(room))
        self.names, self.curves = _kept(
            key, lambda: arrange(pairs, self.spots, sizes, self.reach, room)
        )

    # Use -----------------------------------------------------------------------------------

    def activate(self) -> bool:
        """Look at the selected actor."""
        self.open(self.selected)
        return True

    def on_key(self, chord: str, typed: str) -> bool:
        """Select the next actor in a direction."""
        if chord not in _DIRECTIONS:
            return False
        dx, dy = _DIRECTIONS[chord]
        x, y = self.spots[self.selected]
        best: tuple[float, str] | None = None
        for name, (ax, ay) in self.spots.items():
            along = (ax - x) * dx + (ay - y) * dy
            aside = abs((ax - x) * dy) + abs((ay - y) * dx)
            if along > 0 and aside <= 2 * along:
                best = min(best or (1e9, ""), (along + 1.6 * aside, name))
        if best is None:
            return False
        self.choose(best[1])
        return True

    def on_release(self, at: tuple[int, int]) -> None:
        """Select the actor under the pointer, or look at it when it is selected already."""
        for name, (x, y) in self.spots.items():
            near = (at[0] - x) ** 2 + (at[1] - y) ** 2 <= (1.8 * self.reach) ** 2
            if near or self.names[name].collidepoint(at):
                if name == self.selected:
                    self.open(name)
                else:
                    self.choose(name)
                return

    # Drawing -------------------------------------------------------------------------------

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the arrows, then the marks and names over them."""
        theme = look.theme
        lines = self.network.lines(self.selected)
        for line, points in zip(lines, self.curves, strict=True):
            self._draw_line(surface, look, line, points)
        linked = {self.selected}
        for line in lines:
            linked |= {line.edge.source, line.edge.target}
        for box in self.names.values():  # where no way around a name was found
            surface.fill(theme.panel, box)
        for node in self.network.nodes:
            actor = node.face.id
            at = self.spots[actor]
            chosen = actor == self.selected
            if chosen:
                ring = 1.62 * self.reach
                look.paint.dot(surface, at, ring, theme.raised, theme.accent, look.px(2))
            edge_colour = theme.outline if theme.outlined_marks else None
            mark = node.face.mark
            look.paint.mark(surface, mark, at, self.reach, edge_colour, 1.2 * look.scale)
            style = SMALL_STRONG if chosen else SMALL
            box = self.names[actor]
            token: Token = "ink" if actor in linked else "muted"
            top = box.centery - look.text.height(style) // 2
            look.write(surface, node.face.name, (box.centerx, top), style, token, "centre")
        self._draw_legend(surface, look)

    def _room(self, look: Look) -> pygame.Rect:
        room = self.rect.copy()
        room.h -= look.px(_LEGEND)
        return room

    def _draw_line(
        self, surface: pygame.Surface, look: Look, line: Line, points: list[Point]
    ) -> None:
        theme, scale, edge = look.theme, look.scale, line.edge
        colour = theme.distrust if edge.distrust else theme.trust
        strength = min(1.0, 0.45 + 1.6 * abs(edge.trust - 0.5) + edge.leverage)
        width = round((1.3 + 4.2 * edge.leverage) * scale, 1)
        dash = (6 * scale, 4.5 * scale) if edge.distrust else None
        faded = mix(theme.panel, colour, strength)
        head = round((7.5 + 5 * edge.leverage) * scale, 1)
        look.paint.arrow(surface, points, faded, width, dash, head)
        if line.both:  # a second head, on a stretch that is only as long as itself
            tail = cut(points, 0, max(0.0, _length(points) - 1.6 * head))
            look.paint.arrow(surface, list(reversed(tail)), faded, width, None, head)

    def _draw_legend(self, surface: pygame.Surface, look: Look) -> None:
        theme, scale = look.theme, look.scale
        high = look.text.height(SMALL)
        y = self.rect.bottom - look.px(10)
        x = self.rect.x + look.px(8)
        for word, colour, dash in (
            ("trust", theme.trust, None),
            ("distrust", theme.distrust, (6 * scale, 4.5 * scale)),
        ):
            line = [(x, y), (x + look.px(28), y)]
            look.paint.arrow(surface, line, colour, 2 * scale, dash)
            at = (x + look.px(36), y - high // 2)
            x = look.write(surface, word, at, SMALL, "muted").right + look.px(16)
        at = (self.rect.right - look.px(8), y - high // 2)
        if at[0] - look.text.width("wider: more leverage", SMALL) > x:
            look.write(surface, "wider: more leverage", at, SMALL, "muted", "right")


def _length(points: list[Point]) -> float:
    return sum(math.dist(a, b) for a, b in itertools.pairwise(points))


def _four(rect: pygame.Rect) -> tuple[int, int, int, int]:
    return rect.x, rect.y, rect.w, rect.h


def _kept(key: Hashable, make: Callable[[], T]) -> T:
    """What was worked out for this key before, or is now."""
    if key not in _memory:
        if len(_memory) >= _KEPT:
            _memory.clear()
        _memory[key] = make()
    found: T = _memory[key]
    return found
