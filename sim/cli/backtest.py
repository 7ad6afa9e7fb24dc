"""`twintrack backtest`: how often the record's line reproduces the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.campaign import without_campaigns
from sim.cli.options import JsonOption, LineOption, RunsOption, SeedOption, WorkersOption, loaded_of
from sim.cli.output import emit, percent, progress, say, table

if TYPE_CHECKING:
    from sim.lab.backtest import Backtest


def backtest(
    scenarios: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SCENARIO]...", help="Ids or paths; by default all that ship."),
    ] = None,
    runs: RunsOption = 20_000,
    line: LineOption = "history",
    seed: SeedOption = 1,
    workers: WorkersOption = 1,
    json: JsonOption = False,
) -> int:
    """Score scenarios against their record: each dated checkpoint, and what did not happen.

    Example: twintrack backtest --runs 20000 --json
    """
    every = [loaded_of(name) for name in without_campaigns(scenarios)]
    if not scenarios:
        every = [loaded for loaded in every if loaded.scenario.history.checkpoints]

    from sim.lab.backtest import backtest as score
    from sim.lab.runner import local_workers

    results = []
    with progress(2 * runs * len(every), "runs") as advance, local_workers(workers) as executor:
        for loaded in every:
            results.append(score(loaded, runs, seed, line, executor=executor, progress=advance))
    if json:
        emit({"scenarios": {result.scenario: result.as_json() for result in results}})
        return 0
    for loaded, result in zip(every, results, strict=True):
        _tell(loaded.scenario.title, result)
    return 0


def _tell(title: str, result: Backtest) -> None:
    kept = "hold-out: no constant was tuned on it" if result.holdout else "constants tuned on it"
    say(f"{title}: {result.runs} runs, seed {result.seed}, {result.seconds:.1f} s ({kept})", "")
    rows = []
    for kind, points in (("checkpoint", result.checkpoints), ("foil", result.foils)):
        for point in points:
            share = point.share
            given = percent(point.given_earlier) if kind == "checkpoint" else ""
            interval = f"{percent(share.low)} to {percent(share.high)}"
            cite = ", ".join(point.spec.cite)
            row = [kind, point.id, str(point.spec.by), percent(share.value), given, interval, cite]
            rows.append(row)
    table(["kind", "id", "by", "share", "given earlier", "95% interval", "cite"], rows)
    say(
        "",
        "Mean of the checkpoints, given the earlier ones where enough runs are left: "
        f"{result.mean:.2f}.",
    )
    say(
        f"Brier score {result.brier:.3f} (0 is perfect, .25 is a coin), "
        f"log score {result.log_score:.3f} (.693 is a coin)."
    )
    skill = result.skill_over_pass
    if skill is None:
        say("Doing nothing forecasts the record without fault, so there is no skill over it.", "")
        return
    say(
        f"Skill over doing nothing {skill.value:.2f}, "
        f"95% interval {skill.low:.2f} to {skill.high:.2f}.",
        "",
    )
