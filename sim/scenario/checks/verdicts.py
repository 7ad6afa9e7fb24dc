"""What can be said of a condition before anything is played: that it never or always holds.

Three answers: True, False, or None where only a run can tell. Facts are decided in play, so nothing
is said of them; quantities keep within their bounds, and dates are those of the calendar.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sim.scenario.form.coding import CodedValue, level
from sim.scenario.language import Compare, Condition, Dated, Fact, Joined, Not, Term
from sim.scenario.schema import Scenario

Bounds = tuple[float, float]

_SHARES = frozenset(
    "trust stance knowledge bad_faith belief rapport legitimacy home backing resolve war_cost "
    "channel text".split()
)
"""Quantities that the model keeps within 0 and 1."""
_COUNTS = frozenset("capital support rounds efforts".split())
"""Quantities that are never below 0 and have no bound above."""
_HIGHEST_TYPE = 3.0


class Verdicts:
    """Judges conditions of one scenario.

    Args:
        scenario: The scenario.
        end: The day after its last turn.
        at_start: Whether the start alone is judged, not the whole game.
    """

    def __init__(self, scenario: Scenario, end: dt.date, at_start: bool = False) -> None:
        self.scenario, self.end, self.at_start = scenario, end, at_start

    def verdict(self, condition: Condition) -> bool | None:
        """Whether it holds in any case, in none (False), or nobody knows."""
        match condition:
            case Fact(term):
                return self._fact(term)
            case Compare(term, operator, number):
                bounds = self.bounds(term)
                return None if bounds is None else compared(bounds, operator, number)
            case Dated(part, word, date):
                if self._is_out(word, date):
                    return False
                return False if self.verdict(part) is False else None
            case Joined(word, parts):
                verdicts = [self.verdict(part) for part in parts]
                decisive = word == "or"
                if decisive in verdicts:
                    return decisive
                return None if None in verdicts else not decisive
            case Not(part):
                inner = self.verdict(part)
                return None if inner is None else not inner

    def impossible(self, condition: Condition) -> Condition | None:
        """The smallest part that never holds and keeps the whole from ever holding."""
        if self.verdict(condition) is not False:
            return None
        match condition:
            case Joined("and", parts):
                return next(found for part in parts if (found := self.impossible(part)))
            case Dated(part, word, date) if not self._is_out(word, date):
                return self.impossible(part)
        return condition

    def bounds(self, term: Term) -> Bounds | None:
        """Lowest and highest value of a quantity, if they are known."""
        if self.at_start:
            return self._start(term)
        if term.function in _SHARES:
            return 0.0, 1.0
        if term.function in _COUNTS:
            return 0.0, float("inf")
        if term.function == "turn":
            return 0.0, float(self.scenario.calendar.turns)
        return (0.0, _HIGHEST_TYPE) if term.function == "spoiler" else None

    def _is_out(self, word: str, date: dt.date) -> bool:
        start = self.scenario.calendar.start
        if self.at_start:
            return date < start if word == "by" else date > start
        return date < start if word == "by" else date >= self.end

    def _fact(self, term: Term) -> bool | None:
        if not self.at_start:
            return None
        table = self.scenario.tables.get(str(term.arguments[0])) if term.arguments else None
        if table is not None and term.function == "open":
            return table.open
        if table is not None and term.function in ("drafted", "inside"):
            return None if table.text else False
        return False

    def _start(self, term: Term) -> Bounds | None:
        """The coded value that a pair begins with, with the range that it is drawn from."""
        scenario, names = self.scenario, [str(name) for name in term.arguments]
        if term.function in ("turn", "rounds", "efforts"):
            return 0.0, 0.0
        if term.function in ("trust", "knowledge"):
            pairs = getattr(scenario, term.function)
            coded = pairs.get(names[0], {}).get(names[1], getattr(scenario.defaults, term.function))
            return _range(coded)
        if term.function == "channel":
            flow = scenario.leverage.get(names[0], {}).get(names[1], {}).get(names[2])
            return None if flow is None else _range(flow)
        if term.function in ("stance", "war_cost") and names[0] in scenario.actors:
            return _range(getattr(scenario.actors[names[0]], term.function))
        return None


def compared(bounds: Bounds, operator: str, number: float) -> bool | None:
    """Whether a quantity within bounds passes a comparison: always, never (False), or maybe."""
    low, high = bounds
    tests: dict[str, Callable[[float], bool]] = {
        ">": lambda value: value > number,
        ">=": lambda value: value >= number,
        "<": lambda value: value < number,
        "<=": lambda value: value <= number,
        "=": lambda value: value == number,
    }
    ends = tests[operator](low), tests[operator](high)
    if operator == "=":
        if low <= number <= high:
            return True if low == high else None
        return False
    return None if ends[0] != ends[1] else ends[0]


def _range(coded: float | str | CodedValue) -> Bounds:
    found = level(coded)
    return found.low, found.high


def in_words(condition: Condition) -> str:
    """A simple condition as it is written."""
    match condition:
        case Fact(term):
            return str(term).removesuffix("()")
        case Compare(term, operator, number):
            return f"{str(term).removesuffix('()')} {operator} {number:g}"
        case Dated(part, word, date):
            return f"{in_words(part)} {word} {date}"
        case Not(part):
            return f"not {in_words(part)}"
        case Joined(word, parts):
            return f" {word} ".join(in_words(part) for part in parts)
