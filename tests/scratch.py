"""Folders that several tests share, and that nobody finds on the disk afterwards."""

from __future__ import annotations

import atexit
import shutil
from pathlib import Path
from tempfile import mkdtemp


def shared(name: str) -> Path:
    """A new folder that is there until this process ends; a test's own is pytest's `tmp_path`."""
    folder = Path(mkdtemp(prefix=f"twin-track-{name}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
