"""`twintrack rerun`: an experiment made again from its manifest alone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import JsonOption, WorkersOption
from sim.cli.output import PROBLEMS, emit, log, progress, say


def rerun(
    manifest: Annotated[
        Path,
        typer.Argument(metavar="MANIFEST|DIR", help="A manifest.json, or the folder that has it."),
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="A new folder, for the new results.")
    ],
    workers: WorkersOption = 1,
    json: JsonOption = False,
) -> int:
    """Make a batch, counterfactual or sensitivity again from its manifest alone, and compare.

    The scenario's file may be gone or changed: the manifest holds its text.

    Example:
        twintrack rerun results --out again

    Exit code 1: the results are not the same
    See also: batch, counterfactual, sensitivity, report
    """
    from sim.lab.manifest import read_manifest
    from sim.lab.rerun import rerun as made_again
    from sim.lab.rerun import total_runs
    from sim.scenario.problem import visible

    read = read_manifest(manifest)
    for warning in read.warnings():
        log(visible(warning))
    with progress(total_runs(read), "runs") as advance:
        found = made_again(read, out, workers=workers, progress=advance, command=sys.argv[1:])
    if json:
        emit(found.as_json())
    else:
        say(visible(found.sentence()), f"Written to {out}.")
    return 0 if found.same or not found.files else PROBLEMS
