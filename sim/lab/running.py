"""A design while it is run: calls given out, parts taken in, sums kept; and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sim.lab.batch import BatchResult, Summed, SummedResult, joined
from sim.lab.faults import LabError
from sim.lab.lines import LOOKAHEAD
from sim.lab.moves import moves_of
from sim.lab.precision import Rounds
from sim.lab.runner import Columns, Progress, spans
from sim.lab.stats import Estimate
from sim.lab.storage import Archive
from sim.lab.tables import summary_csv
from sim.lab.tally import Pairs, Tally
from sim.lab.workers import Call, Work, calls_of, results_of, width_of
from sim.model.plan import Plan
from sim.scenario.problem import ScenarioError

if TYPE_CHECKING:
    from sim.lab.design import Design


@dataclass
class Running:
    """A design while it is run."""

    design: Design
    first: int
    """The ensemble that the others are held against."""
    failed: dict[int, Exception]
    archive: Archive | None
    progress: Progress | None
    chunk: int
    keep: bool
    """Whether all runs are held, and not their sums alone."""
    spans: list[tuple[int, int]] = field(default_factory=list)
    """What every ensemble was cut into so far."""
    tallies: dict[int, Tally] = field(default_factory=dict)
    parts: dict[int, dict[int, Columns]] = field(default_factory=dict)
    """All runs, where they are held."""

    def __post_init__(self) -> None:
        self.pairs = Pairs(self.first)
        self._tell(len(self.failed) * self.design.runs)

    @property
    def runs(self) -> int:
        """How many runs each ensemble has so far."""
        return sum(runs for _, runs in self.spans)

    def run(self, executor: Executor | None) -> None:
        """Run all ensembles, round after round until they are as precise as is wanted."""
        rounds = Rounds(self.design.runs, self.design.precision)
        while (target := rounds.target(self.runs, self._alive())) > self.runs:
            cut = spans(target - self.runs, self.chunk, self.runs)
            for call, found in results_of(self._calls(cut, width_of(executor)), executor):
                if call.ensemble in self.failed:
                    continue
                if isinstance(found, MemoryError | OSError):
                    # Not the ensemble's fault: another time it may well go.
                    raise LabError(
                        f"The batch was stopped ({_sentence(found)}); with --out all that was done "
                        "is kept, and --resume goes on with it."
                    )
                if isinstance(found, Exception):
                    self._fail(call.ensemble, found)
                    continue
                for first, columns in call.parts(found):
                    if self.archive is not None:
                        self.archive.keep(call.ensemble, first, columns)
                    self._take(call.ensemble, first, columns)
            self.spans += cut
        self._tell((self.design.runs - self.runs) * len(self._alive()))

    def _alive(self) -> list[Tally]:
        return [tally for point, tally in self.tallies.items() if point not in self.failed]

    def _calls(self, cut: Sequence[tuple[int, int]], width: int) -> Iterator[Call]:
        """What is still to be run of all ensembles, each set up when its turn has come."""
        for point in range(len(self.design.points)):
            if point in self.failed:
                continue
            todo = {}
            for first, runs in cut:
                columns = self.archive.kept(point, first, runs) if self.archive else None
                if columns is None:
                    todo[first] = runs
                else:
                    self._take(point, first, columns)
            if todo:
                try:
                    work = Work(self.design.at(point))
                except (LabError, ScenarioError) as error:
                    self._fail(point, error)
                    continue
                for call in calls_of(work, todo, width, point, self.chunk):
                    if point not in self.failed:
                        yield call

    def _take(self, point: int, first: int, columns: Columns) -> None:
        self.tallies.setdefault(point, Tally()).add(columns)
        if len(self.design.points) > 1:
            self.pairs.add(point, first, columns)
        if self.keep:
            self.parts.setdefault(point, {})[first] = columns
        self._tell(next(iter(columns.values())).size)

    def _fail(self, point: int, error: Exception) -> None:
        """Leave an ensemble out; alone, it is the whole batch that fails.

        Raises:
            Exception: The fault of the only ensemble, or of the last that was left.
        """
        self.failed[point] = error
        self.parts.pop(point, None)
        if len(self.failed) == len(self.design.points):
            raise error
        self._tell(self.design.runs - self.tallies.get(point, Tally()).runs)

    def _tell(self, runs: int) -> None:
        if self.progress is not None and runs:
            self.progress(runs)

    def result(self, seconds: float) -> DesignResult:
        """What came of it."""
        points = [point for point in range(len(self.design.points)) if point not in self.failed]
        each, setup = seconds / len(points), self.design.setup
        results: dict[int, Summed] = {}
        for point in points:
            if self.keep:
                columns = joined(self.parts.pop(point))
                results[point] = BatchResult(setup, self.runs, columns, each)
            else:
                results[point] = SummedResult(setup, self.runs, self.tallies[point], each)
        told = {point: _sentence(error) for point, error in sorted(self.failed.items())}
        return DesignResult(self.design, self.runs, results, self.pairs, told, seconds)

    def finish(self, archive: Archive, result: DesignResult) -> None:
        """Write the tidy files and the manifest.

        Raises:
            LabError: They cannot be written.
        """
        points = {point: self.design.points[point] for point in result.by_point}
        results = list(result)
        differences = [result.differences(point) for point in points]
        summary = summary_csv(list(points.values()), results, differences)
        end = {"runs": self.runs, "failed": result.failures()}
        archive.finish(points, self.spans, result.as_json(), summary, end)


def _sentence(error: Exception) -> str:
    """What went wrong with an ensemble."""
    match error:
        case ScenarioError():
            return "; ".join(problem.message for problem in error.problems)
        case LabError():
            return str(error)
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


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
