"""A turn played many times, as it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sim.catalogue import _, plural
from sim.desk.models.report import span

if TYPE_CHECKING:
    from sim.game.forecast.repeated_turn import Count, RepeatedTurn, Worth
    from sim.game.game import Game
    from sim.game.tree import Played


class Kept:
    """Turns that were played many times already, so that none is reckoned twice."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, bool], tuple[Played, RepeatedTurn]] = {}

    def get(self, played: Played, truth: bool) -> RepeatedTurn | None:
        """What is known of a turn."""
        found = self._found.get((id(played), truth))
        return None if found is None else found[1]

    def put(self, played: Played, made: RepeatedTurn) -> None:
        """Keep what was reckoned of a turn."""
        self._found[id(played), made.truth] = (played, made)


@dataclass(frozen=True, slots=True)
class CountView:
    """How often something came out, and how it came out here."""

    label: str
    sentence: str
    came: int
    of: int
    here: bool
    own: bool

    @property
    def number(self) -> str:
        """The count in short."""
        return _("{came} of {of}").format(came=self.came, of=self.of)


@dataclass(frozen=True, slots=True)
class RepeatedTurnView:
    """What there is to say of a turn played many times."""

    title: str
    runs: int
    truth: bool
    basis: str
    """From what the turn was played, in a sentence."""
    own: tuple[CountView, ...]
    others: tuple[CountView, ...]
    worth: str
    """What the moves changed of the score to be expected, in a sentence."""
    worth_points: tuple[int, int] | None
    """That score without the moves and with them, of 100."""


def turn_title(game: Game, turn: int) -> str:
    """The days of a turn in words."""
    return span(game.plan.date(turn), game.plan.date(turn + 1) - timedelta(days=1))


def build_repeated_turn(game: Game, made: RepeatedTurn) -> RepeatedTurnView:
    """What is shown of a turn played many times."""
    start = date.fromisoformat(made.date)
    rows = [_row(count) for count in made.counts]
    if made.truth:
        basis = _("From how things truly stood, which you could not know, with other chances.")
    else:
        basis = _("From all that you knew before the turn, what you did not know drawn anew.")
    worth = made.worth
    return RepeatedTurnView(
        title=span(start, game.plan.date(made.turn + 1) - timedelta(days=1)),
        runs=made.runs,
        truth=made.truth,
        basis=basis,
        own=tuple(row for row in rows if row.own),
        others=tuple(row for row in rows if not row.own),
        worth="" if worth is None else worth_words(worth),
        worth_points=None
        if worth is None
        else (round(100 * worth.without), round(100 * worth.with_moves)),
    )


def worth_words(worth: Worth) -> str:
    """What the moves of a turn changed of the score to be expected."""
    before, after = round(100 * worth.without), round(100 * worth.with_moves)
    low, high = round(100 * worth.low), round(100 * worth.high)
    if worth.low > 0:
        shape = _(
            "Your moves raised the score to be expected from {before} to {after} of 100 "
            "(by {low} to {high})."
        )
    elif worth.high < 0:
        shape = _(
            "Your moves lowered the score to be expected from {before} to {after} of 100 "
            "(by {low} to {high})."
        )
        low, high = -high, -low
    else:
        shape = _(
            "Your moves hardly changed the score to be expected: {before} of 100 without them, "
            "{after} with them, which so many runs cannot tell apart."
        )
    return shape.format(before=before, after=after, low=low, high=high)


def _row(count: Count) -> CountView:
    return CountView(count.label, count.sentence, count.came, count.of, count.here, own=count.own)


def summary(view: RepeatedTurnView) -> str:
    """The whole in one sentence: how many of the seat's questions went against the odds."""
    if not view.own:
        return _("You asked nobody for anything in this turn, so there was nothing to be refused.")
    against = sum(row.of > 0 and row.here != (2 * row.came >= row.of) for row in view.own)
    if not against:
        return _("What you asked for came out as it most often does.")
    return plural(
        "One thing that you asked for came out against the odds.",
        "{count} things that you asked for came out against the odds.",
        against,
    ).format(count=against)
