"""The same batch on other processors: every run is the same to the bit."""

from __future__ import annotations

import pytest

from tests import cpu

DIGESTS = """
from sim.lab.batch import run_batch
from sim.lab.runner import ensemble
from sim.lab.setup import setup_of
from sim.scenario.load import load
from sim.scenario.shelf import opener
from tests.lab.cases import loaded

for scenario in (loaded(), load(opener())):
    setup = setup_of(scenario)
    print(run_batch(setup, 200, chunk=150).digest())
    process = ensemble(setup.compiled(), setup, 0, 3)
    for turn in range(process.plan.turns):
        process.advance(setup.line.plays(turn))
    print(*(process.state_hash(run) for run in range(3)))
"""


def test_a_batch_is_the_same_without_the_processors_extras() -> None:
    features = cpu.switchable()
    if not features:
        pytest.skip("NumPy uses no processor feature here that could be switched off")
    assert cpu.output(DIGESTS) == cpu.output(DIGESTS, without=features)
