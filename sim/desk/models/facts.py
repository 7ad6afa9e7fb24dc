"""Which parts of a scenario cite a fact, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from sim.catalogue import _

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

_WHERE: Final = {
    "moves": _("Move: {name}"),
    "events": _("Event: {name}"),
    "actors": _("Actor: {name}"),
    "tables": _("Table: {name}"),
    "steps": _("Step: {name}"),
    "issues": _("Issue: {name}"),
    "claims": _("Claim: {name}"),
    "checkpoints": _("Checkpoint: {name}"),
    "foils": _("What might have been: {name}"),
    "outcomes": _("Outcome: {name}"),
    "factors": _("Why the part could be played: {name}"),
}
_PAIRS: Final = {
    "trust": _("Trust: {one}, {other}"),
    "knowledge": _("Knowledge: {one}, {other}"),
    "leverage": _("Leverage: {one}, {other}"),
}


def uses(scenario: Scenario) -> dict[str, list[str]]:
    """Facts with the parts of a scenario that cite them, in words and without repetition."""
    found: dict[str, list[str]] = {}
    data = scenario.model_dump(exclude_none=True)
    for path, fact in _cites(data, ()):
        said = _said(scenario, path)
        if said not in found.setdefault(fact, []):
            found[fact].append(said)
    return found


def _cites(data: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key == "cite" and isinstance(value, Sequence):
                yield from ((path, fact) for fact in value)
            else:
                yield from _cites(value, (*path, str(key)))


def _said(scenario: Scenario, path: tuple[str, ...]) -> str:
    """A part of a scenario in words."""
    if path[0] == "history":
        path = path[1:]
    first, name = path[0], path[1] if len(path) > 1 else ""
    if first in _PAIRS and len(path) > 2:
        one, other = _short(scenario, name), _short(scenario, path[2])
        return _PAIRS[first].format(one=one, other=other)
    if first == "line":
        return _("The record, move by move")
    if first == "told":
        return _("The record, in the debrief")
    if first == "rapport":
        between = ", ".join(_short(scenario, a) for a in scenario.rapport[name].between)
        return _("Rapport: {names}").format(names=between)
    if first == "beliefs":
        return _("Beliefs: {name}").format(name=_short(scenario, name))
    if first == "goals":
        return _("Goals: {name}").format(name=_short(scenario, name))
    if first == "advisers":
        return _("Adviser: {name}").format(name=scenario.advisers[name].name)
    if first == "actors":
        part = f", {path[2]}" if len(path) > 2 else ""
        return _WHERE[first].format(name=f"{_short(scenario, name)}{part.replace('_', ' ')}")
    owner = scenario.history if first in ("checkpoints", "foils") else scenario
    item = getattr(owner, first, {})
    title = item[name].title if isinstance(item, Mapping) and name in item else name
    return _WHERE[first].format(name=title) if first in _WHERE else f"{first}: {title}"


def cited_for(scenario: Scenario, actor: str, used: Mapping[str, Sequence[str]]) -> list[str]:
    """Ids of the facts that a scenario cites for an actor itself; `used` is what `uses` finds."""
    start = _WHERE["actors"].format(name=scenario.actors[actor].short)
    return [name for name, said in used.items() if any(one.startswith(start) for one in said)]


def _short(scenario: Scenario, actor: str) -> str:
    return scenario.actors[actor].short if actor in scenario.actors else actor
