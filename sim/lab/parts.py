"""A part of a batch as it lies in a file, read with care: it may have been tampered with."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from functools import cache
from pathlib import Path

import numpy as np

from sim.lab.columns import Columns
from sim.reading import read_ordinary

_MOST_BYTES = 1_000_000_000
"""Of a part, which holds the runs of one call of the engine."""


def columns_in(path: Path, only: str | None = None) -> Columns:
    """The columns of a part, as `numpy.savez` wrote them.

    Args:
        path: The file.
        only: The one column that is asked for; the first stands in for one that is not there.

    Raises:
        Exception: It is none: whatever NumPy and zipfile say of it, or a `ValueError` where its
            arrays are packed. What is packed may be a thousand times as large as the file.
    """
    if os.stat(path).st_size > _MOST_BYTES:
        raise ValueError("it is too large")
    content = io.BytesIO(read_ordinary(path, _MOST_BYTES, path.parent))
    with zipfile.ZipFile(content) as archive:
        if any(one.compress_type != zipfile.ZIP_STORED for one in archive.infolist()):
            raise ValueError("its arrays are packed")
    with np.load(content, allow_pickle=False) as file:
        names = file.files if only is None else [only if only in file else file.files[0]]
        return {name: file[name] for name in names}


@cache
def build() -> str:
    """A hash over the program's own source, by which parts of another build are told apart."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for room in ("model", "scenario"):
        for path in sorted((package / room).rglob("*")):
            if path.suffix in (".py", ".yaml"):
                digest.update(path.read_bytes())
    return digest.hexdigest()
