"""How an actor and the ally that shares in its policy stand: four cases, told when they change.

After an account of one alliance (MOFA ch. 1: A15 of the sources): both support what is done; the
ally has sought the actor's help; they differ, and the actor goes on; the actor seeks the ally's
help. An ally that merely lets things happen stands in none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sim.catalogue import _
from sim.dates import date_words
from sim.game.state import GameState
from sim.game.words import level_word
from sim.scenario.vocabulary import STANCES

if TYPE_CHECKING:
    from sim.game.words import Words
    from sim.model.ledger import Row
    from sim.model.options import Option
    from sim.model.plan import Plan

Case = Literal["agree", "asked", "differ", "asks"]
CASES: dict[Case, str] = {
    "agree": _("{self} and {target} both support the initiative."),
    "asked": _("{target} has sought the help of {self}."),
    "differ": _("{self} goes on although {target} does not go along."),
    "asks": _("{self} seeks the help of {target}."),
}
"""Each case in words; {self} is the actor, {target} its ally."""
HELP = ("ask", "offer")
"""Kinds of moves by which an ally seeks an actor's help."""
PUSHES, HOLDS_BACK = 0.6, 0.4
"""From the first on, and up to the second, an element is said to push or to hold back."""


@dataclass(frozen=True)
class Standing:
    """Where an actor and its ally stand after a turn."""

    case: Case | None = None
    """The case they were last in; None while they have been in none."""
    asker: Literal["actor", "ally"] | None = None
    """Who last sought the other's help."""


def standing(
    before: Standing, stance: float, moves: Iterable[Option], actor: int, ally: int
) -> Standing:
    """Where they stand after a turn.

    Args:
        before: Where they stood.
        stance: The ally's stance on the initiative as the turn began, 0..1.
        moves: What was played in the turn.
        actor: Index of the actor.
        ally: Index of its ally.
    """
    asker, goes_on = before.asker, False
    for move in moves:
        if move.actor == actor:
            goes_on = True
            if move.ask is not None and move.ask.target == ally:
                asker = "actor"
        elif move.actor == ally and move.target == actor and move.spec.kind in HELP:
            asker = "ally"
    case: Case | None = None
    if stance < STANCES["acquiesces"]:
        case = "differ" if goes_on else None
    elif asker is not None:
        case = "asks" if asker == "actor" else "asked"
    elif stance >= STANCES["supports"]:
        case = "agree"
    return Standing(case or before.case, asker)


def pairs(plan: Plan) -> list[tuple[int, int]]:
    """Every actor with an ally that shares in its policy."""
    return [(one.actor, one.ally) for one in plan.elements if one.ally is not None]


def said(words: Words, case: Case, actor: int, ally: int) -> str:
    """A case in words."""
    return words.fill(CASES[case], actor, ally)


def leans(support: float) -> str:
    """Whether one of those who make a policy pushes, holds back, or neither."""
    if support >= PUSHES:
        return _("pushes")
    return _("holds back") if support <= HOLDS_BACK else _("wavers")


def moved_apart(plan: Plan, rows: Iterable[Row], row: Row) -> bool:
    """Whether a maker of a policy moved otherwise than its fellows, so that it needs telling.

    What moves them all alike shows in support at home, and an ally in its stance.
    """
    one = plan.elements[row.names[0]]
    fellows = [mate.row for mate in plan.shaping(one.actor) if mate != one]
    causes = {part.source for part in row.parts} - {""}
    alike = [
        other
        for other in rows
        if (other.turn, other.what, other.kind) == (row.turn, "backing", "change")
        and other.names[0] in fellows
        and {part.source for part in other.parts} - {""} == causes
    ]
    return one.ally is None and len(alike) < len(fellows)


# -- after a game ----------------------------------------------------------------------------------


def at_home(game: GameState) -> str:
    """A paragraph on who made the seat's policy and what became of them; empty without a rule."""
    plan, world, me = game.plan, game.process.world, game.seat_index
    elements = plan.formations.get(me, ())
    mission = game.scenario.actors[game.seat].mission
    if not world.on("home_support") or not (elements or mission):
        return ""
    first = game.past[0].before.arrays if game.past else {"backing": world.backing}
    found = []
    for one in elements:
        title = game.scenario.actors[game.seat].formation[one.id].title
        start, end = (float(array[one.row, 0]) for array in (first["backing"], world.backing))
        found.append(
            _("{who} went from {start} to {end} and {leans} at the end.").format(
                who=title, start=round(100 * start), end=round(100 * end), leans=leans(end)
            )
        )
    level = level_word(float(world.home[me, 0]))
    found.append(_("All in all, support at home was {level}.").format(level=level))
    found += _cases(game)
    if mission is not None:
        gone = bool(world.holds(plan.fact("recalled", me))[0])
        told = _("{mission}: called home.") if gone else _("{mission}: never called home.")
        found.append(told.format(mission=mission.title))
    return " ".join(found)


def _cases(game: GameState) -> Iterator[str]:
    """Each turn in which the seat and its ally came to stand otherwise, by the true stances."""
    for actor, ally in pairs(game.plan):
        if actor != game.seat_index:
            continue
        now = Standing()
        for turn, played in enumerate(game.past):
            moves = [game.options.all[option] for option in played.observed.acts.moves]
            stance = float(played.before.arrays["stance"][ally, 0])
            after = standing(now, stance, moves, actor, ally)
            if after.case is not None and after.case != now.case:
                date = game.plan.date(turn)
                yield _("From {date}: {what}").format(
                    date=date_words(date), what=said(game.words, after.case, actor, ally)
                )
            now = after
