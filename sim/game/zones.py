"""Where the parties of a table could meet: the zone of possible agreement, issue by issue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from sim.game.moves import usual_text
from sim.game.state import GameState
from sim.game.view import Role, Stretch, Zone
from sim.model.drafting import STEP
from sim.model.gains import against_slack, objecting, terms_gain
from sim.model.plan import TablePlan
from sim.model.rollout import tile
from sim.model.tables import SIGNED
from sim.model.world import Bools, World

PLACES = round(1 / STEP) + 1
"""Places of an issue that a text can take."""
WORLDS = 60
"""Possible worlds that the zones are worked out in."""
SURE, MAYBE = 0.8, 0.2


def zones(game: GameState, table: str, worlds: int = WORLDS) -> tuple[Zone, ...]:
    """The zone of possible agreement on each issue of a table.

    The text on the table, or the usual one, is moved along one issue at a time. What counts is
    whether a party could bear the terms; trust, pressure and hidden aims come on top
    (`acceptance`).
    """
    plan = game.plan.table(table)
    base = game.picture.possible(worlds)
    places = list(usual_text(game, plan.index).values())
    if not base.drafted[plan.index].all():
        _lay(game, base, plan, places)
    grid = np.repeat(np.arange(PLACES) / (PLACES - 1), worlds)
    wide = tile(base, PLACES)
    found = []
    for row, issue in enumerate(plan.issues):
        kept = wide.text[plan.index, issue].copy()
        wide.text[plan.index, issue] = grid
        shares = {
            (actor, role): _bears(wide, plan, actor).reshape(PLACES, worlds)
            for actor, role in _parties(plan)
            if _cares(wide, plan, actor, row)
        }
        wide.text[plan.index, issue] = kept
        stretches = [
            _stretch(game.plan.actors[actor], role, (agree.sum(axis=1) / worlds).tolist())
            for (actor, role), agree in shares.items()
        ]
        found.append(_zone(game.plan.issues[issue], stretches))
    return tuple(found)


def _parties(plan: TablePlan) -> list[tuple[int, Role]]:
    signed = plan.procedure in SIGNED
    found: list[tuple[int, Role]] = []
    for member in plan.members:
        found.append(
            (member, "signs" if signed else "may veto" if member in plan.veto else "votes")
        )
    return found + [(actor, "may object") for actor in plan.assent if actor not in plan.members]


def _lay(game: GameState, world: World, plan: TablePlan, places: Sequence[float]) -> None:
    """Lay a text of the seat's on a table in every run."""
    rows = list(plan.issues)
    text = np.repeat(np.array(places)[:, None], world.runs, axis=1)
    same = world.drafted[plan.index] & (np.abs(world.text[plan.index, rows] - text) < 1e-9).all(
        axis=0
    )
    world.shown[plan.index] *= same
    world.author[plan.index] = np.where(same, world.author[plan.index], game.seat_index)
    world.text[plan.index, rows] = text
    world.drafted[plan.index] = True
    world.open[plan.index] = True


def _bears(world: World, plan: TablePlan, actor: int) -> Bools:
    """Where a party can bear a text on its terms alone, whatever else it may be after.

    A member compares it with its reservation value or the status quo, one with a veto as far as it
    would rather abstain than stop it; one whose assent is needed as it chooses whether to object.
    """
    if actor not in plan.members:
        return objecting(world, actor, plan.index) >= 0
    slack = against_slack(world, plan, actor) if actor in plan.veto else 0.0
    return terms_gain(world, actor, plan.index, world.text_of(plan.index)) >= -slack


def _cares(world: World, plan: TablePlan, actor: int, row: int) -> bool:
    """Whether an actor has a position on the issue, or holds to the agreement about it."""
    issue = plan.issues[row]
    held = plan.limits[row] != (0.0, 1.0) and bool((world.framework[actor] > 0).any())
    return held or bool((world.salience[actor, issue, :] > 0).any())


def _stretch(actor: str, role: Role, likely: Iterable[float]) -> Stretch:
    shares = tuple(likely)
    return Stretch(actor, role, shares, _run(shares, SURE), _run(shares, 0.5), _run(shares, MAYBE))


def _run(shares: Sequence[float], bar: float) -> tuple[float, float] | None:
    """The longest stretch of neighbouring places that reach the bar."""
    best: tuple[int, int] | None = None
    start = None
    for place, share in enumerate([*shares, -1.0]):
        if share >= bar and start is None:
            start = place
        elif share < bar and start is not None:
            if best is None or place - 1 - start > best[1] - best[0]:
                best = (start, place - 1)
            start = None
    return None if best is None else (best[0] / (PLACES - 1), best[1] / (PLACES - 1))


def _zone(issue: str, stretches: Sequence[Stretch]) -> Zone:
    shown = tuple(stretches)
    nowhere = next((one for one in stretches if one.fair is None), None)
    if nowhere is not None:
        return Zone(issue, shown, None, _apart(nowhere, stretches))
    fair = [(one.fair, one.actor) for one in stretches if one.fair is not None]
    if not fair:
        return Zone(issue, shown, (0.0, 1.0), None)
    (low, _), lowest = max(fair, key=lambda pair: pair[0][0])
    (_, high), highest = min(fair, key=lambda pair: pair[0][1])
    if low <= high:
        return Zone(issue, shown, (low, high), None)
    return Zone(issue, shown, None, (lowest, highest))


def _apart(nowhere: Stretch, stretches: Sequence[Stretch]) -> tuple[str, ...]:
    """One who agrees nowhere, and who is least likely to go where it comes nearest, if anybody."""
    peak = max(range(PLACES), key=lambda place: nowhere.likely[place])
    others = [one for one in stretches if one is not nowhere and one.likely[peak] < 0.5]
    if not others or not nowhere.likely[peak]:
        return (nowhere.actor,)
    return (nowhere.actor, min(others, key=lambda one: one.likely[peak]).actor)
