"""What a list shows of each scenario, from the heads of the files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.scenario.heads import after, head
from sim.scenario.problem import ScenarioError


@dataclass(frozen=True)
class Header:
    """What a list shows of a scenario."""

    id: str
    title: str
    start: dt.date
    end: dt.date
    """The last day of the last turn."""
    turns: int
    seats: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The machine-readable line of a list."""
        return {
            "id": self.id,
            "title": self.title,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "turns": self.turns,
            "seats": list(self.seats),
        }


def header(path: Path) -> Header | None:
    """The head of a scenario file; None where it cannot be read so far, which `check` explains."""
    try:
        data = head(path)
        calendar = data["calendar"]
        start, turns = calendar["start"], calendar["turns"]
        end = after(start, calendar["turn"], turns) - dt.timedelta(days=1)
        actors = data["actors"].items()
        seats = tuple(name for name, actor in actors if actor.get("seat") is True)
        return Header(str(data["id"]), str(data["title"]), start, end, int(turns), seats)
    except (OSError, ScenarioError, LookupError, TypeError, ValueError, AttributeError):
        return None
