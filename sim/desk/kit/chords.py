"""Chords as data: which keys mean something else to this user, and what is printed on key caps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.catalogue import _

# Keys that may act again and again while they are held down.
REPEATING: Final = frozenset(
    {"left", "right", "up", "down", "pageup", "pagedown", "tab", "backspace", "delete"}
)
_LABELS: Final[dict[str, str]] = {
    "enter": _("Enter"),
    "space": _("Space"),
    "escape": _("Esc"),
    "tab": _("Tab"),
    "home": _("Home"),
    "end": _("End"),
    "pageup": _("PgUp"),
    "pagedown": _("PgDn"),
    "backspace": _("Backspace"),
    "delete": _("Del"),
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "ctrl": _("Ctrl"),
    "alt": _("Alt"),
    "shift": _("Shift"),
}


FIXED: Final = frozenset(
    {"enter", "escape", "tab", "shift+tab", "left", "right", "up", "down", "space"}
)
"""Chords that always mean the same, so that nobody can lock themselves out."""

_meant: dict[str, str] = {}
_users: dict[str, str] = {}


def use(changed: Mapping[str, str]) -> None:
    """Have other keys do what the usual ones do, from now on and everywhere.

    Args:
        changed: From the usual chord to the one that the user presses instead; a usual chord that
            nobody takes over then does nothing.
    """
    _meant.clear()
    _users.clear()
    _users.update({usual: own for usual, own in changed.items() if usual not in FIXED})
    _meant.update(dict.fromkeys(_users, ""))
    _meant.update({own: usual for usual, own in _users.items()})


def meant(pressed: str) -> str:
    """Return the usual chord that a pressed one stands for, or "" for none."""
    return _meant.get(pressed, pressed)


def own(usual: str) -> str:
    """Return the chord that the user presses for a usual one."""
    return _users.get(usual, usual)


def label(name: str) -> str:
    """Return what is printed on the cap of the key that the user presses for a usual chord."""
    return cap(own(name))


def cap(name: str) -> str:
    """Return a chord as it is printed on a key cap."""
    if name == "+":
        return name
    return "+".join(_LABELS.get(part, part.upper()) for part in name.split("+"))
