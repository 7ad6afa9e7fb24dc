"""The engine's constants, read from `constants.yaml`: one set for all scenarios."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

import numpy as np
import yaml

from sim.model.exact import Floats

Number = float | Floats
"""A constant: one number for all runs, or one a run (shape (runs,))."""


@dataclass(frozen=True)
class Constants:
    """One value for each constant; meaning, range and source stand in `constants.yaml`."""

    rationality: Number
    move_rationality: Number
    move_cost: Number
    trust_gain: Number
    trust_loss: Number
    answer_trust: Number
    answer_rapport: Number
    legitimacy: Number
    pressure: Number
    standing_leverage: Number
    press_wear: Number
    press_grievance: Number
    patronage: Number
    war_cost: Number
    ripeness: Number
    stance: Number
    consult_gain: Number
    consult_order: Number
    persuasion: Number
    surprise: Number
    surprise_grievance: Number
    leak: Number
    seen_first: Number
    mediator_distrust: Number
    style_bonus: Number
    style_grievance: Number
    beyond_mandate: Number
    guarantee: Number
    fear: Number
    aid: Number
    framework: Number
    departing_train: Number
    efforts_half: Number
    attention_consulted: Number
    attention_far: Number
    conservatism: Number
    credibility_bias: Number
    standing_aside: Number
    casualty_shock: Number
    casualty_cushion: Number
    recall_threshold: Number
    resolve_weight: Number
    speak_threshold: Number
    attend_threshold: Number
    join_threshold: Number
    acquiesce_threshold: Number
    act_threshold: Number
    accept_threshold: Number
    abstention: Number
    veto_cost: Number
    assent: Number
    type_none: Number
    type_greedy: Number
    type_total: Number
    greedy_pressure: Number
    total_pressure: Number
    total_text: Number
    agenda: Number

    def lanes(self, index: slice | np.ndarray[Any, Any]) -> Constants:
        """The constants of some of the runs."""
        if not self.by_run:
            return self
        return Constants(
            **{
                name: value[index] if isinstance(value, np.ndarray) else value
                for name, value in self.items()
            }
        )

    def under(self, rules: Collection[str]) -> Constants:
        """The constants where only these mechanisms act: without trust, none is won or lost."""
        if "trust" in rules:
            return self
        return dataclasses.replace(self, trust_gain=0.0, trust_loss=0.0)

    @cached_property
    def by_run(self) -> bool:
        """Whether they differ between the runs."""
        return any(isinstance(value, np.ndarray) for _, value in self.items())

    def items(self) -> list[tuple[str, Number]]:
        """Names and values."""
        return [(field.name, getattr(self, field.name)) for field in dataclasses.fields(self)]


NAMES = tuple(field.name for field in dataclasses.fields(Constants))


@cache
def table() -> dict[str, dict[str, Any]]:
    """Value, range and source of every constant, as written in `constants.yaml`.

    Raises:
        ValueError: The file and `Constants` do not name the same constants.
    """
    text = resources.files("sim.model").joinpath("constants.yaml").read_text(encoding="utf-8")
    entries: dict[str, dict[str, Any]] = yaml.safe_load(text)
    if set(entries) != set(NAMES):
        odd = ", ".join(sorted(set(entries) ^ set(NAMES)))
        raise ValueError(f"constants.yaml and Constants differ: {odd}")
    return entries


def standard() -> Constants:
    """The constants at their values."""
    return Constants(**{name: float(entry["value"]) for name, entry in table().items()})


def drawn(uniforms: Floats) -> Constants:
    """Constants drawn from their ranges.

    Args:
        uniforms: Shape (constants, runs) in [0, 1), rows in the order of `NAMES`.
    """
    values = {}
    for row, name in enumerate(NAMES):
        low, high = table()[name]["range"]
        values[name] = low + (high - low) * uniforms[row]
    return Constants(**values)
