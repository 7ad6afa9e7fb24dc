"""The speed that players and researchers feel, with the yardstick measured in the same minute."""

from __future__ import annotations

import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

from sim.game.game import Game
from sim.lab.batch import run_batch
from sim.lab.pools import local_workers
from sim.lab.setup import Setup, setup_of
from sim.model.chance import Chance, Purpose
from sim.model.compiled import Compiled
from sim.model.process import PeaceProcess
from sim.model.rollout import carry_on, take
from sim.scenario.load import Loaded, load
from tests.benchmarks import _yardstick

SCENARIO = "japan-thailand-talks-1992"
ROOT = Path(__file__).parent.parent.parent


class Took(NamedTuple):
    """The time of a call in seconds: on the clock, and of this process's processor.

    On a busy machine the second says more; with workers or commands it misses what they do.
    """

    wall: float
    cpu: float


def run(smoke: bool) -> Iterator[str]:
    """Runs a second, rollouts, a turn, memory, workers, the yardstick, the start of commands."""
    runs, repeats = (200, 1) if smoke else (20_000, 3)
    loaded = load(SCENARIO)
    setup = setup_of(loaded)
    compiled = setup.compiled()
    plan = compiled.plan
    size = (len(plan.actors), len(plan.issues), plan.turns)
    yield f"{SCENARIO}: {size[0]} actors, {size[1]} issues, {size[2]} turns"

    took = timed(partial(run_batch, setup, runs, compiled=compiled), repeats)
    one = runs / took.wall
    yield told(f"{runs} runs, one core, warm", took, f"{one:.0f} runs/s (goal 2000 ms)")

    rollouts = 100 if smoke else 1000
    middle = _middle(setup, compiled)
    took = timed(partial(_roll_out, middle, rollouts), repeats)
    yield told(f"{rollouts} rollouts from mid-game", took, "(goal 50 ms for 1000)")

    dealing, turns = _play(loaded)
    yield told("cards of one turn, median", _median(dealing), "")
    yield told("one interactive turn, median", _median(turns), "(goal 20 ms)")
    yield told("one interactive turn, slowest", max(turns), "")

    memory = _memory(setup, compiled, 100 if smoke else 1000)
    yield f"{'peak memory a run in flight':36}{memory:9.1f} kB (goal 20 kB)"

    two = _with_workers(setup, 2 * runs, 2)
    ratio = two / _with_workers(setup, 2 * runs, 1)
    yield f"{'two workers against one, warm':36}{ratio:9.2f} x {two:.0f} runs/s (goal 1.7 x)"

    alone = 3 if smoke else 60
    took = timed(partial(run_batch, setup, alone, compiled=compiled, chunk=1), 1)
    ratio = one * took.wall / alone
    yield told(f"{alone} runs one at a time", took, f"as an ensemble {ratio:.0f} x as fast")

    yield from _against_the_yardstick(one, two, size, 4 if smoke else 200)

    for command in (["--help"], ["list"]):
        took = timed(partial(_command, command), repeats)
        yield told(f"twintrack {' '.join(command)}", took, "(goal 400 ms)")


def timed(call: Callable[[], object], repeats: int) -> Took:
    """The median time of a call, after one that warms it up."""
    call()
    return _median([_once(call) for _ in range(repeats)])


def _once(call: Callable[[], object]) -> Took:
    wall, cpu = time.perf_counter(), time.process_time()
    call()
    return Took(time.perf_counter() - wall, time.process_time() - cpu)


def _median(times: list[Took]) -> Took:
    return Took(median(took.wall for took in times), median(took.cpu for took in times))


def told(what: str, took: Took, more: str) -> str:
    """A line of the report."""
    return f"{what:36}{took.wall * 1000:9.1f} ms, cpu {took.cpu * 1000:.1f} ms {more}".rstrip()


def _middle(setup: Setup, compiled: Compiled) -> PeaceProcess:
    """A single run, half-way through the record."""
    process = PeaceProcess(compiled)
    for turn in range(compiled.plan.turns // 2):
        process.advance(setup.line.plays(turn))
    return process


def _roll_out(middle: PeaceProcess, rollouts: int) -> None:
    world = take(middle.world, [0] * rollouts)
    chance = Chance(1, 0, rollouts, middle.compiled.slots, Purpose.ODDS)
    process = carry_on(middle, world, chance, PeaceProcess, "own")
    while not process.over:
        process.advance()


def _play(loaded: Loaded) -> tuple[list[Took], list[Took]]:
    """How long the cards and the turns of a game take whose player plays the first that it can."""
    game = Game.new(loaded)
    dealing, turns = [], []
    while not game.over:
        dealing.append(_once(game.legal))
        while playable := [card for card in game.legal() if card.legal and not card.planned]:
            game.push(playable[0].move, playable[0].to)
        turns.append(_once(game.end_turn))
    return dealing, turns


def _memory(setup: Setup, compiled: Compiled, chunk: int) -> float:
    """What a chunk takes at its peak above one of two runs, in kB a run."""

    def peak(runs: int) -> int:
        tracemalloc.start()
        run_batch(setup, runs, compiled=compiled, chunk=runs)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    return (peak(chunk) - peak(2)) / (chunk - 2) / 1000


def _with_workers(setup: Setup, runs: int, workers: int) -> float:
    """Runs a second of so many processes, once they are warm."""
    with local_workers(workers) as executor:
        if executor is None:
            compiled = setup.compiled()
            return runs / timed(partial(run_batch, setup, runs, compiled=compiled), 1).wall
        return runs / timed(partial(_pooled, setup, runs, executor), 1).wall


def _pooled(setup: Setup, runs: int, executor: Executor) -> None:
    run_batch(setup, runs, executor=executor)


def _against_the_yardstick(
    one: float, two: float, size: tuple[int, int, int], runs: int
) -> Iterator[str]:
    """The same size under Mesa's own runner, on one core and on two."""
    actors, issues, turns = size
    for speed, processes in ((one, 1), (two, 2)):
        arguments = (processes * runs, actors, issues, turns, processes)
        other = processes * runs / timed(partial(_yardstick.run, *arguments), 1).wall
        label = f"mesa.batch_run, same size, {processes} process{'es' if processes > 1 else ''}"
        yield f"{label:40}{other:9.0f} runs/s; this engine {speed / other:.0f} x"
    other = runs / timed(partial(_yardstick.run, runs, 14, 4, 24), 1).wall
    yield f"{'mesa.batch_run, 14 actors, 24 turns':40}{other:9.0f} runs/s"


def _command(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "sim", *arguments]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
