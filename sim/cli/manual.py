"""The help page of a command, read off the docstring of the function that it calls.

A docstring begins with a sentence that says what the command is for. Below it stand paragraphs,
then `Example:` or `Examples:` with commands a line, and, where they have something to say,
`Exit code 1: why` and `See also: command, command`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import TypedDict

_EXAMPLES = re.compile(r"^Examples?:\n((?:    .+\n?)+)", re.MULTILINE)
_TAIL = re.compile(r"^(Exit code 1|See also): (.+(?:\n(?!Exit|See).+)*)", re.MULTILINE)
_VERBATIM = "\b"
"""Stands before a paragraph whose lines are kept as they are."""


class Manual(TypedDict):
    """What Typer takes of a command, by the names that it has for it."""

    help: str
    """What the command does, above its options."""
    short_help: str
    """The first sentence, for the list of commands."""
    epilog: str
    """Examples, exit codes and what to look at next, below the options."""


def manual(command: Callable[..., int]) -> Manual:
    """The help page of a command; an empty one where Python left the docstrings out.

    Raises:
        ValueError: Its docstring has no example.
    """
    text = inspect.getdoc(command) or ""
    if not text:  # Python -OO leaves docstrings out
        return Manual(help="", short_help="", epilog="")
    found = _EXAMPLES.search(text)
    if found is None:
        raise ValueError(f"The docstring of {command.__name__} has no example.")
    above, examples = text[: found.start()].strip(), inspect.cleandoc(found[1]).splitlines()
    tail = {name: " ".join(said.split()) for name, said in _TAIL.findall(text)}
    parts = [
        "\n".join((_VERBATIM, found[0].partition("\n")[0], *(f"  {one}" for one in examples))),
        _exit_codes(tail.get("Exit code 1", "a file has problems")),
    ]
    if others := tail.get("See also"):
        named = ", ".join(f"twintrack {one.strip()}" for one in others.split(","))
        parts.append(f"See also: {named}.")
    return Manual(
        help=above,
        short_help=" ".join(above.split("\n\n")[0].split()),
        epilog="\n\n".join(parts),
    )


def _exit_codes(problems: str) -> str:
    return (
        f"Exit code: 0 for done; 1 if {problems}; 2 for wrong use, which is explained; 130 if "
        "interrupted."
    )
