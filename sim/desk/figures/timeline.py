"""The line of dates: what has happened, now, and what is known to come."""

from __future__ import annotations

from typing import Final, Unpack

import pygame

from sim.catalogue import _
from sim.desk.kit.look import Look
from sim.desk.kit.theme import SMALL, SMALL_STRONG
from sim.desk.kit.widget import Node, Options, State, Widget, bounds
from sim.desk.models.timeline import TimelineView

_SIDE: Final = 20
_LONG: Final = 20  # characters of a title between now and what comes


class Timeline(Widget):
    """Dots on a line; now and its neighbours are named, the others have a name on demand."""

    role = "img"
    elide = True

    def __init__(self, view: TimelineView, **options: Unpack[Options]) -> None:
        options.setdefault("name", _("Timeline"))
        super().__init__((), **options)
        self.view = view

    @property
    def value(self) -> str:
        """Where now is."""
        return _("now {date}").format(date=self.view.now_date)

    def parts(self) -> tuple[Node, ...]:
        """One node a date."""
        rect = bounds(self.rect)
        return tuple(
            Node(
                "listitem",
                f"{p.date}: {p.title}",
                _("past") if p.past else "",
                rect,
                False,
                True,
                "",
            )
            for p in self.view.points
        )

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width and the height of line and names."""
        return width, look.px(40)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the line, its dots, and the names that have room."""
        theme, view, scale = look.theme, self.view, look.scale
        left, wide = self.rect.x + look.px(_SIDE), self.rect.w - 2 * look.px(_SIDE)
        y = self.rect.y + look.px(10)
        thick = max(2, look.px(2))
        now = round(left + view.now * wide)
        surface.fill(theme.line, (left, y - thick // 2, wide, thick))
        surface.fill(theme.control, (left, y - thick // 2, now - left, thick))
        for turn in range(view.turns + 1):
            x = round(left + turn / view.turns * wide)
            passed = x <= now
            tick = theme.control if passed else theme.line
            surface.fill(tick, (x, y - look.px(3), max(1, look.px(1)), look.px(6)))
        for point in view.points:
            x = round(left + point.at * wide)
            if point.past:
                look.paint.dot(surface, (x, y), 4.5 * scale, theme.control)
            else:
                look.paint.dot(
                    surface, (x, y), 4.5 * scale, theme.panel, theme.control, 1.5 * scale
                )
        look.paint.dot(surface, (now, y), 6.5 * scale, theme.accent)
        self._draw_names(surface, look, left, wide, now)

    def _draw_names(
        self, surface: pygame.Surface, look: Look, left: int, wide: int, now: int
    ) -> None:
        top = self.rect.y + look.px(19)
        word = _("now")
        half = look.text.width(word, SMALL_STRONG) // 2
        x = min(max(now, self.rect.x + half), self.rect.right - half)
        look.write(surface, word, (x, top), SMALL_STRONG, "accent", "centre")
        taken = [(x - half - look.px(12), x + half + look.px(12))]
        coming = [p for p in self.view.points if not p.past]
        past = [p for p in reversed(self.view.points) if p.past]
        # What comes next matters most, then the last thing that happened, then the rest.
        for point in [*coming[:1], *past[:1], *coming[1:], *past[1:]]:
            at = round(left + point.at * wide)
            for text in (f"{point.date} · {point.title}", point.title, point.date):
                w = look.text.width(text, SMALL)
                first = min(max(at - w // 2, self.rect.x), self.rect.right - w)
                free = all(first > b or first + w < a for a, b in taken)
                if free and first >= self.rect.x:
                    look.write(surface, text, (first, top), SMALL, "muted")
                    taken.append((first - look.px(12), first + w + look.px(12)))
                    break
