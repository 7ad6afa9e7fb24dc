"""Which of a lesson's questions a debrief asks: those that touch what was done, each with a moment.

A moment is something of this game that a question can be asked of: a move that was played, a move
of the record that was not, a point that came otherwise than in the record, an answer against the
odds. Question and moment are matched by the words and the actors that both name, rare words
counting more than those that stand in every question; and a question's match is held against what
it could be at most in any game of the scenario, so that a long one is not asked every time.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.dates import date_words
from sim.game.debriefing.comparison import Note, Point
from sim.game.debriefing.turning import TurningPoint

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.scenario.schema import Scenario

QUESTIONS: Final = 3
_STEM: Final = 6
"""Letters that a word is known by, so that "joined" and "joining" are one."""
_AGAIN: Final = 0.4
"""What a move's weight grows by each time that it was tried again, up to `_OFTEN` times."""
_OFTEN: Final = 4
_MOST: Final = 3
"""Moments that count for a question."""
_COMMON: Final = frozenset(
    "about after again against answer because been before being both could did does done each else "
    "ever first from have here how into many more most much must only other over record same "
    "should "
    "since some than that their them then there these they this those through under very want was "
    "were what when where which while who whom whose why will with would you your came come game "
    "not the and for had has are its but one two way all may say out".split()
)


@dataclass(frozen=True)
class Question:
    """A question to talk about, with the moment of this game that it is asked of."""

    text: str
    moment: str
    """What happened, with its date, in a sentence."""
    turn: int
    """The turn of the moment, from 0."""
    cites: tuple[str, ...]
    """Facts on the moment, in the record."""


@dataclass(frozen=True)
class _Moment:
    text: str
    turn: int
    cites: tuple[str, ...]
    weight: float
    words: frozenset[str]


def questions(
    game: Game, points: Sequence[Point], turned: Sequence[TurningPoint] = ()
) -> tuple[Question, ...]:
    """The lesson's questions that touch most of what was done, and of what came otherwise.

    Args:
        game: What was done.
        points: The dated points of the record, and what became of them.
        turned: The moments that turned it.

    Returns:
        At most `QUESTIONS`, in the lesson's order; a scenario without a lesson has those that can
        be asked of any game.
    """
    moments = sorted(
        (*_moves(game), *_left_out(game), *_points(game, points), *_turned(game, turned)),
        key=lambda one: (-one.weight, one.turn),
    )
    lesson = game.scenario.lesson
    if lesson is None or not lesson.questions:
        return tuple(_plain(moments))
    every = [one.ask for one in lesson.asked]
    asked = [_words(game.scenario, text) for text in every]
    rarity, anything = _rarity(asked), tuple(_anything(game))
    scored = []
    for index, words in enumerate(asked):
        fits = sorted(
            ((_fit(words, one, rarity), -number) for number, one in enumerate(moments)),
            reverse=True,
        )
        usual = sum(sorted((_fit(words, one, rarity) for one in anything), reverse=True)[:_MOST])
        best = sum(fit for fit, _number in fits[:_MOST])
        scored.append((best / usual if usual else 0.0, -index, fits))
    chosen = sorted(scored, key=lambda one: one[:2], reverse=True)[:QUESTIONS]
    used: set[int] = set()
    found = []
    for _score, index, fits in chosen:
        number = next((-n for _fit_, n in fits if -n not in used), None)
        used |= set() if number is None else {number}
        moment = None if number is None else moments[number]
        found.append((-index, _asked(every[-index], moment)))
    return tuple(one for _index, one in sorted(found, key=lambda pair: pair[0]))


def _asked(text: str, moment: _Moment | None) -> Question:
    if moment is None:
        return Question(text, "", 0, ())
    return Question(text, moment.text, moment.turn, moment.cites)


def _plain(moments: Sequence[_Moment]) -> Iterator[Question]:
    """Questions that can be asked of any game."""
    texts = (
        _("What did you know then, and what would you have needed to know?"),
        _("Who gained by it, and who paid? Answer for two of those at the table."),
        _("Was it your doing, or luck? Say what you would look at to tell."),
    )
    for text, moment in zip(texts, moments, strict=False):
        yield _asked(text, moment)


def touched(
    scenario: Scenario, texts: Sequence[str], most: int = 2
) -> tuple[tuple[Note, ...], ...]:
    """The moments of the record that questions touch, whatever was played; for who prepares.

    Args:
        scenario: Whose record it is.
        texts: The questions.
        most: Moments for each.

    Returns:
        For each question the moments that share most with it, by date; none where none does.
    """
    history = scenario.history
    notes = [Note(one.date.isoformat(), one.says, tuple(one.cite)) for one in history.told.values()]
    notes += [
        Note(one.by.isoformat(), one.title, tuple(one.cite)) for one in history.checkpoints.values()
    ]
    asked = [_words(scenario, text) for text in texts]
    said = [_words(scenario, note.text) for note in notes]
    rarity = _rarity(asked)
    found = []
    for words in asked:
        fits = [sum(rarity[word] for word in words & own) for own in said]
        ranked = sorted(range(len(notes)), key=lambda index: (-fits[index], notes[index].date))
        best = [notes[index] for index in ranked[:most] if fits[index] > 0]
        found.append(tuple(sorted(best, key=lambda note: note.date)))
    return tuple(found)


# -- moments ---------------------------------------------------------------------------------------


def _moves(game: Game) -> Iterator[_Moment]:
    """What was played; what is not in the record, or was often tried, counts more."""
    kept = set(_recorded(game))
    seen: set[tuple[str, str | None]] = set()
    often = Counter((one.move, one.to) for played in game.past for one in played.moves)
    for turn, played in enumerate(game.past):
        for one in played.moves:
            if one.option not in played.observed.acts.moves or (one.move, one.to) in seen:
                continue
            seen.add((one.move, one.to))
            option = game.options.all[one.option]
            text = _("On {date} you played: {move}.").format(
                date=date_words(game.plan.date(turn)), move=game.label(one.option)
            )
            new = (turn, one.move, one.to) not in kept
            yield _Moment(
                text,
                turn,
                tuple(option.spec.cite) or _recorded_cites(game, one.move),
                (1.3 if new else 1.0) + _AGAIN * min(_OFTEN, often[one.move, one.to] - 1),
                _words(game.scenario, option.spec.title, (one.to,)),
            )


def _left_out(game: Game) -> Iterator[_Moment]:
    """What the record's owner played and the player never did."""
    own = {(one.move, one.to) for played in game.past for one in played.moves}
    seen: set[tuple[str, str | None]] = set()
    for move in game.scenario.history.line.values():
        key = (move.move, move.to)
        turn = game.plan.turn_of(move.date)
        if move.by != game.seat or key in own or key in seen or turn >= game.turn:
            continue
        seen.add(key)
        title = game.scenario.moves[move.move].title
        target = None if move.to is None else game.plan.actor(move.to)
        done = game.words.move_title(move.move, game.plan.actor(move.by), target)
        text = _("The record has on {date}: {move}. You never played it.").format(
            date=date_words(move.date), move=done
        )
        yield _Moment(text, turn, tuple(move.cite), 1.2, _words(game.scenario, title, (move.to,)))


def _points(game: Game, points: Iterable[Point]) -> Iterator[_Moment]:
    """Dated points, those that came otherwise first."""
    for point in points:
        by = dt.date.fromisoformat(point.by)
        turn = min(game.plan.turn_of(by), max(0, game.turn - 1))
        if point.kind == "checkpoint":
            text = (
                _("“{what}”: here as in the record, by {date}.")
                if point.here
                else _("“{what}”: in the record by {date}, not here.")
            )
        else:
            text = (
                _("“{what}”: not in the record by {date}, but here.")
                if point.here
                else _("“{what}”: neither in the record by {date} nor here.")
            )
        weight = 0.5 if point.as_recorded else 1.2
        if point.kind == "foil" and point.as_recorded:
            weight = 0.2
        said = text.format(what=point.title, date=date_words(by))
        yield _Moment(said, turn, point.cites, weight, _words(game.scenario, point.title))


def _turned(game: Game, turned: Iterable[TurningPoint]) -> Iterator[_Moment]:
    for one in turned:
        if one.kind == "answer":
            date = date_words(game.plan.date(one.turn))
            text = _("{date}: {text}").format(date=date, text=one.text)
            yield _Moment(text, one.turn, (), 1.4, _words(game.scenario, one.text))


def _recorded_cites(game: Game, move: str) -> tuple[str, ...]:
    """The facts on the first time that a move stands in the record."""
    line = game.scenario.history.line.values()
    return next((tuple(one.cite) for one in line if one.move == move and one.cite), ())


def _anything(game: Game) -> Iterator[_Moment]:
    """All moves of the seat and all points, as if each had its part in a game."""
    for option in game.options.all:
        if option.actor == game.seat_index:
            to = None if option.target is None else game.plan.actors[option.target]
            yield _Moment("", 0, (), 1.0, _words(game.scenario, option.spec.title, (to,)))
    history = game.scenario.history
    for point in (*history.checkpoints.values(), *history.foils.values()):
        yield _Moment("", 0, (), 1.0, _words(game.scenario, point.title))


def _recorded(game: Game) -> Iterator[tuple[int, str, str | None]]:
    for move in game.scenario.history.line.values():
        if move.by == game.seat:
            yield game.plan.turn_of(move.date), move.move, move.to


# -- words -----------------------------------------------------------------------------------------


def _words(scenario: Scenario, text: str, actors: Iterable[str | None] = ()) -> frozenset[str]:
    """The stems of a text's words, and the actors that it names as `@id`."""
    plain = text.lower()
    found = {f"@{one}" for one in actors if one is not None}
    for name, actor in scenario.actors.items():
        if actor.short.lower() in plain:
            found.add(f"@{name}")
            plain = plain.replace(actor.short.lower(), " ")
    tokens = set(re.findall(r"[^\W\d_]{3,}", plain)) - _COMMON
    return frozenset(found | {token[:_STEM] for token in tokens})


def _rarity(asked: Sequence[frozenset[str]]) -> dict[str, float]:
    """How much a word of the questions tells one from another: the share of those without it."""
    every = {word for words in asked for word in words}
    count = len(asked)
    return {word: 1 + count - sum(word in words for words in asked) for word in sorted(every)}


def _fit(words: frozenset[str], moment: _Moment, rarity: dict[str, float]) -> float:
    return moment.weight * sum(rarity[word] for word in sorted(words & moment.words))
