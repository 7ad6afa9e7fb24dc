"""What a report is made of: a folder that the lab wrote, read and checked against its manifest."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.lab.errors import LabError, reason
from sim.lab.manifest import MANIFEST, Manifest, read_manifest
from sim.lab.results import hash_of
from sim.lab.setup import Setup
from sim.lab.stats import Estimate
from sim.model.compiled import Compiled
from sim.reading import leads_outside, read_ordinary
from sim.scenario.load import Loaded

_RESULTS = "results.json"
_SUMMARY = "summary.csv"
_MOST_BYTES = 50_000_000
"""Of a file that is read whole."""


@dataclass(frozen=True)
class File:
    """A file of results."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Measured:
    """A measure of one ensemble, as `summary.csv` has it."""

    kind: str
    """`outcome` or `metric`."""
    name: str
    estimate: Estimate
    sd: float | None
    """Standard deviation over the runs; None for a share."""


@dataclass(frozen=True)
class PointResult:
    """What one ensemble of a batch gave."""

    set: Mapping[str, float | str]
    """What was set for it, by dotted path; a text is a word of the coding."""
    measures: tuple[Measured, ...]

    def at(self, path: str) -> float:
        """A number that was set.

        Raises:
            TypeError: It is a word.
        """
        value = self.set[path]
        if isinstance(value, str):
            raise TypeError(f"{path} is set to a word")
        return value

    def of(self, kind: str, name: str) -> Estimate:
        """A value of a measure; all points of a batch have the same."""
        return next(m.estimate for m in self.measures if (m.kind, m.name) == (kind, name))


@dataclass(frozen=True)
class Source:
    """A folder of results."""

    folder: Path
    manifest: Manifest
    files: tuple[File, ...]

    @cached_property
    def setup(self) -> Setup:
        """The setup, made of the manifest alone, for runs of any number.

        A design that spread the coded numbers evenly over the runs of a batch is for just so many
        runs; what is computed draws each run's numbers by itself.
        """
        found = self.manifest.setup()
        if found.ranges is not None and found.ranges.sampling != "random":
            ranges = replace(found.ranges, sampling="random", runs=0)
            found = replace(found, ranges=None if ranges.plain else ranges)
        return replace(found, values=False)

    @cached_property
    def compiled(self) -> Compiled:
        """The scenario with what was set, compiled with the asks."""
        return self.setup.compiled()

    @property
    def loaded(self) -> Loaded:
        """The scenario with what was set."""
        return self.manifest.loaded

    @cached_property
    def points(self) -> tuple[PointResult, ...]:
        """The ensembles of a batch.

        Raises:
            LabError: The file is not as a batch writes it.
        """
        path = self.folder / _SUMMARY
        with faults(path):
            text = _read(path, self.folder).decode("utf-8")
            return tuple(_points(csv.DictReader(io.StringIO(text, newline=""))))

    @property
    def runs(self) -> int:
        """Runs of each ensemble of a batch, as many as were made.

        Raises:
            LabError: The file is not as a batch writes it.
        """
        with faults(self.folder / _RESULTS):
            return int(self.results["runs"])

    @cached_property
    def results(self) -> dict[str, Any]:
        """The results as `--json` prints them.

        Raises:
            LabError: The file is not as the command writes it.
        """
        path = self.folder / _RESULTS
        with faults(path):
            found = json.loads(_read(path, self.folder))
            if not isinstance(found, dict):
                raise ValueError("it is no mapping")
            return found


def open_folder(folder: Path) -> Source:
    """A folder of results, complete and as it was written.

    Raises:
        LabError: It holds none, or they are not complete, or a file was changed since.
    """
    if not folder.is_dir():
        raise LabError(f"{folder} is no folder; name one that a command wrote with --out.")
    if not (folder / MANIFEST).is_file():
        raise LabError(
            f"{folder} holds no batch, counterfactual or sensitivity: there is no {MANIFEST}; "
            "name a folder that a command wrote with --out."
        )
    manifest = read_manifest(folder)
    if manifest.data.get("status") != "complete":
        raise LabError(_unfinished(folder, manifest))
    needed = [_RESULTS, *([_SUMMARY] if manifest.kind == "batch" else [])]
    for name in needed:
        if not _is_here(folder / name, folder):
            raise LabError(f"{folder} has lost its {name}; `twintrack rerun` makes it again.")
    written = manifest.data.get("files", {})
    found = []
    for name in sorted({*written, *needed}):
        path = folder / name
        # A name comes from the manifest, which comes from anyone: it is a file of this folder.
        if Path(name).name != name or not _is_here(path, folder):
            continue
        one = File(name, path.stat().st_size, hash_of(path))
        if written.get(name, one.sha256) != one.sha256:
            raise LabError(
                f"{path} was changed since it was written; `twintrack rerun` makes it again from "
                "the manifest."
            )
        found.append(one)
    return Source(folder, manifest, tuple(found))


def _is_here(path: Path, folder: Path) -> bool:
    """Whether a path is a file of a folder, and no link to one elsewhere."""
    return path.is_file() and not leads_outside(path, folder)


def _read(path: Path, folder: Path) -> bytes:
    """A file of results.

    Raises:
        OSError: It cannot be read, or lies outside the folder.
        ValueError: It is larger than any that a command writes.
    """
    found = read_ordinary(path, _MOST_BYTES, folder)
    if len(found) > _MOST_BYTES:
        raise ValueError("it is too large")
    return found


def _unfinished(folder: Path, manifest: Manifest) -> str:
    parts = folder / "parts"
    here = parts.is_dir() and not leads_outside(parts, folder)
    done = len(list(parts.glob("*.npz"))) if here else 0
    kept = f"; {done} parts of it are kept" if done else ""
    again = "go on with it by the same command and --resume"
    if manifest.kind != "batch":
        again = "run it again"
    return f"The {manifest.kind} in {folder} is not finished{kept}; {again}, and report then."


@contextmanager
def faults(path: Path) -> Iterator[None]:
    """Tell whatever is wrong with a file of results in one sentence.

    Raises:
        LabError: Something was.
    """
    try:
        yield
    except OSError as error:
        raise LabError(f"{path} cannot be read: {reason(error)}.") from None
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
        csv.Error,
    ):
        raise LabError(
            f"{path} is not as this program writes it; make it again with `twintrack rerun`."
        ) from None


def _value(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _points(rows: Iterator[dict[str, str]]) -> list[PointResult]:
    found: dict[tuple[float | str, ...], tuple[dict[str, float | str], list[Measured]]] = {}
    for row in rows:
        at = {
            name.removeprefix("set."): _value(value)
            for name, value in row.items()
            if name.startswith("set.")
        }
        numbers = Estimate(float(row["value"]), float(row["low"]), float(row["high"]))
        if not all(map(math.isfinite, numbers)):
            raise ValueError("a value is no number")
        sd = float(row["sd"]) if row["sd"] else None
        _, measures = found.setdefault(tuple(at.values()), (at, []))
        measures.append(Measured(row["kind"], row["name"], numbers, sd))
    if not found:
        raise ValueError("it has no rows")
    measured = [[(one.kind, one.name) for one in measures] for _, measures in found.values()]
    if any(names != measured[0] for names in measured):
        raise ValueError("its points were measured otherwise than one another")
    return [PointResult(at, tuple(measures)) for at, measures in found.values()]
