"""The agent-based model: a peace process as an ensemble of parallel runs.

Read `ODD.md` beside this file for the model in the field's standard form.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.model import formation
from sim.model.actor import Actor
from sim.model.attendance import Attendance
from sim.model.collecting import collected
from sim.model.drafting import choose as choose_text
from sim.model.drafting import put_text, rounded
from sim.model.ensemble import Ensemble
from sim.model.keeping import keep
from sim.model.ledger import Row
from sim.model.options import Option
from sim.model.rules import consultation
from sim.model.seat import Play, allow_capital, make_moves
from sim.model.tables import Tables
from sim.model.verbs import DraftOp
from sim.model.world import Bools


class PeaceProcess(Ensemble):
    """A peace process over `runs` parallel runs.

    Its arguments are those of `Ensemble`, which holds its state; this is what happens in a turn.
    """

    _plays: Sequence[Play] = ()
    """What `advance` has the seats do; Mesa's `step` takes no arguments."""

    def populate(self) -> None:
        """Make one agent an actor, in the order of the scenario."""
        for index in range(len(self.plan.actors)):
            Actor(self, index)

    # -- turns -------------------------------------------------------------------------------------

    @property
    def datacollector(self) -> Any:
        """Outcomes and goals turn by turn, where `mesa.batch_run` and its kin look for them."""
        return collected(self)

    def advance(self, plays: Sequence[Play] = ()) -> None:
        """One turn with moves of the seats; `step` alone is a turn without (Mesa calls it so)."""
        self._plays = plays
        self.step()
        self._plays = ()

    def step(self) -> None:
        """One turn: moves, answers, tables and votes, events, learning."""
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
        self.chosen, self.replies, self.texts = {}, {}, {}
        self.attendance = Attendance(world)
        self.leaked = np.zeros(self.lanes, dtype=bool)
        self.went_public = np.zeros(self.lanes, dtype=bool)
        allow_capital(self)
        self.agents.do("choose")
        make_moves(self, self._plays)
        self._apply_moves()
        self.agents.do("answer")
        self._apply_replies()
        self.attendance.settle()
        world.settle()
        Tables(world, self.draws).run()
        world.settle()
        self._events()
        self._learn()
        self.track()
        if kept is not None:
            kept.restore(world)
        world.turn += 1
        self.running = not self.over

    def actor(self, index: int) -> Actor:
        """The agent of an actor."""
        found = self.agents[index]
        assert isinstance(found, Actor)
        return found

    # -- moves -------------------------------------------------------------------------------------

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
