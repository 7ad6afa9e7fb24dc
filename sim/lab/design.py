"""A batch as it is asked for: one ensemble, or one a point of a grid, and where it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.lab.batch import BatchResult, run_batch
from sim.lab.manifest import Manifest, about, inputs_of, now
from sim.lab.runner import Progress, local_workers
from sim.lab.setup import Setup, at_point, setup_of
from sim.lab.stats import paired_share_difference
from sim.lab.storage import Archive
from sim.scenario.load import Loaded


@dataclass(frozen=True)
class Design:
    """Ensembles on the same chance."""

    loaded: Loaded
    base: Loaded
    overrides: Mapping[str, Any]
    points: Sequence[Mapping[str, Any]]
    """What is set for each ensemble, beyond the overrides, by dotted path."""
    setups: Sequence[Setup]
    runs: int
    leave_out: tuple[str, ...] = ()

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
        setup = setup_of(loaded, base=base, **options)
        return cls.at(setup, loaded, base, overrides, points, runs, options.get("leave_out", ()))

    @classmethod
    def at(
        cls,
        setup: Setup,
        loaded: Loaded,
        base: Loaded,
        overrides: Mapping[str, Any],
        points: Sequence[Mapping[str, Any]],
        runs: int,
        leave_out: Sequence[str] = (),
    ) -> Design:
        """The design of a setup; see `of`."""
        setups = [at_point(setup, loaded, base, point) for point in points]
        return cls(loaded, base, dict(overrides), list(points), setups, runs, tuple(leave_out))

    @classmethod
    def of_manifest(cls, manifest: Manifest) -> Design:
        """The design that a manifest of a batch tells of, made of nothing else.

        Raises:
            LabError: The manifest was changed, or this program cannot make the batch any more.
        """
        own = manifest.own
        return cls.at(
            manifest.setup(),
            manifest.loaded,
            manifest.base,
            manifest.overrides,
            own["points"],
            own["runs"],
            manifest.inputs.leave_out,
        )

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
        archive = None
        if out is not None:
            archive = Archive(out, about("batch", self.inputs(), self.base, command), resume)
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
            end = {"finished": now(), "seconds": seconds, "values": results[0].digest()}
            archive.finish(self.points, results, end)
        return results

    def inputs(self) -> dict[str, Any]:
        """All that decides the results, as plain data; see `sim.lab.manifest`."""
        return inputs_of(
            self.setups[0],
            self.loaded,
            self.base,
            self.overrides,
            self.leave_out,
            runs=self.runs,
            points=[dict(point) for point in self.points],
        )

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


def again(manifest: Manifest, out: Path, **options: Any) -> None:
    """Make a batch again from its manifest; see `sim.lab.rerun`."""
    Design.of_manifest(manifest).run(out=out, **options)
