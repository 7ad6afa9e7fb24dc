"""`twintrack batch`: the ensemble."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.campaign import batch_campaign, campaign_of, refuse
from sim.cli.options import (
    DifficultyOption,
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
    loaded_of,
    overrides_of,
)
from sim.cli.output import emit, fail, percent, progress, say, table
from sim.cli.searched import found_moves, searching, tell_found

if TYPE_CHECKING:
    from sim.lab.batch import BatchResult
    from sim.scenario.load import Loaded

MOST_POINTS = 1000


def batch(
    scenario: ScenarioArgument,
    runs: RunsOption = 20_000,
    line: LineOption = "history",
    set_: SetOption = None,
    without: WithoutOption = None,
    forbid: ForbidOption = None,
    ask: Annotated[
        list[str] | None,
        typer.Option(
            "--ask",
            metavar="NAME=PREDICATE",
            help="Measure a condition or quantity; `show` lists what can be asked (repeatable).",
        ),
    ] = None,
    sweep: Annotated[
        list[str] | None,
        typer.Option(
            "--sweep",
            metavar="PATH=A:B:N",
            help="N values from A to B, each run on the same chance (repeatable: a grid).",
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
    no_sample: NoSampleOption = False,
    save_line: Annotated[
        Path | None,
        typer.Option(
            "--save-line", metavar="FILE.yaml", help="Save the line as a file for --line."
        ),
    ] = None,
    json: JsonOption = False,
) -> int:
    """Run a scenario many times: how often each outcome comes about, with a 95% interval.

    Example: twintrack batch SCENARIO --set trust.a.b=0.2 --ask 'nod=stance(a) >= acquiesces'
    """
    overrides = overrides_of(set_)
    if (campaign := campaign_of(scenario, overrides)) is not None:
        refuse({"--ask": ask, "--sweep": sweep, "--forbid": forbid, "--out": out})
        refuse({"--difficulty": difficulty, "--save-line": save_line})
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
    asks = asks_of(ask)
    points = _points(sweep or ())
    if resume and out is None:
        fail("--resume needs --out DIR, the folder of the batch to go on with.")
    base = loaded_of(scenario, overrides, difficulty)

    from sim.lab.design import Design
    from sim.lab.line_file import check_line_file, line_file
    from sim.scenario.load import load

    if save_line is not None:
        check_line_file(save_line)
    with searching(line, base) as searched:
        design = Design.of(
            base,
            load(scenario, level=base.level) if overrides else base,
            overrides,
            points,
            runs,
            line=line,
            seat=seat,
            seed=seed,
            asks=asks,
            without=without or (),
            forbid=forbid or (),
            sample=not no_sample,
            searched=searched,
        )
    if save_line is not None:
        line_file(design.setups[0], save_line)
    with progress(runs * len(points), "runs") as advance:
        results = design.run(
            workers=workers, progress=advance, out=out, resume=resume, command=sys.argv[1:]
        )
    if json:
        emit({**design.as_json(results), **found_moves(design.setups[0])})
        return 0
    first = results[0]
    say(
        f"{base.scenario.title}: {runs} runs of line {line}, seed {seed}{_at(base)}, "
        f"in {sum(result.seconds for result in results):.1f} s"
    )
    tell_found(design.setups[0])
    for point, result in zip(points, results, strict=True):
        if point:
            say("", ", ".join(f"{path} = {value:g}" for path, value in point.items()))
        _tell(result, None if result is first else first)
    if out is not None:
        say("", f"Written to {out}.")
    if save_line is not None:
        say("", f"The line is saved in {save_line}.")
    return 0


def _at(loaded: Loaded) -> str:
    """The level of difficulty, where it is not the standard one."""
    from sim.scenario.heads import STANDARD

    return "" if loaded.level == STANDARD else f", level {loaded.level}"


def _tell(result: BatchResult, against: BatchResult | None) -> None:
    """Tables of the outcomes and metrics of one ensemble."""
    from sim.lab.stats import paired_share_difference

    header = ["outcome", "share", "95% interval"] + (["against the first"] if against else [])
    rows = []
    for name, (_, share) in result.outcomes().items():
        row = [name, percent(share.value), f"{percent(share.low)} to {percent(share.high)}"]
        if against is not None:
            column = f"outcomes.{name}"
            differ = paired_share_difference(result.happened(column), against.happened(column))
            row.append(
                f"{100 * differ.value:+.1f} ({100 * differ.low:+.1f} to {100 * differ.high:+.1f})"
            )
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


def _points(sweeps: Sequence[str]) -> list[Mapping[str, Any]]:
    """The grid of what is set: one point, with nothing set, without a sweep."""
    axes = [_axis(text) for text in sweeps]
    count = 1
    for _, values in axes:
        count *= len(values)
    if count > MOST_POINTS:
        fail(f"The sweeps make {count} points; at most {MOST_POINTS} can be run at once.")
    if len({path for path, _ in axes}) < len(axes):
        fail("Two sweeps go over the same path; one is enough.")
    return [
        dict(zip((path for path, _ in axes), values, strict=True))
        for values in itertools.product(*(values for _, values in axes))
    ]


def _axis(text: str) -> tuple[str, list[float]]:
    path, equals, rest = text.partition("=")
    parts = rest.split(":")
    try:
        low, high, count = float(parts[0]), float(parts[1]), int(parts[2])
        if not equals or not path or len(parts) != 3 or count < 1:
            raise ValueError
        if not (-1e9 < low < 1e9 and -1e9 < high < 1e9):
            raise ValueError
    except (ValueError, IndexError):
        fail(f'--sweep takes PATH=A:B:N, such as trust.a.b=0:1:5, not "{text}".')
    if count > MOST_POINTS:
        fail(f"--sweep {text} has {count} values; at most {MOST_POINTS} can be run at once.")
    step = (high - low) / (count - 1) if count > 1 else 0.0
    return path, [round(low + step * index, 10) for index in range(count)]
