"""Your forecasts: the bets of a game beside the odds of the desk and of the advisers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from sim.catalogue import _, plural
from sim.desk.models.hand import DOTS
from sim.desk.models.title import day

if TYPE_CHECKING:
    from sim.game.forecast.calibration import Bin, Calibration, Score


@dataclass(frozen=True, slots=True)
class ScoreView:
    """How well somebody forecast."""

    who: str
    you: bool
    brier: float
    words: str


@dataclass(frozen=True, slots=True)
class BinView:
    """Bets of about the same chance: what was said, and how often it came."""

    said: float
    """Mean of what was said, 0..20."""
    came: int
    count: int
    share: float
    """How often it came, 0..20 ..."""
    low: float
    """... and between what the true share lies, as far as so few tell."""
    high: float
    words: str


@dataclass(frozen=True, slots=True)
class BetRow:
    """A bet, what others gave the same question, and what came."""

    turn: int
    """From 1."""
    day: str
    label: str
    said: int
    desk: int | None
    advisers: tuple[int | None, ...]
    came: bool

    @property
    def words(self) -> str:
        """What came, in a word."""
        return _("came") if self.came else _("did not come")


@dataclass(frozen=True, slots=True)
class ForecastsView:
    """The forecasts of a game, or of many."""

    words: str
    """What may honestly be said of so few."""
    scores: tuple[ScoreView, ...]
    bins: tuple[BinView, ...]
    rows: tuple[BetRow, ...]
    advisers: tuple[str, ...]
    """Names of the advisers, for the columns of the rows."""
    long_run: str = ""
    """How the player forecast over all games, in a sentence."""

    @property
    def headings(self) -> tuple[str, ...]:
        """Headings of the rows as a table."""
        return (_("Turn"), _("Move"), _("You"), _("Desk"), *self.advisers, _("What came"))

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The rows as a table."""
        return tuple(
            (
                str(row.turn),
                row.label,
                str(row.said),
                _cell(row.desk),
                *map(_cell, row.advisers),
                row.words,
            )
            for row in self.rows
        )


def build_forecasts(made: Calibration) -> ForecastsView:
    """What is shown of the bets of a game."""
    return ForecastsView(
        words=made.words,
        scores=_scores(made.scores),
        bins=tuple(map(_bin, made.bins)),
        rows=tuple(
            BetRow(
                one.turn + 1,
                day(date.fromisoformat(one.date)),
                one.label,
                round(DOTS * one.said),
                _twentieths(one.desk),
                tuple(map(_twentieths, one.advisers)),
                one.came,
            )
            for one in made.forecasts
        ),
        advisers=made.advisers,
    )


def with_long_run(view: ForecastsView, records: Iterable[object]) -> ForecastsView:
    """The forecasts of a game with a sentence on those of all games, where there are more."""
    from sim.game.forecast.calibration import over_games

    scores, _bins = over_games(records)
    if not scores or scores[0].events <= len(view.rows):
        return view
    told = "; ".join(f"{one.who} {_score_words(one)}" for one in scores)
    words = _("Over all your games, how far off: {scores}.").format(scores=told)
    return replace(view, long_run=words)


def _scores(scores: tuple[Score, ...]) -> tuple[ScoreView, ...]:
    return tuple(
        ScoreView(one.who, place == 0, one.brier, _score_words(one))
        for place, one in enumerate(scores)
    )


def _score_words(one: Score) -> str:
    shape = plural("{brier} on one question", "{brier} on {count} questions", one.events)
    return shape.format(brier=f"{one.brier:.2f}", count=one.events)


def _bin(one: Bin) -> BinView:
    shape = plural(
        "Where you said about {said} in 20: {came} of one came, so anything from {low} to {high} "
        "in 20 may be true.",
        "Where you said about {said} in 20: {came} of {count} came, so anything from {low} to "
        "{high} in 20 may be true.",
        one.count,
    )
    words = shape.format(
        said=round(DOTS * one.said),
        came=one.came,
        count=one.count,
        low=round(DOTS * one.share_low),
        high=round(DOTS * one.share_high),
    )
    return BinView(
        DOTS * one.said,
        one.came,
        one.count,
        DOTS * one.came / one.count,
        DOTS * one.share_low,
        DOTS * one.share_high,
        words,
    )


def _twentieths(chance: float | None) -> int | None:
    return None if chance is None else round(DOTS * chance)


def _cell(count: int | None) -> str:
    return "\N{EN DASH}" if count is None else str(count)
