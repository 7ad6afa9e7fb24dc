"""Memory that is used again leaves nothing of what was in it."""

from __future__ import annotations

import numpy as np

from sim.model.arena import Arena
from sim.model.compiled import Compiled
from sim.model.process import PeaceProcess
from tests.model.small import small_scenario


def test_an_ensemble_in_used_memory_plays_as_in_fresh_memory() -> None:
    compiled, arena = Compiled(small_scenario()), Arena()
    fresh = _played(PeaceProcess(compiled, seed=2, runs=5))
    for seed in (1, 2):
        again = _played(PeaceProcess(compiled, seed=seed, runs=5, arena=arena))
        same = [again.state_hash(run) == fresh.state_hash(run) for run in range(5)]
        assert all(same) is (seed == 2)


def test_an_arena_gives_the_same_memory_for_the_same_name_and_shape() -> None:
    arena = Arena()
    first = arena.full("trust", (2, 3), 0.5, np.float64)
    first += 1.0
    again = arena.full("trust", (2, 3), 0.5, np.float64)
    assert again is first
    assert (again == 0.5).all()
    assert arena.full("trust", (2, 4), 0.5, np.float64).shape == (2, 4)


def _played(process: PeaceProcess) -> PeaceProcess:
    while not process.over:
        process.advance()
    return process
