"""The saves that are written without asking: the last one, and two from before it.

The last one follows the game as it is played; the others are moments before it, so that a turn
ended by mistake is not lost. A game that was left for another one stays in the last place until a
third is begun. Each window or terminal that plays at
the same time has saves of its own, so that none writes over another one's game. Saves that a player
throws away go into a bin beside the others, which keeps the last of each name.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import threading
from pathlib import Path
from typing import Any, Final

from sim.catalogue import _
from sim.files import OWN, write_whole_with
from sim.game.errors import SaveError
from sim.game.saving.form import MOST_BYTES
from sim.locking import Lock, take
from sim.reading import read_ordinary

NAMES: Final = ("autosave", "autosave-2", "autosave-3")
"""The names of the slots, the last first."""
_BIN: Final = "bin"
_NAME: Final = re.compile(r"autosave(?:-window-([2-9]|[1-9][0-9]+))?(?:-([23]))?")
_held: list[tuple[Path, int, Lock]] = []
"""The folder that this process saves to, which of its windows it is, and the lock that says so."""
_guard: Final = threading.Lock()


def place_of(name: str) -> tuple[int, int] | None:
    """The window, from 1, and the place, 0 for the last, of an autosave; None for any other save.

    Args:
        name: What the save is called, without its ending.
    """
    found = _NAME.fullmatch(name)
    return None if found is None else (int(found[1] or 1), int(found[2] or 1) - 1)


def last_of(folder: Path, window: int) -> Path:
    """Where the last autosave of a window lies."""
    stem = NAMES[0] if window == 1 else f"{NAMES[0]}-window-{window}"
    return folder / f"{stem}.json"


def window_of(folder: Path) -> int:
    """Which of the windows and terminals that save to a folder this process is.

    It is the first that no other holds, and stays it as long as the process plays there: a whole
    class may share one account. The folder need not exist.
    """
    with _guard:
        if _held and _held[0][0] == folder:
            return _held[0][1]
        while _held:
            _held.pop()[2].release()
        with contextlib.suppress(OSError):  # that it cannot be made is told when it is written to
            folder.mkdir(parents=True, exist_ok=True)
        window = 1
        while (lock := take(folder / f".{last_of(folder, window).stem}.lock")) is None:
            window += 1
        _held.append((folder, window, lock))
        return window


def told_window(window: int) -> str:
    """That others are open as well, in a sentence; empty for the first."""
    if window == 1:
        return ""
    said = _(
        "Twin Track is open {count} times, so this game saves itself under a name of its own, "
        "{name}."
    )
    return said.format(count=window, name=last_of(Path(), window).stem)


def keep_older(path: Path, coming: dict[str, Any]) -> None:
    """Move the autosaves on by one, if what comes is not just the same moment of the same game.

    Args:
        path: The last autosave, which is about to be written.
        coming: The save that is to come, as it stands in a file.
    """
    try:
        there = read_ordinary(path, MOST_BYTES)
        if _moment(json.loads(there.decode("utf-8"))) == _moment(coming):
            return
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return  # there is none, or no moment that could be gone back to
    second, third = (path.with_name(f"{path.stem}-{number}.json") for number in (2, 3))
    # the last one stays where it is until it is replaced, so that there is always one; that an
    # older one cannot be kept is no reason not to save
    with contextlib.suppress(OSError):
        if second.is_file() and not _left_for(_game(coming), second, third):
            os.replace(second, third)
        written = path.stat()
        write_whole_with(second, lambda file: file.write(there), OWN)
        os.utime(second, ns=(written.st_atime_ns, written.st_mtime_ns))


def _left_for(going_on: tuple[object, ...], second: Path, third: Path) -> bool:
    """Whether the third place holds another game, which was left for the one that goes on."""
    kept = _game_in(third)
    return kept not in (None, going_on) and _game_in(second) == going_on


def _game_in(path: Path) -> tuple[object, ...] | None:
    """Which game the save in a file is of; None where that cannot be told."""
    try:
        return _game(json.loads(read_ordinary(path, MOST_BYTES).decode("utf-8")))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


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


def _game(save: dict[str, Any]) -> tuple[object, ...]:
    """Which game a save is of, however far it has come."""
    campaign = save.get("campaign")
    played = (save["scenario"], save["digest"], save["seed"])
    if campaign is not None:  # each of its chapters has a scenario and a seed of its own
        played = (campaign["id"], campaign["digest"], campaign["seed"])
    beside = [one["seat"] for one in save.get("beside", ())]
    return (*played, save["seat"], beside, save.get("without", []))


def _moment(save: dict[str, Any]) -> tuple[object, ...]:
    """Which moment of its game a save is of."""
    chapters = (save.get("campaign") or {}).get("chapters", ())
    return (*_game(save), save["scenario"], save["digest"], len(save["turns"]), len(chapters))
