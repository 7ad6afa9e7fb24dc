"""A sensitivity analysis: tornado, Sobol indices and scenario discovery of one setup together."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from sim.lab.errors import LabError
from sim.lab.folders import exclusive_folder
from sim.lab.manifest import Manifest, inputs_of, new_manifest
from sim.lab.measure import measure_of
from sim.lab.pools import local_workers
from sim.lab.results import write_results
from sim.lab.runner import Progress
from sim.lab.sensitivity.discovery import Discovery, discover
from sim.lab.sensitivity.screening import RUNS, ensemble
from sim.lab.sensitivity.sobol import FEWEST, Indices, NoVarianceError, count_of, indices
from sim.lab.sensitivity.tornado import TOP, Tornado, arms_of, pair_runs_of, tornado
from sim.lab.setup import Setup
from sim.lab.tables import rows_csv
from sim.model.compiled import Compiled
from sim.scenario.load import Loaded

_COLUMNS = ("kind", "path", "label", "basis", "value", "low", "high")


@dataclass(frozen=True)
class Sensitivity:
    """Which uncertain numbers of a setup matter."""

    setup: Setup
    tornado: Tornado
    indices: Indices | None
    """None where they were not asked for, or the measure did not vary enough to have any."""
    discoveries: tuple[Discovery, ...]
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        measure = self.tornado.measure
        return {
            "scenario": self.setup.scenario.id,
            "seed": self.setup.seed,
            "line": self.setup.line.name,
            "seat": self.setup.seat,
            "difficulty": self.setup.level,
            "measure": {
                "name": measure.name,
                "column": measure.column,
                "title": measure.title,
                "share": measure.share,
            },
            "tornado": self.tornado.as_json(),
            "indices": None if self.indices is None else self.indices.as_json(),
            "discovery": [one.as_json() for one in self.discoveries],
            "seconds": self.seconds,
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a figure, for a table: kind, path, label, basis, value, low, high."""
        found = self.tornado.rows()
        if self.indices is not None:
            found += self.indices.rows()
        for one in self.discoveries:
            found += one.rows()
        return found

    def csv(self) -> str:
        """The rows as text, with a header."""
        return rows_csv(_COLUMNS, self.rows())


@dataclass(frozen=True)
class Asked:
    """What a sensitivity analysis is to tell; plain data."""

    measure: str | None = None
    """See `sim.lab.measure.measure_of`; by default the goals of the setup's seat."""
    top: int = TOP
    """How many numbers to hold at both ends, and to have indices of their own."""
    runs: int = RUNS
    """Runs of the plain ensemble; each end of a bar has a fifth, an index a quarter or less."""
    paths: tuple[str, ...] = ()
    """Numbers that count among the top whatever the screening says."""
    indices: bool | None = None
    """Whether to work out Sobol indices; None: where SciPy is there."""
    discover: tuple[str, ...] = ()
    """Outcomes and conditions to find a box for, `ID` or `not:ID`."""

    def count(self, compiled: Compiled) -> int:
        """How many runs it takes."""
        pairs = pair_runs_of(self.runs) * arms_of(compiled, max(self.top, len(self.paths)))
        total = self.runs + pairs
        if self.with_indices:
            numbers = arms_of(compiled, max(self.top, len(self.paths))) - arms_of(compiled, 0)
            total += index_runs_of(self.runs) * count_of(compiled, numbers // 2)
        return total

    @property
    def with_indices(self) -> bool:
        """Whether indices will be worked out."""
        return _scipy() if self.indices is None else self.indices


def sensitivity(
    setup: Setup,
    asked: Asked | None = None,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
    compiled: Compiled | None = None,
) -> Sensitivity:
    """Which uncertain numbers of a setup matter, and where.

    Args:
        setup: What to run.
        asked: What to tell.
        executor: Whatever runs the tasks, such as that of `local_workers`; None for this process.
        progress: Is told of the runs as they are done; in all there are `Asked.count`.
        compiled: The setup's scenario where it is compiled already.

    Raises:
        LabError: An unknown measure, path or outcome, too few runs, numbers that are not drawn, an
            outcome that comes about too seldom or too often for a box; SciPy is not there.
    """
    begin = time.perf_counter()
    asked = asked or Asked()
    if (asked.indices or asked.discover) and not _scipy():
        raise LabError(
            'Sobol indices and scenario discovery need SciPy: pip install "twin-track[lab]".'
        )
    compiled = compiled or setup.compiled()
    measure_of(setup, asked.measure, compiled)
    for name in asked.discover:
        measure_of(setup, name.removeprefix("not:"), compiled)
    base = ensemble(setup, asked.runs, executor=executor, progress=progress, compiled=compiled)
    boxes = tuple(discover(base, name) for name in asked.discover)
    found = tornado(
        setup,
        asked.measure,
        top=asked.top,
        paths=asked.paths,
        screening=base,
        executor=executor,
        progress=progress,
    )
    shares = None
    if asked.with_indices:
        try:
            shares = indices(
                setup,
                found.measure,
                [bar.number for bar in found.bars],
                index_runs_of(asked.runs),
                first=found.runs + found.pair_runs,
                executor=executor,
                progress=progress,
                compiled=compiled,
            )
        except NoVarianceError:
            if asked.indices:
                raise
    return Sensitivity(setup, found, shares, boxes, time.perf_counter() - begin)


def written(
    setup: Setup,
    asked: Asked,
    out: Path,
    loaded: Loaded,
    base: Loaded,
    overrides: Mapping[str, Any],
    leave_out: Sequence[str] = (),
    command: Sequence[str] = (),
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
    compiled: Compiled | None = None,
) -> Sensitivity:
    """A sensitivity analysis that is kept in a folder: `results.json`, `results.csv`, manifest.

    Args:
        setup: A setup of `loaded`.
        asked: What to tell.
        out: The folder, new, empty, or one that holds the same analysis.
        loaded: The scenario, overrides included.
        base: The scenario without them.
        overrides: What is set, by dotted path.
        leave_out: Entries that were left out of the line.
        command: The arguments of the command line, the program's name left out.
        executor: Whatever runs the tasks; None for this process.
        progress: Is told of the runs as they are done.
        compiled: The setup's scenario where it is compiled already.

    Raises:
        LabError: What `sensitivity` raises; the folder holds something else or cannot be written.
    """
    compiled = compiled or setup.compiled()
    if not asked.with_indices:
        asked = replace(asked, indices=False)
    own = {"asked": asdict(asked), "total_runs": asked.count(compiled)}
    inputs = inputs_of(setup, loaded, base, overrides, leave_out, **own)
    manifest = new_manifest("sensitivity", inputs, base, command)
    with exclusive_folder(out, manifest):
        found = sensitivity(setup, asked, executor=executor, progress=progress, compiled=compiled)
        write_results(out, manifest, found.as_json(), found.csv())
    return found


def again(manifest: Manifest, out: Path, workers: int = 1, **options: Any) -> None:
    """Make a sensitivity analysis again from its manifest; see `sim.lab.rerun`.

    Raises:
        LabError: What `written` raises; the manifest was changed.
    """
    asked, inputs = manifest.own_as(_Own).asked, manifest.inputs
    kept = (out, manifest.loaded, manifest.base, manifest.overrides, inputs.leave_out)
    with local_workers(workers) as executor:
        written(manifest.setup(), asked, *kept, executor=executor, **options)


class _Own(BaseModel):
    """What a sensitivity analysis has among its inputs of its own."""

    asked: Asked


def index_runs_of(runs: int) -> int:
    """Runs of each arm of the indices, by those of the screening: a power of two."""
    return max(1 << (max(runs // 4, 1).bit_length() - 1), FEWEST)


def _scipy() -> bool:
    return find_spec("scipy") is not None
