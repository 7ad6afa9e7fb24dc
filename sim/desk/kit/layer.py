"""One tree of widgets of several that lie over each other, and which widget has the focus."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from sim.desk.kit.look import Look
from sim.desk.kit.widget import Action, Memory, Widget
from sim.desk.kit.widgets.scroll import View


def _nearest(lost: str, before: list[str], now: list[str]) -> str:
    """Where a focus goes whose widget is gone: a card gives way to a card, not to a button."""
    kind = lost.partition(":")[0] + ":"
    alike = [key for key in now if key.startswith(kind)]
    was = [key for key in before if key.startswith(kind)] if alike else before
    left = alike or now
    return left[min(was.index(lost) if lost in was else 0, len(left) - 1)] if left else ""


class Layer:
    """A tree over those below it; only the topmost one can be used."""

    def __init__(
        self, build: Callable[[], Widget], on_close: Action | None = None, closable: bool = True
    ) -> None:
        self.build, self.on_close, self.closable = build, on_close, closable
        self.root = Widget()
        self.focus = ""
        self.order: list[str] = []
        self.memory: Memory = {}

    def rebuild(self, look: Look) -> None:
        """Build the tree anew, place it, and keep the focus where it was or close to it."""
        self.root = self.build()
        self._bind(self.root, None, "root", set())
        self.place(look)
        stops = self.stops()
        before, self.order = self.order, [w.key for w in stops]
        if not self.focus:
            self.focus = next((w.key for w in stops if w.autofocus), "")
        if self.focus not in self.order:
            self.focus = _nearest(self.focus, before, self.order)

    def place(self, look: Look) -> None:
        """Place the tree in the window."""
        self.root.place(look, pygame.Rect((0, 0), look.size))

    def place_again(self, look: Look, view: View) -> None:
        """Place what a view shows anew, after it scrolled: nothing around a view moves with it.

        What lies over others may stand beside what moved, so it is placed with all that it is over.
        """
        moved = next((above for above in view.ancestors() if above.overlays), view)
        moved.place(look, moved.rect)

    def stops(self) -> list[Widget]:
        """Return the widgets that Tab reaches, in order."""
        return [w for w in self.root.walk() if w.can_focus]

    def widget(self, key: str) -> Widget | None:
        """Return the widget with a key."""
        return next((w for w in self.root.walk() if w.key == key), None) if key else None

    def _bind(self, widget: Widget, parent: Widget | None, path: str, taken: set[str]) -> None:
        key = base = widget.key or path
        count = 1
        while key in taken:
            count += 1
            key = f"{base}#{count}"
        taken.add(key)
        widget.key, widget.parent, widget.memory = key, parent, self.memory
        for i, child in enumerate(widget.children):
            self._bind(child, widget, f"{path}/{i}", taken)
