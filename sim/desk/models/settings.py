"""The user's settings, kept as JSON in the user's folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from sim import paths
from sim.catalogue import _
from sim.desk.kit.theme import THEMES
from sim.desk.models.keymap import own_keys
from sim.files import write_whole
from sim.locking import change_kept
from sim.reading import read_ordinary

SCALES: Final = (1.0, 1.25, 1.5, 1.75, 2.0)
GUIDE: Final = ("first", "always", "never")
"""When hints are given: in the first game, in every one, in none."""
_FILE: Final = "settings.json"
_MOST_BYTES: Final = 20_000
_LONGEST_LANGUAGE: Final = 12


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user has chosen; `scale` is None until a choice was made: the desktop decides."""

    theme: str = "dark"
    scale: float | None = None
    motion: bool = True
    plain: bool = False
    """Whether the briefing is told in short and plain words, where a scenario has them."""
    sound: bool = False
    bets: bool = True
    """Whether the player is asked to bet on an answer before the odds are shown."""
    goal_odds: bool = False
    """Whether the advisers tell what a move does to the score you can expect."""
    guide: str = "first"
    """One of `GUIDE`."""
    language: str = ""
    """The language to speak, such as `fr`; empty for that of the system."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """The user's own keys, from the usual chord to the one pressed instead."""


def settings_path() -> Path:
    """Where the settings lie; the file need not exist."""
    return paths.user_data() / _FILE


def load_settings(path: Path | None = None) -> Settings:
    """The settings of the user; what is missing, broken or unknown is left at its default."""
    return read_settings(path)[0]


def read_settings(path: Path | None = None) -> tuple[Settings, str]:
    """The settings, and a sentence where the file that holds them is broken."""
    try:
        path = path or settings_path()
        found = _kept(path)
    except FileNotFoundError:
        return Settings(), ""
    except OSError as error:
        said = _("The settings cannot be read ({reason}), so they are those of a first start.")
        return Settings(), said.format(reason=error.strerror or error)
    if found is None:
        said = _("{path} is broken, so the settings are those of a first start.")
        return Settings(), said.format(path=path)
    return found, ""


def _kept(path: Path) -> Settings | None:
    """The settings in a file; None where it is broken.

    Raises:
        OSError: It cannot be read, or is not there.
    """
    data = read_ordinary(path, _MOST_BYTES)
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return replace(Settings(), **_valid(found)) if isinstance(found, dict) else None


def _valid(found: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the values found that are what they should be."""
    kept: dict[str, Any] = {}
    for one in fields(Settings):
        value = found.get(one.name)
        if isinstance(one.default, bool) and isinstance(value, bool):
            kept[one.name] = value
    if found.get("theme") in list(THEMES):
        kept["theme"] = str(found["theme"])
    scale = found.get("scale")
    if isinstance(scale, int | float) and not isinstance(scale, bool) and scale in SCALES:
        kept["scale"] = float(scale)
    if found.get("guide") in GUIDE:
        kept["guide"] = str(found["guide"])
    language = found.get("language")
    if isinstance(language, str) and len(language) <= _LONGEST_LANGUAGE and language.isascii():
        kept["language"] = language
    if isinstance(found.get("keys"), dict):
        kept["keys"] = own_keys(found["keys"])
    return kept


def save_settings(settings: Settings, path: Path | None = None) -> str:
    """Write the settings; why not, in a sentence, if they cannot be written."""
    try:
        path = path or settings_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(asdict(settings), indent=1))
    except OSError as error:
        return _not_kept(path, error)
    return ""


def _not_kept(path: Path | None, error: OSError) -> str:
    words = _("The settings could not be kept in {path}: {reason}.")
    return words.format(path=path or _FILE, reason=error.strerror or error)


def change_settings(path: Path | None = None, **changes: Any) -> str:
    """Change some of the settings, and leave the others as another window may have set them.

    A file that cannot be read just now is left as it is.

    Args:
        path: The file; by default the user's.
        changes: Fields of `Settings`, by name.

    Returns:
        Why they could not be written, in a sentence; empty where they could.
    """

    def kept(path: Path) -> Settings:
        return _kept(path) or Settings()

    def changed(before: Settings) -> Settings:
        return replace(before, **changes)

    try:
        path = path or settings_path()
        return change_kept(path, kept, Settings(), changed, save_settings)
    except OSError as error:
        return _not_kept(path, error)


def changes_in(before: Settings, after: Settings) -> dict[str, Any]:
    """The fields in which settings differ, as they are afterwards."""
    every = (one.name for one in fields(Settings))
    return {n: getattr(after, n) for n in every if getattr(after, n) != getattr(before, n)}


def languages() -> list[str]:
    """The languages besides English that the catalogue was translated into."""
    folder = paths.assets() / "locale"
    try:
        return sorted(found.parent.parent.name for found in folder.glob("*/LC_MESSAGES/*.mo"))
    except OSError:
        return []
