"""What an experiment found, on disk: results without times, and the manifest that seals them.

Every file is written under another name and then renamed, so that a torn file is never read; the
manifest comes last, so that what says "complete" is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.files import write_whole_with
from sim.lab.folders import claim, writing_into
from sim.lab.manifest import MANIFEST, now

TIMES = ("seconds", "runs_per_second")
"""What of results changes from one time to the next; it stands in the manifest alone."""


def hash_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest of a folder whole.

    Raises:
        OSError: It cannot be written.
    """
    _write_json(folder / MANIFEST, manifest)


def _write_json(path: Path, data: Mapping[str, Any]) -> None:
    text = json.dumps(data, indent=2, ensure_ascii=False).encode(errors="replace")
    write_whole_with(path, lambda file: file.write(text + b"\n"))


def write_results(
    folder: Path, manifest: Mapping[str, Any], results: Mapping[str, Any], table: str
) -> None:
    """Write the results of an experiment that keeps no runs: `results.json` and `results.csv`.

    The files hold nothing that changes from one time to the next: of the results, `seconds` and
    `runs_per_second` go to the manifest instead. The manifest is written last, complete, with the
    hash of each file.

    Args:
        folder: The folder; made where there is none.
        manifest: What `sim.lab.manifest.about` gave. Call `claim` with it before the work begins.
        results: What `--json` prints.
        table: The same as tidy CSV, with a header.

    Raises:
        LabError: The folder holds something else, or cannot be written.
    """
    claim(folder, manifest)
    with writing_into(folder):
        folder.mkdir(parents=True, exist_ok=True)
        # First, so that what lies in the folder is known wherever this is stopped.
        write_manifest(folder, manifest)
        times = write_timeless(folder / "results.json", results)
        write_whole_with(folder / "results.csv", lambda file: file.write(table.encode()))
        files = {name: hash_of(folder / name) for name in ("results.json", "results.csv")}
        end = {"status": "complete", "finished": now(), **times, "files": files}
        write_manifest(folder, {**manifest, **end})


def write_timeless(path: Path, results: Mapping[str, Any]) -> dict[str, Any]:
    """Write results without the times, and give those."""
    _write_json(path, {name: one for name, one in results.items() if name not in TIMES})
    return {name: results[name] for name in TIMES if name in results}
