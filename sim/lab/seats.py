"""What each seat reaches of its goals by the record's line, by doing nothing and by chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.lab.ensembles import GOAL_LINES, Ensembles, Needed, goal_seats
from sim.lab.stats import Estimate, mean
from sim.scenario.schema import Seat, Waiting

NEAR = 0.05
"""Doing nothing does as well as history where its score is no more than this below."""
ABOVE = 0.5
"""Doing nothing does well by itself where its score is above this."""


@dataclass(frozen=True)
class LineScore:
    """What a seat reaches on one line."""

    runs: int
    score: Estimate
    """Mean goal score."""
    aims: Mapping[str, float]
    """Share of the runs that reached each aim."""

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        return {
            "score": self.score.value,
            "ci95": self.score.ci95,
            "aims": dict(self.aims),
            "runs": self.runs,
        }


@dataclass(frozen=True)
class SeatScores:
    """A seat with goals on every line."""

    seat: str
    spec: Seat
    lines: Mapping[str, LineScore]

    @property
    def waiting_pays(self) -> bool:
        """Whether doing nothing does about as well as history, or well by itself."""
        idle, history = self.lines["pass"].score.value, self.lines["history"].score.value
        return idle >= history - NEAR or idle > ABOVE

    @property
    def waiting(self) -> Waiting | None:
        """Why doing nothing does so well, where the scenario says so."""
        return self.spec.waiting

    def waiting_json(self) -> dict[str, Any]:
        """Whether doing nothing pays, and what the scenario says to it."""
        said = self.waiting
        return {
            "pays": self.waiting_pays,
            "says": said.says if said else None,
            "cite": list(said.cite) if said else [],
        }


def seat_scores(ensembles: Ensembles) -> tuple[SeatScores, ...]:
    """Every seat with goals on the lines history, pass and random."""
    scenario = ensembles.loaded.scenario
    found = []
    for seat in goal_seats(ensembles.loaded):
        goals = scenario.goals[seat]
        lines = {}
        for line in GOAL_LINES:
            result = ensembles.of(Needed(line, seat))
            lines[line] = LineScore(
                runs=result.runs,
                score=_mean(result.columns[f"goals.{seat}"]),
                aims={
                    name: float(result.happened(f"outcomes.{name}").mean()) for name in goals.aims
                },
            )
        found.append(SeatScores(seat, goals, lines))
    return tuple(found)


def _mean(values: Any) -> Estimate:
    if values.size < 2:
        only = float(values[0])
        return Estimate(only, only, only)
    return mean(values)
