"""Keys by name, the same on every driver: `chord(event)` gives "enter", "ctrl+s", "?" or "u"."""

from __future__ import annotations

from typing import Final

import pygame

from sim.desk.kit.chords import REPEATING, label, meant

_NAMES: Final[dict[int, str]] = {
    pygame.K_RETURN: "enter",
    pygame.K_KP_ENTER: "enter",
    pygame.K_SPACE: "space",
    pygame.K_ESCAPE: "escape",
    pygame.K_TAB: "tab",
    pygame.K_BACKSPACE: "backspace",
    pygame.K_DELETE: "delete",
    pygame.K_LEFT: "left",
    pygame.K_RIGHT: "right",
    pygame.K_UP: "up",
    pygame.K_DOWN: "down",
    pygame.K_HOME: "home",
    pygame.K_END: "end",
    pygame.K_PAGEUP: "pageup",
    pygame.K_PAGEDOWN: "pagedown",
    **{getattr(pygame, f"K_F{n}"): f"f{n}" for n in range(1, 13)},
    **{getattr(pygame, f"K_KP{n}"): str(n) for n in range(10)},
}
MODIFIER_KEYS: Final = frozenset(
    getattr(pygame, f"K_{side}{name}")
    for name in ("SHIFT", "CTRL", "ALT", "META", "GUI")
    for side in ("L", "R")
)
"""Codes of keys that do nothing alone."""

__all__ = ["MODIFIER_KEYS", "REPEATING", "chord", "label", "meant"]


def chord(event: pygame.Event) -> str:
    """Return the name of a pressed key with its modifiers, or "" when it has none."""
    modifiers = getattr(event, "mod", 0)
    typed: str = getattr(event, "unicode", "")
    name = _NAMES.get(event.key, "")
    ctrl = bool(modifiers & (pygame.KMOD_CTRL | pygame.KMOD_META))
    alt = bool(modifiers & pygame.KMOD_ALT)
    shift = bool(modifiers & pygame.KMOD_SHIFT)
    if not name:
        shown = typed if len(typed) == 1 and typed.isprintable() else ""
        plain = chr(event.key).lower() if 0x21 <= event.key < 0x3000 else ""
        # Shift, and AltGr (on some systems Ctrl and Alt), may be part of how something is typed.
        if alt and shown and shown.lower() != plain:
            name, ctrl, alt, shift = shown.lower(), False, False, False
        elif shown.isdecimal():  # behind Shift on some keyboards; others have figures of their own
            name, shift = str(int(shown)), False
        elif shown and not shown.isalnum():
            name, shift = shown, False
        elif not plain:
            return ""
        else:
            name = plain
    parts = []
    if ctrl:
        parts.append("ctrl")
    if alt:
        parts.append("alt")
    if shift:
        parts.append("shift")
    return "+".join([*parts, name])
