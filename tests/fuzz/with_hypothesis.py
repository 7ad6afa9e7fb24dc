"""Fuzzing by Hypothesis: inputs that know what they are made of, shrunk where they fail."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.changed import changed
from tests.fuzz.found import Found
from tests.fuzz.judged import Verdict, judged
from tests.fuzz.made import corpus, seeds
from tests.fuzz.targets import KINDS

_ROUND = 200
"""Examples that Hypothesis makes before the clock is looked at."""
_TRACED = 10
"""Of so many executions one is traced for the lines that it reaches, which makes it slow."""


def inputs(target: str) -> st.SearchStrategy[bytes]:
    """Inputs for a target: files as the program writes them, or of the corpus, changed."""
    begun = (*seeds(target), *corpus(target))

    def made(number: int, draw: random.Random) -> bytes:
        return changed(begun[number], draw, begun)

    # A true random is one seed to Hypothesis, and not a choice each; `found` makes inputs shorter.
    return st.builds(made, st.integers(0, len(begun) - 1), st.randoms(use_true_random=True))


def fuzz(target: str, minutes: float, number: int, out: Path) -> Found:
    """Fuzz a target for so long.

    Args:
        target: Its name.
        minutes: How long.
        number: The seed.
        out: Where inputs of faults are kept.
    """
    found, lines = Found(target, "hypothesis"), Lines()
    begin = time.monotonic()
    every = [*seeds(target), *corpus(target)]
    found.corpus, found.corpus_bytes = len(every), sum(map(len, every))
    for data in every:
        _tried(found, data, out, lines)
    turn = 0
    while time.monotonic() - begin < 60 * minutes:
        turn += 1

        @seed(number * 100_000 + turn)
        @settings(
            max_examples=_ROUND,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        @given(data=inputs(target))
        def some(data: bytes) -> None:
            if time.monotonic() - begin < 60 * minutes:
                _tried(found, data, out, lines)

        some()
    found.seconds = time.monotonic() - begin
    found.coverage = f"{len(lines.seen):,} lines of sim"
    return found


def _tried(found: Found, data: bytes, out: Path, lines: Lines) -> Verdict:
    traced = found.executions % _TRACED == 0
    if traced:
        lines.begin()
    try:
        verdict = judged(KINDS[found.target], data)
    finally:
        sys.settrace(None)
    if verdict.signature and traced:  # a traced one is slow, and holds what the tracer holds
        verdict = judged(KINDS[found.target], data)
    found.add(verdict)
    if verdict.signature and verdict.signature not in found.faults:
        found.keep(data, verdict, out)
    return verdict


class Lines:
    """The lines of the program that were reached."""

    def __init__(self) -> None:
        self.seen: set[tuple[str, int]] = set()

    def begin(self) -> None:
        """Take down the lines from now on, until the trace is taken away."""
        sys.settrace(self._called)

    def _called(self, frame: FrameType, event: str, _argument: Any) -> Any:
        if "/sim/" not in frame.f_code.co_filename:
            return None
        return self._line

    def _line(self, frame: FrameType, event: str, _argument: Any) -> Any:
        if event == "line":
            self.seen.add((frame.f_code.co_filename, frame.f_lineno))
        return self._line
