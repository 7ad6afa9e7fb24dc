"""The backtest: how often the record's own line brings about what happened, and what did not.

Checkpoints happened by their dates; foils are things that could have happened and did not. Each has
a forecast, the share of runs in which it held in time. A checkpoint that rests on the seat's own
move is also forecast without it, on the same chance; and what each seat reaches of its goals is
told beside what it reaches by doing nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.lab.batch import BatchResult, Bools
from sim.lab.ensembles import Ensembles
from sim.lab.errors import LabError
from sim.lab.seats import SeatScores, seat_scores
from sim.lab.stats import (
    Estimate,
    brier_scores,
    log_scores,
    paired_share_difference,
    skill,
    wilson,
)
from sim.model.constants import NAMES
from sim.model.plan import Plan
from sim.scenario.checks.protocol import starting_values
from sim.scenario.load import Loaded
from sim.scenario.schema import Checkpoint

RUNS = 20_000
RARE = 0.25
"""Below this share a checkpoint is rare enough to be the surprise that the sources call it."""
FEWEST = 500
"""Runs that must have kept to the record so far before a share of them is reported."""


@dataclass(frozen=True)
class WithoutMove:
    """A point without the moves of the record that it rests on."""

    probability: float
    difference: Estimate
    """The share with them less the share without, on the same chance."""
    runs: int

    @property
    def rises(self) -> bool:
        """Whether it surely is likelier when the moves are made."""
        return self.difference.low > 0


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
    without: WithoutMove | None = None
    """Where it rests on moves of the record's line, and that line is scored."""

    @property
    def rare(self) -> bool:
        """Whether it is as rare as a surprise should be."""
        return self.share.value < RARE

    def as_json(self, foil: bool) -> dict[str, Any]:
        """The machine-readable result; a foil has nothing before it."""
        before = {} if foil else {"given_earlier": self.given_earlier}
        more: dict[str, Any] = {}
        if self.spec.surprise is not None:
            more |= {"surprise": self.spec.surprise}
        if self.without is not None:
            more |= {
                "rests_on": list(self.spec.rests_on),
                "without_move": self.without.probability,
                "difference": self.without.difference.value,
                "difference_ci95": self.without.difference.ci95,
            }
        return {
            "id": self.id,
            "by": self.spec.by.isoformat(),
            "probability": self.share.value,
            **before,
            "ci95": self.share.ci95,
            "cite": list(self.spec.cite),
            **more,
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
    seats: tuple[SeatScores, ...]
    coded: int
    """Coded numbers of the scenario: what could have been fitted ..."""
    constants: int
    """... together with the constants of the engine, which all scenarios share."""

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
            "goals": {
                one.seat: {line: score.as_json() for line, score in one.lines.items()}
                for one in self.seats
            },
            "waiting": {one.seat: one.waiting_json() for one in self.seats},
            "parameters": {
                "coded": self.coded,
                "constants": self.constants,
                "checkpoints": len(self.checkpoints),
                "foils": len(self.foils),
            },
        }


def runs_of(loaded: Loaded, runs: int = RUNS, line: str = "history") -> int:
    """How many runs a backtest makes in all."""
    return Ensembles(loaded, runs, line=line).total


def backtest(
    loaded: Loaded,
    runs: int = RUNS,
    seed: int = 1,
    line: str = "history",
    goals: bool = True,
    **options: Any,
) -> Backtest:
    """Score a scenario against its record.

    Args:
        loaded: The scenario.
        runs: How many runs of the line, and as many of doing nothing; other lines have fewer.
        seed: Key of the chance.
        line: The line that is scored.
        goals: Whether what the seats reach is told as well, which takes as many runs again.
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
    return scored(Ensembles(loaded, runs, seed, line, **options), goals)


def scored(ensembles: Ensembles, goals: bool = True) -> Backtest:
    """The backtest of a scenario with checkpoints, from ensembles that others may use as well."""
    loaded = ensembles.loaded
    history = loaded.scenario.history
    checkpoints = _points(ensembles, "checkpoints", history.checkpoints)
    foils = _points(ensembles, "foils", history.foils)
    every = [*checkpoints, *foils]
    happened = [True] * len(checkpoints) + [False] * len(foils)
    forecasts = [point.share.value for point in every]
    scores = brier_scores(forecasts, happened)
    reference = brier_scores([point.pass_share for point in every], happened)
    given = [p.share.value if p.given_earlier is None else p.given_earlier for p in checkpoints]
    seats = seat_scores(ensembles) if goals else ()
    return Backtest(
        scenario=loaded.scenario.id,
        holdout=history.holdout,
        runs=ensembles.runs[ensembles.own],
        seed=ensembles.seed,
        seconds=ensembles.seconds,
        checkpoints=tuple(checkpoints),
        foils=tuple(foils),
        mean=float(np.mean(given)),
        brier=float(scores.mean()),
        log_score=float(log_scores(forecasts, happened).mean()),
        skill_over_pass=skill(scores, reference, seed=ensembles.seed)
        if reference.sum() > 0
        else None,
        seats=seats,
        coded=sum(1 for _ in starting_values(loaded.scenario)),
        constants=len(NAMES),
    )


def _points(ensembles: Ensembles, kind: str, specs: Mapping[str, Checkpoint]) -> list[Point]:
    """The points of one kind in the order of their dates."""
    points = []
    own, idle = ensembles.of(ensembles.own), ensembles.of(ensembles.idle)
    plan = Plan(own.setup.scenario)
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
                without=_without(ensembles, plan, f"{kind}.{name}", spec),
            )
        )
    return points


def _without(ensembles: Ensembles, plan: Plan, name: str, spec: Checkpoint) -> WithoutMove | None:
    """The point without the moves that it rests on, paired on the same chance."""
    if not spec.rests_on or ensembles.own.line != "history":
        return None
    turn = plan.turn_of(spec.by)
    with_it, without = (ensembles.of(one) for one in ensembles.pair(tuple(spec.rests_on)))
    runs = without.runs
    if runs < 2:
        return None
    rest = without.happened(name, turn)
    return WithoutMove(
        probability=float(rest.mean()),
        difference=paired_share_difference(with_it.happened(name, turn)[:runs], rest),
        runs=runs,
    )


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
