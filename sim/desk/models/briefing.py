"""The briefing: the story so far, the part one plays, what counts, and what advisers think."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.models.cast import Face, face
from sim.desk.models.desk import Goal
from sim.desk.models.title import dates, day
from sim.scenario.form.coding import TYPES
from sim.scenario.heads import STANDARD
from sim.scenario.levels import level_title

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.scenario.schema import Scenario


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
    story_title: str
    """Above the story, which is told as the initiative's own seat sees it."""
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


def story_title(scenario: Scenario, seat: str) -> str:
    """What stands above the story, which is told as the initiative's own seat sees it."""
    teller = scenario.initiative.by
    if seat == teller:
        return _("The story so far")
    return _("The story so far, as {who} is told it").format(who=scenario.actors[teller].short)


def build_briefing(game: Game) -> Briefing:
    """The briefing of a game's seat, with the world it is in and what a teacher has locked."""
    from sim.game.lock import sentence
    from sim.game.switches import world

    scenario, view = game.scenario, game.view()
    about, locked = world(scenario, game.without), sentence(game.lock)
    me = scenario.actors[game.seat]
    own = scenario.goals.get(game.seat)
    end = game.plan.date(game.turns) - dt.timedelta(days=1)
    capital = scenario.capital
    return Briefing(
        title=scenario.title,
        dates=" · ".join(part for part in (dates(scenario.calendar.start, end), about) if part),
        story_title=story_title(scenario, game.seat),
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
            _("{turns} turns of {turn}").format(turns=game.turns, turn=scenario.calendar.turn),
            _("{capital} capital a turn, {carry} may be carried over").format(
                capital=capital.per_turn, carry=capital.carry
            ),
            _("up to {moves} moves a turn").format(moves=capital.moves_per_turn),
            *(
                [_("level: {title}").format(title=game.loaded.level_title)]
                if scenario.difficulty
                else []
            ),
            *(part for part in (about, locked) if part),
        ),
        calendar=(
            Dated(day(scenario.calendar.start), _("The first turn begins")),
            *(
                Dated(day(dt.date.fromisoformat(moment.date)), moment.title)
                for moment in view.timeline
                if moment.kind == "coming"
            ),
            Dated(day(end), _("The last turn ends")),
        ),
        voices=tuple(_voices(game)) if game.lock.advisers else (),
    )


def _voices(game: Game) -> Iterator[Voice]:
    """The advisers; what odds they give stays out where a teacher has locked odds."""
    actors = game.scenario.actors
    for adviser in game.scenario.advisers.values():
        reads = (
            _reads(actors[party].short, prior.shares()) for party, prior in adviser.prior.items()
        )
        yield Voice(adviser.name, adviser.view, tuple(reads) if game.lock.odds else ())


def _levels(scenario: Scenario) -> tuple[Level, ...]:
    if not scenario.difficulty:
        return ()
    return (
        Level(STANDARD, level_title(scenario, STANDARD), _("The game as it stands.")),
        *(Level(name, one.title, one.about) for name, one in scenario.difficulty.items()),
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text whose lines were broken in the file."""
    return tuple(" ".join(part.split()) for part in text.split("\n\n") if part.strip())


def _reads(party: str, shares: tuple[float, ...]) -> str:
    doubt = sum(share for kind, share in zip(TYPES, shares, strict=True) if kind in TYPES[2:])
    words = _("{party}: {count} in 20 that they act in bad faith")
    return words.format(party=party, count=round(20 * doubt))
