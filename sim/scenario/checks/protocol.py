"""The coding protocol: what a starting value may rest on.

Every number of a shipped scenario is cited or says that it is assumed. A starting value may cite
only what was known when the scenario starts, and never a fact that one of its own checkpoints,
foils or claims cites: otherwise the backtest and the claims would look up their answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.scenario.checks.names import Fault, Path
from sim.scenario.form.coding import CodedValue, Part, Spoiler, citing
from sim.scenario.form.sources import SourceFact
from sim.scenario.schema import Bond, Element, Interest, Position, Scenario

STARTING = ("actors", "defaults", "trust", "knowledge", "beliefs", "rapport", "leverage")
"""Collections that hold starting values."""


def coded_numbers(part: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every coded number below a part, as its path and `cited`, `assumed` or `bare`.

    A number in a position, interest or bond counts as cited or assumed with it.
    """
    match part:
        case CodedValue(cite=cites, assumed=assumed):
            yield path, "cited" if cites else "assumed" if assumed else "bare"
        case Spoiler(cite=cites, assumed=assumed):
            yield path, "cited" if cites else "assumed" if assumed else "bare"
        case (
            Position(cite=cites, assumed=assumed)
            | Interest(cite=cites, assumed=assumed)
            | Bond(cite=cites, assumed=assumed)
        ) if cites or assumed:
            keys = {Position: ("ideal", "salience"), Interest: ("weight",), Bond: ("value",)}
            for key in keys[type(part)]:
                yield (*path, key), "cited" if cites else "assumed"
        case Element():
            basis = "cited" if part.cite else "assumed"
            yield (*path, "weight"), basis  # no source weighs them: a bare weight is an assumption
            for found, own in coded_numbers(part.support, (*path, "support")):
                yield found, basis if own == "bare" and (part.cite or part.assumed) else own
        case Part():
            for name in type(part).model_fields:
                if name in part.model_fields_set:
                    yield from coded_numbers(getattr(part, name), (*path, name))
        case dict():
            for name, value in part.items():
                yield from coded_numbers(value, (*path, name))
        case float() | int() if not isinstance(part, bool) and path[-1:] not in _PLAIN:
            yield path, "bare"
        case str() if path and path[-1] in _CODED:
            yield path, "bare"


_PLAIN = {("members",), ("value",)}
_CODED = frozenset(
    "capability war_cost home legitimacy mandate stance reservation fear framework "
    "ideal salience support".split()
)


def starting_values(scenario: Scenario) -> Iterator[tuple[Path, str]]:
    """Every starting value of a scenario: its path and what it rests on."""
    for name in STARTING:
        for path, basis in coded_numbers(getattr(scenario, name), (name,)):
            if not {"mark", "place"} & set(path):  # how it is drawn says nothing of it
                yield path, basis


def protocol_faults(scenario: Scenario, facts: Mapping[str, SourceFact]) -> list[Fault]:
    """Where a shipped scenario leaves the coding protocol."""
    found: list[Fault] = []
    history = scenario.history
    tested = {
        fact: kind
        for kind, points in (
            ("claim", scenario.claims),
            ("foil", history.foils),
            ("checkpoint", history.checkpoints),
        )
        for point in points.values()
        for fact in point.cite
    }
    start = scenario.calendar.start
    for name in STARTING:
        for path, fact in citing(getattr(scenario, name), (name,)):
            known = facts.get(fact)
            if known is not None and known.known_from > start:
                message = (
                    f"a starting value cites {fact}, known only from {known.known_from}, "
                    f"after the start on {start}"
                )
                found.append((path, "hindsight", message))
            elif fact in tested:
                message = f"a starting value cites {fact}, which a {tested[fact]} is tested on"
                found.append((path, "circular", message))
    for name, factor in scenario.factors.items():
        if not factor.cite:
            message = "a factor of a shipped scenario must say what it rests on: cite"
            found.append((("factors", name), "uncited", message))
    for path, basis in starting_values(scenario):
        if basis == "bare":
            message = "a number of a shipped scenario must say what it rests on: cite or assumed"
            found.append((path, "uncited", message))
    return found
