"""From what a player asks for to a move that can be planned: names, targets and texts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.catalogue import _
from sim.game.bands import BEST
from sim.game.errors import IllegalMove, sentence
from sim.game.planned import Planned
from sim.game.state import GameState
from sim.model.drafting import CANDIDATES, candidates, rounded
from sim.model.options import Option
from sim.model.verbs import DraftOp
from sim.scenario.text.suggest import did_you_mean


def find(game: GameState, move: str, to: str | None) -> Option:
    """The seat's option of this name for this target.

    Raises:
        IllegalMove: There is none.
    """
    mine = [game.options.all[index] for index in game.options.of_actor[game.seat_index]]
    found = [option for option in mine if option.move == move]
    seat = game.words.name(game.seat_index)
    if not found:
        known = dict.fromkeys(option.move for option in mine)
        hint = did_you_mean(move, known)
        if move in game.scenario.moves:
            by = {o.actor for o in game.options.all if o.move == move}
            who = ", ".join(game.words.name(actor) for actor in sorted(by)) or _("nobody here")
            said = _('"{move}" is not a move of {seat}; it is for {who} to play.')
            raise IllegalMove(said.format(move=move, seat=seat, who=who))
        said = _('There is no move "{move}" for {seat}{hint}')
        raise IllegalMove(sentence(said.format(move=move, seat=seat, hint=hint)))
    targets = [None if o.target is None else game.plan.actors[o.target] for o in found]
    if to is None and len(found) == 1:
        return found[0]
    if to in targets:
        return found[targets.index(to)]
    names = [target for target in targets if target is not None]
    if not names:
        said = _('"{move}" is for nobody in particular; leave out "{to}".')
        raise IllegalMove(said.format(move=move, to=to))
    if to is None:
        said = _('Say for whom "{move}" is meant: {names}.')
        raise IllegalMove(said.format(move=move, names=", ".join(names)))
    hint = did_you_mean(to, names) or _("; it can be for {names}").format(names=", ".join(names))
    said = _('"{move}" cannot be for "{to}"{hint}')
    raise IllegalMove(sentence(said.format(move=move, to=to, hint=hint)))


def planned(game: GameState, option: Option, text: Mapping[str, float] | None) -> Planned:
    """An option as a planned move, its text complete and on the grid of steps.

    Raises:
        IllegalMove: It drafts nothing, or the text has a wrong issue or place.
    """
    tables = [op.table for op in option.always if isinstance(op, DraftOp)]
    target = None if option.target is None else game.plan.actors[option.target]
    if text and not tables:
        said = _('"{move}" drafts no text; leave the text out.')
        raise IllegalMove(said.format(move=option.move))
    whole: dict[str, float] = {}
    for table in tables:
        whole |= usual_text(game, table)
    for issue, place in (text or {}).items():
        if issue not in whole:
            hint = did_you_mean(issue, whole) or _("; it has {issues}").format(
                issues=", ".join(whole)
            )
            said = _('The text has no issue "{issue}"{hint}')
            raise IllegalMove(sentence(said.format(issue=issue, hint=hint)))
        if isinstance(place, bool) or not isinstance(place, int | float) or not 0 <= place <= 1:
            said = _("The place on {issue} is {place}; it must be from 0 to 1.")
            raise IllegalMove(said.format(issue=issue, place=repr(place)))
        whole[issue] = float(place)
    places = rounded(np.array(list(whole.values()), dtype=np.float64))
    laid = tuple(zip(whole, map(float, places), strict=True))
    return Planned(option.index, option.move, target, laid)


def usual_text(game: GameState, table: int) -> dict[str, float]:
    """The text that lies on a table, else what the seat could offer inside the agreement."""
    world = game.picture.world
    if world.drafted[table, BEST]:
        places = world.text_of(table)[:, BEST]
        return dict(zip(_issues(game, table), map(float, places), strict=True))
    return suggestions(game, table)["inside"]


def suggestions(game: GameState, table: int) -> dict[str, dict[str, float]]:
    """Texts that the seat could draft, from what it thinks the others want.

    The engine's own candidates (last text, own concession toward it, compromise of the members,
    text halfway to a partner, own ideal), and `inside`: halfway to the partner, kept inside the
    standing agreement.
    """
    plan = game.plan.tables[table]
    texts = candidates(game.picture.world, plan, game.seat_index)[..., BEST]
    found = dict(zip(CANDIDATES, texts, strict=True))
    low, high = np.array(plan.limits).T
    found["inside"] = rounded(np.minimum(np.maximum(found["joint"], low), high))
    issues = _issues(game, table)
    return {
        name: dict(zip(issues, map(float, places), strict=True)) for name, places in found.items()
    }


def _issues(game: GameState, table: int) -> list[str]:
    return [game.plan.issues[index] for index in game.plan.tables[table].issues]
