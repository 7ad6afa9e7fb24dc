"""The table of LIMITS.md: `python -m tests.house.limits [SCENARIO...]` prints its rows anew.

For each scenario with a record: what share of its coded numbers is assumed, and how its historical
line comes out against its checkpoints (which happened) and foils (which did not). Some minutes for
all. `twintrack show` and `twintrack backtest --runs 2000` print the same figures and more.
"""

from __future__ import annotations

import sys

from sim.cli.show import numbers
from sim.lab.backtest import Backtest, backtest
from sim.scenario.shelf import shipped
from tests.shipped import loaded

RUNS = 2000
"""Runs of each line, with seed 1."""


def known(name: str) -> list[str]:
    """The first cells of a row, which need no run."""
    scenario = loaded(name).scenario
    record, told = scenario.history, numbers(scenario)
    return [
        f"`{name}`",
        "held out" if record.holdout else "tuned on",
        f"{100 * told['assumed_share']:.0f}%",
        f"{told['trust_cited']} of {told['trust_dyads']}",
        f"{len(record.checkpoints)} + {len(record.foils)}",
    ]


def measured(found: Backtest) -> list[str]:
    """The last cells: scores, and the two points that come out worst."""
    skill = found.skill_over_pass
    off = [(1.0 - one.share.value, one) for one in found.checkpoints]
    off += [(one.share.value, one) for one in found.foils]
    worst = sorted(off, key=lambda pair: -pair[0])[:2]
    return [
        f"{found.mean:.2f}",
        f"{found.brier:.3f}",
        "-" if skill is None else f"{skill.value:.2f} ({skill.low:.2f} to {skill.high:.2f})",
        ", ".join(f"{one.id} {one.share.value:.2f}" for _, one in worst),
    ]


def row(name: str) -> str:
    """One row of the table."""
    cells = known(name) + measured(backtest(loaded(name), RUNS))
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    for one in sys.argv[1:] or shipped():
        print(row(one), flush=True)
