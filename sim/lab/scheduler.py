"""Ensembles while they are run: calls given out, parts taken in, sums kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field

from sim.lab.batch import BatchResult, Summed, SummedResult, joined
from sim.lab.columns import Columns
from sim.lab.errors import LabError
from sim.lab.precision import Rounds
from sim.lab.runner import Progress, spans
from sim.lab.setup import Setup
from sim.lab.storage import Archive
from sim.lab.tally import Pairs, Tally
from sim.lab.workers import Call, Work, calls_of, results_of, width_of
from sim.scenario.problem import ScenarioError


@dataclass
class Scheduler:
    """Ensembles while they are run."""

    setup: Setup
    """What all ensembles have in common."""
    points: int
    """How many ensembles there are."""
    at: Callable[[int], Setup]
    """The setup of each."""
    rounds: Rounds
    """How many runs each is to have."""
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
        self._tell(len(self.failed) * self.rounds.most)

    @property
    def runs(self) -> int:
        """How many runs each ensemble has so far."""
        return sum(runs for _, runs in self.spans)

    def run(self, executor: Executor | None) -> None:
        """Run all ensembles, round after round until they are as precise as is wanted."""
        while (target := self.rounds.target(self.runs, self._alive())) > self.runs:
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
        self._tell((self.rounds.most - self.runs) * len(self._alive()))

    def _alive(self) -> list[Tally]:
        return [tally for point, tally in self.tallies.items() if point not in self.failed]

    def _calls(self, cut: Sequence[tuple[int, int]], width: int) -> Iterator[Call]:
        """What is still to be run of all ensembles, each set up when its turn has come."""
        for point in range(self.points):
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
                    work = Work(self.at(point))
                except (LabError, ScenarioError) as error:
                    self._fail(point, error)
                    continue
                for call in calls_of(work, todo, width, point, self.chunk):
                    if point not in self.failed:
                        yield call

    def _take(self, point: int, first: int, columns: Columns) -> None:
        self.tallies.setdefault(point, Tally()).add(columns)
        if self.points > 1:
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
        if len(self.failed) == self.points:
            raise error
        self._tell(self.rounds.most - self.tallies.get(point, Tally()).runs)

    def _tell(self, runs: int) -> None:
        if self.progress is not None and runs:
            self.progress(runs)

    def results(self, seconds: float) -> dict[int, Summed]:
        """What came of each ensemble, by its place; each took its share of the seconds."""
        points = [point for point in range(self.points) if point not in self.failed]
        each = seconds / len(points)
        found: dict[int, Summed] = {}
        for point in points:
            if self.keep:
                columns = joined(self.parts.pop(point))
                found[point] = BatchResult(self.setup, self.runs, columns, each)
            else:
                found[point] = SummedResult(self.setup, self.runs, self.tallies[point], each)
        return found

    def problems(self) -> dict[int, str]:
        """Why each ensemble that failed could not be run."""
        return {point: _sentence(error) for point, error in sorted(self.failed.items())}


def _sentence(error: Exception) -> str:
    """What went wrong with an ensemble."""
    match error:
        case ScenarioError():
            return "; ".join(problem.message for problem in error.problems)
        case LabError():
            return str(error)
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
