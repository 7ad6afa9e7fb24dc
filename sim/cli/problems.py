"""Problems of files on stdout: in colour on a terminal, as plain text elsewhere."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.cli.output import say

if TYPE_CHECKING:
    from rich.text import Text

    from sim.scenario.problem import Problem

_CARETS = re.compile(r"^ +\| +(\^+)$")
_GUTTER = re.compile(r"^ *\d* +\|")


def tell_problems(problems: Sequence[Problem], sources: Mapping[str, str]) -> None:
    """Say problems in their order, each with its snippet.

    Args:
        problems: In order, each once.
        sources: Texts of the files by name; without one there is no snippet.
    """
    if not sys.stdout.isatty():
        say(*(problem.as_text(sources) for problem in problems))
        return
    from rich.console import Console

    console = Console(highlight=False)
    for problem in problems:
        console.print(coloured(problem, sources), soft_wrap=True)


def coloured(problem: Problem, sources: Mapping[str, str]) -> Text:
    """A problem as `Problem.as_text` writes it, in colour; the letters are the same."""
    from rich.text import Text

    colour = "red" if problem.severity == "error" else "yellow"
    head, *rest = problem.as_text(sources).split("\n")
    shown = Text(head)
    place, rule = f"{problem.span}:", f"[{problem.rule}]"
    shown.stylize("bold", 0, len(place))
    shown.stylize("dim", len(head) - len(rule))
    if problem.severity == "warning":
        shown.stylize(colour, len(place), len(place) + len(" warning:"))
    for line in rest:
        styled = Text(line)
        if gutter := _GUTTER.match(line):
            styled.stylize("dim", 0, gutter.end())
        if carets := _CARETS.match(line):
            styled.stylize(f"bold {colour}", *carets.span(1))
        shown.append("\n").append_text(styled)
    return shown
