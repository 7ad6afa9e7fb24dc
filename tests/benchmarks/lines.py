"""What each seat reaches of its goals on the lines pass, random, history and lookahead.

No clock: a table of mean goal scores with 95% intervals, on runs that the search for `lookahead`
never met, paired run by run. With `--smoke` one small seat on few runs.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from sim.lab.batch import run_batch
from sim.lab.ensembles import goal_seats
from sim.lab.line_file import told_moves
from sim.lab.lookahead.search import Search, line_of_steps
from sim.lab.setup import setup_of
from sim.lab.stats import mean, paired_mean_difference
from sim.scenario.load import Loaded, load
from sim.scenario.shelf import shipped

LINES = ("pass", "random", "history", "lookahead")
RUNS = 4_000
SEED = 1
SMOKE = "peacekeepers-1993"


def run(smoke: bool) -> Iterator[str]:
    """Tables in Markdown: scores, shares of the aims; then the moves of each line found."""
    names = [SMOKE] if smoke else list(shipped())
    aims: list[str] = []
    moves: list[str] = []
    yield f"{RUNS} runs, seed {SEED}: mean goal score (95% interval)"
    yield ""
    yield f"| scenario, seat | {' | '.join(LINES)} | lookahead less history |"
    yield "| --- " * (len(LINES) + 2) + "|"
    for name in names:
        loaded = load(name)
        seats = sorted(goal_seats(loaded), key=lambda seat: seat != loaded.scenario.initiative.by)
        for seat in seats[1:] if smoke else seats:
            row, shares, found = _seat(loaded, seat, smoke)
            yield row
            aims += shares
            moves += found
    yield ""
    yield f"| scenario, seat: aim (weight) | {' | '.join(LINES)} |"
    yield "| --- " * (len(LINES) + 1) + "|"
    yield from aims
    yield from moves


def _seat(loaded: Loaded, seat: str, smoke: bool) -> tuple[str, list[str], list[str]]:
    """A row of scores, rows of aims, and the moves that were found."""
    where = f"{loaded.scenario.id}, {seat}"
    setups = {line: setup_of(loaded, line, seat=seat, seed=SEED) for line in LINES[:-1]}
    compiled, begin = setups["pass"].compiled(), time.process_time()
    search = Search(compiled, seat, work=0 if smoke else None)
    found = line_of_steps(compiled, search.found())
    seconds = time.process_time() - begin
    setups["lookahead"] = replace(setups["pass"], line=found)
    runs = 100 if smoke else RUNS
    results = {line: run_batch(setup, runs) for line, setup in setups.items()}
    scores = {line: result.columns[f"goals.{seat}"] for line, result in results.items()}
    cells = []
    for score in scores.values():
        reached = mean(score)
        cells.append(f"{reached.value:.3f} ({reached.low:.3f} to {reached.high:.3f})")
    gain = paired_mean_difference(scores["lookahead"], scores["history"])
    cells.append(f"{gain.value:+.3f} ({gain.low:+.3f} to {gain.high:+.3f})")
    aims = []
    for aim, weight in loaded.scenario.goals[seat].aims.items():
        shares = (
            f"{100 * result.share(f'outcomes.{aim}').value:.1f}%" for result in results.values()
        )
        aims.append(f"| {where}: {aim} ({float(weight):g}) | {' | '.join(shares)} |")
    skipped = results["lookahead"].columns["skipped"].mean()
    told = [
        "",
        f"{where}: found in {seconds:.0f} s of the processor, {skipped:.1f} moves skipped a run",
    ]
    told += [f"- {date}: {moves}" for date, moves in told_moves(setups["lookahead"])]
    return f"| {where} | {' | '.join(cells)} |", aims, told
