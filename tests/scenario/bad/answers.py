"""What `twintrack check` says of the bad files, as a teacher who stands in their folder sees it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

from sim.scenario.kinds import inspect_file
from sim.scenario.problem import render_text
from tests.scenario.bad.made import MADE
from tests.scenario.bad.table import BAD, GOOD

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """The bad files, those that are made included."""
    return sorted(BAD)


def kept(name: str) -> str | None:
    """The answer as it was committed."""
    file = FOLDER / f"{name}.out"
    return file.read_bytes().decode() if file.is_file() else None


def answer(name: str) -> str:
    """What the command prints of one file."""
    if name not in MADE:
        return _said(FOLDER, name)
    with tempfile.TemporaryDirectory() as folder:
        for good in GOOD:
            shutil.copy(FOLDER / f"{good}.yaml", folder)
        (Path(folder) / f"{name}.yaml").write_bytes(MADE[name])
        return _said(Path(folder), name)


def answers() -> Iterator[tuple[str, str]]:
    """Every bad file's name and answer."""
    for name in names():
        yield name, answer(name)


def _said(folder: Path, name: str) -> str:
    """The text that the command renders, without the start of the command line."""
    with chdir(folder):
        document, problems = inspect_file(f"{name}.yaml")
    return "".join(f"{line}\n" for line in render_text(problems, document.sources).splitlines())
