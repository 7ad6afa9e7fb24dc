"""What a text is worth to each of those who decide on it: signing it, or letting it pass."""

from __future__ import annotations

import numpy as np

from sim.model.constants import Number
from sim.model.exact import Floats
from sim.model.explain import Note, add, silent
from sim.model.hidden_types import pressure_ground, type_textual, type_values, value_by_type
from sim.model.plan import TablePlan
from sim.model.rules import commitment, consultation, spoilers
from sim.model.rules.trust import leaning
from sim.model.world import World

Author = np.ndarray | int
"""Index of each run's author of a text, -1 for none; or of the one author in all runs."""


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
    none. Shape (runs,): utility less status quo or reservation value, with trust in the author and,
    where the table is about a spoiler, what going on without it gains.
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
        add(total, "trust", part, note)
    subject = world.plan.tables[table].about
    if subject is not None and world.on("departing_train"):
        part = spoilers.departing_train(
            world.exhaustion(), world.bad_faith(member, subject), constants.departing_train
        )
        add(total, "departing_train", part, note)
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
    add(total, "threshold", np.zeros(world.runs) - constants.accept_threshold, note)
    if world.on("leverage"):
        add(total, "leverage", pressure_ground(world, member), note)
    if world.on("guarantee"):
        part = commitment.exposure(
            world.fear[member], world.guarantee[member], constants.fear, constants.guarantee
        )
        add(total, "guarantee", part, note)
    add(total, "aid", constants.aid * world.aid[member], note)
    add(total, "ripeness", constants.ripeness * world.ripeness_of(member), note)
    if world.on("consultation"):
        part = -consultation.seen_first(world.shown[table], constants.seen_first)
        add(total, "consultation", part, note)
    if world.on("spoilers"):
        add(total, "spoilers", value_by_type(world, member, type_values(world), 0.0), note)
    return total


def objecting(world: World, actor: int, table: int, note: Note = silent) -> Floats:
    """Utility of letting a text pass over objecting to it, for one whose assent is needed."""
    constants = world.constants
    author = world.author[table]
    total = world.worth(actor, table, world.text_of(table)) - 0.5
    note("text", total.copy())
    if world.on("consultation"):
        add(total, "consultation", constants.stance * leaning(world.stance[actor]), note)
    if world.on("trust"):
        add(total, "trust", constants.answer_trust * leaning(by_author(world, actor, author)), note)
    add(total, "threshold", np.zeros(world.runs) + constants.assent, note)
    return total
