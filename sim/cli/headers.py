"""What a list shows of each scenario, from the heads of the files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.scenario.heads import after, chapter_heads, head
from sim.scenario.problem import ScenarioError


@dataclass(frozen=True)
class Header:
    """What a list shows of a scenario, or of a campaign from its first chapter to its last."""

    id: str
    title: str
    start: dt.date
    end: dt.date
    """The last day of the last turn."""
    turns: int
    seats: tuple[str, ...]
    chapters: int = 1

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
        chapters = chapter_heads(data, path.parent) if "chapters" in data else [data]
        calendars = [chapter["calendar"] for chapter in chapters]
        start, last = calendars[0]["start"], calendars[-1]
        end = after(last["start"], last["turn"], last["turns"]) - dt.timedelta(days=1)
        turns = sum(int(calendar["turns"]) for calendar in calendars)
        actors = chapters[0]["actors"].items()
        seats = [name for name, actor in actors if actor.get("seat") is True]
        seats = data.get("seats", seats)
        return Header(
            str(data["id"]), str(data["title"]), start, end, turns, tuple(seats), len(chapters)
        )
    except (OSError, ScenarioError, LookupError, TypeError, ValueError, AttributeError):
        return None
