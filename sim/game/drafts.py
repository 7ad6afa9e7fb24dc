"""A text on the table: how each party would take it, and where on each issue they could meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.game.odds import QUANTILES, ROLLOUTS
from sim.game.picture import BEST
from sim.game.replay import decide_at
from sim.model.chance import Chance, Purpose
from sim.model.drafting import STEP
from sim.model.exact import Floats
from sim.model.plan import TablePlan
from sim.model.rollout import tile
from sim.model.rules.spatial import excess
from sim.model.tables import SIGNED, gain, objecting, signing, terms_gain
from sim.model.world import Bools, World

if TYPE_CHECKING:
    from sim.game.game import Game

Role = Literal["signs", "votes", "may veto", "may object"]
PLACES = round(1 / STEP) + 1
"""Places of an issue that a text can take."""
WORLDS = 60
"""Possible worlds that the zone of agreement is worked out in."""
SURE, MAYBE = 0.8, 0.2


# -- a text ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stand:
    """How one party would take a text."""

    actor: str
    role: Role
    yes: float
    """Chance that it signs, votes in favour, or lets it pass."""
    stops: float
    """Chance that it stops the text by its refusal, objection or veto."""
    low: float
    """What it sees in the text over going without, in a possible world as bad as one in ten ..."""
    best: float
    """... on average ..."""
    high: float
    """... and in one as good as one in ten."""


@dataclass(frozen=True)
class TextOdds:
    """What to expect of a text if it were put to a decision now."""

    table: str
    text: tuple[tuple[str, float], ...]
    outside: tuple[str, ...]
    """Issues on which it leaves the standing agreement."""
    stands: tuple[Stand, ...]
    passes: float
    """Chance that the table adopts it."""
    blockers: tuple[str, ...]
    """Who would rather not have it, the most unwilling first."""


def text_odds(
    game: Game, table: str, text: Mapping[str, float], rollouts: int = ROLLOUTS
) -> TextOdds:
    """How the parties would take a text of the seat's, by the table's own procedure.

    Args:
        game: Only its picture is read.
        table: Its id.
        text: Places by issue; what is left out counts as it usually would.
        rollouts: Possible worlds.
    """
    from sim.game.moves import usual_text

    plan = game.plan.table(table)
    whole = usual_text(game, plan.index) | {key: float(text[key]) for key in text}
    world = game.picture.possible(rollouts)
    _lay(game, world, plan, list(whole.values()))
    views = {actor: _view(world, plan, actor) for actor, _ in _parties(plan)}
    chance = Chance(game.seed, 0, rollouts, game.compiled.slots, Purpose.ODDS)
    results = decide_at(world, plan, chance.turn(world.turn + 1))
    stands = []
    for actor, role in _parties(plan):
        yes, stops = _answers(results, actor, role)
        low, high = (float(value) for value in np.quantile(views[actor], QUANTILES))
        stands.append(
            Stand(
                actor=game.plan.actors[actor],
                role=role,
                yes=yes,
                stops=stops,
                low=low,
                best=float(views[actor].mean()),
                high=high,
            )
        )
    unwilling = sorted((one for one in stands if one.best < 0), key=lambda one: one.best)
    return TextOdds(
        table=table,
        text=tuple(whole.items()),
        outside=_outside(plan, whole),
        stands=tuple(stands),
        passes=float(results["adopted", -1].mean()),
        blockers=tuple(one.actor for one in unwilling),
    )


def _answers(
    results: Mapping[tuple[str, int], Bools], actor: int, role: Role
) -> tuple[float, float]:
    """Chances that a party is for a text, and that it stops it."""
    if role == "may object":
        stops = float(results["objected", actor].mean())
        return 1.0 - stops, stops
    yes = float(results["accepted", actor].mean())
    if role == "signs":
        return yes, 1.0 - yes
    return yes, float(results["vetoed", actor].mean()) if role == "may veto" else 0.0


def _outside(plan: TablePlan, text: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(
        issue
        for (issue, place), limits in zip(text.items(), plan.limits, strict=True)
        if excess(np.array([[place]]), [limits])[0] > 1e-9
    )


def _parties(plan: TablePlan) -> list[tuple[int, Role]]:
    signed = plan.procedure in SIGNED
    found: list[tuple[int, Role]] = []
    for member in plan.members:
        found.append((member, "signs" if signed else "may veto" if member in plan.veto else "votes"))
    return found + [(actor, "may object") for actor in plan.assent if actor not in plan.members]


def _lay(game: Game, world: World, plan: TablePlan, places: Sequence[float]) -> None:
    """Lay a text of the seat's on a table in every run."""
    rows = list(plan.issues)
    text = np.repeat(np.array(places)[:, None], world.runs, axis=1)
    same = world.drafted[plan.index] & (np.abs(world.text[plan.index, rows] - text) < 1e-9).all(axis=0)
    world.shown[plan.index] *= same
    world.author[plan.index] = np.where(same, world.author[plan.index], game.seat_index)
    world.text[plan.index, rows] = text
    world.drafted[plan.index] = True
    world.open[plan.index] = True


def _view(world: World, plan: TablePlan, actor: int) -> Floats:
    """What a party sees in a text over going without it, as the engine reckons its choice."""
    if actor not in plan.members:
        return objecting(world, actor, plan.index)
    if plan.procedure in SIGNED:
        return signing(world, actor, plan.index)
    return gain(world, actor, plan.index, world.text_of(plan.index), world.author[plan.index])


def _bears(world: World, plan: TablePlan, actor: int) -> Bools:
    """Where a party can bear a text on its terms alone, whatever else it may be after.

    A member compares it with its reservation value or the status quo, one with a veto as far as it
    would rather abstain than stop it; one whose assent is needed as it chooses whether to object.
    """
    if actor not in plan.members:
        return objecting(world, actor, plan.index) >= 0
    slack = world.constants.abstention if actor in plan.veto else 0.0
    return terms_gain(world, actor, plan.index, world.text_of(plan.index)) >= -slack


# -- zones of possible agreement -------------------------------------------------------------------


@dataclass(frozen=True)
class Stretch:
    """What a party would accept on one issue, the rest of the text being as it is."""

    actor: str
    role: Role
    likely: tuple[float, ...]
    """For each place in steps of .05 from 0 to 1: in what share of the possible worlds it would."""
    sure: tuple[float, float] | None
    """The stretch in which at least four worlds in five agree that it would ..."""
    fair: tuple[float, float] | None
    """... at least half ..."""
    maybe: tuple[float, float] | None
    """... at least one in five."""


@dataclass(frozen=True)
class Zone:
    """Where the parties of a table could meet on one issue."""

    issue: str
    stretches: tuple[Stretch, ...]
    zone: tuple[float, float] | None
    """Where each of them would as likely as not agree; None where there is no such place."""
    apart: tuple[str, str] | tuple[str] | None
    """The two that keep it from opening (or the one that agrees nowhere)."""


def zones(game: Game, table: str, worlds: int = WORLDS) -> tuple[Zone, ...]:
    """The zone of possible agreement on each issue of a table.

    The text on the table, or the usual one, is moved along one issue at a time. What counts is whether
    a party could bear the terms; trust, pressure and hidden aims come on top (`text_odds`).
    """
    from sim.game.moves import usual_text

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


def _cares(world: World, plan: TablePlan, actor: int, row: int) -> bool:
    """Whether an actor has a position on the issue, or holds to the agreement about it."""
    issue = plan.issues[row]
    held = plan.limits[row] != (0.0, 1.0) and bool((world.framework[actor] > 0).any())
    return held or bool((world.salience[actor, issue, :] > 0).any())


def _stretch(actor: str, role: Role, likely: Iterable[float]) -> Stretch:
    shares = tuple(likely)
    return Stretch(
        actor, role, shares, _run(shares, SURE), _run(shares, 0.5), _run(shares, MAYBE)
    )


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
    nowhere = [one.actor for one in stretches if one.fair is None]
    if nowhere:
        return Zone(issue, shown, None, (nowhere[0],))
    fair = [(one.fair, one.actor) for one in stretches if one.fair is not None]
    if not fair:
        return Zone(issue, shown, (0.0, 1.0), None)
    (low, _), lowest = max(fair, key=lambda pair: pair[0][0])
    (_, high), highest = min(fair, key=lambda pair: pair[0][1])
    if low <= high:
        return Zone(issue, shown, (low, high), None)
    return Zone(issue, shown, None, (lowest, highest))
