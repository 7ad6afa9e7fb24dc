"""A batch on disk: parts while it runs, then tidy files and a manifest that says how it was made.

    DIR/manifest.json      what was run, by what, when; the resolved scenario in full
    DIR/parts/0-000000000.npz    point and first run of each part that is done, until all are
    DIR/runs.parquet       one row a run (runs.npz without pyarrow)
    DIR/summary.csv        one row an outcome or metric

Every file is written under another name and then renamed, so that a torn file is never read.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import numpy as np

from sim.lab.faults import LabError
from sim.lab.manifest import MANIFEST, now
from sim.lab.runner import Columns
from sim.model.plan import NEVER

COLUMNS = {
    "run": "number of the run; run r of two batches of one seed met the same chance",
    "outcomes.*, checkpoints.*, foils.*, asks.*": "turn (from 1) at whose end the condition first "
    "held; 0 where it held at the start, -1 where it never did",
    "quantities.*": "value at the end",
    "goals.*": "weight of the seat's aims that were reached",
    "skipped": "moves of the line that could not be played",
}
"""What the columns of the run file mean."""


@contextmanager
def _said(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise LabError(
            f"{folder} cannot be written: {reason}; what is done so far is kept."
        ) from None


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file under another name, then rename it.

    Raises:
        OSError: It cannot be written; what stood there before is as it was.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def hash_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def claim(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Make sure that a folder may be written to: that it is new, empty, or of the same inputs.

    Raises:
        LabError: It holds something else.
    """
    kind = manifest["kind"]
    if folder.exists() and not folder.is_dir():
        raise LabError(f"{folder} is a file; --out needs a folder.")
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    try:
        held = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        other_kind, inputs = held["kind"], held["inputs"]
        assert isinstance(inputs, dict)
    except (OSError, ValueError, LookupError, TypeError, AssertionError, RecursionError):
        raise LabError(
            f"{folder} is not empty and holds no {kind}; give a new folder to --out."
        ) from None
    if other_kind != kind:
        raise LabError(f"{folder} holds a {other_kind}; give a new folder to --out.")
    own = manifest["inputs"]
    other = [
        name for name in [*own, *(inputs.keys() - own.keys())] if inputs.get(name) != own.get(name)
    ]
    if other:
        raise LabError(
            f"{folder} holds another {kind} (its {', '.join(other)} "
            f"{'differs' if len(other) == 1 else 'differ'}); give a new folder to --out."
        )


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest of a folder whole.

    Raises:
        OSError: It cannot be written.
    """
    text = json.dumps(manifest, indent=2, ensure_ascii=False).encode(errors="replace")
    write_whole(folder / MANIFEST, lambda file: file.write(text + b"\n"))


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
    times = {name: results[name] for name in _TIMES if name in results}
    data = {name: value for name, value in results.items() if name not in _TIMES}
    text = json.dumps(data, indent=2, ensure_ascii=False).encode(errors="replace") + b"\n"
    with _said(folder):
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / "results.json", lambda file: file.write(text))
        write_whole(folder / "results.csv", lambda file: file.write(table.encode()))
        files = {name: hash_of(folder / name) for name in ("results.json", "results.csv")}
        end = {"status": "complete", "finished": now(), **times, "files": files}
        write_manifest(folder, {**manifest, **end})


_TIMES = ("seconds", "runs_per_second")


@dataclass(frozen=True)
class Store:
    """The parts of one ensemble of a batch."""

    folder: Path
    point: int = 0

    def keep(self, first: int, columns: Columns) -> None:
        """Keep the runs from `first` on.

        Raises:
            LabError: They cannot be written.
        """
        with _said(self.folder):
            path = self.folder / f"{self.point}-{first:09}.npz"
            write_whole(path, lambda file: _save(file, columns))

    def parts(self) -> Iterator[tuple[int, Columns]]:
        """First run and columns of each part that lies there whole."""
        for path in sorted(self.folder.glob(f"{self.point}-*.npz")):
            try:
                with np.load(path, allow_pickle=False) as file:
                    columns = {name: file[name] for name in file.files}
            except (OSError, ValueError, zipfile.BadZipFile):
                continue
            yield int(path.stem.partition("-")[2]), columns


class Ensemble(Protocol):
    """What a batch gives to be stored."""

    @property
    def columns(self) -> Columns:
        """What each run gave."""

    @property
    def runs(self) -> int:
        """How many runs."""

    def summary(self) -> dict[str, Any]:
        """Outcomes and metrics as plain data."""


class Archive:
    """The folder of one batch.

    Args:
        folder: The folder; made where there is none.
        manifest: What `sim.lab.manifest.about` gave. A folder that holds results of other inputs
            is left alone.
        resume: Whether to go on with the parts of a batch that was stopped.

    Raises:
        LabError: The folder holds something else, or cannot be written.
    """

    def __init__(self, folder: Path, manifest: Mapping[str, Any], resume: bool = False) -> None:
        self.folder = folder
        self.manifest = dict(manifest)
        claim(folder, manifest)
        with _said(folder):
            if not resume:
                shutil.rmtree(self._parts, ignore_errors=True)
            self._parts.mkdir(parents=True, exist_ok=True)
            write_manifest(folder, self.manifest)

    @property
    def _parts(self) -> Path:
        return self.folder / "parts"

    def store(self, point: int = 0) -> Store:
        """Where the parts of one ensemble go."""
        return Store(self._parts, point)

    def finish(
        self,
        points: Sequence[Mapping[str, Any]],
        results: Sequence[Ensemble],
        end: Mapping[str, Any],
    ) -> None:
        """Write the tidy files and the last manifest, and drop the parts.

        Args:
            points: What was set for each ensemble, by dotted path.
            results: The ensembles, in the same order.
            end: What else the manifest tells now that all is done.

        Raises:
            LabError: They cannot be written; the parts then stay.
        """
        table = _table(points, results)
        with _said(self.folder):
            if find_spec("pyarrow") is not None:
                _write_parquet(self.folder / "runs.parquet", table)
            else:
                path = self.folder / "runs.npz"
                write_whole(path, lambda file: _save(file, table))
            text = _summary(points, results).encode()
            write_whole(self.folder / "summary.csv", lambda file: file.write(text))
            self.manifest |= {"status": "complete", **end, "columns": COLUMNS}
            self.manifest["files"] = {
                path.name: hash_of(path)
                for path in [*sorted(self.folder.glob("runs.*")), self.folder / "summary.csv"]
            }
            write_manifest(self.folder, self.manifest)
            shutil.rmtree(self._parts)


def _table(points: Sequence[Mapping[str, Any]], results: Sequence[Ensemble]) -> Columns:
    """All runs of all ensembles as columns of one table."""
    table: Columns = {}
    for path in points[0]:
        set_to = [np.repeat(point[path], r.runs) for point, r in zip(points, results, strict=True)]
        table[f"set.{path}"] = np.concatenate(set_to)
    table["run"] = np.concatenate([np.arange(result.runs) for result in results])
    for name in results[0].columns:
        values = np.concatenate([result.columns[name] for result in results])
        table[name] = _turns(values) if _is_turn(name) else values
    return table


def _save(file: BinaryIO, columns: Columns) -> None:
    save: Callable[..., None] = np.savez_compressed
    save(file, **columns)


def _is_turn(name: str) -> bool:
    return name.startswith(("outcomes.", "checkpoints.", "foils.", "asks."))


def _turns(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.where(values == NEVER, -1, values + 1).astype(np.int16)


def _write_parquet(path: Path, table: Columns) -> None:
    import pyarrow
    import pyarrow.parquet

    whole = pyarrow.table({name: pyarrow.array(values) for name, values in table.items()})
    write_whole(path, lambda file: pyarrow.parquet.write_table(whole, file))


def _summary(points: Sequence[Mapping[str, Any]], results: Sequence[Ensemble]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    paths = list(points[0])
    writer.writerow([*(f"set.{p}" for p in paths), "kind", "name", "value", "low", "high", "sd"])
    for point, result in zip(points, results, strict=True):
        summary, place = result.summary(), [point[path] for path in paths]
        for name, one in summary["outcomes"].items():
            writer.writerow([*place, "outcome", name, one["share"], *one["ci95"], ""])
        for name, one in summary["metrics"].items():
            writer.writerow([*place, "metric", name, one["mean"], *one["ci95"], one["sd"]])
    return text.getvalue()
