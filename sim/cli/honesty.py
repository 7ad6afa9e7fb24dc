"""The honesty page reckoned live by the lab, for the window and for text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.catalogue import _

if TYPE_CHECKING:
    from sim.game.forecast.honesty import Claimed, Honesty, OnRecord
    from sim.lab.backtest import Backtest
    from sim.lab.claims import ClaimResult
    from sim.scenario.load import Loaded

RUNS = 2_000
"""Runs of the record's line and of doing nothing."""
CLAIM_RUNS = 300
"""Runs of each arm of a claim."""
DRAWS = 20
"""Joint draws of the engine's constants ..."""
DRAW_RUNS = 200
"""... with so many runs of each arm."""


def honesty(
    loaded: Loaded,
    runs: int = RUNS,
    claim_runs: int = CLAIM_RUNS,
    draws: int = DRAWS,
    draw_runs: int = DRAW_RUNS,
) -> Iterator[Honesty]:
    """How far to trust a scenario, reckoned now; gives more with every step.

    Args:
        loaded: The scenario.
        runs: Of the test against the record.
        claim_runs: Of each arm of each claim.
        draws: Of the engine's constants, for each claim.
        draw_runs: Of each arm in each draw.
    """
    from sim.game.forecast.honesty import begin

    made = begin(loaded)
    yield made
    from sim.lab.backtest import backtest
    from sim.lab.claims import put_claim
    from sim.lab.errors import LabError

    claims = list(loaded.scenario.claims)
    steps, done = 1 + len(claims), 0
    try:
        if loaded.scenario.history.checkpoints:
            made = replace(made, record=_record(backtest(loaded, runs, goals=False)))
        done += 1
        yield replace(made, done=done / (steps + 1))
        for name in claims:
            result = put_claim(loaded, name, claim_runs, draws, draw_runs=draw_runs)
            made = replace(made, claims=(*made.claims, _claim(result, claim_runs, draws)))
            done += 1
            yield replace(made, done=done / (steps + 1))
    except LabError as error:
        made = replace(made, problem=_("It stopped here: {why}").format(why=error))
    yield replace(made, done=1.0)


def _record(found: Backtest) -> OnRecord:
    from sim.game.forecast.honesty import Checked, OnRecord

    points = [(point, True) for point in found.checkpoints]
    points += [(point, False) for point in found.foils]
    skill = found.skill_over_pass
    return OnRecord(
        runs=found.runs,
        holdout=found.holdout,
        points=tuple(
            Checked(
                title=point.spec.title,
                by=point.spec.by.isoformat(),
                happened=happened,
                share=point.share.value,
                low=point.share.low,
                high=point.share.high,
                cites=tuple(point.spec.cite),
            )
            for point, happened in points
        ),
        brier=found.brier,
        skill=None if skill is None else (skill.value, skill.low, skill.high),
    )


def _claim(found: ClaimResult, runs: int, draws: int) -> Claimed:
    from sim.game.forecast.honesty import Claimed

    return Claimed(
        title=found.spec.title,
        holds=found.holds,
        fails_without=not found.without_rule.holds,
        rule=found.spec.rule,
        draws=draws,
        kept=round(draws * (found.share_of_draws_direction or 0.0)),
        in_bar=round(draws * (found.share_of_draws or 0.0)),
        runs=runs,
        cites=tuple(found.spec.cite),
    )
