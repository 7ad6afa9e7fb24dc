"""The names in conditions and effects: does the scenario have each one?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from sim.scenario.form.coding import TYPES
from sim.scenario.language import FUNCTIONS, LanguageError, Term, parse_condition, terms
from sim.scenario.schema import Scenario
from sim.scenario.text.suggest import did_you_mean

Path = tuple[str | int, ...]
Fault = tuple[Path, str, str]
"""Where (a path into the scenario), the rule's name, and one sentence.

The last step of a path may be the index of a letter in a text.
"""


class NoSuch(str):
    """A sentence that says there is nothing of a name; it remembers the name and the kinds."""

    name: str
    kinds: tuple[str, ...]
    """What it could have been, such as `("actor", "group")`."""

    @classmethod
    def of(cls, text: str, name: str, kind: str) -> NoSuch:
        """The sentence about a name of a kind, such as `actor or group`."""
        sentence = cls(text)
        sentence.name, sentence.kinds = name, tuple(re.split(r", | or ", kind))
        return sentence


_FEW = 8
"""So many names are listed where none is near the one that is not known."""


def unknown(kind: str, name: str, known: Collection[str]) -> str:
    """A sentence that there is no such thing, with the name that was meant, perhaps."""
    near = did_you_mean(name, known)
    if not near and 0 < len(known) <= _FEW:
        near = f"; there {'is' if len(known) == 1 else 'are'} {', '.join(known)}"
    return NoSuch.of(f'there is no {kind} "{name}"{near}', name, kind)


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
            return TYPES
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
        condition = parse_condition(text, did_you_mean)
    except LanguageError as error:
        yield (*path, error.column), "condition", str(error)
        return
    for term in terms(condition):
        for message in term_problems(scenario, [term], roles):
            word = message.name if isinstance(message, NoSuch) else term.function
            yield (*path, _index(text, term.function, word)), "unknown-name", message


def _index(text: str, function: str, word: str) -> int:
    """Where a word stands in a condition, at or behind a function's name."""
    found = re.compile(rf"\b{re.escape(function)}\b").search(text)
    start = found.start() if found else 0
    named = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])").search(text, start)
    return named.start() if named else start


def without_element(scenario: Scenario, actor: str, element: str) -> Iterator[str]:
    """One sentence where an actor's policy is not made by an element of this name."""
    formation = scenario.actors[actor].formation
    if element not in formation:
        meant = did_you_mean(element, formation)
        yield f'the formation of {actor} has no element "{element}"{meant}'
