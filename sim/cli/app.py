"""The commands put together, and what becomes of an error: one sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import click
import typer

from sim import __version__
from sim.cli import backtest, batch, check, claims, listing, picture, play, run_one, schema, show
from sim.cli.common import PROBLEMS, USAGE, CommandError, log

INTERRUPTED = 130

_USAGE_RULES = {"unknown-scenario", "unknown-path", "set"}
"""Problems that lie with the command's arguments and not in a file."""

app = typer.Typer(
    name="twintrack",
    help=(
        "A negotiation simulation of a peace process: play it, run it in batches, edit it as YAML.\n\n"
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


for _name, _command in {
    "play": play.play,
    "picture": picture.picture,
    "list": listing.listing,
    "show": show.show,
    "check": check.check,
    "run": run_one.run,
    "batch": batch.batch,
    "backtest": backtest.backtest,
    "claims": claims.claims,
    "schema": schema.schema,
}.items():
    app.command(_name)(_command)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command; every error of use or of a file ends as a sentence on stderr."""
    try:
        command = typer.main.get_command(app)
        given = None if arguments is None else list(arguments)
        code = command.main(given, prog_name="twintrack", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort:
        return _interrupted()
    except KeyboardInterrupt:
        return _interrupted()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        # The reader has seen enough; Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        sentence, known = _told(error)
        if not known:
            raise
        log(sentence)
        return _code(error)
    return code if isinstance(code, int) else 0


def _interrupted() -> int:
    log("Interrupted; nothing was overwritten.")
    return INTERRUPTED


def _told(error: Exception) -> tuple[str, bool]:
    """The sentence of an error that a user can do something about, and whether it is one."""
    from sim.lab.faults import LabError
    from sim.scenario.problem import ScenarioError

    if isinstance(error, ScenarioError) and _is_usage(error):
        return "\n".join(_sentence(problem.message) for problem in error.problems), True
    return str(error), isinstance(error, CommandError | LabError | ScenarioError)


def _sentence(message: str) -> str:
    whole = message[:1].upper() + message[1:]
    return whole if whole.endswith((".", "?")) else f"{whole}."


def _is_usage(error: Exception) -> bool:
    from sim.scenario.problem import ScenarioError

    return isinstance(error, ScenarioError) and all(
        problem.rule in _USAGE_RULES for problem in error.problems
    )


def _code(error: Exception) -> int:
    from sim.scenario.problem import ScenarioError

    if isinstance(error, CommandError):
        return error.code
    return PROBLEMS if isinstance(error, ScenarioError) and not _is_usage(error) else USAGE
