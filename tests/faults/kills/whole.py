"""Whether every file that lies there is whole, by reading each as the program does."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from sim.desk.models.lock import load_lock
from sim.desk.models.settings import read_settings
from sim.files import is_begun
from sim.game.errors import SaveError
from sim.game.progress import load_progress
from sim.game.saving.save import read
from tests.faults.kills.striking import Fault


def whole(folder: Path) -> int:
    """See that each file in a folder and those within is whole; gives how many were looked at.

    Raises:
        Fault: One is torn.
    """
    looked = 0
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not is_begun(path):
            _whole(path)
            looked += 1
    return looked


def _whole(path: Path) -> None:
    problem = ""
    if path.name.startswith(".") and path.name.endswith("lock"):
        problem = path.read_text()
    elif path.name == "progress.json":
        problem = load_progress(path).problem
    elif path.name == "settings.json":
        problem = read_settings(path)[1]
    elif path.name == "lock.json":
        problem = load_lock(path).problem
    elif path.parent.name == "saves":
        try:
            read(path)
        except SaveError as error:
            problem = str(error)
    else:
        try:
            _read(path)
        except Exception as error:
            problem = f"{type(error).__name__}: {error}"
    if problem:
        raise Fault(f"{path.name} is torn: {problem}")


def _read(path: Path) -> None:
    match path.suffix:
        case ".json":
            json.loads(path.read_bytes())
        case ".npz":
            with np.load(path, allow_pickle=False) as file:
                for name in file.files:
                    file[name]
        case ".parquet":
            import pyarrow.parquet

            pyarrow.parquet.read_table(path)
        case ".html":
            if not path.read_text(encoding="utf-8").rstrip().endswith("</html>"):
                raise ValueError("it ends before its end")
        case ".csv" | ".txt" | ".yaml":
            if not path.read_text(encoding="utf-8").endswith("\n"):
                raise ValueError("it ends in the middle of a line")
        case _:
            raise ValueError("nobody knows such a file")
