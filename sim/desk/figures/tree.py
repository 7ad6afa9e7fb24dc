"""The rewind tree: turns along the dates, the line of the game on top, branches below it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, Unpack

import pygame

from sim.catalogue import _
from sim.desk.kit.look import Look
from sim.desk.kit.shapes import Point
from sim.desk.kit.theme import SMALL, SMALL_STRONG
from sim.desk.kit.widget import Node, Options, State, Widget
from sim.desk.models.rewind import RewindView, Turn

_SIDE, _HEAD, _ROW, _FOOT = 28, 44, 40, 30
_MOST_ROW: Final = 64
"""Height of a row where there is room to spare."""
_RADIUS: Final = 7
_STEPS: Final = 14
_KEYS: Final = frozenset({"left", "right", "up", "down", "home", "end"})


class TreeView(Widget):
    """The tree, of which one turn is selected.

    Turns of the present line are filled squares on a thick line, those left behind are rings on a
    thin one, those taken back on the present line are empty squares; where the game stands is a
    diamond with the word "here".
    """

    role = "listbox"
    focusable = True
    elide = True

    def __init__(
        self,
        view: RewindView,
        selected: int,
        choose: Callable[[int], object],
        act: Callable[[], object],
        **options: Unpack[Options],
    ) -> None:
        options.setdefault("name", _("Turns that were played"))
        super().__init__((), **options)
        self.view, self.selected = view, selected
        self.choose, self.act = choose, act
        self.spots: dict[int, tuple[int, int]] = {}
        self._reach = 1

    @property
    def value(self) -> str:
        """The selected turn."""
        return self.view.turn(self.selected).name

    @property
    def focus_rect(self) -> pygame.Rect:
        """The selected turn, with some room around it."""
        x, y = self.spots.get(self.selected, self.rect.center)
        return pygame.Rect(
            x - 3 * self._reach, y - 3 * self._reach, 6 * self._reach, 6 * self._reach
        )

    def parts(self) -> tuple[Node, ...]:
        """One node a turn."""
        found = []
        for turn in self.view.turns:
            x, y = self.spots.get(turn.number, (0, 0))
            rect = (x - self._reach, y - self._reach, 2 * self._reach, 2 * self._reach)
            chosen = "selected" if turn.number == self.selected else ""
            found.append(
                Node("option", turn.name, chosen, rect, False, True, f"{self.key}:{turn.number}")
            )
        return tuple(found)

    # -- layout ------------------------------------------------------------------------------------

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width and the height of dates, rows and words."""
        return width, look.px(_HEAD + _ROW * self.view.lanes + _FOOT)

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Place every turn at its date and in its row."""
        self.rect = rect
        self._reach = look.px(_RADIUS)
        side = look.px(_SIDE)
        wide = max(1, rect.w - 2 * side)
        room = rect.h - look.px(_HEAD) - look.px(_FOOT)
        row = min(look.px(_MOST_ROW), max(look.px(_ROW), room // self.view.lanes))
        top = rect.y + look.px(_HEAD) + look.px(_ROW) // 2
        last = max(1, self.view.length)
        self.spots = {
            turn.number: (
                round(rect.x + side + wide * turn.turn / last),
                top + turn.lane * row,
            )
            for turn in self.view.turns
        }

    # -- use ---------------------------------------------------------------------------------------

    def on_key(self, chord: str, typed: str) -> bool:
        """Walk from turn to turn."""
        if chord not in _KEYS:
            return False
        to = self.view.step(self.selected, chord)
        if to == self.selected:
            return chord in ("left", "right")
        self._select(to)
        return True

    def activate(self) -> bool:
        """Go to the selected turn."""
        self.act()
        return True

    def on_release(self, at: tuple[int, int]) -> None:
        """Select the turn under the pointer."""
        near = min(self.spots, key=lambda one: math.dist(self.spots[one], at), default=None)
        if near is not None and math.dist(self.spots[near], at) <= 3 * self._reach:
            self._select(near)

    def _select(self, number: int) -> None:
        self.selected = number
        self.choose(number)

    # -- drawing -----------------------------------------------------------------------------------

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the dates, the lines and the turns."""
        self._draw_dates(surface, look)
        # what lies on the present line is drawn last, over what leaves it
        turns = sorted(self.view.turns, key=lambda turn: (turn.state != "branch", -turn.lane))
        for turn in turns:
            if turn.turn:
                self._draw_line(surface, look, turn)
        for turn in turns:
            self._draw_turn(surface, look, turn)
        self._draw_words(surface, look)

    def _draw_dates(self, surface: pygame.Surface, look: Look) -> None:
        side, last = look.px(_SIDE), max(1, self.view.length)
        wide = max(1, self.rect.w - 2 * side)
        y, high = self.rect.y + look.px(8), look.text.height(SMALL)
        bottom = self.rect.bottom - look.px(_FOOT)
        free = self.rect.x
        dates = {turn.turn: turn.short for turn in self.view.turns if turn.turn}
        for number in range(last + 1):
            x = round(self.rect.x + side + wide * number / last)
            line = pygame.Rect(x, y + high + look.px(4), 1, bottom - y - high - look.px(4))
            surface.fill(look.theme.line, line)
            word = dates.get(number, "") if number else _("start")
            half = look.text.width(word, SMALL) // 2
            at = max(x, self.rect.x + half)
            if word and at - half >= free and at + half <= self.rect.right:
                look.write(surface, word, (at, y), SMALL, "muted", "centre")
                free = at + half + look.px(10)

    def _draw_line(self, surface: pygame.Surface, look: Look, turn: Turn) -> None:
        theme, scale = look.theme, look.scale
        start, end = self.spots[turn.parent], self.spots[turn.number]
        here = turn.state in ("here", "path")
        colour = theme.ink if here else theme.control
        dash = (5 * scale, 4 * scale) if turn.fresh else None
        points: list[Point] = [start, end]
        if start[1] != end[1]:
            points = _bent(start, end)
        look.paint.arrow(surface, points, colour, (4.0 if here else 1.6) * scale, dash)

    def _draw_turn(self, surface: pygame.Surface, look: Look, turn: Turn) -> None:
        theme, scale, reach = look.theme, look.scale, self._reach
        x, y = self.spots[turn.number]
        if turn.number == self.selected:
            ring = pygame.Rect(0, 0, 4 * reach, 4 * reach)
            ring.center = (x, y)
            look.box(surface, ring, "hover", "accent", 8, 2)
        box = pygame.Rect(0, 0, 2 * reach, 2 * reach)
        box.center = (x, y)
        if turn.state == "here":
            points = [(x, y - 1.5 * reach), (x + 1.5 * reach, y), (x, y + 1.5 * reach)]
            points.append((x - 1.5 * reach, y))
            pygame.draw.polygon(surface, theme.accent, points)
            pygame.draw.aalines(surface, theme.accent, True, points)
        elif turn.state == "path":
            look.paint.box(surface, box, look.px(2), theme.ink)
        elif turn.state == "ahead":
            look.paint.box(surface, box, look.px(2), theme.panel, theme.control, max(1, look.px(2)))
        else:
            look.paint.dot(surface, (x, y), reach * 0.9, theme.panel, theme.control, 1.8 * scale)

    def _draw_words(self, surface: pygame.Surface, look: Look) -> None:
        """Say "here" at the diamond, and explain the shapes below."""
        x, y = self.spots[self.view.here]
        word = _("here")
        half = look.text.width(word, SMALL_STRONG) // 2
        at = min(max(x, self.rect.x + half), self.rect.right - half)
        top = y - look.px(_ROW) // 2 - look.text.height(SMALL_STRONG) // 2 - look.px(3)
        ground = pygame.Rect(0, 0, 2 * half + look.px(8), look.text.height(SMALL_STRONG))
        ground.midtop = (at, top)
        surface.fill(look.theme.panel, ground)
        look.write(surface, word, (at, top), SMALL_STRONG, "accent", "centre")
        self._draw_legend(surface, look)

    def _draw_legend(self, surface: pygame.Surface, look: Look) -> None:
        theme, reach = look.theme, self._reach
        x, y = self.rect.x + look.px(12), self.rect.bottom - look.px(_FOOT) // 2
        high = look.text.height(SMALL)
        present = {turn.state for turn in self.view.turns}
        kinds = [("path", _("your line")), ("ahead", _("taken back")), ("branch", _("left behind"))]
        entries = [(kind, word) for kind, word in kinds if kind in present or kind == "path"]
        if any(turn.fresh for turn in self.view.turns):
            entries.append(("fresh", _("another chance")))
        for kind, word in entries:
            wide = look.px(26) + look.text.width(word, SMALL)
            if x + wide > self.rect.right:
                break
            box = pygame.Rect(0, 0, 2 * reach, 2 * reach)
            box.center = (x + look.px(6), y)
            if kind == "fresh":
                points: list[Point] = [(box.x - look.px(4), y), (box.right + look.px(4), y)]
                look.paint.arrow(
                    surface, points, theme.ink, 2 * look.scale, (5 * look.scale, 4 * look.scale)
                )
            elif kind == "branch":
                look.paint.dot(
                    surface, box.center, reach * 0.9, theme.panel, theme.control, 1.8 * look.scale
                )
            elif kind == "path":
                look.paint.box(surface, box, look.px(2), theme.ink)
            else:
                border = max(1, look.px(2))
                look.paint.box(surface, box, look.px(2), theme.panel, theme.control, border)
            at = (x + look.px(28 if kind == "fresh" else 20), y - high // 2)
            x = look.write(surface, word, at, SMALL, "muted").right + look.px(20)


def _bent(start: tuple[int, int], end: tuple[int, int]) -> list[Point]:
    """A curve that leaves its row and comes to the other along it."""
    points = []
    for step in range(_STEPS + 1):
        t = step / _STEPS
        rise = t * t * (3 - 2 * t)
        points.append((start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * rise))
    return points
