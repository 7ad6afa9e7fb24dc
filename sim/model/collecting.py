"""What Mesa's own tools read of a process: outcomes and goals, turn by turn.

The engine notes the turn in which a condition first held and nothing else, so the history of every
turn is put together when somebody asks for it, and costs nothing until then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from mesa.datacollection import DataCollector

from sim.model.ensemble import Ensemble
from sim.model.plan import NEVER


@dataclass(frozen=True)
class _Then:
    """A process as it stood after so many turns, as far as a collector looks at it."""

    process: Ensemble
    steps: int

    @property
    def time(self) -> int:
        """What newer versions of Mesa call the steps."""
        return self.steps

    def tracked(self) -> np.ndarray[Any, Any]:
        """Turns in which each condition first held, as they were known then."""
        found = self.process.world.tracked[:, : self.process.runs]
        return np.where(found < self.steps, found, NEVER)


def collected(process: Ensemble) -> Any:
    """Mesa's data collector, with one row a turn that was played.

    `outcomes.ID` is the share of the runs in which the outcome was reached by the end of the turn,
    `goals.SEAT` the mean weight of the aims that the seat had reached. With one run a share is 0 or
    1.
    """
    reporters: dict[str, Callable[[_Then], float]] = {}
    for name in process.plan.scenario.outcomes:
        row = process.compiled.rows[f"outcomes.{name}"]
        reporters[f"outcomes.{name}"] = partial(_share, row)
    for seat in process.plan.scenario.goals:
        reporters[f"goals.{seat}"] = partial(_score, seat)
    collector = DataCollector(model_reporters=reporters)
    for turn in range(process.turn):
        collector.collect(_Then(process, turn + 1))
    return collector


def _share(row: int, then: _Then) -> float:
    return float((then.tracked()[row] != NEVER).mean())


def _score(seat: str, then: _Then) -> float:
    return float(then.process.compiled.goal_score(seat, then.tracked()).mean())
