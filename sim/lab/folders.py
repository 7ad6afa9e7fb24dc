"""Folders of results: whose one is, and that one program at a time writes into it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

from sim.files import is_begun
from sim.lab.errors import LabError, writing
from sim.lab.manifest import MANIFEST, MOST_BYTES, some
from sim.locking import take
from sim.reading import read_ordinary

_LOCK = ".lock"


def writing_into(folder: Path) -> AbstractContextManager[None]:
    """Tell in a sentence that a folder cannot be written to, as `sim.lab.errors.writing` does."""
    return writing(folder, "; what is done so far is kept")


@contextmanager
def exclusive_folder(folder: Path, manifest: Mapping[str, Any]) -> Iterator[None]:
    """Have a folder of results alone, made where there is none.

    Raises:
        LabError: It holds something else, cannot be made, or another program writes into it now.
    """
    claim(folder, manifest)
    made = not folder.exists()
    with writing_into(folder):
        folder.mkdir(parents=True, exist_ok=True)
    if (lock := take(folder / _LOCK)) is None:
        raise LabError(
            f"Another twintrack is writing to {folder} now; wait until it is done, or give a new "
            "folder to --out."
        )
    try:
        claim(folder, manifest)  # again, as somebody may just have been done with it
        yield
    finally:
        lock.release(remove=True)
        if made:
            with suppress(OSError):  # it stays where anything came of it
                folder.rmdir()


def claim(folder: Path, manifest: Mapping[str, Any]) -> dict[str, Any] | None:
    """Make sure that a folder may be written to: that it is new, empty, or of the same inputs.

    Returns:
        The manifest that it holds, if any.

    Raises:
        LabError: It holds something else.
    """
    with writing_into(folder):
        return _claimed(folder, manifest)


def clear(folder: Path) -> None:
    """Take away what programs that were killed had begun to write into a folder.

    Raises:
        OSError: It cannot be read, or something cannot be taken away.
    """
    if folder.is_dir():
        for path in folder.iterdir():
            if is_begun(path):
                path.unlink(missing_ok=True)


def _claimed(folder: Path, manifest: Mapping[str, Any]) -> dict[str, Any] | None:
    kind = manifest["kind"]
    if folder.exists() and not folder.is_dir():
        raise LabError(f"{folder} is a file; --out needs a folder.")
    if not folder.is_dir() or all(map(_is_left, folder.iterdir())):
        return None
    try:
        found = read_ordinary(folder / MANIFEST, MOST_BYTES, folder)
        held: dict[str, Any] = json.loads(found[:MOST_BYTES])
        other_kind, inputs = held["kind"], held["inputs"]
        assert isinstance(inputs, dict)
    except (OSError, ValueError, LookupError, TypeError, AssertionError, RecursionError):
        raise LabError(
            f"{folder} is not empty and holds no {kind}; give a new folder to --out."
        ) from None
    if other_kind != kind:
        raise LabError(f"{folder} holds a {str(other_kind)[:20]}; give a new folder to --out.")
    own = manifest["inputs"]
    names = [*own, *(inputs.keys() - own.keys())]
    if other := [name for name in names if inputs.get(name) != own.get(name)]:
        raise LabError(
            f"{folder} holds another {kind} (what differs: {some(other)}); "
            "give a new folder to --out."
        )
    return held


def _is_left(path: Path) -> bool:
    """Whether a file is what a program leaves that was killed before it wrote anything whole."""
    return path.name == _LOCK or (is_begun(path) and path.name.startswith(f".{MANIFEST}."))
