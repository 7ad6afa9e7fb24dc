"""How an actor answers what is asked of it: a logit choice between yes and no.

The utility of yes over no is the sum of named grounds, each a mechanism that can be switched off.
`Relations` computes what several asks of a turn share, once.
"""

from __future__ import annotations

import numpy as np

from sim.model.exact import Floats, logistic
from sim.model.explain import Note, add, silent
from sim.model.gains import terms_gain
from sim.model.hidden_types import pressure_ground, type_values, value_by_type
from sim.model.options import BINDING, AskPlan
from sim.model.rules import agenda, mediators, spoilers
from sim.model.rules.trust import leaning
from sim.model.verbs import Op, Wants, plus
from sim.model.world import World

STANCE_WEIGHT = {"join": 1.0, "acquiesce": 1.0, "attend": 0.5, "speak": 0.5, "act": 0.0}
"""How far an answer follows from the stance on the initiative."""


def discord(world: World) -> Floats:
    """What distrust between the mediators costs."""
    if not world.on("several_mediators"):
        return np.zeros(world.runs)
    owner, trust = world.plan.owner, world.trust
    pairs = [
        (np.minimum(trust[owner, actor], trust[actor, owner]), world.mediator[actor])
        for actor, _ in world.plan.rows("joined")
        if actor != owner
    ]
    return mediators.discord(pairs, world.constants.mediator_distrust, world.runs)


def relation(world: World, target: int, mover: int, note: Note) -> Floats:
    """What the tie between who asks and who answers adds: trust, rapport, standing."""
    constants = world.constants
    total = np.zeros(world.runs)
    if world.on("trust"):
        part = constants.answer_trust * leaning(world.trust[target, mover])
        part += constants.answer_rapport * world.rapport[target, mover]
        add(total, "trust", part, note)
    if world.on("legitimacy"):
        add(total, "legitimacy", constants.legitimacy * leaning(world.legitimacy(mover)), note)
    return total


def agenda_ground(world: World, target: int, table: int) -> Floats:
    """What the text on a table adds to coming to a round there; nought where none lies."""
    terms = terms_gain(world, target, table, world.text_of(table)) * world.drafted[table]
    return agenda.drawn_in(terms, world.constants.agenda)


class Relations:
    """Grounds for the asks of one phase, each computed once for every target, mover or decision."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._ties: dict[tuple[int, int], Floats] = {}
        self._grounds: dict[tuple[int, str], Floats] = {}
        self._agendas: dict[tuple[int, int], Floats] = {}
        self._shared: dict[int, tuple[Floats, Floats, Floats, Floats, Floats]] = {}

    def tie(self, target: int, mover: int, note: Note = silent) -> Floats:
        """`relation`, kept."""
        if note is not silent:
            return relation(self.world, target, mover, note)
        found = self._ties.get((target, mover))
        if found is None:
            found = self._ties[target, mover] = relation(self.world, target, mover, note)
        return found

    def agenda(self, target: int, table: int) -> Floats:
        """`agenda_ground`, kept."""
        found = self._agendas.get((target, table))
        if found is None:
            found = self._agendas[target, table] = agenda_ground(self.world, target, table)
        return found

    def ground(self, target: int, decision: str, note: Note = silent) -> Floats:
        """What does not depend on who asks: pressure, stance, ripeness, type, discord, price."""
        found = self._grounds.get((target, decision))
        if found is None or note is not silent:
            found = self._grounds[target, decision] = self._ground(target, decision, note)
        return found

    def _parts(self, target: int) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        found = self._shared.get(target)
        if found is None:
            world, constants = self.world, self.world.constants
            found = self._shared[target] = (
                pressure_ground(world, target),
                constants.stance * leaning(world.stance[target]),
                constants.ripeness * world.ripeness_of(target),
                value_by_type(world, target, type_values(world), 0.0),
                discord(world),
            )
        return found

    def _ground(self, target: int, decision: str, note: Note) -> Floats:
        world = self.world
        pressure, stance, ripe, kind, quarrel = self._parts(target)
        total = np.zeros(world.runs)
        threshold = getattr(world.constants, f"{decision}_threshold")
        add(total, "threshold", total - threshold, note)
        if world.on("leverage"):
            add(total, "leverage", pressure, note)
        share = STANCE_WEIGHT[decision]
        if world.on("consultation") and share:
            add(total, "consultation", share * stance, note)
        if decision in ("attend", "speak"):
            add(total, "ripeness", ripe, note)
            add(total, "several_mediators", -quarrel, note)
        if world.on("spoilers"):
            add(total, "spoilers", BINDING[decision] * kind, note)
        return total


def interest(world: World, ops: tuple[Op, ...], wants: Wants) -> Floats | None:
    """Expected change of an actor's utility from some effects; None where it wants none of it."""
    total: Floats | None = None
    for op in ops:
        total = plus(total, op.appraise(world, wants))
    return total


def yes_over_no(
    relations: Relations, ask: AskPlan, mover: int, wants: Wants, note: Note = silent
) -> Floats:
    """Utility of yes over no for who is asked, shape (runs,)."""
    world, target = relations.world, ask.target
    total = relations.ground(target, ask.decision, note) + relations.tie(target, mover, note)
    if ask.on_agenda and world.on("agenda") and world.drafted[ask.table].any():
        add(total, "agenda", relations.agenda(target, ask.table), note)
    gains = (
        (1.0, interest(world, ask.target_yes, wants)),
        (-1.0, interest(world, ask.target_no, wants)),
    )
    for sign, change in gains:
        if change is not None:
            add(total, "interest", sign * change, note)
    if ask.costs:
        add(total, "interest", np.full(world.runs, -ask.costs), note)
    if ask.style_help and world.on("styles"):
        bonus = world.constants.style_bonus * ask.style_help
        add(total, "styles", np.zeros(world.runs) + bonus, note)
    return total


def expected_yes(world: World, ask: AskPlan, mover: int) -> Floats:
    """The mover's own estimate of the chance of a yes.

    It knows its standing and the pressure, sees trust and stance only as well as it knows the
    target, and goes by its belief about the target's type.
    """
    target, constants = ask.target, world.constants
    total = np.zeros(world.runs)
    total -= getattr(constants, f"{ask.decision}_threshold")
    seen = np.zeros(world.runs)
    if world.on("trust"):
        seen += constants.answer_trust * leaning(world.trust[target, mover])
    if world.on("consultation"):
        share = STANCE_WEIGHT[ask.decision] * constants.stance
        seen += share * leaning(world.stance[target])
    total += world.knowledge[mover, target] * seen
    if world.on("legitimacy"):
        total += constants.legitimacy * leaning(world.legitimacy(mover))
    if world.on("leverage"):
        total += constants.pressure * world.pressure(target)
    if target in world.plan.subjects and world.on("spoilers"):
        belief = world.belief[world.plan.subjects.index(target), mover]
        total += BINDING[ask.decision] * spoilers.expected(belief, type_values(world))
    total *= constants.rationality
    return logistic(total)
