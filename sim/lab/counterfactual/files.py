"""A counterfactual kept in a folder, and made again from its manifest alone."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from sim.lab.counterfactual.changes import Change
from sim.lab.counterfactual.comparing import compare, planned_runs
from sim.lab.counterfactual.results import Counterfactual
from sim.lab.folders import exclusive_folder
from sim.lab.manifest import Manifest, inputs_of, new_manifest
from sim.lab.results import write_results
from sim.lab.runner import Progress
from sim.lab.setup import Setup
from sim.lab.tables import rows_csv
from sim.scenario.load import Loaded

_OPTIONS = ("runs", "precision", "pairs", "together", "measures", "joint")
"""What `compare` takes that decides the results."""


class _Change(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    without: list[str]
    forbid: list[str]
    set: dict[str, Any]
    at: dict[str, str]
    by: dict[str, str]


class _Own(BaseModel):
    """What a counterfactual has among its inputs besides what every experiment has."""

    model_config = ConfigDict(extra="ignore", strict=True)
    changes: list[_Change]
    runs: int
    precision: float | None = None
    pairs: bool = False
    together: bool = False
    measures: list[str] = []
    joint: bool = False


def kept(
    out: Path,
    setup: Setup,
    loaded: Loaded,
    changes: Sequence[Change],
    *,
    command: Sequence[str] = (),
    workers: int = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
    **options: Any,
) -> Counterfactual:
    """Set changes against a setup, and write what was found: manifest, `results.json`, table.

    Args:
        out: The folder; made where there is none.
        setup: The line as it is.
        loaded: Its scenario.
        changes: What is to be otherwise.
        command: The arguments of the command line.
        workers: Processes of this machine.
        executor: Whatever else runs the tasks.
        progress: Is told of the runs as they are done.
        options: What else `compare` takes and decides the results.

    Raises:
        LabError: What `compare` raises; or the folder holds something else or cannot be written.
        ScenarioError: A value that cannot be set.
    """
    chosen = {name: options[name] for name in _OPTIONS if name in options}
    own = {
        "changes": [change.as_json() for change in changes],
        "total_runs": planned_runs(
            changes, options["runs"], options.get("pairs", False), options.get("together", False)
        ),
        **chosen,
    }
    manifest = new_manifest(
        "counterfactual", inputs_of(setup, loaded, loaded, {}, **own), loaded, command
    )
    how: dict[str, Any] = {"workers": workers, "executor": executor, "progress": progress}
    with exclusive_folder(out, manifest):
        result = compare(setup, loaded, changes, **how, **chosen)
        write_results(out, manifest, result.as_json(), table(result))
    return result


def table(result: Counterfactual) -> str:
    """The rows of a counterfactual as CSV, with a header."""
    rows = result.rows()
    return rows_csv(list(rows[0]), rows)


def again(manifest: Manifest, out: Path, **options: Any) -> None:
    """Make a counterfactual again from its manifest; see `sim.lab.rerun`.

    Raises:
        LabError: The manifest was changed, or this program cannot make it any more.
    """
    own = manifest.own_as(_Own)
    changes = [Change.from_json(change.model_dump()) for change in own.changes]
    chosen = own.model_dump(include=set(_OPTIONS), exclude_unset=True)
    kept(out, manifest.setup(), manifest.loaded, changes, **chosen, **options)
