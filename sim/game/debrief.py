"""The debrief: what was reached, beside the record, and what had been hidden."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from numpy.typing import NDArray

from sim.game.alliance import at_home
from sim.game.factors import Factor, factors
from sim.game.lesson import questions
from sim.game.picture import BANDS, BEST, Band, Types
from sim.game.report import Change, change
from sim.game.worth import MoveWorth, move_worths, prospects, score
from sim.model.ledger import Row
from sim.model.plan import NEVER
from sim.scenario.coding import TYPES
from sim.scenario.schema import Checkpoint

if TYPE_CHECKING:
    from sim.game.game import Game

TURNING_POINTS = 5
_KEY = ("bad_faith", "trust", "stance")
"""Quantities whose large changes turn a game."""


@dataclass(frozen=True)
class Ending:
    """An outcome, reached or not."""

    outcome: str
    title: str
    text: str
    reached: bool
    date: str | None
    """First day of the turn in which it was reached."""
    weight: float
    """What it counts for among the seat's aims; 0 where it is none of them."""


@dataclass(frozen=True)
class Note:
    """A dated line of the record."""

    date: str
    text: str
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Beside:
    """One turn: what the player did, and what the record tells of the same days."""

    turn: int
    date: str
    until: str
    own: tuple[str, ...]
    record: tuple[Note, ...]


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


@dataclass(frozen=True)
class HiddenType:
    """A party's true hidden type, and what was believed of it."""

    subject: str
    name: str
    truth: str
    before: Types
    after: Types
    advisers: tuple[tuple[str, Types], ...]
    """What each adviser believes at the end."""


@dataclass(frozen=True)
class HiddenNumber:
    """A true number, and the seat's bands of it before the first turn and now."""

    label: str
    truth: float
    before: Band
    after: Band

    @property
    def inside(self) -> bool:
        """Whether the band at the end holds the truth."""
        return self.after.low - 1e-9 <= self.truth <= self.after.high + 1e-9


@dataclass(frozen=True)
class Debrief:
    """What there is to say after a game, or after one that is given up; here all is opened."""

    scenario: str
    title: str
    level: str
    """The title of the level of difficulty; empty where there is only one."""
    seat: str
    seat_name: str
    owner: bool
    """Whether the seat is the initiative's own, whose factors these are."""
    seed: int
    turns: int
    over: bool
    score: float
    """Weights of the aims that were reached, 0..1."""
    endings: tuple[Ending, ...]
    beside: tuple[Beside, ...]
    points: tuple[Point, ...]
    turning_points: tuple[TurningPoint, ...]
    types: tuple[HiddenType, ...]
    numbers: tuple[HiddenNumber, ...]
    at_home: str
    """Who made the seat's policy and what became of them; empty where nothing says."""
    questions: tuple[str, ...]
    factors: tuple[Factor, ...]
    """Why the initiative's owner could play its part, as the scenario has it."""
    prospects: tuple[float, ...]
    """The score to be expected before each turn and at the end; empty if not asked for."""
    worth: tuple[MoveWorth, ...]
    """What each move was worth; empty if not asked for."""


def debrief(game: Game, rollouts: int = 0) -> Debrief:
    """The debrief of a game.

    Args:
        game: At its end, or where the player stops.
        rollouts: How many to judge prospects and moves by (a second or two for 100); 0 for neither.
    """
    path = prospects(game, rollouts) if rollouts else ()
    points = tuple(_points(game))
    return Debrief(
        scenario=game.scenario.id,
        title=game.scenario.title,
        level=game.loaded.level_title if game.scenario.difficulty else "",
        seat=game.seat,
        seat_name=game.scenario.actors[game.seat].name,
        owner=game.seat == game.scenario.initiative.by,
        seed=game.seed,
        turns=game.turn,
        over=game.over,
        score=float(score(game, game.process.world)[0]),
        endings=tuple(_endings(game)),
        beside=tuple(_beside(game)),
        points=points,
        turning_points=_turning_points(game, path),
        types=tuple(_types(game)),
        numbers=tuple(_numbers(game)),
        at_home=at_home(game),
        questions=questions(game, (p.title for p in points if not p.as_recorded)),
        factors=tuple(factors(game)),
        prospects=path,
        worth=move_worths(game, rollouts) if rollouts else (),
    )


def _held(game: Game, name: str) -> str | None:
    """First day of the turn in which a followed condition held; None if it never did."""
    turn = int(game.process.world.tracked[game.compiled.rows[name], 0])
    return None if turn == NEVER else game.plan.date(max(turn, 0)).isoformat()


def _endings(game: Game) -> Iterator[Ending]:
    goals = game.scenario.goals.get(game.seat)
    weights: Mapping[str, float] = goals.aims if goals else {}
    for name, outcome in game.scenario.outcomes.items():
        date = _held(game, f"outcomes.{name}")
        weight = float(weights.get(name, 0.0))
        yield Ending(name, outcome.title, outcome.text or "", date is not None, date, weight)


# -- beside the record -----------------------------------------------------------------------------


def _beside(game: Game) -> Iterator[Beside]:
    record: dict[int, list[Note]] = {}
    history = game.scenario.history
    for move in history.line.values():
        title = game.scenario.moves[move.move].title
        target = f" ({game.scenario.actors[move.to].short})" if move.to else ""
        who = game.scenario.actors[move.by].short
        note = Note(move.date.isoformat(), f"{who}: {title}{target}", tuple(move.cite))
        record.setdefault(game.plan.turn_of(move.date), []).append(note)
    for told in history.told.values():
        note = Note(told.date.isoformat(), told.says, tuple(told.cite))
        record.setdefault(game.plan.turn_of(told.date), []).append(note)
    for turn in range(game.turns):
        own: tuple[str, ...] = ()
        if turn < game.turn:
            played = game.past[turn]
            done = played.observed.acts.moves
            own = tuple(game.label(one.option) for one in played.moves if one.option in done)
        notes = sorted(record.get(turn, []), key=lambda note: note.date)
        first, last = game.plan.date(turn), game.plan.date(turn + 1)
        until = last.fromordinal(last.toordinal() - 1)
        yield Beside(turn, first.isoformat(), until.isoformat(), own, tuple(notes))


def _points(game: Game) -> Iterator[Point]:
    history = game.scenario.history
    kinds: tuple[tuple[Literal["checkpoint", "foil"], dict[str, Checkpoint]], ...] = (
        ("checkpoint", history.checkpoints),
        ("foil", history.foils),
    )
    for kind, points in kinds:
        for name, point in points.items():
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


# -- turning points --------------------------------------------------------------------------------


def _turning_points(game: Game, path: tuple[float, ...]) -> tuple[TurningPoint, ...]:
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
        way = "rose" if points > 0 else "fell"
        text = f"Your prospects {way} from {round(100 * before)} to {round(100 * after)} in 100."
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
        chance = f"It could be expected {round(20 * came)} times in 20."
        text = f"{texts.get(key, game.scenario.moves[move].title)} {chance}"
        points = round(100 * (0.5 - came))
        yield TurningPoint(row.turn, _date(game, row.turn), "answer", text, points, ())


def _change_points(game: Game, rows: list[Row]) -> Iterator[TurningPoint]:
    for row in rows:
        if row.kind == "change" and row.what in _KEY:
            one = change(game, row)
            if abs(one.points) >= 5 and _matters(game, one):
                text = f"{one.label}: {one.before} to {one.after}."
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


# -- what was hidden -------------------------------------------------------------------------------


def _types(game: Game) -> Iterator[HiddenType]:
    plan, picture = game.plan, game.picture
    for row, subject in enumerate(plan.subjects):
        start = _first(game, "belief")[row, game.seat_index, :, BEST]
        yield HiddenType(
            subject=plan.actors[subject],
            name=game.words.name(subject),
            truth=TYPES[int(game.process.world.type[row, 0])],
            before=_shares(start),
            after=picture.beliefs()[row][1],
            advisers=tuple(
                (adviser.name, picture.beliefs(lane)[row][1])
                for lane, adviser in enumerate(game.scenario.advisers.values(), start=BANDS)
            ),
        )


def _numbers(game: Game) -> Iterator[HiddenNumber]:
    """Everybody's trust in the seat, stance and reservation value, where it was not known."""
    me = game.seat_index
    for actor in range(len(game.plan.actors)):
        if actor == me:
            continue
        places = (("trust", (actor, me)), ("stance", (actor,)), ("reservation", (actor,)))
        for name, at in places:
            lanes = _first(game, name)[at][:BANDS]
            before = Band(float(lanes.min()), float(lanes[BEST]), float(lanes.max()))
            if not before.exact:
                yield HiddenNumber(
                    label=game.words.quantity(name, at),
                    truth=float(getattr(game.process.world, name)[at][0]),
                    before=before,
                    after=game.picture.band(name, *at),
                )


def _first(game: Game, name: str) -> NDArray[Any]:
    """An array of the picture before the first turn."""
    if game.past:
        return game.past[0].picture_before.arrays[name]
    now: NDArray[Any] = getattr(game.picture.world, name)
    return now


def _shares(row: NDArray[Any]) -> Types:
    none, limited, greedy, total = (float(share) for share in row)
    return (none, limited, greedy, total)
