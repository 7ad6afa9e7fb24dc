"""A batch on disk: parts while it runs, then tidy files and a manifest that says how it was made.

    DIR/manifest.json      all that decides the results, by what they were made and when
    DIR/parts/00000-000000000.npz    ensemble and first run of each part that is done, until all are
    DIR/runs.parquet       one row a run (runs.npz without pyarrow); see `COLUMNS`
    DIR/summary.csv        one row an outcome, metric, move of the line or difference, of each point
    DIR/results.json       what `batch --json` prints, without the times

Every file is written under another name and then renamed, so that a torn file is never read; the
manifest comes last, so that what says "complete" is.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from sim.files import write_whole_with
from sim.lab.batch import Digest
from sim.lab.columns import Column, Columns, kinds_of, table_of
from sim.lab.errors import LabError
from sim.lab.folders import claim, clear, writing_into
from sim.lab.manifest import MOST_BYTES, now
from sim.lab.parts import build, columns_in
from sim.lab.results import TIMES, hash_of, write_manifest, write_timeless
from sim.lab.tables import Parts, write_npz, write_parquet
from sim.reading import leads_outside, read_ordinary

COLUMNS = {
    "set.*": "what was set for the ensemble, by dotted path",
    "run": "number of the run; run r of two batches of one seed met the same chance",
    "outcomes.*, checkpoints.*, foils.*, asks.*": "turn (from 1) at whose end the condition first "
    "held; 0 where it held at the start, -1 where it never did",
    "quantities.*": "value at the end",
    "goals.*": "weight of the seat's aims that were reached",
    "line.*": "whether that move of the line could be played in its turn",
    "skipped": "moves of the line that could not be played",
    "coded.*": "what that coded number was in the run (with --values)",
    "types.*": "the actor's hidden type: 0 none, 1 limited, 2 greedy, 3 total (with --values)",
}
"""What the columns of the run file mean."""
_RUNS = ("runs.parquet", "runs.npz")


class CompleteError(LabError):
    """There is nothing to go on with: the batch is complete."""

    def __init__(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        super().__init__(f"The batch in {folder} is complete; nothing was left to do.")
        self.folder, self.manifest = folder, manifest

    def results(self) -> dict[str, Any]:
        """What `--json` printed when it was made, with the times of then.

        Raises:
            LabError: They are none.
        """
        path = self.folder / "results.json"
        try:
            found = json.loads(read_ordinary(path, 5 * MOST_BYTES, self.folder))
        except (OSError, ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise LabError(f"{path} is not as a batch writes it; `twintrack rerun` makes it again.")
        return found | {name: self.manifest[name] for name in TIMES if name in self.manifest}


# -- batches ---------------------------------------------------------------------------------------


class Archive:
    """The folder of one batch.

    Args:
        folder: The folder; made where there is none.
        manifest: What `sim.lab.manifest.about` gave. A folder that holds results of other inputs
            is left alone.
        resume: Whether to go on with the parts of a batch that was stopped.

    Raises:
        CompleteError: There is nothing left to do.
        LabError: The folder holds something else, or cannot be written.
    """

    def __init__(self, folder: Path, manifest: Mapping[str, Any], resume: bool = False) -> None:
        self.folder = folder
        self.manifest = dict(manifest)
        held = claim(folder, manifest)
        with writing_into(folder):
            if self._parts.is_symlink():
                raise LabError(f"{self._parts} is a link; give a new folder to --out.")
            if held is not None and _is_complete(folder, held):
                shutil.rmtree(self._parts, ignore_errors=True)
                raise CompleteError(folder, held)
            if not resume and any(self._parts.glob("*.npz")):
                raise LabError(
                    f"{folder} holds this batch, half done; add --resume to go on with it, or "
                    "give a new folder to --out."
                )
            folder.mkdir(parents=True, exist_ok=True)
            # What a process that was killed had begun to write.
            clear(folder)
            clear(self._parts)
            # The manifest comes first, so that what lies in the folder is always known.
            write_manifest(folder, self.manifest)
            self._parts.mkdir(exist_ok=True)

    @property
    def _parts(self) -> Path:
        return self.folder / "parts"

    def _path(self, ensemble: int, first: int) -> Path:
        return self._parts / f"{ensemble:05}-{first:09}.npz"

    def keep(self, ensemble: int, first: int, columns: Columns) -> None:
        """Keep the runs of an ensemble from `first` on.

        Raises:
            LabError: They cannot be written.
        """
        save: Callable[..., None] = np.savez
        sealed = {**columns, _SEAL: _seal(columns)}
        with writing_into(self.folder):
            write_whole_with(self._path(ensemble, first), lambda file: save(file, **sealed))

    def kept(self, ensemble: int, first: int, runs: int, only: str | None = None) -> Columns | None:
        """So many runs of an ensemble from `first` on, if they lie there whole.

        Args:
            ensemble: Which one.
            first: The first run.
            runs: How many.
            only: The one column that is asked for, of a part that was found whole before; the first
                stands in for one that is not there.
        """
        try:
            columns = columns_in(self._path(ensemble, first), only)
            if only is None and columns.pop(_SEAL).tobytes() != _seal(columns).tobytes():
                return None
        except Exception:  # whatever is wrong with a part, it can be made again
            return None
        whole = bool(columns) and all(values.shape == (runs,) for values in columns.values())
        return columns if whole else None

    def finish(
        self,
        points: Mapping[int, Mapping[str, Any]],
        spans: list[tuple[int, int]],
        results: Mapping[str, Any],
        summary: str,
        end: Mapping[str, Any],
    ) -> None:
        """Write the tidy files and the last manifest, and drop the parts.

        Args:
            points: What was set for each ensemble, by dotted path, by its number.
            spans: First run and number of runs of the parts of each ensemble.
            results: What `--json` prints.
            summary: The text of `summary.csv`.
            end: What else the manifest tells now that all is done.

        Raises:
            LabError: They cannot be written; the parts then stay.
        """

        def parts(only: str | None = None) -> Iterator[tuple[int, int, Columns]]:
            for ensemble in points:
                for first, runs in spans:
                    columns = self.kept(ensemble, first, runs, only)
                    if columns is None:
                        path = self._path(ensemble, first)
                        raise LabError(f"{path} cannot be read any more; --resume makes it again.")
                    yield ensemble, first, columns

        with writing_into(self.folder):
            name, digest = self._write_runs(points, parts)
            write_whole_with(self.folder / "summary.csv", lambda file: file.write(summary.encode()))
            times = write_timeless(self.folder / "results.json", results)
            files = {
                one: hash_of(self.folder / one) for one in (name, "summary.csv", "results.json")
            }
            self.manifest |= {"status": "complete", "finished": now(), **times, **end}
            self.manifest |= {"files": files, "values": digest, "columns": COLUMNS}
            write_manifest(self.folder, self.manifest)
            shutil.rmtree(self._parts)

    def _write_runs(self, points: Mapping[int, Mapping[str, Any]], parts: Parts) -> tuple[str, str]:
        """Write the file of runs; gives its name and the hash of its values."""
        digest, kinds = Digest(), kinds_of(list(points.values()))
        rows = 0

        def tables() -> Iterator[Columns]:
            nonlocal rows
            for ensemble, first, columns in parts():
                digest.add(columns)
                rows += next(iter(columns.values())).size
                yield table_of(points[ensemble], first, columns, kinds)

        if find_spec("pyarrow") is not None:
            name = _RUNS[0]
            write_whole_with(self.folder / name, lambda file: write_parquet(file, tables()))
        else:
            name = _RUNS[1]
            names: list[str] = []
            for table in tables():
                names = names or list(table)

            def column(name: str) -> Iterator[Column]:
                for ensemble, first, columns in parts(name):
                    yield table_of(points[ensemble], first, columns, kinds)[name]

            write_whole_with(self.folder / name, lambda file: write_npz(file, names, rows, column))
        for other in _RUNS:
            if other != name:
                (self.folder / other).unlink(missing_ok=True)
        return name, digest.hexdigest()


_SEAL = "seal"
"""What a part has beside its columns: a hash over them and over the program that made them."""


def _seal(columns: Columns) -> Column:
    digest = Digest()
    digest.add({_SEAL: np.frombuffer(build().encode(), dtype=np.uint8), **columns})
    kinds = ",".join(str(values.dtype) for values in columns.values())
    return np.frombuffer(f"{digest.hexdigest()} {kinds}".encode(), dtype=np.uint8)


def _is_complete(folder: Path, manifest: Mapping[str, Any]) -> bool:
    """Whether all results lie there as they were written."""
    files = manifest.get("files")
    if manifest.get("status") != "complete" or not isinstance(files, dict):
        return False
    if (
        not {"summary.csv", "results.json"}
        <= files.keys()
        <= {*_RUNS, "summary.csv", "results.json"}
    ):
        return False
    try:
        return all(
            (folder / name).is_file()
            and not leads_outside(folder / name, folder)
            and hash_of(folder / name) == digest
            for name, digest in files.items()
        )
    except OSError:
        return False
