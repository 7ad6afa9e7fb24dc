"""Effect verbs compiled: each can be applied, and appraised by an actor who thinks of using it.

`apply` changes drivers or notes observations in the runs where the weight is above 0. `appraise` is
the change of the appraiser's utility that it expects: utility is linear in the things the actor
wants (`wants`: address of a quantity or fact -> weight), so each verb says how far it moves each of
them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from sim.model.drafting import chance_of_passing
from sim.model.exact import Floats
from sim.model.ledger import Address
from sim.model.rules import consultation, credibility, leverage, spoilers
from sim.model.world import World

Wants = dict[Address, float]
Gates = tuple[int, ...]
"""Actors that an operation needs as mediators, to count."""


class Op(Protocol):
    """One effect on one actor or pair."""

    def apply(self, world: World, weight: Floats, source: str) -> None:
        """Take effect, in full where `weight` is 1 and not at all where it is 0; shape (runs,)."""

    def appraise(self, world: World, wants: Wants) -> Floats | None:
        """Expected change of the utility of who has these wants, shape (runs,); None for none."""


def gated(world: World, weight: Floats, gates: Gates) -> Floats:
    """A weight where all the gates are mediators, else 0."""
    for actor in gates:
        weight = weight * world.mediator[actor]
    return weight


def plus(total: Floats | None, part: Floats | None) -> Floats | None:
    """The sum of what several things are worth; None where none of them is wanted."""
    if part is None:
        return total
    return part if total is None else total + part


@dataclass(frozen=True)
class ShiftOp:
    """A driver goes up or down."""

    address: Address
    by: float
    """Signed, on the scale 0..1 (of capital: points)."""
    gates: Gates = ()

    def apply(self, world: World, weight: Floats, source: str) -> None:
        world.shift(self.address, self.by * gated(world, weight, self.gates), source)

    def appraise(self, world: World, wants: Wants) -> Floats | None:
        want = wants.get(self.address)
        if want is None:
            return self._legitimacy(world, wants)
        value = world.at(self.address)
        top = 99.0 if self.address[0] == "capital" else 1.0
        moved = np.minimum(np.maximum(value + self.by, 0.0), top) - value
        return want * gated(world, moved, self.gates)

    def _legitimacy(self, world: World, wants: Wants) -> Floats | None:
        if self.address[0] != "standing":
            return None
        kind, actor = self.address[1]
        want = wants.get(("legitimacy", (actor,)))
        if want is None:
            return None
        value = world.standing[kind, actor]
        moved = np.minimum(np.maximum(value + self.by, 0.0), 1.0) - value
        for other in range(3):
            if other != kind:
                moved = moved * (1.0 - world.standing[other, actor])
        return want * gated(world, moved, self.gates)


@dataclass(frozen=True)
class SeeOp:
    """A signal for an attitude: trust, knowledge or rapport goes up or down."""

    address: Address
    gain: bool
    size: float
    """Strength of the signal, 0..1."""
    gates: Gates = ()
    rule: str = "trust"

    def apply(self, world: World, weight: Floats, source: str) -> None:
        by = self.size * gated(world, weight, self.gates)
        world.see(self.address, self.gain, by, source, self.rule)

    def appraise(self, world: World, wants: Wants) -> Floats | None:
        want = wants.get(self.address)
        if want is None:
            return None
        value = world.at(self.address)
        room = (1.0 - value) if self.gain else value
        moved = self.size * room
        if self.address[0] == "trust":
            constants = world.constants
            moved = moved * (constants.trust_gain if self.gain else constants.trust_loss)
        moved = gated(world, moved, self.gates)
        return want * moved if self.gain else -want * moved


@dataclass(frozen=True)
class PersuadeOp:
    """An argument for or against the initiative, as good as each listener's trust in the teller."""

    teller: int
    listeners: tuple[int, ...]
    gates: tuple[Gates, ...]
    size: float
    """Strength of the argument, 0..1."""
    gain: bool

    def apply(self, world: World, weight: Floats, source: str) -> None:
        if not world.on("consultation"):
            return
        heard = world.trust[list(self.listeners), self.teller]
        heard *= world.constants.persuasion * self.size
        heard *= weight
        for listener, gate, by in zip(self.listeners, self.gates, heard, strict=True):
            by = gated(world, by, gate)
            world.see(("stance", (listener,)), self.gain, by, source, "consultation")

    def appraise(self, world: World, wants: Wants) -> Floats | None:
        if not world.on("consultation"):
            return None
        worth: Floats | None = None
        rate = world.constants.persuasion
        for listener, gate in zip(self.listeners, self.gates, strict=True):
            want = wants.get(("stance", (listener,)))
            if want is None:
                continue
            stance, trust = world.stance[listener], world.trust[listener, self.teller]
            moved = (
                consultation.persuaded(stance, trust, self.size, rate)
                if self.gain
                else -consultation.dissuaded(stance, trust, self.size, rate)
            )
            gain = want * gated(world, moved, gate)
            worth = plus(worth, gain)
        return worth


@dataclass(frozen=True)
class ConsultOp:
    """Somebody is told beforehand."""

    teller: int
    listener: int
    fact: int
    table: int
    members: tuple[int, ...]
    gates: Gates = ()

    def apply(self, world: World, weight: Floats, source: str) -> None:
        weight = gated(world, weight, self.gates)
        first = weight * ~world.holds(self.fact)
        world.decide(self.fact, weight > 0)
        world.told += first
        if world.on("consultation"):
            constants = world.constants
            by = constants.consult_gain / (1.0 + constants.consult_order * (world.told - first))
            address: Address = ("stance", (self.listener,))
            # one who was told already learns little more
            world.see(address, True, by * (0.25 * weight + 0.75 * first), source, "consultation")
            confided = world.pending.confided.setdefault(self.listener, np.zeros(world.runs))
            confided += first
        if self.listener not in self.members:
            world.shown[self.table] += weight * world.drafted[self.table]

    def appraise(self, world: World, wants: Wants) -> Floats | None:
        stance = wants.get(("stance", (self.listener,)))
        fact = wants.get(("fact", (self.fact,)))
        if stance is None and fact is None:
            return None
        first = (~world.holds(self.fact)).astype(np.float64)
        worth = (fact or 0.0) * first
        if stance is not None and world.on("consultation"):
            constants = world.constants
            gain = consultation.consulted(
                world.stance[self.listener],
                world.told,
                constants.consult_gain,
                constants.consult_order,
            )
            worth = worth + stance * gain * (0.25 + 0.75 * first)
        return gated(world, worth, self.gates)


@dataclass(frozen=True)
class PressOp:
    """Leverage is used through one channel: pressure now, a weaker channel and a grudge after."""

    giver: int
    target: int
    channel: int
    share: float
    asked: tuple[int, ...]
    """Rows of facts about the target that pressure can bring about."""

    def apply(self, world: World, weight: Floats, source: str) -> None:
        if not world.on("leverage"):
            return
        constants, flow = world.constants, world.channel[self.channel]
        left = world.pending.unpressed.setdefault(self.target, np.ones(world.runs))
        left *= 1.0 - weight * leverage.pressed(flow, self.share)
        worn = leverage.worn(flow, self.share, constants.press_wear) - flow
        world.shift(("channel", (self.channel,)), weight * worn, source, "leverage")
        grievance = constants.press_grievance * self.share * weight
        world.see(("trust", (self.target, self.giver)), False, grievance, source, "leverage")

    def appraise(self, world: World, wants: Wants) -> Floats | None:
        if not world.on("leverage"):
            return None
        constants, flow = world.constants, world.channel[self.channel]
        worth: Floats | None = None
        for row in self.asked:
            want = wants.get(("fact", (row,)))
            if want is not None:
                # slope of a logit answer half-way up: p(1 - p) = 1/4 times its rationality
                slope = 0.25 * constants.rationality * constants.pressure
                gain = want * slope * leverage.pressed(flow, self.share) * ~world.holds(row)
                worth = plus(worth, gain)
        grudge = wants.get(("trust", (self.target, self.giver)))
        if grudge is not None:
            trust = world.trust[self.target, self.giver]
            cost = grudge * constants.trust_loss * constants.press_grievance * self.share * trust
            worth = plus(worth, -cost)
        kept = wants.get(("channel", (self.channel,)))
        if kept is not None:
            worn = kept * (leverage.worn(flow, self.share, constants.press_wear) - flow)
            worth = plus(worth, worn)
        return worth


@dataclass(frozen=True)
class EvidenceOp:
    """A sign of a party's type that everyone, or one observer, sees."""

    subject: int
    sign: str
    observer: int | None = None
    gates: Gates = ()

    def apply(self, world: World, weight: Floats, source: str) -> None:
        seen = gated(world, weight, self.gates)
        if self.observer is None:
            world.see_sign(self.subject, self.sign, seen, source)
        elif self.observer != self.subject:
            world.see_private(self.observer, self.subject, self.sign, seen, source)

    def appraise(self, world: World, wants: Wants) -> Floats | None:
        if not world.on("spoilers"):
            return None
        worth: Floats | None = None
        for (name, index), want in wants.items():
            if name != "bad_faith" or index[1] != self.subject:
                continue
            if self.observer is not None and index[0] != self.observer:
                continue
            attention = world.attention()[index[0]] if self.observer is None else _ones(world)
            change = _belief_change(world, index[0], self.subject, self.sign, attention)
            gain = want * gated(world, change, self.gates)
            worth = plus(worth, gain)
        return worth


@dataclass(frozen=True)
class TellOp:
    """A sign passed on, believed as far as the teller is credible."""

    teller: int
    listener: int
    subject: int
    sign: str
    ties: tuple[int, ...]
    """Channels of the teller to the subject."""
    gates: Gates = ()

    def _credibility(self, world: World) -> Floats:
        trust: Floats = world.trust[self.listener, self.teller]
        if not world.on("credibility"):
            return trust
        tie = np.zeros(world.runs)
        for index in self.ties:
            tie = np.maximum(tie, world.channel[index])
        knowledge = world.knowledge
        edge = knowledge[self.teller, self.subject] - knowledge[self.listener, self.subject]
        bad = self.sign in spoilers.BAD_NEWS
        return credibility.credibility(trust, tie, bad, edge, world.constants.credibility_bias)

    def apply(self, world: World, weight: Floats, source: str) -> None:
        weight = gated(world, weight, self.gates) * self._credibility(world)
        world.see_private(self.listener, self.subject, self.sign, weight, source)

    def appraise(self, world: World, wants: Wants) -> Floats | None:
        want = wants.get(("bad_faith", (self.listener, self.subject)))
        if want is None or not world.on("spoilers"):
            return None
        attention = gated(world, self._credibility(world), self.gates)
        return want * _belief_change(world, self.listener, self.subject, self.sign, attention)


@dataclass(frozen=True)
class TableOp:
    """A table opens or closes."""

    table: int
    open: bool

    def apply(self, world: World, weight: Floats, source: str) -> None:
        world.open[self.table][weight > 0] = self.open

    def appraise(self, world: World, wants: Wants) -> Floats | None:
        want = wants.get(("open", (self.table,)))
        if want is None:
            return None
        change: Floats = float(self.open) - world.open[self.table].astype(np.float64)
        return want * change


@dataclass(frozen=True)
class DraftOp:
    """The mover drafts a table's text; the text itself comes from the play or from `drafting`."""

    table: int

    def apply(self, world: World, weight: Floats, source: str) -> None:
        drafted = world.pending.drafts.setdefault(self.table, np.zeros(world.runs, dtype=bool))
        drafted |= weight > 0

    def appraise(self, world: World, wants: Wants) -> Floats | None:
        want = wants.get(("drafted", (self.table,)))
        return None if want is None else want * (1.0 - world.drafted[self.table])


@dataclass(frozen=True)
class CallOp:
    """The table is to decide on its text this turn."""

    table: int
    fact: int
    """Row of the fact that the table adopts."""

    def apply(self, world: World, weight: Floats, source: str) -> None:
        called = world.pending.called.setdefault(self.table, np.zeros(world.runs, dtype=bool))
        called |= weight > 0

    def appraise(self, world: World, wants: Wants) -> Floats | None:
        want = wants.get(("fact", (self.fact,)))
        if want is None:
            return None
        heard = world.open[self.table] & world.drafted[self.table] & ~world.holds(self.fact)
        worth: Floats = want * chance_of_passing(world, self.table) * heard
        return worth


@dataclass(frozen=True)
class FactOp:
    """The mover's own public step: a decided fact about itself."""

    row: int

    def apply(self, world: World, weight: Floats, source: str) -> None:
        world.decide(self.row, weight > 0)

    def appraise(self, world: World, wants: Wants) -> Floats | None:
        want = wants.get(("fact", (self.row,)))
        return None if want is None else want * (~world.holds(self.row)).astype(np.float64)


def _ones(world: World) -> Floats:
    return np.ones(world.runs)


def _belief_change(
    world: World, observer: int, subject: int, sign: str, attention: Floats
) -> Floats:
    if subject not in world.plan.subjects:
        return np.zeros(world.runs)
    belief = world.belief[world.plan.subjects.index(subject), observer]
    likelihood = np.array(spoilers.LIKELIHOODS[sign])[:, None]
    after = spoilers.updated(belief, likelihood, world.constants.conservatism * attention)
    return spoilers.bad_faith(after) - spoilers.bad_faith(belief)
