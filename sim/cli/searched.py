"""The line `lookahead` on the command line: while it is searched for, and once it is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sim.cli.output import log, progress, say

if TYPE_CHECKING:
    from sim.lab.setup import Setup
    from sim.scenario.load import Loaded


@contextmanager
def searching(line: str, loaded: Loaded) -> Iterator[Callable[[int], None] | None]:
    """Tell on stderr that a line is searched for, where it is; yields what to tell of the work."""
    from sim.lab.lines import LOOKAHEAD

    if line != LOOKAHEAD:
        yield None
        return
    from sim.lab.lookahead.bench import WORK

    log("Searching for a line, for up to a minute; `batch --save-line FILE` keeps what is found.")
    with progress(WORK * loaded.scenario.calendar.turns // 1000, "searching") as advance:
        done = 0

        def told(turns: int) -> None:
            nonlocal done
            advance((done + turns) // 1000 - done // 1000)
            done += turns

        yield told


def set_up(
    loaded: Loaded,
    line: str,
    *,
    base: Loaded | None = None,
    without: Sequence[str] | None = None,
    **options: Any,
) -> Setup:
    """A setup as commands are asked for it, told of on stderr while its line is searched for.

    Args:
        loaded: The scenario, with all that is set.
        line: The line's name or file.
        base: The scenario with nothing set.
        without: Rules, events and entries of the line to do without.
        options: What `setup_of` takes besides.

    Raises:
        LabError: An unknown line, entry, seat, ask, rule, event or pair.
        ScenarioError: A line file with problems.
    """
    from sim.lab.setup import setup_of, split_without

    switched, left_out = split_without(without or ())
    with searching(line, loaded) as searched:
        return setup_of(
            loaded,
            line,
            without=switched,
            leave_out=left_out,
            base=base,
            searched=searched,
            **options,
        )


def tell_found(setup: Setup) -> None:
    """The moves of a line that was searched for, by date."""
    from sim.lab.line_file import told_moves
    from sim.lab.lines import LOOKAHEAD

    if setup.line.name != LOOKAHEAD:
        return
    turns = list(told_moves(setup))
    say("", "The line found:" if turns else "The line found has no moves: waiting does best.")
    width = max((len(date) for date, _ in turns), default=0)
    for date, moves in turns:
        say(f"  {date:>{width}}  {moves}")
    say("")
