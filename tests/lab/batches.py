"""Small batches for the tests of what keeps them: two points, many parts, in this or a process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from sim.lab.design import Design
from sim.scenario.load import load

ROOT = Path(__file__).parent.parent.parent
SWEEP: list[dict[str, Any]] = [{"trust.north.host": 0.2}, {"trust.north.host": 0.8}]
CHUNK = 25


def batch(path: Path, runs: int = 100, **options: Any) -> Design:
    """A sweep of two points over the small scenario in a file."""
    base = load(str(path))
    asks = {"trust": "trust(north, host)", "nod": "stance(of: south) >= acquiesces"}
    return Design.of(base, base, {}, SWEEP, runs, **{"asks": asks, **options})


def files(folder: Path) -> dict[str, bytes]:
    """Every file but the manifest, which tells the time."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }


def python(code: str, *arguments: object, **options: Any) -> subprocess.Popen[str]:
    """Another Python that runs some code, from the root of the project."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *(str(argument) for argument in arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        text=True,
        **options,
    )
