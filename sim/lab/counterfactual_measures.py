"""What a counterfactual compares: measures of each run, and how much pairing the runs saves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from sim.lab.batch import run_batch
from sim.lab.faults import LabError, sentence
from sim.lab.runner import Columns
from sim.lab.setup import Setup
from sim.lab.stats import (
    Z95,
    Estimate,
    mean_difference,
    paired_mean_difference,
    paired_share_difference,
    share_difference,
)
from sim.model.plan import NEVER
from sim.scenario.suggest import did_you_mean

Values = NDArray[Any]
"""One measure of each run, shape (runs,): truth values for a share, numbers for a mean."""
SKIPPED = "skipped"
_FIRST_TURNS = ("outcomes", "asks", "checkpoints", "foils")


@dataclass(frozen=True)
class Measure:
    """One thing that is compared."""

    name: str
    """`outcomes.ID`, `asks.NAME`, `quantities.NAME`, `goals.SEAT`, `line.ENTRY` (whether an entry
    of the line was played), `checkpoints.ID`, `foils.ID`, or `skipped`: how many entries could not
    be played, of those that the line has in both."""
    kind: Literal["share", "mean"]
    title: str

    def of(self, columns: Columns) -> Values:
        """The measure of each run."""
        if self.name.partition(".")[0] in _FIRST_TURNS:
            held: Values = columns[self.name] != NEVER
            return held
        found: Values = columns[self.name]
        return found

    def difference(self, first: Values, second: Values, z: float = Z95) -> Estimate:
        """What `first` has more than `second` on the same chance, with its interval."""
        if self.kind == "share":
            return paired_share_difference(first, second, z)
        return paired_mean_difference(first, second, z)

    def unpaired_difference(self, first: Values, second: Values, z: float = Z95) -> Estimate:
        """The same of two independent ensembles."""
        if self.kind == "share":
            return share_difference(first, second, z)
        return mean_difference(first, second, z)


def measures_of(setup: Setup, more: Iterable[str] = ()) -> dict[str, Measure]:
    """What can be compared of a setup, by name.

    Args:
        setup: The line as it is.
        more: Names of checkpoints and foils (`checkpoints.ID`, `foils.ID`) to compare besides.
    """
    scenario = setup.scenario
    quantities = setup.compiled().readers if setup.asks else ()
    found = [
        Measure(f"goals.{seat}", "mean", f"Goals of {scenario.actors[seat].name}, 0 to 1")
        for seat in scenario.goals
    ]
    found += [
        Measure(f"outcomes.{name}", "share", one.title) for name, one in scenario.outcomes.items()
    ]
    for name, text in setup.asks.items():
        kind: Literal["share", "mean"] = "mean" if name in quantities else "share"
        found.append(Measure(f"{'quantities' if kind == 'mean' else 'asks'}.{name}", kind, text))
    history = scenario.history
    points = {f"checkpoints.{name}": one.title for name, one in history.checkpoints.items()}
    points |= {f"foils.{name}": one.title for name, one in history.foils.items()}
    found += [Measure(name, "share", points[name]) for name in more if name in points]
    found.append(Measure(SKIPPED, "mean", "Moves of the line that could not be played"))
    found += [
        Measure(f"line.{entry.id}", "share", f"{entry.id} is played")
        for entry in setup.line.entries
    ]
    return {measure.name: measure for measure in found}


def chosen(setup: Setup, names: Sequence[str]) -> tuple[str, ...]:
    """The measures to be told, in order: those named, or the seat's goals and its aims.

    Args:
        setup: The line as it is.
        names: Full names of measures, or the part after the point where only one has it.

    Raises:
        LabError: There is no such measure, or more than one.
    """
    scenario = setup.scenario
    if not names:
        goals = scenario.goals.get(setup.seat)
        aims = list(scenario.outcomes) if goals is None else list(goals.aims)
        own = [] if goals is None else [f"goals.{setup.seat}"]
        asked = [name for name in measures_of(setup) if name.startswith(("asks.", "quantities."))]
        return (*own, *asked, *(f"outcomes.{aim}" for aim in aims))
    history = scenario.history
    known = [
        *measures_of(setup),
        *(f"checkpoints.{name}" for name in history.checkpoints),
        *(f"foils.{name}" for name in history.foils),
    ]
    return tuple(dict.fromkeys(_named(name, known) for name in names))


def _named(name: str, known: Sequence[str]) -> str:
    if name in known:
        return name
    found = [one for one in known if one.partition(".")[2] == name]
    if len(found) == 1:
        return found[0]
    if found:
        raise LabError(f'There is more than one measure "{name}": write {" or ".join(found)}.')
    hint = did_you_mean(name, [*known, *(one.partition(".")[2] for one in known)])
    if not hint:
        plain = [one for one in known if not one.startswith(("line.", "checkpoints.", "foils."))]
        hint = f"; there are {', '.join(plain)}"
    raise LabError(sentence(f'There is no measure "{name}"{hint}'))


def skips(columns: Columns, setup: Setup, entries: Collection[str]) -> Values:
    """How many of some entries of the line could not be played, shape (runs,).

    What a run did not come to, since it had ended before, is not skipped.
    """
    finals = [f"outcomes.{name}" for name, one in setup.scenario.outcomes.items() if one.final]
    total = np.zeros(columns[SKIPPED].size)
    for entry in setup.line.entries:
        if entry.id in entries:
            skipped = ~columns[f"line.{entry.id}"].astype(bool)
            for name in finals:
                skipped = skipped & ~(columns[name] < entry.turn)
            total += skipped
    return total


# -- what pairing saves ----------------------------------------------------------------------------


def saving(first: Values, second: Values) -> float | None:
    """How many times fewer runs pairs need than two independent ensembles for one interval.

    The ratio of the variances of both differences; None where no run differs, so that pairs know
    the difference for certain and the ratio has no bound.
    """
    return _ratio(first, second)


def most_saving(first: Values, second: Values) -> float | None:
    """The most that any way of pairing could save with these values.

    No way makes two ensembles of given values go together more closely than in the order of their
    size (Hoeffding 1940, Fréchet 1951). A move that decides a good part of all runs cannot be
    paired away: where it raises a share from 0 to 1/2, the factor is 1.
    """
    return _ratio(np.sort(first), np.sort(second))


def _ratio(first: Values, second: Values) -> float | None:
    one, two = first.astype(np.float64), second.astype(np.float64)
    apart = float(np.var(one - two))
    return (
        (float(np.var(one)) + float(np.var(two))) / apart if (one != two).any() and apart else None
    )


@dataclass(frozen=True)
class Pairing:
    """One difference, measured in both ways with as many runs."""

    paired: Estimate
    independent: Estimate

    @property
    def ratio(self) -> float | None:
        """How many times more runs the independent ensembles need for the interval of the pairs."""
        if not self.paired.half_width:
            return None
        return (self.independent.half_width / self.paired.half_width) ** 2


def pairing(first: Setup, second: Setup, runs: int, **options: Any) -> dict[str, Pairing]:
    """What pairing saves, measured: the same difference on the same chance and on another.

    Both setups are run on the same chance, and the second once more on chance of its own, so that
    both intervals are of real ensembles, and none is reckoned from the other.

    Args:
        first: A setup, as it is.
        second: An alternative to it.
        runs: Runs of each of the three ensembles, at least 2.
        options: What `run_batch` takes besides.

    Returns:
        The differences `second - first` by the names of the measures.
    """
    as_is = run_batch(first, runs, **options).columns
    same = run_batch(second, runs, **options).columns
    elsewhere = replace(second, seed=(second.seed + 1) % 2**64)
    other = run_batch(elsewhere, runs, **options).columns
    found = {}
    for name, measure in measures_of(first).items():
        if name in as_is and name in same:
            base = measure.of(as_is)
            found[name] = Pairing(
                measure.difference(measure.of(same), base),
                measure.unpaired_difference(measure.of(other), base),
            )
    return found
