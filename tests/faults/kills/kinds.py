"""What every kind of work to be struck down has in common, and how blow after blow is dealt."""

from __future__ import annotations

import random
import shutil
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.faults.kills.striking import Fault, Moment, age, begun_in

FRESH_EVERY: Final = 10
"""Every so many blows the program is started anew and not from what is imported already."""
_TRIES: Final = 6


@dataclass
class Count:
    """What came of the blows of one kind."""

    kills: int = 0
    late: int = 0
    """Processes that had ended before they were struck; they count for nothing."""
    files: int = 0
    """Files that lay there, all of them whole."""
    strays: int = 0
    """Files that were only begun."""
    states: Counter[str] = field(default_factory=Counter)
    """How far the work had come."""
    faults: list[str] = field(default_factory=list)


class Kind(ABC):
    """A kind of work: how it goes when nobody strikes, and what must hold when somebody did.

    Args:
        scratch: A folder of its own.
    """

    name: str

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self.strays = 0
        """Files that were only begun, in all."""

    @abstractmethod
    def prepare(self) -> None:
        """Do the work once undisturbed."""

    @abstractmethod
    def strike(self, number: int, moment: Callable[[float], Moment]) -> tuple[str, int] | None:
        """Strike the work once, and see what lies there, and that it goes on.

        Args:
            number: Which blow it is.
            moment: Draws the instant, from the seconds that the work takes.

        Returns:
            How far the work had come, and how many files were looked at; None where it had ended.

        Raises:
            Fault: Something was torn, lost, or goes on otherwise.
        """

    def folder(self, number: int) -> Path:
        """An empty folder for a blow."""
        found = self.scratch / f"{self.name}-{number}"
        shutil.rmtree(found, ignore_errors=True)
        found.mkdir(parents=True)
        return found

    def aged(self, folder: Path) -> None:
        """Count what is only begun in a folder, and make it look old."""
        self.strays += age(folder)


def left(folder: Path) -> None:
    """See that nothing that was only begun lies in a folder any more.

    Raises:
        Fault: Something does.
    """
    if found := sorted(begun_in(folder)):
        raise Fault(f"{found[0].name} is never taken away")


def blows(kind: Kind, kills: int, seed: int, tell: Callable[[str], object]) -> Count:
    """Deal so many blows to a kind of work."""
    chance, count = random.Random(f"{kind.name} {seed}"), Count()
    kind.prepare()
    for number in range(_TRIES * kills):
        if count.kills == kills:
            break
        try:
            found = kind.strike(number, lambda took: Moment.drawn(chance, took))
        except Fault as fault:
            count.kills += 1
            count.faults.append(f"{kind.name}, blow {number}: {fault}")
            tell(count.faults[-1])
            continue
        if found is None:
            count.late += 1
            continue
        count.kills += 1
        count.states[found[0]] += 1
        count.files += found[1]
    count.strays = kind.strays
    return count
