"""Tables: when they decide, how each member does, and what the procedure makes of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.model.chance import Draws
from sim.model.drafting import draft_where
from sim.model.exact import Floats, logistic
from sim.model.explain import Explain, Note, explainer
from sim.model.gains import against_slack, gain, objecting, signing
from sim.model.lane_view import lanes_where
from sim.model.ledger import Row
from sim.model.plan import NEVER, TablePlan
from sim.model.rules import voting
from sim.model.rules.spatial import excess
from sim.model.world import Bools, World

Utility = Callable[[World, int, int, Note], Floats]
"""What saying yes is worth over saying no, of a world, an actor and a table; `signing` is one."""
SIGNED = ("signatures", "consensus", "sides", "quota")


class Tables:
    """The phase in which tables decide."""

    def __init__(self, world: World, draws: Draws) -> None:
        self.world, self.draws = world, draws

    def run(self) -> None:
        """Every table in turn: fulfil what was signed, draft, decide."""
        for plan in self.world.plan.tables:
            if plan.procedure in SIGNED and plan.kept:
                self._fulfil(plan)
            called = self._called(plan)
            if called is not None and called.any():
                self.decide(plan, called)

    # -- when a table decides ----------------------------------------------------------------------

    def _called(self, plan: TablePlan) -> Bools | None:
        world = self.world
        adopted = world.holds(world.plan.fact("adopted", -1, plan.index))
        ready = world.open[plan.index] & ~adopted
        called = world.pending.called.get(plan.index)
        if called is not None:
            called = called & ready & world.drafted[plan.index]
        if plan.drafters:
            busy = called if called is not None else np.zeros(world.runs, dtype=bool)
            own = draft_where(world, plan, ready & ~busy, self.draws)
            called = busy | own
        return called

    def decide(self, plan: TablePlan, called: Bools) -> None:
        """Have a table decide on its text where `called`; shape (runs,)."""
        world = self.world
        if plan.procedure == "council_vote":
            self._vote(plan, called)
            return
        present = [called & ~world.away[member] for member in plan.members]
        yes = []
        for member, here in zip(plan.members, present, strict=True):
            yes.append(self._choice(plan, member, "accept", signing, here))
        stopped = np.zeros(world.runs, dtype=bool)
        for actor in plan.assent:
            passes = self._choice(plan, actor, "assent", objecting, called)
            against = called & ~passes
            self._write("objected", actor, plan, against)
            stopped |= against
        signed = np.array(yes)
        match plan.procedure:
            case "signatures":
                passed = voting.unanimity(signed)
            case "sides":
                passed = voting.signature_by_sides(signed, plan.sides)
            case "consensus":
                refused = np.array([here & ~one for here, one in zip(present, yes, strict=True)])
                passed = voting.consensus(refused)
            case _:
                passed = voting.coalition_quota(signed, plan.seats, plan.needed)
        inside = self._inside(plan)
        for member, here, one in zip(plan.members, present, yes, strict=True):
            refused = here & ~one
            self._write("accepted", member, plan, one)
            self._write("rejected", member, plan, refused)
            source = f"tables.{plan.id}"
            world.see_sign(member, "acceptance", one.astype(np.float64), source)
            world.see_sign(member, "refusal_inside", (refused & inside).astype(np.float64), source)
            world.see_sign(
                member, "refusal_outside", (refused & ~inside).astype(np.float64), source
            )
            world.efforts += refused & inside & (member in world.plan.subjects)
        votes = np.zeros(world.runs)
        for one in yes:
            votes += one
        decided = called & np.logical_or.reduce(present)
        self._close(plan, decided, decided & passed & ~stopped, votes)

    def _inside(self, plan: TablePlan) -> Bools:
        inside: Bools = excess(self.world.text_of(plan.index), plan.limits) < 1e-9
        return inside

    def _vote(self, plan: TablePlan, called: Bools) -> None:
        world, lanes = lanes_where(self.world, called)
        here, constants = called[lanes], world.constants
        text, author = world.text_of(plan.index), world.author[plan.index]
        yes, no = [], []
        bloc = np.zeros(world.runs, dtype=np.int64)
        single, vetoes = [], []

        def write(fact: str, member: int, where: Bools) -> None:
            everywhere = np.zeros(called.shape, dtype=bool)
            everywhere[lanes] = here & where
            self._write(fact, member, plan, everywhere)

        for member in plan.members:
            note, explain = self._explainer(member, plan, "vote")
            utility = gain(world, member, plan.index, text, author, note) * constants.rationality
            favour = logistic(utility)
            u = self.draws.draw(f"accept:{world.plan.actors[member]}:{plan.id}")[lanes]
            size = world.plan.scenario.actors[world.plan.actors[member]].members
            if size > 1:
                count = voting.binomial_count(u, favour, size)
                bloc += count
                explain(favour, called, 2 * count >= size)
                write("accepted", member, 2 * count >= size)
                continue
            aye = u < favour
            slack = against_slack(world, plan, member)
            nay = u >= logistic(utility + constants.rationality * slack)
            explain(favour, called, aye)
            single.append(member)
            yes.append(aye)
            no.append(nay)
            vetoes.append(member in plan.veto)
            write("accepted", member, aye)
            write("abstained", member, ~aye & ~nay)
            write("rejected", member, nay)
            if member in plan.veto:
                write("vetoed", member, nay)
        # a council may be made of blocs alone
        shape = (len(single), world.runs)
        in_favour, against = (np.array(votes, dtype=bool).reshape(shape) for votes in (yes, no))
        passed = voting.council_vote(in_favour, against, vetoes, bloc, plan.needed)
        votes, adopted = np.zeros(called.shape), np.zeros(called.shape, dtype=bool)
        votes[lanes], adopted[lanes] = in_favour.sum(axis=0) + bloc, here & passed
        self._close(plan, called, adopted, votes)

    # -- after a decision --------------------------------------------------------------------------

    def _close(self, plan: TablePlan, called: Bools, passed: Bools, votes: Floats) -> None:
        world = self.world
        world.votes[plan.index] = np.where(called, votes, world.votes[plan.index])
        self._write("adopted", -1, plan, passed)
        self._write("failed", -1, plan, called & ~passed)
        if plan.procedure == "council_vote":
            world.open[plan.index] &= ~passed

    def _fulfil(self, plan: TablePlan) -> None:
        """In the turn after adoption each signatory keeps its word or breaks it, once."""
        world = self.world
        adopted = world.facts[world.plan.fact("adopted", -1, plan.index)]
        due = (adopted != NEVER) & (adopted < world.turn)
        if not due.any():
            return
        for member in plan.members:
            kept = world.plan.fact("complied", member, plan.index)
            broken = world.plan.fact("broke_off", member, plan.index)
            signed = world.holds(world.plan.fact("accepted", member, plan.index))
            open_case = due & signed & ~world.holds(kept) & ~world.holds(broken)
            if not open_case.any():
                continue
            keeps = self._choice(plan, member, "comply", signing, open_case)
            self._write("complied", member, plan, keeps)
            self._write("broke_off", member, plan, open_case & ~keeps)
            source = f"tables.{plan.id}"
            world.see_sign(member, "compliance", keeps.astype(np.float64), source)
            world.see_sign(member, "violation", (open_case & ~keeps).astype(np.float64), source)

    # -- helpers -----------------------------------------------------------------------------------

    def _choice(
        self, plan: TablePlan, actor: int, what: str, utility_of: Utility, where: Bools
    ) -> Bools:
        """Where an actor says yes; false where nobody asks it."""
        note, explain = self._explainer(actor, plan, what)
        u = self.draws.draw(f"{what}:{self.world.plan.actors[actor]}:{plan.id}")
        world, lanes = lanes_where(self.world, where)
        chosen = np.zeros(self.world.runs, dtype=bool)
        utility = utility_of(world, actor, plan.index, note)
        chance = logistic(utility * world.constants.rationality)
        chosen[lanes] = u[lanes] < chance
        explain(chance, where, chosen)
        return chosen & where

    def _write(self, fact: str, actor: int, plan: TablePlan, where: Bools) -> None:
        world = self.world
        world.decide(world.plan.fact(fact, actor, plan.index), where)
        ledger = world.ledger
        if ledger is not None and where[ledger.lane]:
            ledger.write(
                Row(world.turn, "fact", fact, (actor, plan.index), source=f"tables.{plan.id}")
            )

    def _explainer(self, actor: int, plan: TablePlan, what: str) -> tuple[Note, Explain]:
        return explainer(self.world, what, f"tables.{plan.id}", (actor, plan.index))
