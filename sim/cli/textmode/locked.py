"""What the text mode tells of a game's world and of a teacher's lock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.cli.textmode.asked import Refused
from sim.cli.textmode.telling import wrapped

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.game.lock import Lock


def computer_lock() -> Lock:
    """The lock of this computer, which holds for text as for the window."""
    from sim.cli.output import log
    from sim.desk.models.lock import load_lock

    found = load_lock()
    if found.problem:
        log(found.problem)
    return found.lock


def world_lines(game: Game) -> Iterator[str]:
    """What the game does without, if anything."""
    from sim.game.switches import world

    words = world(game.scenario, game.without)
    if words:
        yield from wrapped(f"{words[:1].upper()}{words[1:]}.")


def lock_lines(game: Game) -> Iterator[str]:
    """What a teacher has locked, if anything."""
    from sim.game.lock import sentence

    said = sentence(game.lock)
    if said:
        yield from wrapped(said)


def hold(game: Game, computer: Lock) -> None:
    """Put the computer's lock to that of a game; a campaign is played whole."""
    from sim.game.lock import stricter

    if game.campaign is not None:
        computer = replace(computer, turns=None)
    game.lock = stricter(game.lock, computer)


def refused(what: str) -> Refused:
    """What is told where a lock forbids the `odds`, the `advisers`, or to `rewind`."""
    from sim.game.lock import REFUSED

    return Refused(REFUSED[what])
