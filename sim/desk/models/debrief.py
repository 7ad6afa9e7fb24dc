"""The debrief as it is shown: how it ended, beside the record, what turned it, what was hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from sim.desk.models.cast import Face, faces
from sim.desk.models.dossier import TYPE_WORDS
from sim.desk.models.report import span
from sim.desk.models.title import day

if TYPE_CHECKING:
    from sim.game.debrief import Debrief, Point
    from sim.game.game import Game
    from sim.game.picture import Band


@dataclass(frozen=True, slots=True)
class Aim:
    """An aim of the seat, or another way it could end."""

    title: str
    text: str
    points: int
    """What it counts for, of 100; 0 for what is no aim."""
    reached: bool
    date: str


@dataclass(frozen=True, slots=True)
class Told:
    """A dated line of the record."""

    date: str
    text: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """One turn: what you did, and what the record tells of the same days."""

    number: int
    dates: str
    own: tuple[str, ...]
    record: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """A point of the record that came about, or what did not, and what became of it here."""

    title: str
    by: str
    here: bool
    date: str
    as_recorded: bool
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A moment that turned the game."""

    number: int
    """The turn, from 1."""
    date: str
    title: str
    text: str
    points: int
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Worth:
    """What a move was worth, in hundredths of the score, with its range."""

    label: str
    date: str
    points: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Belief:
    """What somebody believed of a hidden type: shares of none, limited, greedy, total."""

    who: str
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Unveiled:
    """A party's true type and who had believed what."""

    face: Face
    truth: int
    """Index of the type."""
    word: str
    about: str
    beliefs: tuple[Belief, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A true number beside the band in which you had it at the end, 0..1."""

    label: str
    face: Face
    truth: float
    low: float
    best: float
    high: float
    group: str

    @property
    def inside(self) -> bool:
        """Whether the band holds the truth."""
        return self.low - 1e-9 <= self.truth <= self.high + 1e-9


@dataclass(frozen=True, slots=True)
class Reason:
    """A factor that let the mediator play its part."""

    title: str
    told: str
    """Its value at the start and at the end, in words and numbers."""
    before: float
    after: float
    is_level: bool
    says: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DebriefView:
    """All that there is to say after a game."""

    title: str
    level: str
    """The level of difficulty; empty where there is only one."""
    seat: Face
    seat_name: str
    goal: str
    dates: str
    seed: int
    turns: int
    over: bool
    score: int
    verdict: str
    aims: tuple[Aim, ...]
    others: tuple[Aim, ...]
    days: tuple[Days, ...]
    checkpoints: tuple[Dated, ...]
    foils: tuple[Dated, ...]
    turning: tuple[Turn, ...]
    prospects: tuple[int, ...]
    worth: tuple[Worth, ...]
    hidden: tuple[Unveiled, ...]
    numbers: tuple[Number, ...]
    at_home: str
    """Who made the seat's policy; empty where nothing says."""
    questions: tuple[str, ...]
    why: str
    """Title of the reasons."""
    reasons: tuple[Reason, ...]
    """Why the mediator could play its part."""
    fact_titles: tuple[tuple[str, str], ...]
    """Ids and titles of the facts cited."""

    @property
    def reached(self) -> int:
        """How many aims were reached."""
        return sum(aim.reached for aim in self.aims)

    @property
    def off(self) -> int:
        """By how many points the best guesses were off on average."""
        misses = [abs(number.truth - number.best) for number in self.numbers]
        return round(100 * sum(misses) / max(1, len(misses)))

    @property
    def as_recorded(self) -> int:
        """How many dated points went as in the record."""
        return sum(point.as_recorded for point in (*self.checkpoints, *self.foils))


_TURNS: Final = {
    "prospects": "Your prospects",
    "answer": "Against the odds",
    "change": "A change of mind",
}


def build_debrief(game: Game, made: Debrief) -> DebriefView:
    """What is shown of a debrief."""
    cast = faces(game.scenario)
    goals = game.scenario.goals.get(game.seat)
    aims = tuple(_aims(made, own=True))
    cited = {c for note in made.beside for told in note.record for c in told.cites}
    cited |= {c for point in made.points for c in point.cites}
    cited |= {c for factor in made.factors for c in factor.cites}
    owner = cast[game.scenario.initiative.by].name
    return DebriefView(
        title=made.title,
        level=made.level,
        seat=cast[game.seat],
        seat_name=made.seat_name,
        goal=(goals.says if goals else "") or "",
        dates=span(game.plan.date(0), date.fromisoformat(made.beside[-1].until))
        if made.beside
        else "",
        seed=made.seed,
        turns=made.turns,
        over=made.over,
        score=round(100 * made.score),
        verdict=_verdict(aims),
        aims=aims,
        others=tuple(_aims(made, own=False)),
        days=tuple(_days(made)),
        checkpoints=tuple(_dated(p) for p in made.points if p.kind == "checkpoint"),
        foils=tuple(_dated(p) for p in made.points if p.kind == "foil"),
        turning=tuple(
            Turn(
                one.turn + 1,
                _day(one.date),
                _TURNS[one.kind],
                one.text,
                one.points,
                tuple(_minus(cause) for cause in one.causes),
            )
            for one in made.turning_points
        ),
        prospects=tuple(round(100 * value) for value in made.prospects),
        worth=tuple(
            Worth(w.label, _day(w.date), 100 * w.change, 100 * w.low, 100 * w.high)
            for w in sorted(made.worth, key=lambda w: -w.change)
        ),
        hidden=tuple(_hidden(made, cast)),
        numbers=tuple(_numbers(game, cast)),
        at_home=made.at_home,
        questions=made.questions,
        why="Why you could play the part" if made.owner else f"Why {owner} could play its part",
        reasons=tuple(
            Reason(f.title, f.told, f.before, f.after, f.is_level, f.says, f.cites)
            for f in made.factors
        ),
        fact_titles=tuple(
            (name, fact.title) for name, fact in game.loaded.facts.items() if name in cited
        ),
    )


def _aims(made: Debrief, own: bool) -> Iterator[Aim]:
    for one in made.endings:
        if bool(one.weight) == own:
            reached = _day(one.date) if one.date else ""
            yield Aim(one.title, one.text, round(100 * one.weight), one.reached, reached)


def _verdict(aims: tuple[Aim, ...]) -> str:
    reached = sum(aim.reached for aim in aims)
    if not aims:
        return "This seat has no aims of its own."
    if reached == len(aims):
        return "You reached all that you were after."
    if not reached:
        return "You reached none of your aims; see what the trying has shown."
    return f"You reached {reached} of your {len(aims)} aims."


def _days(made: Debrief) -> Iterator[Days]:
    for one in made.beside:
        dates = span(date.fromisoformat(one.date), date.fromisoformat(one.until))
        record = tuple(Told(_day(note.date), note.text, note.cites) for note in one.record)
        yield Days(one.turn + 1, dates, one.own, record)


def _dated(point: Point) -> Dated:
    return Dated(
        point.title,
        _day(point.by),
        point.here,
        _day(point.date) if point.date else "",
        point.as_recorded,
        point.cites,
    )


def _hidden(made: Debrief, cast: dict[str, Face]) -> Iterator[Unveiled]:
    names = [name for name, _ in TYPE_WORDS]
    for one in made.types:
        truth = names.index(one.truth)
        beliefs = [Belief("You, at the start", one.before), Belief("You, at the end", one.after)]
        beliefs += [Belief(name, shares) for name, shares in one.advisers]
        about = TYPE_WORDS[truth][1]
        yield Unveiled(cast[one.subject], truth, one.truth, about, tuple(beliefs))


def _numbers(game: Game, cast: dict[str, Face]) -> Iterator[Number]:
    """The true trust, stance and positions of everybody else, beside what you took them to be."""
    world, plan, me = game.process.world, game.plan, game.seat_index
    for index, name in enumerate(plan.actors):
        if index == me:
            continue
        face = cast[name]
        places: list[tuple[str, str, tuple[int, ...]]] = [
            ("Trust in you", "trust", (index, me)),
            ("Stance on the initiative", "stance", (index,)),
        ]
        for issue in game.scenario.actors[name].positions:
            title = game.scenario.issues[issue].title
            places.append((title, "ideal", (index, plan.issues.index(issue))))
        for label, array, at in places:
            truth = float(getattr(world, array)[at][0])
            band: Band = game.picture.band(array, *at)
            group = label if array != "ideal" else f"Wish: {label}"
            yield Number(label, face, truth, band.low, band.best, band.high, group)


def _minus(text: str) -> str:
    """A text with a true minus before a number that it begins with."""
    return f"\N{MINUS SIGN}{text[1:]}" if text.startswith("-") else text


def _day(text: str) -> str:
    return day(date.fromisoformat(text))
