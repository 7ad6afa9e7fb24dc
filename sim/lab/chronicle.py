"""One run told as a dated chronicle: who did what, what was answered and why, what moved trust."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sim.dates import date_words
from sim.lab.runner import ensemble
from sim.lab.setup import Setup
from sim.lab.teller import Entry, Teller
from sim.model.compiled import Compiled
from sim.model.process import PeaceProcess
from sim.scenario.heads import STANDARD


@dataclass(frozen=True)
class Chronicle:
    """A run from its first turn to its last."""

    setup: Setup
    run: int
    dates: tuple[dt.date, ...]
    entries: tuple[Entry, ...]
    end: dict[str, Any]
    """Outcomes, checkpoints and foils, each with its title and whether and when it held."""
    state_hash: str

    def lines(self) -> Iterator[str]:
        """The chronicle as plain text."""
        scenario = self.setup.scenario
        seat = scenario.actors[self.setup.seat].short
        yield scenario.title
        line, seed = self.setup.line.name, self.setup.seed
        level = "" if self.setup.level == STANDARD else f", level {self.setup.level}"
        yield f"Line {line}, played by {seat}; seed {seed}, run {self.run}{level}."
        turn = -1
        for entry in self.entries:
            if not entry.told:
                continue
            if entry.turn != turn:
                turn = entry.turn
                yield ""
                yield f"{date_words(entry.date)} (turn {turn + 1} of {len(self.dates)})"
            yield f"  {entry.text}"
            if entry.words:
                yield f"    {entry.words}"
        yield ""
        yield "How it ended"
        for held in self.end["outcomes"].values():
            yield f"  {'yes' if held['held'] else 'no ':3}  {held['title']}"
        points = self.end["checkpoints"].values()
        if points:
            kept = sum(point["in_time"] for point in points)
            yield f"  Of {len(points)} checkpoints of the record {kept} held in time."

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        return {
            "scenario": self.setup.scenario.id,
            "seed": self.setup.seed,
            "run": self.run,
            "line": self.setup.line.name,
            "difficulty": self.setup.level,
            "seat": self.setup.seat,
            "entries": [
                {
                    "turn": entry.turn + 1,
                    "date": entry.date.isoformat(),
                    "kind": entry.kind,
                    "text": entry.text,
                    **({"words": entry.words} if entry.words else {}),
                    **entry.data,
                }
                for entry in self.entries
            ],
            **self.end,
            "state_hash": self.state_hash,
        }


def chronicle(setup: Setup, run: int = 0, compiled: Compiled | None = None) -> Chronicle:
    """Play one run and tell it.

    Args:
        setup: What to run.
        run: Number of the run; it is the same run as in a batch of the setup.
        compiled: The setup's scenario where it is compiled already.

    Raises:
        LabError: An unknown seat, rule, event or pair.
    """
    compiled = compiled or setup.compiled()
    return tell(compiled, setup, ensemble(compiled, setup, run, 1, watch=True), run)


def tell(compiled: Compiled, setup: Setup, process: PeaceProcess, run: int) -> Chronicle:
    """Play a watched process of one run from its first turn to its last, and tell it."""
    teller = Teller(compiled, setup, process)
    entries: list[Entry] = []
    for turn in range(compiled.plan.turns):
        entries += teller.turn(turn)
    dates = tuple(compiled.plan.date(turn) for turn in range(compiled.plan.turns))
    return Chronicle(setup, run, dates, tuple(entries), teller.end(), process.state_hash())
