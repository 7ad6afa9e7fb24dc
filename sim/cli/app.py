"""The commands put together, and what becomes of an error: one sentence and an exit code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Annotated

import typer

from sim import __version__
from sim.cli.manual import manual
from sim.cli.options import JsonOption
from sim.cli.output import PROBLEMS, USAGE, CommandError, log

INTERRUPTED = 130

ENDING = """\b
Examples:
  twintrack list
  twintrack play island-dispute --text
  twintrack new our-class.yaml --from island-dispute
  twintrack check our-class.yaml
  twintrack batch island-dispute --line random --runs 1000 --out results
  twintrack rerun results --out again

\b
Where things lie:
  Saves and settings are in your own folder for data (on Linux
  ~/.local/share/twin-track); TWINTRACK_HOME=FOLDER takes another.
"""
"""What stands below the list of commands."""

_USAGE_RULES = {"unknown-scenario", "unknown-path", "unknown-level", "set"}
"""Problems that lie with the command's arguments and not in a file."""

COMMANDS = (
    *("play", "picture", "show", "check", "new", "run", "batch", "counterfactual", "sensitivity"),
    *("report", "rerun", "backtest", "claims", "calibrate", "gather", "lesson", "schema"),
    "explain",
)
"""The commands but `list`, in the order of the help: functions in modules of their names."""
_MODULES = {"run": "run_one"}
"""Modules that are not called as their command."""


def _top(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the versions.")] = False,
) -> int | None:
    if version:
        print(f"twintrack {__version__}\n{_beneath()}")
        raise typer.Exit(0)
    if context.invoked_subcommand is None:
        from sim.cli.play import play

        code = play()
        raise typer.Exit(code)
    return None


def _beneath() -> str:
    """What the program stands on, for whoever reports a fault."""
    import platform

    from sim.lab.versions import versions

    found = versions(("mesa", "numpy", "pygame-ce"))
    del found["twin-track"]
    named = ", ".join(f"{name} {number}" for name, number in found.items())
    return f"{named}; {platform.platform(terse=True)}"


def _list(json: JsonOption = False) -> int:
    """List the scenarios with dates, length and seats.

    Example:
        twintrack list --json

    See also: show, play
    """
    from sim.cli.listing import listing

    return listing(json)


def _program(commands: Iterable[str]) -> typer.Typer:
    """The command line with some of its commands, whose options are read for it."""
    program = typer.Typer(
        name="twintrack",
        help=(
            "A negotiation simulation of a peace process: play it, run it in batches, edit it as "
            "YAML.\n\n"
            "Without a command it opens the window, as `twintrack play` does. A scenario is named "
            "by its id, as `list` gives it, or by the path of its file. `twintrack COMMAND --help` "
            "tells all about one."
        ),
        epilog=ENDING,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    program.callback(invoke_without_command=True)(_top)
    program.command("list", **manual(_list))(_list)
    for name in commands:
        module = import_module(f"sim.cli.{_MODULES.get(name, name)}")
        command = getattr(module, name)
        program.command(name, **manual(command))(command)
    return program


def run(arguments: Sequence[str]) -> int:
    """Run a command; every error of use or of a file ends as a sentence on stderr.

    Raises:
        OSError: The system refuses something that no part of the program foresaw.
    """
    try:
        # To read in all commands takes a while, so one that is asked for is read in alone.
        asked = arguments[:1]
        program = _program(asked if asked and asked[0] in COMMANDS else COMMANDS)
        command = typer.main.get_command(program)
        code = command.main(list(arguments), prog_name="twintrack", standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except Exception as error:
        return _told(error)
    if code == INTERRUPTED:
        log("Interrupted. Nothing that was there is lost; `batch --out DIR --resume` goes on.")
    return code if isinstance(code, int) else 0


def _told(error: Exception) -> int:
    """Tell an error that a user can do something about, and give its exit code.

    Raises:
        Exception: The error itself, where it is a fault of the program.
    """
    from sim.game.errors import GameError
    from sim.lab.errors import LabError
    from sim.scenario.problem import ScenarioError

    match error:
        case CommandError():
            log(str(error))
            return error.code
        case LabError() | GameError():
            log(str(error))
            return USAGE
        case ScenarioError() if all(p.rule in _USAGE_RULES for p in error.problems):
            log("\n".join(_sentence(problem.message) for problem in error.problems))
            return USAGE
        case ScenarioError():
            log(str(error))
            return PROBLEMS
    # Faults of usage, which Typer tells by itself; older versions have the class from Click.
    show, code = getattr(error, "show", None), getattr(error, "exit_code", None)
    if show is None or code is None:
        raise error
    show()
    return int(code)


def _sentence(message: str) -> str:
    from sim.game.errors import sentence

    # an id that a sentence begins with stays as it is to be written
    plain = message.split(" ")[0].isalpha()
    return sentence(message[:1].upper() + message[1:] if plain else message)
