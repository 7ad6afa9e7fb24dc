"""What the desk can have done, and what of it is shown: what its page and its panels share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.desk.models.desk import DeskView
    from sim.desk.models.hand import MoveCard
    from sim.desk.models.map import Geography


@dataclass(frozen=True, slots=True)
class DeskActions:
    """What the desk can have done; the session does it."""

    view: Callable[[], DeskView]
    want: Callable[[Sequence[MoveCard]], bool]
    """Have the odds of these cards reckoned; whether there are new ones at once."""
    plan: Callable[[MoveCard], str]
    """Plan a card or take it back; the sentence says why not, if it cannot be."""
    drop: Callable[[int], object]
    end_turn: Callable[[], object]
    quiet: Callable[[], str]
    """Let turns pass until something happens; the sentence says why not, if something presses."""
    undo: Callable[[], str]
    save: Callable[[], str]
    draft: Callable[[str, str | None], object]
    """Open a table to draft a text, with the move that is to lay it, if one was chosen."""
    dossier: Callable[[str], object]
    ledger: Callable[[str], object]
    """Open the account of a number, by its key."""
    why: Callable[[int], str]
    """Show why the odds of an option are what they are; the sentence says why not."""
    moves: Callable[[], object]
    advisers: Callable[[], object]
    briefing: Callable[[], object]
    help: Callable[[], object]
    settings: Callable[[], object]
    saves: Callable[[], object]
    rewind: Callable[[], object]
    title: Callable[[], object]
    honesty: Callable[[], object]
    has_map: Callable[[], bool]
    """Whether the scenario says where anybody stands."""
    map: Callable[[], Geography]
    """Who stands where, as the seat knows it now."""
    codex: Callable[[], object]


@dataclass(slots=True)
class Shown:
    """What of the desk is shown: whom one looks at, which table, and in what form."""

    actor: str = ""
    """Whom one looks at; nobody before the desk is built."""
    table: int = 0
    """Which of the tables."""
    as_table: bool = False
    """Whether pictures are told as tables."""
    as_map: bool = False
    """Whether the map stands in the place of the network."""
    map_mode: int = 0
    """What the lines of the map tell; a place in `sim.desk.figures.map.MODES`."""

    def select(self, actor: str) -> None:
        """Look at an actor."""
        self.actor = actor

    def choose_table(self, index: int) -> None:
        """Look at a table."""
        self.table = index

    def choose_map(self, index: int) -> None:
        """Have the lines of the map tell something else."""
        self.map_mode = index
