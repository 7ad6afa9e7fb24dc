"""A scenario ready to run: plan, options, conditions followed, and the slots of chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.model.chance import Slots
from sim.model.exact import Floats
from sim.model.options import Option, compile_options, event_ops
from sim.model.plan import NEVER, Plan
from sim.model.rules import RULES
from sim.model.start import sampling
from sim.model.tables import SIGNED
from sim.model.terms import Reader, Test
from sim.model.verbs import DraftOp, Op
from sim.scenario.checks.names import term_problems
from sim.scenario.language import (
    LanguageError,
    Term,
    parse_condition,
    parse_term,
    terms,
)
from sim.scenario.schema import Event, Scenario
from sim.scenario.text.suggest import did_you_mean


@dataclass(frozen=True)
class EventPlan:
    """An event with its turn."""

    id: str
    spec: Event
    turn: int
    when: Test | None
    ops: tuple[Op, ...]


class Compiled:
    """A scenario compiled once, for any number of ensembles.

    Args:
        scenario: A checked scenario.
        asks: More conditions or quantities to follow, by name.
        generations: How deep in a chain of `extends` items were introduced.

    Raises:
        ValueError: An ask that cannot be read; the message names it.
    """

    def __init__(
        self,
        scenario: Scenario,
        asks: Mapping[str, str] | None = None,
        generations: Mapping[tuple[str, str], int] | None = None,
    ) -> None:
        self.scenario = scenario
        self.plan = Plan(scenario, generations=dict(generations or {}))
        self.options, self.terms = compile_options(self.plan)
        self._table_facts()
        self.asks_of: tuple[tuple[Option, ...], ...] = tuple(
            tuple(o for o in self.options.all if o.ask is not None and o.ask.target == actor)
            for actor in range(len(self.plan.actors))
        )
        self.events = tuple(self._events())
        self.rows: dict[str, int] = {}
        """Row in `World.tracked` of each outcome, checkpoint, foil and asked condition."""
        self.readers: dict[str, Reader] = {}
        """Asked quantities, by name."""
        self.factors: dict[str, Reader] = {
            name: self.terms.quantity(parse_term(factor.measure))
            for name, factor in scenario.factors.items()
        }
        """What measures each factor of the debrief."""
        self._follow(asks or {})
        self.watches: tuple[Test, ...] = tuple(self.terms.watches)
        self.final_rows = tuple(
            self.rows[f"outcomes.{name}"]
            for name, outcome in scenario.outcomes.items()
            if outcome.final
        )
        self.slots = Slots(self._slots())
        self.range_slots = Slots(sampling(self.plan).slots)

    def _table_facts(self) -> None:
        """Rows for all that tables can decide, so that no row is made once a world stands."""
        for table in self.plan.tables:
            for fact in ("adopted", "failed"):
                self.plan.fact(fact, -1, table.index)
            signed = ["accepted", "rejected", "complied", "broke_off", "attended", "stayed_away"]
            council = ["accepted", "rejected", "abstained"]
            for member in table.members:
                for fact in signed if table.procedure in SIGNED else council:
                    self.plan.fact(fact, member, table.index)
            for member in table.veto:
                self.plan.fact("vetoed", member, table.index)
            for actor in table.assent:
                self.plan.fact("objected", actor, table.index)
        for actor in sorted(self.plan.missions):
            self.plan.fact("recalled", actor)
        for option in self.options.all:
            if option.ask is not None and option.ask.decision == "attend":
                self.plan.fact("attended", option.ask.target, option.ask.table)
                self.plan.fact("stayed_away", option.ask.target, option.ask.table)

    def _events(self) -> list[EventPlan]:
        found = []
        for name, event in self.scenario.events.items():
            when = self.terms.condition(parse_condition(event.when)) if event.when else None
            ops = event_ops(self.plan, event.effects)
            found.append(EventPlan(name, event, self.plan.turn_of(event.date), when, ops))
        return found

    def _follow(self, asks: Mapping[str, str]) -> None:
        history = self.scenario.history
        for name, outcome in self.scenario.outcomes.items():
            self._watch(f"outcomes.{name}", outcome.when)
        for kind, points in (("checkpoints", history.checkpoints), ("foils", history.foils)):
            for name, point in points.items():
                self._watch(f"{kind}.{name}", point.holds)
        for name, text in asks.items():
            self.ask(name, text)

    def _watch(self, name: str, text: str) -> None:
        self.rows[name] = self.terms.watch(self.terms.condition(parse_condition(text)))

    def ask(self, name: str, text: str) -> None:
        """Follow one more condition (its share is asked for) or quantity (its mean at the end).

        Raises:
            ValueError: One sentence that says what is wrong.
        """
        try:
            condition = parse_condition(text, did_you_mean)
        except LanguageError as error:
            try:
                term = parse_term(text, did_you_mean)
            except LanguageError:
                raise ValueError(f'"{text}": {error}') from None
            self._check_names(text, [term])
            self.readers[name] = self.terms.quantity(term)
            return
        self._check_names(text, list(terms(condition)))
        self.rows[f"asks.{name}"] = self.terms.watch(self.terms.condition(condition))

    def _check_names(self, text: str, found: list[Term]) -> None:
        for message in term_problems(self.scenario, found):
            raise ValueError(f'"{text}": {message}')

    def _slots(self) -> list[str]:
        plan, named = self.plan, []
        for actor in plan.actors:
            depth = plan.generation("actors", actor)
            named += [(f"choice:{actor}", depth), (f"leak:{actor}", depth)]
        for option in self.options.all:
            depth = plan.generation("moves", option.move)
            if option.ask is not None:
                named.append((option.ask.slot, depth))
            for op in option.always:
                if isinstance(op, DraftOp):
                    actor, table = plan.actors[option.actor], plan.tables[op.table].id
                    named.append((f"draft:{actor}:{table}", depth))
        for place in plan.tables:
            depth = plan.generation("tables", place.id)
            named += [(f"{what}:{place.id}", depth) for what in ("recognised", "draft", "call")]
            for member in place.members:
                for what in ("accept", "comply"):
                    named.append((f"{what}:{plan.actors[member]}:{place.id}", depth))
            for actor_index in place.assent:
                named.append((f"assent:{plan.actors[actor_index]}:{place.id}", depth))
        for event in self.events:
            named.append((f"event:{event.id}", plan.generation("events", event.id)))
        for mission in sorted(plan.missions):
            name = plan.actors[mission]
            named.append((f"recall:{name}", plan.generation("actors", name)))
        return list(dict.fromkeys(plan.slot_order(named)))

    # -- what a caller may switch ------------------------------------------------------------------

    def seat(self, name: str) -> int:
        """Index of an actor that may be a seat.

        Raises:
            ValueError: There is no such seat.
        """
        seats = self.scenario.seats
        if name not in seats:
            known = ", ".join(seats)
            hint = did_you_mean(name, seats)
            raise ValueError(f"{self.scenario.id} has no seat {name}; it has {known}{hint}.")
        return self.plan.actor(name)

    def seated(self, seat: str | None, other_seats: Sequence[str] = ()) -> tuple[int, ...]:
        """Indices of the actors that are played, the main one first.

        Args:
            seat: The main one; None for who owns the initiative.
            other_seats: Further ones.

        Raises:
            ValueError: There is no such seat, or one is named twice.
        """
        found = (self.plan.owner if seat is None else self.seat(seat), *map(self.seat, other_seats))
        if len(set(found)) < len(found):
            twice = next(one for one in found if found.count(one) > 1)
            raise ValueError(f"The seat {self.plan.actors[twice]} is named twice; name it once.")
        return found

    def goal_score(self, seat: str, tracked: NDArray[np.int16]) -> Floats:
        """A seat's goal score: the weights of its aims that were reached, 0..1.

        Args:
            seat: Actor id; one without goals scores nothing.
            tracked: As `World.tracked`, shape (rows, runs).

        Returns:
            Shape (runs,).
        """
        total = np.zeros(tracked.shape[-1])
        goals = self.scenario.goals.get(seat)
        for outcome, weight in (goals.aims if goals else {}).items():
            total += float(weight) * (tracked[self.rows[f"outcomes.{outcome}"]] != NEVER)
        return total

    def switched(self, without: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
        """Rules that stay on, and events switched off, from `rule:ID` and `event:ID`.

        Raises:
            ValueError: Neither a rule nor an event.
        """
        off: set[str] = set()
        cancelled: set[str] = set()
        for item in without:
            kind, _, name = item.partition(":")
            known = {"rule": list(RULES), "event": list(self.scenario.events)}.get(kind)
            if known is None or name not in known:
                candidates = [f"rule:{rule}" for rule in RULES]
                candidates += [f"event:{event}" for event in self.scenario.events]
                hint = did_you_mean(item, candidates)
                raise ValueError(
                    f"{item} is neither a rule nor an event that can be switched off{hint}."
                )
            (off if kind == "rule" else cancelled).add(name)
        return frozenset(RULES) - off, frozenset(cancelled)

    def pairs(self, forbid: Iterable[str]) -> frozenset[tuple[str, int]]:
        """(move, actor) pairs from `ACTOR:MOVE`.

        Raises:
            ValueError: An unknown actor or move.
        """
        found = set()
        for item in forbid:
            actor, _, move = item.partition(":")
            if actor not in self.plan.actors or move not in self.scenario.moves:
                candidates = [f"{self.plan.actors[o.actor]}:{o.move}" for o in self.options.all]
                hint = did_you_mean(item, candidates)
                raise ValueError(f"{item} is not ACTOR:MOVE of {self.scenario.id}{hint}.")
            found.add((move, self.plan.actor(actor)))
        return frozenset(found)
