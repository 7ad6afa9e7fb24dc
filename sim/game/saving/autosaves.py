"""The saves that are written without asking: the last one, and two from before it.

The last one follows the game as it is played; the others are moments before it, so that a turn
ended by mistake, or a game left for another one, is not lost. Saves that a player throws away go
into a bin beside the others, which keeps the last of each name.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from pathlib import Path
from typing import Any, Final

from sim.catalogue import _
from sim.game.faults import SaveError
from sim.reading import read_ordinary

NAMES: Final = ("autosave", "autosave-2", "autosave-3")
"""The names of the slots, the last first."""
_BIN: Final = "bin"
_MOST_BYTES: Final = 1_000_000


def is_automatic(path: Path) -> bool:
    """Whether a save is one that is written without asking."""
    return path.stem in NAMES


def keep_older(path: Path, coming: dict[str, Any]) -> None:
    """Move the autosaves on by one, if what comes is not just the same moment of the same game.

    Args:
        path: The last autosave, which is about to be written.
        coming: The save that is to come, as it stands in a file.
    """
    before = _moment_in(path)
    if before is None or before == _moment(coming):
        return
    second, third = (path.with_name(f"{name}.json") for name in NAMES[1:])
    # the last one stays where it is until it is replaced, so that there is always one; that an
    # older one cannot be kept is no reason not to save
    with contextlib.suppress(OSError):
        if second.is_file():
            os.replace(second, third)
        copy = path.with_name(f".{second.name}.tmp")
        shutil.copyfile(path, copy)
        shutil.copystat(path, copy)
        os.replace(copy, second)


def throw_away(path: Path) -> Path:
    """Put a save into the bin; gives its place there.

    Raises:
        SaveError: It cannot be moved.
    """
    there = path.parent / _BIN / path.name
    _move(path, there)
    return there


def bring_back(path: Path) -> Path:
    """Take a save out of the bin; gives its place among the others.

    Raises:
        SaveError: It cannot be moved, or there is one of its name again.
    """
    there = path.parent.parent / path.name
    if there.exists():
        said = _("There is a save named {name} again, so the old one stays in the bin.")
        raise SaveError(said.format(name=path.stem))
    _move(path, there)
    return there


def _move(path: Path, there: Path) -> None:
    try:
        there.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, there)
    except OSError as error:
        said = _("{name} could not be moved: {reason}.")
        raise SaveError(said.format(name=path.stem, reason=error.strerror or error)) from None


def _moment_in(path: Path) -> object:
    """The moment that a file holds; None where that cannot be told."""
    try:
        return _moment(json.loads(read_ordinary(path, _MOST_BYTES)))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _moment(save: dict[str, Any]) -> tuple[object, ...]:
    campaign = save.get("campaign") or {}
    beside = [one["seat"] for one in save.get("beside", ())]
    return (
        save["scenario"],
        save["digest"],
        save["seed"],
        save["seat"],
        beside,
        save.get("without", []),
        len(save["turns"]),
        len(campaign.get("chapters", ())),
    )
