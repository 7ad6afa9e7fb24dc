"""Mesa's own tools take the model as they take any other."""

from __future__ import annotations

import warnings
from inspect import signature
from typing import Any

import mesa

from sim.model.compiled import Compiled
from sim.model.plan import NEVER
from sim.model.process import PeaceProcess
from tests.lab.cases import loaded

RUNS = 12


def batch(**parameters: Any) -> list[dict[str, Any]]:
    scenario = loaded().scenario
    # Newer versions give the seed themselves; older ones leave it to the model.
    newer = "rng" in signature(mesa.batch_run).parameters
    seed: dict[str, Any] = {"rng": [1]} if newer else {}
    with warnings.catch_warnings():
        # The progress bar misses a widget.
        warnings.simplefilter("ignore")
        found: list[dict[str, Any]] = mesa.batch_run(
            PeaceProcess,
            {"scenario": [scenario], "policy": "random", **parameters},
            number_processes=1,
            max_steps=100,
            display_progress=False,
            **seed,
        )
    return found


def test_mesas_runner_gives_the_runs_of_an_ensemble() -> None:
    """Run r is run r, alone under Mesa's runner or side by side with others."""
    rows = batch(first=range(RUNS))
    whole = PeaceProcess(loaded().scenario, runs=RUNS, policy="random")
    while not whole.over:
        whole.step()
    shares = set()
    for name in loaded().scenario.outcomes:
        held = whole.world.tracked[whole.compiled.rows[f"outcomes.{name}"], :RUNS] != NEVER
        assert [row[f"outcomes.{name}"] for row in rows] == list(held.astype(float)), name
        shares.add(float(held.mean()))
    assert len(shares) > 1
    score = whole.compiled.goal_score("friend", whole.world.tracked[:, :RUNS])
    assert [row["goals.friend"] for row in rows] == list(score)


def test_a_collector_tells_every_turn() -> None:
    process = PeaceProcess(Compiled(loaded().scenario), runs=50, policy="random")
    assert process.datacollector.get_model_vars_dataframe().empty
    while not process.over:
        process.step()
    frame = process.datacollector.get_model_vars_dataframe()
    assert len(frame) == process.turn == process.plan.turns
    first = process.world.tracked[process.compiled.rows["outcomes.met"], :50]
    met = frame["outcomes.met"]
    assert list(met) == [float((first <= turn).mean()) for turn in range(process.turn)]
    assert met.iloc[0] < met.iloc[-1]


def test_no_seed_is_a_fresh_one() -> None:
    one, other = (PeaceProcess(loaded().scenario, seed=None) for _ in range(2))
    assert one.chance_seed != other.chance_seed
