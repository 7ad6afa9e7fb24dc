"""`twintrack backtest`: how often the record's line reproduces the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.campaign import without_campaigns
from sim.cli.options import JsonOption, LineOption, RunsOption, SeedOption, WorkersOption, loaded_of
from sim.cli.output import emit, percent, progress, say, table
from sim.cli.searched import searching

if TYPE_CHECKING:
    from sim.lab.backtest import Backtest
    from sim.scenario.load import Loaded


def backtest(
    scenarios: Annotated[
        list[str] | None,
        typer.Argument(metavar="SCENARIO", help="Ids or paths; by default all that ship."),
    ] = None,
    runs: RunsOption = 20_000,
    line: LineOption = "history",
    seed: SeedOption = 1,
    workers: WorkersOption = 1,
    openings: Annotated[
        bool,
        typer.Option("--openings", help="Rank each seat's first moves instead (fewer runs)."),
    ] = False,
    json: JsonOption = False,
) -> int:
    """Score scenarios against their record: each dated checkpoint, and what did not happen.

    A checkpoint that rests on the seat's move is told without that move as well, and each seat's
    goals on the lines history, pass and random.

    Example:
        twintrack backtest security-council-1992 --runs 500

    See also: claims, calibrate
    """
    every = [loaded_of(name) for name in without_campaigns(scenarios)]
    if openings:
        return _openings(every, runs, seed, json)
    if not scenarios:
        every = [loaded for loaded in every if loaded.scenario.history.checkpoints]

    from sim.lab.backtest import backtest as score
    from sim.lab.backtest import runs_of
    from sim.lab.pools import local_workers
    from sim.lab.setup import setup_of

    for loaded in every:
        with searching(line, loaded) as searched:
            if searched is not None:
                # what is found now is known when the ensembles ask for it
                setup_of(loaded, line, searched=searched)
    results = []
    total = sum(runs_of(loaded, runs, line) for loaded in every)
    with progress(total, "runs") as advance, local_workers(workers) as executor:
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
        say("Doing nothing forecasts the record without fault, so there is no skill over it.")
    else:
        say(
            f"Skill over doing nothing {skill.value:.2f}, "
            f"95% interval {skill.low:.2f} to {skill.high:.2f}."
        )
    say(
        f"{len(result.checkpoints)} checkpoints and {len(result.foils)} foils against "
        f"{result.coded} coded numbers of the scenario and {result.constants} constants of the "
        "engine, which all scenarios share."
    )
    _tell_moves(result)
    _tell_seats(result)
    say("")


def _tell_moves(result: Backtest) -> None:
    """Checkpoints without the moves that they rest on, and surprises."""
    rows = []
    for point in (*result.checkpoints, *result.foils):
        if point.without is not None:
            differ = point.without.difference
            rows.append(
                [
                    point.id,
                    ", ".join(point.spec.rests_on),
                    percent(point.without.probability),
                    f"{100 * differ.value:+.1f}",
                    f"{100 * differ.low:+.1f} to {100 * differ.high:+.1f}",
                    "" if point.without.rises else "does not rise",
                ]
            )
    if rows:
        say("", "Without the moves that they rest on:")
        table(["id", "rests on", "share without", "difference", "95% interval", ""], rows)
    for point in result.checkpoints:
        if point.spec.surprise is not None:
            found = "rare here too" if point.rare else "not rare here"
            say(f"{point.id}, a surprise ({found}): {point.spec.surprise}")


def _tell_seats(result: Backtest) -> None:
    """Each seat's goals by line, and why waiting pays where it does."""
    if not result.seats:
        return
    say("", "Goals by line (mean score, share of runs that reach each aim):")
    lines = list(result.seats[0].lines)
    rows = []
    for one in result.seats:
        scores = [one.lines[line] for line in lines]
        rows.append([one.seat, "score", *(f"{score.score.value:.2f}" for score in scores)])
        for aim in one.spec.aims:
            rows.append(["", aim, *(percent(score.aims[aim]) for score in scores)])
    table(["seat", "aim", *lines], rows)
    for one in result.seats:
        if one.waiting_pays:
            cites = f" [{', '.join(one.waiting.cite)}]" if one.waiting and one.waiting.cite else ""
            said = one.waiting.says if one.waiting else "the scenario does not say why"
            say(f"Doing nothing does well for {one.seat}: {said}{cites}")


def _openings(every: list[Loaded], runs: int, seed: int, json: bool) -> int:
    """The best first moves of each scenario's seats."""
    from sim.lab.openings import BEST, RUNS, best_everywhere, openings

    found = {}
    for loaded in every:
        scenario = loaded.scenario
        for seat in scenario.goals:
            if scenario.actors[seat].seat:
                ranked = openings(loaded, seat, min(runs, RUNS), seed)
                found[scenario.id, seat] = ranked
    owners = [found[key] for key in found if key[1] == _owner(every, key[0])]
    everywhere = best_everywhere(owners) if len(owners) > 1 else None
    if json:
        data: dict[str, dict[str, list[dict[str, Any]]]] = {}
        for (name, seat), ranked in found.items():
            data.setdefault(name, {})[seat] = [one.as_json() for one in ranked]
        emit({"openings": data, "best_everywhere": everywhere})
        return 0
    rows = [
        [
            name,
            seat,
            one.label,
            f"{100 * one.gain.value:+.1f}",
            f"{100 * one.gain.low:+.1f} to {100 * one.gain.high:+.1f}",
        ]
        for (name, seat), ranked in found.items()
        for one in ranked[:BEST]
    ]
    table(["scenario", "seat", "opening", "gain over waiting", "95% interval"], rows)
    if len(owners) > 1:
        said = f"{everywhere} is" if everywhere else "No move is"
        say("", f"{said} the best opening of every scenario.")
    return 0


def _owner(every: list[Loaded], name: str) -> str:
    return next(one.scenario.initiative.by for one in every if one.scenario.id == name)
