"""An issue of a text in the making: a slider under the parties' wishes on the same scale."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Unpack

import pygame

from sim.catalogue import _
from sim.desk.figures.number import LEDGER_KEY
from sim.desk.kit.colour import mix
from sim.desk.kit.look import Look
from sim.desk.kit.theme import SMALL, SMALL_STRONG, STRONG, Mark, Token
from sim.desk.kit.widget import Options, State
from sim.desk.kit.widgets.slider import Slider
from sim.desk.models.table import STEP, Line, Stand

_NAMES: Final = 116
_TITLE: Final = 24
_NOTES: Final = 18  # what stands below the title where there is no room beside it
_TRACK: Final = 26
_APART: Final = 14  # between the notes
_SMALL_CHARACTERS: Final = 46


class DraftSlider(Slider):
    """A place on an issue, with the limits of the standing agreement and what each party wants.

    The vertical line is the text; bars are what the seat knows of each party's wish, marks its best
    guess. What lies outside the limits is hatched; a tick marks the text that lies on the table.
    """

    elide = True

    def __init__(
        self,
        line: Line,
        change: Callable[[float], object],
        lane: float = 17,
        ledger: Callable[[str], object] | None = None,
        **options: Unpack[Options],
    ) -> None:
        options.setdefault("key", f"issue:{line.issue}")
        options.setdefault("tooltip", line.note)
        super().__init__(
            line.title,
            line.place,
            change,
            step=STEP,
            words=(line.low, line.high),
            show=self._say,
            **options,
        )
        self.subject, self.ledger = line, ledger
        self._units = lane
        self._left = self._lane = self._head = 0

    def on_key(self, chord: str, typed: str) -> bool:
        """Move the text, or open the account of where it lies."""
        if chord == LEDGER_KEY and self.ledger is not None and self.subject.ledger:
            self.ledger(self.subject.ledger)
            return True
        return super().on_key(chord, typed)

    def _say(self, number: float) -> str:
        line = self.subject
        said = _("{place} of 100 from {low} to {high}")
        if line.limits is not None:
            said = _("{place} of 100 from {low} to {high}, outside")
            if line.inside:
                said = _("{place} of 100 from {low} to {high}, inside")
        return said.format(place=round(100 * number), low=line.low, high=line.high)

    @property
    def line(self) -> pygame.Rect:
        """The line from the lowest to the highest value, in pixels, with no height."""
        y = self.rect.y + self._head + self._lane * len(self.subject.stands) + self._reach + 2
        right = self.rect.right - self._reach
        left = self.rect.x + self._left + self._reach
        return pygame.Rect(left, y, max(0, right - left), 0)

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width, and the height of title, lanes, line and words."""
        lanes = look.px(self._units) * len(self.subject.stands)
        words = max(len(part) for part in self._words(look, width)) * look.text.height(SMALL)
        return width, self._head_height(look, width) + lanes + look.px(_TRACK) + words

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Take a rectangle."""
        super().place(look, rect)
        self._left, self._lane = look.px(_NAMES), look.px(self._units)
        self._head = self._head_height(look, rect.w)

    def contains(self, at: tuple[int, int]) -> bool:
        """Whether a point is on the lanes or the line."""
        return super().contains(at) and at[1] >= self.rect.y + self._head

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw everything."""
        line, theme = self.line, look.theme
        top = self.rect.y + self._head
        self._draw_title(surface, look)
        area = pygame.Rect(line.x, top, line.w, line.y - top)
        self._draw_limits(surface, look, area)
        self._draw_zone(surface, look, area)
        for row, stand in enumerate(self.subject.stands):
            self._draw_stand(surface, look, stand, top + row * self._lane + self._lane // 2)
        x = self.x_of(self.number)
        surface.fill(theme.ink, (x - look.px(1), top, max(2, look.px(2)), line.y - top))
        for row, stand in enumerate(self.subject.stands):
            self._draw_mark(surface, look, stand, top + row * self._lane + self._lane // 2)
        self._draw_track(surface, look, state)
        self._draw_words(surface, look)

    def _draw_title(self, surface: pygame.Surface, look: Look) -> None:
        y = self.rect.y + look.px(2)
        room = self.rect.w - look.px(10) - look.text.width(self._place, SMALL_STRONG)
        at = (self.rect.x, y - look.px(1))
        title = look.write(surface, self.subject.title, at, STRONG, width=max(0, room))
        look.write(surface, self._place, (title.right + look.px(10), y), SMALL_STRONG, "accent")
        if self._head > look.px(_TITLE):
            x, below = self.rect.x, y + look.px(_NOTES)
            for words, token in self._notes:
                x = look.write(surface, words, (x, below), SMALL, token).right + look.px(_APART)
            return
        x = self.rect.right
        for words, token in self._notes:
            x = look.write(surface, words, (x, y), SMALL, token, "right").x - look.px(_APART)

    @property
    def _place(self) -> str:
        return f"{round(100 * self.number)}"

    @property
    def _notes(self) -> list[tuple[str, Token]]:
        """What there is to say of the place: the room for agreement, and the limits."""
        line = self.subject
        said: list[tuple[str, Token]] = [(line.room, "good" if line.zone else "bad")]
        if not line.inside:
            said.append((_("outside the limits"), "bad"))
        return [(words, token) for words, token in said if words]

    def _head_height(self, look: Look, width: int) -> int:
        """Height of the title, with a line of its own for the notes where both do not fit."""
        title = look.text.width(self.subject.title, STRONG) + look.px(10)
        title += look.text.width(self._place, SMALL_STRONG)
        notes = sum(look.text.width(words, SMALL) + look.px(_APART) for words, _tone in self._notes)
        return look.px(_TITLE if title + notes <= width else _TITLE + _NOTES)

    def _draw_limits(self, surface: pygame.Surface, look: Look, area: pygame.Rect) -> None:
        theme = look.theme
        if self.subject.limits is None or area.h <= 0:
            return
        low, high = (self.x_of(limit) for limit in self.subject.limits)
        hatch = mix(theme.bad, theme.panel, 0.62)
        for left, right in ((area.x, low), (high, area.right)):
            if right - left > look.px(3):
                zone = pygame.Rect(left, area.y, right - left, area.h)
                look.paint.hatch(surface, zone, hatch, look.px(9), look.scale)
        for x, end in ((low, area.x), (high, area.right)):
            if abs(x - end) > look.px(3):
                surface.fill(theme.bad, (x, area.y, max(1, look.px(1)), area.h))

    def _draw_stand(self, surface: pygame.Surface, look: Look, stand: Stand, y: int) -> None:
        theme, line = look.theme, self.line
        edge = theme.outline if theme.outlined_marks else None
        at = (self.rect.x + look.px(8), y)
        look.paint.mark(surface, stand.face.mark, at, 5 * look.scale, edge, look.scale)
        top = y - look.text.height(SMALL) // 2
        room = self._left - look.px(24)
        name = look.text.fit(stand.face.name, SMALL, room)
        look.write(surface, name, (self.rect.x + look.px(20), top), SMALL, "muted")
        surface.fill(theme.line, (line.x, y, line.w, max(1, look.px(1))))
        if stand.reach is None:
            return
        first, low, high, last = (self.x_of(place) for place in stand.reach)
        height = look.px(6)
        bar = pygame.Rect(first, y - height // 2, max(height, last - first), height)
        look.paint.bar(surface, bar, stand.face.mark.colour, (low - first, last - high), edge)

    def _draw_mark(self, surface: pygame.Surface, look: Look, stand: Stand, y: int) -> None:
        theme = look.theme
        edge = theme.outline if theme.outlined_marks else theme.panel
        if stand.ideal is not None:
            at = (self.x_of(stand.ideal), y)
            look.paint.mark(surface, stand.face.mark, at, 6 * look.scale, edge, 1.5 * look.scale)

    def _draw_zone(self, surface: pygame.Surface, look: Look, area: pygame.Rect) -> None:
        if self.subject.zone is None or area.h <= 0:
            return
        low, high = (self.x_of(place) for place in self.subject.zone)
        zone = pygame.Rect(low, area.y, max(look.px(3), high - low), area.h)
        look.paint.veil(surface, zone, look.theme.good, 52)
        look.paint.box(surface, zone, 0, None, look.theme.good, max(1, look.px(1)))

    def _draw_track(self, surface: pygame.Surface, look: Look, state: State) -> None:
        theme, line = look.theme, self.line
        x, y, thick = self.x_of(self.number), line.y, max(2, look.px(4))
        track = pygame.Rect(line.x, y - thick // 2, line.w, thick)
        look.paint.box(surface, track, thick // 2, theme.control)
        if self.subject.last is not None:
            tick = Mark(theme.ink, "triangle")
            at = (self.x_of(self.subject.last), y + look.px(8))
            look.paint.mark(surface, tick, at, 4 * look.scale, theme.panel, look.scale)
        radius = look.px(10 if state.hovered or state.pressed else 9)
        thumb = theme.accent if self.enabled else theme.control
        look.paint.dot(surface, (x, y), radius, thumb, theme.panel, look.px(2))

    def _draw_words(self, surface: pygame.Surface, look: Look) -> None:
        top, height = self.line.y + look.px(12), look.text.height(SMALL)
        low, high = self._words(look, self.rect.w)
        for row, text in enumerate(low):
            at = (self.rect.x + self._left, top + row * height)
            look.write(surface, text, at, SMALL, "muted")
        for row, text in enumerate(high):
            at = (self.rect.right, top + row * height)
            look.write(surface, text, at, SMALL, "muted", "right")

    def _words(self, look: Look, width: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        room = max(look.px(40), (width - look.px(_NAMES) - look.px(24)) // 2)
        low, high = (look.text.wrap(text, SMALL, room, _SMALL_CHARACTERS) for text in self.words)
        return low, high
