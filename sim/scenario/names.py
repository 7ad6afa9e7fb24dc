"""The names in conditions and effects: does the scenario have each one?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from sim.scenario.language import FUNCTIONS, LanguageError, Term, parse_condition, terms
from sim.scenario.schema import Scenario
from sim.scenario.suggest import did_you_mean

Path = tuple[str | int, ...]
Fault = tuple[Path, str, str]
"""Where (a path into the scenario), the rule's name, and one sentence."""

_TYPES = ("none", "limited", "greedy", "total")


def unknown(kind: str, name: str, known: Collection[str]) -> str:
    """A sentence that there is no such thing, with the name that was meant, perhaps."""
    return f'there is no {kind} "{name}"{did_you_mean(name, known)}'


def term_problems(
    scenario: Scenario, found: Iterable[Term], roles: Collection[str] = ()
) -> Iterator[str]:
    """One sentence for each name in a condition's terms that the scenario does not have."""
    for term in found:
        parameters = FUNCTIONS[term.function].parameters
        for parameter, name in zip(parameters, term.arguments, strict=True):
            known = _known(scenario, parameter.kind, roles)
            if name is not None and name not in known:
                yield unknown(parameter.kind, name, known)
        if term.function == "channel":
            giver, client, name = term.arguments
            flows = scenario.leverage.get(str(giver), {}).get(str(client), {})
            if name in _known(scenario, "channel") and name not in flows:
                yield f"{giver} has no channel {name} to {client}"
        if term.function == "backing" and term.arguments[0] in scenario.actors:
            one, element = (str(name) for name in term.arguments)
            if element in _known(scenario, "element"):
                yield from without_element(scenario, one, element)
        if term.function == "recalled":
            who = scenario.actors.get(str(term.arguments[0]))
            if who is not None and who.mission is None:
                yield f"{term.arguments[0]} has no mission, so nobody can be recalled"
        if term.function == "trust" and term.arguments[0] == term.arguments[1]:
            yield f"{term} asks for trust in oneself"


def _known(scenario: Scenario, kind: str, roles: Collection[str] = ()) -> Collection[str]:
    """The names of a kind that a condition may use."""
    match kind:
        case "actor":
            return [*scenario.actors, *roles]
        case "type":
            return _TYPES
        case "element":
            return {name for actor in scenario.actors.values() for name in actor.formation}
        case "channel":
            clients = (client for given in scenario.leverage.values() for client in given.values())
            return {name for flows in clients for name in flows}
    known: Collection[str] = getattr(scenario, f"{kind}s")  # tables, steps, issues, moves, events
    return known


def condition_faults(
    scenario: Scenario, path: Path, text: str, roles: Collection[str] = ()
) -> Iterator[Fault]:
    """What is wrong with a condition that is asked of a scenario."""
    try:
        condition = parse_condition(text, hint)
    except LanguageError as error:
        yield path, "condition", f"{error} (at character {error.column + 1})"
        return
    for message in term_problems(scenario, terms(condition), roles):
        yield path, "unknown-name", message


def without_element(scenario: Scenario, actor: str, element: str) -> Iterator[str]:
    """One sentence where an actor's policy is not made by an element of this name."""
    formation = scenario.actors[actor].formation
    if element not in formation:
        meant = did_you_mean(element, formation)
        yield f'the formation of {actor} has no element "{element}"{meant}'


def hint(word: str, candidates: list[str]) -> str:
    """The name that was meant, perhaps, for the parser of conditions."""
    return did_you_mean(word, candidates)
