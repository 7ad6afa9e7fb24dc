"""A batch as it is asked for, and what came of it: one ensemble, or one a point of a design."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from sim.lab.batch import Summed, checked
from sim.lab.columns import Point
from sim.lab.errors import LabError
from sim.lab.folders import exclusive_folder
from sim.lab.line_data import moves_of
from sim.lab.lines import LOOKAHEAD
from sim.lab.manifest import Manifest, inputs_of, new_manifest
from sim.lab.pools import local_workers
from sim.lab.precision import Rounds
from sim.lab.runner import CHUNK, Progress, spans
from sim.lab.scheduler import Scheduler
from sim.lab.setup import Setup, at_point, setup_of
from sim.lab.stats import Estimate
from sim.lab.storage import Archive, CompleteError
from sim.lab.sweep_points import MOST_POINTS, fitting
from sim.lab.tables import summary_csv
from sim.lab.tally import Pairs
from sim.model.plan import Plan
from sim.scenario.load import Loaded
from sim.scenario.problem import ScenarioError


@dataclass(frozen=True)
class Design:
    """Ensembles on the same chance."""

    setup: Setup
    """What all ensembles have in common."""
    loaded: Loaded
    base: Loaded
    overrides: Mapping[str, Any]
    points: Sequence[Point]
    """What is set for each ensemble, beyond the overrides, by dotted path."""
    runs: int
    """Runs of each ensemble; the most, where a precision is wanted."""
    precision: float | None = None
    """Half-width of the 95% intervals of all outcomes at which to stop."""
    leave_out: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        loaded: Loaded,
        base: Loaded,
        overrides: Mapping[str, Any],
        points: Sequence[Point],
        runs: int,
        precision: float | None = None,
        **options: Any,
    ) -> Design:
        """A checked design.

        Args:
            loaded: The scenario with the overrides.
            base: The scenario without them.
            overrides: What is set in all ensembles.
            points: What is set for each ensemble besides; see `sim.lab.sweep_points`.
            runs: Runs of each ensemble; the most, where a precision is wanted.
            precision: Stop when the 95% interval of every outcome and asked condition is no more
                than this wide to each side, in every ensemble; see `sim.lab.precision`.
            options: What `setup_of` takes besides.

        Raises:
            LabError: An unknown line, seat, ask, rule, event or pair; no point or too many; a
                precision that is none.
        """
        setup = setup_of(loaded, base=base, **options)
        leave_out = tuple(options.get("leave_out", ()))
        return cls(setup, loaded, base, dict(overrides), points, runs, precision, leave_out)

    @classmethod
    def of_manifest(cls, manifest: Manifest) -> Design:
        """The design that a manifest of a batch tells of, made of nothing else.

        Raises:
            LabError: The manifest was changed, or this program cannot make the batch any more.
        """
        own = manifest.own_as(_Own)
        setup, leave_out = manifest.setup(), tuple(manifest.inputs.leave_out)
        loaded, base, overrides = manifest.loaded, manifest.base, manifest.overrides
        return cls(setup, loaded, base, overrides, own.points, own.runs, own.precision, leave_out)

    def __post_init__(self) -> None:
        checked(self.runs)
        Rounds(self.runs, self.precision)
        if not 1 <= len(self.points) <= MOST_POINTS:
            raise LabError(f"{len(self.points)} points make no design; 1 to {MOST_POINTS} do.")
        if any(point.keys() != self.points[0].keys() for point in self.points):
            raise LabError("Every point of a design sets the same paths.")
        object.__setattr__(self, "points", fitting(self.points, self.loaded.document.data))

    def at(self, point: int) -> Setup:
        """The setup of one ensemble.

        Raises:
            LabError: The line cannot be played there.
            ScenarioError: A path that leads nowhere, or a value that does not fit.
        """
        return at_point(self.setup, self.loaded, self.base, self.points[point])

    def inputs(self) -> dict[str, Any]:
        """All that decides the results, as plain data; see `sim.lab.manifest`."""
        return inputs_of(
            self.setup,
            self.loaded,
            self.base,
            self.overrides,
            self.leave_out,
            runs=self.runs,
            precision=self.precision,
            points=[dict(point) for point in self.points],
        )

    def run(
        self,
        workers: int = 1,
        progress: Progress | None = None,
        out: Path | None = None,
        resume: bool = False,
        command: Sequence[str] = (),
        executor: Executor | None = None,
        chunk: int = CHUNK,
        keep: bool = True,
    ) -> DesignResult:
        """Run every ensemble, and write it down where `out` says.

        With `out` all runs go to disk, and only sums are held in memory.
        An ensemble that cannot be set up or run is left out and told among those that failed.

        Args:
            workers: Processes of this machine.
            progress: Is told of the runs as they are done.
            out: A folder for the results; see `sim.lab.storage`.
            resume: Whether to go on with a batch that was stopped there.
            command: The arguments of the command line, for the manifest.
            executor: Whatever else runs the calls, such as that of a Dask client.
            chunk: Most runs in one call of the engine; no result depends on it.
            keep: Whether to hold all runs in memory where they do not go to disk.

        Raises:
            CompleteError: With `resume`: there is nothing left to do.
            LabError: What `run_batch` raises, a folder that holds something else or cannot be
                written, or no ensemble that can be run.
            ScenarioError: As for no ensemble; the problem of the first.
        """
        checked(self.runs, workers, chunk)
        failed: dict[int, Exception] = {}
        first = self._first(failed)
        with ExitStack() as held:
            archive = None
            if out is not None:
                manifest = new_manifest("batch", self.inputs(), self.base, command)
                held.enter_context(exclusive_folder(out, manifest))
                archive = Archive(out, manifest, resume)
            running = Scheduler(
                self.setup,
                len(self.points),
                self.at,
                Rounds(self.runs, self.precision),
                first,
                failed,
                archive,
                progress,
                chunk,
                keep and out is None,
            )
            begin = time.perf_counter()
            calls = len(self.points) * len(spans(self.runs, chunk))
            with local_workers(1 if executor is not None else min(workers, calls)) as local:
                running.run(executor or local)
            seconds = time.perf_counter() - begin
            results, problems = running.results(seconds), running.problems()
            result = DesignResult(self, running.runs, results, running.pairs, problems, seconds)
            if archive is not None:
                result.write(archive, running.spans)
            return result

    def _first(self, failed: dict[int, Exception]) -> int:
        """The first point that can be set up; those before it have failed.

        Raises:
            LabError: There is none; the fault of the first.
            ScenarioError: There is none; the problem of the first.
        """
        for point in range(len(self.points)):
            try:
                self.at(point)
            except ScenarioError as error:
                if any(problem.rule == "unknown-path" for problem in error.problems):
                    raise
                failed[point] = error
            except LabError as error:
                failed[point] = error
            else:
                return point
        raise failed[0]


@dataclass(frozen=True)
class DesignResult(Sequence[Any]):
    """The ensembles of a design that could be run, in order, and what became of the others.

    They are a `BatchResult` each, with all runs, or a `SummedResult` where those are not held.
    The setup of each is the one that all have in common; `design.at` gives that of a point.
    """

    design: Design
    runs: int
    """Runs of each ensemble."""
    by_point: Mapping[int, Summed]
    pairs: Pairs
    failed: Mapping[int, str]
    """By point: why it could not be run."""
    seconds: float

    def __len__(self) -> int:
        return len(self.by_point)

    def __getitem__(self, index: Any) -> Any:
        return list(self.by_point.values())[index]

    def differences(self, point: int) -> dict[str, Estimate]:
        """Share of each outcome at a point less that at the first, on the same chance."""
        if self.runs < 2 or len(self.design.points) == 1:
            return {}
        if self.pairs.first not in self.by_point:
            return {}
        names = self.design.loaded.scenario.outcomes
        return {name: self.pairs.difference(point, f"outcomes.{name}") for name in names}

    def failures(self) -> list[dict[str, Any]]:
        """The points that could not be run, as plain data."""
        points = self.design.points
        return [
            {"point": point, "set": dict(points[point]), "problem": problem}
            for point, problem in self.failed.items()
        ]

    def write(self, archive: Archive, spans: list[tuple[int, int]]) -> None:
        """Write the tidy files and the manifest.

        Args:
            archive: Where; it holds all runs already.
            spans: First run and number of runs of each part of it.

        Raises:
            LabError: They cannot be written.
        """
        points = {point: self.design.points[point] for point in self.by_point}
        differences = [self.differences(point) for point in points]
        summary = summary_csv(list(points.values()), list(self), differences)
        end = {"runs": self.runs, "failed": self.failures()}
        archive.finish(points, spans, self.as_json(), summary, end)

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result; a sweep gives one a point, and what it changes."""
        design, first = self.design, self[0]
        more: dict[str, Any] = {}
        if design.precision is not None:
            rounds = Rounds(design.runs, design.precision)
            more["precision"] = rounds.told(one.tally for one in self)
        if design.setup.line.name == LOOKAHEAD:
            more["moves"] = moves_of(design.setup.line, Plan(design.loaded.scenario))
        if len(design.points) == 1 and not design.points[0]:
            return {**first.as_json(), **more}
        found: dict[str, Any] = {
            "scenario": design.loaded.scenario.id,
            "runs": self.runs,
            "seed": first.setup.seed,
            "line": first.setup.line.name,
            "sweep": [
                {
                    "set": dict(design.points[point]),
                    **one.summary(),
                    "difference": {
                        name: {"value": share.value, "ci95": share.ci95}
                        for name, share in self.differences(point).items()
                    },
                }
                for point, one in self.by_point.items()
            ],
            "seconds": self.seconds,
            "runs_per_second": self.runs * len(self) / self.seconds if self.seconds else 0.0,
            "difficulty": design.loaded.level,
            **more,
        }
        return found | ({"failed": self.failures()} if self.failed else {})


class _Own(BaseModel):
    """What a batch has among its inputs of its own."""

    model_config = ConfigDict(extra="forbid", strict=True)
    runs: int
    precision: float | None
    points: list[dict[str, float | str]]


def again(manifest: Manifest, out: Path, **options: Any) -> None:
    """Make a batch again from its manifest; see `sim.lab.rerun`."""
    with suppress(CompleteError):  # it was made again before
        Design.of_manifest(manifest).run(out=out, **options)
