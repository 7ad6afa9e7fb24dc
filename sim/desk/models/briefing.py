"""The briefing: the story so far, the part one plays, what counts, and what advisers think."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.desk.models.cast import Face, face
from sim.desk.models.desk import Goal
from sim.desk.models.title import dates, day
from sim.scenario.load import level_title
from sim.scenario.references import STANDARD

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.scenario.schema import Scenario

_TYPES: Final = ("none", "limited", "greedy", "total")


@dataclass(frozen=True, slots=True)
class Voice:
    """An adviser: who, the view in a sentence, and how it reads each party's aims."""

    name: str
    view: str
    reads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """A date that is known."""

    date: str
    title: str


@dataclass(frozen=True, slots=True)
class Level:
    """A level of difficulty."""

    id: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class Briefing:
    """A scenario before its first turn, for one seat."""

    title: str
    dates: str
    story: tuple[str, ...]
    plain: tuple[str, ...]
    """The story in short and plain words; empty where there is only the one."""
    level: str
    levels: tuple[Level, ...]
    """The levels of difficulty, the standard one first; empty where there is no other."""
    seat: Face
    seats: tuple[Face, ...]
    leader: str
    role: tuple[str, ...]
    motto: str
    goals: tuple[Goal, ...]
    rules: tuple[str, ...]
    calendar: tuple[Dated, ...]
    voices: tuple[Voice, ...]


def build_briefing(game: Game) -> Briefing:
    """The briefing of a game's seat."""
    scenario, view = game.scenario, game.view()
    me = scenario.actors[game.seat]
    own = scenario.goals.get(game.seat)
    end = game.plan.date(game.turns) - dt.timedelta(days=1)
    capital = scenario.capital
    return Briefing(
        title=scenario.title,
        dates=dates(scenario.calendar.start, end),
        story=paragraphs(scenario.briefing),
        plain=paragraphs(scenario.briefing_plain or ""),
        level=game.loaded.level,
        levels=_levels(scenario),
        seat=face(scenario, game.seat),
        seats=tuple(face(scenario, name) for name, a in scenario.actors.items() if a.seat),
        leader=me.leader or "",
        role=paragraphs(me.role or me.about or ""),
        motto=(own.says or "") if own else "",
        goals=tuple(
            Goal(goal.title, round(100 * goal.weight), goal.reached, goal.text)
            for goal in view.goals
        ),
        rules=(
            f"{game.turns} turns of {scenario.calendar.turn}",
            f"{capital.per_turn} capital a turn, {capital.carry} may be carried over",
            f"up to {capital.moves_per_turn} moves a turn",
            *([f"level: {game.loaded.level_title}"] if scenario.difficulty else []),
        ),
        calendar=(
            Dated(day(scenario.calendar.start), "The first turn begins"),
            *(
                Dated(day(dt.date.fromisoformat(moment.date)), moment.title)
                for moment in view.timeline
                if moment.kind == "coming"
            ),
            Dated(day(end), "The last turn ends"),
        ),
        voices=tuple(
            Voice(
                adviser.name,
                adviser.view,
                tuple(
                    _reads(scenario.actors[party].short, prior.shares())
                    for party, prior in adviser.prior.items()
                ),
            )
            for adviser in scenario.advisers.values()
        ),
    )


def _levels(scenario: Scenario) -> tuple[Level, ...]:
    if not scenario.difficulty:
        return ()
    return (
        Level(STANDARD, level_title(scenario, STANDARD), "The game as it stands."),
        *(Level(name, one.title, one.about) for name, one in scenario.difficulty.items()),
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text whose lines were broken in the file."""
    return tuple(" ".join(part.split()) for part in text.split("\n\n") if part.strip())


def _reads(party: str, shares: tuple[float, ...]) -> str:
    doubt = sum(share for kind, share in zip(_TYPES, shares, strict=True) if kind in _TYPES[2:])
    return f"{party}: {round(20 * doubt)} in 20 that they act in bad faith"
