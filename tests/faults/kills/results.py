"""Batches, counterfactuals, pages and hand-outs, struck down: they go on to the same bytes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.faults.kills.kinds import FRESH_EVERY, Kind, left
from tests.faults.kills.striking import Case, Fault, Moment
from tests.faults.kills.whole import whole
from tests.lab.batches import files
from tests.lab.cases import loaded

_RUNS: Final = "6000"
_SWEEP: Final = ("--sweep", "trust.north.host=0.2:0.8:2", "--runs", _RUNS)


def _commands(path: str) -> tuple[tuple[str, ...], ...]:
    return (
        ("batch", path, *_SWEEP),
        ("batch", path, *_SWEEP, "--values", "--precision", "0.001"),
        ("batch", path, *_SWEEP, "--workers", "2"),
        ("counterfactual", path, "--runs", "1000"),
    )


class Batch(Kind):
    """`twintrack batch` and `counterfactual` with `--out`, and with workers."""

    name = "batch"

    def prepare(self) -> None:
        """Do each once undisturbed."""
        self.commands = _commands(str(loaded().path))
        self.took: list[float] = []
        self.held: list[dict[str, bytes]] = []
        for number, command in enumerate(self.commands):
            home = self.folder(-1 - number) / "home"
            self.took.append(self._case(command, home).run())
            self.held.append(files(home.parent / "out"))

    def _case(self, command: tuple[str, ...], home: Path, *more: str) -> Case:
        return Case((*command, "--out", str(home.parent / "out"), *more), home)

    def strike(self, number: int, moment: Callable[[float], Moment]) -> tuple[str, int] | None:
        """Strike one, and go on with it."""
        at = number % len(self.commands)
        command, home = self.commands[at], self.folder(number) / "home"
        out = home.parent / "out"
        process = self._case(command, home).start(number % FRESH_EVERY == 0)
        if not moment(self.took[at]).await_(process, out):
            return None
        state = "before anything" if not any(out.glob("*")) else "among the parts"
        if (out / "results.json").exists():
            state = "at the last files"
        looked = whole(out)
        manifest = out / "manifest.json"
        if manifest.exists() and json.loads(manifest.read_text())["status"] == "complete":
            state = "at the last files"
            for name, data in self.held[at].items():
                if (out / name).read_bytes() != data:
                    raise Fault(f"it says that it is complete, and {name} is not")
        self.aged(out)
        self._case(command, home, *(("--resume",) if command[0] == "batch" else ())).run()
        if (found := files(out)) != self.held[at]:
            held = self.held[at]
            other = sorted(name for name in found | held if found.get(name) != held.get(name))
            raise Fault(f"{command[0]}: {', '.join(other)} differ from those of one not struck")
        left(out)
        return state, looked


class Report(Kind):
    """`twintrack report` and `lesson`: pages that are there whole or not at all."""

    name = "report"

    def prepare(self) -> None:
        """Make results, and each page once undisturbed."""
        path = str(loaded().path)
        self.results = self.folder(-9) / "results"
        batch = ("batch", path, "--runs", "400", "--out", str(self.results))
        Case(batch, self.results.parent / "home").run()
        self.took: list[float] = []
        self.pages: list[dict[str, bytes]] = []
        for number in range(2):
            home = self.folder(-1 - number) / "home"
            self.took.append(self._case(number, home).run())
            self.pages.append(files(home.parent / "made"))

    def _case(self, number: int, home: Path, *more: str) -> Case:
        made = home.parent / "made"
        if number:
            lesson = ("lesson", str(loaded().path), "--out", str(made), "--runs", "100")
            return Case((*lesson, "--no-pdf", *more), home)
        if not made.exists():
            shutil.copytree(self.results, made)
        # quick, as what it computes leaves nothing on the disk until it is told
        return Case(("report", str(made), "--quick"), home)

    def strike(self, number: int, moment: Callable[[float], Moment]) -> tuple[str, int] | None:
        """Strike the making of a page, and make it again."""
        at, home = number % 2, self.folder(number) / "home"
        process = self._case(at, home).start(number % FRESH_EVERY == 0)
        made = home.parent / "made"
        if not moment(self.took[at]).await_(process, made):
            return None
        looked, before = whole(made), files(made)
        for name, held in self.pages[at].items():
            if name in before and before[name] != held:
                raise Fault(f"{name} is not what it is when nobody strikes")
        there = [name for name in before if name.endswith(".html")]
        self.aged(made)
        # where one page lacks it is made again unasked; where all are there, a user is asked
        force = ("--force",) if at and len(there) == len(self.pages[at]) else ()
        self._case(at, home, *force).run()
        if files(made) != self.pages[at]:
            raise Fault("it is not the same when it is made again")
        left(made)
        return ("before any page" if not there else "between pages"), looked
