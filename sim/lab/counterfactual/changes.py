"""What is otherwise in a counterfactual: moves left out, moved or made by another, and settings.

A `Change` is plain data. Put to a setup it gives the setup of an alternative, which meets the same
chance run by run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

from sim.game.errors import sentence
from sim.lab.errors import LabError, lab_errors
from sim.lab.lines import Entry, Line
from sim.lab.manifest import restored, storable
from sim.lab.setup import Setup, at_point
from sim.model.compiled import Compiled
from sim.model.seat import Play
from sim.scenario.load import Loaded
from sim.scenario.text.suggest import did_you_mean


@dataclass(frozen=True)
class Change:
    """What is otherwise than on the line; all of it at once."""

    without: tuple[str, ...] = ()
    """Entries of the line, or moves (all entries that play them), `event:ID` and `rule:ID`."""
    forbid: tuple[str, ...] = ()
    """`ACTOR:MOVE` pairs that an actor may not play."""
    set: Mapping[str, Any] = field(default_factory=dict)
    """Values by dotted path."""
    at: Mapping[str, dt.date] = field(default_factory=dict)
    """Entries of the line with another date. In its new turn an entry comes after what is there."""
    by: Mapping[str, str] = field(default_factory=dict)
    """Entries of the line with another actor, on whom the same move is imposed.

    It is made wherever it is legal for that actor, beside what the actor chooses itself. Nobody
    pays for it, so the seat keeps the capital that the move would have cost it.
    """

    @property
    def name(self) -> str:
        """What the change is called: plain words."""
        parts = [f"without {one}" for one in self.without]
        parts += [f"{pair} forbidden" for pair in self.forbid]
        parts += [f"{path}={value}" for path, value in self.set.items()]
        parts += [f"{entry} on {date.isoformat()}" for entry, date in self.at.items()]
        parts += [f"{entry} by {actor}" for entry, actor in self.by.items()]
        return " and ".join(parts)

    @property
    def entries(self) -> frozenset[str]:
        """What of the line it touches."""
        return frozenset(one for one in self.without if ":" not in one) | {*self.at, *self.by}

    def meets(self, other: Change) -> bool:
        """Whether both touch the same thing, so that they cannot be joined."""
        mine = {*self.without, *self.forbid, *self.set, *self.at, *self.by}
        return bool(mine & {*other.without, *other.forbid, *other.set, *other.at, *other.by})

    def joined(self, other: Change) -> Change:
        """Both at once.

        Raises:
            LabError: They touch the same thing.
        """
        if self.meets(other):
            raise LabError(f"{self.name}, and {other.name}: both at once are not possible.")
        return Change(
            (*self.without, *other.without),
            (*self.forbid, *other.forbid),
            {**self.set, **other.set},
            {**self.at, **other.at},
            {**self.by, **other.by},
        )

    def as_json(self) -> dict[str, Any]:
        """As plain data; see `from_json`."""
        return {
            "without": list(self.without),
            "forbid": list(self.forbid),
            "set": {path: storable(value) for path, value in self.set.items()},
            "at": {entry: date.isoformat() for entry, date in self.at.items()},
            "by": dict(self.by),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Change:
        """The change of this plain data.

        Raises:
            LabError: It is no change.
        """
        try:
            return cls(
                tuple(data["without"]),
                tuple(data["forbid"]),
                {path: restored(value) for path, value in data["set"].items()},
                {entry: dt.date.fromisoformat(date) for entry, date in data["at"].items()},
                dict(data["by"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise LabError(f"{data!r} is no change of a counterfactual.") from None


def each_left_out(setup: Setup) -> tuple[Change, ...]:
    """Each entry of the setup's line left out in turn.

    Raises:
        LabError: The line has none.
    """
    found = tuple(Change(without=(entry.id,)) for entry in setup.line.entries)
    if not found:
        raise LabError(
            f"The line {setup.line.name} has no move of {setup.seat} to leave out; say what is to "
            "be otherwise, or choose another line or seat."
        )
    return found


def pairs_of(changes: Iterable[Change]) -> tuple[tuple[Change, Change], ...]:
    """Each pair of changes that can be joined."""
    return tuple(pair for pair in combinations(changes, 2) if not pair[0].meets(pair[1]))


def all_of(changes: Iterable[Change]) -> Change:
    """All changes at once.

    Raises:
        LabError: Two touch the same thing.
    """
    whole = Change()
    for change in changes:
        whole = whole.joined(change)
    return whole


class Ground:
    """What alternatives start from: a setup and the scenario that it is of.

    Args:
        setup: The line as it is.
        loaded: The scenario of the setup.
    """

    def __init__(self, setup: Setup, loaded: Loaded) -> None:
        self.setup, self.loaded = setup, loaded
        self.compiled: Compiled = setup.compiled()
        self.moves = {
            entry.id: self.compiled.options.all[entry.play.option].move
            for entry in setup.line.entries
        }
        """The move that each entry of the line plays."""

    def alternative(self, change: Change) -> Setup:
        """The setup of an alternative.

        Raises:
            LabError: Something that the change names is not there, or is not possible.
            ScenarioError: A value that cannot be set.
        """
        if change.set:
            there = at_point(self.setup, self.loaded, self.loaded, change.set)
            return Ground(there, self.loaded).alternative(replace(change, set={}))
        off = tuple(one for one in change.without if ":" in one)
        with lab_errors():
            self.compiled.switched(off)
            self.compiled.pairs(change.forbid)
        return replace(
            self.setup,
            line=self._line(change),
            without=(*self.setup.without, *off),
            forbid=(*self.setup.forbid, *change.forbid),
        )

    def left_out(self, change: Change) -> frozenset[str]:
        """The entries of the line that a change leaves out.

        Raises:
            LabError: There is no such entry.
        """
        return frozenset(
            entry for one in change.without if ":" not in one for entry in self._entries(one)
        )

    def _entries(self, name: str) -> list[str]:
        if name in self.moves:
            return [name]
        found = [entry for entry, move in self.moves.items() if move == name]
        if not found:
            raise LabError(sentence(self._unknown(name, "to leave out", self.moves.values())))
        return found

    def _unknown(self, name: str, wanted: str, more: Iterable[str] = ()) -> str:
        setup = self.setup
        recorded = setup.line.name == "history"
        other = self.loaded.scenario.history.line.get(name) if recorded else None
        if other is not None and other.by != setup.seat:
            return (
                f"{name} is a move of {other.by}, who decides by itself while {setup.seat} plays "
                f"the line; use --forbid {other.by}:{other.move}, or --seat {other.by}"
            )
        events = [f"event:{event}" for event in self.loaded.scenario.events]
        hint = did_you_mean(name, [*self.moves, *more, *(events if more else ())])
        return f'The line {setup.line.name} of {setup.seat} has no entry "{name}" {wanted}{hint}'

    # -- the line ----------------------------------------------------------------------------------

    def _line(self, change: Change) -> Line:
        line, gone = self.setup.line, self.left_out(change)
        for name in (*change.at, *change.by):
            if name not in self.moves:
                wanted = "to date otherwise" if name in change.at else "to give to another"
                raise LabError(sentence(self._unknown(name, wanted)))
            if name in gone:
                raise LabError(f"{name} is left out, so that nothing else can be done with it.")
        entries, last = list[Entry](), list[Entry]()
        for entry in line.entries:
            if entry.id in gone:
                continue
            if entry.id in change.by:
                entry = replace(entry, play=self._imposed(entry, change.by[entry.id]))
            turn = self._turn(change.at[entry.id]) if entry.id in change.at else entry.turn
            if turn == entry.turn:
                entries.append(entry)
            else:
                last.append(replace(entry, turn=turn))
        return replace(line, entries=tuple(sorted([*entries, *last], key=lambda one: one.turn)))

    def _turn(self, date: dt.date) -> int:
        plan = self.compiled.plan
        turn = plan.turn_of(date)
        if not 0 <= turn < plan.turns:
            raise LabError(
                f"{date.isoformat()} lies outside the calendar, which runs from {plan.date(0)} to "
                f"before {plan.date(plan.turns)}."
            )
        return turn

    def _imposed(self, entry: Entry, by: str) -> Play:
        plan, options = self.compiled.plan, self.compiled.options.all
        own = options[entry.play.option]
        if by not in plan.actors:
            hint = did_you_mean(by, plan.actors)
            raise LabError(sentence(f'There is no actor "{by}"{hint}'))
        who = plan.actor(by)
        if who == own.actor:
            raise LabError(f"{entry.id} is by {by} as it is; name another actor.")
        like = [
            option for option in options if (option.move, option.target) == (own.move, own.target)
        ]
        for option in like:
            if option.actor == who:
                return replace(entry.play, option=option.index, imposed=True)
        others = [plan.actors[option.actor] for option in like if option.actor != own.actor]
        what = own.move if own.target is None else f"{own.move} towards {plan.actors[own.target]}"
        can = (
            f"besides {plan.actors[own.actor]} {_listed(others)} can"
            if others
            else "nobody else can"
        )
        raise LabError(sentence(f"{by} cannot play {what}; {can}{did_you_mean(by, others)}"))


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
