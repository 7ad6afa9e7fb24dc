"""How beliefs in a party's bad faith moved, turn by turn, and what moved them.

The seat and each adviser start from priors of their own and see the same evidence; the engine's own
rule of belief does the rest (`sim.model.rules.spoilers`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from sim.catalogue import _, plural
from sim.game.bands import BANDS, BEST
from sim.model.rules import spoilers

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.model.exact import Floats
    from sim.model.ledger import Row

TOLD = 3
"""So many pieces of evidence are named for a turn; the weightiest first."""
_MOST_SIGNS = 12
_SLIGHT = 0.0005
_EVEN = 0.5


@dataclass(frozen=True)
class Step:
    """A turn in which a belief moved."""

    turn: int
    """From 0."""
    date: str
    before: float
    """Belief that the party acts in bad faith, 0..1."""
    after: float
    """The same belief after the turn, 0..1."""
    evidence: tuple[str, ...]
    """What was seen, in words; empty where nothing is named."""


@dataclass(frozen=True)
class Path:
    """What somebody believed of a party from the start until now."""

    adviser: str
    """Id of the adviser; empty for the seat itself."""
    name: str
    subject: str
    """Actor id of the party."""
    points: tuple[float, ...]
    """Belief that it acts in bad faith, 0..1: before each turn played, and now."""
    steps: tuple[Step, ...]
    """The turns in which it moved."""
    swing: str
    """What would change the mind, in a sentence."""


def paths(game: Game) -> tuple[Path, ...]:
    """What the seat and each adviser believed of each party with hidden aims, turn by turn."""
    who = [("", _("You"), BEST)]
    for lane, (key, adviser) in enumerate(game.scenario.advisers.items(), start=BANDS):
        who.append((key, adviser.name, lane))
    found = []
    for row, subject in enumerate(game.plan.subjects):
        if subject == game.seat_index:
            continue
        seen = [tuple(_evidence(game, turn, row)) for turn in range(len(game.past))]
        for key, name, lane in who:
            points = tuple(_points(game, row, lane))
            steps = tuple(
                Step(turn, game.plan.date(turn).isoformat(), before, after, seen[turn])
                for turn, (before, after) in enumerate(pairwise(points))
                if abs(after - before) >= _SLIGHT
            )
            swing = _swing(game, row, lane)
            found.append(Path(key, name, game.plan.actors[subject], points, steps, swing))
    return tuple(found)


def _points(game: Game, row: int, lane: int) -> Iterator[float]:
    for played in game.past:
        belief = played.picture_before.arrays["belief"]
        yield float(belief[row, game.seat_index, 2:, lane].sum())
    yield float(game.picture.world.belief[row, game.seat_index, 2:, lane].sum())


def _evidence(game: Game, turn: int, row: int) -> Iterator[str]:
    """What was seen of a party in a turn, weightiest first, each thing named once."""
    weights: dict[tuple[str, str], float] = {}
    for one in _rows(game, turn):
        if one.what == "bad_faith" and one.names == (game.seat_index, row):
            for part in one.parts:
                if abs(part.amount) >= _SLIGHT:
                    key = (part.rule, part.source)
                    weights[key] = weights.get(key, 0.0) + abs(part.amount)
    for rule, source in sorted(weights, key=lambda key: -weights[key])[:TOLD]:
        what, where = game.words.sign(rule), game.words.source(source)
        yield f"{what} ({where})" if where else what


def _rows(game: Game, turn: int) -> list[Row]:
    ledger = game.picture.world.ledger
    assert ledger is not None
    last = turn + 1 == len(game.past)
    end = len(ledger.rows) if last else game.past[turn + 1].picture_before.rows
    return [row for row in ledger.rows[game.past[turn].picture_before.rows : end] if row.parts]


def _swing(game: Game, row: int, lane: int) -> str:
    """What it would take to bring a belief to the other side of even."""
    world = game.picture.world
    belief = world.belief[row, game.seat_index, :, lane : lane + 1]
    now = float(spoilers.bad_faith(belief)[0])
    keen = world.constants.conservatism * world.attention()[game.seat_index]
    attention = np.broadcast_to(np.asarray(keen, dtype=np.float64), (world.runs,))[lane : lane + 1]
    who = game.words.called(game.plan.subjects[row])
    sign, way = ("compliance", -1) if now >= _EVEN else ("refusal_inside", 1)
    needed = _signs(belief, sign, attention)
    if needed is None:
        if way < 0:
            return _("Nothing that {who} may do soon would bring this below even.").format(who=who)
        return _("Nothing that {who} may do soon would bring this above even.").format(who=who)
    count, after = needed
    if way < 0:
        said = plural(
            "One promise kept by {who} would bring it to {after} in 20.",
            "{count} promises kept by {who}, one after another, would bring it to {after} in 20.",
            count,
        )
    else:
        said = plural(
            "One refusal by {who} of terms inside the agreement would bring it to {after} in 20.",
            "{count} refusals by {who} of terms inside the agreement would bring it to {after} in "
            "20.",
            count,
        )
    return said.format(count=count, who=who, after=round(20 * after))


def _signs(belief: Floats, sign: str, attention: Floats) -> tuple[int, float] | None:
    """How many signs in a row it takes to cross even, and where that ends; None for too many."""
    likelihood = np.array(spoilers.LIKELIHOODS[sign])[:, None]
    above = float(spoilers.bad_faith(belief)[0]) >= _EVEN
    moved = belief.copy()
    for count in range(1, _MOST_SIGNS + 1):
        moved = spoilers.updated(moved, likelihood, attention)
        after = float(spoilers.bad_faith(moved)[0])
        if (after >= _EVEN) != above:
            return count, after
    return None
