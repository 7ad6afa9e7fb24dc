"""A tree of widgets in use: keys for identity, the focus ring, the pointer, dialogs, tooltips."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pygame

from sim.desk.kit.keys import chord, meant
from sim.desk.kit.layer import Layer
from sim.desk.kit.look import Look
from sim.desk.kit.widget import Action, Node, State, Widget
from sim.desk.kit.widgets.dialog import draw_tip
from sim.desk.kit.widgets.scroll import View

_TIP_AFTER: Final = 0.45  # seconds without a movement or a key
_TABS = ("tab", "shift+tab")
_ARROWS: Final = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


class Ui:
    """Draws a tree, feeds it with events, and keeps the focus.

    `build` is called whenever the tree is `stale`: after every event that a widget used, and
    when `refresh` is called; but after Tab only where the tree `follows_focus`. `look` gives the
    look of the window as it is now.
    """

    def __init__(self, build: Callable[[], Widget], look: Callable[[], Look]) -> None:
        self.look = look
        self.layers = [Layer(build, closable=False)]
        self.stale = True
        self.dirty = True
        self.follows_focus = False  # whether the tree depends on where the focus is
        self.ring = False  # the ring is drawn once a key was used, not after a click
        self._fresh = True  # neither a key nor a click has been used
        self.pointer: tuple[int, int] | None = None
        self.hovered = ""
        self.drawing: Widget | None = None  # the widget that is being drawn, for the lints
        self._captured: Widget | None = None
        self._look: Look | None = None
        self._still = 0.0
        self._tip = ""  # key of the widget that a tooltip is due or shown for
        self._before = ""  # where the focus was before the hotkey that is at work

    # State ---------------------------------------------------------------------------------

    @property
    def top(self) -> Layer:
        """The layer in use."""
        return self.layers[-1]

    @property
    def focused(self) -> Widget | None:
        """The widget with the focus."""
        self.prepare()
        return self.top.widget(self.top.focus)

    def refresh(self) -> None:
        """Build the tree anew before the next drawing or event."""
        self.stale = self.dirty = True

    def let_go(self) -> None:
        """Forget what the mouse holds: its release does nothing any more."""
        self._captured = None

    def open(
        self, build: Callable[[], Widget], on_close: Action | None = None, closable: bool = True
    ) -> None:
        """Put a tree, usually a `Dialog`, over everything; Esc closes it if it is `closable`."""
        self.layers.append(Layer(build, on_close, closable))
        self._captured, self.hovered, self._tip = None, "", ""
        self.refresh()

    def close(self) -> None:
        """Close the topmost dialog, if there is one."""
        if len(self.layers) > 1:
            layer = self.layers.pop()
            self._captured, self.hovered, self._tip = None, "", ""
            self.refresh()
            if layer.on_close is not None:
                layer.on_close()

    def leave(self) -> None:
        """Be covered by another page: a hotkey that opened it gives the focus back."""
        if self._before:
            self.top.focus = self._before

    def tree(self) -> Node:
        """Return the accessibility tree of the layer in use."""
        self.prepare()
        return self.top.root.node(self.top.focus)

    def prepare(self) -> None:
        """Build and place what is stale."""
        look = self.look()
        if self.stale or look is not self._look:
            self.stale, self._look, self.dirty = False, look, True
            for layer in self.layers:
                layer.rebuild(look)
            self._hover()

    # Focus ---------------------------------------------------------------------------------

    def focus(self, key: str) -> bool:
        """Give the focus to a widget, scroll it into view, and say whether that was possible."""
        self.prepare()
        widget = self.top.widget(key)
        if widget is None or not widget.can_focus:
            return False
        self.top.focus = key
        self._remind(key)
        for above in widget.ancestors():
            if isinstance(above, View) and above.reveal(widget.focus_rect):
                self.top.place_again(self.look(), above)
        self.dirty = True
        return True

    def _step(self, by: int) -> None:
        order = self.top.order
        if order:
            at = order.index(self.top.focus) if self.top.focus in order else -1
            self.focus(order[(at + by) % len(order)])

    def _toward(self, direction: str) -> bool:
        """Move the focus to the nearest widget in a direction."""
        here = self.top.widget(self.top.focus)
        if here is None:
            return False
        dx, dy = _ARROWS[direction]
        best: tuple[float, str] | None = None
        for other in self.top.stops():
            x = other.rect.centerx - here.rect.centerx
            y = other.rect.centery - here.rect.centery
            if dx:
                beyond = (
                    other.rect.x >= here.rect.right if dx > 0 else other.rect.right <= here.rect.x
                )
                along, aside = abs(x), _apart(here.rect.y, here.rect.h, other.rect.y, other.rect.h)
            else:
                beyond = (
                    other.rect.y >= here.rect.bottom if dy > 0 else other.rect.bottom <= here.rect.y
                )
                along, aside = abs(y), _apart(here.rect.x, here.rect.w, other.rect.x, other.rect.w)
            if beyond and other is not here:
                cost = (along + 3.0 * aside + 0.01 * (abs(x) + abs(y)), other.key)
                best = cost if best is None else min(best, cost)
        return best is not None and self.focus(best[1])

    # Events --------------------------------------------------------------------------------

    def handle(self, event: pygame.Event) -> bool:
        """Take an event; say whether it was used."""
        self.prepare()
        if event.type == pygame.KEYDOWN:
            pressed = chord(event)
            used = self._key(pressed, getattr(event, "unicode", ""))
            if meant(pressed) in _TABS and not self.follows_focus:
                self._hover()
            elif used:
                self.refresh()
            return used
        if event.type == pygame.MOUSEMOTION:
            self.pointer = event.pos
            if not event.buttons[0]:  # it may have been released where nobody saw it
                self.let_go()
            elif self._captured is not None:
                self._captured.on_drag(event.pos)
                self.refresh()
            self._hover()
            return True
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            return self._press(event.pos)
        if event.type == pygame.MOUSEBUTTONUP and event.button == 1:
            return self._release(event.pos)
        if event.type == pygame.MOUSEWHEEL and self.pointer is not None:
            return self._wheel(getattr(event, "precise_y", event.y))
        if event.type in (pygame.WINDOWLEAVE, pygame.WINDOWFOCUSLOST):
            self.pointer = None
            self._hover()
        return False

    def _key(self, pressed: str, typed: str) -> bool:
        key = meant(pressed)
        if pressed:  # what the mouse holds may be something else, or gone, once a key has acted
            self.let_go()
        shown, self._still = self._tip_shown, 0.0
        fresh, self.ring, self._fresh = self._fresh, True, False
        if key in _TABS:  # the very first Tab shows where the focus is
            self._step(0 if fresh else -1 if key == "shift+tab" else 1)
            return True
        here = self.top.widget(self.top.focus)
        # what is typed into a field is text, whatever else its keys may mean
        taken = pressed if here is not None and here.types else key
        if here is not None and here.on_key(taken, typed):
            self.refresh()
            self.focus(here.key)
            return True
        if here is not None and key in ("enter", "space"):
            return here.activate() or self._explain(here)
        if self._hotkey(key):
            return True
        if key in _ARROWS and self._toward(key):
            return True
        if key == "escape":
            return self._escape(shown)
        return self._scroll(here, key)

    def _hotkey(self, key: str) -> bool:
        for widget in self.top.root.walk():
            if widget.hotkey and widget.hotkey == key:
                before = self.top.focus
                if widget.can_focus:
                    self.focus(widget.key)
                if not widget.enabled:
                    return self._explain(widget)
                self._before = before
                try:
                    return widget.activate()
                finally:
                    self._before = ""
        return False

    def _escape(self, tip_shown: bool) -> bool:
        if tip_shown:
            self._tip, self.dirty = "", True
            return True
        if len(self.layers) > 1 and self.top.closable:
            self.close()
            return True
        return len(self.layers) > 1

    def _scroll(self, here: Widget | None, key: str) -> bool:
        views = [w for w in here.ancestors() if isinstance(w, View)] if here is not None else []
        if not views:
            views = [w for w in self.top.root.walk() if isinstance(w, View)]
        return any(view.scroll_key(key) for view in views)

    def _press(self, at: tuple[int, int]) -> bool:
        self.pointer = at
        self._hover()
        widget = self._at(at)
        self._captured = widget
        self.ring, self._fresh, self.dirty = False, False, True
        if widget is None:
            return False
        if widget.can_focus:
            self.top.focus = widget.key
        widget.on_press(at)
        if not widget.enabled:
            self._explain(widget)
        self.refresh()
        return True

    def _release(self, at: tuple[int, int]) -> bool:
        captured, self._captured = self._captured, None
        if captured is None:
            return False
        captured.on_release(at)
        self.refresh()
        return True

    def _wheel(self, steps: float) -> bool:
        at = self.pointer
        if at is None:
            return False
        under = [w for w in self.top.root.walk() if isinstance(w, View) and _seen(w, at)]
        used = any(view.on_wheel(steps) for view in reversed(under))
        if used:
            self.top.place(self.look())
            self._hover()
            self.dirty = True
        return used

    # Pointer and tooltips ------------------------------------------------------------------

    def _at(self, at: tuple[int, int]) -> Widget | None:
        """Return the widget under a point that can be used or explains itself."""
        found = None
        for widget in self.top.root.walk():
            usable = widget.can_focus or bool(widget.tooltip)
            if isinstance(widget, View):
                usable = widget.focusable or (widget.thumb.w > 0 and at[0] >= widget.thumb.x)
            if usable and _seen(widget, at):
                found = widget
            elif widget.floats and widget.contains(at):
                found = None  # what lies under it cannot be used there
        return found

    def _hover(self) -> None:
        widget = self._at(self.pointer) if self.pointer is not None else None
        key = widget.key if widget is not None else ""
        if key != self.hovered:
            self.hovered = key
            self._remind(key)
            self.dirty = True

    def _remind(self, key: str) -> None:
        """Show the tooltip of a widget after a moment."""
        self._tip, self._still, self.dirty = key, 0.0, True

    def _explain(self, widget: Widget) -> bool:
        """Show the tooltip of a widget at once."""
        self._tip, self._still, self.dirty = widget.key, _TIP_AFTER, True
        return bool(widget.tooltip)

    @property
    def _tip_shown(self) -> bool:
        widget = self.top.widget(self._tip)
        return self._still >= _TIP_AFTER and widget is not None and bool(widget.tooltip)

    def update(self, seconds: float) -> bool:
        """Let time pass; say whether the picture is out of date."""
        if self.wake() is not None:
            self._still += seconds
            self.dirty = self.dirty or self._tip_shown
        return self.dirty

    def wake(self) -> float | None:
        """Return the seconds after which `update` has something to do, or None."""
        widget = self.top.widget(self._tip)
        if widget is None or not widget.tooltip or self._still >= _TIP_AFTER:
            return None
        if widget.key != self.hovered and not self.ring:
            return None
        return max(0.0, _TIP_AFTER - self._still)

    # Drawing -------------------------------------------------------------------------------

    def draw(self, surface: pygame.Surface) -> None:
        """Draw all layers and the tooltip."""
        self.prepare()
        look = self.look()
        surface.fill(look.theme.bg)
        for layer in self.layers:
            self._paint(surface, look, layer.root, layer is self.top)
        self.drawing = None
        widget = self.top.widget(self._tip)
        if widget is not None and self._tip_shown and self._captured is None:
            draw_tip(surface, look, widget.tooltip, widget.focus_rect)
        self.dirty = False

    def _paint(self, surface: pygame.Surface, look: Look, widget: Widget, live: bool) -> None:
        clip = surface.get_clip()
        if not widget.rect.inflate(64, 64).colliderect(clip):
            return
        focused = live and widget.key == self.top.focus and widget.can_focus
        hovered = live and widget.key == self.hovered
        pressed = hovered and self._captured is not None and self._captured.key == widget.key
        if widget.clips:  # a little wider than the view, for the focus ring
            surface.set_clip(clip.clip(widget.rect.inflate(look.px(10), look.px(2))))
        self.drawing = widget
        widget.draw(surface, look, State(focused, hovered, pressed))
        for child in widget.children:
            self._paint(surface, look, child, live)
        surface.set_clip(clip)
        if focused and self.ring:
            look.ring(surface, widget.rect, widget.radius)


def _seen(widget: Widget, at: tuple[int, int]) -> bool:
    """Whether a point is on a widget and not cut off by a view around it."""
    if not widget.contains(at):
        return False
    return all(w.rect.collidepoint(at) for w in widget.ancestors() if w.clips)


def _apart(a: int, a_size: int, b: int, b_size: int) -> int:
    """Return the gap between two stretches; 0 when they overlap."""
    return max(0, b - (a + a_size), a - (b + b_size))
