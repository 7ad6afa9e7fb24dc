"""What a counterfactual found: effects with paired intervals, and what pairing saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.lab.counterfactual.changes import Change
from sim.lab.line_data import moves_of
from sim.lab.measure import Measure
from sim.lab.setup import Setup
from sim.lab.stats import Estimate
from sim.model.plan import Plan

ENOUGH_OF_A_SHARE, ENOUGH_OF_A_MEAN = 5, 10
"""Changed runs below which no difference is told from chance: with fewer the intervals are too
narrow, that of a mean more so, since nearly all pairs differ by nothing."""


@dataclass(frozen=True)
class Effect:
    """What an alternative does to one measure."""

    measure: Measure
    as_is: float
    """Share or mean on the line as it is."""
    otherwise: float
    """Share or mean in the alternative."""
    difference: Estimate
    """The alternative less the line as it is, with its paired interval."""
    changed: float
    """Share of the runs in which the measure came out otherwise."""
    runs: int
    """Of how many."""
    lost: float
    """Share of the runs in which it came out lower in the alternative: for a share, those in which
    it held as it is and not there."""
    saving: float | None
    """How many times fewer runs the pairs need than two independent ensembles for this interval;
    None where no run differs."""
    most: float | None
    """The most that any way of pairing could save."""

    @property
    def clear(self) -> bool:
        """Whether the difference is told from chance.

        Its interval leaves nought out, and enough runs changed for that to mean something.
        """
        return not self.too_few and not self.difference.low <= 0.0 <= self.difference.high

    @property
    def too_few(self) -> bool:
        """Whether too few runs changed to tell the difference from chance."""
        enough = ENOUGH_OF_A_SHARE if self.measure.share else ENOUGH_OF_A_MEAN
        return round(self.changed * self.runs) < enough

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        return {
            "as_is": self.as_is,
            "otherwise": self.otherwise,
            "difference": self.difference.value,
            "ci95": self.difference.ci95,
            "clear": self.clear,
            "changed": self.changed,
            "saving": self.saving,
            "most_saving": self.most,
        }


@dataclass(frozen=True)
class Alternative:
    """One alternative to the line as it is."""

    name: str
    change: Change
    changed: float
    """Share of the runs in which anything came out otherwise, dates included."""
    effects: Mapping[str, Effect]
    """By the column of the measure (see `sim.lab.runner.Columns`)."""
    parts: tuple[str, ...] = ()
    """The alternatives that a pair joins, by name."""
    interaction: Mapping[str, Estimate] | None = None
    """For a pair: the joint difference less the sum of both alone, by the column of the measure."""

    def worth(self, measure: str) -> Estimate:
        """What the line as it is has more than the alternative: what was left out was worth it."""
        one = self.effects[measure].difference
        return Estimate(-one.value, -one.high, -one.low)

    def played(self) -> dict[str, Effect]:
        """For each other entry of the line: the share of the runs in which it was played."""
        return {
            name.partition(".")[2]: effect
            for name, effect in self.effects.items()
            if name.startswith("line.")
        }

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        found: dict[str, Any] = {
            "name": self.name,
            "change": self.change.as_json(),
            "changed": self.changed,
            "effects": {name: effect.as_json() for name, effect in self.effects.items()},
        }
        if self.interaction is not None:
            found["parts"] = list(self.parts)
            found["interaction"] = {
                name: {"value": one.value, "ci95": one.ci95}
                for name, one in self.interaction.items()
            }
        return found


@dataclass(frozen=True)
class Saved:
    """How much pairing saves, over many differences in which some run differs."""

    median: float
    """Times as many runs as independent ensembles would need; 1 saves nothing."""
    low: float
    high: float
    five: int
    """How many need five times fewer runs, or fewer still."""
    out_of_reach: int
    """How many of the others no way of pairing could bring so far."""
    of: int

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        return {
            "median": self.median,
            "range": [self.low, self.high],
            "five_or_more": self.five,
            "out_of_reach": self.out_of_reach,
            "of": self.of,
        }


def saved(effects: Iterable[Effect]) -> Saved | None:
    """How much pairing saves over some effects; None where no run differs in any."""
    found = [(one.saving, one.most or np.inf) for one in effects if one.saving is not None]
    if not found:
        return None
    ratios = np.array([ratio for ratio, _ in found])
    short = [most for ratio, most in found if ratio < 5.0]
    return Saved(
        median=float(np.median(ratios)),
        low=float(ratios.min()),
        high=float(ratios.max()),
        five=len(found) - len(short),
        out_of_reach=sum(most < 5.0 for most in short),
        of=len(found),
    )


@dataclass(frozen=True)
class Counterfactual:
    """The line as it is, and what each alternative changes."""

    setup: Setup
    runs: int
    measures: Mapping[str, Measure]
    as_is: Mapping[str, Estimate]
    """Share or mean on the line as it is, by the column of the measure."""
    alternatives: tuple[Alternative, ...]
    told: tuple[str, ...]
    """The measures that the text tells, and that a precision and joint intervals are of."""
    joint: bool
    """Whether the intervals hold together (Bonferroni) and not each by itself."""
    precision: float | None
    """Half the width of the intervals that was asked for; None where runs were."""
    seconds: float

    @property
    def intervals(self) -> int:
        """How many intervals are told at once: differences, and for pairs interactions as well."""
        return len(self.told) * sum(2 if one.parts else 1 for one in self.alternatives)

    def effects(self) -> list[tuple[Alternative, Effect]]:
        """The differences that are told, the largest first."""
        found = [
            (one, one.effects[name])
            for one in self.alternatives
            for name in self.told
            if name in one.effects
        ]
        return sorted(found, key=lambda pair: -abs(pair[1].difference.value))

    def saved(self) -> Saved | None:
        """How much pairing saves over all that is told."""
        return saved(effect for _, effect in self.effects())

    def reached(self) -> bool:
        """Whether every difference that is told is known as precisely as was wanted."""
        limit = self.precision
        return limit is None or all(e.difference.half_width <= limit for _, e in self.effects())

    def rows(self) -> list[dict[str, Any]]:
        """One row for each alternative and measure: plain values, ready for a table."""
        return [
            {
                "alternative": one.name,
                "measure": name,
                "as_is": effect.as_is,
                "otherwise": effect.otherwise,
                "difference": effect.difference.value,
                "low": effect.difference.low,
                "high": effect.difference.high,
                "changed": effect.changed,
                "saving": effect.saving,
                "interaction": together.value if together else None,
                "interaction_low": together.low if together else None,
                "interaction_high": together.high if together else None,
            }
            for one in self.alternatives
            for name, effect in one.effects.items()
            for together in [(one.interaction or {}).get(name)]
        ]

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        spared = self.saved()
        done = self.runs * (1 + len(self.alternatives))
        return {
            "scenario": self.setup.scenario.id,
            "title": self.setup.scenario.title,
            "runs": self.runs,
            "seed": self.setup.seed,
            "line": self.setup.line.name,
            "seat": self.setup.seat,
            "difficulty": self.setup.level,
            "told": list(self.told),
            "intervals": self.intervals,
            "simultaneous": self.joint,
            "precision": self.precision,
            "reached": self.reached(),
            "measures": {
                name: {
                    "kind": "share" if measure.share else "mean",
                    "title": measure.title,
                    "as_is": self.as_is[name].value,
                    "ci95": self.as_is[name].ci95,
                }
                for name, measure in self.measures.items()
            },
            "entries": self.entries(),
            "alternatives": [one.as_json() for one in self.alternatives],
            "pairing": None if spared is None else spared.as_json(),
            "seconds": self.seconds,
            "runs_per_second": done / self.seconds if self.seconds else 0.0,
        }

    def entries(self) -> dict[str, dict[str, Any]]:
        """The moves of the line as it is: turn (from 1), date, move, for whom, how often played.

        The date is the record's, or that on which the turn begins where the line is another.
        """
        plan, setup = Plan(self.setup.scenario), self.setup
        record = setup.scenario.history.line if setup.line.name == "history" else {}
        dates = {name: move.date.isoformat() for name, move in record.items()}
        return {
            one["id"]: {
                "turn": one["turn"],
                "date": dates.get(one["id"], plan.date(one["turn"] - 1).isoformat()),
                "move": one["move"],
                "to": one["to"],
                "played": self.as_is[f"line.{one['id']}"].value,
            }
            for one in moves_of(setup.line, plan)
        }
