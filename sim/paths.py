"""Where things lie: what comes with the program, and what belongs to its user."""

from __future__ import annotations

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


def user_data() -> Path:
    """The folder for the user's own files, such as saved games; it need not exist yet."""
    if home := os.environ.get(HOME_VARIABLE):
        return Path(home).expanduser()
    # Only those who save or load wait for this import.
    from platformdirs import user_data_path

    return user_data_path("twin-track", appauthor=False)


def _shipped(name: str) -> Path:
    """A folder of shipped data: inside an installed package, beside the package in a checkout.

    The installed one comes first, since beside an installed package lie all other packages, and one
    of them may have a folder of the same name.
    """
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
