"""What the commands say: results on stdout, all else on stderr, progress on a terminal."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import NoReturn

from sim.scenario.problem import visible

USAGE = 2
PROBLEMS = 1
_DRIVING = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""What JSON may hold as it is, and a terminal or a file in UTF-8 should not."""


class CommandError(Exception):
    """One sentence for the user, and the exit code."""

    def __init__(self, sentence: str, code: int = USAGE) -> None:
        super().__init__(sentence)
        self.code = code


def fail(sentence: str, code: int = USAGE) -> NoReturn:
    """End the command with a sentence.

    Raises:
        CommandError: Always.
    """
    raise CommandError(sentence, code)


def log(text: str) -> None:
    """What the user is told on stderr; where nobody can hear it, the work goes on.

    Nothing of it can drive the terminal.
    """
    with suppress(OSError):
        print(_shown(text), file=sys.stderr, flush=True)


def emit(data: object) -> None:
    """Machine-readable results on stdout, in ASCII where its encoding does not have them."""
    text = _DRIVING.sub(_escape, json.dumps(data, indent=2, ensure_ascii=False))
    if not speaks(text):
        text = json.dumps(data, indent=2)
    print(text)


def hand_out(text: str) -> None:
    """The text of a file on stdout, to be kept: in UTF-8 there, whatever is spoken on screens."""
    stream = sys.stdout
    if isinstance(stream, io.TextIOWrapper) and not stream.isatty() and not speaks(text):
        stream.reconfigure(encoding="utf-8")
    stream.write(text)


def speaks(text: str) -> bool:
    """Whether stdout can show all characters of a text."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def say(*lines: str) -> None:
    """Lines for the user on stdout; nothing of them can drive the terminal."""
    for line in lines:
        print(_shown(line))


def _shown(text: str) -> str:
    """A text as a terminal may have it: what names and words of files hold is written out."""
    return "\n".join(visible(line) for line in text.split("\n"))


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def percent(share: float | None) -> str:
    """A share as a percentage with one decimal, `-` for none."""
    return "-" if share is None else f"{100 * share:.1f}%"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on stdout: with lines on a terminal, plain columns elsewhere.

    Columns after the first are set to the right where all that stands in them are numbers.
    """
    right = [
        index > 0 and all(re.fullmatch(r"[-+]?[\d.,%]*|-", row[index]) for row in rows)
        for index in range(len(header))
    ]
    if sys.stdout.isatty():
        _rich_table(header, rows, right)
        return
    widths = [max(len(row[index]) for row in (header, *rows)) for index in range(len(header))]
    for row in (header, *rows):
        cells = [
            cell.rjust(width) if flush else cell.ljust(width)
            for cell, width, flush in zip(row, widths, right, strict=True)
        ]
        print("  ".join(cells).rstrip())


def _rich_table(
    header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]
) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name, flush in zip(header, right, strict=True):
        shown.add_column(name, justify="right" if flush else "left")
    for row in rows:
        shown.add_row(*(Text(cell) for cell in row))
    Console().print(shown)


@contextmanager
def progress(total: int, what: str) -> Iterator[Callable[[int], None]]:
    """A progress bar on stderr where that is a terminal; yields what to tell of steps."""
    if not sys.stderr.isatty():
        yield lambda _steps: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda steps: bar.advance(task, steps)
