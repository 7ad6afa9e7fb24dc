"""`twintrack sensitivity`: which uncertain numbers matter, and where."""

from __future__ import annotations

import sys
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
    ScenarioArgument,
    SeatOption,
    SeedOption,
    SetOption,
    WithoutOption,
    WorkersOption,
    asks_of,
    executor_of,
    loaded_of,
    overrides_of,
    unset_of,
    whole,
)
from sim.cli.output import emit, fail, percent, progress, say, table
from sim.cli.searched import set_up

if TYPE_CHECKING:
    from sim.lab.sensitivity.analysis import Sensitivity
    from sim.lab.sensitivity.discovery import Discovery
    from sim.lab.sensitivity.sobol import Indices
    from sim.lab.sensitivity.tornado import Bar, Tornado
    from sim.lab.stats import Estimate

WIDTH = 41
"""Characters of a bar."""


def sensitivity(
    scenario: ScenarioArgument,
    line: LineOption = "history",
    measure: Annotated[
        str | None,
        typer.Option(
            "--measure",
            metavar="NAME",
            help="An outcome, an --ask, or goals.SEAT; by default the goals of who plays the line.",
        ),
    ] = None,
    ask: AskOption = None,
    top: Annotated[
        int,
        whole("--top", "How many numbers to put to paired runs.", least=1),
    ] = 15,
    path: Annotated[
        list[str] | None,
        typer.Option(
            "--path", metavar="PATH", help="A number that is put to them in any case (repeatable)."
        ),
    ] = None,
    runs: Annotated[
        int,
        whole("--runs", "Runs that screen all numbers; each end of a bar has a fifth.", least=1),
    ] = 20_000,
    indices: Annotated[
        bool | None,
        typer.Option(
            "--indices/--no-indices",
            help="Sobol indices of chance, hidden types and coding; by default where SciPy is.",
        ),
    ] = None,
    discover: Annotated[
        list[str] | None,
        typer.Option(
            "--discover",
            metavar="[not:]OUTCOME",
            help="The box in which an outcome or --ask comes about, or does not (repeatable).",
        ),
    ] = None,
    set_: SetOption = None,
    without: WithoutOption = None,
    forbid: ForbidOption = None,
    seed: SeedOption = 1,
    seat: SeatOption = None,
    difficulty: DifficultyOption = None,
    workers: WorkersOption = 1,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Write the results and a manifest."),
    ] = None,
    engine: EngineOption = "local",
    dask_address: DaskOption = None,
    json: JsonOption = False,
) -> int:
    """Find which coded numbers a result rests on: tornado, Sobol indices, scenario discovery.

    Every number is drawn from its range in every run. All are screened at once; those that stand
    out are then held at both ends of their ranges, on the same chance, in runs of their own.

    Example:
        twintrack sensitivity security-council-1992 --runs 1000 --top 3 --no-indices

    See also: batch, counterfactual, report
    """
    overrides = overrides_of(set_)
    if campaign_of(scenario, overrides) is not None:
        fail("A campaign has no ranges of its own; name the scenario of a chapter.")
    asks = asks_of(ask)
    loaded = loaded_of(scenario, overrides, difficulty)

    from sim.lab.pools import local_workers
    from sim.lab.sensitivity.analysis import Asked, written
    from sim.lab.sensitivity.analysis import sensitivity as analysed
    from sim.lab.setup import split_without

    base = unset_of(scenario, loaded, overrides)
    setup = set_up(
        loaded,
        line,
        base=base,
        without=without,
        seat=seat,
        seed=seed,
        asks=asks,
        forbid=forbid or (),
    )
    _, left_out = split_without(without or ())
    asked = Asked(measure, top, runs, tuple(path or ()), indices, tuple(discover or ()))
    compiled = setup.compiled()
    with (
        executor_of(engine, dask_address, workers) as dask,
        local_workers(1 if dask is not None else workers) as local,
        progress(asked.count(compiled), "runs") as advance,
    ):
        work: dict[str, Any] = {
            "executor": dask or local,
            "progress": advance,
            "compiled": compiled,
        }
        if out is None:
            found = analysed(setup, asked, **work)
        else:
            kept = (out, loaded, base, overrides, left_out, sys.argv[1:])
            found = written(setup, asked, *kept, **work)
    if json:
        emit(found.as_json())
        return 0
    _tell(found, loaded.scenario.title)
    if out is not None:
        say("", f"Written to {out}.")
    return 0


def _tell(found: Sensitivity, title: str) -> None:
    from sim.scenario.heads import STANDARD

    setup, measure = found.setup, found.tornado.measure
    level = "" if setup.level == STANDARD else f", level {setup.level}"
    say(
        f"{title}: line {setup.line.name} played by {setup.seat}, seed {setup.seed}{level}, "
        f"{found.seconds:.1f} s",
        f"Measure: {measure.title} ({measure.name})",
        "",
    )
    _tell_tornado(found.tornado)
    if found.indices is not None:
        _tell_indices(found.indices)
    for one in found.discoveries:
        _tell_box(one)


# -- tornado ---------------------------------------------------------------------------------------


def _tell_tornado(tornado: Tornado) -> None:
    measure, drawn = tornado.measure, tornado.as_drawn
    numbers = len(tornado.screened)
    say(
        f"With all numbers drawn from their ranges: {measure.shown(drawn.value)} "
        f"({measure.shown(drawn.low)} to {measure.shown(drawn.high)}) in {tornado.runs} runs.",
        f"{len(tornado.bars)} of {numbers} numbers, held at the low and at the high end of their "
        f"ranges in {tornado.pair_runs} other runs each, on the same chance:",
        "",
    )
    ends = [end.value for bar in tornado.bars for end in (bar.at_low, bar.at_high)]
    scale = (min(ends), max(ends))
    for bar in tornado.bars:
        shape = drawn_bar(bar.at_low.value, bar.at_high.value, *scale)
        effect = _signed(bar.effect.value, measure.share)
        say(
            f"{bar.label} ({_rests_on(bar)}; {bar.low:.2f} to {bar.high:.2f})",
            f"  {shape}  {effect} ({_between(bar.effect, measure.share)})",
        )
    say(
        "",
        f"Bars from {measure.shown(scale[0])} to {measure.shown(scale[1])}: L with the number at "
        "the low end of its range, H at the high end, X where that is one.",
    )
    sure = [bar for bar in tornado.bars if bar.sure]
    assumed = sum(bar.basis == "assumed" for bar in sure)
    say(
        f"{len(sure)} of them are told from chance; {assumed} of these are assumed, with no source "
        "that speaks to the number."
    )
    for one in tornado.types:
        at = ", ".join(f"{kind} {measure.shown(value.value)}" for kind, value in one.at.items())
        spread = f"{_signed(one.effect.value, measure.share)} from lowest to highest"
        say(f"{one.label} ({one.basis}): {at}; {spread}.")


def _rests_on(bar: Bar) -> str:
    return " ".join(["cited", *bar.number.cite]) if bar.basis == "cited" else bar.basis


def drawn_bar(low: float, high: float, left: float, right: float) -> str:
    """A bar in characters: L where the number is low, H where it is high, X where that is one.

    Args:
        low: The measure at the low end.
        high: The measure at the high end.
        left: The measure that the first character stands for.
        right: The measure that the last one stands for.
    """
    span = (right - left) or 1.0
    places = [round((value - left) / span * (WIDTH - 1)) for value in (low, high)]
    cells = ["."] * WIDTH
    cells[min(places) : max(places) + 1] = "=" * (max(places) - min(places) + 1)
    cells[places[0]], cells[places[1]] = "L", "H"
    if places[0] == places[1]:
        cells[places[0]] = "X"
    return "".join(cells)


def _signed(value: float, share: bool) -> str:
    return f"{100 * value:+.1f}" if share else f"{value:+.3f}"


def _between(value: Estimate, share: bool) -> str:
    return f"{_signed(value.low, share)} to {_signed(value.high, share)}"


# -- indices and boxes -----------------------------------------------------------------------------


def _tell_indices(indices: Indices) -> None:
    say("", f"Sobol indices: shares of the measure's variance ({indices.runs} runs a factor):", "")
    turned = indices.measure.share
    header = ["factor", "by itself", "95% interval", "in all", "95% interval"]
    table(
        [*header, *(["runs that turn over"] if turned else [])],
        [
            [
                one.label,
                f"{one.first.value:.3f}",
                f"{one.first.low:.3f} to {one.first.high:.3f}",
                f"{one.total.value:.3f}",
                f"{one.total.low:.3f} to {one.total.high:.3f}",
                *([percent(one.turned.value)] if one.turned else []),
            ]
            for one in indices.factors
        ],
    )
    say(
        "",
        "By itself: what would go if the factor were known (first order). In all: what is left "
        "while it alone is unknown (total), so these add up to 1 at least. All coded numbers hold "
        "those beneath them. What is below nought is noise of the estimate.",
    )


def _tell_box(found: Discovery) -> None:
    say("", f"{found.title} ({found.wanted}): {_share(found.share)} of {found.runs} held-out runs.")
    if not found.restrictions:
        say("No box of coded numbers was borne out.")
        return
    say(
        f"In this box {_share(found.density)}; it holds {percent(found.mass.value)} of all runs "
        f"and {_share(found.coverage)} of those in which it is so:"
    )
    for one in found.restrictions:
        sure = "" if one.significant else ", not borne out"
        say(f"  {one.text} ({one.of.basis}; quasi-p {one.quasi_p:.2g}{sure})")


def _share(value: Estimate) -> str:
    return f"{percent(value.value)} ({percent(value.low)} to {percent(value.high)})"
