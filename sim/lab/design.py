"""A batch as it is asked for: one ensemble, or one a point of a grid, and where it is kept."""

from __future__ import annotations

import datetime as dt
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mesa
import numpy as np

from sim import __version__
from sim.lab.batch import BatchResult, run_batch
from sim.lab.resolved import resolved_text
from sim.lab.runner import Progress, local_workers
from sim.lab.setup import Setup, setup_of, variation
from sim.lab.stats import paired_share_difference
from sim.lab.storage import Archive
from sim.model.constants import table as constants_table
from sim.scenario.load import Loaded


@dataclass(frozen=True)
class Design:
    """Ensembles on the same chance."""

    loaded: Loaded
    overrides: Mapping[str, Any]
    points: Sequence[Mapping[str, Any]]
    """What is set for each ensemble, beyond the overrides, by dotted path."""
    setups: Sequence[Setup]
    runs: int

    @classmethod
    def of(
        cls,
        loaded: Loaded,
        base: Loaded,
        overrides: Mapping[str, Any],
        points: Sequence[Mapping[str, Any]],
        runs: int,
        **options: Any,
    ) -> Design:
        """A checked design.

        Args:
            loaded: The scenario with the overrides.
            base: The scenario without them.
            overrides: What is set in all ensembles.
            points: What is set for each ensemble besides.
            runs: Runs of each ensemble.
            options: What `setup_of` takes besides.

        Raises:
            LabError: An unknown line, seat, ask, rule, event or pair.
            ScenarioError: A path that leads nowhere, or a value that does not fit.
        """
        setups = []
        for point in points:
            scenario = variation(loaded, {**overrides, **point}) if point else loaded
            setups.append(setup_of(scenario, base=base, **options))
        return cls(loaded, dict(overrides), list(points), setups, runs)

    def run(
        self,
        workers: int = 1,
        progress: Progress | None = None,
        out: Path | None = None,
        resume: bool = False,
        command: Sequence[str] = (),
    ) -> list[BatchResult]:
        """Run every ensemble, and write it down where `out` says.

        Raises:
            LabError: What `run_batch` raises, or a folder that holds something else.
        """
        begin = _now()
        archive = None
        if out is not None:
            about = {
                "command": list(command),
                "started": begin,
                "versions": {
                    "twin-track": __version__,
                    "python": platform.python_version(),
                    "numpy": np.__version__,
                    "mesa": mesa.__version__,
                },
                "scenario_text": resolved_text(self.loaded.document.data),
            }
            archive = Archive(out, self.identity(), about, resume)
        with local_workers(workers) as executor:
            results = [
                run_batch(
                    setup,
                    self.runs,
                    executor=executor,
                    progress=progress,
                    store=archive.store(point) if archive else None,
                )
                for point, setup in enumerate(self.setups)
            ]
        if archive is not None:
            seconds = sum(result.seconds for result in results)
            end = {"finished": _now(), "seconds": seconds, "result": results[0].digest()}
            archive.finish(self.points, results, end)
        return results

    def identity(self) -> dict[str, Any]:
        """What decides the results, as plain data."""
        setup = self.setups[0]
        compiled = setup.compiled()
        moves = [
            {
                "id": entry.id,
                "turn": entry.turn + 1,
                "move": compiled.options.all[entry.play.option].move,
                "to": _target(compiled.options.all[entry.play.option].target, compiled.plan.actors),
                "text": dict(entry.play.text),
            }
            for entry in setup.line.entries
        ]
        return {
            "scenario": self.loaded.scenario.id,
            "digest": self.loaded.digest,
            "difficulty": self.loaded.level,
            "seed": setup.seed,
            "line": {"name": setup.line.name, "moves": moves},
            "seat": setup.seat,
            "runs": self.runs,
            "set": dict(self.overrides),
            "points": [dict(point) for point in self.points],
            "asks": dict(setup.asks),
            "without": list(setup.without),
            "forbid": list(setup.forbid),
            "sample": setup.sample,
            "program": __version__,
            "constants": {name: entry["value"] for name, entry in constants_table().items()},
        }

    def as_json(self, results: Sequence[BatchResult]) -> dict[str, Any]:
        """The machine-readable result; a sweep gives one a point, and what it changes."""
        if len(results) == 1 and not self.points[0]:
            return results[0].as_json()
        seconds = sum(result.seconds for result in results)
        first = results[0]
        return {
            "scenario": self.loaded.scenario.id,
            "runs": self.runs,
            "seed": first.setup.seed,
            "line": first.setup.line.name,
            "sweep": [
                {"set": dict(point), **result.summary(), "difference": _differences(result, first)}
                for point, result in zip(self.points, results, strict=True)
            ],
            "seconds": seconds,
            "runs_per_second": self.runs * len(results) / seconds if seconds else 0.0,
            "difficulty": self.loaded.level,
        }


def _target(target: int | None, actors: Sequence[str]) -> str | None:
    return None if target is None else actors[target]


def _differences(result: BatchResult, first: BatchResult) -> dict[str, Any]:
    """Share of each outcome less that of the first point, on the same chance."""
    found: dict[str, Any] = {}
    if result.runs < 2:
        return found
    for name in result.setup.scenario.outcomes:
        column = f"outcomes.{name}"
        differ = paired_share_difference(result.happened(column), first.happened(column))
        found[name] = {"value": differ.value, "ci95": differ.ci95}
    return found


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
