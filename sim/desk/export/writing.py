"""The debrief for reading without the program: plain text, and one HTML file that loads nothing.

The page also holds the game itself as a save, so that a teacher who has the pages of a class can
put them together with `twintrack gather`.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim import paths
from sim.catalogue import _
from sim.desk.export.page import as_html
from sim.desk.export.text import as_text
from sim.desk.export.words import NOTHING, Extras
from sim.desk.models.debrief import DebriefView
from sim.files import READABLE, write_whole

if TYPE_CHECKING:
    from sim.game.saving.save import Save

_FOLDER: Final = "debriefs"
"""The folder among the user's own files, which systems hide."""
_SHOWN: Final = "Twin Track"
"""The folder among the user's documents."""
_LONGEST: Final = 80
"""Characters of a file's name that come from titles."""


def write_debrief(
    view: DebriefView,
    folder: Path | None = None,
    save: Save | None = None,
    extras: Extras = NOTHING,
) -> tuple[Path, Path]:
    """Write a debrief as text and as HTML.

    Args:
        view: What is written.
        folder: Where; by default a folder among the user's documents.
        save: The game, to go into the page.
        extras: What else there is.

    Returns:
        The two files.

    Raises:
        OSError: They cannot be written.
    """
    text, page = as_text(view, extras), as_html(view, save, extras)
    return write_both(f"{view.title} {view.seat_name}", "debrief", text, page, folder)


def write_both(
    title: str, otherwise: str, text: str, page: str, folder: Path | None = None
) -> tuple[Path, Path]:
    """Write a text and a page side by side, named by a title and the time.

    Args:
        title: What the files are called, as far as it has letters for a file's name.
        otherwise: What they are called where it has none.
        text: The text.
        page: The page.
        folder: Where; by default a folder among the user's documents.

    Returns:
        The two files.

    Raises:
        OSError: They cannot be written.
    """
    folder = folder or _usual_folder()
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^a-z0-9]+", "-", title.lower())[:_LONGEST].strip("-") or otherwise
    written = _free_pair(folder, name)
    for path, said in zip(written, (text, page), strict=True):
        write_whole(path, said, READABLE)
    return written


def _usual_folder() -> Path:
    """Among the user's documents, where it is found; among the own files where that cannot be."""
    documents = paths.user_documents()
    if documents is not None:
        with contextlib.suppress(OSError):  # some systems ask which program may write there
            shown = documents / _SHOWN
            shown.mkdir(exist_ok=True)
            return shown
    return paths.user_data() / _FOLDER


def _free_pair(folder: Path, name: str) -> tuple[Path, Path]:
    """The paths of a text and a page, named by the time and free, also with a clock set back."""
    base = f"{name}-{datetime.now():%Y%m%d-%H%M%S}"
    for number in itertools.count(1):
        own = base if number == 1 else f"{base}-{number}"
        pair = folder / f"{own}.txt", folder / f"{own}.html"
        if not any(os.path.lexists(path) for path in pair):
            break
    return pair


def write_one(
    path: Path, view: DebriefView, save: Save | None = None, extras: Extras = NOTHING
) -> None:
    """Write a debrief into one file: a page where its name ends in .html or .htm, else text.

    The file is whole or it is not there.

    Raises:
        OSError: It cannot be written.
    """
    is_page = path.suffix.lower() in (".html", ".htm")
    text = as_html(view, save, extras) if is_page else as_text(view, extras)
    write_whole(path, text, READABLE)


def where_it_lies(written: Iterable[Path]) -> str:
    """Where what was written down lies, for a dialog."""
    said = _("To read without this program, and without a network:") + "\n\n"
    return said + "\n".join(str(path) for path in written)


def why_not(error: OSError, path: Path | None = None) -> str:
    """Why a file could not be written, in a sentence."""
    where = path or error.filename or _("The folder")
    return _("{where}: {why}.").format(where=where, why=error.strerror or error)
