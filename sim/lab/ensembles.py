"""The ensembles that a backtest rests on: each is run once, whoever asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.lab.batch import BatchResult, run_batch
from sim.lab.lines import line_of
from sim.lab.setup import setup_of
from sim.scenario.load import Loaded

EXTRA = 4_000
"""Most runs of an ensemble that no forecast rests on: a mean goal score is then known to .02."""
GOAL_LINES = ("history", "pass", "random")
"""The lines on which every seat's goals are scored."""


@dataclass(frozen=True)
class Needed:
    """An ensemble: who plays what, and what of it is left out."""

    line: str
    seat: str
    leave_out: tuple[str, ...] = ()


class Ensembles:
    """The ensembles of one scenario, all of one seed, so that run r met the same chance in each.

    Args:
        loaded: The scenario.
        runs: How many runs the line that is scored has, and doing nothing.
        seed: Key of the chance.
        line: The line that is scored.
        options: What `run_batch` takes besides.
    """

    def __init__(
        self, loaded: Loaded, runs: int, seed: int = 1, line: str = "history", **options: Any
    ) -> None:
        self.loaded, self.seed, self.options = loaded, seed, options
        self.seconds = 0.0
        owner = loaded.scenario.initiative.by
        self.own, self.idle = Needed(line, owner), Needed("pass", owner)
        self.runs = {self.own: runs, self.idle: runs}
        """How many runs each ensemble has."""
        extra = min(runs, EXTRA)
        for needed in [*self._goals(), *self._paired(line)]:
            self.runs.setdefault(needed, extra)
        self._done: dict[Needed, BatchResult] = {}

    @property
    def total(self) -> int:
        """Runs of all ensembles."""
        return sum(self.runs.values())

    def _goals(self) -> list[Needed]:
        return [Needed(line, seat) for seat in goal_seats(self.loaded) for line in GOAL_LINES]

    def _paired(self, line: str) -> list[Needed]:
        if line != "history":
            return []
        history = self.loaded.scenario.history
        found = []
        for point in [*history.checkpoints.values(), *history.foils.values()]:
            if point.rests_on:
                with_it, without = self.pair(tuple(point.rests_on))
                found += [with_it, without]
        return found

    def pair(self, rests_on: tuple[str, ...]) -> tuple[Needed, Needed]:
        """The record's line with some items and without them, played by whose items they are."""
        seat = self.loaded.scenario.history.line[rests_on[0]].by
        left_out = tuple(sorted(set(rests_on)))
        return Needed("history", seat), Needed("history", seat, left_out)

    def of(self, needed: Needed) -> BatchResult:
        """An ensemble, run now if it was not yet.

        Raises:
            LabError: The line is unknown, or a seat cannot play it.
            ScenarioError: A line file with problems.
        """
        if needed not in self._done:
            setup = setup_of(
                self.loaded,
                needed.line if not needed.leave_out else self._shorter(needed),
                seat=needed.seat,
                seed=self.seed,
            )
            result = run_batch(setup, self.runs[needed], **self.options)
            self._done[needed] = result
            self.seconds += result.seconds
        return self._done[needed]

    def _shorter(self, needed: Needed) -> Any:
        whole = setup_of(self.loaded, "pass", seat=needed.seat)
        return line_of(whole.compiled(), needed.line, needed.seat, needed.leave_out)


def goal_seats(loaded: Loaded) -> list[str]:
    """The seats that have goals."""
    scenario = loaded.scenario
    return [name for name in scenario.goals if scenario.actors[name].seat]
