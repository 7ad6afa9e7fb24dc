"""`twintrack list`: the scenarios that come with the program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.cli.output import emit, log, say, table

if TYPE_CHECKING:
    from pathlib import Path

    from sim.cli.headers import Header


def listing(json: bool = False) -> int:
    """List the scenarios by their first day, the campaigns, the examples; see `sim.cli.app`."""
    from sim import paths

    # `sources.yaml` holds the facts that scenarios cite.
    files = [path for path in sorted(paths.scenarios().glob("*.yaml")) if path.stem != "sources"]
    found = _heads(files)
    found.sort(key=lambda one: (one.chapters > 1, one.start))
    others = sorted(paths.examples().glob("*.yaml"))
    examples = _heads(others)
    if json:
        emit([head.as_json() for head in (*found, *examples)])
    else:
        _show(found)
        if examples:
            say("", "Examples, to play, copy and change:")
            _show(examples)
    return 1 if len(found) + len(examples) < len(files) + len(others) else 0


def _heads(files: Sequence[Path]) -> list[Header]:
    """The heads of files; one that cannot be read is told of."""
    from sim.cli.headers import header

    found = []
    for path in files:
        head = header(path)
        if head is None:
            log(f"{path} cannot be read; `twintrack check {path}` says why.")
        else:
            found.append(head)
    return found


def _show(heads: Sequence[Header]) -> None:
    rows = [
        [h.id, h.title, str(h.start), str(h.end), str(h.turns), ", ".join(h.seats)] for h in heads
    ]
    table(["id", "title", "start", "end", "turns", "seats"], rows)
