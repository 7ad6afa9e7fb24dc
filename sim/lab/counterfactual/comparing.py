"""Counterfactuals: what would be otherwise, run by run on the same chance.

The line as it is stands against alternatives: a move left out, at another date or by another actor,
an event or mechanism that is not there, a value set otherwise. Every run of an alternative meets
the chance of the same run of the line as it is, so that what differs is the work of the change.

All differences are *the alternative less the line as it is*. What a move was worth is thus the
difference of leaving it out, with its sign turned. `sim.game.debriefing.worth` tells the same of
the moves of one game, from the states that this game came to, and the mean over many games is what
is told here, but for one thing: a line goes on with all its entries, also with those that can be
played only where another was left out, while of a game only the moves that were made are known.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.lab.batch import MOST_RUNS, joined, parts_of
from sim.lab.columns import Columns
from sim.lab.counterfactual.changes import Change, Ground, all_of, each_left_out, pairs_of
from sim.lab.counterfactual.measures import (
    Values,
    chosen,
    measures_of,
    most_saving,
    saving,
    skips,
    values_of,
)
from sim.lab.counterfactual.results import Alternative, Counterfactual, Effect
from sim.lab.errors import LabError
from sim.lab.lines import Line
from sim.lab.measure import SKIPPED, Measure
from sim.lab.pools import local_workers
from sim.lab.precision import Rounds
from sim.lab.runner import CHUNK, Progress, spans
from sim.lab.setup import Setup, setup_of
from sim.lab.stats import Z95, Estimate, simultaneous
from sim.lab.tally import mean_of
from sim.lab.workers import Work
from sim.scenario.load import Loaded

TOGETHER = "all at once"
"""What the alternative is called that joins all changes."""
MOST = 2_000
"""Most alternatives at once."""
RUNS = 5_000


def counterfactual(
    loaded: Loaded,
    alternatives: Sequence[Change | str] | None = None,
    line: str | Line = "history",
    *,
    seat: str | None = None,
    seed: int = 1,
    asks: Mapping[str, str] | None = None,
    **options: Any,
) -> Counterfactual:
    """What alternatives to a line change, by runs on the same chance.

    Args:
        loaded: The scenario.
        alternatives: Changes; a text is what to leave out (an entry or a move of the line,
            `event:ID`, `rule:ID`). By default each entry of the line is left out in turn.
        line: The line as it is: its name, the path of a line file, or a line.
        seat: Who plays it; by default who owns the initiative.
        seed: Key of the chance.
        asks: More conditions or quantities to compare, by name.
        options: What `compare` takes besides: `runs`, `precision`, `pairs`, `together`, `measures`,
            `joint`, `workers`, `executor`, `progress`.

    Raises:
        LabError: Something that is named is not there, or is not possible.
        ScenarioError: A line file with problems, or a value that cannot be set.
    """
    setup = setup_of(loaded, line, seat=seat, seed=seed, asks=asks)
    changes = [
        Change(without=(one,)) if isinstance(one, str) else one for one in alternatives or ()
    ]
    return compare(setup, loaded, changes or each_left_out(setup), **options)


def compare(
    setup: Setup,
    loaded: Loaded,
    changes: Sequence[Change],
    *,
    runs: int = RUNS,
    precision: float | None = None,
    pairs: bool = False,
    together: bool = False,
    measures: Sequence[str] = (),
    joint: bool = False,
    workers: int = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Counterfactual:
    """Set changes against a setup.

    Args:
        setup: The line as it is.
        loaded: Its scenario.
        changes: What is to be otherwise; each is an alternative.
        runs: Runs of each alternative; with a precision the most.
        precision: Go on, in rounds, until every difference that is told has an interval of no
            more than this to each side (see `sim.lab.precision`).
        pairs: Whether each two of the changes are made together as well, for their interaction.
        together: Whether all changes are made at once as one more alternative.
        measures: What is told; by default the seat's goals, its aims, and what is asked for.
        joint: Whether all intervals that are told hold together.
        workers: Processes of this machine.
        executor: Whatever else runs the tasks.
        progress: Is told of the runs as they are done.

    Raises:
        LabError: Something that is named is not there or not possible, or a number out of range.
        ScenarioError: A value that cannot be set.
    """
    if not 2 <= runs <= MOST_RUNS:
        raise LabError(f"{runs} runs cannot be compared; ask for 2 to {MOST_RUNS}.")
    rounds, done = Rounds(runs, precision), 0
    begin = time.perf_counter()
    work = _Comparison(setup, loaded, _planned(changes, pairs, together), measures, joint)
    with local_workers(1 if executor is not None else workers) as local:
        while (last := rounds.after(done, work.widest())) > done:
            again = precision is not None and last < runs
            work.run(done, last - done, executor or local, progress, again)
            done = last
    return work.result(precision, done, time.perf_counter() - begin)


def planned_runs(changes: Sequence[Change], runs: int, pairs: bool, together: bool) -> int:
    """How many runs a comparison takes in all."""
    return runs * (1 + len(_planned(changes, pairs, together)))


@dataclass(frozen=True)
class _Planned:
    """An alternative to be run."""

    change: Change
    name: str
    parts: tuple[str, ...] = ()


def _planned(changes: Sequence[Change], pairs: bool, together: bool) -> list[_Planned]:
    single = list({change.name: change for change in changes}.values())
    found = [_Planned(change, change.name) for change in single]
    if pairs:
        for one, other in pairs_of(single):
            both = one.joined(other)
            found.append(_Planned(both, both.name, (one.name, other.name)))
    if (pairs or together) and len(single) < 2:
        raise LabError("One change alone has nothing to be joined with; give two or more.")
    if together and not (pairs and len(single) == 2):
        found.append(_Planned(all_of(single), TOGETHER))
    if len(found) > MOST:
        raise LabError(f"This makes {len(found)} alternatives; at most {MOST} can be compared.")
    return found


class _Comparison:
    """The runs of a comparison as they grow, and what they add up to."""

    def __init__(
        self,
        setup: Setup,
        loaded: Loaded,
        planned: Sequence[_Planned],
        measures: Sequence[str],
        joint: bool,
    ) -> None:
        self.setup, self.planned, self.joint = setup, planned, joint
        self.ground = Ground(setup, loaded)
        compiled = self.ground.compiled
        self.told = chosen(setup, measures, compiled)
        self.measures = measures_of(setup, self.told, compiled)
        self.setups = {one.name: self.ground.alternative(one.change) for one in planned}
        intervals = len(self.told) * sum(2 if one.parts else 1 for one in planned)
        self.z = simultaneous(intervals) if joint else Z95
        self.base: Columns = {}
        self.arms: dict[str, Columns] = {}
        self.found: dict[str, Alternative] = {}

    def run(
        self,
        first: int,
        runs: int,
        executor: Executor | None,
        progress: Progress | None,
        more: bool,
    ) -> None:
        """Run all arms on, and compare them."""
        needed = {part for one in self.planned for part in one.parts}
        self.base = self._on(self.base, self.setup, first, runs, executor, progress)
        for one in self.planned:
            name = one.name
            arm = self._on(
                self.arms.pop(name, {}), self.setups[name], first, runs, executor, progress
            )
            self.found[name] = self._compare(one, arm)
            # Where nothing more is to be made of an arm its memory is given back.
            if more or name in needed:
                self.arms[name] = arm

    def _on(
        self,
        columns: Columns,
        setup: Setup,
        first: int,
        runs: int,
        executor: Executor | None,
        progress: Progress | None,
    ) -> Columns:
        """Columns with so many more runs of a setup, from a first one on."""
        todo = dict(spans(runs, CHUNK, first))
        compiled = self.ground.compiled if setup.scenario is self.setup.scenario else None
        parts = {first - 1: columns} if columns else {}
        for start, part in parts_of(Work(setup, compiled), todo, CHUNK, executor):
            parts[start] = part
            if progress is not None:
                progress(todo[start])
        return joined(parts)

    def _compare(self, one: _Planned, arm: Columns) -> Alternative:
        """An alternative against the line as it is."""
        other = self.setups[one.name]
        entries = {entry.id for entry in self.setup.line.entries}
        both = entries & {entry.id for entry in other.line.entries}
        touched = {f"line.{entry}" for entry in entries - both | one.change.entries}
        pairs = {
            name: (self._values(measure, self.base, self.setup, both), values)
            for name, measure in self.measures.items()
            if name not in touched or name.removeprefix("line.") in both
            for values in [self._values(measure, arm, other, both)]
        }
        ignored = {SKIPPED, *touched}
        apart = np.zeros(self.base[SKIPPED].size, dtype=bool)
        for name in self.base.keys() & arm.keys() - ignored:
            apart |= self.base[name] != arm[name]
        return Alternative(
            name=one.name,
            change=one.change,
            changed=float(apart.mean()),
            effects={
                name: self._effect(self.measures[name], as_is, values)
                for name, (as_is, values) in pairs.items()
            },
            parts=one.parts,
            interaction=self._interaction(one, pairs) if one.parts else None,
        )

    def _values(
        self, measure: Measure, columns: Columns, setup: Setup, entries: set[str]
    ) -> Values:
        if measure.column == SKIPPED:
            return skips(columns, setup, entries)
        return values_of(measure, columns)

    def _effect(self, measure: Measure, as_is: Values, other: Values) -> Effect:
        return Effect(
            measure=measure,
            as_is=measure.estimate(as_is).value,
            otherwise=measure.estimate(other).value,
            difference=measure.difference(other, as_is, self.z),
            changed=float((as_is != other).mean()),
            runs=as_is.size,
            lost=float((other < as_is).mean()),
            saving=saving(other, as_is),
            most=most_saving(other, as_is),
        )

    def _interaction(
        self, one: _Planned, pairs: Mapping[str, tuple[Values, Values]]
    ) -> dict[str, Estimate]:
        """What both changes do together less what each does alone, run by run."""
        first, second = (self.arms[part] for part in one.parts)
        found = {}
        for name, (as_is, joint) in pairs.items():
            if name == SKIPPED or name.startswith("line."):
                continue  # the three alternatives have other entries
            measure = self.measures[name]
            alone = measure.read(first) + measure.read(second)
            found[name] = mean_of(joint + as_is.astype(np.float64) - alone, self.z)
        return found

    def widest(self) -> float:
        """Half the widest interval told so far."""
        return max(
            (
                one.effects[name].difference.half_width
                for one in self.found.values()
                for name in self.told
                if name in one.effects
            ),
            default=0.0,
        )

    def result(self, precision: float | None, runs: int, seconds: float) -> Counterfactual:
        """What was found so far."""
        as_is = {}
        every = {entry.id for entry in self.setup.line.entries}
        for name, measure in self.measures.items():
            as_is[name] = measure.estimate(self._values(measure, self.base, self.setup, every))
        return Counterfactual(
            setup=self.setup,
            runs=runs,
            measures=self.measures,
            as_is=as_is,
            alternatives=tuple(self.found[one.name] for one in self.planned),
            told=self.told,
            joint=self.joint,
            precision=precision,
            seconds=seconds,
        )
