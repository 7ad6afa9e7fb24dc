"""What an outcome that was not reached still lacked when the game stopped, in sentences.

For the debrief, where all is opened: the true state is read. Of several ways to an outcome the one
is told that lacked least.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.dates import date_words
from sim.scenario.language import (
    FUNCTIONS,
    Compare,
    Condition,
    Dated,
    Fact,
    Joined,
    Not,
    Term,
    parse_condition,
)

if TYPE_CHECKING:
    from sim.game.game import Game

_ABSENT: Final = {
    "joined": _("{who} did not join: {what}."),
    "declined": _("{who} did not decline: {what}."),
    "attended": _("{who} did not come: {what}."),
    "stayed_away": _("{who} did not stay away: {what}."),
    "accepted": _("{who} did not accept the text: {what}."),
    "rejected": _("{who} did not reject the text: {what}."),
    "abstained": _("{who} did not abstain: {what}."),
    "vetoed": _("{who} cast no veto: {what}."),
    "acquiesced": _("{who} did not let it go ahead: {what}."),
    "objected": _("{who} did not object: {what}."),
    "spoke": _("{who} did not say in private what it wants: {what}."),
    "complied": _("{who} did not sign a text and carry it out: {what}."),
    "broke_off": _("{who} did not break off: {what}."),
    "acted": _("{who} did not take the step: {what}."),
    "refused": _("{who} did not refuse the step: {what}."),
    "recalled": _("{who} did not call its people home."),
    "adopted": _("No text was adopted: {what}."),
    "failed": _("No vote failed: {what}."),
    "open": _("It was not open: {what}."),
    "drafted": _("No text lay on the table: {what}."),
    "inside": _("The text did not keep within the agreed framework: {what}."),
    "consulted": _("{who} was not told beforehand."),
    "done": _("Nobody played it: {what}."),
    "happened": _("It did not happen: {what}."),
}
"""Each fact where it is missing; {who} is the actor, {what} the table, step, move or event."""
_PRESENT: Final = {
    "joined": _("{who} joined: {what}."),
    "declined": _("{who} declined: {what}."),
    "attended": _("{who} came: {what}."),
    "stayed_away": _("{who} stayed away: {what}."),
    "accepted": _("{who} accepted the text: {what}."),
    "rejected": _("{who} rejected the text: {what}."),
    "abstained": _("{who} abstained: {what}."),
    "vetoed": _("{who} cast a veto: {what}."),
    "acquiesced": _("{who} let it go ahead: {what}."),
    "objected": _("{who} objected: {what}."),
    "spoke": _("{who} said in private what it wants: {what}."),
    "complied": _("{who} carried out what it signed: {what}."),
    "broke_off": _("{who} broke off: {what}."),
    "acted": _("{who} took the step: {what}."),
    "refused": _("{who} refused the step: {what}."),
    "recalled": _("{who} called its people home."),
    "adopted": _("A text was adopted: {what}."),
    "failed": _("A vote failed: {what}."),
    "open": _("It was open: {what}."),
    "drafted": _("A text lay on the table: {what}."),
    "inside": _("The text kept within the agreed framework: {what}."),
    "consulted": _("{who} was told beforehand."),
    "done": _("It was played: {what}."),
    "happened": _("It happened: {what}."),
}
"""Each fact where it stood in the way."""
_NEEDED: Final = {
    ">=": _("{what}: {have} at the end, at least {need} was needed."),
    ">": _("{what}: {have} at the end, more than {need} was needed."),
    "<=": _("{what}: {have} at the end, at most {need} was allowed."),
    "<": _("{what}: {have} at the end, less than {need} was needed."),
}
_EXACTLY: Final = _("{what}: {have} at the end, {need} was needed.")
_QUANTITIES: Final = frozenset(
    "trust knowledge rapport stance bad_faith home resolve capital war_cost guarantee aid".split()
)
"""Those that have words of their own among the quantities of the state."""


@dataclass(frozen=True)
class Missing:
    """What an outcome lacked."""

    lines: tuple[str, ...]
    """A sentence for each part that did not hold."""
    ways: int
    """How many ways to it there were; the lines are those of the nearest."""


_Lack = tuple[float, str]
"""How far something is from what is needed, in a scale of 0..1, and the sentence that says so."""


def missing(game: Game, outcome: str) -> Missing:
    """What an outcome lacked at the end; no line where it was reached.

    Args:
        game: At its end, or where the player stops.
        outcome: Its id.
    """
    condition = parse_condition(game.scenario.outcomes[outcome].when)
    ways = _ways(condition)
    nearest = min((_lacks(game, way, True) for way in ways), key=_far, default=[])
    return Missing(tuple(dict.fromkeys(text for _gap, text in nearest)), len(ways))


def _far(lacks: list[_Lack]) -> float:
    """How far a way is from its end: each missing fact counts one, each number its distance."""
    return sum(gap for gap, _text in lacks)


def _ways(condition: Condition) -> list[Condition]:
    """The alternatives that a condition names at its top."""
    if isinstance(condition, Joined) and condition.word == "or":
        return [way for part in condition.parts for way in _ways(part)]
    return [condition]


def _holds(game: Game, condition: Condition) -> bool:
    return bool(game.compiled.terms.condition(_undated(condition))(game.process.world)[0])


def _undated(condition: Condition) -> Condition:
    """A condition without its dates, so that no new one has to be followed."""
    match condition:
        case Dated(part, _word, _date):
            return _undated(part)
        case Joined(word, parts):
            return Joined(word, tuple(map(_undated, parts)))
        case Not(part):
            return Not(_undated(part))
    return condition


def _lacks(game: Game, condition: Condition, wanted: bool) -> list[_Lack]:
    """The parts of a condition that are not as wanted, in sentences."""
    match condition:
        case Dated(part, word, date):
            inner = _lacks(game, part, wanted)
            if inner or not wanted:
                return inner
            said = (
                _("It came, but not by {date}.")
                if word == "by"
                else _("It held, but not yet after {date}.")
            )
            return [(1.0, said.format(date=date_words(date)))]
        case Not(part):
            return _lacks(game, part, not wanted)
        case Joined(word, parts):
            found = [_lacks(game, part, wanted) for part in parts]
            if (word == "or") == wanted:  # one is enough
                return min(found, key=_far)
            return [lack for lacks in found for lack in lacks]
        case Fact(term):
            if _holds(game, condition) == wanted:
                return []
            return [(1.0, _fact(game, term, wanted))]
        case Compare(term, operator, number):
            if _holds(game, condition) == wanted:
                return []
            return [_compared(game, term, operator if wanted else _OTHER[operator], number)]


_OTHER: Final = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "=": "!=", "==": "!="}


def _fact(game: Game, term: Term, wanted: bool) -> str:
    words = _ABSENT if wanted else _PRESENT
    names = _names(game, term)
    said = words.get(term.function)
    if said is None:
        return game.words.condition(Fact(term), None, None)
    actors = [name for name in term.arguments if name in game.scenario.actors]
    who = game.words.called(game.plan.actor(actors[0]), starts=True) if actors else ""
    text = said.format(who=who, what=names.get("what", ""))
    return text.replace(": .", ".")


def _compared(game: Game, term: Term, operator: str, number: float) -> _Lack:
    scale = 100 if FUNCTIONS[term.function].words else 1
    have = float(game.compiled.terms.quantity(term)(game.process.world)[0])
    said = _NEEDED.get(operator, _EXACTLY)
    shown = [
        f"{round(value * scale)}" if scale == 100 else f"{value:g}" for value in (have, number)
    ]
    if shown[0] == shown[1]:
        shown = [f"{value * scale:.1f}" for value in (have, number)]
    gap = abs(have - number) / (1 if scale == 100 else max(1.0, number))
    return gap, said.format(what=_quantity(game, term), have=shown[0], need=shown[1])


def _quantity(game: Game, term: Term) -> str:
    """What is measured, in words."""
    names = _names(game, term)
    if term.function in _QUANTITIES:
        actors = tuple(
            game.plan.actor(name)
            for parameter, name in zip(
                FUNCTIONS[term.function].parameters, term.arguments, strict=True
            )
            if name is not None and parameter.kind == "actor"
        )
        return game.words.quantity(term.function, actors)
    match term.function:
        case "legitimacy":
            return _("Standing of {who}").format(who=names["actor"])
        case "text":
            return _("The text on {issue}").format(issue=names["issue"])
        case "efforts":
            return _("Good-faith efforts turned down")
        case "support":
            return _("Votes for the text of {table}").format(table=names["what"])
        case "utility":
            return _("What the text is worth to {who}").format(who=names["actor"])
        case "channel":
            giver, to = (game.scenario.actors[name or ""].short for name in term.arguments[:2])
            return _("What flows from {giver} to {to}").format(giver=giver, to=to)
    about = FUNCTIONS[term.function].meaning
    listed = ", ".join(names.values())
    return f"{about[:1].upper()}{about[1:]} ({listed})" if listed else about


def _names(game: Game, term: Term) -> dict[str, str]:
    """The arguments of a term by their kind, in words; tables, steps and the like as `what`."""
    scenario, found = game.scenario, dict[str, str]()
    titles = {
        "actor": {name: actor.short for name, actor in scenario.actors.items()},
        "table": {name: table.title for name, table in scenario.tables.items()},
        "step": {name: step.title for name, step in scenario.steps.items()},
        "move": {name: move.title for name, move in scenario.moves.items()},
        "event": {name: event.title for name, event in scenario.events.items()},
        "issue": {name: issue.title for name, issue in scenario.issues.items()},
    }
    for parameter, name in zip(FUNCTIONS[term.function].parameters, term.arguments, strict=True):
        if name is None or parameter.kind not in titles:
            continue
        kind = parameter.kind if parameter.kind in ("actor", "issue") else "what"
        found[kind] = titles[parameter.kind].get(name, name)
    return found
