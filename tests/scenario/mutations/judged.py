"""What a mutated file must come to, and what is wrong where it does not."""

from __future__ import annotations

import json
import resource
import sys
import time
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sim.model.process import PeaceProcess
from sim.scenario.campaigns import load_campaign
from sim.scenario.kinds import inspect_file, kind_of
from sim.scenario.levels import levels
from sim.scenario.load import load
from sim.scenario.problem import (
    Problem,
    ScenarioError,
    Span,
    render_github,
    render_text,
    split_lines,
)
from tests.scenario.mutations.made import Mutation

MOST_SECONDS = 0.25
"""Of processor time for `check` and `load` together."""
MOST_GROWTH = 100.0
"""MB that a process may grow by."""
_MB = 1024.0 * (1024.0 if sys.platform == "darwin" else 1.0)
RUNS = 4
LOADED = 4
"""Of so many faulty files one is given to `load` too, which finds in it what `check` has found."""


@dataclass(frozen=True)
class Verdict:
    """What came of one mutation."""

    number: int
    kind: str
    original: str
    is_good: bool
    """Whether it was accepted, warnings or not."""
    seconds: float
    """Processor time of the check and of loading."""
    growth: float
    """MB by which it raised the most that the process ever held."""
    failure: str = ""
    """What is wrong with the answer, with a traceback; empty where nothing is."""
    played: bool = False


def peak() -> float:
    """The most MB that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MB


def judged(mutation: Mutation, folder: Path, play: bool = False) -> Verdict:
    """Check and load a mutated file.

    Args:
        mutation: What was changed.
        folder: Where it is written, as `mutated.yaml`.
        play: Whether a file that is accepted is played too.
    """
    path = folder / "mutated.yaml"
    path.write_bytes(mutation.content)
    before, start = peak(), time.process_time()
    good, failure, seconds = False, "", 0.0
    try:
        good, told = answered(str(path), mutation.number % LOADED == 0)
        seconds = time.process_time() - start
        failure = told_wrongly(told)
        if play and good:
            played(str(path))
    except Exception:
        seconds = seconds or time.process_time() - start
        failure = traceback.format_exc()
    return Verdict(
        number=mutation.number,
        kind=mutation.kind,
        original=mutation.original,
        is_good=good,
        seconds=seconds,
        growth=peak() - before,
        failure=failure,
        played=play and good and not failure,
    )


Told = tuple[list[Problem], Mapping[str, str]]


def answered(name: str, and_load: bool = True) -> tuple[bool, list[Told]]:
    """What `check` and `load` say of a file: whether it is a scenario, and problems with texts.

    Args:
        name: The file.
        and_load: Whether `load` is asked although `check` has found errors.
    """
    told: list[Told] = []
    kind = kind_of(Path(name))
    try:
        document, found = inspect_file(name, "scenario" if kind == "line" else kind)
        told.append((found, document.sources))
    except ScenarioError as error:
        told.append((error.problems, error.sources))
    has_errors = any(problem.severity == "error" for problem in told[0][0])
    if has_errors and not and_load:
        return False, told
    if kind == "campaign" and not has_errors:
        load_campaign(name)
    try:
        scenario = load(name).scenario
    except ScenarioError as error:
        told.append((error.problems, error.sources))
        if not has_errors and kind == "scenario":
            raise
        return False, told
    if has_errors:
        return False, told  # a level has an error; the game without one can be played
    for level in levels(scenario)[1:]:
        load(name, level=level)
    return True, told


def told_wrongly(told: Iterable[Told]) -> str:
    """What is wrong with the way problems are told; empty where nothing is."""
    for found, sources in told:
        if not all(problem.message.strip() and problem.rule for problem in found):
            return f"a problem says nothing: {found}"
        for problem in found:
            for span in (problem.span, *(span for span, _ in problem.notes)):
                if wrong := _outside(span, sources):
                    return f"{wrong}: {problem}"
        render_text(found, sources)
        render_github(found)
        json.dumps([problem.as_json() for problem in found]).encode()
        render_text(found, sources).encode()
    return ""


def _outside(span: Span, sources: Mapping[str, str]) -> str:
    if span.file not in sources:
        return "" if not sources else "the text of the file is not at hand"
    lines = _lines(sources[span.file])
    places = ((span.line, span.column), (span.end_line, span.end_column))
    for line, column in places:
        if not 1 <= line <= len(lines) or not 1 <= column <= len(lines[line - 1]) + 1:
            return f"line {line}, column {column} is not in the file"
    return "" if places[0] <= places[1] else "it ends before it starts"


_kept: tuple[str, list[str]] = ("", [""])


def _lines(text: str) -> list[str]:
    global _kept
    if _kept[0] is not text:
        _kept = text, split_lines(text)
    return _kept[1]


def played(name: str) -> None:
    """Play the first turn of a few runs, others by their own choice."""
    process = PeaceProcess(load(name).scenario, runs=RUNS, policy="own")
    process.step()
