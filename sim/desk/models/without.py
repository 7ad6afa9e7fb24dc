"""What a game may do without, as the page of switches shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.game.switches import Switch, switches, world

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class WorldView:
    """A scenario with what is switched off in it."""

    title: str
    rules: tuple[Switch, ...]
    events: tuple[Switch, ...]
    off: frozenset[str]
    words: str
    """Such as "in a world without trust"; empty where nothing is switched off."""


def build_world(scenario: Scenario, without: Iterable[str]) -> WorldView:
    """The switches of a scenario, those in `without` turned off."""
    off = frozenset(without)
    every = switches(scenario)
    return WorldView(
        title=scenario.title,
        rules=tuple(one for one in every if one.kind == "rule"),
        events=tuple(one for one in every if one.kind == "event"),
        off=off,
        words=world(scenario, [one.id for one in every if one.id in off]),
    )


def turned(without: Iterable[str], switch: str) -> tuple[str, ...]:
    """What is switched off once a switch was turned over."""
    off = list(without)
    return tuple(one for one in off if one != switch) if switch in off else (*off, switch)
