"""One game: a seat that a person plays, turn by turn, with undo.

The game is the engine with a single run and the seat's moves forced, so that the same moves with
the same seed end in the same state as a run of the command line, to the bit. What the player may
read comes from `picture` alone; the true state is kept from view until the debrief.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.game import cards, moves
from sim.game.cards import Card
from sim.game.faults import GameError, IllegalMove
from sim.game.lock import Lock, lock_of
from sim.game.moves import Planned
from sim.game.picture import BEST, Observed, Picture
from sim.game.replay import step
from sim.game.report import TurnReport, report
from sim.game.view import SeatView
from sim.game.viewing import replanned, seat_view
from sim.game.words import Words
from sim.model.compiled import Compiled
from sim.model.process import PeaceProcess
from sim.model.rollout import Snapshot
from sim.model.rules import home
from sim.scenario.heads import STANDARD
from sim.scenario.load import Loaded
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    from sim.game.campaign import CampaignGame, Heritage

MOST_SEED = 2**64 - 1


@dataclass(frozen=True)
class Played:
    """A turn that was played, with the states to go back to."""

    moves: tuple[Planned, ...]
    before: Snapshot
    picture_before: Snapshot
    observed: Observed
    report: TurnReport


class Game:
    """One game of one seat.

    Args:
        loaded: The scenario.
        seat: Actor id; by default who owns the initiative.
        seed: Key of the chance, 0 to 2**64 - 1.
        without: Mechanisms and events switched off, as `rule:ID` or `event:ID`.
        compiled: The scenario compiled, where a caller has it already.
        heritage: What it takes along from the chapter before, in a campaign.

    Raises:
        GameError: No such seat, seed, rule or event.
    """

    def __init__(
        self,
        loaded: Loaded,
        seat: str | None = None,
        seed: int = 1,
        without: tuple[str, ...] = (),
        compiled: Compiled | None = None,
        heritage: Heritage | None = None,
    ) -> None:
        if not 0 <= seed <= MOST_SEED:
            raise GameError(f"The seed is {seed}; it must be from 0 to {MOST_SEED}.")
        self.loaded, self.seed, self.without = loaded, seed, tuple(without)
        self.compiled = compiled or Compiled(loaded.scenario, generations=loaded.generations)
        self.plan, self.options = self.compiled.plan, self.compiled.options
        self.words = Words(self.plan)
        try:
            self.process = PeaceProcess(
                self.compiled, seed=seed, seat=seat, without=self.without, watch=True
            )
        except ValueError as error:
            raise GameError(str(error)) from None
        self.seat_index = self.process.seat
        if heritage is not None:
            heritage.begin(self.process)
        self.picture = Picture(self.process, self.without, heritage)
        self.lock: Lock = lock_of(loaded.scenario)
        """What a teacher allows in it; who opens the game puts the computer's own lock to it."""
        self.campaign: CampaignGame | None = None
        """The campaign that this game is a chapter of."""
        self.planned: list[Planned] = []
        self.past: list[Played] = []
        self._view: tuple[tuple[Planned, ...], SeatView] | None = None
        """The view of this turn, with the moves that were planned in it."""

    @classmethod
    def new(
        cls, loaded: Loaded, seat: str | None = None, seed: int = 1, without: tuple[str, ...] = ()
    ) -> Game:
        """A game before its first turn; see the class."""
        return cls(loaded, seat, seed, without)

    # -- where it stands ---------------------------------------------------------------------------

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.loaded.scenario

    @property
    def seat(self) -> str:
        """Actor id of the seat."""
        return self.plan.actors[self.seat_index]

    @property
    def turn(self) -> int:
        """Turns played."""
        return self.process.turn

    @property
    def turns(self) -> int:
        """Turns that the scenario has."""
        return self.plan.turns

    @property
    def date(self) -> dt.date:
        """First day of the turn to be played; after the last, the day after the end."""
        return self.plan.date(self.turn)

    @property
    def over(self) -> bool:
        """Whether the last turn was played or a final outcome reached."""
        return self.process.over

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
        plans = tuple(self.planned)
        if self._view is None:
            self._view = plans, seat_view(self)
        elif self._view[0] != plans:
            self._view = plans, replanned(self, self._view[1])
        return self._view[1]

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
            raise IllegalMove(
                f"There is no planned move {index + 1}; "
                + (f"there are {have}." if have else "nothing is planned yet.")
            )
        return self.planned.pop(index)

    def end_turn(self) -> TurnReport:
        """Play the planned moves; everybody else decides.

        Raises:
            IllegalMove: The game is over.
        """
        if self.over:
            raise IllegalMove("The game is over; undo a turn, or start again.")
        before, picture_before = Snapshot.of(self.process), Snapshot.of(self.picture.replay)
        acts = step(self.process, [plan.play for plan in self.planned])
        observed = self.picture.observe(self.process, acts)
        self.picture.follow(observed)
        made = report(self, observed, picture_before.rows, tuple(self.planned))
        self.past.append(Played(tuple(self.planned), before, picture_before, observed, made))
        self.planned, self._view = [], None
        return made

    def undo(self) -> bool:
        """Take back the last planned move or, where none is planned, the last turn.

        The moves of a turn that is taken back are planned again. False where nothing is left to
        take back.
        """
        if self.planned:
            self.planned.pop()
            return True
        if not self.past:
            return False
        last = self.past.pop()
        last.before.restore(self.process)
        last.picture_before.restore(self.picture.replay)
        self.planned, self._view = list(last.moves), None
        return True

    def usual_text(self, option: int) -> dict[str, float]:
        """The text that a drafting option would bring if none is given; nothing for any other."""
        return dict(moves.planned(self, self.options.all[option], None).text)

    def label(self, option: int) -> str:
        """A move and its target in words."""
        found = self.options.all[option]
        target = self.words.name(found.target)
        return f"{found.spec.title} ({target})" if target else found.spec.title

    # -- as data -----------------------------------------------------------------------------------

    def line(self) -> dict[str, Any]:
        """The moves played so far, as `run --line FILE` reads them (dates as dates)."""
        entries: dict[str, Any] = {}
        for turn, played in enumerate(self.past):
            for number, plan in enumerate(played.moves, start=1):
                entry: dict[str, Any] = {
                    "date": self.plan.date(turn),
                    "by": self.seat,
                    "move": plan.move,
                }
                if plan.to is not None:
                    entry["to"] = plan.to
                if plan.text:
                    entry["text"] = dict(plan.text)
                entries[f"turn_{turn + 1}_move_{number}"] = entry
        level = self.loaded.level
        return {**({} if level == STANDARD else {"difficulty": level}), "moves": entries}
