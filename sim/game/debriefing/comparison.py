"""What a player did beside the record of the same days, and the dated points of the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sim.catalogue import _
from sim.game.state import GameState
from sim.scenario.schema import Checkpoint


@dataclass(frozen=True)
class Note:
    """A dated line of the record."""

    date: str
    text: str
    cites: tuple[str, ...]
    own: bool = False
    """Whether it is a move of the seat that was played."""


@dataclass(frozen=True)
class ComparedTurn:
    """One turn: what the player did, and what the record tells of the same days."""

    turn: int
    date: str
    until: str
    own: tuple[str, ...]
    record: tuple[Note, ...]
    same: tuple[bool, ...] = ()
    """Of each of the player's moves, whether the record has it in the same turn."""


@dataclass(frozen=True)
class Point:
    """A dated point of the record that came about (or did not), and what became of it here."""

    id: str
    kind: Literal["checkpoint", "foil"]
    title: str
    by: str
    here: bool
    date: str | None
    """First day of the turn in which it held here."""
    as_recorded: bool
    """Whether the game went as the record: a checkpoint came about, a foil did not."""
    cites: tuple[str, ...]


def compared(game: GameState) -> Iterator[ComparedTurn]:
    """Every turn of the scenario, with what was done and what the record tells."""
    record: dict[int, list[Note]] = {}
    kept: set[tuple[int, str, str | None]] = set()
    history = game.scenario.history
    for move in history.line.values():
        target = None if move.to is None else game.plan.actor(move.to)
        title = game.words.move_title(move.move, game.plan.actor(move.by), target)
        who = game.scenario.actors[move.by].short
        said = _("{who}: {move}").format(who=who, move=title)
        turn = game.plan.turn_of(move.date)
        own = move.by == game.seat
        record.setdefault(turn, []).append(Note(move.date.isoformat(), said, tuple(move.cite), own))
        if own:
            kept.add((turn, move.move, move.to))
    for told in history.told.values():
        note = Note(told.date.isoformat(), told.says, tuple(told.cite))
        record.setdefault(game.plan.turn_of(told.date), []).append(note)
    for turn in range(game.turns):
        played = game.past[turn] if turn < game.turn else None
        done = [
            one
            for one in (played.moves if played else ())
            if played and one.option in played.observed.acts.moves
        ]
        notes = sorted(record.get(turn, []), key=lambda note: note.date)
        first, last = game.plan.date(turn), game.plan.date(turn + 1)
        until = last.fromordinal(last.toordinal() - 1)
        yield ComparedTurn(
            turn,
            first.isoformat(),
            until.isoformat(),
            tuple(game.label(one.option) for one in done),
            tuple(notes),
            tuple((turn, one.move, one.to) in kept for one in done),
        )


def points(game: GameState) -> Iterator[Point]:
    """The checkpoints and foils of the record, in file order."""
    history = game.scenario.history
    kinds: tuple[tuple[Literal["checkpoint", "foil"], dict[str, Checkpoint]], ...] = (
        ("checkpoint", history.checkpoints),
        ("foil", history.foils),
    )
    for kind, found in kinds:
        for name, point in found.items():
            turn = int(game.process.world.tracked[game.compiled.rows[f"{kind}s.{name}"], 0])
            here = turn <= game.plan.turn_of(point.by)
            yield Point(
                id=name,
                kind=kind,
                title=point.title,
                by=point.by.isoformat(),
                here=here,
                date=game.plan.date(max(turn, 0)).isoformat() if here else None,
                as_recorded=here == (kind == "checkpoint"),
                cites=tuple(point.cite),
            )
