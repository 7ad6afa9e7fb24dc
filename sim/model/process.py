"""The agent-based model: a peace process as an ensemble of parallel runs.

Read `ODD.md` beside this file for the model in the field's standard form.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import mesa
import numpy as np

from sim.model import formation
from sim.model.actor import Actor
from sim.model.arena import Arena
from sim.model.attendance import Attendance
from sim.model.chance import Chance, Purpose
from sim.model.collecting import collected
from sim.model.compiled import Compiled
from sim.model.constants import Constants, standard
from sim.model.drafting import choose as choose_text
from sim.model.drafting import put_text, rounded
from sim.model.exact import Floats
from sim.model.keeping import digest, keep
from sim.model.ledger import Ledger, Row
from sim.model.options import Option
from sim.model.plan import NEVER
from sim.model.rules import RULES, consultation
from sim.model.seat import Play, allow_capital, make_moves
from sim.model.start import draws_of, start
from sim.model.tables import Tables
from sim.model.verbs import DraftOp
from sim.model.world import Bools, World
from sim.scenario.schema import Scenario

Policy = Literal["line", "pass", "random", "own"]
"""How the seat is played: by the plays given to `step`, not at all, at random, or as the others."""
MIN_LANES = 2
"""With one run NumPy merges axes and sums in another order; so a single run is run as two."""


class PeaceProcess(mesa.Model):  # type: ignore[misc]  # Mesa has no types
    """A peace process over `runs` parallel runs.

    Args:
        scenario: A checked scenario, or one compiled already.
        seed: Key of the chance, 0 <= seed < 2**64; None for a fresh one, as Mesa means it.
        first: Number of the first run: run r is the same in whatever ensemble it stands.
        runs: How many runs.
        seat: Actor id that plays by `policy`; by default who owns the initiative.
        beside: Actor ids of further seats, which play by `policy` too and at the same time; each
            has its own capital and its own number of moves a turn.
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
        beside: Sequence[str] = (),
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
        self.chance_seed, self.first_run, self.sampled = seed, first, sample
        self.seats = compiled.seated(seat, beside)
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
        self._plays: Sequence[Play] = ()
        self._track_start()
        for index in range(len(self.plan.actors)):
            Actor(self, index)

    # -- turns -------------------------------------------------------------------------------------

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
    def datacollector(self) -> Any:
        """Outcomes and goals turn by turn, where `mesa.batch_run` and its kin look for them."""
        return collected(self)

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

    def advance(self, plays: Sequence[Play] = ()) -> None:
        """One turn with moves of the seats; `step` alone is a turn without (Mesa calls it so)."""
        self._plays = plays
        self.step()
        self._plays = ()

    def step(self) -> None:
        """One turn: moves, answers, tables and votes, events, learning."""
        plays = self._plays
        world = self.world
        if world.turn >= self.plan.turns:
            self.running = False
            return
        ended = self.ended() if self.compiled.final_rows else None
        kept = None if ended is None else keep(world, ended)
        if ended is not None and world.ledger is not None:
            world.ledger.closed = bool(ended[world.ledger.lane])
        world.new_turn()
        self.draws = self.chance.turn(world.turn + 1, self.shift)
        self.chosen: dict[int, Bools] = {}
        self.replies: dict[int, tuple[Bools, Bools]] = {}
        self.texts: dict[int, list[tuple[Bools, dict[str, float]]]] = {}
        self.attendance = Attendance(world)
        self.leaked = np.zeros(self.lanes, dtype=bool)
        self.went_public = np.zeros(self.lanes, dtype=bool)
        allow_capital(self)
        self.agents.do("choose")
        make_moves(self, plays)
        self._apply_moves()
        self.agents.do("answer")
        self._apply_replies()
        self.attendance.settle()
        world.settle()
        Tables(world, self.draws).run()
        world.settle()
        self._events()
        self._learn()
        self._track()
        if kept is not None:
            kept.restore(world)
        world.turn += 1
        self.running = not self.over

    # -- moves -------------------------------------------------------------------------------------

    def play(self, option: Option, where: Bools) -> None:
        """Mark an option as played this turn where `where`."""
        if not where.any():
            return
        before = self.chosen.get(option.index)
        self.chosen[option.index] = where if before is None else before | where

    def actor(self, index: int) -> Actor:
        """The agent of an actor."""
        found = self.agents[index]
        assert isinstance(found, Actor)
        return found

    def legal(self, option: Option) -> Bools:
        """Where its actor could play an option now, capital apart; shape (lanes,)."""
        return self.actor(option.actor).legal(option)

    def _apply_moves(self) -> None:
        world = self.world
        for index in sorted(self.chosen):
            option, where = self.options.all[index], self.chosen[index]
            weight = where.astype(np.float64)
            world.played[index][where] = world.turn
            if world.ledger is not None and where[world.ledger.lane]:
                world.ledger.write(
                    Row(
                        world.turn,
                        "move",
                        option.move,
                        (option.actor, option.target),
                        source=option.source,
                    )
                )
            laid: list[int] = []
            for op in option.always:
                op.apply(world, weight, option.source)
                if isinstance(op, DraftOp):
                    self._draft(option, op.table, where, laid)
                    laid.append(op.table)
            self._heavy_hand(option, weight)
        world.settle()

    def _draft(self, option: Option, table: int, where: Bools, laid: Sequence[int]) -> None:
        """Lay a text; what the move has laid on another table before, it says here as well."""
        world, plan = self.world, self.plan.tables[table]
        for lanes, given in self.texts.get(option.index, []):
            places = [
                given.get(self.plan.issues[issue], 0.5 if plan.text is None else plan.text[row])
                for row, issue in enumerate(plan.issues)
            ]
            text = rounded(np.repeat(np.array(places)[:, None], self.lanes, axis=1))
            put_text(world, plan, text, option.actor, lanes)
            where = where & ~lanes
        if where.any():
            u = self.draws.draw(f"draft:{self.plan.actors[option.actor]}:{plan.id}")
            text, _ = choose_text(world, plan, option.actor, u, where)
            for other in laid:
                for row, issue in enumerate(plan.issues):
                    if issue in self.plan.tables[other].issues:
                        text[row] = world.text[other, issue]
            put_text(world, plan, text, option.actor, where)

    def _heavy_hand(self, option: Option, weight: np.ndarray) -> None:
        """Manipulating leaves resentment, the more so beyond one's standing."""
        world = self.world
        if option.spec.style != "manipulate" or option.target is None:
            return
        address = ("trust", (option.target, option.actor))
        if world.on("styles"):
            by = world.constants.style_grievance * weight
            world.see(address, False, by, option.source, "styles")
        if world.on("legitimacy"):
            short = np.maximum(0.5 - world.legitimacy(option.actor), 0.0)
            by = world.constants.beyond_mandate * short * weight
            world.see(address, False, by, option.source, "legitimacy")

    # -- answers -----------------------------------------------------------------------------------

    def _apply_replies(self) -> None:
        """Let all answers of the turn take effect, once all have been given."""
        world = self.world
        for index in sorted(self.replies):
            option, (yes, no) = self.options.all[index], self.replies[index]
            ask = option.ask
            assert ask is not None
            if ask.decision == "attend":
                self.attendance.note(ask.table, ask.target, yes | no, yes)
            else:
                world.decide(ask.yes_row, yes)
                if ask.no_row >= 0:
                    world.decide(ask.no_row, no)
            for ops, where in ((ask.yes, yes), (ask.no, no)):
                if ops and where.any():
                    weight = where.astype(np.float64)
                    for op in ops:
                        op.apply(world, weight, option.source)
        formation.recall(world)

    # -- events and learning -----------------------------------------------------------------------

    def _events(self) -> None:
        world = self.world
        for row, event in enumerate(self.compiled.events):
            if event.turn != world.turn or event.id in self.cancelled:
                continue
            happens = self.draws.draw(f"event:{event.id}") < event.spec.likelihood()
            if event.when is not None:
                happens = happens & event.when(world)
            world.events[row][happens] = world.turn
            if world.ledger is not None and happens[world.ledger.lane]:
                world.ledger.write(Row(world.turn, "event", event.id, source=f"events.{event.id}"))
            weight = happens.astype(np.float64)
            for op in event.ops:
                op.apply(world, weight, f"events.{event.id}")
        world.settle()

    def _learn(self) -> None:
        world = self.world
        if world.on("consultation"):
            self._leaks()
        table = self.plan.table(self.plan.scenario.initiative.table).index
        self.went_public = world.came[table] & ~world.public
        world.public |= world.came[table]
        if world.on("home_support"):
            self._stand_aside()
        self.agents.do("learn")
        world.settle()
        world.learn()
        formation.end_turn(world)

    def _leaks(self) -> None:
        world = self.world
        for confidant, told in world.pending.confided.items():
            trust = world.trust[confidant, self.plan.owner]
            chance = consultation.leak_chance(trust, world.constants.leak)
            u = self.draws.draw(f"leak:{self.plan.actors[confidant]}")
            self.leaked |= (told > 0) & (u < chance)

    def _stand_aside(self) -> None:
        world, owner = self.world, self.plan.owner
        busy = np.zeros(self.lanes, dtype=bool)
        for index, where in self.chosen.items():
            if self.options.all[index].actor == owner:
                busy |= where
        by = np.where(busy, 0.0, -1.0) * world.constants.standing_aside
        formation.shift(world, owner, by, "standing aside", "home_support")

    def _track_start(self) -> None:
        """Conditions that hold before the first turn count from then (turn -1)."""
        self.world.turn = -1
        for row, watch in enumerate(self.compiled.watches):
            self.world.tracked[row][watch.test(self.world)] = -1
        self.world.turn = 0

    def _track(self) -> None:
        world = self.world
        for row, watch in enumerate(self.compiled.watches):
            first = world.tracked[row]
            first[watch.test(world) & (first == NEVER)] = world.turn

    # -- identity ----------------------------------------------------------------------------------

    def state_hash(self, run: int = 0) -> str:
        """A hash of everything that one run's state consists of, its own last turn included."""
        turn = self.world.turn
        for row in self.compiled.final_rows:
            turn = min(turn, int(self.world.tracked[row, run]) + 1)
        return digest(self.world, run, turn)


__all__ = ["RULES", "PeaceProcess", "Play", "Policy"]
