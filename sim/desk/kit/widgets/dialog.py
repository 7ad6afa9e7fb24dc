"""Windows within the window: dialogs, and the ground that tooltips are drawn on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Unpack

import pygame

from sim.desk.kit.layout import Column, Wrap
from sim.desk.kit.look import Look
from sim.desk.kit.theme import BODY, GUTTER, RADIUS, SMALL, TITLE
from sim.desk.kit.widget import Action, Options, State, Widget
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock

_MARGIN: Final = 24
_TIP_CHARACTERS: Final = 44


class Dialog(Widget):
    """A question or a notice over everything else; the focus stays within it.

    `body` scrolls when it is too high for the window, the `actions` stay in view.
    """

    role = "dialog"

    def __init__(
        self,
        title: str,
        body: Sequence[Widget],
        actions: Sequence[Widget],
        most: float = 520,
        **options: Unpack[Options],
    ) -> None:
        options.setdefault("name", title)
        content = Scroll(Column(body, gap=GUTTER), grow=1.0, key="dialog:body")
        self.sheet = Column(
            [Label(title, TITLE), content, Wrap(actions, gap=GUTTER)], gap=GUTTER, pad=_MARGIN
        )
        self.content = content
        super().__init__((self.sheet,), **options)
        self.most = most

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Place the sheet in the middle, as high as its content needs."""
        self.rect = rect
        margin = look.px(_MARGIN)
        width = max(0, min(look.px(self.most), rect.w - 2 * margin))
        inner = max(0, width - 2 * look.px(_MARGIN))
        rest = self.sheet.size(look, width)[1] - self.content.size(look, inner)[1]
        height = rest + self.content.children[0].size(look, inner)[1]
        spot = pygame.Rect(0, 0, width, max(0, min(height, rect.h - 2 * margin)))
        spot.center = rect.center
        self.sheet.place(look, spot)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Dim what is behind and draw the sheet."""
        theme = look.theme
        look.paint.veil(surface, self.rect, theme.outline, 150 if theme.shadow else 200)
        sheet = self.sheet.rect
        look.paint.shadow(surface, sheet, look.px(RADIUS), look.px(16), theme.shadow)
        look.box(surface, sheet, "panel", "control" if not theme.shadow else "line")


def confirm(title: str, text: str, yes: str, on_yes: Action, no: str, on_no: Action) -> Dialog:
    """Return a dialog that asks for a yes or a no."""
    return Dialog(
        title,
        [TextBlock(text, BODY, "ink")],
        [Button(yes, on_yes, "primary", autofocus=True), Button(no, on_no)],
    )


def draw_tip(surface: pygame.Surface, look: Look, text: str, at: pygame.Rect) -> pygame.Rect:
    """Draw a tooltip below (or above) the rectangle that it explains, and return its place."""
    whole = surface.get_rect()
    room = max(look.px(40), min(whole.w - look.px(40), look.px(360)))
    lines = look.text.wrap(text, SMALL, room, _TIP_CHARACTERS)
    height = look.text.height(SMALL)
    wide = max(look.text.width(line, SMALL) for line in lines) + look.px(24)
    rect = pygame.Rect(at.x, at.bottom + look.px(8), wide, height * len(lines) + look.px(16))
    if rect.bottom > whole.bottom - look.px(4):
        rect.bottom = at.y - look.px(8)
    rect.clamp_ip(whole)
    look.paint.shadow(surface, rect, look.px(8), look.px(8), look.theme.shadow)
    look.box(surface, rect, "raised", "control", 8)
    for i, line in enumerate(lines):
        at_line = (rect.x + look.px(12), rect.y + look.px(8) + i * height)
        look.write(surface, line, at_line, SMALL)
    return rect
