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

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.catalogue import _
from sim.game import cards, moves, travel
from sim.game.cards import Card
from sim.game.faults import GameError, IllegalMove
from sim.game.hand import Hands
from sim.game.line import line
from sim.game.lock import Lock, lock_of
from sim.game.moves import Planned
from sim.game.picture import BEST, Picture
from sim.game.report import TurnReport
from sim.game.tree import Node, Played, Tree, headline
from sim.game.view import SeatView
from sim.game.viewing import replanned, seat_view
from sim.game.words import Words
from sim.model.compiled import Compiled
from sim.model.process import PeaceProcess
from sim.model.rules import home
from sim.scenario.load import Loaded
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    from sim.game.campaign import CampaignGame, Heritage

MOST_SEED = 2**64 - 1


class Game(Hands):
    """One game of one seat, or of several that share a screen.

    Args:
        loaded: The scenario.
        seat: Actor id; by default who owns the initiative.
        seed: Key of the chance, 0 to 2**64 - 1.
        without: Mechanisms and events switched off, as `rule:ID` or `event:ID`.
        compiled: The scenario compiled, where a caller has it already.
        heritage: What it takes along from the chapter before, in a campaign.
        seats: Actor ids of all seats that persons play, in the order in which they plan; then
            `seat` is left out.
        turn_limit: After how many turns the game is over, where that is before the scenario's end.

    Raises:
        GameError: No such seat, seed, rule or event, or a turn limit below 1.
    """

    def __init__(
        self,
        loaded: Loaded,
        seat: str | None = None,
        seed: int = 1,
        without: tuple[str, ...] = (),
        compiled: Compiled | None = None,
        heritage: Heritage | None = None,
        seats: Sequence[str] = (),
        turn_limit: int | None = None,
    ) -> None:
        if not 0 <= seed <= MOST_SEED:
            said = _("The seed is {seed}; it must be from 0 to {most}.")
            raise GameError(said.format(seed=seed, most=MOST_SEED))
        if turn_limit is not None and turn_limit < 1:
            said = _("A game must last for at least 1 turn, not {turns}.")
            raise GameError(said.format(turns=turn_limit))
        self.loaded, self.seed, self.without = loaded, seed, tuple(without)
        self.compiled = compiled or Compiled(loaded.scenario, generations=loaded.generations)
        self.plan, self.options = self.compiled.plan, self.compiled.options
        self.words = Words(self.plan)
        first, *beside = seats or (seat,)
        try:
            self.process = PeaceProcess(
                self.compiled,
                seed=seed,
                seat=first,
                beside=[one for one in beside if one is not None],
                without=self.without,
                watch=True,
            )
        except ValueError as error:
            raise GameError(str(error)) from None
        if heritage is not None:
            heritage.begin(self.process)
        pictures = [
            Picture(self.process, self.without, heritage, actor) for actor in self.process.seats
        ]
        super().__init__(self.plan, pictures)
        self.tree = Tree()
        """Every turn that was played; see `sim.game.tree`."""
        self.turn_limit = turn_limit
        """After how many turns the game is over, if not earlier; None for no limit but others."""
        self.lock: Lock = lock_of(loaded.scenario)
        """What a teacher allows in it; who opens the game puts the computer's own lock to it."""
        self.campaign: CampaignGame | None = None
        """The campaign that this game is a chapter of."""

    @classmethod
    def new(
        cls, loaded: Loaded, seat: str | None = None, seed: int = 1, without: tuple[str, ...] = ()
    ) -> Game:
        """A game before its first turn; see the class."""
        return cls(loaded, seat, seed, without)

    # -- seats -------------------------------------------------------------------------------------

    @property
    def past(self) -> tuple[Played, ...]:
        """The turns that led here, as the seat that is up played them."""
        return tuple(node.played[self.up.place] for node in self.tree.path)

    @property
    def processes(self) -> tuple[PeaceProcess, ...]:
        """The truth, and then the picture of each seat."""
        return (self.process, *(hand.picture.replay for hand in self.hands))

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

    # -- where it stands ---------------------------------------------------------------------------

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.loaded.scenario

    @property
    def turn(self) -> int:
        """Turns played."""
        return self.process.turn

    @property
    def turns(self) -> int:
        """Turns that the game has."""
        limits = (self.turn_limit, self.lock.turns)
        return min([self.plan.turns, *(limit for limit in limits if limit is not None)])

    @property
    def date(self) -> dt.date:
        """First day of the turn to be played; after the last, the day after the end."""
        return self.plan.date(self.turn)

    @property
    def over(self) -> bool:
        """Whether the last turn was played or a final outcome reached."""
        return self.process.over or self.turn >= self.turns

    @property
    def capital(self) -> float:
        """Political capital for this turn, before any move is paid for."""
        world, rules = self.picture.world, self.scenario.capital
        have = world.capital[self.seat_index]
        if self.turn:
            support = world.home[self.seat_index]
            if not world.on("home_support"):
                support = support * 0 + 1.0
            have = home.carried(have, rules.carry) + home.allowance(support, rules.per_turn)
        return float(have[BEST])

    @property
    def capital_left(self) -> float:
        """What the planned moves leave of it."""
        return self.capital - sum(self.options.all[plan.option].spec.cost for plan in self.planned)

    def state_hash(self) -> str:
        """A hash of the whole state, the same as that of a run with the same moves and seed."""
        return self.process.state_hash(0)

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
        node = travel.play_turn(self, tuple(tuple(hand.planned) for hand in self.hands))
        for hand in self.hands:
            hand.bets.settle(self, node.played[hand.place])
            hand.new_turn()
        self.up = self.hands[0]
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
        if here.parent is None or any(hand.planned or hand.ready for hand in self.hands):
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
        return travel.rewind(self, to, fresh, replan)

    def fetch(self, node: Node) -> Node:
        """Have the reports of any turn at hand (`Node.played`), the game staying where it is."""
        return travel.fetch(self, node)

    def headline(self, node: Node) -> str:
        """What mattered most in a turn to the seat that is up, in one sentence."""
        return headline(self.fetch(node).played[self.up.place].report) if node.parent else ""

    @property
    def rewinds(self) -> int:
        """How often a turn that was played was left behind."""
        return self.tree.rewinds

    @property
    def first_visit(self) -> bool:
        """Whether the turn to be played now was never played before, on any branch."""
        return self.turn >= self.tree.reached

    @property
    def luck(self) -> dict[int, int]:
        """From which turn (0-based) on which chance holds, where it is not the game's own (0)."""
        return dict(self.process.luck)

    def usual_text(self, option: int) -> dict[str, float]:
        """The text that a drafting option would bring if none is given; nothing for any other."""
        return dict(moves.planned(self, self.options.all[option], None).text)

    def label(self, option: int) -> str:
        """A move and its target in words; the target only where the title does not name it."""
        found = self.options.all[option]
        return self.words.move_title(found.move, found.actor, found.target)

    # -- as data -----------------------------------------------------------------------------------

    def line(self) -> dict[str, Any]:
        """The moves played so far; see `sim.game.line`."""
        return line(self)


__all__ = ["MOST_SEED", "Game", "Played"]
