"""A game as it stands: its scenario and chance, the truth, each seat's picture, what was played.

What can be done in it is in `sim.game.game`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sim.catalogue import _
from sim.game.bands import BEST
from sim.game.errors import GameError
from sim.game.heritage import Heritage
from sim.game.lock import Lock, lock_of
from sim.game.picture import Picture
from sim.game.players import Players
from sim.game.tree import Played, Tree
from sim.game.words import Words
from sim.model.compiled import Compiled
from sim.model.process import PeaceProcess
from sim.model.seat import due
from sim.scenario.load import Loaded
from sim.scenario.schema import Scenario

MOST_SEED = 2**64 - 1


class GameState(Players):
    """A game of one seat, or of several that share a screen, as it stands.

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
        first, *others = seats or (seat,)
        try:
            self.process = PeaceProcess(
                self.compiled,
                seed=seed,
                seat=first,
                other_seats=[one for one in others if one is not None],
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
        self.campaign: str | None = None
        """Id of the campaign that it is a chapter of; `campaign_of` gives it."""
        self.notice = ""
        """What whoever opens it should know of how it was opened, in a sentence."""

    @property
    def past(self) -> tuple[Played, ...]:
        """The turns that led here, as the seat that is up played them."""
        return tuple(node.played[self.up.place] for node in self.tree.path)

    @property
    def processes(self) -> tuple[PeaceProcess, ...]:
        """The truth, and then the picture of each seat."""
        return (self.process, *(player.picture.replay for player in self.players))

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
        world, me = self.picture.world, self.seat_index
        have = due(world, me) if self.turn else world.capital[me]
        return float(have[BEST])

    @property
    def capital_left(self) -> float:
        """What the planned moves leave of it."""
        return self.capital - sum(self.options.all[plan.option].spec.cost for plan in self.planned)

    def state_hash(self) -> str:
        """A hash of the whole state, the same as that of a run with the same moves and seed."""
        return self.process.state_hash(0)

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

    def label(self, option: int) -> str:
        """A move and its target in words; the target only where the title does not name it."""
        found = self.options.all[option]
        return self.words.move_title(found.move, found.actor, found.target)
