"""Every field of the scenario models that holds a value, and other values to put in its place.

All is read off the models, so that a field that is new in them is found here too.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from sim.model.rules import RULES
from sim.scenario.checks.references import ROLES
from sim.scenario.form.coding import TYPES, WORDS, CodedValue, Part
from sim.scenario.form.effects import Effect
from sim.scenario.form.fields import is_told
from sim.scenario.form.gazetteer import Spot
from sim.scenario.form.moves import Likelihood
from sim.scenario.schema import Scenario

Data = dict[str, Any]
Place = tuple[str | int, ...]
ANY: Final = "*"
"""Stands in a path for each key of a mapping and each item of a list."""
ABSENT: Final = object()
SMALLEST: Final[dict[type[Part], Data]] = {
    CodedValue: {"value": 0.5},
    Likelihood: {"value": 0.5},
    Spot: {"longitude": 100.0, "latitude": 12.0},
}
"""What stands for a bare number or name where a field of the longer way to write it is meant."""


@dataclass(frozen=True)
class Leaf:
    """A place of the models that holds a value, such as `actors.*.members`."""

    path: tuple[str, ...]
    kind: Any
    """`float`, `int`, `str`, `bool`, `date`, a `Literal`, or `Effect` for a list of effects."""
    told: bool
    inside: type[Part]
    """The model that has the last field of the path."""
    lists: frozenset[int] = frozenset()
    """Which of the path's `*` stand for items of a list."""

    @property
    def name(self) -> str:
        """The path with dots."""
        return ".".join(self.path)

    def __str__(self) -> str:
        kind = "word" if get_origin(self.kind) is Literal else self.kind.__name__
        return f"{self.name} ({kind})"


@dataclass
class _Walk:
    found: list[Leaf] = field(default_factory=list)
    effects: bool = False

    def of(
        self,
        kind: Any,
        path: tuple[str, ...],
        told: bool,
        inside: type[Part],
        lists: frozenset[int],
    ) -> None:
        for one in members(kind):
            origin, parts = get_origin(one), get_args(one)
            if origin is dict:
                self.of(parts[1], (*path, ANY), told, inside, lists)
            elif origin is list:
                self.of(parts[0], (*path, ANY), told, inside, lists | {len(path)})
            elif isinstance(one, type) and issubclass(one, Part):
                self._part(one, path, told, inside, lists)
            else:
                self.found.append(Leaf(path, one, told, inside, lists))

    def _part(
        self,
        part: type[Part],
        path: tuple[str, ...],
        told: bool,
        inside: type[Part],
        lists: frozenset[int],
    ) -> None:
        if part is Effect:
            # One piece of code compiles the effects of moves, answers and events: its fields are
            # looked at once, and elsewhere that an effect counts at all.
            if self.effects:
                self.found.append(Leaf(path, Effect, told, inside, lists))
                return
            self.effects = True
        for name, one in part.model_fields.items():
            self.of(one.annotation, (*path, name), told or is_told(one), part, lists)


def members(kind: Any) -> Iterator[Any]:
    """The kinds of value that an annotation allows, without None."""
    origin = get_origin(kind)
    if origin is Annotated:
        yield from members(get_args(kind)[0])
    elif origin in (Union, UnionType):
        for one in get_args(kind):
            yield from members(one)
    elif kind is not NoneType:
        yield kind


def leaves(model: type[Part] = Scenario) -> list[Leaf]:
    """Every place of the models that holds a value."""
    walk = _Walk()
    for name, one in model.model_fields.items():
        walk.of(one.annotation, (name,), is_told(one), model, frozenset())
    return list(dict.fromkeys(walk.found))


# -- where a file has a place for it ---------------------------------------------------------------


def at(data: Any, place: Place) -> Any:
    """What stands at a place, ABSENT for nothing."""
    for key in place:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return ABSENT
    return data


def put(data: Data, place: Place, value: object) -> Data:
    """The same with a value at a place; ABSENT takes away what stands there.

    What does not lead to the place is shared with the original.
    """
    changed: Any = copy.copy(data)
    first, rest = place[0], place[1:]
    if rest:
        changed[first] = put(changed[first], rest, value)
    elif value is ABSENT:
        del changed[first]
    elif isinstance(changed, list) and first == len(changed):
        changed.append(value)
    else:
        changed[first] = value
    whole: Data = changed
    return whole


def places(data: Data, leaf: Leaf) -> Iterator[tuple[Data, Place]]:
    """Where a file has the leaf or could have it: the file, opened for it if need be, and where."""
    for found in _holders(data, leaf.path[:-1], ()):
        holder, smallest = at(data, found), SMALLEST.get(leaf.inside)
        if leaf.path[-1] == ANY:
            keys = list(holder) if isinstance(holder, dict) else range(_length(holder))
            yield from ((data, (*found, key)) for key in keys)
        elif isinstance(holder, dict):
            yield data, (*found, leaf.path[-1])
        elif smallest is not None:
            yield put(data, found, dict(smallest)), (*found, leaf.path[-1])


def _length(found: Any) -> int:
    return len(found) if isinstance(found, list) else 0


def _holders(data: Any, path: tuple[str, ...], done: Place) -> Iterator[Place]:
    """The places of a path's mappings and lists that a file has."""
    if not path:
        yield done
        return
    first, rest = path[0], path[1:]
    if first == ANY:
        if isinstance(data, dict | list):
            for key in data if isinstance(data, dict) else range(len(data)):
                yield from _holders(data[key], rest, (*done, key))
    elif isinstance(data, dict) and first in data:
        yield from _holders(data[first], rest, (*done, first))
    elif isinstance(data, dict) and not rest:
        yield (*done, first)


# -- other values ----------------------------------------------------------------------------------

NUMBERS: Final = (0.0, 1.0, 0.93, 0.31, -1.0, 0.5, 100.0, 12.0, 20.0)
CONDITIONS: Final = (
    "trust(north, host) >= 0.99",
    "trust(north, host) >= 0.01",
    "not adopted(talks)",
)
QUANTITIES: Final = ("trust(south, host)", "stance(others)", "adopted(council)", "stance(friend)")
TEXTS: Final = {
    "needs": CONDITIONS,
    "when": CONDITIONS,
    "holds": CONDITIONS,
    "given": CONDITIONS,
    "measure": (*QUANTITIES, *CONDITIONS),
    "wants": QUANTITIES,
    "assumed": ("By a guess.",),
    "turn": ("2 weeks", "1 month"),
    "colour": ("#123456",),
    "place": ("tokyo", "geneva", "paris"),
    "line": ("pass", "random", "history"),
    "rule": tuple(RULES),
}
"""Values of fields that hold no name of the file's own."""


def names(data: Data) -> list[list[str]]:
    """The names that a file has, those of one kind together."""
    actors = [*data["actors"], *data["groups"], *ROLES]
    kinds = ("tables", "issues", "moves", "outcomes", "steps")
    found = [actors, *(list(data[kind]) for kind in kinds), list(data["history"]["line"])]
    found.append([name for claim in data["claims"].values() for name in claim["arms"]])
    found.append(
        [name for clients in data["leverage"].values() for to in clients.values() for name in to]
    )
    found.append([name for one in data["actors"].values() for name in one.get("formation", ())])
    found.append([f"rule:{rule}" for rule in RULES] + [f"event:{name}" for name in data["events"]])
    found.append([f"{who}:{name}" for name, one in data["moves"].items() for who in one["by"]])
    return [*found, list(CONDITIONS), list(QUANTITIES), list(TYPES), list(WORDS)]


def others(data: Data, leaf: Leaf, now: Any) -> Iterator[Any]:
    """Other values of the leaf's kind, the likeliest to be valid first; not all will be."""
    kind, last = leaf.kind, next(key for key in reversed(leaf.path) if key != ANY)
    if kind is bool:
        yield from (now is not True, True, False)
    elif kind is int:
        count = now if isinstance(now, int) else 1
        yield from (count + 1, count - 1, 1, 2, 60)
    elif kind is float:
        yield from NUMBERS
    elif kind is dt.date:
        date = now if isinstance(now, dt.date) else dt.date(2000, 1, 10)
        yield from (date + dt.timedelta(days=days) for days in (10, -10, 20, -20))
    elif get_origin(kind) is Literal:
        yield from (word for word in get_args(kind) if word != now)
    elif leaf.told:
        yield "E9" if last == "cite" else "Something else"
    elif last in TEXTS:
        yield from TEXTS[last]
    else:
        every = names(data)
        like = [one for one in every if now in one] or every
        yield from (name for one in like for name in one if name != now)
        yield "something-else"


def changes(data: Data, leaf: Leaf) -> Iterator[tuple[Data, Data]]:
    """A file and the same with another value of the leaf, in turn for each place and value.

    Not all are valid. Shares that must add up are tried with what is taken from a sibling.
    """
    found = sorted(places(data, leaf), key=lambda one: at(*one) is ABSENT)
    for before, place in found:
        now = at(before, place)
        if leaf.kind is Effect:
            yield before, put(before, place, ABSENT)
            continue
        if leaf.path[-1] == ANY and isinstance(place[-1], int):
            yield from _items(before, leaf, place, now)
            continue
        if now is not ABSENT:
            yield before, put(before, place, ABSENT)
        if leaf.told and isinstance(now, dict):
            continue  # the same in more words, whose own fields are told too
        if leaf.path[-1] == ANY and not isinstance(now, leaf.kind):
            continue  # a setting of another kind
        for value in others(before, leaf, now):
            if value == now and type(value) is type(now):
                continue
            yield before, put(before, place, value)
            yield from _with_siblings(before, place, now, value)
    yield from _lists(data, leaf)


def _items(before: Data, leaf: Leaf, place: Place, now: Any) -> Iterator[tuple[Data, Data]]:
    yield before, put(before, place, ABSENT)
    for value in others(before, leaf, now):
        if value != now:
            yield before, put(before, place, value)
    holder = at(before, place[:-1])
    if place[-1] == len(holder) - 1:
        for value in others(before, leaf, now):
            if value not in holder:
                yield before, put(before, (*place[:-1], len(holder)), value)


def _lists(data: Data, leaf: Leaf) -> Iterator[tuple[Data, Data]]:
    """Lists that the file leaves out or empty, begun with one item, or with two."""
    if leaf.path[-1] != ANY or len(leaf.path) - 1 not in leaf.lists:
        return
    holder = Leaf(leaf.path[:-1], list, leaf.told, leaf.inside)
    for before, place in places(data, holder):
        if at(before, place) in (ABSENT, []):
            values = list(others(before, leaf, ABSENT))
            yield from ((before, put(before, place, [value])) for value in values)
            if leaf.kind is float:
                yield before, put(before, place, [0.1, 0.9])


def _with_siblings(before: Data, place: Place, now: Any, value: Any) -> Iterator[tuple[Data, Data]]:
    holder = at(before, place[:-1])
    if not isinstance(holder, dict) or not isinstance(value, float) or not isinstance(now, float):
        return
    for key, other in holder.items():
        if key != place[-1] and isinstance(other, float):
            share = round(min(other, 1.0 - now) / 2, 6)
            with_it = put(before, place, now + share)
            yield before, put(with_it, (*place[:-1], key), other - share)
