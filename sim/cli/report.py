"""`twintrack report`: a folder of results as one page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import JsonOption, WorkersOption, whole
from sim.cli.output import emit, progress, say

_PAGE = "report.html"


def report(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help="What batch, counterfactual or sensitivity wrote with --out."
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.html", help="The page; by default DIR/report.html."),
    ] = None,
    runs: Annotated[
        int,
        whole("--runs", "Runs of each ensemble that the page computes.", least=100),
    ] = 2_000,
    quick: Annotated[
        bool, typer.Option("--quick", help="Only what the files hold; nothing is computed.")
    ] = False,
    workers: WorkersOption = 1,
    json: JsonOption = False,
) -> int:
    """Turn a folder of results into one HTML page that opens offline.

    It tells what was run and how it came out, trust over time, what each move was worth, what hangs
    on the coded numbers, how well the scenario forecasts its record, and how to make it all again.
    What is not in the files is computed from the manifest alone.

    Example:
        twintrack report results --quick

    See also: batch, rerun, gather
    """
    from sim.lab.pools import local_workers
    from sim.lab.report.building import Report
    from sim.lab.report.writing import write_page

    page = out or folder / _PAGE
    made = Report.of(folder, runs=runs, quick=quick)
    with progress(made.total, "runs") as advance, local_workers(workers) as executor:
        text = Report(made.source, runs, quick, executor, advance).html()
    write_page(page, text)
    if json:
        emit({"page": str(page), "kind": made.source.manifest.kind, "runs": 0 if quick else runs})
    else:
        say(f"Written to {page}.")
    return 0
