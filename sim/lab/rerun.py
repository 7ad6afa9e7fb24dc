"""An experiment made again from its manifest alone, and whether it came out the same.

A kind of experiment joins by giving its module a function

    again(manifest: Manifest, out: Path, **options) -> None

that makes the results anew from `manifest` (`manifest.base`, `manifest.loaded`,
`manifest.setup()` and `manifest.own`, what the kind put among the inputs itself) and writes them
into `out` just as its command does; and by an entry in `AGAIN`. The `options` are `workers`,
`progress` and `command`. A kind that wants a progress bar puts `total_runs` among its inputs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from sim.lab.errors import LabError
from sim.lab.manifest import Manifest, read_manifest

AGAIN: dict[str, str] = {
    "batch": "sim.lab.design",
    "counterfactual": "sim.lab.counterfactual.files",
    "sensitivity": "sim.lab.sensitivity.analysis",
}
"""The module of each kind, whose function `again` makes it anew."""


@dataclass(frozen=True)
class Again:
    """How an experiment that was made again compares with the first time."""

    out: Path
    files: Mapping[str, bool]
    """By file of the first results: whether its bytes are the same now."""
    values: bool | None
    """Whether all values are the same; None where the first manifest has no results."""
    warnings: list[str]
    """How the program and its libraries differ from those of the first time."""

    @property
    def same(self) -> bool:
        """Whether every file has the same bytes, or at least every value is the same."""
        return bool(self.values) or (bool(self.files) and all(self.files.values()))

    def sentence(self) -> str:
        """What came of it, in one sentence."""
        other = [name for name, same in self.files.items() if not same]
        if self.values is None and not self.files:
            return "The first batch was not finished, so there is nothing to compare with."
        if not other:
            return f"The same bytes as the first time: {', '.join(self.files)}."
        if self.values:
            return f"The same values as the first time, in other bytes: {', '.join(other)}."
        return f"Not the same as the first time: {', '.join(other)}."

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        return {
            "out": str(self.out),
            "same": self.same,
            "files": dict(self.files),
            "values": self.values,
            "warnings": self.warnings,
        }


def rerun(manifest: Manifest, out: Path, **options: Any) -> Again:
    """Make an experiment again, into a new folder.

    Args:
        manifest: Of the first time.
        out: The new folder.
        options: What `again` of the kind takes: `workers`, `progress` and `command`.

    Raises:
        LabError: The folder holds something else, or the program cannot make it any more.
    """
    if out.resolve() == manifest.path.parent.resolve():
        raise LabError(f"{out} holds the first results; give a new folder to --out.")
    name = AGAIN[manifest.kind]
    try:
        module = import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise LabError(f"This program makes no {manifest.kind}.") from None
    warnings = manifest.warnings()
    module.again(manifest, out, **options)
    first, new = manifest.data, read_manifest(out).data
    files = first.get("files", {})
    return Again(
        out,
        {name: new["files"].get(name) == digest for name, digest in files.items()},
        None if "values" not in first else first["values"] == new.get("values"),
        warnings,
    )


def total_runs(manifest: Manifest) -> int:
    """How many runs will be made at most, for a progress bar; 0 where the manifest does not say."""
    own = manifest.own
    if isinstance(own.get("total_runs"), int):
        return int(own["total_runs"])
    runs, points = own.get("runs"), own.get("points", [{}])
    return runs * len(points) if isinstance(runs, int) and isinstance(points, list) else 0
