"""A screen made of widgets."""

from __future__ import annotations

import pygame

from sim.catalogue import _
from sim.desk.kit.app import App
from sim.desk.kit.keys import chord, meant
from sim.desk.kit.look import Look
from sim.desk.kit.ui import Ui
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.dialog import Dialog
from sim.desk.kit.widgets.words import TextBlock


class Page:
    """A screen made of widgets: override `build`, and `on_key` for keys that no widget used.

    Call `refresh` when the state has changed outside an event, such as by a call from a thread.
    """

    def __init__(self) -> None:
        self.ui = Ui(lambda: self.app.over(self, self.build()), lambda: self.app.look)
        self._app: App | None = None

    @property
    def app(self) -> App:
        """The window that the page is shown in.

        Raises:
            RuntimeError: before `enter`.
        """
        if self._app is None:
            raise RuntimeError("a page has no window before it is entered")
        return self._app

    @property
    def look(self) -> Look:
        """The look of the window; `look.width` is the width in logical units."""
        return self.app.look

    def build(self) -> Widget:
        """Return the tree of widgets for the state as it is now."""
        raise NotImplementedError

    def on_key(self, key: str) -> bool:
        """Take a key that no widget used. Esc goes back to the screen before."""
        if key == "escape" and len(self.app.stack) > 1:
            self.app.pop()
            return True
        return False

    def show_notice(self, title: str, words: str, back: str = _("Back"), most: float = 440) -> None:
        """Tell something over the page, at most so wide, until its one button is pressed."""
        self.ui.open(
            lambda: Dialog(
                title,
                [TextBlock(words)],
                [Button(back, self.ui.close, "primary", autofocus=True)],
                most=most,
            )
        )

    def refresh(self) -> None:
        """Build the tree anew."""
        self.ui.refresh()

    def enter(self, app: App) -> None:
        """Take the window."""
        self._app = app
        self.ui.let_go()
        self.refresh()

    def leave(self) -> None:
        """Be covered or closed."""
        self.ui.leave()

    def handle(self, event: pygame.Event) -> bool:
        """Feed the widgets, then `on_key`."""
        pressed = meant(chord(event)) if event.type == pygame.KEYDOWN else ""
        if pressed == "escape" and self.app.on_escape(self):
            return True
        if self.ui.handle(event):
            return True
        if event.type == pygame.KEYDOWN and self.on_key(pressed):
            self.refresh()
            return True
        return False

    def update(self, seconds: float) -> bool:
        """Let time pass for tooltips."""
        return self.ui.update(seconds)

    def wake(self) -> float | None:
        """Return when the next tooltip is due."""
        return self.ui.wake()

    def draw(self, surface: pygame.Surface) -> None:
        """Draw all widgets."""
        self.ui.draw(surface)
