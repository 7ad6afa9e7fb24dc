"""Texts: who drafts, from which five candidates, and whether a vote is called.

Deviation from Baron and Ferejohn (1989): one drafter a turn is recognised with a chance in
proportion to capability times standing, and calls the vote with the chance that it expects the text
to pass, as sponsors do who would rather wait than lose.
"""

from __future__ import annotations

import numpy as np

from sim.model.chance import Draws
from sim.model.exact import Floats, logistic, softmax_pick
from sim.model.gains import against_slack, other_gain, terms_gain
from sim.model.lane_view import lanes_where
from sim.model.ledger import Row
from sim.model.plan import TablePlan
from sim.model.world import Bools, World

STEP = 0.05
"""Texts move in steps of this size."""
CANDIDATES = ("last", "concession", "compromise", "joint", "own")


def rounded(text: Floats) -> Floats:
    """A text on the grid of steps, within 0..1."""
    return np.minimum(np.maximum(np.rint(text / STEP) * STEP, 0.0), 1.0)


def candidates(world: World, plan: TablePlan, drafter: int) -> Floats:
    """The five texts a drafter considers, shape (5, issues, runs), in the order of `CANDIDATES`.

    The last text (the status quo where there is none), its own ideal half-way toward that, the
    members' ideals weighed by capability and salience, the middle of its own and the first other
    drafter's ideal, and its own ideal. Where an actor has no position on an issue it takes the
    compromise.
    """
    issues = list(plan.issues)
    shape = (len(issues), world.runs)
    total, weight = np.zeros(shape), np.zeros(shape)
    for member in plan.members:
        share = world.salience[member, issues] * world.capability[member]
        total += share * world.ideal[member, issues]
        weight += share
    compromise = total / np.where(weight > 0, weight, 1.0)
    own = _ideal(world, drafter, issues, compromise)
    quo = np.array(plan.status_quo or [0.5] * len(issues))[:, None]
    last = np.where(world.drafted[plan.index], world.text[plan.index, issues], quo)
    others = [member for member in plan.members if member != drafter]
    partner = next((m for m in others if m in plan.drafters), others[0] if others else drafter)
    joint = (own + _ideal(world, partner, issues, compromise)) / 2.0
    return rounded(np.stack([last, (own + last) / 2.0, compromise, joint, own]))


def _ideal(world: World, actor: int, issues: list[int], otherwise: Floats) -> Floats:
    known = world.salience[actor, issues] > 0
    return np.where(known, world.ideal[actor, issues], otherwise)


def chances_of_passing(world: World, table: int, texts: Floats, author: np.ndarray | int) -> Floats:
    """A drafter's estimate that texts pass: a logit on the least willing of those who can stop one.

    It goes by what each gains in a council vote: fear, pressure and the resistance of a hidden type
    it leaves out, but how far terms count for that type it knows (a deviation, see ODD.md).
    `texts` has shape (..., issues, runs), the chances have shape (..., runs).
    """
    plan = world.plan.tables[table]
    stoppers = [member for member in plan.members if member in plan.veto] or list(plan.members)
    slack = against_slack(world, plan, stoppers[0]) if plan.veto else 0.0
    worst: Floats | None = None
    for member in stoppers:
        one = terms_gain(world, member, table, texts)
        one += other_gain(world, member, table, author) + slack
        worst = one if worst is None else np.minimum(worst, one)
    assert worst is not None
    return logistic(world.constants.rationality * worst)


def chance_of_passing(world: World, table: int) -> Floats:
    """A drafter's estimate that the text on a table passes, shape (runs,)."""
    text, author = world.text_of(table), world.author[table]
    return chances_of_passing(world, table, text, author)


def choose(
    whole: World, plan: TablePlan, drafter: int, u: Floats, where: Bools
) -> tuple[Floats, Floats]:
    """The text a drafter picks and the chance it gives it to pass, where `where`, else nought.

    A logit choice among the candidates by chance of passing times own gain over going without.

    Returns:
        Text, shape (issues, runs), and chance, shape (runs,).
    """
    world, lanes = lanes_where(whole, where)
    texts = candidates(world, plan, drafter)
    floor = world.floor(drafter, plan.index)
    passing = chances_of_passing(world, plan.index, texts, drafter)
    worth = world.worth(drafter, plan.index, texts) - floor
    picked = softmax_pick(world.constants.move_rationality * passing * worth, u[lanes])
    columns = np.arange(world.runs)
    text, chance = np.zeros((len(plan.issues), whole.runs)), np.zeros(whole.runs)
    text[:, lanes] = texts[picked, :, columns].T
    chance[lanes] = passing[picked, columns]
    return text, chance


def put_text(world: World, plan: TablePlan, text: Floats, author: int, where: Bools) -> None:
    """Lay a text on a table where `where`; who saw the last one counts no more."""
    for row, issue in enumerate(plan.issues):
        kept = world.text[plan.index, issue]
        world.text[plan.index, issue] = np.where(where, text[row], kept)
    world.drafted[plan.index] |= where
    world.author[plan.index] = np.where(where, author, world.author[plan.index])
    world.shown[plan.index] = np.where(where, 0.0, world.shown[plan.index])
    ledger = world.ledger
    if ledger is not None and where[ledger.lane]:
        places = tuple(float(text[row, ledger.lane]) for row in range(len(plan.issues)))
        names = (author, plan.index, places)
        ledger.write(Row(world.turn, "text", plan.id, names, source=f"tables.{plan.id}"))


def draft_where(world: World, plan: TablePlan, where: Bools, draws: Draws) -> Bools:
    """Let a recognised drafter lay its text where a table is free; gives where it calls a vote."""
    called = np.zeros(world.runs, dtype=bool)
    if not where.any():
        return called
    shares = [world.capability[d] * world.legitimacy(d) for d in plan.drafters]
    total = np.zeros(world.runs)
    for share in shares:
        total += share
    mark = draws.draw(f"recognised:{plan.id}") * total
    before = np.zeros(world.runs)
    u, call = draws.draw(f"draft:{plan.id}"), draws.draw(f"call:{plan.id}")
    last = len(plan.drafters) - 1
    moved = world.pending.drafts.get(plan.index)
    for order, drafter in enumerate(plan.drafters):
        after = before + shares[order]
        mine = where & (mark >= before) & ((mark < after) | (order == last))
        before = after
        if not mine.any():
            continue
        text, chance = choose(world, plan, drafter, u, mine)
        # a draft that a move brought this turn goes first: the drafter only decides on calling the
        # vote
        fresh = mine if moved is None else mine & ~moved
        put_text(world, plan, text, drafter, fresh)
        if moved is not None and (mine & moved).any():
            chance = np.where(moved, chance_of_passing(world, plan.index), chance)
        called |= mine & (call < chance)
    return called
