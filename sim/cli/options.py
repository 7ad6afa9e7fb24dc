"""Options and arguments that the commands share, and how they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.output import fail, log

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from sim.scenario.load import Loaded


def whole(name: str, told: str, *, least: int, most: int | None = None) -> Any:
    """An option that takes a whole number, and says in a sentence what it takes where it gets none.

    Args:
        name: The option, such as `--runs`.
        told: What it is for, in the help.
        least: The smallest number that it takes.
        most: The largest, where there is one.
    """
    room = f"of at least {least}" if most is None else f"from {least} to {most}"

    def read(text: str | int) -> int:
        # Not left to Typer, whose words for it differ from version to version.
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if number < least or (most is not None and number > most):
            fail(f'{name} takes a whole number {room}, not "{text}".')
        return number

    return typer.Option(name, metavar="N", min=least, max=most, parser=read, help=told)


def decimal(name: str, told: str) -> Any:
    """An option that takes a number, and says so in a sentence where it gets none.

    Args:
        name: The option, such as `--precision`.
        told: What it is for, in the help, where the number is called P.
    """

    def read(text: str | float) -> float:
        try:
            return float(text)
        except ValueError:
            fail(f'{name} takes a number, such as 0.01, not "{text}".')

    return typer.Option(name, metavar="P", parser=read, help=told)


# -- options ---------------------------------------------------------------------------------------

ScenarioArgument = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="Its id, as `list` gives it, or a path.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Machine-readable results on stdout.")]
SeedOption = Annotated[
    int, whole("--seed", "Key of all chance: the same seed, the same runs.", least=0)
]
LineOption = Annotated[
    str,
    typer.Option(
        "--line",
        metavar="LINE",
        help="history (the record), pass (no moves), random, lookahead (searched), or a YAML file "
        "with dated moves.",
    ),
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
        "--without",
        metavar="rule:ID|event:ID|MOVE",
        help="Do without a mechanism, an event, or an entry of the line (repeatable).",
    ),
]
ForbidOption = Annotated[
    list[str] | None,
    typer.Option(
        "--forbid", metavar="ACTOR:MOVE", help="Never let an actor play a move (repeatable)."
    ),
]
NoSampleOption = Annotated[
    bool, typer.Option("--no-sample", help="Take coded numbers at their values, not their ranges.")
]
AskOption = Annotated[
    list[str] | None,
    typer.Option(
        "--ask",
        metavar="NAME=PREDICATE",
        help="Measure a condition or quantity; `show` lists what can be asked (repeatable).",
    ),
]
DifficultyOption = Annotated[
    str | None,
    typer.Option(
        "--difficulty", metavar="LEVEL", help="A level that `show` lists; by default standard."
    ),
]
RunsOption = Annotated[int, whole("--runs", "How many runs.", least=1)]
WorkersOption = Annotated[
    int, whole("--workers", "Processes to run on; the results are the same.", least=1)
]

EngineOption = Annotated[
    str,
    typer.Option(
        "--engine", metavar="local|dask", help="What runs it: this machine, or a Dask cluster."
    ),
]
DaskOption = Annotated[
    str | None,
    typer.Option(
        "--dask-address",
        metavar="ADDR",
        help="A Dask scheduler, such as tcp://host:8786; without, --engine dask starts a cluster "
        "of --workers here.",
    ),
]


# -- arguments -------------------------------------------------------------------------------------


def loaded_of(
    name: str, overrides: Mapping[str, object] | None = None, level: str | None = None
) -> Loaded:
    """A scenario by its id or path, with its warnings on stderr.

    Raises:
        ScenarioError: There is none, or no such level, or it has errors.
    """
    from sim.scenario.heads import STANDARD
    from sim.scenario.load import load

    loaded = load(name, overrides, level or STANDARD)
    for problem in loaded.problems:
        log(str(problem))
    return loaded


def unset_of(name: str, loaded: Loaded, overrides: Mapping[str, object]) -> Loaded:
    """The scenario of this id or path at the same level, with nothing set: itself where nothing is.

    Raises:
        ScenarioError: It has errors.
    """
    from sim.scenario.load import load

    return load(name, level=loaded.level) if overrides else loaded


def overrides_of(items: Sequence[str] | None) -> dict[str, Any]:
    """Values by dotted path from `PATH=VALUE`.

    Raises:
        CommandError: An item that is not written so.
    """
    from sim.scenario.text.scalars import ScalarError, plain

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


@contextmanager
def executor_of(engine: str, address: str | None, workers: int) -> Iterator[Executor | None]:
    """What runs a batch: Dask's executor, or None for the processes of this machine.

    Raises:
        CommandError: There is no such engine.
        LabError: Dask is missing, or its scheduler cannot be used.
    """
    if engine not in ("local", "dask"):
        fail(f'--engine is local or dask, not "{engine}".')
    if engine == "local":
        if address is not None:
            fail("--dask-address goes with --engine dask.")
        yield None
        return
    from sim.lab.clusters import dask_workers

    with dask_workers(address, workers) as executor:
        yield executor


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
            fail(
                "--ask takes NAME=PREDICATE, such as 'trusted=trust(a, b) >= good', "
                f'not "{item}".'
            )
        if name in found or name == "skipped_moves":
            fail(f'--ask: the name "{name}" is taken; give each its own.')
        found[name] = text
    return found
