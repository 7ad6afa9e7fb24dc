"""Where things lie: what comes with the program, and what belongs to its user."""

from __future__ import annotations

import errno
import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent

#: Names the folder for the user's own files, instead of the one that the system has for them.
HOME_VARIABLE = "TWINTRACK_HOME"


def scenarios() -> Path:
    """The folder of the scenarios that come with the program."""
    return _shipped("scenarios")


def examples() -> Path:
    """The folder of the example scenarios, which nobody takes for the record."""
    return scenarios() / "examples"


def assets() -> Path:
    """The folder of the fonts and pictures that come with the program."""
    return _shipped("assets")


class NoHomeError(FileNotFoundError):
    """There is no folder for the user's own files; the text says what to do."""


def user_data() -> Path:
    """The folder for the user's own files, such as saved games; it need not exist yet.

    Raises:
        NoHomeError: The user has no home, or the one that is named has none.
    """
    if home := os.environ.get(HOME_VARIABLE):
        found = Path(os.path.expanduser(home))
        named = f"{HOME_VARIABLE} names {home}, and there is no such home"
    else:
        # Only those who save or load wait for this import.
        from platformdirs import user_data_path

        named = "You have no home folder"
        try:
            found = user_data_path("twin-track", appauthor=False)
        except RuntimeError:  # what newer versions do
            found = Path("~")
    # What cannot be told stays as it was written, and would be made in the folder one is in.
    if found.parts[:1] and found.parts[0].startswith("~"):
        said = f"{named}; set {HOME_VARIABLE} to a folder where your games may be kept"
        raise NoHomeError(errno.ENOENT, said)
    return found


def user_documents() -> Path | None:
    """The folder in which the user looks for what was written to be read, where there is one.

    Who names a folder for the user's own files has everything there.
    """
    if os.environ.get(HOME_VARIABLE):
        return None
    from platformdirs import user_documents_path

    try:
        found = user_documents_path()
    except RuntimeError:
        return None
    return found if found.is_absolute() and found.is_dir() else None


def _shipped(name: str) -> Path:
    """A folder of shipped data: inside an installed package, beside the package in a checkout.

    The installed one comes first, since beside an installed package lie all other packages, and one
    of them may have a folder of the same name.
    """
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
