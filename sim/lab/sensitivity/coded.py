"""The coded numbers of a scenario in words: what each is, its range, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sim.game.words import Words
from sim.model.compiled import Compiled
from sim.model.plan import Parameter
from sim.model.start import TYPE_SLOT, sampling
from sim.scenario.checks.protocol import starting_values
from sim.scenario.form.coding import TYPES
from sim.scenario.schema import Actor, Scenario

Basis = Literal["cited", "assumed"]

_PLAIN = {
    "capability": "{}: capability",
    "fear": "{}: fear of being cheated",
    "framework": "{}: how firmly it holds to the standing agreement",
}
_DEFAULTS = {
    "trust": "Trust of all pairs that are not coded one by one",
    "knowledge": "What all others know of each other",
    "rapport": "Rapport between all others",
}


@dataclass(frozen=True)
class Number:
    """A coded number with a range."""

    path: str
    label: str
    value: float
    """As coded; `low` and `high` are the ends of its range, in the same units."""
    low: float
    high: float
    basis: Basis
    """Whether the coding cites facts for it or confesses that it is assumed."""
    cite: tuple[str, ...]
    """Ids of the facts it rests on."""
    assumed: str | None
    """Why this value, where no source speaks to it."""

    def at(self, place: float) -> float:
        """The value at a place of the range, 0 low to 1 high."""
        return self.low + (self.high - self.low) * place

    def as_json(self) -> dict[str, Any]:
        """The machine-readable description."""
        return {
            "path": self.path,
            "label": self.label,
            "basis": self.basis,
            "cite": list(self.cite),
            "assumed": self.assumed,
            "value": self.value,
            "range": [self.low, self.high],
        }


@dataclass(frozen=True)
class HiddenType:
    """What an actor wants beneath what it says, as coded."""

    path: str
    """`type:ACTOR`, the name of its draw."""
    label: str
    shares: tuple[float, ...]
    """How likely each of `TYPES` is."""
    basis: Basis
    cite: tuple[str, ...]
    assumed: str | None

    @property
    def kinds(self) -> tuple[int, ...]:
        """The types that can come about, as places in `TYPES`."""
        return tuple(kind for kind, share in enumerate(self.shares) if share > 0)

    def as_json(self) -> dict[str, Any]:
        """The machine-readable description."""
        return {
            "path": self.path,
            "label": self.label,
            "basis": self.basis,
            "cite": list(self.cite),
            "assumed": self.assumed,
            "shares": {TYPES[kind]: self.shares[kind] for kind in self.kinds},
        }


def numbers_of(compiled: Compiled) -> dict[str, Number]:
    """Every coded number with a range, by its path, in the order of the scenario."""
    scenario, words = compiled.scenario, Words(compiled.plan)
    bases = _bases(scenario)
    found = {}
    for parameter in sampling(compiled.plan).varying:
        cite, assumed = _grounds(scenario, parameter.path)
        found[parameter.path] = Number(
            parameter.path,
            _label(words, parameter),
            *parameter.level,
            "cited" if bases.get(parameter.path) == "cited" else "assumed",
            cite,
            assumed,
        )
    return found


def types_coded(compiled: Compiled) -> dict[str, HiddenType]:
    """Every hidden type that can come about in more than one way, by `type:ACTOR`."""
    scenario, bases = compiled.scenario, _bases(compiled.scenario)
    found = {}
    for index in compiled.plan.subjects:
        name = compiled.plan.actors[index]
        actor = scenario.actors[name]
        assert actor.spoiler is not None
        path = f"actors.{name}.spoiler"
        one = HiddenType(
            TYPE_SLOT.format(name),
            f"{actor.short}: hidden type",
            actor.spoiler.shares(),
            "cited" if bases.get(path) == "cited" else "assumed",
            *_grounds(scenario, path),
        )
        if len(one.kinds) > 1:
            found[one.path] = one
    return found


def _bases(scenario: Scenario) -> dict[str, str]:
    return {".".join(map(str, path)): basis for path, basis in starting_values(scenario)}


def _label(words: Words, parameter: Parameter) -> str:
    array, index = parameter.array, parameter.index
    if not index:
        return _DEFAULTS[array]
    if array in _PLAIN:
        return _PLAIN[array].format(words.name(index[0]))
    return words.quantity(array, index)


def _grounds(scenario: Scenario, path: str) -> tuple[tuple[str, ...], str | None]:
    """The facts and the stated judgement that a number rests on: its own, else its parent's."""
    part: Any = scenario
    found: tuple[tuple[str, ...], str | None] = ((), None)
    for name in path.split("."):
        part = part.get(name) if isinstance(part, Mapping) else getattr(part, name, None)
        cite, assumed = getattr(part, "cite", None), getattr(part, "assumed", None)
        # an actor's own citations speak of the actor, not of each of its numbers
        if (cite or assumed) and not isinstance(part, Actor):
            found = (tuple(cite or ()), assumed)
    return found
