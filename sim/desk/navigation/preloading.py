"""What the screens need, brought in while nobody waits for it."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Final

_ROOMS: Final = (
    "sim.desk.navigation",
    "sim.desk.screens",
    "sim.desk.screens.debriefing",
    "sim.desk.models",
    "sim.game.saving",
    "sim.game.ledger",
    "sim.game.forecast",
    "sim.game.debriefing",
)
"""Folders whose modules a screen imports when it is first opened."""


def preload() -> None:
    """Import every screen and read the map and the codex, so that none is slow to open."""
    for room in _ROOMS:
        for found in pkgutil.iter_modules(importlib.import_module(room).__path__, f"{room}."):
            importlib.import_module(found.name)
    from sim.desk.models.codex import pages
    from sim.desk.models.map_layers import layer

    layer("near")
    pages.preload()
