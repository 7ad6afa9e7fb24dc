"""Conditions and quantities of the scenario language, read off one run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache

from sim.scenario.language import (
    Compare,
    Condition,
    Dated,
    Fact,
    Joined,
    Not,
    Term,
    parse_condition,
)
from tests.model.scalar.numbers import DAYS, FACTS, NEVER, TYPES, clip
from tests.model.scalar.state import State

Watched = tuple[Condition, str | None, str | None]
"""A condition with its self and target."""
parsed = cache(parse_condition)


class Conditions(State):
    """A run of which conditions can be asked."""

    watched: dict[Watched, int]
    """First turn in which each followed condition held."""

    def _follow(self, asks: Mapping[str, str]) -> dict[str, Watched]:
        """What is followed turn by turn: outcomes, checkpoints, foils, asks, dated parts."""
        texts = {f"outcomes.{name}": one.when for name, one in self.s.outcomes.items()}
        for name, point in self.s.history.checkpoints.items():
            texts[f"checkpoints.{name}"] = point.holds
        for name, point in self.s.history.foils.items():
            texts[f"foils.{name}"] = point.holds
        texts |= {f"asks.{name}": text for name, text in asks.items()}
        conditions: dict[str, Watched] = {
            name: (parsed(text), None, None) for name, text in texts.items()
        }
        self.parts: list[Watched] = []
        for way in self.ways:
            if way.spec.needs:
                self._register(parsed(way.spec.needs), way.who, way.target)
        for event in self.s.events.values():
            if event.when:
                self._register(parsed(event.when), None, None)
        for condition, _, _ in conditions.values():
            self._register(condition, None, None)
        self.parts += conditions.values()
        return conditions

    def _register(self, condition: Condition, who: str | None, target: str | None) -> None:
        match condition:
            case Not(part):
                self._register(part, who, target)
            case Joined(_, parts):
                for part in parts:
                    self._register(part, who, target)
            case Dated(part, word, _):
                self._register(part, who, target)
                if word == "by":
                    self.parts.append((part, who, target))

    def _track(self) -> None:
        for part in self.parts:
            if part not in self.watched and self.holds(*part):
                self.watched[part] = self.turn

    def turn_of(self, date: dt.date) -> int:
        """The turn that holds a date."""
        calendar = self.s.calendar
        number, unit = calendar.turn.rstrip("s").split()
        if unit in DAYS:
            turn: int = (date - calendar.start).days // (int(number) * DAYS[unit])
        else:
            months = (date.year - calendar.start.year) * 12 + date.month - calendar.start.month
            turn = (months - (date.day < min(calendar.start.day, 28))) // int(number)
        return min(max(turn, -1), calendar.turns)

    def holds(
        self, condition: Condition, who: str | None = None, target: str | None = None
    ) -> bool:
        """Whether a condition holds now."""
        match condition:
            case Fact(term):
                return self.value(term, who, target) > 0
            case Compare(term, operator, number):
                value = self.value(term, who, target)
                match operator:
                    case ">=":
                        return value >= number
                    case ">":
                        return value > number
                    case "<=":
                        return value <= number
                    case "<":
                        return value < number
                return abs(value - number) < 1e-9
            case Not(part):
                return not self.holds(part, who, target)
            case Joined(word, parts):
                held = [self.holds(part, who, target) for part in parts]
                return all(held) if word == "and" else any(held)
            case Dated(part, word, date):
                turn, now = self.turn_of(date), self.holds(part, who, target)
                if word == "after":
                    return now and self.turn >= turn
                first = self.watched.get((part, who, target), NEVER)
                return first <= turn or (now and self.turn <= turn)

    def value(self, term: Term, who: str | None = None, target: str | None = None) -> float:
        """A quantity now; of a fact, 1 where it holds."""
        keys = self._keys(term, who, target)
        (name, *args), n = keys[0], self.n
        match name:
            case "open":
                return float(self.open[args[0]])
            case "drafted":
                return float(args[0] in self.text)
            case "inside":
                return float(args[0] in self.text and self.inside(args[0]))
            case "done":
                actors = self.actors if args[1] == "None" else [args[1]]
                return float(any(k[0] == args[0] and k[1] in actors for k in self.played))
            case "happened":
                return float(args[0] in self.events)
            case _ if name in FACTS:
                return float(any(key in self.facts for key in keys))
            case "bad_faith":
                return self.bad_faith(args[0], args[1])
            case "belief":
                belief = self.belief.get((args[0], args[1]), [1.0, 0.0, 0.0, 0.0])
                return belief[TYPES.index(args[2])]
            case "reservation":
                return self.reservation(args[0])
            case "legitimacy":
                return self.legitimacy(args[0])
            case "text":
                return self.on_table(args[0]).get(args[1], 0.0)
            case "utility":
                return self.worth(args[0], args[1], self.on_table(args[1]))
            case "support":
                return n["votes", args[0]]
            case "unity":
                table, text, author = args[0], self.on_table(args[0]), self.author[args[0]]
                gains = [self.gain(a, table, text, author) for a in self._stoppers(table)]
                return clip(1.0 - (max(gains) - min(gains)))
            case "efforts":
                return self.efforts
            case "turn":
                return self.turn + 1.0
            case "spoiler":
                return float(self.kind.get(args[0], 0))
        return n[keys[0]]
