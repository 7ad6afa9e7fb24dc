"""`twintrack batch`: the ensemble."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.campaign import batch_campaign, campaign_of, refuse
from sim.cli.options import (
    AskOption,
    DaskOption,
    DifficultyOption,
    EngineOption,
    ForbidOption,
    JsonOption,
    LineOption,
    NoSampleOption,
    RunsOption,
    ScenarioArgument,
    SeatOption,
    SeedOption,
    SetOption,
    WithoutOption,
    WorkersOption,
    asks_of,
    decimal,
    executor_of,
    loaded_of,
    overrides_of,
    unset_of,
    whole,
)
from sim.cli.output import PROBLEMS, emit, fail, log, percent, progress, say, table
from sim.cli.searched import searching, tell_found

if TYPE_CHECKING:
    from sim.lab.batch import Summed
    from sim.lab.design import DesignResult
    from sim.lab.stats import Estimate
    from sim.lab.sweep_points import Axis
    from sim.scenario.load import Loaded


def batch(
    scenario: ScenarioArgument,
    runs: RunsOption = 20_000,
    line: LineOption = "history",
    set_: SetOption = None,
    without: WithoutOption = None,
    forbid: ForbidOption = None,
    ask: AskOption = None,
    sweep: Annotated[
        list[str] | None,
        typer.Option(
            "--sweep",
            metavar="PATH=A:B[:N]",
            help="From A to B, in N values on a grid, each run on the same chance (repeatable).",
        ),
    ] = None,
    design: Annotated[
        str,
        typer.Option(
            "--design",
            metavar="grid|lhs|sobol",
            help="How points lie over the sweeps: a grid, a Latin hypercube or Sobol's.",
        ),
    ] = "grid",
    points: Annotated[
        int | None, whole("--points", "How many points of lhs or sobol.", least=1)
    ] = None,
    precision: Annotated[
        float | None,
        decimal(
            "--precision",
            "Stop when every outcome's 95% interval is P wide to each side (0.01 is one in a "
            "hundred); --runs is then the most.",
        ),
    ] = None,
    seed: SeedOption = 1,
    seat: SeatOption = None,
    difficulty: DifficultyOption = None,
    workers: WorkersOption = 1,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Write all runs, a summary and a manifest."),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a batch that was stopped (with --out).")
    ] = False,
    engine: EngineOption = "local",
    dask_address: DaskOption = None,
    no_sample: NoSampleOption = False,
    save_line: Annotated[
        Path | None,
        typer.Option(
            "--save-line", metavar="FILE.yaml", help="Save the line as a file for --line."
        ),
    ] = None,
    sampling: Annotated[
        str,
        typer.Option(
            "--sampling",
            metavar="random|lhs|sobol",
            help="How runs draw coded numbers from their ranges: at random, or spread evenly.",
        ),
    ] = "random",
    values: Annotated[
        bool,
        typer.Option("--values", help="Write what each coded number was in each run (with --out)."),
    ] = False,
    json: JsonOption = False,
) -> int:
    """Run a scenario many times: how often each outcome comes about, with a 95% interval.

    Each run draws every coded number from its range. The same command gives the same bytes on any
    machine and any number of workers.

    Examples:
        twintrack batch island-dispute --line random --runs 1000 --out results
        twintrack batch island-dispute --ask 'calm=trust(orrin, vesk)' --runs 500
        twintrack batch island-dispute --sweep trust.orrin.vesk=0:1:3 --runs 500

    Exit code 1: a file has problems, or some points of a sweep could not be run
    See also: report, rerun, counterfactual, sensitivity
    """
    overrides = overrides_of(set_)
    if (campaign := campaign_of(scenario, overrides)) is not None:
        refuse({"--ask": ask, "--sweep": sweep, "--forbid": forbid, "--out": out})
        refuse({"--difficulty": difficulty, "--precision": precision, "--points": points})
        refuse({"--engine dask": engine != "local", "--dask-address": dask_address})
        refuse({"--save-line": save_line, "--resume": resume, "--values": values})
        refuse({f"--design {design}": design != "grid"})
        refuse({f"--sampling {sampling}": sampling != "random"})
        return batch_campaign(
            campaign,
            json,
            runs,
            workers,
            line=line,
            seat=seat,
            seed=seed,
            without=without or (),
            sample=not no_sample,
        )
    asks, axes = asks_of(ask), [_axis(text) for text in sweep or ()]
    _check(out, resume, values, sampling, no_sample)
    loaded = loaded_of(scenario, overrides, difficulty)

    from sim.lab.design import Design
    from sim.lab.line_file import check_line_file, line_file
    from sim.lab.ranges import ranges_of
    from sim.lab.setup import split_without
    from sim.lab.storage import CompleteError
    from sim.lab.sweep_points import points_of

    switched, leave_out = split_without(without or ())
    if save_line is not None:
        check_line_file(save_line)
    with searching(line, loaded) as searched:
        planned = Design.of(
            loaded,
            unset_of(scenario, loaded, overrides),
            overrides,
            points_of(axes, design, points, seed),
            runs,
            precision,
            line=line,
            seat=seat,
            seed=seed,
            asks=asks,
            without=switched,
            forbid=forbid or (),
            leave_out=leave_out,
            sample=not no_sample,
            ranges=ranges_of(sampling, runs),
            values=values,
            searched=searched,
        )
    if save_line is not None:
        line_file(planned.setup, save_line)
    try:
        with (
            executor_of(engine, dask_address, workers) as executor,
            progress(runs * len(planned.points), "runs") as advance,
        ):
            result = planned.run(workers, advance, out, resume, sys.argv[1:], executor, keep=False)
    except CompleteError as complete:
        emit(complete.results()) if json else say(str(complete))
        return PROBLEMS if complete.manifest.get("failed") else 0
    _tell_failures(result)
    if json:
        emit(result.as_json())
    else:
        _tell_all(result, line)
        if out is not None:
            say("", f"Written to {out}.")
        if save_line is not None:
            say("", f"The line is saved in {save_line}.")
    return PROBLEMS if result.failed else 0


def _check(out: Path | None, resume: bool, values: bool, sampling: str, no_sample: bool) -> None:
    """See that options that were given go together.

    Raises:
        CommandError: They do not.
    """
    if resume and out is None:
        fail("--resume needs --out DIR, the folder of the batch to go on with.")
    if values and out is None:
        fail("--values needs --out DIR, where to write them.")
    if sampling != "random" and no_sample:
        fail(f"--sampling {sampling} draws coded numbers and --no-sample does not; give one.")


def _tell_failures(result: DesignResult) -> None:
    """The points of a design that could not be run, on stderr."""
    for failure in result.failures():
        of = f"point {failure['point'] + 1} of {len(result.design.points)}"
        log(f"Left out {of}: {failure['problem'].rstrip('.')}.")


def _tell_all(result: DesignResult, line: str) -> None:
    """The tables of every ensemble."""
    design = result.design
    say(
        f"{design.loaded.scenario.title}: {result.runs} runs of line {line}, seed "
        f"{design.setup.seed}{_at(design.loaded)}, in {result.seconds:.1f} s"
    )
    tell_found(design.setup)
    if (precision := result.as_json().get("precision")) is not None:
        reached = "reached" if precision["met"] else "not reached"
        say(
            f"Precision {precision['wanted']:g} {reached}: the widest interval is "
            f"{precision['reached']:.4f} to each side."
        )
    for point, one in result.by_point.items():
        if values := design.points[point]:
            say("", ", ".join(f"{path} = {value:g}" for path, value in values.items()))
        _tell(one, result.differences(point) if point != result.pairs.first else {})


def _at(loaded: Loaded) -> str:
    """The level of difficulty, where it is not the standard one."""
    from sim.scenario.heads import STANDARD

    return "" if loaded.level == STANDARD else f", level {loaded.level}"


def _tell(result: Summed, differences: Mapping[str, Estimate]) -> None:
    """Tables of the outcomes and metrics of one ensemble."""
    header = ["outcome", "share", "95% interval"] + (["against the first"] if differences else [])
    rows = []
    for name, (_, share) in result.outcomes().items():
        row = [name, percent(share.value), f"{percent(share.low)} to {percent(share.high)}"]
        if differences:
            value, low, high = (100 * number for number in differences[name])
            row.append(f"{value:+.1f} ({low:+.1f} to {high:+.1f})")
        rows.append(row)
    table(header, rows)
    say("")
    table(
        ["metric", "mean", "sd", "95% interval"],
        [
            [name, f"{one.mean:.4f}", f"{one.sd:.4f}", f"{one.ci95[0]:.4f} to {one.ci95[1]:.4f}"]
            for name, one in result.metrics().items()
        ],
    )


def _axis(text: str) -> Axis:
    from sim.lab.sweep_points import Axis

    path, equals, rest = (part.strip() for part in text.partition("="))
    parts = rest.split(":")
    try:
        low, high = float(parts[0]), float(parts[1])
        values = int(parts[2]) if len(parts) > 2 else None
        if not equals or not path or len(parts) > 3:
            raise ValueError
    except (ValueError, IndexError):
        fail(f'--sweep takes PATH=A:B:N, such as trust.a.b=0:1:5, not "{text}".')
    return Axis(path, low, high, values)
