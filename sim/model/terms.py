"""Conditions and quantities of the scenario language, compiled to functions of the world."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np

from sim.model.exact import Floats
from sim.model.gains import gain
from sim.model.ledger import Address
from sim.model.plan import NEVER, STEP_FACTS, Plan
from sim.model.rules import spatial
from sim.model.world import Bools, World
from sim.scenario.form.coding import TYPES
from sim.scenario.language import (
    FUNCTIONS,
    Compare,
    Condition,
    Dated,
    Fact,
    Joined,
    Not,
    Term,
)

Reader = Callable[[World], Floats]
"""A quantity: world -> shape (runs,)."""
Test = Callable[[World], Bools]
"""A condition: world -> shape (runs,)."""

DECIDED = frozenset(
    "joined declined attended stayed_away accepted rejected abstained vetoed acquiesced objected "
    "spoke complied broke_off acted refused adopted failed consulted recalled".split()
)
"""Facts that have rows of their own."""
_DIRECT = frozenset("trust knowledge rapport stance home capital war_cost guarantee aid".split())
"""Quantities that lie in an array of their name as they are."""
_READERS: dict[str, Callable[[tuple[int, ...]], Reader]] = {
    "bad_faith": lambda at: lambda world: world.bad_faith(*at),
    "reservation": lambda at: lambda world: world.reservation_of(at[0]),
    "legitimacy": lambda at: lambda world: world.legitimacy(at[0]),
    "text": lambda at: lambda world: world.text[at],
    "utility": lambda at: lambda world: world.worth(at[0], at[1], world.text_of(at[1])),
    "support": lambda at: lambda world: world.votes[at[0]],
    "unity": lambda at: lambda world: unity(world, at[0]),
    "rounds": lambda at: lambda world: world.rounds[at[0]],
    "efforts": lambda at: lambda world: world.efforts,
    "turn": lambda at: lambda world: np.full(world.runs, world.turn + 1.0),
}
"""Quantities that follow from the world, by the indices of who or what they are about."""


class Terms:
    """Compiles conditions for one plan; collects what must be watched turn by turn."""

    def __init__(self, plan: Plan, options: dict[tuple[str, int], list[int]]) -> None:
        """`options` gives the option rows by (move, actor)."""
        self.plan, self.options = plan, options
        self.watches: list[Test] = []
        """Conditions followed through the game, in the order of their rows in `World.tracked`."""

    # -- quantities --------------------------------------------------------------------------------

    def bound(
        self, term: Term, who: int | None = None, target: int | None = None
    ) -> list[int | str]:
        """A term's arguments as indices (actors, tables, issues) or text; left out is -1."""
        values: list[int | str] = []
        for parameter, name in zip(
            FUNCTIONS[term.function].parameters, term.arguments, strict=True
        ):
            if name is None:
                values.append(-1)
            elif parameter.kind == "actor":
                role = {"self": who, "target": target}.get(name)
                values.append(self.plan.actor(name) if role is None else role)
            elif parameter.kind == "table":
                values.append(self.plan.table(name).index)
            elif parameter.kind == "step":
                values.append(self.plan.step(name))
            elif parameter.kind == "issue":
                values.append(self.plan.issues.index(name))
            else:
                values.append(name)
        return values

    def addresses(self, term: Term, who: int) -> list[Address]:
        """What effects must touch to move a term, for an actor who wants it."""
        values = self.bound(term, who)
        name = term.function
        if name in DECIDED:
            return [("fact", (row,)) for row in self.rows(term, values)]
        if name == "channel":
            return [("channel", (self._channel(values),))]
        if name == "backing":
            return [self._backing(values)]
        return [(name, tuple(value for value in values if isinstance(value, int)))]

    def rows(self, term: Term, values: list[int | str]) -> list[int]:
        """Rows of a decided fact; a left-out table or step stands for any."""
        plan, name = self.plan, term.function
        if name in ("consulted", "recalled"):
            return [plan.fact(name, int(values[0]))]
        if name in ("adopted", "failed"):
            return [plan.fact(name, -1, int(values[0]))]
        actor, table = int(values[0]), int(values[1])
        if name in STEP_FACTS:
            steps = range(-1, len(plan.steps)) if table == -1 else [table]
            return [plan.fact(name, actor, index) for index in steps]
        tables = range(len(plan.tables)) if table == -1 else [table]
        return [plan.fact(name, actor, index) for index in tables]

    def _backing(self, values: list[int | str]) -> Address:
        """An element of a formation; an actor without one is of one mind."""
        actor, name = int(values[0]), str(values[1])
        element = self.plan.element(actor, name)
        return ("home", (actor,)) if element is None else ("backing", (element.row,))

    def _channel(self, values: list[int | str]) -> int:
        for index, channel in enumerate(self.plan.channels):
            if [channel.giver, channel.to, channel.name] == values:
                return index
        giver, client, name = values
        raise KeyError(
            f"{self.plan.actors[int(giver)]} has no channel {name} "
            f"to {self.plan.actors[int(client)]}"
        )

    def quantity(self, term: Term, who: int | None = None, target: int | None = None) -> Reader:
        """Compile a quantity; of a fact, 1 where it holds."""
        if FUNCTIONS[term.function].is_fact:
            test = self._fact(term, who, target)
            return lambda world: test(world).astype(np.float64)
        values = self.bound(term, who, target)
        name = term.function
        ints = tuple(value for value in values if isinstance(value, int))
        if name in _DIRECT:
            return lambda world: world.at((name, ints))
        if name in _READERS:
            return _READERS[name](ints)
        match name:
            case "backing":
                address = self._backing(values)
                return lambda world: world.at(address)
            case "resolve":
                used = self.plan.second_level
                return lambda world: world.resolve[ints[0]] if used else np.zeros(world.runs)
            case "belief":
                return self._belief(ints[0], ints[1], values[2])
            case "channel":
                index = self._channel(values)
                return lambda world: world.channel[index]
            case "spoiler":
                row = self._subject(ints[0])
                if row is None:
                    return lambda world: np.zeros(world.runs)
                return lambda world: world.type[row].astype(np.float64)
        raise AssertionError(f"no reader for {name}")

    def _belief(self, observer: int, about: int, type_: int | str) -> Reader:
        """What one actor believes of the type of another; who has no hidden type has the first."""
        kind = TYPES.index(str(type_)) if type_ in TYPES else 0
        row = self._subject(about)
        if row is None:
            return lambda world: np.full(world.runs, float(kind == 0))
        return lambda world: world.belief[row, observer, kind]

    def _subject(self, actor: int) -> int | None:
        """The row of an actor's hidden type, if it has one."""
        return self.plan.subjects.index(actor) if actor in self.plan.subjects else None

    # -- conditions --------------------------------------------------------------------------------

    def _fact(self, term: Term, who: int | None, target: int | None) -> Test:
        values = self.bound(term, who, target)
        match term.function:
            case "open":
                table = int(values[0])
                return lambda world: world.open[table].copy()
            case "drafted":
                table = int(values[0])
                return lambda world: world.drafted[table].copy()
            case "inside":
                table = int(values[0])
                limits = self.plan.tables[table].limits
                return lambda world: (
                    world.drafted[table] & (spatial.excess(world.text_of(table), limits) < 1e-9)
                )
            case "done":
                rows = [
                    row
                    for (move, actor), found in self.options.items()
                    if move == values[0] and values[1] in (-1, actor)
                    for row in found
                ]
                return lambda world: any_of([world.played[row] != NEVER for row in rows], world)
            case "happened":
                event = list(self.plan.scenario.events).index(str(values[0]))
                return lambda world: world.events[event] != NEVER
        rows = self.rows(term, values)
        if len(rows) == 1:
            only = rows[0]
            return lambda world: world.holds(only)
        return lambda world: any_of([world.holds(row) for row in rows], world)

    def condition(
        self, condition: Condition, who: int | None = None, target: int | None = None
    ) -> Test:
        """Compile a condition; a dated part is watched turn by turn."""
        match condition:
            case Fact(term):
                return self._fact(term, who, target)
            case Compare(term, operator, number):
                return compare(self.quantity(term, who, target), operator, number)
            case Not(part):
                inner = self.condition(part, who, target)
                return lambda world: ~inner(world)
            case Joined(word, parts):
                tests = [self.condition(part, who, target) for part in parts]
                if word == "and":
                    return lambda world: all_of([test(world) for test in tests], world)
                return lambda world: any_of([test(world) for test in tests], world)
            case Dated(part, word, date):
                return self._dated(self.condition(part, who, target), word, date)

    def _dated(self, inner: Test, word: str, date: dt.date) -> Test:
        turn = self.plan.turn_of(date)
        if word == "after":
            return lambda world: inner(world) & (world.turn >= turn)
        row = self.watch(inner)
        # its own watch is written at the end of a turn; within a turn what holds now counts as well
        return lambda world: (world.tracked[row] <= turn) | (inner(world) & (world.turn <= turn))

    def watch(self, test: Test) -> int:
        """Have a condition watched; gives its row in `World.tracked`, that of its first turn."""
        self.watches.append(test)
        return len(self.watches) - 1


def all_of(tests: list[Bools], world: World) -> Bools:
    """Where all hold."""
    if not tests:
        return np.ones(world.runs, dtype=bool)
    held = tests[0]
    for test in tests[1:]:
        held = held & test
    return held


def any_of(tests: list[Bools], world: World) -> Bools:
    """Where any holds."""
    if not tests:
        return np.zeros(world.runs, dtype=bool)
    held = tests[0]
    for test in tests[1:]:
        held = held | test
    return held


def compare(reader: Reader, operator: str, number: float) -> Test:
    """A quantity against a number; equality allows for rounding."""
    match operator:
        case ">=":
            return lambda world: reader(world) >= number
        case ">":
            return lambda world: reader(world) > number
        case "<=":
            return lambda world: reader(world) <= number
        case "<":
            return lambda world: reader(world) < number
    return lambda world: np.abs(reader(world) - number) < 1e-9


def unity(world: World, table: int) -> Floats:
    """How near the members with a veto (without any, all members) are to one another, 0..1.

    1 less the spread between the highest and lowest gain, over the status quo or reservation value,
    that the members see in going on, efforts turned down included.
    """
    plan = world.plan.tables[table]
    members = [member for member in plan.members if member in plan.veto] or list(plan.members)
    text = world.text_of(table)
    gains = [gain(world, member, table, text, world.author[table]) for member in members]
    high, low = gains[0], gains[0]
    for one in gains[1:]:
        high, low = np.maximum(high, one), np.minimum(low, one)
    return np.minimum(np.maximum(1.0 - (high - low), 0.0), 1.0)
