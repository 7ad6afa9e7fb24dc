"""`twintrack counterfactual`: what would be otherwise, on the same chance."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.campaign import campaign_of
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
    WorkersOption,
    asks_of,
    decimal,
    executor_of,
    loaded_of,
    overrides_of,
)
from sim.cli.output import emit, fail, progress, say
from sim.cli.searched import set_up

if TYPE_CHECKING:
    from sim.lab.counterfactual.changes import Change

Split = tuple[str, str]


def counterfactual(
    scenario: ScenarioArgument,
    line: LineOption = "history",
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without",
            metavar="MOVE|event:ID|rule:ID",
            help="Leave out an entry of the line (or all that play a move), an event or a rule "
            "(repeatable).",
        ),
    ] = None,
    forbid: ForbidOption = None,
    set_: SetOption = None,
    at: Annotated[
        list[str] | None,
        typer.Option(
            "--at", metavar="ENTRY=DATE", help="An entry of the line at another date (repeatable)."
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="ENTRY=ACTOR",
            help="The same move imposed on another actor, for free (repeatable).",
        ),
    ] = None,
    pairs: Annotated[
        bool, typer.Option("--pairs", help="Each two of them at once as well: their interaction.")
    ] = False,
    together: Annotated[
        bool, typer.Option("--together", help="All of them at once as well.")
    ] = False,
    ask: AskOption = None,
    measure: Annotated[
        list[str] | None,
        typer.Option(
            "--measure",
            metavar="NAME",
            help="What to tell, such as an outcome or goals.ACTOR; by default the seat's goals "
            "and aims (repeatable).",
        ),
    ] = None,
    runs: RunsOption = 5_000,
    precision: Annotated[
        float | None,
        decimal(
            "--precision",
            "Run until every difference told is known to ±P (0.01 is one in a hundred); "
            "--runs is then the most.",
        ),
    ] = None,
    simultaneous: Annotated[
        bool,
        typer.Option("--simultaneous", help="Intervals that hold together and not one by one."),
    ] = False,
    seed: SeedOption = 1,
    seat: SeatOption = None,
    difficulty: DifficultyOption = None,
    workers: WorkersOption = 1,
    engine: EngineOption = "local",
    dask_address: DaskOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Write the results, a table and a manifest."),
    ] = None,
    no_sample: NoSampleOption = False,
    json: JsonOption = False,
) -> int:
    """Tell what moves were worth and what would be otherwise, run by run on the same chance.

    Each option names an alternative to the line; without any, each move of the line is left out in
    turn. Differences are the alternative less the line as it is.

    Examples:
        twintrack counterfactual security-council-1992 --runs 500
        twintrack counterfactual island-dispute --set trust.orrin.vesk=1

    See also: batch, report, sensitivity
    """
    changes = _changes(without, forbid, set_, at, by)
    asks = asks_of(ask)
    if campaign_of(scenario) is not None:
        fail("A campaign has no single line to change; name the scenario of a chapter.")
    loaded = loaded_of(scenario, None, difficulty)

    from sim.cli.counterfactual_text import tell
    from sim.lab.counterfactual.changes import each_left_out
    from sim.lab.counterfactual.comparing import compare, planned_runs
    from sim.lab.counterfactual.files import kept

    setup = set_up(loaded, line, seat=seat, seed=seed, asks=asks, sample=not no_sample)
    alternatives = changes or each_left_out(setup)
    options: dict[str, Any] = {
        "runs": runs,
        "precision": precision,
        "pairs": pairs,
        "together": together,
        "measures": measure or [],
        "joint": simultaneous,
        "workers": workers,
    }
    total = planned_runs(alternatives, runs, pairs, together)
    with executor_of(engine, dask_address, workers) as executor, progress(total, "runs") as advance:
        options |= {"executor": executor, "progress": advance}
        if out is None:
            result = compare(setup, loaded, alternatives, **options)
        else:
            result = kept(out, setup, loaded, alternatives, command=sys.argv[1:], **options)
    if json:
        emit(result.as_json())
        return 0
    tell(result)
    if out is not None:
        say("", f"Written to {out}.")
    return 0


def _changes(
    without: Sequence[str] | None,
    forbid: Sequence[str] | None,
    set_: Sequence[str] | None,
    at: Sequence[str] | None,
    by: Sequence[str] | None,
) -> list[Change]:
    """One change for each option that was given.

    Raises:
        CommandError: An option that is not written as it must be.
    """
    split = [_split("--at", "ENTRY=DATE", "round_1=1992-07-01", one) for one in at or ()]
    dates = [(entry, _date(date)) for entry, date in split]
    others = [_split("--by", "ENTRY=ACTOR", "round_1=host", one) for one in by or ()]
    values = [overrides_of([one]) for one in set_ or ()]

    from sim.lab.counterfactual.changes import Change

    made: list[Change] = [Change(without=(one,)) for one in without or ()]
    made += [Change(forbid=(one,)) for one in forbid or ()]
    made += [Change(set=one) for one in values]
    made += [Change(at={entry: date}) for entry, date in dates]
    made += [Change(by={entry: actor}) for entry, actor in others]
    return made


def _split(option: str, form: str, example: str, text: str) -> Split:
    first, equals, second = (part.strip() for part in text.partition("="))
    if not equals or not first or not second:
        fail(f'{option} takes {form}, such as {example}, not "{text}".')
    return first, second


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        fail(f'--at takes a date such as 1992-07-01, not "{text}".')
