"""The state of an ensemble of parallel runs: its world, its chance, its seats, its turn so far.

What happens in a turn is in `sim.model.process`; what one actor decides in `sim.model.actor`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import mesa
import numpy as np

from sim.model.arena import Arena
from sim.model.attendance import Attendance
from sim.model.chance import Chance, Draws, Purpose
from sim.model.compiled import Compiled
from sim.model.constants import Constants, standard
from sim.model.exact import Floats
from sim.model.keeping import digest
from sim.model.ledger import Ledger
from sim.model.options import Option
from sim.model.plan import NEVER
from sim.model.start import draws_of, start
from sim.model.world import Bools, World
from sim.scenario.schema import Scenario

Policy = Literal["line", "pass", "random", "own"]
"""How the seat is played: by the plays given to `step`, not at all, at random, or as the others."""
MIN_LANES = 2
"""With one run NumPy merges axes and sums in another order; so a single run is run as two."""


class Ensemble(mesa.Model):  # type: ignore[misc]  # Mesa has no types
    """The state of `runs` parallel runs, and what can be asked of it.

    Args:
        scenario: A checked scenario, or one compiled already.
        seed: Key of the chance, 0 <= seed < 2**64; None for a fresh one, as Mesa means it.
        first: Number of the first run: run r is the same in whatever ensemble it stands.
        runs: How many runs.
        seat: Actor id that plays by `policy`; by default who owns the initiative.
        other_seats: Actor ids of further seats, which play by `policy` too and at the same time;
            each has its own capital and its own number of moves a turn.
        policy: How the seat is played.
        without: Names of mechanisms and events switched off, as `rule:ID` or `event:ID`.
        forbid: `ACTOR:MOVE` pairs that an actor may not play.
        sample: Whether coded numbers are drawn from their ranges.
        constants: The engine's constants; by default those of `constants.yaml`.
        watch: Whether to keep a ledger of the first run.
        arena: Memory of an ensemble that is done with, to be used again.
        uniforms: What takes the place of the runs' own draws of coded numbers and hidden types, by
            slot name (`Compiled.range_slots`): shape (max(runs, 2),) each, from 0 to 1.
        luck: Another chance from some turns on: by turn (0-based) how many runs further on the
            draws are taken from until the next turn named here. Coded numbers stay each run's own.

    Raises:
        ValueError: Unknown seat, rule, event, pair, or uniforms that do not fit.
    """

    draws: Draws
    """The uniforms of this turn."""
    chosen: dict[int, Bools]
    """By option: where it is played this turn."""
    replies: dict[int, tuple[Bools, Bools]]
    """By option that asks: where the answer of this turn is yes, and where no."""
    texts: dict[int, list[tuple[Bools, dict[str, float]]]]
    """By option that drafts: the texts that seats gave for it this turn, and where."""
    attendance: Attendance
    """Who comes to a round this turn."""
    leaked: Bools
    """Where word of the initiative leaked this turn."""
    went_public: Bools
    """Where the initiative became public this turn."""

    def __init__(
        self,
        scenario: Scenario | Compiled,
        seed: int | None = 1,
        first: int = 0,
        runs: int = 1,
        seat: str | None = None,
        policy: Policy = "line",
        without: Iterable[str] = (),
        forbid: Iterable[str] = (),
        sample: bool = True,
        constants: Constants | None = None,
        watch: bool = False,
        purpose: int = Purpose.WORLD,
        arena: Arena | None = None,
        uniforms: Mapping[str, Floats] | None = None,
        other_seats: Sequence[str] = (),
        luck: Mapping[int, int] | None = None,
        rng: Any = None,
    ) -> None:
        if seed is None:
            seed = secrets.randbits(63)
        super().__init__(rng=seed if rng is None else rng)
        compiled = scenario if isinstance(scenario, Compiled) else Compiled(scenario)
        self.compiled, self.plan, self.options = compiled, compiled.plan, compiled.options
        self.asks_of = compiled.asks_of
        self.runs, self.lanes = runs, max(runs, MIN_LANES)
        self.chance_seed = seed
        self.seats = compiled.seated(seat, other_seats)
        """Actors that play by the policy, the first of them the main one."""
        self.policy: Policy = policy
        self.luck: dict[int, int] = dict(luck or {})
        """By turn, how many runs further on the chance is taken from, until the next one named."""
        rules, self.cancelled = compiled.switched(without)
        self.forbidden = compiled.pairs(forbid)
        room = (arena or Arena()).room
        self.chance = Chance(
            seed,
            first,
            self.lanes,
            compiled.slots,
            purpose,
            room=room("draws", (compiled.slots.width, self.lanes)),
        )
        draws = None
        if purpose == Purpose.WORLD:
            slots = compiled.range_slots
            space = room("ranges", (slots.width, self.lanes))
            own = Chance(seed, first, self.lanes, slots, Purpose.RANGES, room=space)
            draws = draws_of(own, uniforms)
        self.world: World = start(
            self.plan,
            self.options,
            (constants or standard()).under(rules),
            rules,
            draws,
            self.lanes,
            len(compiled.watches),
            sample,
            arena,
        )
        if watch:
            self.world.ledger = Ledger()
        self.track_start()
        self.populate()

    def populate(self) -> None:
        """Make the agents."""

    # -- where it stands ---------------------------------------------------------------------------

    @property
    def turn(self) -> int:
        """Turns played."""
        return self.world.turn

    @property
    def seat(self) -> int:
        """The first of the seats."""
        return self.seats[0]

    @property
    def shift(self) -> int:
        """How many runs further on the chance of the turn to be played is taken from."""
        begun = [turn for turn in self.luck if turn <= self.world.turn]
        return self.luck[max(begun)] if begun else 0

    @property
    def over(self) -> bool:
        """Whether no run has anything left to play."""
        return self.world.turn >= self.plan.turns or bool(self.ended()[: self.runs].all())

    def ended(self) -> Bools:
        """Where a final outcome was reached, shape (lanes,)."""
        ended = np.zeros(self.lanes, dtype=bool)
        for row in self.compiled.final_rows:
            ended |= self.world.tracked[row] < self.world.turn
        return ended

    # -- what is played ----------------------------------------------------------------------------

    def legal(self, option: Option) -> Bools:
        """Where its actor could play an option now, capital apart; shape (lanes,).

        Its needs hold, it is rested, and nobody forbids it.
        """
        world = self.world
        last = world.played[option.index]
        ready: Bools
        if option.spec.once:
            ready = last == NEVER
        elif option.spec.rest:
            ready = (last == NEVER) | (world.turn - last > option.spec.rest)
        else:
            ready = np.ones(world.runs, dtype=bool)
        if (option.move, option.actor) in self.forbidden:
            ready = np.zeros(world.runs, dtype=bool)
        if option.needs is not None:
            ready = ready & option.needs(world)
        return ready

    def play(self, option: Option, where: Bools) -> None:
        """Mark an option as played this turn where `where`."""
        if not where.any():
            return
        before = self.chosen.get(option.index)
        self.chosen[option.index] = where if before is None else before | where

    # -- what has held so far ----------------------------------------------------------------------

    def track_start(self) -> None:
        """Conditions that hold before the first turn count from then (turn -1)."""
        self.world.turn = -1
        for row, holds in enumerate(self.compiled.watches):
            self.world.tracked[row][holds(self.world)] = -1
        self.world.turn = 0

    def track(self) -> None:
        """Note the conditions that hold for the first time."""
        world = self.world
        for row, holds in enumerate(self.compiled.watches):
            first = world.tracked[row]
            first[holds(world) & (first == NEVER)] = world.turn

    # -- identity ----------------------------------------------------------------------------------

    def state_hash(self, run: int = 0) -> str:
        """A hash of everything that one run's state consists of, its own last turn included."""
        turn = self.world.turn
        for row in self.compiled.final_rows:
            turn = min(turn, int(self.world.tracked[row, run]) + 1)
        return digest(self.world, run, turn)
