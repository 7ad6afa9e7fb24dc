"""What stands in a save, field by field, each with its bounds.

Version 1 holds one seat's line of turns. Version 2 may hold more, all of it optional: branches that
were left (`tree`), further seats (`beside`), fresh chance (`luck`), a limit of turns. A game that
has none of these is saved as version 1, which older programs read.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.game.saving.bets import SavedBets
from sim.game.state import MOST_SEED
from sim.game.tree import MOST_NODES
from sim.scenario.form.coding import Part, Unit
from sim.scenario.form.fields import FileId, Id
from sim.scenario.heads import STANDARD

FORMAT: Literal["twin-track save"] = "twin-track save"
VERSION: Literal[2] = 2
MOST_BYTES = 1_000_000
"""Bytes that the file of a save may have; the longest game comes to half of that."""
_MOST_TURNS = 60
_MOST_SEATS = 24


class SavedMove(Part):
    """A move of a save."""

    move: Id
    to: Id | None = None
    text: Annotated[dict[Id, Unit], Field(max_length=24)] = {}  # noqa: RUF012  (pydantic copies it)


Turn = Annotated[list[SavedMove], Field(max_length=12)]
Turns = Annotated[list[Turn], Field(max_length=_MOST_TURNS)]
Switch = Annotated[str, Field(max_length=80)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class SavedLuck(Part):
    """From which turn on which chance holds."""

    turn: Annotated[int, Field(ge=1, le=_MOST_TURNS + 1)]
    run: Annotated[int, Field(ge=0, le=1_000_000)]
    """0 for the game's own."""


Luck = Annotated[list[SavedLuck], Field(max_length=_MOST_TURNS)]


class SavedSeat(Part):
    """A further seat of a game that several persons play."""

    seat: Id
    turns: Turns
    """The moves of each turn played, in order."""
    planned: Turn = []  # noqa: RUF012


Place = Annotated[int, Field(ge=0, le=MOST_NODES)]
"""A turn in a tree: its place among all that were saved, from 1; 0 for the start."""


class SavedNode(Part):
    """A turn that was played, on this branch or another."""

    parent: Place
    """The turn before it, which stands before it in the list."""
    moves: Annotated[list[Turn], Field(min_length=1, max_length=_MOST_SEATS)]
    """What was played, for each seat."""
    run: Count = 0
    """The chance that it met."""
    luck: Luck = []  # noqa: RUF012
    """The chance of its line."""
    visits: Count = 1
    latest: Place = 0
    """The turn that was played or gone to last after it; 0 for none."""


class SavedTree(Part):
    """All turns that were played in a game."""

    nodes: Annotated[list[SavedNode], Field(max_length=MOST_NODES)]
    here: Place
    latest: Place = 0
    """The first turn of the line that was gone along last."""
    rewinds: Count = 0


class SavedChapter(Part):
    """A chapter of a campaign that is over."""

    scenario: FileId
    turns: Turns
    """The moves of each turn played, in order."""
    state: Digest
    bets: SavedBets = []  # noqa: RUF012
    luck: Luck = []  # noqa: RUF012


class SavedCampaign(Part):
    """The campaign that a saved game is a chapter of, up to that chapter."""

    id: FileId
    digest: Digest
    """Hash of the campaign's content and of all that it plays."""
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)]
    chapters: Annotated[list[SavedChapter], Field(max_length=20)] = []  # noqa: RUF012


class Save(Part):
    """A save as it stands in the file."""

    format: Literal["twin-track save"]
    version: Literal[1, 2]
    scenario: FileId
    digest: Digest
    """Hash of the scenario's resolved content, the level's settings included."""
    level: Id = STANDARD
    """The level of difficulty; saves from before there were levels are of the standard one."""
    seat: Id
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)]
    without: Annotated[list[Switch], Field(max_length=80)] = []  # noqa: RUF012
    turns: Turns
    """The moves of each turn played, in order."""
    planned: Turn = []  # noqa: RUF012
    state: Digest
    """Hash of the state that the turns lead to."""
    campaign: SavedCampaign | None = None
    bets: SavedBets = []  # noqa: RUF012
    beside: Annotated[list[SavedSeat], Field(max_length=_MOST_SEATS)] = []  # noqa: RUF012
    """The seats beside the first."""
    up: Id | None = None
    """The seat that the game was shown to; None for the first."""
    ready: Annotated[list[Id], Field(max_length=_MOST_SEATS)] = []  # noqa: RUF012
    """The seats that had finished planning their turn."""
    luck: Luck = []  # noqa: RUF012
    """The fresh chance that the game met, or will meet."""
    tree: SavedTree | None = None
    """All turns that were played, where there is more than the line of `turns`."""
    turn_limit: Annotated[int, Field(ge=1)] | None = None
