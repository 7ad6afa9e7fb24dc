"""The backtest: how often the record's own line brings about what happened, and what did not.

Checkpoints happened by their dates; foils are things that could have happened and did not. Each has
a forecast, the share of runs in which it held in time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.lab.batch import BatchResult, Bools, run_batch
from sim.lab.faults import LabError
from sim.lab.setup import setup_of
from sim.lab.stats import Estimate, brier_scores, log_scores, skill, wilson
from sim.model.plan import Plan
from sim.scenario.load import Loaded
from sim.scenario.schema import Checkpoint

RUNS = 20_000
FEWEST = 500
"""Runs that must have kept to the record so far before a share of them is reported."""


@dataclass(frozen=True)
class Point:
    """A dated event of the record, or a foil, with its forecast."""

    id: str
    spec: Checkpoint
    share: Estimate
    given_earlier: float | None
    """The share among runs that met all checkpoints of earlier dates; None below `FEWEST`."""
    pass_share: float
    """The share where the seat does nothing."""

    def as_json(self, foil: bool) -> dict[str, Any]:
        """The machine-readable result; a foil has nothing before it."""
        before = {} if foil else {"given_earlier": self.given_earlier}
        return {
            "id": self.id,
            "by": self.spec.by.isoformat(),
            "probability": self.share.value,
            **before,
            "ci95": self.share.ci95,
            "cite": list(self.spec.cite),
        }


@dataclass(frozen=True)
class Backtest:
    """The forecasts of one scenario and their scores."""

    scenario: str
    holdout: bool
    runs: int
    seed: int
    seconds: float
    checkpoints: tuple[Point, ...]
    foils: tuple[Point, ...]
    mean: float
    """Mean over the checkpoints of the share given the earlier ones (plain where that is None)."""
    brier: float
    """0 is perfect, .25 what saying .5 each time earns."""
    log_score: float
    """0 is perfect, .69 what saying .5 each time earns."""
    skill_over_pass: Estimate | None
    """1 less the ratio of the Brier scores of this line and of doing nothing; None where doing
    nothing forecasts without fault."""

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        skilled = self.skill_over_pass
        return {
            "holdout": self.holdout,
            "checkpoints": [point.as_json(foil=False) for point in self.checkpoints],
            "foils": [point.as_json(foil=True) for point in self.foils],
            "mean": self.mean,
            "brier": self.brier,
            "log_score": self.log_score,
            "skill_over_pass": skilled.value if skilled else None,
            "skill_over_pass_ci95": skilled.ci95 if skilled else None,
        }


def backtest(
    loaded: Loaded, runs: int = RUNS, seed: int = 1, line: str = "history", **options: Any
) -> Backtest:
    """Score a scenario against its record.

    Args:
        loaded: The scenario.
        runs: How many runs of the line, and as many of doing nothing.
        seed: Key of the chance.
        line: The line that is scored.
        options: What `run_batch` takes besides.

    Raises:
        LabError: The scenario has no checkpoints.
    """
    history = loaded.scenario.history
    if not history.checkpoints:
        raise LabError(
            f"{loaded.scenario.id} has no checkpoints to be tested against; "
            "write some beneath history.checkpoints."
        )
    own = run_batch(setup_of(loaded, line, seed=seed), runs, **options)
    idle = run_batch(setup_of(loaded, "pass", seed=seed), runs, **options)
    plan = own.setup.compiled().plan
    checkpoints = _points(plan, own, idle, "checkpoints", history.checkpoints)
    foils = _points(plan, own, idle, "foils", history.foils)
    every = [*checkpoints, *foils]
    happened = [True] * len(checkpoints) + [False] * len(foils)
    forecasts = [point.share.value for point in every]
    scores = brier_scores(forecasts, happened)
    reference = brier_scores([point.pass_share for point in every], happened)
    given = [p.share.value if p.given_earlier is None else p.given_earlier for p in checkpoints]
    return Backtest(
        scenario=loaded.scenario.id,
        holdout=history.holdout,
        runs=runs,
        seed=seed,
        seconds=own.seconds + idle.seconds,
        checkpoints=tuple(checkpoints),
        foils=tuple(foils),
        mean=float(np.mean(given)),
        brier=float(scores.mean()),
        log_score=float(log_scores(forecasts, happened).mean()),
        skill_over_pass=skill(scores, reference, seed=seed) if reference.sum() > 0 else None,
    )


def _points(
    plan: Plan,
    own: BatchResult,
    idle: BatchResult,
    kind: str,
    specs: Mapping[str, Checkpoint],
) -> list[Point]:
    """The points of one kind in the order of their dates."""
    points = []
    in_time = {
        name: own.happened(f"checkpoints.{name}", plan.turn_of(spec.by))
        for name, spec in own.setup.scenario.history.checkpoints.items()
    }
    for name, spec in sorted(specs.items(), key=lambda item: item[1].by):
        turn = plan.turn_of(spec.by)
        held = own.happened(f"{kind}.{name}", turn)
        points.append(
            Point(
                id=name,
                spec=spec,
                share=wilson(int(held.sum()), own.runs),
                given_earlier=_given_earlier(own, held, spec, in_time),
                pass_share=float(idle.happened(f"{kind}.{name}", turn).mean()),
            )
        )
    return points


def _given_earlier(
    own: BatchResult, held: Bools, spec: Checkpoint, in_time: Mapping[str, Bools]
) -> float | None:
    kept = np.ones(own.runs, dtype=bool)
    for name, earlier in own.setup.scenario.history.checkpoints.items():
        if earlier.by < spec.by:
            kept &= in_time[name]
    if kept.sum() < FEWEST:
        return None
    return float(held[kept].mean())
