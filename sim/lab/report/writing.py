"""A page on disk."""

from __future__ import annotations

from pathlib import Path

from sim.files import write_whole_with
from sim.lab.errors import LabError, writing


def write_page(path: Path, text: str) -> None:
    """Write a page; what was there is replaced at once or not at all.

    Raises:
        LabError: It cannot be written.
    """
    if path.is_dir():
        raise LabError(f"{path} is a folder; --out needs a file, such as {path / 'page.html'}.")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole_with(path, lambda file: file.write(text.encode()))
