"""One input judged: the target reads it within a fence, and what it says is read too."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol
from unittest.mock import patch

from sim import paths
from sim.cli import main
from sim.cli.output import CommandError
from sim.game.errors import GameError
from sim.lab.errors import LabError
from sim.scenario.problem import ScenarioError
from tests import scratch
from tests.fuzz.fence import Fence, FenceError
from tests.lab.pages import Page

Target = Callable[[bytes, Path], None]
"""Reads an input, whose files lie in a folder, as the program does."""


class Readable(Protocol):
    """What inputs can be judged by; see `tests.fuzz.targets.Kind`."""

    @property
    def read(self) -> Target: ...

    def lay(self, data: bytes, folder: Path) -> None: ...


OWN = (ScenarioError, GameError, LabError, CommandError)
"""How the program says in a sentence what is wrong with a file."""
_DRIVING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""Characters that drive a terminal, or turn a line round."""
_FORMULA = re.compile(r"[=@\t\r]|[-+](?![\d.]|inf|nan|,|$)")


class SaidWrongly(Exception):  # noqa: N818  (a finding, not an error of the program)
    """What the program said is not fit to be read."""


@dataclass(frozen=True)
class Verdict:
    """What came of one input."""

    fault: str
    """What is wrong, with a traceback; empty where nothing is."""
    signature: str
    """By which faults of one cause are known."""
    seconds: float
    """Processor time."""
    growth: float
    """MB that it took."""


def judged(kind: Readable, data: bytes, seconds: float | None = 20.0) -> Verdict:
    """Let a target read an input.

    Args:
        kind: What reads it.
        data: The input.
        seconds: Processor time that it may take; None where that is not judged.
    """
    folder = _folder()
    _emptied(folder)
    kind.lay(data, folder)
    fence = Fence(folder, seconds)
    fault = signature = ""
    before = os.getcwd()
    os.chdir(folder)
    try:
        with patch.dict(os.environ, {paths.HOME_VARIABLE: str(folder)}), fence:
            kind.read(data, folder)
    except FenceError:
        fault = traceback.format_exc()
        signature = _signature(sys.exc_info()[2], fence.faults[-1])
    except OWN as error:
        fault = fit_to_read(str(error), is_sentence=not isinstance(error, ScenarioError))
        signature = fault
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        fault = traceback.format_exc()
        signature = _signature(sys.exc_info()[2], type(error).__name__)
    finally:
        os.chdir(before)
    if fence.faults and not fault:
        fault = signature = "; ".join(fence.faults)
    return Verdict(fault, signature, fence.spent, fence.growth)


@cache
def _folder() -> Path:
    """Where inputs are laid out; what lies beside it is bait for a path that leads outside."""
    outside = scratch.shared("fuzz")
    for name in ("outside.yaml", "outside.json", "manifest.json"):
        (outside / name).write_text("version: 1\nmoves: {}\n", encoding="utf-8")
    return outside / "inside"


def _emptied(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir()


def _signature(trace: object, kind: str) -> str:
    """The last place within the program that an error came through, and its kind."""
    frames = traceback.extract_tb(trace)  # type: ignore[arg-type]
    own = [one for one in frames if f"{os.sep}sim{os.sep}" in one.filename]
    last = (own or list(frames))[-1]
    return f"{re.sub(r'[0-9]+', '#', kind)[:60]} at {Path(last.filename).name}:{last.name}"


# -- what is said ----------------------------------------------------------------------------------


def fit_to_read(text: str, is_sentence: bool = False) -> str:
    """Why a text may not be shown to a person on a terminal; empty where it may."""
    if found := _DRIVING.search(text):
        return f"it says the character {found[0]!r}: {text[:200]!r}"
    if is_sentence and not text.strip():
        return "it says nothing"
    if is_sentence and "\n" in text.strip():
        return f"it says more than a line: {text[:200]!r}"
    if is_sentence and len(text) > 2000:
        return f"it says {len(text)} characters: {text[:100]!r}"
    return ""


def command(*arguments: object, typed: str = "") -> tuple[int, str]:
    """Run a command of the program as a terminal would; gives its exit code and stdout.

    Raises:
        SaidWrongly: It said something that is not fit for a terminal, or ended by a code that it
            does not have.
    """
    with _streams(typed) as (out, err):
        code = main([str(one) for one in arguments])
    said, told = (one.buffer.getvalue().decode() for one in (out, err))  # type: ignore[attr-defined]
    if code not in (0, 1, 2):
        raise SaidWrongly(f"{arguments[0]} ended with {code}")
    if code and not said + told:
        raise SaidWrongly(f"{arguments[0]} says nothing and ends with {code}")
    if wrong := fit_to_read(said) or fit_to_read(told):
        raise SaidWrongly(f"{arguments[0]}: {wrong}")
    return code, said


@contextmanager
def _streams(typed: str) -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    """The three streams in memory, as strict about encoding as real ones are."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = io.StringIO(typed), out, err
    try:
        yield out, err
    finally:
        sys.stdin, sys.stdout, sys.stderr = before


def page_is_safe(path: Path) -> None:
    """See that a page holds no script and loads nothing.

    Raises:
        AssertionError: It does.
    """
    if path.is_file():
        Page(path.read_text(encoding="utf-8")).assert_offline()


def table_is_safe(path: Path) -> None:
    """See that no cell of a table is a formula to a spreadsheet.

    Raises:
        SaidWrongly: One is.
    """
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            for cell in row:
                if _FORMULA.match(cell):
                    raise SaidWrongly(f"{path.name} holds the formula {cell[:60]!r}")


def name_of(data: bytes) -> str:
    """A name for a file with an input."""
    return hashlib.sha256(data).hexdigest()[:12]
