"""Actors as they are shown: name, mark, place in the network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.catalogue import _
from sim.desk.kit.theme import Mark, mark, read_mark

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

KINDS: Final = {
    "faction": _("Party"),
    "power": _("Power"),
    "institution": _("Institution"),
}
"""What a kind of actor is called."""


@dataclass(frozen=True, slots=True)
class Face:
    """An actor as it is shown everywhere: id, short name and mark."""

    id: str
    name: str
    mark: Mark


def mark_of(written: Mapping[str, Any], index: int = 0) -> Mark:
    """The mark that a scenario file gives an actor, or a mark of the palette by `index`."""
    try:
        return read_mark(str(written.get("colour", "")), str(written.get("shape", "")))
    except ValueError:
        return mark(index)


def face(scenario: Scenario, actor: str) -> Face:
    """The face of an actor.

    Raises:
        KeyError: The scenario has no such actor.
    """
    spec = scenario.actors[actor]
    written = {"colour": spec.mark.colour, "shape": spec.mark.shape}
    return Face(actor, spec.short, mark_of(written, list(scenario.actors).index(actor)))


def faces(scenario: Scenario) -> dict[str, Face]:
    """The faces of all actors, in the order of the scenario."""
    return {actor: face(scenario, actor) for actor in scenario.actors}
