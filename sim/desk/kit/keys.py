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
    shift = bool(modifiers & pygame.KMOD_SHIFT)
    if not name:
        if len(typed) == 1 and typed.isprintable() and not typed.isalnum():
            name, shift = typed, False  # shift is part of how the sign is typed
        elif 0x21 <= event.key < 0x3000:
            name = chr(event.key).lower()
        else:
            return ""
    parts = []
    if modifiers & (pygame.KMOD_CTRL | pygame.KMOD_META):
        parts.append("ctrl")
    if modifiers & pygame.KMOD_ALT:
        parts.append("alt")
    if shift:
        parts.append("shift")
    return "+".join([*parts, name])
