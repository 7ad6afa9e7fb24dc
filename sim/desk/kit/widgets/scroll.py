"""Views of what is larger than its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Unpack

import pygame

from sim.catalogue import _
from sim.desk.kit.look import Look
from sim.desk.kit.theme import BODY, SMALL, STRONG, Mark, Token
from sim.desk.kit.widget import Node, Options, State, Widget, bounds

_WHEEL: Final = 48  # logical units a notch
_BAR: Final = 12  # room for the scroll bar
_BESIDE: Final = 6  # between what is scrolled and that room, so that no word touches the bar
_LEAST_THUMB: Final = 24
_LEAST_HEIGHT: Final = 96  # what a view asks for when it grows


class View(Widget):
    """What scroll views and lists share: an offset that is remembered, wheel, bar and keys."""

    clips = True
    radius = 6

    def __init__(self, children: Sequence[Widget] = (), **options: Unpack[Options]) -> None:
        super().__init__(children, **options)
        self.content = 0  # height of what is inside, in pixels
        self._notch = _WHEEL
        self._bar = _BAR
        self._least = _LEAST_THUMB
        self._grab = 0
        self._dragging = False

    @property
    def offset(self) -> int:
        """How far the content is scrolled up, in pixels."""
        return int(min(max(self.memory.get(self.key, 0), 0), self.limit))

    @property
    def limit(self) -> int:
        """The greatest offset."""
        return max(0, self.content - self.rect.h)

    def scroll_to(self, offset: float) -> bool:
        """Scroll to an offset; say whether that moved anything."""
        before = self.offset
        self.memory[self.key] = min(max(offset, 0), self.limit)
        return self.offset != before

    def reveal(self, rect: pygame.Rect, margin: int = 8) -> bool:
        """Scroll so that a rectangle given as it lies now is in view."""
        margin = max(0, min(margin, (self.rect.h - rect.h) // 2))
        if rect.top - margin < self.rect.top or rect.h > self.rect.h:
            return self.scroll_to(self.offset + rect.top - margin - self.rect.top)
        if rect.bottom + margin > self.rect.bottom:
            return self.scroll_to(self.offset + rect.bottom + margin - self.rect.bottom)
        return False

    def sized(self, look: Look) -> None:
        """Take over the measures that depend on the scale."""
        self._notch, self._bar = look.px(_WHEEL), look.px(_BAR)
        self._least = look.px(_LEAST_THUMB)

    @property
    def thumb(self) -> pygame.Rect:
        """The handle of the scroll bar; empty when everything is in view."""
        if not self.limit:
            return pygame.Rect(self.rect.right, self.rect.y, 0, 0)
        length = max(min(self._least, self.rect.h), self.rect.h * self.rect.h // self.content)
        y = self.rect.y + (self.rect.h - length) * self.offset // self.limit
        return pygame.Rect(self.rect.right - self._bar, y, self._bar, length)

    def on_wheel(self, steps: float) -> bool:
        """Scroll, unless the end was reached before."""
        return self.scroll_to(self.offset - steps * self._notch)

    def scroll_key(self, chord: str) -> bool:
        """Scroll by a key."""
        by = {
            "up": -self._notch,
            "down": self._notch,
            "pageup": -self.rect.h,
            "pagedown": self.rect.h,
            "home": -self.content,
            "end": self.content,
        }
        return chord in by and self.scroll_to(self.offset + by[chord])

    def on_press(self, at: tuple[int, int]) -> None:
        """Take hold of the bar."""
        thumb = self.thumb
        self._dragging = bool(thumb.h) and at[0] >= thumb.x
        if self._dragging:
            self._grab = at[1] - thumb.y if thumb.collidepoint(at) else thumb.h // 2
            self.on_drag(at)

    def on_drag(self, at: tuple[int, int]) -> None:
        """Move the bar."""
        room = self.rect.h - self.thumb.h
        if self._dragging and room > 0:
            self.scroll_to((at[1] - self._grab - self.rect.y) / room * self.limit)

    def on_release(self, at: tuple[int, int]) -> None:
        """Let the bar go."""
        self._dragging = False

    def draw_bar(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the handle when there is anything to scroll."""
        thumb = self.thumb
        if thumb.h:
            slim = pygame.Rect(0, 0, look.px(6), max(1, thumb.h - look.px(4)))
            slim.center = thumb.center
            colour = look.theme.control if state.hovered or state.focused else look.theme.line
            look.paint.box(surface, slim, slim.w // 2, colour)


class Scroll(View):
    """A view of one widget. With `fill` the widget is at least as high as the view."""

    role = "group"

    def __init__(self, child: Widget, fill: bool = False, **options: Unpack[Options]) -> None:
        super().__init__((child,), **options)
        self.fill = fill

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the size of the child, or less when the view grows."""
        w, h = self.children[0].size(look, width)
        return w, min(h, look.px(_LEAST_HEIGHT)) if self.grow else h

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Place the child, moved up by the offset, beside the bar if one is needed."""
        self.rect = rect
        self.sized(look)
        child = self.children[0]
        width = rect.w
        self.content = child.size(look, width)[1]
        if self.content > rect.h:
            width = max(0, rect.w - self._bar - look.px(_BESIDE))
            self.content = child.size(look, width)[1]
        height = max(self.content, rect.h) if self.fill else self.content
        child.place(look, pygame.Rect(rect.x, rect.y - self.offset, width, height))

    @property
    def can_focus(self) -> bool:
        """Tab stops here only when the keys have something to scroll and nothing else to hold."""
        return self.limit > 0 and not any(w.can_focus for w in self.children[0].walk())

    def on_key(self, chord: str, typed: str) -> bool:
        """Scroll."""
        return self.scroll_key(chord)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the bar."""
        self.draw_bar(surface, look, state)


@dataclass(frozen=True, slots=True)
class Item:
    """A row of a list: its label, a detail at the right or below it, and a mark before it."""

    text: str
    detail: str = ""
    mark: Mark | None = None
    enabled: bool = True


class List(View):
    """Rows of which one is selected. Arrows, Page Up and Down, Home, End and letters move it.

    `choose` is called when the selection moves, `act` when a row is opened by Enter or a click on
    the selected row.
    """

    role = "listbox"
    focusable = True
    elide = True

    def __init__(
        self,
        items: Sequence[Item],
        selected: int,
        choose: Callable[[int], object],
        act: Callable[[int], object] | None = None,
        row: float = 40,
        **options: Unpack[Options],
    ) -> None:
        options.setdefault("key", f"list:{options.get('name', '')}")
        super().__init__((), **options)
        self.items, self.selected = tuple(items), selected
        self.choose, self.act = choose, act
        self.row_units = row
        self.row = 1

    @property
    def value(self) -> str:
        """The label of the selected row."""
        return self.items[self.selected].text if 0 <= self.selected < len(self.items) else ""

    @property
    def focus_rect(self) -> pygame.Rect:
        """The selected row."""
        return self.row_rect(max(self.selected, 0)) if self.items else self.rect

    def row_rect(self, index: int) -> pygame.Rect:
        """Return where a row lies now, which may be outside the view."""
        y = self.rect.y - self.offset + index * self.row
        return pygame.Rect(self.rect.x, y, self.rect.w - (self._bar if self.limit else 0), self.row)

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the size of all rows, or less when the list grows."""
        wide = max((self._wide(look, item) for item in self.items), default=0)
        height = look.px(self.row_units) * len(self.items)
        return min(width, wide), min(height, look.px(_LEAST_HEIGHT)) if self.grow else height

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Take a rectangle and bring the selected row into view when it has moved."""
        self.rect = rect
        self.sized(look)
        self.row = look.px(self.row_units)
        self.content = self.row * len(self.items)
        if self.memory.get(f"{self.key}:selected", -1.0) != self.selected and self.items:
            self.memory[f"{self.key}:selected"] = self.selected
            self.reveal(self.focus_rect, 0)

    def parts(self) -> tuple[Node, ...]:
        """One node a row."""
        return tuple(
            Node(
                "option",
                item.text,
                _("selected") if i == self.selected else item.detail,
                bounds(self.row_rect(i)),
                False,
                item.enabled,
                f"{self.key}:{i}",
            )
            for i, item in enumerate(self.items)
        )

    def on_key(self, chord: str, typed: str) -> bool:
        """Move the selection, or open the selected row."""
        page = max(1, self.rect.h // self.row - 1)
        by = {"up": -1, "down": 1, "pageup": -page, "pagedown": page}
        last = len(self.items) - 1
        if not self.items:
            return False
        if chord in by:
            to = min(max(self.selected + by[chord], 0), last)
            return self._select(to)
        if chord in ("home", "end"):
            self._select(0 if chord == "home" else last)
            return True
        if typed.isalnum() and chord == typed.lower():
            order = [(self.selected + 1 + i) % len(self.items) for i in range(len(self.items))]
            hits = (i for i in order if self.items[i].text.lower().startswith(typed.lower()))
            found = next(hits, None)
            return found is not None and self._select(found)
        return False

    def activate(self) -> bool:
        """Open the selected row."""
        if self.act is None or not 0 <= self.selected < len(self.items):
            return False
        if self.items[self.selected].enabled:
            self.act(self.selected)
        return True

    def on_release(self, at: tuple[int, int]) -> None:
        """Select the row under the pointer, or open it when it is selected already."""
        if self._dragging:
            self._dragging = False
        elif self.rect.collidepoint(at) and self.enabled:
            index = (at[1] - self.rect.y + self.offset) // self.row
            if index < len(self.items) and not self._select(index):
                self.activate()

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the rows that are in view, and the bar."""
        first = self.offset // self.row
        for i in range(first, min(len(self.items), first + self.rect.h // self.row + 2)):
            rect = self.row_rect(i)
            if i == self.selected:
                look.box(surface, rect.inflate(0, -2), "raised", None, 6)
                bar = pygame.Rect(rect.x, rect.y + look.px(8), look.px(3), rect.h - look.px(16))
                look.box(surface, bar, "accent", None, 2)
            self._draw_row(surface, look, i, rect)
        self.draw_bar(surface, look, state)

    def _draw_row(self, surface: pygame.Surface, look: Look, index: int, rect: pygame.Rect) -> None:
        """Draw what stands in a row; its ground is drawn."""
        self._draw_item(surface, look, self.items[index], rect, index == self.selected)

    @staticmethod
    def _draw_item(
        surface: pygame.Surface, look: Look, item: Item, rect: pygame.Rect, chosen: bool
    ) -> None:
        x, right = rect.x + look.px(12), rect.right - look.px(12)
        if item.mark is not None:
            edge = look.theme.outline if look.theme.outlined_marks else None
            at = (x + look.px(8), rect.centery)
            look.paint.mark(surface, item.mark, at, look.px(7), edge, look.px(1))
            x += look.px(26)
        if item.detail:
            top = rect.centery - look.text.height(SMALL) // 2
            room = max(0, (right - x) * 3 // 5)
            spot = look.write(surface, item.detail, (right, top), SMALL, "muted", "right", room)
            right = spot.x - look.px(12)
        style = STRONG if chosen else BODY
        token: Token = "ink" if item.enabled else "muted"
        top = rect.centery - look.text.height(style) // 2
        look.write(surface, item.text, (x, top), style, token, width=max(0, right - x))

    def _select(self, index: int) -> bool:
        if index == self.selected:
            return False
        self.selected = index
        self.choose(index)
        return True

    def _wide(self, look: Look, item: Item) -> int:
        detail = look.text.width(item.detail, SMALL) + look.px(12) if item.detail else 0
        mark = look.px(26) if item.mark else 0
        return look.text.width(item.text, STRONG) + detail + mark + look.px(24 + _BAR)
