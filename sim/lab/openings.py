"""Which opening move of a seat brings its goals nearest, against waiting a turn.

A scenario that can be learnt by heart is no exercise: no move should be the best opening in every
one of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.lab.batch import MOST_RUNS
from sim.lab.errors import LabError
from sim.lab.lines import Line
from sim.lab.lookahead.rehearsal import WHOLE, Moves, Step, capital, scores
from sim.lab.runner import ensemble
from sim.lab.setup import setup_of
from sim.lab.stats import Estimate, paired_mean_difference
from sim.model.compiled import Compiled
from sim.model.options import Option
from sim.model.process import PeaceProcess
from sim.scenario.load import Loaded

RUNS = 1_000
BEST = 3
"""How many openings are told."""


@dataclass(frozen=True)
class Opening:
    """A first move, and what it gains."""

    move: str
    to: str | None
    title: str
    gain: Estimate
    """Mean goal score with it less that of waiting a turn, the seat then playing by itself."""

    @property
    def label(self) -> str:
        """The move and its target in words."""
        return f"{self.title} ({self.to})" if self.to else self.title

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        return {
            "move": self.move,
            "to": self.to,
            "gain": self.gain.value,
            "ci95": self.gain.ci95,
        }


def openings(
    loaded: Loaded, seat: str | None = None, runs: int = RUNS, seed: int = 1
) -> list[Opening]:
    """The opening moves of a seat by what they gain, the best first.

    Each is played alone in the first turn; from the second on the seat plays by its own policy, as
    it does where it waited. All meet the same chance.

    Raises:
        LabError: No such seat, a seat without goals, or too few runs.
    """
    setup = setup_of(loaded, "pass", seat=seat, seed=seed)
    if setup.seat not in loaded.scenario.goals:
        raise LabError(
            f"{loaded.scenario.id} has no goals for {setup.seat}; its moves gain nothing."
        )
    if not 2 <= runs <= MOST_RUNS:
        raise LabError(f"{runs} runs cannot be paired; ask for 2 to {MOST_RUNS}.")
    setup = replace(setup, line=Line("opening", "line"))
    compiled = setup.compiled()
    start = ensemble(compiled, setup, 0, runs)
    options = _open(start, compiled)
    later = ((),) * (compiled.plan.turns - 1)
    lines: list[Moves] = [((), *later), *(((Step(one.index),), *later) for one in options)]
    waited, *reached = scores(start, range(runs), lines, "own") / WHOLE
    found = []
    for option, score in zip(options, reached, strict=True):
        gain = paired_mean_difference(score, waited)
        to = None if option.target is None else compiled.plan.actors[option.target]
        found.append(Opening(option.move, to, option.spec.title, gain))
    return sorted(found, key=lambda one: -one.gain.value)


def _open(start: PeaceProcess, compiled: Compiled) -> list[Option]:
    """What the seat can play and pay for in the first turn, in most runs."""
    have = capital(start)
    return [
        option
        for option in compiled.options.all
        if option.actor == start.seat
        and float(np.mean(start.legal(option) & (have >= option.spec.cost))) > 0.5
    ]


def best_everywhere(by_scenario: Iterable[list[Opening]]) -> str | None:
    """The move that is the best opening of every scenario; None where there is no such move."""
    first = {found[0].move if found else None for found in by_scenario}
    return first.pop() if len(first) == 1 else None
