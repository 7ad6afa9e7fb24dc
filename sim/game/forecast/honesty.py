"""How far to trust the model: what its numbers rest on, and how it does on what it can be held to.

Plain data for screens and text. What takes runs of the lab is reckoned by whoever may call the lab
(`sim.cli.honesty`), live and at a size that is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.model.constants import table
from sim.scenario.checks.protocol import starting_values

if TYPE_CHECKING:
    from sim.scenario.load import Loaded


@dataclass(frozen=True)
class Basis:
    """What numbers rest on."""

    cited: int
    """Rest on a source."""
    derived: int
    """Rest on a source for their direction; their size is assumed."""
    assumed: int
    """Rest on nothing but a stated judgement."""

    @property
    def all(self) -> int:
        """How many numbers there are."""
        return self.cited + self.derived + self.assumed

    @property
    def assumed_share(self) -> float:
        """The share whose size is assumed, 0..1."""
        return (self.derived + self.assumed) / self.all if self.all else 0.0


@dataclass(frozen=True)
class Checked:
    """A dated point of the record and the share of runs in which it came about in time."""

    title: str
    by: str
    """Date in ISO form."""
    happened: bool
    """Whether it did; a foil did not."""
    share: float
    low: float
    """Between this ..."""
    high: float
    """... and this lies the model's share, as far as so many runs tell (95%)."""
    cites: tuple[str, ...]

    @property
    def miss(self) -> float:
        """How far the share is from what happened, 0..1."""
        return abs(self.share - self.happened)


@dataclass(frozen=True)
class OnRecord:
    """How the historical line forecasts its own record."""

    runs: int
    holdout: bool
    """Whether no constant of the engine was tuned on this scenario."""
    points: tuple[Checked, ...]
    brier: float
    """0 is perfect, .25 what a coin earns."""
    skill: tuple[float, float, float] | None
    """Over doing nothing, with its interval of 95%; None where there is nothing to be gained."""

    def worst(self, most: int = 5) -> tuple[Checked, ...]:
        """The points on which the model was furthest off, the worst first."""
        return tuple(sorted(self.points, key=lambda point: -point.miss)[:most])


@dataclass(frozen=True)
class Claimed:
    """A causal claim of the sources, put to the model."""

    title: str
    holds: bool
    fails_without: bool
    """Whether it fails once its mechanism is switched off, as it should."""
    rule: str
    draws: int
    """Joint draws of the engine's constants from their ranges."""
    kept: int
    """In how many of them the effect has its direction ..."""
    in_bar: int
    """... and the size that the source gives it."""
    runs: int
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Honesty:
    """What is known so far of how far to trust a scenario."""

    scenario: str
    title: str
    coded: Basis
    """The scenario's starting values."""
    constants: Basis
    """The engine's, which all scenarios share."""
    record: OnRecord | None = None
    """None while it is reckoned, or where there is nothing to be tested on."""
    claims: tuple[Claimed, ...] = ()
    claims_in_all: int = 0
    """How many claims there are, put to the model yet or not."""
    done: float = 0.0
    """Share of the work that is done, 0..1."""
    problem: str = ""
    """Why it could not be reckoned to the end, in a sentence."""

    @property
    def ready(self) -> bool:
        """Whether nothing more will come."""
        return self.done >= 1.0


Provider = Callable[["Loaded"], Iterator[Honesty]]
"""Reckons live: gives what is known first, and more of it with every step."""


def begin(loaded: Loaded) -> Honesty:
    """What a scenario's file alone tells, before anything is run."""
    found = [basis for _path, basis in starting_values(loaded.scenario)]
    cited = sum(basis == "cited" for basis in found)
    return Honesty(
        scenario=loaded.scenario.id,
        title=loaded.scenario.title,
        coded=Basis(cited, 0, len(found) - cited),
        constants=_constants(),
        claims_in_all=len(loaded.scenario.claims),
    )


def _constants() -> Basis:
    sources = [str(entry["source"]).lower() for entry in table().values()]
    assumed = sum(source.startswith("assumed") for source in sources)
    derived = sum("assumed" in source for source in sources) - assumed
    return Basis(len(sources) - assumed - derived, derived, assumed)


def file_alone(loaded: Loaded) -> Iterator[Honesty]:
    """What can be told where nobody can reckon."""
    problem = _("Nothing is run here: what the record says is told by the command backtest.")
    yield replace(begin(loaded), done=1.0, problem=problem)


CANNOT = (
    _(
        "Every share is about the model and its coded numbers, not about the world: 60 of 100 runs "
        "is no chance of 60 in 100 that history went so."
    ),
    _(
        "That the mechanisms or the coding may be wrong is in none of these numbers. Intervals are "
        "those of chance in the runs."
    ),
    _(
        "The mechanisms were written by people who knew how the story went on. A good forecast "
        "shows that the model can tell it, not that it explains it."
    ),
    _(
        "Actors look one step ahead and are one mind each; fighting, politics inside a party and "
        "the carrying out of what was signed are hardly there."
    ),
)
"""What these numbers cannot mean."""
