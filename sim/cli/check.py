"""`twintrack check`: every problem of scenario files at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, cast, get_args

import typer

from sim.cli.options import JsonOption
from sim.cli.output import PROBLEMS, CommandError, emit, log, say

if TYPE_CHECKING:
    from sim.scenario.problem import Problem

Format = Literal["text", "json", "github"]


def check(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Scenario files, or ids as in `list`.")
    ],
    format: Annotated[
        str, typer.Option("--format", metavar="text|json|github", help="How to tell the problems.")
    ] = "text",
    json: JsonOption = False,
) -> int:
    """Tell every problem of scenario files: file:line:col, what is wrong, what would be right.

    Exit code 1 where there is an error; warnings alone give 0.

    Example: twintrack check my-scenario.yaml --format github
    """
    chosen = _format("json" if json else format)

    from sim.scenario.load import inspect
    from sim.scenario.problem import ScenarioError, render_github, render_text

    problems: list[Problem] = []
    sources: dict[str, str] = {}
    for name in files:
        try:
            document, found = inspect(name)
            sources |= document.sources
        except ScenarioError as error:
            found = error.problems
            sources |= error.sources
        problems += found
    if chosen == "json":
        emit([problem.as_json() for problem in problems])
    elif problems:
        render = render_github(problems) if chosen == "github" else render_text(problems, sources)
        say(render)
    errors = sum(problem.severity == "error" for problem in problems)
    log(_summary(len(files), errors, len(problems) - errors))
    return PROBLEMS if errors else 0


def _format(text: str) -> Format:
    for known in get_args(Format):
        if text == known:
            return cast(Format, known)
    from sim.scenario.suggest import did_you_mean

    hint = did_you_mean(text, get_args(Format)) or "."
    raise CommandError(f'--format takes text, json or github, not "{text}"{hint}')


def _summary(files: int, errors: int, warnings: int) -> str:
    def counted(number: int, word: str) -> str:
        return f"{number} {word}{'' if number == 1 else 's'}"

    found = [counted(errors, "error")] * bool(errors) + [counted(warnings, "warning")] * bool(
        warnings
    )
    return f"{counted(files, 'file')}: {' and '.join(found) or 'no problems'}"
