"""Tables: what a text is worth to each member, how they decide, what the procedure makes of it."""

from __future__ import annotations

import numpy as np

from sim.model.answers import (
    Note,
    pressure_ground,
    silent,
    type_textual,
    type_values,
    value_by_type,
)
from sim.model.chance import Draws
from sim.model.constants import Number
from sim.model.drafting import draft_where
from sim.model.exact import Floats, logistic
from sim.model.few import few
from sim.model.ledger import Row
from sim.model.plan import NEVER, TablePlan
from sim.model.rules import commitment, consultation, spoilers, voting
from sim.model.rules.trust import leaning
from sim.model.world import Bools, World

Author = np.ndarray | int
"""Index of each run's author of a text, -1 for none; or of the one author in all runs."""
SIGNED = ("signatures", "consensus", "sides", "quota")


def by_author(world: World, member: int, author: Author) -> Floats:
    """A member's trust in each run's author of the text; .5 where there is none."""
    if isinstance(author, int):
        one: Floats = world.trust[member, author]
        return one
    lanes = np.arange(world.runs)
    trust: Floats = world.trust[member][np.maximum(author, 0), lanes]
    return np.where(author < 0, 0.5, trust)


def gain(
    world: World,
    member: int,
    table: int,
    text: Floats,
    author: Author,
    note: Note = silent,
) -> Floats:
    """What a member sees in a text over what it has without, before fear and hidden type.

    `text` has shape (issues of the table, runs), `author` the index of each run's author, -1 for
    none. Shape (runs,): utility less status quo or reservation value, with trust in the author, the
        author's standing, and, where the table is about a spoiler, what going on without it gains.
    """
    total = terms_gain(world, member, table, text)
    note("text", total.copy())
    total += other_gain(world, member, table, author, note)
    return total


def terms_gain(world: World, member: int, table: int, text: Floats) -> Floats:
    """The part of `gain` that lies in the terms themselves."""
    total = world.worth(member, table, text) - world.floor(member, table)
    if member in world.plan.subjects and world.on("spoilers"):
        total *= value_by_type(world, member, type_textual(world), 1.0)
    return total


def other_gain(
    world: World, member: int, table: int, author: Author, note: Note = silent
) -> Floats:
    """The part of `gain` that is the same for every text by an author."""
    constants = world.constants
    total = np.zeros(world.runs)
    if world.on("trust"):
        part = constants.answer_trust * leaning(by_author(world, member, author))
        note("trust", part)
        total += part
    subject = world.plan.tables[table].about
    if subject is not None and world.on("departing_train"):
        part = spoilers.departing_train(
            world.exhaustion(), world.bad_faith(member, subject), constants.departing_train
        )
        note("departing_train", part)
        total += part
    return total


def against_slack(world: World, plan: TablePlan, member: int) -> Number:
    """How far below nought a member's gain must lie before it votes no rather than abstains."""
    constants = world.constants
    if member in plan.veto:
        return constants.abstention + constants.veto_cost
    return constants.abstention


def signing(world: World, member: int, table: int, note: Note = silent) -> Floats:
    """Utility of signing the text on a table over not signing it, shape (runs,)."""
    constants = world.constants
    author = world.author[table]
    total = gain(world, member, table, world.text_of(table), author, note)
    note("threshold", np.zeros(world.runs) - constants.accept_threshold)
    total -= constants.accept_threshold
    if world.on("leverage"):
        part = pressure_ground(world, member)
        note("leverage", part)
        total += part
    if world.on("guarantee"):
        part = commitment.exposure(
            world.fear[member], world.guarantee[member], constants.fear, constants.guarantee
        )
        note("guarantee", part)
        total += part
    part = constants.aid * world.aid[member]
    note("aid", part)
    total += part
    ripe = constants.ripeness * world.ripeness_of(member)
    note("ripeness", ripe)
    total += ripe
    if world.on("consultation"):
        part = -consultation.seen_first(world.shown[table], constants.seen_first)
        note("consultation", part)
        total += part
    if world.on("spoilers"):
        part = value_by_type(world, member, type_values(world), 0.0)
        note("spoilers", part)
        total += part
    return total


def objecting(world: World, actor: int, table: int, note: Note = silent) -> Floats:
    """Utility of letting a text pass over objecting to it, for one whose assent is needed."""
    constants = world.constants
    author = world.author[table]
    total = world.worth(actor, table, world.text_of(table)) - 0.5
    note("text", total.copy())
    if world.on("consultation"):
        part = constants.stance * leaning(world.stance[actor])
        note("consultation", part)
        total += part
    if world.on("trust"):
        part = constants.answer_trust * leaning(by_author(world, actor, author))
        note("trust", part)
        total += part
    note("threshold", np.zeros(world.runs) + constants.assent)
    total += constants.assent
    return total


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
                self._decide(plan, called)

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

    def _decide(self, plan: TablePlan, called: Bools) -> None:
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
        from sim.model.rules.spatial import excess

        inside: Bools = excess(self.world.text_of(plan.index), plan.limits) < 1e-9
        return inside

    def _vote(self, plan: TablePlan, called: Bools) -> None:
        world, lanes = few(self.world, called)
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
        self, plan: TablePlan, actor: int, what: str, utility_of: object, where: Bools
    ) -> Bools:
        """Where an actor says yes; false where nobody asks it."""
        note, explain = self._explainer(actor, plan, what)
        u = self.draws.draw(f"{what}:{self.world.plan.actors[actor]}:{plan.id}")
        world, lanes = few(self.world, where)
        chosen = np.zeros(self.world.runs, dtype=bool)
        utility = utility_of(world, actor, plan.index, note)  # type: ignore[operator]
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

    def _explainer(self, actor: int, plan: TablePlan, what: str):  # type: ignore[no-untyped-def]
        from sim.model.explain import explainer

        return explainer(self.world, actor, what, f"tables.{plan.id}", (actor, plan.index))
