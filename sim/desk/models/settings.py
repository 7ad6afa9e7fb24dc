"""The user's settings: theme, size of text, motion, briefing. Kept as JSON in the user's folder."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from sim import paths
from sim.desk.kit.theme import THEMES

SCALES: Final = (1.0, 1.25, 1.5, 1.75, 2.0)
_FILE: Final = "settings.json"
_MOST_BYTES: Final = 10_000


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user has chosen; `scale` is None until a choice was made: the desktop decides."""

    theme: str = "dark"
    scale: float | None = None
    motion: bool = True
    plain: bool = False
    """Whether the briefing is told in short and plain words, where a scenario has them."""
    bets: bool = True
    """Whether the player is asked to bet on an answer before the odds are shown."""
    goal_odds: bool = False
    """Whether the advisers tell what a move does to the score that is to be expected."""


def settings_path() -> Path:
    """Where the settings lie; the file need not exist."""
    return paths.user_data() / _FILE


def load_settings(path: Path | None = None) -> Settings:
    """The settings of the user; what is missing, broken or unknown is left at its default."""
    try:
        with (path or settings_path()).open("rb") as file:
            found = json.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return Settings()
    settings = Settings()
    if not isinstance(found, dict):
        return settings
    if found.get("theme") in THEMES:
        settings = replace(settings, theme=str(found["theme"]))
    if found.get("scale") in SCALES:
        settings = replace(settings, scale=float(found["scale"]))
    if isinstance(found.get("motion"), bool):
        settings = replace(settings, motion=found["motion"])
    if isinstance(found.get("plain"), bool):
        settings = replace(settings, plain=found["plain"])
    if isinstance(found.get("bets"), bool):
        settings = replace(settings, bets=found["bets"])
    if isinstance(found.get("goal_odds"), bool):
        settings = replace(settings, goal_odds=found["goal_odds"])
    return settings


def save_settings(settings: Settings, path: Path | None = None) -> str:
    """Write the settings; why not, in a sentence, if they cannot be written."""
    path = path or settings_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(settings), file, indent=1)
            os.replace(name, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise
    except OSError as error:
        return f"The settings could not be kept in {path}: {error.strerror or error}."
    return ""
