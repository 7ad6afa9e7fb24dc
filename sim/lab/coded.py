"""What the coded numbers of a scenario and its hidden types were in each run."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.lab.columns import Columns
from sim.lab.ranges import Ranges
from sim.lab.setup import Setup
from sim.model.compiled import Compiled
from sim.model.exact import Floats
from sim.model.start import TYPE_SLOT, types_of


def values(setup: Setup, first: int, runs: int, compiled: Compiled | None = None) -> Columns:
    """What the coded numbers were in each run, without running the engine.

    Args:
        setup: Any setup; without a plan of ranges each run draws by itself.
        first: The first run.
        runs: How many runs.
        compiled: The setup's scenario where it is compiled already.

    Returns:
        By name, shape (runs,) each: `coded.PATH` for every coded number, in its own units (also for
        one without a range, so that all points of a sweep have the same), and `types.ACTOR` for
        every hidden type, as its place among none, limited, greedy and total (0 to 3).

    Raises:
        LabError: The plan of ranges does not fit the scenario.
    """
    compiled = compiled or setup.compiled()
    places = (setup.ranges or Ranges()).uniforms(compiled, setup.seed, first, runs)
    return values_at(compiled, places, runs, setup.sample)


def values_at(
    compiled: Compiled, uniforms: Mapping[str, Floats], runs: int, sample: bool = True
) -> Columns:
    """As `values`, from uniforms that are there already."""
    found: Columns = {}
    for parameter in compiled.plan.parameters:
        if not parameter.path:
            continue
        value, low, high = parameter.level
        if sample and low < high:
            found[f"coded.{parameter.path}"] = low + (high - low) * uniforms[parameter.path][:runs]
        else:
            found[f"coded.{parameter.path}"] = np.full(runs, value)
    for index in compiled.plan.subjects:
        name = compiled.plan.actors[index]
        spoiler = compiled.scenario.actors[name].spoiler
        assert spoiler is not None
        place = uniforms[TYPE_SLOT.format(name)][:runs]
        found[f"types.{name}"] = types_of(spoiler.shares(), place)
    return found
