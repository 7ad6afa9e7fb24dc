"""`twintrack claims`: whether each causal claim of the sources holds in the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.campaign import without_campaigns
from sim.cli.options import JsonOption, RunsOption, SeedOption, WorkersOption, loaded_of, whole
from sim.cli.output import emit, fail, percent, progress, say, table

if TYPE_CHECKING:
    from sim.lab.claims import ClaimResult
    from sim.scenario.load import Loaded


def claims(
    scenarios: Annotated[
        list[str] | None,
        typer.Argument(metavar="SCENARIO", help="Ids or paths; by default all that ship."),
    ] = None,
    claim: Annotated[
        list[str] | None, typer.Option("--claim", metavar="ID", help="Only this one (repeatable).")
    ] = None,
    runs: RunsOption = 20_000,
    draws: Annotated[
        int,
        whole("--draws", "Joint draws of the constants; 0 for none.", least=0),
    ] = 200,
    draw_runs: Annotated[
        int | None,
        whole(
            "--draw-runs",
            "Runs of each arm in each draw; by default 100, more where the effect is small.",
            least=2,
        ),
    ] = None,
    seed: SeedOption = 1,
    workers: WorkersOption = 1,
    json: JsonOption = False,
) -> int:
    """Put the causal claims of the sources to the model, as paired runs.

    Each is told with its mechanism switched off as well, where it must fail, and over joint draws
    of the engine's constants from their ranges.

    Example:
        twintrack claims security-council-1992 --runs 500 --draws 0

    See also: backtest, sensitivity
    """
    every = [loaded_of(name) for name in without_campaigns(scenarios)]
    chosen = _chosen(every, claim)

    from sim.lab.claims import put_claim, runs_of
    from sim.lab.pools import local_workers

    total = sum(
        runs_of(loaded.scenario.claims[name], runs, draws, draw_runs) for loaded, name in chosen
    )
    results: list[ClaimResult] = []
    with progress(total, "runs") as advance, local_workers(workers) as executor:
        options: dict[str, Any] = {"executor": executor, "progress": advance}
        for loaded, name in chosen:
            results.append(put_claim(loaded, name, runs, draws, seed, draw_runs, **options))
    if json:
        emit({"claims": [result.as_json() for result in results]})
        return 0
    say(f"{len(results)} claims, {runs} paired runs an arm, seed {seed}")
    for result in results:
        _tell(result)
    return 0


def _chosen(every: list[Loaded], wanted: list[str] | None) -> list[tuple[Loaded, str]]:
    chosen = [(loaded, name) for loaded in every for name in loaded.scenario.claims]
    known = [name for _, name in chosen]
    for name in wanted or ():
        if name not in known:
            from sim.scenario.text.suggest import did_you_mean

            hint = did_you_mean(name, known) or f"; there are {', '.join(known) or 'none'}."
            fail(f'There is no claim "{name}"{hint}')
    return [(loaded, name) for loaded, name in chosen if not wanted or name in wanted]


def _tell(result: ClaimResult) -> None:
    say("", f"{result.id}  {'holds' if result.holds else 'DOES NOT HOLD'}  {result.spec.title}")
    rows = []
    for test in [*result.tests, result.without_rule]:
        off = test is result.without_rule
        name = f"{test.id} without {result.spec.rule}" if off else test.id
        against = f"{test.spec.arm} less {test.spec.minus}" if test.spec.minus else test.spec.arm
        effect, interval = "-", "-"
        if test.effect is not None:
            effect = f"{test.effect.value:.3f}"
            interval = f"{test.effect.low:.3f} to {test.effect.high:.3f}"
        rows.append(
            [name, against, effect, interval, _bar(test.spec), "yes" if test.holds else "no"]
        )
    table(["test", "arms", "effect", "95% interval", "bar", "holds"], rows)
    if result.share_of_draws is not None:
        say(
            f"Over draws of the constants: within the bars in {percent(result.share_of_draws)}, "
            f"direction in {percent(result.share_of_draws_direction)}."
        )


def _bar(spec: Any) -> str:
    ends = []
    if spec.at_least is not None:
        ends.append(f"at least {spec.at_least:g}")
    if spec.at_most is not None:
        ends.append(f"at most {spec.at_most:g}")
    return ", ".join(ends) or "above 0"
