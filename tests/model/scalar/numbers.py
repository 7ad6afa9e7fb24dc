"""Tables of numbers, the few functions of plain numbers, and what waits within a turn."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sim.scenario.language import FUNCTIONS
from sim.scenario.schema import Move

Key = tuple[str, ...]
Draw = Callable[[int, str], float]
"""The draw of a slot in a turn (from 1)."""

NEVER = 32767
DAYS = {"day": 1, "week": 7}
TYPES = ("none", "limited", "greedy", "total")
FACTS = frozenset(name for name, function in FUNCTIONS.items() if function.is_fact)
SIGNS = {
    "candour": (0.6, 0.6, 0.4, 0.2),
    "concession": (0.7, 0.6, 0.4, 0.15),
    "complaint": (0.05, 0.15, 0.35, 0.6),
    "attendance": (0.9, 0.85, 0.8, 0.6),
    "absence": (0.1, 0.15, 0.2, 0.4),
    "refusal_inside": (0.1, 0.25, 0.5, 0.8),
    "refusal_outside": (0.5, 0.5, 0.5, 0.6),
    "acceptance": (0.9, 0.7, 0.4, 0.1),
    "compliance": (0.95, 0.8, 0.5, 0.15),
    "violation": (0.05, 0.15, 0.4, 0.7),
}
BINDING = {"speak": 0.3, "attend": 0.15, "join": 0.5, "acquiesce": 0.3, "act": 0.5}
STANCE = {"join": 1.0, "acquiesce": 1.0, "attend": 0.5, "speak": 0.5, "act": 0.0}
STYLES = {
    "facilitate": {"attend": 1.0, "speak": 1.0},
    "manipulate": {"attend": 1.0, "join": 1.0, "act": 1.0},
}
YES = {
    "speak": "spoke",
    "attend": "attended",
    "join": "joined",
    "acquiesce": "acquiesced",
    "act": "acted",
}
NO = {
    "attend": "stayed_away",
    "join": "declined",
    "acquiesce": "objected",
    "act": "refused",
}
STEPS = ("acted", "refused")
"""Facts about a step, if it has a name."""


def clip(value: float, top: float = 1.0) -> float:
    """Within 0 and `top`."""
    return min(max(value, 0.0), top)


def logistic(x: float) -> float:
    """The logit choice between yes and no."""
    return 1.0 / (1.0 + math.exp(-min(max(x, -700.0), 700.0)))


def pick(values: list[float | None], u: float) -> int:
    """Logit choice among some values; None is not to be had."""
    best = max(value for value in values if value is not None)
    weights = [0.0 if value is None else math.exp(max(value - best, -700.0)) for value in values]
    left = u * sum(weights)
    last = 0
    for index, weight in enumerate(weights):
        if weight <= 0.0:
            continue
        last = index
        if left < weight:
            return index
        left -= weight
    return last


def all_against(shares: Iterable[float]) -> float:
    """1 - prod(1 - share)."""
    left = 1.0
    for share in shares:
        left *= 1.0 - share
    return 1.0 - left


def felt(x: float) -> float:
    """A smooth step from .3 to .7."""
    step = clip((x - 0.3) / 0.4)
    return step * step * (3.0 - 2.0 * step)


def after_sign(belief: list[float], likelihood: Iterable[float], attention: float) -> list[float]:
    """Part of the way from prior to posterior."""
    joint = [b * p for b, p in zip(belief, likelihood, strict=True)]
    total = sum(joint)
    pairs = zip(belief, joint, strict=True)
    return [(1.0 - attention) * prior + attention * one / total for prior, one in pairs]


@dataclass(frozen=True)
class Way:
    """A move bound to its mover and target."""

    move: str
    spec: Move
    who: str
    target: str | None

    @property
    def key(self) -> tuple[str, str, str | None]:
        """By what it is told apart."""
        return (self.move, self.who, self.target)


@dataclass
class Pending:
    """What waits for the end of a phase or turn."""

    shifts: dict[Key, float] = field(default_factory=dict)
    seen: dict[Key, list[float]] = field(default_factory=dict)
    """Gains and losses of an attitude."""
    signs: dict[str, list[str]] = field(default_factory=dict)
    private: list[tuple[str, str, str, float]] = field(default_factory=list)
    pressed: dict[str, list[float]] = field(default_factory=dict)
    surprises: list[tuple[str, str, float]] = field(default_factory=list)
    """Who may be taken aback by whom, and how much."""
    confided: list[str] = field(default_factory=list)
    called: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    away: set[str] = field(default_factory=set)
    losses: dict[str, float] = field(default_factory=dict)
