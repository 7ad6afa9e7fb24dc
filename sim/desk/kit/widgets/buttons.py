"""What is pressed: buttons, switches, tabs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal, Unpack

import pygame

from sim.catalogue import _
from sim.desk.kit.keys import label
from sim.desk.kit.look import Look
from sim.desk.kit.theme import BODY, RADIUS, STRONG, Style, Token
from sim.desk.kit.widget import Action, Node, Options, State, Widget, bounds

Kind = Literal["primary", "plain", "quiet"]
_TAB_PAD: Final = 16  # around a label that is shortened


class Button(Widget):
    """A button with a label, an icon before or (`icon_last`) after it, and its key.

    One `primary` button a screen: it is the decision. `quiet` ones show a ground on hover only.
    """

    role = "button"
    focusable = True
    radius = 8

    def __init__(
        self,
        text: str,
        action: Action,
        kind: Kind = "plain",
        icon: str = "",
        icon_last: bool = False,
        small: bool = False,
        **options: Unpack[Options],
    ) -> None:
        options.setdefault("name", text)
        options.setdefault("key", f"button:{options['name']}")
        super().__init__((), **options)
        self.text, self.action, self.kind = text, action, kind
        self.icon, self.icon_last, self.small = icon, icon_last, small

    @property
    def style(self) -> Style:
        """How the label is set."""
        return BODY if self.kind == "quiet" else STRONG

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the size of label, icon, key and padding."""
        padding = look.px(8 if self.kind == "quiet" else 16)
        parts = self._parts(look)
        wide = sum(w for _, w in parts) + look.px(8) * (len(parts) - 1) + 2 * padding
        return wide, look.px(32 if self.small else 40)

    def activate(self) -> bool:
        """Do the action."""
        if self.enabled:
            self.action()
        return self.enabled

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the ground, then label, icon and key in the middle."""
        token = self._ground(surface, look, state)
        parts = self._parts(look)
        gap = look.px(8)
        x = self.rect.centerx - (sum(w for _, w in parts) + gap * (len(parts) - 1)) // 2
        for part, width in parts:
            if part == "text":
                y = self.rect.centery - look.text.height(self.style) // 2
                look.write(surface, self.text, (x, y), self.style, token)
            elif part == "icon":
                look.icon(surface, self.icon, (x + width // 2, self.rect.centery), token)
            else:
                cap: Token = token if self.kind == "primary" else "muted"
                look.key_cap(surface, label(self.hotkey), (x, self.rect.centery), cap)
            x += width + gap

    def _ground(self, surface: pygame.Surface, look: Look, state: State) -> Token:
        """Draw the ground and return the colour of the label."""
        if not self.enabled:
            if self.kind != "quiet":
                look.box(surface, self.rect, "panel", "line", self.radius)
            return "muted"
        if self.kind == "primary":
            theme, press = look.theme, 0.14 if state.pressed else 0.0
            toward = theme.ink if state.hovered and not state.pressed else theme.outline
            fill = tuple(
                round(a + (b - a) * (press or (0.12 if state.hovered else 0.0)))
                for a, b in zip(theme.accent, toward, strict=True)
            )
            look.paint.box(surface, self.rect, look.px(self.radius), (fill[0], fill[1], fill[2]))
            return "on_accent"
        if state.hovered or state.pressed:
            look.box(surface, self.rect, "hover", "control", self.radius)
        elif self.kind == "plain":
            look.box(surface, self.rect, "raised", "control", self.radius)
        return "ink"

    def _parts(self, look: Look) -> list[tuple[str, int]]:
        parts = [("text", look.text.width(self.text, self.style))] if self.text else []
        if self.icon:
            parts.insert(len(parts) if self.icon_last else 0, ("icon", look.px(18)))
        if self.hotkey:
            parts.append(("key", look.key_width(label(self.hotkey))))
        return parts


class Toggle(Widget):
    """A switch with its label before it."""

    role = "switch"
    focusable = True
    radius = 8

    def __init__(
        self, text: str, on: bool, change: Callable[[bool], object], **options: Unpack[Options]
    ) -> None:
        options.setdefault("name", text)
        options.setdefault("key", f"switch:{options['name']}")
        super().__init__((), **options)
        self.text, self.on, self.change = text, on, change

    @property
    def value(self) -> str:
        """On or off."""
        return _("on") if self.on else _("off")

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the size of label and switch."""
        return look.text.width(self.text, BODY) + look.px(64), look.px(40)

    def activate(self) -> bool:
        """Turn it over."""
        if self.enabled:
            self.change(not self.on)
        return self.enabled

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw label and switch."""
        middle = self.rect.centery
        token: Token = "ink" if self.enabled else "muted"
        at = (self.rect.x, middle - look.text.height(BODY) // 2)
        room = self.rect.w - look.px(52)
        look.write(surface, self.text, at, BODY, token, width=max(0, room))
        track = pygame.Rect(0, 0, look.px(40), look.px(22))
        track.midright = (self.rect.right - look.px(4), middle)
        if self.on:
            look.box(surface, track, "accent", None, 11)
        else:
            look.box(surface, track, "hover" if state.hovered else "raised", "control", 11)
        glide = look.tween(f"{self.key}:knob", 1.0 if self.on else 0.0, 0.12)
        x = round(track.x + track.h / 2 + glide * (track.w - track.h))
        knob = look.theme.on_accent if self.on else look.theme.control
        look.paint.dot(surface, (x, middle), look.px(7), knob)


class Tabs(Widget):
    """Choices of which one is selected; left and right move the selection.

    With `boxed` they are drawn as one control with segments, otherwise as tabs over a page. With
    `elide` labels are shortened where there is not room for all; the selected one is the last.
    """

    role = "tablist"
    focusable = True
    radius = 8

    def __init__(
        self,
        labels: Sequence[str],
        selected: int,
        change: Callable[[int], object],
        boxed: bool = False,
        elide: bool = False,
        **options: Unpack[Options],
    ) -> None:
        options.setdefault("key", f"tabs:{options.get('name') or '/'.join(labels)}")
        super().__init__((), **options)
        self.labels, self.selected, self.change = tuple(labels), selected, change
        self.boxed, self.elide = boxed, elide
        self.spots: list[pygame.Rect] = []

    @property
    def value(self) -> str:
        """The selected label."""
        return self.labels[self.selected]

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the size of all labels."""
        natural = sum(self._widths(look))
        return min(width, natural) if self.elide else natural, look.px(36 if self.boxed else 40)

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Place the labels, dividing a boxed control equally."""
        self.rect = rect
        widths = self._widths(look)
        if self.elide and sum(widths) > rect.w:
            widths = _squeezed(widths, self.selected, rect.w)
        if self.boxed and sum(widths) < rect.w:
            count = len(widths)
            widths = [rect.w * (i + 1) // count - rect.w * i // count for i in range(count)]
        x, self.spots = rect.x, []
        for width in widths:
            self.spots.append(pygame.Rect(x, rect.y, width, rect.h))
            x += width

    def parts(self) -> tuple[Node, ...]:
        """One node a tab."""
        return tuple(
            Node(
                "tab",
                text,
                _("selected") if i == self.selected else "",
                bounds(spot),
                False,
                self.enabled,
                f"{self.key}:{i}",
            )
            for i, (text, spot) in enumerate(zip(self.labels, self.spots, strict=False))
        )

    def on_key(self, chord: str, typed: str) -> bool:
        """Move the selection."""
        last = len(self.labels) - 1
        to = {"left": self.selected - 1, "right": self.selected + 1, "home": 0, "end": last}
        if not self.enabled or chord not in to:
            return False
        self._select(min(max(to[chord], 0), last))
        return True

    def on_release(self, at: tuple[int, int]) -> None:
        """Select the tab under the pointer."""
        for i, spot in enumerate(self.spots):
            if self.enabled and spot.collidepoint(at):
                self._select(i)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the labels and what marks the selected one."""
        thick = max(2, look.px(2))
        if self.boxed:
            look.box(surface, self.rect, "panel", "control", self.radius)
        else:
            line = pygame.Rect(self.rect.x, 0, self.rect.w, max(1, look.px(look.theme.border)))
            line.bottom = self.rect.bottom
            surface.fill(look.theme.line, line)
        for i, (text, spot) in enumerate(zip(self.labels, self.spots, strict=True)):
            chosen = i == self.selected
            if chosen and self.boxed:
                look.box(surface, spot, "hover", "accent", self.radius, 2)
            elif chosen:
                surface.fill(
                    look.theme.accent,
                    (spot.x + look.px(8), spot.bottom - thick, spot.w - look.px(16), thick),
                )
            style = STRONG if chosen else BODY
            y = spot.centery - look.text.height(style) // 2
            token: Token = "ink" if chosen else "muted"
            room = spot.w - look.px(_TAB_PAD) if self.elide else None
            look.write(surface, text, (spot.centerx, y), style, token, "centre", room)

    def _select(self, index: int) -> None:
        if index != self.selected:
            self.change(index)

    def _widths(self, look: Look) -> list[int]:
        # The bold width of each, so that nothing moves when the selection does.
        return [look.text.width(text, STRONG) + look.px(RADIUS + 22) for text in self.labels]


def _squeezed(widths: Sequence[int], selected: int, room: int) -> list[int]:
    """Widths that fit a room: the widest give way first, the selected one after all others."""
    fixed = min(widths[selected], room // 2)
    left, found = room - fixed, [0] * len(widths)
    others = sorted((i for i in range(len(widths)) if i != selected), key=lambda i: widths[i])
    for count, i in enumerate(others):
        found[i] = min(widths[i], left // (len(others) - count))
        left -= found[i]
    found[selected] = fixed + left
    return found
