"""The moments that turned a game: jumps of the prospects, answers against the odds, changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from sim.catalogue import _
from sim.game.build_report import change
from sim.game.report import Change
from sim.model.ledger import Row

if TYPE_CHECKING:
    from sim.game.game import Game

TURNING_POINTS = 5
_KEY = ("bad_faith", "trust", "stance")
"""Quantities whose large changes turn a game."""


@dataclass(frozen=True)
class TurningPoint:
    """A moment that turned the game."""

    turn: int
    date: str
    kind: Literal["prospects", "answer", "change"]
    text: str
    points: int
    """How much, in hundredths; of an answer, how far from sure it had been."""
    causes: tuple[str, ...]


def turning_points(game: Game, path: tuple[float, ...]) -> tuple[TurningPoint, ...]:
    """The moments that turned a game most, in order.

    Args:
        game: At its end, or where the player stops.
        path: The score to be expected before each turn and now; empty where nobody asked.
    """
    ledger = game.process.world.ledger
    assert ledger is not None
    found = [
        *_prospect_points(game, path),
        *_answer_points(game, ledger.rows),
        *_change_points(game, ledger.rows),
    ]
    # prospects count double: everything else matters through them
    found.sort(key=lambda point: -abs(point.points) * (1 + (point.kind == "prospects")))
    kept: list[TurningPoint] = []
    for point in found:
        same = [one for one in kept if (one.turn, one.kind) == (point.turn, point.kind)]
        if len(kept) < TURNING_POINTS and len(same) < 2:
            kept.append(point)
    return tuple(sorted(kept, key=lambda point: (point.turn, point.kind)))


def _prospect_points(game: Game, path: tuple[float, ...]) -> Iterator[TurningPoint]:
    for turn, (before, after) in enumerate(pairwise(path)):
        points = round(100 * after) - round(100 * before)
        entries = sorted(game.past[turn].report.entries, key=lambda entry: -entry.weight)[:2]
        said = (
            _("Your prospects rose from {before} to {after} in 100.")
            if points > 0
            else _("Your prospects fell from {before} to {after} in 100.")
        )
        text = said.format(before=round(100 * before), after=round(100 * after))
        causes = tuple(entry.text for entry in entries)
        yield TurningPoint(turn, _date(game, turn), "prospects", text, points, causes)


def _answer_points(game: Game, rows: list[Row]) -> Iterator[TurningPoint]:
    """Answers that went against the odds, by the true chance."""
    texts = {
        (played.observed.acts.turn, entry.move, entry.actor, entry.target): entry.text
        for played in game.past
        for entry in played.report.entries
        if entry.kind == "answer"
    }
    for row in rows:
        if row.kind != "answer" or row.chance is None or len(row.names) != 3:
            continue
        asked, who, move = row.names
        if who != game.seat_index:
            continue
        came = row.chance if row.outcome == "yes" else 1.0 - row.chance
        if came >= 0.5:
            continue
        key = (row.turn, move, game.plan.actors[asked], game.plan.actors[who])
        chance = _("It could be expected {times} times in 20.").format(times=round(20 * came))
        text = f"{texts.get(key, game.scenario.moves[move].title)} {chance}"
        points = round(100 * (0.5 - came))
        yield TurningPoint(row.turn, _date(game, row.turn), "answer", text, points, ())


def _change_points(game: Game, rows: list[Row]) -> Iterator[TurningPoint]:
    for row in rows:
        if row.kind == "change" and row.what in _KEY:
            one = change(game, row)
            if abs(one.points) >= 5 and _matters(game, one):
                text = _("{what}: {before} to {after}.").format(
                    what=one.label, before=one.before, after=one.after
                )
                causes = tuple(
                    f"{cause.points:+d} {cause.source_words}"
                    for cause in one.causes
                    if cause.points
                )
                yield TurningPoint(
                    row.turn, _date(game, row.turn), "change", text, one.points, causes
                )


def _matters(game: Game, one: Change) -> bool:
    if one.quantity == "bad_faith":
        return one.actors[0] != one.actors[1]
    return one.quantity == "stance" or one.actors[1] == game.seat


def _date(game: Game, turn: int) -> str:
    return game.plan.date(turn).isoformat()
