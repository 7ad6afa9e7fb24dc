"""How many times fewer runs a paired counterfactual needs than two independent ensembles."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from sim.lab.counterfactual.changes import Ground, each_left_out
from sim.lab.counterfactual.comparing import counterfactual
from sim.lab.counterfactual.measures import pairing
from sim.lab.counterfactual.results import Effect, Saved, saved
from sim.lab.setup import setup_of
from sim.scenario.load import load
from sim.scenario.shelf import shipped

SCENARIO = "japan-thailand-talks-1992"
COMPARED = ("outcomes.", "goals.")


def run(smoke: bool) -> Iterator[str]:
    """Every move of every recorded line left out, and one scenario measured in both ways."""
    runs, names = (100, [SCENARIO]) if smoke else (2000, shipped())
    yield f"Each move of each recorded line left out, {runs} runs; outcomes and goal scores"
    every = list[Effect]()
    for name in names:
        loaded = load(name)
        record = loaded.scenario.history.line.values()
        for seat in dict.fromkeys(move.by for move in record):
            if not loaded.scenario.actors[seat].seat:
                continue
            result = counterfactual(loaded, seat=seat, runs=runs)
            effects = [
                effect
                for one in result.alternatives
                for measure, effect in one.effects.items()
                if measure.startswith(COMPARED)
            ]
            every += effects
            yield f"{name}, {seat}: {_told(saved(effects))}"
    yield f"all: {_told(saved(every))}"
    for low, high in ((0.0, 0.05), (0.05, 0.2), (0.2, 1.0)):
        some = [effect for effect in every if low < effect.changed <= high]
        yield f"all, {low:.0%} to {high:.0%} of the runs changed: {_told(saved(some))}"

    yield f"{SCENARIO}: intervals of real ensembles, paired and independent, {runs} runs each"
    loaded = load(SCENARIO)
    setup = setup_of(loaded)
    ground, ratios = Ground(setup, loaded), list[float]()
    goals = f"goals.{setup.seat}"
    for change in each_left_out(setup)[: 3 if smoke else None]:
        one = pairing(setup, ground.alternative(change), runs)[goals]
        if one.ratio is not None:
            ratios.append(one.ratio)
            yield (
                f"{change.name}: {one.paired.value:+.4f} ±{one.paired.half_width:.4f} paired, "
                f"{one.independent.value:+.4f} ±{one.independent.half_width:.4f} independent: "
                f"{one.ratio:.1f} times fewer runs"
            )
    yield (
        f"{goals}: {median(ratios):.1f} times fewer (median of {len(ratios)}), "
        f"{sum(ratio >= 5 for ratio in ratios)} need 5 times fewer or better"
    )


def _told(found: Saved | None) -> str:
    if found is None:
        return "no run differs"
    return (
        f"{found.median:.1f} times fewer runs (median of {found.of}, {found.low:.1f} to "
        f"{found.high:.0f}); 5 or more in {found.five}; no pairing could reach 5 in "
        f"{found.out_of_reach}"
    )
