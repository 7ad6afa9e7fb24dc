"""The hand-outs put together: one page for the class, one for the teacher."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.lab.errors import LabError
from sim.lab.lesson.cover import cover
from sim.lab.lesson.key import teachers_key
from sim.lab.lesson.measured import Measured
from sim.lab.lesson.role import role_sheet
from sim.lab.lesson.sheet import document
from sim.lab.lesson.worksheet import worksheets
from sim.scenario.load import Loaded
from sim.scenario.text.suggest import did_you_mean

MADE_BY = "twintrack lesson"


@dataclass(frozen=True)
class Lesson:
    """The hand-outs of a scenario.

    Args:
        measured: The numbers.
        plain: Whether the class gets the briefing in plain words alone.
        paper: `A4` or `letter`, to set the size of the paper; without it the printer's.
    """

    measured: Measured
    plain: bool = False

    def students(self, paper: str = "") -> str:
        """What the class is given: cover, role sheets, worksheets."""
        loaded = self.measured.loaded
        scenario = loaded.scenario
        tried = self.measured.tried
        sheets = [
            *cover(loaded, self.plain),
            *(role_sheet(self.measured.games[seat]) for seat in self.measured.seats),
            *worksheets(loaded, None if tried is None else tried.change),
        ]
        title = f"{scenario.title}: hand-outs"
        return document(title, f"{scenario.id}, for the class", sheets, MADE_BY, paper)

    def teacher(self, paper: str = "") -> str:
        """The teacher's key."""
        scenario = self.measured.loaded.scenario
        foot = f"{scenario.id}, teacher's key: seed {self.measured.seed}"
        key = teachers_key(self.measured)
        return document(f"{scenario.title}: teacher's key", foot, [key], MADE_BY, paper)


def seats_of(loaded: Loaded, asked: Sequence[str]) -> list[str]:
    """The seats that sheets are made for: those asked for, else all that can be played.

    Raises:
        LabError: One that is asked for is no seat.
    """
    every = loaded.scenario.seats
    every = every or [loaded.scenario.initiative.by]
    for name in asked:
        if name not in every:
            hint = did_you_mean(name, every) or f"; there are {', '.join(every)}."
            raise LabError(f'{loaded.scenario.id} has no seat "{name}"{hint}')
    return list(dict.fromkeys(asked)) or every
