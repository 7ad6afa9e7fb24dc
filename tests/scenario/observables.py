"""What the engine, the lab and the game make of a scenario, piece by piece, to be compared.

Each piece is worked out only when it is asked for, so that two scenarios that part early are told
apart early.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sim.desk.models.build_desk import build_desk
from sim.desk.models.map import build_map
from sim.game.bands import BANDS
from sim.game.debriefing.comparison import compared, points
from sim.game.game import Game
from sim.game.guide import hints
from sim.game.lock import lock_of
from sim.lab.backtest import backtest
from sim.lab.batch import run_batch
from sim.lab.claims import put_claim
from sim.lab.lesson.plan import plan
from sim.lab.setup import setup_of
from sim.model.compiled import Compiled
from sim.model.process import PeaceProcess
from sim.scenario.checks.references import faults
from sim.scenario.load import Loaded, assembled, varied
from sim.scenario.schema import Scenario

RUNS = 24
Held = Iterator[object]


def judged(loaded: Loaded, data: dict[str, Any]) -> Loaded | None:
    """A variant of a scenario, None where it is none: the data's types and names are checked."""
    try:
        scenario = Scenario.model_validate(data, strict=True)
    except ValueError:
        return None
    if faults(scenario):
        return None
    return assembled(scenario, replace(loaded.document, data=data), [])


def engine(loaded: Loaded) -> Held:
    """The world of some runs at the start and after each turn, the seat playing at random."""
    compiled = Compiled(loaded.scenario)
    process = PeaceProcess(compiled, seed=1, runs=RUNS, policy="random")
    yield _hash(process)
    while not process.world.turn >= compiled.plan.turns:
        process.advance()
        yield _hash(process)
    tracked = process.world.tracked
    yield [(seat, compiled.goal_score(seat, tracked).tolist()) for seat in loaded.scenario.goals]
    yield [(name, measure(process.world).tolist()) for name, measure in compiled.factors.items()]


def _hash(process: PeaceProcess) -> str:
    found = hashlib.sha256()
    for name, array in process.world.arrays():
        found.update(f"{name}{array.shape}{array.dtype}".encode())
        found.update(array.tobytes())
    return found.hexdigest()


def record(loaded: Loaded) -> Held:
    """A batch of the record's line."""
    yield run_batch(setup_of(loaded), RUNS).digest()


def backtested(loaded: Loaded) -> Held:
    """The backtest against the record's checkpoints and foils; numbers, not words."""
    found = backtest(loaded, RUNS, goals=False)
    yield found.holdout
    for one in (*found.checkpoints, *found.foils):
        yield one.id, one.share, one.pass_share, one.without


_VERDICTS: dict[str, object] = {}
"""What the model says to a claim, by the scenario with this claim alone."""


def claims(loaded: Loaded) -> Held:
    """What the model says to each claim; numbers, not words."""
    for name, claim in loaded.scenario.claims.items():
        alone = loaded.scenario.model_copy(update={"claims": {name: claim}})
        key = alone.model_dump_json()
        if key not in _VERDICTS:
            found = put_claim(loaded, name, RUNS, draws=0).as_json()
            _VERDICTS[key] = [claim.rule, found["without_rule"], found["tests"]]
        yield _VERDICTS[key]


def levels(loaded: Loaded) -> Held:
    """What each level of difficulty makes of the world at the start."""
    for level, spec in loaded.scenario.difficulty.items():
        yield level, next(engine(varied(loaded, spec.set)))


def game(loaded: Loaded) -> Held:
    """What each seat is given before the first turn: its view, the advisers, the record beside."""
    scenario = loaded.scenario
    for seat in [name for name, actor in scenario.actors.items() if actor.seat]:
        one = Game(loaded, seat)
        yield seat, one.view()
        yield [one.picture.beliefs(BANDS + lane) for lane in range(len(scenario.advisers))]
        yield list(compared(one)), list(points(one))


def lesson(loaded: Loaded) -> Held:
    """What a teacher sets: the lock, and how many turns a game then has; and the hints."""
    yield lock_of(loaded.scenario), Game(loaded).turns
    yield [hints(loaded.scenario, actor) for actor in loaded.scenario.actors]


def planned(loaded: Loaded) -> Held:
    """The plan of a printed lesson, in minutes."""
    yield plan(loaded)


def geography(loaded: Loaded) -> Held:
    """What the map shows."""
    played = Game(loaded)
    yield build_map(played, build_desk(played, played.view()).network)
