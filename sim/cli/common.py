"""What the commands share: options, output, progress, and how an argument is read."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from sim.scenario.load import Loaded

USAGE = 2
PROBLEMS = 1


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


# -- options -------------------------------------------------------------------------------------------

ScenarioArgument = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="Its id, as `list` gives it, or a path.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Machine-readable results on stdout.")]
SeedOption = Annotated[int, typer.Option("--seed", min=0, help="Key of the chance.")]
LineOption = Annotated[
    str,
    typer.Option("--line", help="history, pass, random, or a YAML file with dated moves."),
]
SeatOption = Annotated[
    str | None,
    typer.Option("--seat", metavar="ACTOR", help="Who plays the line; by default the initiator."),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="PATH=VALUE", help="Set a dotted path, as in trust.a.b=0.2 (repeatable)."
    ),
]
WithoutOption = Annotated[
    list[str] | None,
    typer.Option(
        "--without", metavar="rule:ID|event:ID", help="Switch a mechanism or event off (repeatable)."
    ),
]
ForbidOption = Annotated[
    list[str] | None,
    typer.Option(
        "--forbid", metavar="ACTOR:MOVE", help="A move that an actor may not play (repeatable)."
    ),
]
NoSampleOption = Annotated[
    bool, typer.Option("--no-sample", help="Take coded numbers at their values, not their ranges.")
]
RunsOption = Annotated[int, typer.Option("--runs", min=1, help="How many runs.")]
WorkersOption = Annotated[int, typer.Option("--workers", min=1, help="Processes to run on.")]


# -- arguments -----------------------------------------------------------------------------------------


def loaded_of(name: str, overrides: Mapping[str, object] | None = None) -> Loaded:
    """A scenario by its id or path, with its warnings on stderr.

    Raises:
        ScenarioError: There is none, or it has errors.
    """
    from sim.scenario.load import load

    loaded = load(name, overrides)
    for problem in loaded.problems:
        log(str(problem))
    return loaded


def overrides_of(items: Sequence[str] | None) -> dict[str, Any]:
    """Values by dotted path from `PATH=VALUE`.

    Raises:
        CommandError: An item that is not written so.
    """
    from sim.scenario.scalars import ScalarError, plain

    found: dict[str, Any] = {}
    for item in items or ():
        path, equals, text = item.partition("=")
        if not equals or not path.strip() or not text.strip():
            fail(f'--set takes PATH=VALUE, such as trust.a.b=0.2, not "{item}".')
        try:
            found[path.strip()] = plain(text.strip())
        except ScalarError as error:
            fail(f"--set {item}: {error}.")
    return found


_ASK = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def asks_of(items: Sequence[str] | None) -> dict[str, str]:
    """Predicates by name from `NAME=PREDICATE`.

    Raises:
        CommandError: An item that is not written so, or a name that is taken.
    """
    found: dict[str, str] = {}
    for item in items or ():
        name, _, text = (part.strip() for part in item.partition("="))
        if not text or not _ASK.fullmatch(name):
            fail(f"--ask takes NAME=PREDICATE, such as 'trusted=trust(a, b) >= good', not \"{item}\".")
        if name in found or name == "skipped_moves":
            fail(f'--ask: the name "{name}" is taken; give each its own.')
        found[name] = text
    return found


# -- output --------------------------------------------------------------------------------------------


def log(text: str) -> None:
    """A line for the user on stderr."""
    print(text, file=sys.stderr, flush=True)


def emit(data: object) -> None:
    """Machine-readable results on stdout."""
    print(json.dumps(data, indent=2, ensure_ascii=False))


def say(*lines: str) -> None:
    """Lines for the user on stdout."""
    for line in lines:
        print(line)


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


def _rich_table(header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> None:
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
    """A progress bar on a terminal's stderr, and nothing elsewhere; yields what to tell of steps."""
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
