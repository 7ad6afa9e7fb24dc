"""What never comes about in many runs: outcomes, checkpoints, moves, events, tables, goals.

A condition can be written well and still be one that no game meets. Reading does not find it, so
the scenario is played: by its record, by waiting, at random, and by each seat's own choice. What
none of these reaches in N runs each is a warning at its place in the file. It is no proof: by the
rule of three (Hanley and Lippman-Hand 1983), what was seen in none of n runs may still have a
chance of 3/n.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path as FilePath
from typing import TypeVar

import numpy as np

from sim.lab.batch import checked
from sim.lab.lines import Line, line_of
from sim.lab.runner import CHUNK, Progress, ensemble
from sim.lab.setup import Setup, setup_of
from sim.model.arena import Arena
from sim.model.compiled import Compiled, EventPlan
from sim.model.exact import Floats
from sim.model.plan import NEVER
from sim.model.process import PeaceProcess
from sim.model.record import recorded
from sim.model.rules import home
from sim.model.terms import Test
from sim.model.world import Bools, World
from sim.scenario.checks.names import Path
from sim.scenario.kinds import kind_of
from sim.scenario.load import Loaded
from sim.scenario.problem import Problem, in_order

_MET = ("adopted", "failed", "attended", "accepted", "rejected", "abstained")
"""Facts that only a table that met can bring about."""
Name = TypeVar("Name")


@dataclass
class Coverage:
    """What came about at least once."""

    runs: int
    """How many runs were made in all."""
    conditions: set[str] = field(default_factory=set)
    """`outcomes.ID` and `checkpoints.ID`; of a checkpoint, by its date."""
    ready: set[tuple[str, str]] = field(default_factory=set)
    """Moves by actor whose needs held at the start of a turn, whoever was played."""
    too_dear: set[tuple[str, str]] = field(default_factory=set)
    """Those of `ready` that the actor, when it was the seat, could not pay for when they were."""
    paid: set[tuple[str, str]] = field(default_factory=set)
    """Those of `ready` that the actor, when it was the seat, could pay for."""
    made: set[tuple[str, str]] = field(default_factory=set)
    """Moves by actor that were played."""
    asked: set[str] = field(default_factory=set)
    """Events whose turn came in a game that was not over, so that `when` was asked."""
    events: set[str] = field(default_factory=set)
    """Events whose `when` held then."""
    tables: set[str] = field(default_factory=set)
    """Tables at which a round was held, a text lay, or something was decided."""
    scores: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Lowest and highest goal score by seat."""


def planned(loaded: Loaded, runs: int) -> int:
    """How many runs `coverage` makes for so many a line."""
    return runs * len(list(_setups(loaded, 1)))


def coverage(
    loaded: Loaded, runs: int, seed: int = 1, progress: Progress | None = None
) -> Coverage:
    """Play a scenario and note what came about.

    Args:
        loaded: The scenario.
        runs: How many runs of each line.
        seed: Key of the chance.
        progress: Is told of the runs as they are done.

    Raises:
        LabError: No run, or too many.
    """
    checked(runs)
    setups = list(_setups(loaded, seed))
    found, arena = Coverage(runs * len(setups)), Arena()
    compiled = setups[0].compiled()
    compiled.events = tuple(_listening(event, compiled, found) for event in compiled.events)
    for setup in setups:
        for first in range(0, runs, CHUNK):
            count = min(CHUNK, runs - first)
            _play(ensemble(compiled, setup, first, count, arena=arena), setup.line, found)
            if progress is not None:
                progress(count)
    return found


def _setups(loaded: Loaded, seed: int) -> Iterator[Setup]:
    """Each seat at random and by its own choice; the owner waiting; the record where there is one.

    What the seat does not play, the others do by their own choice.
    """
    setup = setup_of(loaded, "pass", seed=seed)
    yield setup
    compiled = setup.compiled()
    seats = loaded.scenario.seats
    for seat in seats:
        if recorded(compiled, compiled.plan.actor(seat)):
            yield replace(setup, seat=seat, line=line_of(compiled, "history", seat))
        yield replace(setup, seat=seat, line=Line("random", "random"))
    yield replace(setup, line=Line("own choice", "own"))


def _listening(event: EventPlan, compiled: Compiled, found: Coverage) -> EventPlan:
    """The event, whose `when` is noted where it holds in a game that is not over."""
    asked = event.when

    def when(world: World) -> Bools:
        held = asked(world) if asked is not None else np.ones(world.runs, dtype=bool)
        going_on = np.ones(world.runs, dtype=bool)
        for row in compiled.final_rows:
            going_on &= world.tracked[row] >= world.turn
        if going_on.any():
            found.asked.add(event.id)
        if (held & going_on).any():
            found.events.add(event.id)
        return held

    test: Test = when
    return replace(event, when=test)


def _play(process: PeaceProcess, line: Line, found: Coverage) -> None:
    plan, world = process.plan, process.world
    for turn in range(plan.turns):
        _note_moves(process, found)
        process.advance(line.plays(turn))
    _note_made(process, found)
    runs = process.runs
    deadline = {
        f"checkpoints.{name}": plan.turn_of(point.by)
        for name, point in plan.scenario.history.checkpoints.items()
    }
    for name, row in process.compiled.rows.items():
        if (world.tracked[row, :runs] <= deadline.get(name, NEVER - 1)).any():
            found.conditions.add(name)
    for table in plan.tables:
        rows = [
            row
            for fact in _MET
            for actor, row in plan.rows(fact)
            if plan.facts.get((fact, actor, table.index)) == row
        ]
        met = (world.rounds[table.index, :runs] > 0).any()
        met |= world.drafted[table.index, :runs].any()
        if met or any((world.facts[row, :runs] != NEVER).any() for row in rows):
            found.tables.add(table.id)
    for seat in plan.scenario.goals:
        score = process.compiled.goal_score(seat, world.tracked[:, :runs])
        low, high = found.scores.get(seat, (np.inf, -np.inf))
        found.scores[seat] = min(low, float(score.min())), max(high, float(score.max()))


def _note_moves(process: PeaceProcess, found: Coverage) -> None:
    """Note what can be played now, and by the seat what it can pay for."""
    plan, going_on, have = process.plan, ~process.ended(), _capital(process)
    for option in process.options.all:
        key, is_seat = (option.move, plan.actors[option.actor]), option.actor == process.seat
        if key in found.ready and (key in found.paid or not is_seat):
            continue
        can = (process.legal(option) & going_on)[: process.runs]
        if not can.any():
            continue
        found.ready.add(key)
        if is_seat:
            pays = (can & (have >= option.spec.cost)[: process.runs]).any()
            (found.paid if pays else found.too_dear).add(key)


def _note_made(process: PeaceProcess, found: Coverage) -> None:
    played = (process.world.played[:, : process.runs] != NEVER).any(axis=1)
    for option in process.options.all:
        if played[option.index]:
            found.made.add((option.move, process.plan.actors[option.actor]))


def _capital(process: PeaceProcess) -> Floats:
    """What the seat will have to spend in the turn to be played; see `sim.model.seat`."""
    world, rules, seat = process.world, process.plan.scenario.capital, process.seat
    have: Floats = world.capital[seat]
    if world.turn == 0:
        return have
    support = world.home[seat] if world.on("home_support") else np.ones(process.lanes)
    return home.carried(have, rules.carry) + home.allowance(support, rules.per_turn)


# -- warnings --------------------------------------------------------------------------------------


def unreached(loaded: Loaded, found: Coverage) -> list[Problem]:
    """A warning at its place for everything that never came about.

    Of a library nothing is told: it serves many scenarios and holds more than each needs. What
    stands in another file that this one extends says whose runs it was.
    """
    said = [*_conditions(loaded, found), *_moves(loaded, found), *_world(loaded, found)]
    document, problems = loaded.document, []
    for path, rule, text in said:
        span = document.spans.at(path)
        if span.file != document.name:
            if kind_of(FilePath(span.file)) == "library":
                continue
            text = f"in {loaded.scenario.id}, {text}"
        problems.append(Problem(span, rule, text, "warning"))
    return in_order(problems)


def _conditions(loaded: Loaded, found: Coverage) -> Iterator[tuple[Path, str, str]]:
    scenario, runs = loaded.scenario, found.runs
    for name in scenario.outcomes:
        if f"outcomes.{name}" not in found.conditions:
            text = f"this outcome came about in none of {runs} runs; see whether `when` can be met"
            yield ("outcomes", name, "when"), "never-reached", text
    for name, point in scenario.history.checkpoints.items():
        if f"checkpoints.{name}" not in found.conditions:
            text = f"this checkpoint was reached by {point.by} in none of {runs} runs"
            yield ("history", "checkpoints", name, "holds"), "never-reached", text
    for seat, (low, high) in found.scores.items():
        if low == high:
            text = (
                f"the goals of {seat} score {low:g} in each of {runs} runs, whatever is played; "
                "aim at outcomes that can come about and can be missed"
            )
            yield ("goals", seat), "same-score", text


def _moves(loaded: Loaded, found: Coverage) -> Iterator[tuple[Path, str, str]]:
    """Moves that could not be played, and those that nobody would make."""
    scenario = loaded.scenario
    for name, move in scenario.moves.items():
        movers, targets = _those(scenario.groups, move.by), _those(scenario.groups, move.to)
        movers = [one for one in movers if not move.to or set(targets) - {one}]
        unready = [one for one in movers if (name, one) not in found.ready]
        dear = [
            one for one in movers if (name, one) in found.too_dear and (name, one) not in found.paid
        ]
        never = [one for one in movers if one in unready or one in dear]
        seats = [one for one in never if scenario.actors[one].seat]
        if dear:
            key, why = "cost", "it costs more than there ever was to spend"
        elif move.needs:
            key, why = "needs", "its `needs` never held"
        else:
            key, why = "by", "it was never there to be played"
        here: Path = ("moves", name, key)
        if movers and never == movers:
            yield here, "never-played", f"nobody could play this move in {found.runs} runs: {why}"
        elif seats:
            text = f"{_and(seats)} could never play this move in {found.runs} runs: {why}"
            yield here, "never-played", text
        elif movers and not any(
            scenario.actors[one].seat or (name, one) in found.made for one in movers
        ):
            text = (
                f"{_and(movers)} could make this move and never did in {found.runs} runs, and no "
                "seat can make it; see whether what it does is worth its cost to them"
            )
            yield ("moves", name, "by"), "never-made", text


def _world(loaded: Loaded, found: Coverage) -> Iterator[tuple[Path, str, str]]:
    scenario, runs = loaded.scenario, found.runs
    for name, event in scenario.events.items():
        if event.when is not None and name in found.asked and name not in found.events:
            text = f"`when` held on {event.date} in none of {runs} runs, so it never happens"
            yield ("events", name, "when"), "never-happens", text
    for name in scenario.tables:
        if name not in found.tables:
            text = (
                f"nobody met at this table in {runs} runs, and no text lay on it; see whether "
                "moves or events open it, call rounds there and bring a text"
            )
            yield ("tables", name), "never-met", text


def _those(groups: dict[str, list[str]], refs: Iterable[str]) -> list[str]:
    """Actors that ids and ids of groups stand for, each once."""
    return list(dict.fromkeys(one for ref in refs for one in groups.get(ref, [ref])))


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
