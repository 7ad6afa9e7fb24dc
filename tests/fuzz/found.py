"""What a driver finds: faults, each of a cause once and as short as it goes, and figures."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.fuzz.bundle import joined, parts
from tests.fuzz.judged import Verdict, judged, name_of
from tests.fuzz.targets import KINDS

_TRIES = 250
"""Tries at making an input shorter."""


@dataclass
class Found:
    """The figures of one driver on one target."""

    target: str
    driver: str
    seconds: float = 0.0
    executions: int = 0
    coverage: str = ""
    corpus: int = 0
    corpus_bytes: int = 0
    slowest: float = 0.0
    growth: float = 0.0
    faults: dict[str, str] = field(default_factory=dict)
    """By signature: the file that holds the input."""

    def add(self, verdict: Verdict) -> None:
        """Count one execution."""
        self.executions += 1
        self.slowest = max(self.slowest, verdict.seconds)
        self.growth = max(self.growth, verdict.growth)

    def line(self) -> str:
        """The figures in a line."""
        return (
            f"{self.target:9} {self.driver:11} {self.executions:7,} executions in "
            f"{self.seconds:4.0f} s, {self.coverage}, corpus {self.corpus} files of "
            f"{self.corpus_bytes / 1000:.0f} kB, slowest {self.slowest:.2f} s, most memory "
            f"{self.growth:.0f} MB, {len(self.faults)} faults"
        )

    def as_json(self) -> str:
        """The figures for another process."""
        return json.dumps(asdict(self))

    def keep(self, data: bytes, verdict: Verdict, folder: Path) -> None:
        """Keep the input of a fault of a new cause, made as short as it goes.

        Args:
            data: The input.
            verdict: Its verdict.
            folder: Where it is written.
        """
        short = shortened(self.target, data, verdict.signature)
        path = folder / f"{self.target}-{name_of(short)}"
        path.write_bytes(short)
        path.with_suffix(".txt").write_text(
            f"{verdict.signature}\n\n{verdict.fault}", encoding="utf-8", errors="replace"
        )
        self.faults[verdict.signature] = str(path)
        print(f"\n{self.target}: {verdict.signature}\n  {path}", flush=True)


def shortened(target: str, data: bytes, signature: str) -> bytes:
    """The input with whatever can be left out left out, the fault staying the same."""
    tries, end = 0, time.monotonic() + 30
    for size in (0, 16, 4, 1):
        again = True
        while again:
            again = False
            for shorter in _without(data, size):
                tries += 1
                if tries > _TRIES or time.monotonic() > end:
                    return data
                if len(shorter) < len(data) and (
                    judged(KINDS[target], shorter).signature == signature
                ):
                    data, again = shorter, True
                    break
    return data


def _without(data: bytes, size: int) -> Iterator[bytes]:
    """The input without a file of it, or without a sixteenth, a fourth, a line of its lines."""
    files = parts(data, "")
    if size == 0:
        if len(files) > 1 and files[0][0]:
            for at in range(len(files)):
                yield joined(files[:at] + files[at + 1 :])
        return
    lines = data.split(b"\n")
    step = max(1, len(lines) // size) if size > 1 else 1
    for start in range(0, len(lines), step):
        yield b"\n".join(lines[:start] + lines[start + step :])
