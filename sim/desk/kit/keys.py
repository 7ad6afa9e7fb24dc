"""Keys by name, the same on every driver: `chord(event)` gives "enter", "ctrl+s", "?" or "u"."""

from __future__ import annotations

from typing import Final

import pygame

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
# Keys that may act again and again while they are held down.
REPEATING: Final = frozenset(
    {"left", "right", "up", "down", "pageup", "pagedown", "tab", "backspace", "delete"}
)
_LABELS: Final[dict[str, str]] = {
    "enter": "Enter",
    "space": "Space",
    "escape": "Esc",
    "tab": "Tab",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "ctrl": "Ctrl",
    "alt": "Alt",
    "shift": "Shift",
}


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


def label(name: str) -> str:
    """Return a chord as it is printed on a key cap."""
    if name == "+":
        return name
    return "+".join(_LABELS.get(part, part.upper()) for part in name.split("+"))
