"""Causal claims of the sources, put to the model as paired runs.

A claim compares arms (a line, values, mechanisms) on the same chance. It is told with the mechanism
that it names switched off, where it must fail, and over joint draws of the engine's constants.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.game.errors import sentence
from sim.lab.batch import BatchResult, Bools, run_batch
from sim.lab.errors import LabError
from sim.lab.lines import NAMED, line_of, line_of_moves
from sim.lab.setup import Setup, setup_of, variation
from sim.lab.stats import (
    Estimate,
    mean,
    paired_mean_difference,
    paired_share_difference,
    wilson,
)
from sim.scenario.load import Loaded
from sim.scenario.schema import Arm, Claim, ClaimTest

RUNS = 20_000
DRAWS = 200
FEWEST = 400
"""Fewest runs of an arm in a draw of the constants, unless fewer are asked for."""


@dataclass(frozen=True)
class Verdict:
    """One test of a claim."""

    id: str
    spec: ClaimTest
    effect: Estimate | None
    """A share or mean, or the difference of two; None where too few runs are left by `given`."""
    runs: int
    """How many runs it rests on."""

    @property
    def in_bar(self) -> bool:
        """Whether the effect keeps to the bar."""
        return self.effect is not None and _in_bar(self.spec, self.effect.value)

    @property
    def holds(self) -> bool:
        """Whether it keeps to the bar and, where the bar gives a direction, surely has it."""
        if self.effect is None or not self.in_bar:
            return False
        way = _direction(self.spec)
        return way == 0 or (self.effect.low > 0 if way > 0 else self.effect.high < 0)

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        return {
            "id": self.id,
            "arm": self.spec.arm,
            "minus": self.spec.minus,
            "measure": self.spec.measure,
            "given": self.spec.given,
            "effect": None if self.effect is None else self.effect.value,
            "ci95": None if self.effect is None else self.effect.ci95,
            "bar": bar_of(self.spec),
            "holds": self.holds,
            "runs": self.runs,
        }


@dataclass(frozen=True)
class ClaimResult:
    """What the model says to a claim."""

    id: str
    scenario: str
    spec: Claim
    tests: tuple[Verdict, ...]
    without_rule: Verdict
    """The first test with the claim's mechanism switched off."""
    share_of_draws: float | None
    """Share of the draws of the constants in which every effect keeps to its bar."""
    share_of_draws_direction: float | None
    """Share of the draws in which every effect has its direction."""

    @property
    def holds(self) -> bool:
        """Whether all tests hold."""
        return all(test.holds for test in self.tests)

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result; effect, interval and bar are those of the first test."""
        first = self.tests[0].as_json()
        off = self.without_rule
        return {
            "id": self.id,
            "scenario": self.scenario,
            "title": self.spec.title,
            "holds": self.holds,
            "effect": first["effect"],
            "ci95": first["ci95"],
            "bar": first["bar"],
            "rule": self.spec.rule,
            "without_rule": None if off.effect is None else off.effect.value,
            "fails_without_rule": not off.holds,
            "share_of_draws": self.share_of_draws,
            "share_of_draws_direction": self.share_of_draws_direction,
            "cite": list(self.spec.cite),
            "tests": [test.as_json() for test in self.tests],
        }


def bar_of(spec: ClaimTest) -> float | list[float] | None:
    """The bar of a test: one number, or both ends where it has two."""
    ends = [end for end in (spec.at_least, spec.at_most) if end is not None]
    return ends if len(ends) == 2 else ends[0] if ends else None


def _in_bar(spec: ClaimTest, value: float) -> bool:
    """Whether a value keeps to the bar; a difference without one must be above nought."""
    if spec.at_least is None and spec.at_most is None and spec.minus is not None:
        return value > 0
    above = spec.at_least is None or value >= spec.at_least
    return above and (spec.at_most is None or value <= spec.at_most)


def _direction(spec: ClaimTest) -> int:
    """The direction that a bar gives a difference: 1 up, -1 down, 0 where it only bounds it."""
    if spec.minus is None or (spec.at_least is not None and spec.at_most is not None):
        return 0
    if spec.at_most is not None:
        return -1 if spec.at_most <= 0 else 0
    return 1 if spec.at_least is None or spec.at_least >= 0 else 0


def _has_direction(spec: ClaimTest, value: float) -> bool:
    way = _direction(spec)
    return value * way > 0 if way else _in_bar(spec, value)


def put_claim(
    loaded: Loaded,
    name: str,
    runs: int = RUNS,
    draws: int = DRAWS,
    seed: int = 1,
    draw_runs: int | None = None,
    **options: Any,
) -> ClaimResult:
    """Put one claim of a scenario to the model.

    Args:
        loaded: The scenario.
        name: The claim's id.
        runs: Runs of each arm.
        draws: Joint draws of the engine's constants from their ranges; 0 for none.
        seed: Key of the chance.
        draw_runs: Runs of each arm in each draw, at least 2; by default `FEWEST`, or more where the
            draws can share `runs` that way. With few, chance alone moves an effect past its bar.
        options: What `run_batch` takes besides.

    Raises:
        LabError: A claim that cannot be put as it is written; one sentence says why.
    """
    spec = loaded.scenario.claims[name]
    _check(loaded, name, spec)
    arms = _arms(loaded, name, spec, seed)
    results = {arm: run_batch(setup, runs, **options) for arm, setup in arms.items()}
    tests = tuple(_test(key, test, results) for key, test in spec.tests.items())
    first = next(iter(spec.tests))
    off = {
        arm: replace(arms[arm], without=(*arms[arm].without, f"rule:{spec.rule}"))
        for arm in _arms_of(spec.tests[first])
    }
    without = {arm: run_batch(setup, runs, **options) for arm, setup in off.items()}
    shares: tuple[float | None, float | None] = (None, None)
    if draws:
        each = runs_a_draw(runs, draws) if draw_runs is None else draw_runs
        shares = _over_draws(spec, arms, each, draws, **options)
    return ClaimResult(
        id=name,
        scenario=loaded.scenario.id,
        spec=spec,
        tests=tests,
        without_rule=_test(first, spec.tests[first], without),
        share_of_draws=shares[0],
        share_of_draws_direction=shares[1],
    )


def runs_a_draw(runs: int, draws: int) -> int:
    """How many runs of each arm a draw of the constants gets by default."""
    return max(FEWEST, runs // draws)


def runs_of(claim: Claim, runs: int, draws: int, draw_runs: int | None = None) -> int:
    """How many runs it takes in all to put a claim to the model."""
    each = 0
    if draws:
        each = runs_a_draw(runs, draws) if draw_runs is None else draw_runs
    off = sum(len(_arms_of(test)) for test in list(claim.tests.values())[:1])
    return len(claim.arms) * (runs + draws * each) + off * runs


def _check(loaded: Loaded, name: str, spec: Claim) -> None:
    if not spec.tests or not spec.arms:
        raise LabError(f"Claim {name} of {loaded.scenario.id} needs at least one arm and one test.")


def _arms_of(test: ClaimTest) -> list[str]:
    return [test.arm] if test.minus is None else [test.arm, test.minus]


# -- arms ------------------------------------------------------------------------------------------


def _arms(loaded: Loaded, name: str, spec: Claim, seed: int) -> dict[str, Setup]:
    asks = {f"{key}.measure": test.measure for key, test in spec.tests.items()}
    asks |= {f"{key}.given": test.given for key, test in spec.tests.items() if test.given}
    arms = {}
    for key, arm in spec.arms.items():
        try:
            arms[key] = _setup(loaded, arm, asks, seed)
        except LabError as error:
            place = f"Claim {name} of {loaded.scenario.id}, arm {key}: {error}"
            raise LabError(sentence(place)) from None
    return arms


def _setup(loaded: Loaded, arm: Arm, asks: Mapping[str, str], seed: int) -> Setup:
    changed = variation(loaded, dict(arm.set))
    seats = {move.by for move in arm.moves.values()}
    if len(seats) > 1:
        raise LabError(f"its moves are by {', '.join(sorted(seats))}; a line is played by one seat")
    seat = seats.pop() if seats else None
    setup = setup_of(
        changed,
        "pass",
        seat=seat,
        seed=seed,
        asks=asks,
        without=arm.without,
        forbid=arm.forbid,
        base=loaded,
    )
    compiled = setup.compiled()
    if arm.moves:
        line = line_of_moves(compiled, "moves", arm.moves, setup.seat, arm.leave_out)
    elif arm.line not in NAMED:
        raise LabError(f'there is no line "{arm.line}"; an arm takes {", ".join(NAMED)} or moves')
    else:
        line = line_of(compiled, arm.line, setup.seat, arm.leave_out)
    return replace(setup, line=line)


# -- tests -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Measured:
    """What a test compares, run by run."""

    first: NDArray[Any]
    second: NDArray[Any] | None
    given: Bools
    is_share: bool


def _measured(key: str, test: ClaimTest, results: Mapping[str, BatchResult]) -> _Measured:
    own = results[test.arm]
    first, is_share = _values(own, f"{key}.measure")
    second = None if test.minus is None else _values(results[test.minus], f"{key}.measure")[0]
    given = np.ones(own.runs, dtype=bool)
    if test.given:
        held, is_condition = _values(own, f"{key}.given")
        given = held if is_condition else held != 0
    return _Measured(first, second, given, is_share)


def _values(result: BatchResult, ask: str) -> tuple[NDArray[Any], bool]:
    if f"asks.{ask}" in result.columns:
        return result.happened(f"asks.{ask}"), True
    return result.columns[f"quantities.{ask}"], False


def _test(key: str, test: ClaimTest, results: Mapping[str, BatchResult]) -> Verdict:
    measured = _measured(key, test, results)
    where = measured.given
    runs = int(where.sum())
    first = measured.first[where]
    if runs < 2:
        return Verdict(key, test, None, runs)
    if measured.second is None:
        effect = wilson(int(first.sum()), runs) if measured.is_share else mean(first)
    else:
        differ = paired_share_difference if measured.is_share else paired_mean_difference
        effect = differ(first, measured.second[where])
    return Verdict(key, test, effect, runs)


# -- draws of the constants ------------------------------------------------------------------------


def _over_draws(
    spec: Claim, arms: Mapping[str, Setup], each: int, draws: int, **options: Any
) -> tuple[float, float]:
    """Shares of the draws in which all tests keep to their bars, and have their directions."""
    results = {
        arm: run_batch(replace(setup, runs_a_draw=each), each * draws, **options)
        for arm, setup in arms.items()
    }
    in_bar, in_direction = np.ones(draws, dtype=bool), np.ones(draws, dtype=bool)
    for key, test in spec.tests.items():
        for draw, value in enumerate(_effects(_measured(key, test, results), draws)):
            in_bar[draw] &= value is not None and _in_bar(test, value)
            in_direction[draw] &= value is not None and _has_direction(test, value)
    return float(in_bar.mean()), float(in_direction.mean())


def _effects(measured: _Measured, draws: int) -> Iterator[float | None]:
    """The effect in each draw; None where no run is left by `given`."""
    values = measured.first.astype(np.float64)
    if measured.second is not None:
        values = values - measured.second
    for own, where in zip(
        values.reshape(draws, -1), measured.given.reshape(draws, -1), strict=True
    ):
        yield float(own[where].mean()) if where.any() else None
