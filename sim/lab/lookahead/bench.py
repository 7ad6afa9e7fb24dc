"""What a search tries lines on: all that a seat can play, and runs that it has not met yet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from sim.lab.errors import LabError, lab_errors
from sim.lab.lines import LOOKAHEAD
from sim.lab.lookahead.rehearsal import After, Moves, Scores, Step, scores
from sim.model.chance import Chance, Purpose
from sim.model.compiled import Compiled
from sim.model.constants import Constants
from sim.model.options import Option
from sim.model.process import PeaceProcess
from sim.model.record import dated, recorded

WORK = 400_000
"""Turns of runs, for each turn of the calendar, after which a search ends with what it has.

For twelve turns they take a processor some half a minute.
"""
CALL = 1_000
"""A turn of one call of the engine costs as much as so many runs more, however few it has."""

Searched = Callable[[int], None]
"""Is told how many more turns of runs are done; `WORK` says how many in all."""


class Bench:
    """What a search for the line of a seat tries lines on: what can be played, and fresh runs.

    Args:
        compiled: The scenario.
        seat: Who plays; a seat with goals.
        without: Names of mechanisms and events switched off.
        forbid: `ACTOR:MOVE` pairs that an actor may not play.
        sample: Whether coded numbers are drawn from their ranges.
        constants: The engine's constants; by default those of the program.
        work: Turns of runs after which it ends with what it has; by default as many as `WORK`
            says.
        searched: Is told of the work as it is done.

    Raises:
        LabError: A seat without goals, or an unknown rule, event or pair.
    """

    def __init__(
        self,
        compiled: Compiled,
        seat: str,
        without: Iterable[str] = (),
        forbid: Iterable[str] = (),
        sample: bool = True,
        constants: Constants | None = None,
        work: int | None = None,
        searched: Searched | None = None,
    ) -> None:
        if seat not in compiled.scenario.goals:
            raise LabError(
                f"{compiled.scenario.id} has no goals for {seat}, so there is nothing to look "
                "ahead to; take another line, or give the seat goals."
            )
        self.compiled, self.seat = compiled, seat
        self.without, self.forbid = tuple(without), tuple(forbid)
        self.sample, self.constants = sample, constants
        self.turns = compiled.plan.turns
        self.most_work = WORK * self.turns if work is None else work
        self.work, self.searched = 0, searched
        self.most = compiled.scenario.capital.moves_per_turn
        self.who = compiled.plan.actor(seat)
        digest = hashlib.sha256(f"runs on which {LOOKAHEAD} searches".encode()).digest()
        self.seed = int.from_bytes(digest[:8], "big")
        self._next = 0

    # -- runs --------------------------------------------------------------------------------------

    def fresh(self, runs: int) -> PeaceProcess:
        """Runs that the search has not met yet, before their first turn."""
        with lab_errors():
            process = PeaceProcess(
                self.compiled,
                seed=self.seed,
                first=self._next,
                runs=runs,
                seat=self.seat,
                without=self.without,
                forbid=self.forbid,
                sample=self.sample,
                constants=self.constants,
            )
        # Numbers and types are drawn as in any run; what happens then is by a chance of its own.
        slots = self.compiled.slots
        process.chance = Chance(self.seed, self._next, runs, slots, Purpose.ODDS)
        self._next += runs
        return process

    def scores(
        self, process: PeaceProcess, lanes: range, lines: Sequence[Moves], after: After = "line"
    ) -> Scores:
        """As `sim.lab.lookahead.rehearsal.scores`, counted as work."""
        self._spend((len(lines) * len(lanes) + CALL) * (self.turns - process.turn))
        return scores(process, lanes, lines, after)

    def _spend(self, turns: int) -> None:
        self.work += turns
        if self.searched is not None:
            self.searched(turns)

    @property
    def spent(self) -> bool:
        """Whether its work is done."""
        return self.work >= self.most_work

    def option(self, step: Step) -> Option:
        """The option that a step plays."""
        return self.compiled.options.all[step.option]

    # -- what can be played ------------------------------------------------------------------------

    @cached_property
    def idle(self) -> Moves:
        """The line without moves."""
        return ((),) * self.turns

    @cached_property
    def record(self) -> Moves:
        """The seat's own moves of the record."""
        turns: list[tuple[Step, ...]] = list(self.idle)
        for one in dated(self.compiled, recorded(self.compiled, self.who), self.who):
            turns[one.turn] += (Step(one.play.option, tuple(one.play.text.items())),)
        return tuple(turns)

    @cached_property
    def steps(self) -> list[Step]:
        """All that the seat can play; what drafts also with the texts of the record."""
        mine = [Step(index) for index in self.compiled.options.of_actor[self.who]]
        texts = dict.fromkeys(step for turn in self.record for step in turn if step.text)
        return [*mine, *texts]
