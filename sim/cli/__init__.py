"""The command line: `twintrack`, one module a command.

What a command needs is imported when it runs, so that help and lists need not wait for the engine.
"""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: What follows the program's name; by default what the program was called with.

    Returns:
        0 for success, 1 where problems were found, 2 for wrong usage, 130 where it was interrupted.
    """
    import sys

    from sim.cli.streams import guarded

    given = list(sys.argv[1:] if arguments is None else arguments)
    return guarded(lambda: _run(given))


def _run(given: list[str]) -> int:
    if given in (["list"], ["list", "--json"]):
        # Typer brings in a checker of arguments that takes longer than the list itself.
        from sim.cli.listing import listing

        return listing(json="--json" in given)

    from sim.cli.app import run

    return run(given)
