"""One turn of the search for a line: what can be changed there, and which change surely helps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.lab.lookahead.bench import Bench
from sim.lab.lookahead.rehearsal import After, Gain, Moves, Scores, Step, capital
from sim.model.exact import Floats
from sim.model.process import PeaceProcess
from sim.model.world import Bools

SCREEN = 4_096
"""Lanes of the first round, in which all candidates of a turn race."""
FIRST = (24, 128)
"""Fewest and most runs of a candidate in the first round."""
KEPT = 8
"""How many candidates of a turn are looked at again ..."""
RUNS = 512
"""... on so many runs, on which also what a turn has is looked at."""
TELLING = 0.002
"""A smaller gain is not worth a move."""
REACH = 3
"""Turns by which a move may be brought forward or put off at once."""
MOST = 0.5
"""A move is open where it can be played and paid for in more than this share of the runs."""


@dataclass(frozen=True)
class Change:
    """A step put into a turn, perhaps taken out of another."""

    step: Step
    into: int
    out_of: int | None = None


class Turn:
    """One turn of a pass: the state in which it begins, and what can be changed there."""

    def __init__(self, bench: Bench, process: PeaceProcess, after: After) -> None:
        self.bench, self.process, self.after = bench, process, after
        self.now, self.runs = process.turn, range(process.lanes)
        self.capital: Floats = capital(process)
        legal = {step: process.legal(bench.option(step)) for step in bench.steps}
        self.open: dict[Step, Bools] = {step: ok for step, ok in legal.items() if ok.any()}

    def improved(self, line: Moves) -> Moves:
        """The line with whatever surely helps at this turn."""
        line, spare = self._shortened(line)
        kept = self._screened(line, spare)
        for _ in range(self.bench.most + 1):
            better = self._better(line, kept, spare)
            if better is None:
                break
            line, spare = self._shortened(better)
        return line

    # -- what can be changed -----------------------------------------------------------------------

    def _changes(self, line: Moves) -> Iterator[Change]:
        near = range(self.now + 1, min(self.now + 1 + REACH, self.bench.turns))
        for step in self.open:
            yield Change(step, self.now)
            yield from (Change(step, self.now, later) for later in near if step in line[later])
        for step in line[self.now]:
            yield from (Change(step, later, self.now) for later in near)

    def _rivals(
        self, line: Moves, changes: Iterable[Change], spare: Step | None
    ) -> dict[Moves, Change]:
        """The lines that changes make, with the change that makes each."""
        found: dict[Moves, Change] = {}
        for change in changes:
            rival = self._changed(line, change, spare)
            if rival is not None and rival != line:
                found.setdefault(rival, change)
        return found

    def _changed(self, line: Moves, change: Change, spare: Step | None) -> Moves | None:
        """The line with a change, the spare step making room for it; None where it cannot be."""
        step = change.step
        if change.out_of is not None:
            if step not in line[change.out_of]:
                return None
            line = dropped(line, change.out_of, step)
        there = line[change.into]
        if any(other.option == step.option for other in there):
            return None
        if change.into != self.now:
            room = len(there) < self.bench.most
            return replaced(line, change.into, (*there, step)) if room else None
        if not self._fits(there, step):
            there = tuple(other for other in there if other != spare)
        return replaced(line, self.now, (*there, step)) if self._fits(there, step) else None

    def _fits(self, there: Sequence[Step], step: Step) -> bool:
        """Whether a step can be played and paid for beside others, in most runs."""
        if len(there) >= self.bench.most:
            return False
        cost = sum(self.bench.option(one).spec.cost for one in (*there, step))
        return float(np.mean(self.open[step] & (self.capital >= cost))) > MOST

    # -- which changes help ------------------------------------------------------------------------

    def _shortened(self, line: Moves) -> tuple[Moves, Step | None]:
        """The line without what does not help at this turn, and which of the rest is least missed.

        The rollout algorithm has no later moves to weigh them with, so it drops none.
        """
        while self.after == "line" and line[self.now]:
            here = line[self.now]
            shorter = [dropped(line, self.now, step) for step in here]
            found = self.bench.scores(self.process, self.runs, [line, *shorter])
            gains = [Gain.of(row - found[0]).mean for row in found[1:]]
            least = max(range(len(here)), key=gains.__getitem__)
            if gains[least] < 0:
                return line, here[least]
            line = shorter[least]
        return line, None

    def _screened(self, line: Moves, spare: Step | None) -> list[Change]:
        """The changes that do best on few runs."""
        rivals = self._rivals(line, self._changes(line), spare)
        if not rivals:
            return []
        least, most = FIRST
        lanes = SCREEN * len(self.runs) // RUNS
        runs = range(min(most, max(least, lanes // (len(rivals) + 1))))
        gains = self._gains(line, list(rivals), runs)
        best = sorted(rivals, key=lambda rival: -Gain.of(gains[rival]).mean)
        return [rivals[rival] for rival in best if Gain.of(gains[rival]).high > 0][:KEPT]

    def _better(self, line: Moves, changes: Sequence[Change], spare: Step | None) -> Moves | None:
        """The line with the change that gains most, None where none surely gains."""
        gains = self._gains(line, list(self._rivals(line, changes, spare)), self.runs)
        if not gains:
            return None
        best = max(gains, key=lambda rival: Gain.of(gains[rival]).mean)
        gain = Gain.of(gains[best])
        return best if gain.low > 0 and gain.mean > TELLING else None

    def _gains(self, line: Moves, rivals: Sequence[Moves], lanes: range) -> dict[Moves, Scores]:
        """What each rival gains over the line, run by run."""
        if not rivals:
            return {}
        found = self.bench.scores(self.process, lanes, [line, *rivals], self.after)
        return dict(zip(rivals, found[1:] - found[0], strict=True))


def replaced(line: Moves, turn: int, steps: tuple[Step, ...]) -> Moves:
    """A line with other steps in a turn."""
    return (*line[:turn], steps, *line[turn + 1 :])


def dropped(line: Moves, turn: int, step: Step) -> Moves:
    """A line without a step of a turn."""
    return replaced(line, turn, tuple(other for other in line[turn] if other != step))
