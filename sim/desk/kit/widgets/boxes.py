"""Grounds for other widgets: panels, cards that can be chosen, dividing lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

import pygame

from sim.catalogue import _
from sim.desk.kit.layout import Column, Padding, Row, Spacer
from sim.desk.kit.look import Look
from sim.desk.kit.theme import GRID, GUTTER, HEADING, RADIUS, Token
from sim.desk.kit.widget import Action, Options, State, Widget
from sim.desk.kit.widgets.words import Label

_GLASS = 226  # of 255: how much of what lies under it a pane hides


class Panel(Column):
    """A ground with an optional title and, at the right of the title, an aside."""

    role = "region"

    def __init__(
        self,
        children: Sequence[Widget],
        title: str = "",
        aside: Widget | None = None,
        gap: float = GRID,
        pad: Padding = GUTTER,
        fill: Token = "panel",
        **options: Unpack[Options],
    ) -> None:
        options.setdefault("name", title)
        body = list(children)
        if title or aside is not None:
            head: list[Widget] = [Label(title, HEADING), Spacer()]
            if aside is not None:
                head.append(aside)
            body.insert(0, Row(head))
        super().__init__(body, gap, pad, **options)
        self.fill: Token = fill

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the ground and its border."""
        look.box(surface, self.rect, self.fill, "line")


class Glass(Panel):
    """A panel that what lies under it shines through a little, where the theme has shadows."""

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the ground and its border."""
        theme, size = look.theme, self.rect.size
        if not theme.shadow or not all(size):
            super().draw(surface, look, state)
            return

        def make() -> pygame.Surface:
            pane = pygame.Surface(size, pygame.SRCALPHA, 32)
            whole = pygame.Rect((0, 0), size)
            look.paint.box(pane, whole, look.px(RADIUS), theme.colour(self.fill))
            pane.fill((255, 255, 255, _GLASS), special_flags=pygame.BLEND_RGBA_MULT)
            look.paint.box(pane, whole, look.px(RADIUS), None, theme.line, max(1, look.px(1)))
            return pane

        key = ("glass", size, theme.colour(self.fill), theme.line, look.scale)
        surface.blit(look.paint.cache.get(key, make), self.rect)


class Band(Column):
    """A ground across the whole width, with a line below (or above, with `top`)."""

    def __init__(
        self,
        children: Sequence[Widget],
        pad: Padding = (GUTTER, GRID),
        line_on_top: bool = False,
        **options: Unpack[Options],
    ) -> None:
        super().__init__(children, 0, pad, **options)
        self.line_on_top = line_on_top

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the ground and its line."""
        surface.fill(look.theme.panel, self.rect)
        thick = max(1, look.px(look.theme.border))
        y = self.rect.y if self.line_on_top else self.rect.bottom - thick
        surface.fill(look.theme.line, (self.rect.x, y, self.rect.w, thick))


class Card(Column):
    """A panel that can be chosen as a whole; what is in it cannot have the focus.

    `selected` draws it in the accent. A card that is not `enabled` stays readable, and its
    `tooltip` says why it cannot be chosen.
    """

    role = "button"
    focusable = True

    def __init__(
        self,
        children: Sequence[Widget],
        action: Action,
        selected: bool = False,
        gap: float = GRID,
        pad: Padding = GUTTER,
        **options: Unpack[Options],
    ) -> None:
        super().__init__(children, gap, pad, **options)
        self.action = action
        self.selected = selected

    @property
    def value(self) -> str:
        """Whether the card is selected."""
        return _("selected") if self.selected else ""

    def activate(self) -> bool:
        """Choose the card."""
        if self.enabled:
            self.action()
        return self.enabled

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the ground."""
        fill: Token = "panel"
        if self.enabled and (state.hovered or self.selected):
            fill = "raised"
        if state.hovered and not state.pressed and self.enabled and look.theme.shadow:
            look.paint.shadow(
                surface, self.rect, look.px(RADIUS), look.px(6), look.theme.shadow // 2
            )
        border: Token = "accent" if self.selected else "line"
        if state.hovered and not self.selected and self.enabled:
            border = "control"
        look.box(surface, self.rect, fill, border, width=2 if self.selected else 0)


class Divider(Widget):
    """A thin line across, or down when it is given a `width`."""

    role = "separator"

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return one line's thickness."""
        thick = max(1, look.px(look.theme.border))
        return thick, thick

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the line."""
        surface.fill(look.theme.line, self.rect)
