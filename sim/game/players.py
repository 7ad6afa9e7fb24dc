"""The seats of a game: what each knows and plans, and which of them the game is shown to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sim.catalogue import _
from sim.game.errors import GameError
from sim.game.forecast.bets import Bets
from sim.game.picture import Picture
from sim.game.planned import Planned
from sim.game.view import SeatView
from sim.model.plan import Plan


@dataclass(eq=False)
class Player:
    """Who plays one seat: which it is, what is known there, what is planned and bet on."""

    place: int
    """Its place among the seats of the game."""
    actor: int
    """The index of its actor."""
    picture: Picture
    planned: list[Planned] = field(default_factory=list)
    ready: bool = False
    """Whether it has finished planning this turn, while other seats still plan."""
    view: tuple[tuple[Planned, ...], SeatView] | None = None
    """The view of this turn, with the moves that were planned in it."""
    bets: Bets = field(default_factory=Bets)

    def new_turn(self, planned: tuple[Planned, ...] = ()) -> None:
        """Begin a turn, with some moves planned already."""
        self.planned, self.ready, self.view = list(planned), False, None


class Players:
    """The seats that persons play in a game; one of them is up, and the game is shown to it.

    Args:
        plan: The scenario's names.
        pictures: One a seat, in the order in which they plan.
    """

    def __init__(self, plan: Plan, pictures: Sequence[Picture]) -> None:
        self._actors = plan.actors
        self.players = tuple(
            Player(place, picture.seat, picture) for place, picture in enumerate(pictures)
        )
        """One a seat, in the order of `seats`."""
        self.up = self.players[0]
        """The player of the seat that the game is shown to now."""

    @property
    def seats(self) -> tuple[str, ...]:
        """Actor ids of all seats that persons play, in the order in which they plan."""
        return tuple(self._actors[player.actor] for player in self.players)

    @property
    def seat(self) -> str:
        """Actor id of the seat that is up."""
        return self._actors[self.up.actor]

    @property
    def seat_index(self) -> int:
        """Index of the actor of the seat that is up."""
        return self.up.actor

    @property
    def picture(self) -> Picture:
        """What the seat that is up makes of what it sees."""
        return self.up.picture

    @property
    def bets(self) -> Bets:
        """The bets of the seat that is up."""
        return self.up.bets

    @property
    def planned(self) -> list[Planned]:
        """What the seat that is up has planned for this turn."""
        return self.up.planned

    @property
    def waiting(self) -> tuple[str, ...]:
        """The seats that have not finished planning this turn."""
        return tuple(self._actors[player.actor] for player in self.players if not player.ready)

    def hand_over(self, seat: str) -> None:
        """Show the game to another of its seats; one that had finished planning goes on with it.

        Raises:
            GameError: It is none of the game's seats.
        """
        if seat not in self.seats:
            said = _("{seat} is no seat of this game; it has {seats}.")
            raise GameError(said.format(seat=seat, seats=", ".join(self.seats)))
        self.up = self.players[self.seats.index(seat)]
        self.up.ready = False

    def pass_on(self) -> bool:
        """The seat that is up has finished planning; whether there is another, which is then up."""
        self.up.ready = True
        following = (*self.players[self.up.place :], *self.players)
        left = next((player for player in following if not player.ready), None)
        if left is not None:
            self.up = left
        return left is not None

    @contextmanager
    def shown(self, player: Player) -> Iterator[None]:
        """Show the game to another seat for a moment."""
        before, self.up = self.up, player
        try:
            yield
        finally:
            self.up = before
