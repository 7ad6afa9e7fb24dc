"""The debrief: what was reached, beside the record, and what had been hidden."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.game.debriefing.alliance import at_home
from sim.game.debriefing.caveats import caveats
from sim.game.debriefing.comparison import ComparedTurn, Note, Point, compared
from sim.game.debriefing.comparison import points as dated_points
from sim.game.debriefing.factors import Factor, factors
from sim.game.debriefing.lesson import Question, questions
from sim.game.debriefing.missing import missing
from sim.game.debriefing.turning import TURNING_POINTS, TurningPoint, turning_points
from sim.game.debriefing.unveiled import HiddenNumber, HiddenType, numbers, types
from sim.game.debriefing.worth import MoveWorth, Progress, move_worths, prospects, score
from sim.model.plan import NEVER

if TYPE_CHECKING:
    from sim.game.game import Game

__all__ = [
    "TURNING_POINTS",
    "ComparedTurn",
    "Debrief",
    "Ending",
    "HiddenNumber",
    "HiddenType",
    "Note",
    "Point",
    "Question",
    "TurningPoint",
    "debrief",
]


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
    missing: tuple[str, ...] = ()
    """Of one that was not reached: what it lacked, in sentences."""
    ways: int = 1
    """How many ways there were to it; what is missing is told of the nearest."""


@dataclass(frozen=True)
class Debrief:
    """What there is to say after a game, or after one that is given up; here all is opened."""

    scenario: str
    title: str
    level: str
    """The title of the level of difficulty; empty where there is only one."""
    notes: tuple[str, ...]
    """What sets the game apart: what was taken back, left out or limited, in sentences."""
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
    compared: tuple[ComparedTurn, ...]
    points: tuple[Point, ...]
    turning_points: tuple[TurningPoint, ...]
    types: tuple[HiddenType, ...]
    numbers: tuple[HiddenNumber, ...]
    at_home: str
    """Who made the seat's policy and what became of them; empty where nothing says."""
    questions: tuple[Question, ...]
    factors: tuple[Factor, ...]
    """Why the initiative's owner could play its part, as the scenario has it."""
    prospects: tuple[float, ...]
    """The score to be expected before each turn and at the end; empty if not asked for."""
    worth: tuple[MoveWorth, ...]
    """What each move was worth; empty if not asked for."""


def debrief(game: Game, rollouts: int = 0, progress: Progress | None = None) -> Debrief:
    """The debrief of a game.

    Args:
        game: At its end, or where the player stops.
        rollouts: How many to judge prospects and moves by (a second or two for 100); 0 for neither.
        progress: Told how far the rollouts are.
    """

    def half(which: int) -> Progress | None:
        return None if progress is None else lambda share: progress((which + share) / 2)

    path = prospects(game, rollouts, half(0)) if rollouts else ()
    points = tuple(dated_points(game))
    turned = turning_points(game, path)
    return Debrief(
        scenario=game.scenario.id,
        title=game.scenario.title,
        level=game.loaded.level_title if game.scenario.difficulty else "",
        notes=tuple(caveats(game)),
        seat=game.seat,
        seat_name=game.scenario.actors[game.seat].name,
        owner=game.seat == game.scenario.initiative.by,
        seed=game.seed,
        turns=game.turn,
        over=game.over,
        score=float(score(game, game.process.world)[0]),
        endings=tuple(_endings(game)),
        compared=tuple(compared(game)),
        points=points,
        turning_points=turned,
        types=tuple(types(game)),
        numbers=tuple(numbers(game)),
        at_home=at_home(game),
        questions=questions(game, points, turned),
        factors=tuple(factors(game)),
        prospects=path,
        worth=move_worths(game, rollouts, half(1)) if rollouts else (),
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
        lacks = missing(game, name) if date is None else None
        yield Ending(
            outcome=name,
            title=outcome.title,
            text=outcome.text or "",
            reached=date is not None,
            date=date,
            weight=weight,
            missing=lacks.lines if lacks else (),
            ways=lacks.ways if lacks else 1,
        )
