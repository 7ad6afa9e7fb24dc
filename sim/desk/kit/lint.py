"""Checks of a drawn screen: overlap, clipped text, squeezed views, glyphs, contrast, reach by Tab.

The texts are taken where they are drawn, so that pictures which write for themselves are
checked like labels, and the contrast is that with the pixels really below the text.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final

import pygame

from sim.desk.kit.app import App
from sim.desk.kit.colour import Colour, contrast
from sim.desk.kit.page import Page
from sim.desk.kit.text import missing
from sim.desk.kit.theme import THEMES, Style
from sim.desk.kit.ui import Ui
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.scroll import View
from sim.desk.kit.widgets.words import Link

TEXT_CONTRAST: Final = 4.5
_SLIVER: Final = 3  # of a line, so much of its height must be in view to be judged
_SLACK: Final = 1  # pixels that rounding may cost
_LEAST_VIEW: Final = 48  # logical units, about two lines: a lower view shows nothing of use


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: the rule that is broken, the widget, and what is wrong."""

    rule: str
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.where}: {self.message}"


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A text as it was drawn."""

    text: str
    style: Style
    rect: pygame.Rect
    seen: pygame.Rect
    """What of it is not scrolled out of sight."""
    widget: Widget
    contrast: float


def lint(
    page: Page, size: tuple[int, int] = (1280, 720), theme: str = "dark", scale: float = 1.0
) -> list[Finding]:
    """Return all faults of a page drawn at a size, theme and scale."""
    app = App(THEMES[theme], scale, size, motion=False)
    app.push(page)
    return lint_ui(page.ui)


def lint_ui(ui: Ui) -> list[Finding]:
    """Return all faults of a tree in use as it stands, with its dialogs."""
    drawn, short = _listen(ui)
    root = ui.top.root
    topmost = set(root.walk())
    return [
        *_overlaps(root),
        *_squeezed(root, ui.look().px(_LEAST_VIEW)),
        *_text_overlaps(_uncovered(root, [d for d in drawn if d.widget in topmost])),
        *(Finding("shortened", _where(w), repr(text)) for text, w in short if not w.elide),
        *_clipped(drawn, ui.look().size),
        *_glyphs(drawn),
        *_faint(drawn),
        *_unreachable(ui),
    ]


def lint_contrast(ui: Ui) -> list[Finding]:
    """Return the texts that are hard to see: all that another theme can change of a screen."""
    drawn, _ = _listen(ui)
    return _faint(drawn)


def _faint(drawn: list[_Drawn]) -> list[Finding]:
    return [
        Finding("contrast", _where(d.widget), f"{d.text!r} has {d.contrast:.2f}")
        for d in drawn
        if d.contrast < TEXT_CONTRAST
    ]


def _listen(ui: Ui) -> tuple[list[_Drawn], list[tuple[str, Widget]]]:
    look = ui.look()
    surface = pygame.Surface(look.size, 0, 32)
    drawn: list[_Drawn] = []
    short: list[tuple[str, Widget]] = []

    def on_draw(
        text: str, style: Style, colour: Colour, rect: pygame.Rect, on: pygame.Surface
    ) -> None:
        seen = rect.clip(on.get_clip())
        if ui.drawing is not None and seen.w and seen.h > rect.h // _SLIVER:
            drawn.append(_Drawn(text, style, rect, seen, ui.drawing, _contrast(colour, rect, on)))

    def on_shorten(text: str) -> None:
        if ui.drawing is not None:
            short.append((text, ui.drawing))

    look.text.on_draw, look.on_shorten = on_draw, on_shorten
    try:
        ui.draw(surface)
    finally:
        look.text.on_draw, look.on_shorten = None, None
    return drawn, short


def _contrast(colour: Colour, rect: pygame.Rect, surface: pygame.Surface) -> float:
    """Return the worst contrast of a text with what lies under it at nine points."""
    seen = rect.clip(surface.get_clip()).inflate(-2, -2)
    points = itertools.product(
        (seen.left, seen.centerx, seen.right - 1), (seen.top, seen.centery, seen.bottom - 1)
    )
    under = (surface.get_at(p) for p in points if surface.get_rect().collidepoint(p))
    return min((contrast(colour, (c.r, c.g, c.b)) for c in under), default=21.0)


def _overlaps(root: Widget) -> list[Finding]:
    found = []
    for widget in root.walk():
        inside = [c for c in widget.children if not isinstance(c, Link) and c.rect.w and c.rect.h]
        if not widget.overlays:
            for a, b in itertools.combinations(inside, 2):
                common = a.rect.clip(b.rect)
                if common.w > _SLACK and common.h > _SLACK:
                    found.append(Finding("overlap", _where(a), f"overlaps {_where(b)}"))
        slack = 2 * _SLACK
        for child in inside if not isinstance(widget, View) else ():
            if not widget.rect.inflate(slack, slack).contains(child.rect):
                message = f"{tuple(child.rect)} is not within {tuple(widget.rect)}"
                found.append(Finding("outside", _where(child), message))
    return found


def _squeezed(root: Widget, least: int) -> list[Finding]:
    """Views that have more to show than fits, and next to no room for it."""
    return [
        Finding("squeezed", _where(view), f"shows {view.rect.h} of {view.content} pixels")
        for view in root.walk()
        if isinstance(view, View) and view.rect.h < min(least, view.content)
    ]


def _uncovered(root: Widget, drawn: list[_Drawn]) -> list[_Drawn]:
    """The texts that no widget stands over which has a ground of its own."""
    floating = [(w, set(w.walk())) for w in root.walk() if w.floats]
    return [
        d
        for d in drawn
        if all(d.widget in inside or not w.rect.colliderect(d.rect) for w, inside in floating)
    ]


def _text_overlaps(drawn: list[_Drawn]) -> list[Finding]:
    """Texts over texts, by the height of their letters rather than of their lines."""
    tight = [(d, d.rect.inflate(0, -d.rect.h // 3).clip(d.seen)) for d in drawn]
    tight.sort(key=lambda pair: pair[1].y)
    found = []
    for i, (a, here) in enumerate(tight):
        for b, there in tight[i + 1 :]:
            if there.y >= here.bottom:
                break
            common = here.clip(there)
            if common.w > _SLACK and common.h > _SLACK:
                found.append(Finding("overlap", _where(a.widget), f"{a.text!r} over {b.text!r}"))
    return found


def _clipped(drawn: list[_Drawn], size: tuple[int, int]) -> list[Finding]:
    found = []
    for d in drawn:
        room = d.widget.rect.inflate(2 * _SLACK, 2 * _SLACK)
        views = [w for w in (d.widget, *d.widget.ancestors()) if isinstance(w, View)]
        if d.rect.x < room.x or d.rect.right > room.right:
            message = f"{d.text!r} is {d.rect.w} wide in a room of {d.widget.rect.w}"
            found.append(Finding("clipped", _where(d.widget), message))
        elif not views and (d.rect.y < room.y or d.rect.bottom > room.bottom):
            message = f"{d.text!r} is {d.rect.h} high in a room of {d.widget.rect.h}"
            found.append(Finding("clipped", _where(d.widget), message))
        elif not views and not pygame.Rect((0, 0), size).contains(d.rect):
            found.append(Finding("clipped", _where(d.widget), f"{d.text!r} leaves the window"))
    return found


def _glyphs(drawn: list[_Drawn]) -> list[Finding]:
    return [
        Finding("glyph", _where(d.widget), f"no font has {''.join(sorted(lost))!r} of {d.text!r}")
        for d in drawn
        if (lost := missing(d.text, d.style))
    ]


def _unreachable(ui: Ui) -> list[Finding]:
    """Press Tab once for every stop and report what never had the focus, or had it unseen."""
    wanted = {w.key: w for w in ui.top.root.walk() if w.can_focus and w.enabled}
    reached: set[str] = set()
    before = ui.top.focus
    window = pygame.Rect((0, 0), ui.look().size)
    found = []
    for _ in range(len(ui.top.order) + 1):
        ui.handle(pygame.Event(pygame.KEYDOWN, key=pygame.K_TAB, mod=0, unicode="\t"))
        widget = ui.focused
        if widget is None or widget.key in reached:
            continue
        reached.add(widget.key)
        view = next((w for w in widget.ancestors() if isinstance(w, View)), None)
        seen = widget.focus_rect
        if not seen.w or not seen.h or (view is None and not window.contains(seen)):
            found.append(Finding("tab", _where(widget), "has the focus where nobody sees it"))
        elif (
            view is not None
            and seen.h <= view.rect.h
            and not view.rect.contains(
                seen.clip(pygame.Rect(view.rect.x, seen.y, view.rect.w, seen.h))
            )
        ):
            found.append(Finding("tab", _where(widget), "has the focus outside its view"))
    found += [
        Finding("tab", _where(widget), "is never reached by Tab")
        for key, widget in wanted.items()
        if key not in reached
    ]
    ui.focus(before)
    return found


def _where(widget: Widget) -> str:
    return f"{widget.role} {widget.name[:40]!r} ({widget.key})"
