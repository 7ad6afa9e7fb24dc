"""The commands put together, and what becomes of an error: one sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from sim import __version__
from sim.cli import (
    backtest,
    batch,
    calibrate,
    check,
    claims,
    counterfactual,
    explain,
    gather,
    lesson,
    listing,
    new,
    picture,
    play,
    report,
    rerun,
    run_one,
    schema,
    sensitivity,
    show,
)
from sim.cli.options import JsonOption
from sim.cli.output import PROBLEMS, USAGE, CommandError, log

INTERRUPTED = 130

_USAGE_RULES = {"unknown-scenario", "unknown-path", "unknown-level", "set"}
"""Problems that lie with the command's arguments and not in a file."""

app = typer.Typer(
    name="twintrack",
    help=(
        "A negotiation simulation of a peace process: play it, run it in batches, edit it as "
        "YAML.\n\n"
        "Without a command it opens the window, as `twintrack play` does."
    ),
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def _top(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> int | None:
    if version:
        print(f"twintrack {__version__}")
        raise typer.Exit(0)
    if context.invoked_subcommand is None:
        code = play.play()
        raise typer.Exit(code)
    return None


@app.command("list")
def _list(json: JsonOption = False) -> int:
    """List the scenarios with dates, length and seats.

    Example: twintrack list --json
    """
    return listing.listing(json)


COMMANDS: dict[str, Callable[..., int]] = {
    "play": play.play,
    "picture": picture.picture,
    "show": show.show,
    "check": check.check,
    "new": new.new,
    "run": run_one.run,
    "batch": batch.batch,
    "counterfactual": counterfactual.counterfactual,
    "sensitivity": sensitivity.sensitivity,
    "report": report.report,
    "rerun": rerun.rerun,
    "backtest": backtest.backtest,
    "claims": claims.claims,
    "calibrate": calibrate.calibrate,
    "gather": gather.gather,
    "lesson": lesson.lesson,
    "schema": schema.schema,
    "explain": explain.explain,
}
for _name, _command in COMMANDS.items():
    app.command(_name)(_command)


def run(arguments: Sequence[str]) -> int:
    """Run a command; every error of use or of a file ends as a sentence on stderr."""
    try:
        command = typer.main.get_command(app)
        code = command.main(list(arguments), prog_name="twintrack", standalone_mode=False)
        sys.stdout.flush()
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough; Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
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
    from sim.game.faults import GameError
    from sim.lab.faults import LabError
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
    whole = message[:1].upper() + message[1:]
    return whole if whole.endswith((".", "?")) else f"{whole}."
