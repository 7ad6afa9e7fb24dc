"""One game: one or more seats that persons play, turn by turn, and back to any turn played.

The game is the engine with a single run and the seats' moves forced, so that the same moves with
the same seed end in the same state as a run of the command line, to the bit. What a player may
read comes from `picture` alone; the true state is kept from view until the debrief.

Several seats share one screen (`Game(loaded, seats=("a", "b"))`): one of them is up at a time, and
all that a game tells or takes (`seat`, `picture`, `view`, `planned`, `past`, `push`, ...) is of
that one. `hand_over` puts another one up; `finish` does so in turn, and plays the turn once all
have planned. Their moves are then played together, so that it does not matter who planned first.

Every turn played is kept in `tree`; see `sim.game.tree` for going back and for fresh chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.catalogue import _
from sim.game import cards, moves, turns
from sim.game.build_view import replanned, seat_view
from sim.game.errors import IllegalMove
from sim.game.line import line
from sim.game.planned import Planned
from sim.game.report import TurnReport, headline
from sim.game.state import GameState
from sim.game.tree import Node
from sim.game.view import Card, SeatView
from sim.scenario.load import Loaded


class Game(GameState):
    """One game of one seat, or of several that share a screen, that can be played.

    Its arguments are those of `GameState`, by which it stands where it stands.
    """

    @classmethod
    def new(
        cls, loaded: Loaded, seat: str | None = None, seed: int = 1, without: tuple[str, ...] = ()
    ) -> Game:
        """A game before its first turn; see the class."""
        return cls(loaded, seat, seed, without)

    # -- seats -------------------------------------------------------------------------------------

    def finish(self) -> bool:
        """The seat that is up has planned: the next is up that has not, else the turn is played.

        Returns:
            Whether the turn was played; then the first seat is up, before its next turn.

        Raises:
            IllegalMove: The game is over.
        """
        if self.over:
            raise IllegalMove(_("The game is over; undo a turn, or start again."))
        if self.pass_on():
            return False
        self.end_turn()
        return True

    # -- playing -----------------------------------------------------------------------------------

    def legal(self) -> list[Card]:
        """Every option of the seat as a card, with `legal` and, where it is not, `why_not`."""
        return cards.deal(self)

    def view(self) -> SeatView:
        """All that the seat may see now."""
        plans, kept = tuple(self.planned), self.up.view
        if kept is None:
            kept = plans, seat_view(self)
        elif kept[0] != plans:
            kept = plans, replanned(self, kept[1])
        self.up.view = kept
        return kept[1]

    def push(
        self, move: str, to: str | None = None, text: Mapping[str, float] | None = None
    ) -> Planned:
        """Plan a move for this turn.

        Args:
            move: The move's id.
            to: Actor id of whom it is for; may be left out where there is only one.
            text: Places by issue, for a move that drafts; what is left out stays as it lies on the
                table, or is halfway between the seat and the others, inside the standing agreement.

        Raises:
            IllegalMove: It cannot be planned; the text says why and what would be right.
        """
        option = moves.find(self, move, to)
        why_not, _ = cards.hindrance(self, option, self.capital_left)
        if why_not:
            raise IllegalMove(f"{self.label(option.index)}: {why_not}")
        planned = moves.planned(self, option, text)
        self.planned.append(planned)
        return planned

    def drop(self, index: int) -> Planned:
        """Take a planned move back, by its place from 0.

        Raises:
            IllegalMove: There is none at that place.
        """
        if not 0 <= index < len(self.planned):
            have = len(self.planned)
            said = (
                _("There is no planned move {number}; there are {have}.")
                if have
                else _("There is no planned move {number}; nothing is planned yet.")
            )
            raise IllegalMove(said.format(number=index + 1, have=have))
        return self.planned.pop(index)

    def end_turn(self) -> TurnReport:
        """Play the planned moves of all seats at once; everybody else decides.

        Returns:
            The report for the first seat, which is then up.

        Raises:
            IllegalMove: The game is over.
        """
        if self.over:
            raise IllegalMove(_("The game is over; undo a turn, or start again."))
        node = turns.play_turn(self, tuple(tuple(player.planned) for player in self.players))
        for player in self.players:
            player.bets.settle(self, node.played[player.place])
            player.new_turn()
        self.up = self.players[0]
        return node.played[0].report

    def undo(self) -> bool:
        """Take back the last planned move or, where no seat has planned any, the last turn.

        The moves of a turn that is taken back are planned again, and the turn stays in `tree` as a
        branch. False where nothing is left to take back.
        """
        if self.planned:
            self.planned.pop()
            return True
        here = self.tree.here
        if here.parent is None or any(player.planned or player.ready for player in self.players):
            return False
        self.rewind(here.parent)
        return True

    # -- back to any turn --------------------------------------------------------------------------

    def rewind(self, to: int | Node, fresh: bool = False, replan: bool = True) -> Node:
        """Go to the state after any turn that was played; nothing that was played is lost.

        The first seat is then up. What comes after meets the chance that it met before.

        Args:
            to: How many turns are played there, on the present line (`tree.line`, so that one can
                also go forward again); or a node of any branch.
            fresh: Whether other draws are met from there on. They are fixed too: the same moves
                lead to the same state again.
            replan: Whether the moves that followed there are planned again.

        Returns:
            Where the game now stands.

        Raises:
            IllegalMove: There is no such turn.
        """
        return turns.rewind(self, to, fresh, replan)

    def fetch(self, node: Node) -> Node:
        """Have the reports of any turn at hand (`Node.played`), the game staying where it is."""
        return turns.fetch(self, node)

    def headline(self, node: Node) -> str:
        """What mattered most in a turn to the seat that is up, in one sentence."""
        return headline(self.fetch(node).played[self.up.place].report) if node.parent else ""

    def usual_text(self, option: int) -> dict[str, float]:
        """The text that a drafting option would bring if none is given; nothing for any other."""
        return dict(moves.planned(self, self.options.all[option], None).text)

    # -- as data -----------------------------------------------------------------------------------

    def line(self) -> dict[str, Any]:
        """The moves played so far; see `sim.game.line`."""
        return line(self)
