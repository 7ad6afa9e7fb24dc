"""The page of a folder of results: what the folder holds, and what its manifest lets compute."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.lab.backtest import runs_of
from sim.lab.counterfactual.changes import each_left_out
from sim.lab.counterfactual.comparing import compare, planned_runs
from sim.lab.errors import LabError
from sim.lab.measure import measure_of
from sim.lab.report import outcomes, ranges, sweeps, worth
from sim.lab.report.computed import calibration, trust
from sim.lab.report.drawing import require
from sim.lab.report.provenance import limits, provenance
from sim.lab.report.source import Source, open_folder
from sim.lab.report.template import Section, page, paragraph
from sim.lab.runner import Progress
from sim.lab.sensitivity.screening import FEWEST as FEWEST_SCREENED
from sim.lab.sensitivity.tornado import FEWEST as FEWEST_PAIRS
from sim.lab.sensitivity.tornado import arms_of
from sim.lab.sensitivity.tornado import tornado as computed_tornado
from sim.scenario.heads import STANDARD

RUNS = 2_000
"""Runs of each ensemble that the page computes."""
FEWEST = 100
MOST_RUNS = 1_000_000
TOP = 10
"""Coded numbers that the tornado holds at both ends of their ranges."""
MADE_HERE = "twin-track report"


@dataclass(frozen=True)
class Step:
    """A section that has to be computed."""

    title: str
    runs: int
    """How many runs it takes, about."""
    make: Callable[[], Section | None]


@dataclass(frozen=True)
class Report:
    """The page of a folder, and what is to be computed for it.

    Args:
        source: The folder.
        runs: Runs of each ensemble that is computed.
        quick: Whether to leave out what is computed.
        executor: Whatever runs the tasks; None for this process.
        progress: Is told of the runs as they are done; there are about `total` of them.
    """

    source: Source
    runs: int = RUNS
    quick: bool = False
    executor: Executor | None = None
    progress: Progress | None = None

    @classmethod
    def of(cls, folder: Path, **options: Any) -> Report:
        """The report of a folder.

        Raises:
            LabError: It holds no results that can be reported, matplotlib is not there, or the
                number of runs is out of range.
        """
        require()
        found = cls(open_folder(folder), **options)
        if not FEWEST <= found.runs <= MOST_RUNS:
            raise LabError(f"A page cannot rest on {found.runs} runs; ask for {FEWEST} or more.")
        return found

    @property
    def total(self) -> int:
        """How many runs will be made, about."""
        return sum(step.runs for step in self._steps())

    def html(self) -> str:
        """The page.

        Raises:
            LabError: The folder's results are not as a command writes them.
        """
        source = self.source
        before, lead = self._found()
        made = [step.make() for step in self._steps()]
        sections = [*before, *(one for one in made if one is not None)]
        if self.quick:
            sections.append(self._left_out())
        sections += [limits(), provenance(source)]
        scenario, inputs = source.loaded.scenario, source.manifest.inputs
        level = "" if inputs.difficulty == STANDARD else f", level {inputs.difficulty}"
        under = (
            f"A {_KINDS[source.manifest.kind]} of {scenario.id}: {scenario.calendar.start} to "
            f"{source.compiled.plan.date(scenario.calendar.turns)}, "
            f"line {inputs.line.name}, seed {inputs.seed}{level}"
        )
        foot = (
            f"Made by Twin Track {inputs.program} from the files named above. This page loads "
            "nothing from anywhere and holds no script."
        )
        return page(scenario.title, under, lead, sections, foot, MADE_HERE)

    # -- what the folder holds ---------------------------------------------------------------------

    def _found(self) -> tuple[list[Section], str]:
        """The sections that the files give by themselves, and the headline."""
        source = self.source
        if source.manifest.kind == "batch":
            found = [outcomes.outcomes(source), sweeps.sweep(source)]
            return [one for one in found if one is not None], outcomes.headline(source)
        if source.manifest.kind == "counterfactual":
            own = worth.worth(source, source.results)
            return [own], worth.counterfactual_headline(source)
        return list(self._sensitivity()), ranges.sensitivity_headline(source)

    def _sensitivity(self) -> Iterator[Section]:
        data = self.source.results
        yield ranges.tornado(self.source, data.get("measure", {}), data.get("tornado", {}))
        if data.get("indices"):
            yield ranges.indices(self.source, data["indices"])
        if data.get("discovery"):
            yield ranges.boxes(self.source, data["discovery"])

    def _left_out(self) -> Section:
        titles = [step.title for step in self._every_step()]
        said = f"Left out for speed: {', '.join(titles)}. Without --quick the page has them."
        return Section("left-out", "What this page leaves out", paragraph(said))

    # -- what is computed --------------------------------------------------------------------------

    def _steps(self) -> list[Step]:
        return [] if self.quick else self._every_step()

    def _every_step(self) -> list[Step]:
        source, runs = self.source, self.runs
        setup, kind = source.setup, source.manifest.kind
        steps = []
        if kind == "batch" and outcomes.changes(source):
            title = "what the changes did"
            steps.append(Step(title, 2 * runs, self._difference))
        steps.append(Step("trust over time", runs, self._trust))
        if kind == "batch":
            moves = planned_runs(each_left_out(setup), runs, False, False) if self._moves() else 0
            steps.append(Step("what each move was worth", moves, self._worth))
        if kind != "sensitivity":
            screened, pairs = self._tornado_runs()
            arms = screened + pairs * arms_of(source.compiled, TOP)
            steps.append(Step("the tornado of the coded ranges", arms, self._tornado))
        base = source.manifest.base
        tested = runs_of(base, runs) if base.scenario.history.checkpoints else 0
        steps.append(Step("the test against the record", tested, self._calibration))
        return steps

    def _known(self) -> dict[str, Any]:
        return {"executor": self.executor, "progress": self.progress}

    def _moves(self) -> bool:
        return bool(self.source.setup.line.entries)

    def _difference(self) -> Section | None:
        return outcomes.difference(self.source, self.runs, **self._known())

    def _trust(self) -> Section:
        return trust(self.source, self.runs, progress=self.progress)

    def _worth(self) -> Section:
        setup = self.source.setup
        if not self._moves():
            said = f"The line {setup.line.name} has no moves of its own to leave out."
            return Section("worth", worth.WORTH, paragraph(said))
        changes = each_left_out(setup)
        found = compare(setup, self.source.loaded, changes, runs=self.runs, **self._known())
        return worth.worth(self.source, found.as_json())

    def _tornado_runs(self) -> tuple[int, int]:
        return max(2 * self.runs, FEWEST_SCREENED), max(self.runs // 2, FEWEST_PAIRS)

    def _tornado(self) -> Section:
        setup = self.source.setup
        screened, pairs = self._tornado_runs()
        try:
            measure = measure_of(setup, compiled=self.source.compiled)
            found = computed_tornado(
                setup,
                top=TOP,
                runs=screened,
                pair_runs=pairs,
                compiled=self.source.compiled,
                **self._known(),
            )
        except LabError as error:
            title = "What hangs on the coded numbers"
            return Section("tornado", title, paragraph(str(error)))
        about = {"title": measure.title, "share": measure.share}
        return ranges.tornado(self.source, about, found.as_json())

    def _calibration(self) -> Section:
        return calibration(self.source, self.runs, **self._known())


_KINDS = {
    "batch": "batch",
    "counterfactual": "counterfactual analysis",
    "sensitivity": "sensitivity analysis",
}
