"""A scenario compiled for the engine: indices, parameters, tables, facts. No state, no chance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from sim.scenario.form.coding import Level, level
from sim.scenario.heads import after
from sim.scenario.schema import Effect, Scenario, Table

NEVER = 32767
"""First turn of what has not happened."""

STEP_FACTS = frozenset({"acted", "refused"})
"""Facts about a step instead of a table."""
STANDINGS = ("own", "mandate", "borrowed")


@dataclass(frozen=True)
class Parameter:
    """One coded number: its dotted path, the array and place it fills, its value and range."""

    path: str
    array: str
    index: tuple[int, ...]
    level: Level


@dataclass(frozen=True)
class ChannelPlan:
    """A patron's channel to a client."""

    giver: int
    to: int
    name: str


@dataclass(frozen=True)
class TablePlan:
    """A table with indices for names."""

    id: str
    index: int
    procedure: str
    members: tuple[int, ...]
    assent: tuple[int, ...]
    veto: frozenset[int]
    sides: tuple[int, ...]
    """The side of each member, -1 for none (procedure `sides`)."""
    needed: int
    seats: tuple[int, ...]
    drafters: tuple[int, ...]
    about: int | None
    issues: tuple[int, ...]
    limits: tuple[tuple[float, float], ...]
    """Of each issue, what the standing agreement allows: lowest and highest place, 0..1."""
    status_quo: tuple[float, ...] | None
    """Places of the issues, 0..1; None where no agreement leaves each to itself."""
    text: tuple[float, ...] | None
    """Places of the issues of the text that lies there at the start, 0..1; None for none."""
    open: bool
    kept: bool
    """Whether who signs must keep its word."""


@dataclass(frozen=True)
class ElementPlan:
    """One of those who make an actor's policy."""

    actor: int
    id: str
    row: int
    """In `World.backing`."""
    ally: int | None
    share: float
    """Of the actor's support at home; the shares of a formation add up to 1."""


@dataclass
class Plan:
    """What the engine needs to know of a scenario."""

    scenario: Scenario
    actors: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    channels: tuple[ChannelPlan, ...] = ()
    tables: tuple[TablePlan, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    subjects: tuple[int, ...] = ()
    """Actors with a hidden type, in order."""
    elements: tuple[ElementPlan, ...] = ()
    """Who makes the policy of those actors that have a formation."""
    formations: dict[int, tuple[ElementPlan, ...]] = field(default_factory=dict)
    """The elements by actor."""
    missions: frozenset[int] = frozenset()
    """Actors whose people may be recalled."""
    facts: dict[tuple[str, int, int], int] = field(default_factory=dict)
    """Row of each decided fact: (name, actor, table), for `STEP_FACTS` (name, actor, step); -1
    where there is none."""
    generations: dict[tuple[str, str], int] = field(default_factory=dict)
    _rows: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    _rows_of: int = -1

    def rows(self, name: str) -> list[tuple[int, int]]:
        """Actor and row of every decided fact of a name."""
        found = self._rows.get(name)
        if found is None or self._rows_of != len(self.facts):
            self._rows_of = len(self.facts)
            self._rows = {}
            for (fact, actor, _), row in self.facts.items():
                self._rows.setdefault(fact, []).append((actor, row))
            found = self._rows.setdefault(name, [])
        return found

    @cached_property
    def joins(self) -> frozenset[int]:
        """Rows of the facts that actors joined the initiative, once all rows are made."""
        return frozenset(row for _, row in self.rows("joined"))

    @property
    def turns(self) -> int:
        """Number of turns."""
        return self.scenario.calendar.turns

    @property
    def owner(self) -> int:
        """The actor who owns the initiative."""
        return self.actor(self.scenario.initiative.by)

    def actor(self, name: str) -> int:
        """Index of an actor."""
        return self._actor_index[name]

    def table(self, name: str) -> TablePlan:
        """A table by its id."""
        return self.tables[self._table_index[name]]

    def date(self, turn: int) -> dt.date:
        """First day of a turn, 0-based; the turn after the last gives the end."""
        calendar = self.scenario.calendar
        return after(calendar.start, calendar.turn, turn)

    def turn_of(self, date: dt.date) -> int:
        """The turn that holds a date; before the start -1, after the end `turns`."""
        if date < self.date(0):
            return -1
        for turn in range(self.turns):
            if date < self.date(turn + 1):
                return turn
        return self.turns

    def has_position(self, actor: int, table: int) -> bool:
        """Whether an actor has a position on any of a table's issues."""
        positions = self.scenario.actors[self.actors[actor]].positions
        return any(self.issues[issue] in positions for issue in self.tables[table].issues)

    def step(self, name: str | None) -> int:
        """Index of a step; -1 for one without a name."""
        return -1 if name is None else self.steps.index(name)

    def fact(self, name: str, actor: int, table: int = -1) -> int:
        """The row of a decided fact, made if it is new; of `STEP_FACTS`, `table` is a step."""
        return self.facts.setdefault((name, actor, table), len(self.facts))

    def refs(
        self, ref: str, who: int | None = None, target: int | None = None
    ) -> list[tuple[int, bool]]:
        """Who a reference stands for; True marks one who counts only while a mediator."""
        everyone = range(len(self.actors))
        match ref:
            case "self":
                return [] if who is None else [(who, False)]
            case "target":
                return [] if target is None else [(target, False)]
            case "mediators":
                return [(index, index != self.owner) for index in self.joinable]
            case "others":
                return [(index, False) for index in everyone if index not in (who, target)]
            case "everyone":
                return [(index, False) for index in everyone]
        if ref in self.scenario.groups:
            return [(self.actor(name), False) for name in self.scenario.groups[ref]]
        return [(self.actor(ref), False)]

    def plain_refs(self, refs: list[str]) -> tuple[int, ...]:
        """The actors that ids and group ids stand for, each once, in order."""
        return tuple(dict.fromkeys(index for ref in refs for index, _ in self.refs(ref)))

    def __post_init__(self) -> None:
        self.actors = tuple(self.scenario.actors)
        self.issues = tuple(self.scenario.issues)
        self.steps = tuple(self.scenario.steps)
        self._actor_index = {name: index for index, name in enumerate(self.actors)}
        self._table_index = {name: index for index, name in enumerate(self.scenario.tables)}
        self.subjects = tuple(
            index for index, actor in enumerate(self.scenario.actors.values()) if actor.spoiler
        )
        self.joinable = self._joinable()
        self.elements = tuple(self._elements())
        for element in self.elements:
            mates = self.formations.get(element.actor, ())
            self.formations[element.actor] = (*mates, element)
        self.missions = frozenset(
            index for index, one in enumerate(self.scenario.actors.values()) if one.mission
        )
        self.channels = tuple(
            ChannelPlan(self.actor(giver), self.actor(client), name)
            for giver, clients in self.scenario.leverage.items()
            for client, channels in clients.items()
            for name in channels
        )
        self.tables = tuple(
            self._table(name, index, table)
            for index, (name, table) in enumerate(self.scenario.tables.items())
        )
        self.parameters = tuple(self._parameters())

    def _elements(self) -> Iterator[ElementPlan]:
        row = 0
        for index, actor in enumerate(self.scenario.actors.values()):
            total = sum(float(one.weight) for one in actor.formation.values())
            for name, one in actor.formation.items():
                ally = None if one.ally is None else self.actor(one.ally)
                yield ElementPlan(index, name, row, ally, float(one.weight) / total)
                row += 1

    def element(self, actor: int, name: str) -> ElementPlan | None:
        """An element of an actor's formation; None where it has none of this name."""
        return next((one for one in self.formations.get(actor, ()) if one.id == name), None)

    def shaping(self, actor: int, through: str | None = None) -> tuple[ElementPlan, ...]:
        """The elements that a shift of support reaches: all but an ally's, or the one named."""
        elements = self.formations.get(actor, ())
        return tuple(one for one in elements if one.ally is None and through in (None, one.id))

    @property
    def second_level(self) -> bool:
        """Whether casualties and commitments can come about in this scenario at all."""
        return bool(self.elements or self.missions) or any(
            effect.verb in ("casualties", "commit") for effect in self._effects()
        )

    def _effects(self) -> Iterator[Effect]:
        for move in self.scenario.moves.values():
            yield from move.effects
            for answer in (move.if_yes, move.if_no):
                yield from answer.effects if answer else ()
        for event in self.scenario.events.values():
            yield from event.effects

    def _joinable(self) -> tuple[int, ...]:
        """Who can be a mediator: the owner of the initiative and all who can be asked to join."""
        found = {self.owner}
        for move in self.scenario.moves.values():
            if move.asks is not None and move.asks.to == "join":
                who = move.asks.who
                found.update(self.plain_refs(move.to if who == "target" else [who]))
        return tuple(sorted(found))

    def _table(self, name: str, index: int, table: Table) -> TablePlan:
        issues = tuple(self.issues.index(issue) for issue in table.issues)

        def places(values: dict[str, float]) -> tuple[float, ...] | None:
            return (
                tuple(float(values.get(issue, 0.5)) for issue in table.issues) if values else None
            )

        members = self.plain_refs(table.members)
        frameworks = [self.scenario.issues[issue].framework or [0.0, 1.0] for issue in table.issues]
        sides = {
            member: side
            for side, refs in enumerate(table.sides.values())
            for member in self.plain_refs(refs)
        }
        return TablePlan(
            id=name,
            index=index,
            procedure=table.procedure,
            members=members,
            assent=self.plain_refs(table.assent),
            veto=frozenset(self.plain_refs(table.veto)),
            sides=tuple(sides.get(member, -1) for member in members),
            needed=table.needed or 0,
            seats=tuple(table.seats.get(self.actors[member], 0) for member in members),
            drafters=self.plain_refs(table.drafters),
            about=self.actor(table.about) if table.about else None,
            issues=issues,
            limits=tuple((float(low), float(high)) for low, high in frameworks),
            status_quo=places(table.status_quo),
            text=places(table.text),
            open=table.open,
            kept=table.kept,
        )

    def _parameters(self) -> Iterator[Parameter]:
        scenario = self.scenario
        for name in ("trust", "knowledge", "rapport"):
            yield Parameter(f"defaults.{name}", name, (), getattr(scenario.defaults, name).level())
        plain = "capability war_cost home reservation fear framework stance".split()
        for index, (name, actor) in enumerate(scenario.actors.items()):
            for array in plain:
                value = level(getattr(actor, array))
                yield Parameter(f"actors.{name}.{array}", array, (index,), value)
            yield Parameter(
                f"actors.{name}.legitimacy", "standing", (0, index), level(actor.legitimacy)
            )
            yield Parameter(f"actors.{name}.mandate", "standing", (1, index), level(actor.mandate))
            for issue, position in actor.positions.items():
                at = (index, self.issues.index(issue))
                path = f"actors.{name}.positions.{issue}"
                assumed = position.assumed is not None
                for array in ("ideal", "salience"):
                    value = level(getattr(position, array), assumed)
                    yield Parameter(f"{path}.{array}", array, at, value)
        for array, pairs in (("trust", scenario.trust), ("knowledge", scenario.knowledge)):
            for one, others in pairs.items():
                for other, coded in others.items():
                    at = (self.actor(one), self.actor(other))
                    yield Parameter(f"{array}.{one}.{other}", array, at, level(coded))
        for name, bond in scenario.rapport.items():
            a, b = (self.actor(actor) for actor in bond.between)
            value = level(bond.value, bond.assumed is not None)
            yield Parameter(f"rapport.{name}.value", "rapport", (a, b), value)
        for index, channel in enumerate(self.channels):
            giver, client = self.actors[channel.giver], self.actors[channel.to]
            coded = scenario.leverage[giver][client][channel.name]
            path = f"leverage.{giver}.{client}.{channel.name}"
            yield Parameter(path, "channel", (index,), level(coded))
        for element in self.elements:
            name = self.actors[element.actor]
            spec = scenario.actors[name].formation[element.id]
            if spec.support is not None:
                path = f"actors.{name}.formation.{element.id}.support"
                value = level(spec.support, spec.assumed is not None)
                yield Parameter(path, "backing", (element.row,), value)

    def slot_order(self, names: list[tuple[str, int]]) -> list[str]:
        """Slot names, each with its generation, so that a child's additions come last."""
        return [name for name, _ in sorted(names, key=lambda pair: pair[1])]

    def generation(self, collection: str, item: str) -> int:
        """How deep in a chain of `extends` an item was introduced; 0 for the first ancestor."""
        return self.generations.get((collection, item), 0)
