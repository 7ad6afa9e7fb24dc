"""Positions on an issue: what each could accept, what it wants, the text, and the room between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Unpack

import pygame

from sim.catalogue import _
from sim.desk.figures.number import LEDGER_KEY
from sim.desk.kit.colour import mix
from sim.desk.kit.look import Look
from sim.desk.kit.theme import SMALL, SMALL_STRONG, STRONG, Mark, Token
from sim.desk.kit.widget import Node, Options, State, Widget, bounds
from sim.desk.models.positions import IssueView, PositionRow, position_rows, room_words

_HEAD: Final = 28
_ROW: Final = 16
_FOOT: Final = 18
_END_CHARACTERS: Final = 64  # in a line of the words at an end of the scale

Scale = Callable[[float], int]
"""From a place on an issue to a place on the screen."""


class PositionsView(Widget):
    """One issue. With `words` the ends of the scale are written below.

    Up and down go through the parties; Enter, L or a click opens the account of what a party would
    like, and of the place of the text at the heading.
    """

    role = "img"
    elide = True
    radius = 6

    def __init__(
        self,
        issue: IssueView,
        words: bool = True,
        ledger: Callable[[str], object] | None = None,
        **options: Unpack[Options],
    ) -> None:
        options.setdefault("name", issue.title)
        options.setdefault("key", f"issue:{issue.id}")
        super().__init__((), **options)
        self.issue, self.words, self.ledger = issue, words, ledger
        self.focusable = ledger is not None
        if self.focusable:
            self.role = "listbox"
        self._head, self._left = 0, 0
        self.spots: list[pygame.Rect] = []
        """Where the heading and each party stand."""

    @property
    def value(self) -> str:
        """Whether there is room for agreement."""
        return room_words(self.issue)

    def parts(self) -> tuple[Node, ...]:
        """One node a party, after one for the heading."""
        said = _("{who}: wants {wants}, accepts {accepts}")
        names = [_("{issue}: {room}").format(issue=self.issue.title, room=self.value)]
        names += [
            said.format(who=name, wants=wants, accepts=accepts)
            for name, wants, accepts in position_rows(self.issue)
        ]
        return tuple(
            Node(
                "option" if self.focusable else "row",
                name,
                "selected" if self.focusable and i == self.at else "",
                bounds(spot),
                False,
                True,
                f"{self.key}:{i}",
            )
            for i, (name, spot) in enumerate(zip(names, self.spots, strict=False))
        )

    # Use -----------------------------------------------------------------------------------

    @property
    def at(self) -> int:
        """Which is looked at: 0 for the heading, then the parties."""
        return min(int(self.memory.get(f"{self.key}:at", 1.0)), len(self.issue.rows))

    @property
    def keys(self) -> list[str]:
        """The accounts of the heading and of each party; empty where there is none."""
        rows = [
            "" if row.ideal is None else f"ideal:{row.face.id}:{self.issue.id}"
            for row in self.issue.rows
        ]
        return [self.issue.ledger, *rows]

    @property
    def focus_rect(self) -> pygame.Rect:
        """What is looked at."""
        return self.spots[self.at] if self.spots else self.rect

    def activate(self) -> bool:
        """Open the account of what is looked at."""
        key = self.keys[self.at]
        if key and self.ledger is not None:
            self.ledger(key)
        return bool(key)

    def on_key(self, chord: str, typed: str) -> bool:
        """Go up and down, or open an account."""
        if not self.focusable:
            return False
        if chord == LEDGER_KEY:
            return self.activate()
        to = self.at + {"up": -1, "down": 1}.get(chord, 0)
        if to == self.at or not 0 <= to <= len(self.issue.rows):
            return False
        self.memory[f"{self.key}:at"] = float(to)
        return True

    def on_release(self, at: tuple[int, int]) -> None:
        """Open the account of what is under the pointer."""
        found = next((i for i, spot in enumerate(self.spots) if spot.collidepoint(at)), None)
        if found is not None and self.focusable:
            self.memory[f"{self.key}:at"] = float(found)
            self.activate()

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width and the height of all rows."""
        head = look.px(self._head_height(look, width) + _ROW * len(self.issue.rows) + 4)
        return width, head + self._foot(look, width)

    def _foot(self, look: Look, width: int) -> int:
        """Height of the words below, or of the little room that is left without them."""
        if not self.words:
            return look.px(1)
        more = max(len(end) for end in self._ends(look, width)) - 1
        return look.px(_FOOT) + more * look.text.height(SMALL)

    def _ends(self, look: Look, width: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The words at both ends of the scale, in lines."""
        room = (width - self._names(look, width) - look.px(8)) // 2 - look.px(6)
        low, high = (
            look.text.wrap(words, SMALL, max(look.px(40), room), _END_CHARACTERS)
            for words in (self.issue.low_word, self.issue.high_word)
        )
        return low, high

    def _names(self, look: Look, width: int) -> int:
        """Width of the column of the names."""
        names = [look.text.width(row.face.name, SMALL) for row in self.issue.rows]
        return min(width // 2, look.px(20 + 12) + max(names, default=0))

    def _head_height(self, look: Look, width: int) -> int:
        both = look.text.width(self.issue.title, STRONG)
        both += look.text.width(room_words(self.issue), SMALL_STRONG) + look.px(16)
        return _HEAD if both <= width else _HEAD + 18

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Find the column of the names."""
        self.rect = rect
        self._left = self._names(look, rect.w)
        self._head = look.px(self._head_height(look, rect.w))
        top, row = rect.y + self._head, self._row(look)
        self.spots = [pygame.Rect(rect.x, rect.y, rect.w, self._head)]
        for i in range(len(self.issue.rows)):
            self.spots.append(pygame.Rect(rect.x, top + i * row, rect.w, row))

    def _row(self, look: Look) -> int:
        spare = self.rect.h - self._head - self._foot(look, self.rect.w) - look.px(2)
        return min(look.px(38), max(look.px(_ROW), spare // max(1, len(self.issue.rows))))

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw heading, room, bars, text and ideals."""
        issue, rect = self.issue, self.rect
        if self.focusable and (state.focused or state.hovered):
            look.box(surface, self.focus_rect, "hover", None, 4)
        self._draw_head(surface, look)
        left, wide = rect.x + self._left, rect.w - self._left - look.px(8)
        top = rect.y + self._head
        row = self._row(look)
        high = row * len(issue.rows)

        def x(place: float) -> int:
            return round(left + place * wide)

        self._draw_room(surface, look, x, top, high)
        for i, party in enumerate(issue.rows):
            self._draw_bar(surface, look, party, x, top + i * row + row // 2)
        if issue.text is not None:
            self._draw_text(surface, look, x(issue.text), top, high)
        for i, party in enumerate(issue.rows):
            if party.ideal is not None:
                middle = top + i * row + row // 2
                self._draw_ideal(surface, look, party, x(party.ideal), middle)
        if self.words:
            self._draw_words(surface, look, left, wide, top + high + look.px(1))

    def _draw_head(self, surface: pygame.Surface, look: Look) -> None:
        issue, rect = self.issue, self.rect
        look.write(surface, issue.title, rect.topleft, STRONG, width=rect.w)
        words = room_words(issue)
        token: Token = "good" if issue.zone is not None else "bad" if issue.blockers else "muted"
        if self._head > look.px(_HEAD):
            at = (rect.x, rect.y + look.px(19))
            look.write(surface, words, at, SMALL_STRONG, token, width=rect.w)
        else:
            at = (rect.right, rect.y + look.px(2))
            look.write(surface, words, at, SMALL_STRONG, token, "right")

    def _draw_room(
        self, surface: pygame.Surface, look: Look, x: Scale, top: int, high: int
    ) -> None:
        theme, issue = look.theme, self.issue
        if issue.zone is not None:
            low, upto = issue.zone
            zone = pygame.Rect(x(low), top, max(look.px(3), x(upto) - x(low)), high)
            look.paint.veil(surface, zone, theme.good, 50)
            look.paint.box(surface, zone, 0, None, theme.good, max(1, look.px(1)))
        elif issue.gap is not None:
            low, upto = issue.gap
            gap = pygame.Rect(x(low), top, max(look.px(6), x(upto) - x(low)), high)
            colour = mix(theme.panel, theme.bad, 0.5)
            look.paint.hatch(surface, gap, colour, look.px(8), look.scale)

    def _draw_bar(
        self, surface: pygame.Surface, look: Look, party: PositionRow, x: Scale, middle: int
    ) -> None:
        theme = look.theme
        edge = theme.outline if theme.outlined_marks else None
        at = (self.rect.x + look.px(8), middle)
        look.paint.mark(surface, party.face.mark, at, 5 * look.scale, edge, look.scale)
        name = (self.rect.x + look.px(22), middle - look.text.height(SMALL) // 2)
        style = SMALL_STRONG if party.you else SMALL
        token: Token = "ink" if party.you else "muted"
        look.write(surface, party.face.name, name, style, token, width=self._left - look.px(26))
        surface.fill(theme.line, (x(0), middle, x(1) - x(0), max(1, look.px(1))))
        if party.maybe is None:
            return
        thick = look.px(6)
        first, last = x(party.maybe[0]), x(party.maybe[1])
        bar = pygame.Rect(first, middle - thick // 2, max(thick, last - first), thick)
        half = bar.w // 2
        inner = party.sure or ((party.maybe[0] + party.maybe[1]) / 2,) * 2
        fade = (min(half, x(inner[0]) - first), min(half, last - x(inner[1])))
        look.paint.bar(surface, bar, party.face.mark.colour, fade, edge)

    def _draw_text(self, surface: pygame.Surface, look: Look, x: int, top: int, high: int) -> None:
        ink = look.theme.ink
        wide = max(2, look.px(2))
        surface.fill(ink, (x - wide // 2, top - look.px(2), wide, high + look.px(4)))
        at = (x, top - look.px(4))
        look.paint.mark(surface, Mark(ink, "triangle-down"), at, 4.5 * look.scale)

    def _draw_ideal(
        self, surface: pygame.Surface, look: Look, party: PositionRow, x: int, middle: int
    ) -> None:
        theme = look.theme
        edge = theme.outline if theme.outlined_marks else theme.panel
        mark = party.face.mark
        look.paint.mark(surface, mark, (x, middle), 6 * look.scale, edge, 1.6 * look.scale)

    def _draw_words(
        self, surface: pygame.Surface, look: Look, left: int, wide: int, y: int
    ) -> None:
        low, high = self._ends(look, self.rect.w)
        for row, line in enumerate(low):
            at = (left, y + row * look.text.height(SMALL))
            look.write(surface, line, at, SMALL, "muted")
        for row, line in enumerate(high):
            at = (left + wide, y + row * look.text.height(SMALL))
            look.write(surface, line, at, SMALL, "muted", "right")
