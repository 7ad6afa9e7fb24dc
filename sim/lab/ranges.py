"""The coded ranges as an input: numbers held in place, drawn again, or spread by a design.

Each coded number of a scenario is drawn evenly from its range, by its own uniform in each run (0 is
the low end, 1 the high end), and each hidden type by another. A plan says where these uniforms come
from other than the run's own chance. What a run draws is fixed by its setup and its number alone,
so no result depends on chunks or workers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, Literal, get_args

import numpy as np
from pydantic import TypeAdapter, ValidationError

from sim.lab.errors import LabError
from sim.model.chance import Chance, Draws, Purpose, Slots
from sim.model.compiled import Compiled
from sim.model.ensemble import MIN_LANES
from sim.model.exact import Floats
from sim.model.start import TYPE_SLOT, sampling
from sim.scenario.text.suggest import did_you_mean

Sampling = Literal["random", "lhs", "sobol"]
SAMPLINGS: Final[tuple[str, ...]] = get_args(Sampling)

SECOND: Final = 2**40
"""A run's second draws are the first ones of the run so many numbers on, which no batch reaches."""
MOST_FIRST: Final = 2**60
MOST_DRAWS: Final = 2**26
"""Most uniforms that are held at once, numbers times runs: half a gigabyte."""


@dataclass(frozen=True)
class Ranges:
    """Where the uniforms of the coded numbers and hidden types come from; plain data."""

    pinned: Mapping[str, float] = field(default_factory=dict)
    """Coded numbers, by path, held at a place of their range (0 low to 1 high), and hidden types,
    as `type:ACTOR`, held at a place of theirs (see `type_place`)."""
    redrawn: frozenset[str] | Literal["all"] = frozenset()
    """Coded numbers and hidden types that are drawn a second time, independently of the first."""
    chance_redrawn: bool = False
    """Whether all other chance of the runs is drawn a second time."""
    first: int = 0
    """Run r of the setup is run `first + r` of its seed: fresh runs where others were looked at."""
    sampling: Sampling = "random"
    """`random`: each run draws by itself; `lhs` and `sobol`: the runs together spread evenly over
    the ranges and hidden types, by a Latin hypercube or a scrambled Sobol sequence."""
    runs: int = 0
    """How many runs a design has; at most these can be run."""

    @property
    def plain(self) -> bool:
        """Whether every run draws as it does without a plan."""
        return self == Ranges()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Ranges:
        """The plan that `as_json` gave.

        Raises:
            LabError: The data are no plan.
        """
        try:
            return TypeAdapter(cls).validate_python(dict(data))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(step) for step in first["loc"])
            raise LabError(f"{place} of the ranges: {first['msg'].lower()}.") from None

    def as_json(self) -> dict[str, Any]:
        """The plan as plain data, for a manifest."""
        redrawn = self.redrawn if isinstance(self.redrawn, str) else sorted(self.redrawn)
        return {
            "pinned": dict(self.pinned),
            "redrawn": redrawn,
            "chance_redrawn": self.chance_redrawn,
            "first": self.first,
            "sampling": self.sampling,
            "runs": self.runs,
        }

    def chance_run(self, first: int) -> int:
        """The number of the run whose chance run `first` of the setup meets."""
        return self.first + first + (SECOND if self.chance_redrawn else 0)

    def check(self, compiled: Compiled) -> None:
        """See that the plan fits a scenario.

        Raises:
            LabError: It names a number that is not coded or has no range, or holds one outside it;
                a design of too few or too many runs, or for Sobol of no power of two; runs that
                begin at no number of a run.
        """
        if not 0 <= self.first < MOST_FIRST:
            raise LabError(f"Runs begin at a number below 2**60, not {self.first}.")
        known = varying(compiled)
        redrawn = () if isinstance(self.redrawn, str) else self.redrawn
        for path in [*self.pinned, *sorted(redrawn)]:
            if path not in known:
                raise LabError(no_number(compiled, path))
        for path, place in self.pinned.items():
            if not 0.0 <= place <= 1.0:
                raise LabError(f"{path} is held at {place:g} of its range; that must be 0 to 1.")
        if self.sampling == "random":
            return
        if self.sampling not in SAMPLINGS:
            raise LabError(f"A sampling is {', '.join(SAMPLINGS)}, not {self.sampling}.")
        numbers = len(compiled.range_slots)
        most = MOST_DRAWS // max(numbers, 1)
        if not 2 <= self.runs <= most:
            raise LabError(
                f"A design over {numbers} numbers has 2 to {most} runs, not {self.runs}; "
                "with --sampling random there may be more."
            )
        if self.sampling == "sobol" and self.runs & (self.runs - 1):
            near = 2 ** (self.runs.bit_length() - 1)
            raise LabError(
                "A Sobol sequence is even only where the number of runs is a power of two; "
                f"not {self.runs}, but {near} or {2 * near}."
            )

    def uniforms(self, compiled: Compiled, seed: int, first: int, runs: int) -> dict[str, Floats]:
        """The uniforms of every coded number and hidden type, by slot name.

        Args:
            compiled: The scenario.
            seed: The seed of the setup.
            first: The first run.
            runs: How many runs.

        Returns:
            Shape (max(runs, 2),) each, 0 to 1, as the engine takes them.

        Raises:
            LabError: The plan does not fit the scenario, or its design has fewer runs.
        """
        self.check(compiled)
        slots, lanes = compiled.range_slots, max(runs, MIN_LANES)
        own = _draws(slots, seed, self.first + first, lanes)
        again = _draws(slots, seed, self.first + first + SECOND, lanes)
        found = {
            name: (again if self.redrawn == "all" or name in self.redrawn else own).draw(name)
            for name in slots.names
        }
        if self.sampling != "random":
            if first + runs > self.runs:
                raise LabError(
                    f"The design has {self.runs} runs; run {first + runs} is not among them."
                )
            # the lane that pads a single run to two may stand behind the last run
            rows = (first + np.arange(lanes)) % self.runs
            # over those without a range too, so that setting one leaves the others where they are
            design = _design(self.sampling, seed, self.runs, slots.names)
            found |= {
                name: np.ascontiguousarray(column[rows])
                for name, column in design.items()
                if self.redrawn != "all" and name not in self.redrawn
            }
        return found | {path: np.full(lanes, place) for path, place in self.pinned.items()}


def ranges_of(sampling: str, runs: int) -> Ranges | None:
    """How so many runs draw their numbers, by the name of the sampling; None where by themselves.

    Raises:
        LabError: There is no such sampling.
    """
    match sampling:
        case "random":
            return None
        case "lhs" | "sobol":
            return Ranges(sampling=sampling, runs=runs)
    hint = did_you_mean(sampling, SAMPLINGS) or "."
    raise LabError(f'A sampling is random, lhs or sobol, not "{sampling}"{hint}')


def varying(compiled: Compiled) -> list[str]:
    """The paths of the coded numbers that vary, and `type:ACTOR` of each hidden type."""
    plan = compiled.plan
    types = [TYPE_SLOT.format(plan.actors[index]) for index in plan.subjects]
    return [*types, *(parameter.path for parameter in sampling(plan).varying)]


def no_number(compiled: Compiled, path: str) -> str:
    """A sentence on a name that is no coded number with a range."""
    if path in compiled.range_slots:
        return f"{path} has no range to be drawn from; give it one in the scenario."
    candidates = varying(compiled)
    if hint := did_you_mean(path, candidates):
        return f"{compiled.scenario.id} has no coded number {path}{hint}"
    return f"{compiled.scenario.id} has no coded number {path}; `show --json` lists them."


def type_place(shares: tuple[float, ...], kind: int) -> float:
    """The place between 0 and 1 that stands for a hidden type: the middle of its share."""
    return float(min(sum(shares[:kind]) + shares[kind] / 2, 1.0))


def _draws(slots: Slots, seed: int, first: int, lanes: int) -> Draws:
    return Chance(seed, first, lanes, slots, Purpose.RANGES).turn(0)


@lru_cache(maxsize=1)
def _design(sampling: str, seed: int, runs: int, names: tuple[str, ...]) -> Mapping[str, Floats]:
    """The design of all runs, by name; worked out once in each process.

    Sources: McKay, Beckman and Conover, "A comparison of three methods for selecting values of
    input variables in the analysis of output from a computer code", Technometrics 21 (1979);
    Owen, "Scrambling Sobol' and Niederreiter-Xing points", Journal of Complexity 14 (1998).

    Raises:
        LabError: SciPy is not there.
    """
    try:
        from scipy.stats import qmc
    except ImportError:
        raise LabError(
            f'--sampling {sampling} needs SciPy: pip install "twin-track[lab]".'
        ) from None
    chance = np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, 1])))
    if sampling == "lhs":
        points = qmc.LatinHypercube(len(names), seed=chance).random(runs)
    else:
        points = qmc.Sobol(len(names), seed=chance).random(runs)
    columns = np.ascontiguousarray(points.T)
    return dict(zip(names, columns, strict=True))
