"""Forecasts against what came: the player's bets, the desk's odds and those of the advisers.

Everybody is scored on the same questions by the Brier score (Brier, "Verification of forecasts
expressed in terms of probability", Monthly Weather Review 78, 1950): the mean of the squared
difference between the chance that was given and what came (1 or 0). 0 is perfect, .25 is what
saying "10 in 20" each time earns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.catalogue import _, plural
from sim.game.bands import BANDS
from sim.game.forecast.bets import Bet
from sim.game.forecast.odds import ROLLOUTS, odds
from sim.game.forecast.shares import wilson_ends
from sim.game.past_turn import as_of

if TYPE_CHECKING:
    from sim.game.game import Game

BINS = ((0, 4), (5, 9), (10, 14), (15, 20))
"""Bets that are told together, both ends included, in twentieths."""
COIN = 0.25
"""The Brier score of who says "10 in 20" each time."""
FEW = 10
"""Below so many bets a score tells next to nothing about a forecaster."""


@dataclass(frozen=True)
class Forecast:
    """A question, what everybody gave it, and what came of it."""

    turn: int
    """From 0."""
    date: str
    label: str
    said: float
    """The player's bet, 0..1."""
    desk: float | None
    """The desk's odds before the turn, all of its moves planned; None where they are not known."""
    advisers: tuple[float | None, ...]
    """Those of each adviser, in the order of `Calibration.advisers`."""
    came: bool


@dataclass(frozen=True)
class Score:
    """How well somebody forecast."""

    who: str
    brier: float
    """Mean square of forecast less what came (0 or 1): 0 is perfect, .25 says even chances."""
    events: int


@dataclass(frozen=True)
class Bin:
    """Forecasts of about the same chance."""

    low: int
    """In twentieths."""
    high: int
    count: int
    said: float
    """Mean of the chances given, 0..1."""
    came: int
    share_low: float
    """Between this ..."""
    share_high: float
    """... and this lies the true share, by Wilson's interval of 90%."""


@dataclass(frozen=True)
class Calibration:
    """All bets of a game that were settled, and how well everybody forecast them."""

    advisers: tuple[str, ...]
    """Their names."""
    forecasts: tuple[Forecast, ...]
    scores: tuple[Score, ...]
    """The player first, then the desk, then the advisers; only of who forecast anything."""
    bins: tuple[Bin, ...]
    """The player's bets by what was said."""
    words: str
    """What may be said of so few, honestly."""


def calibration(game: Game, rollouts: int = ROLLOUTS) -> Calibration:
    """The bets of a game against what came.

    Args:
        game: The game, which is left as it is.
        rollouts: On how many the odds of desk and advisers rest; 0 leaves them out.
    """
    names = tuple(adviser.name for adviser in game.scenario.advisers.values())
    forecasts = tuple(_forecast(game, bet, rollouts) for bet in game.bets.settled)
    return Calibration(
        advisers=names,
        forecasts=forecasts,
        scores=tuple(_scores(forecasts, names)),
        bins=bins([(one.said, one.came) for one in forecasts]),
        words=_words(forecasts),
    )


def _forecast(game: Game, bet: Bet, rollouts: int) -> Forecast:
    lanes = range(BANDS, BANDS + len(game.scenario.advisers))
    desk = bet.desk
    others: tuple[float | None, ...] = (None,) * len(lanes)
    if bet.played is not None and rollouts:
        then = as_of(game, bet.played)
        found = odds(then, [bet.option], rollouts).get(bet.option)
        desk = None if found is None else found.yes
        each = [odds(then, [bet.option], rollouts, lane=lane).get(bet.option) for lane in lanes]
        others = tuple(None if one is None else one.yes for one in each)
    date = game.plan.date(bet.turn).isoformat()
    label = game.label(bet.option)
    return Forecast(bet.turn, date, label, bet.chance, desk, others, bool(bet.came))


def brier(pairs: Iterable[tuple[float, bool]]) -> float:
    """The Brier score of chances, 0..1, and what came.

    Raises:
        ValueError: There is nothing to score.
    """
    squares = [(chance - came) ** 2 for chance, came in pairs]
    if not squares:
        raise ValueError("There is no forecast to score.")
    return sum(squares) / len(squares)


def bins(pairs: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Forecasts by what was said; groups without any are left out."""
    found = []
    for low, high in BINS:
        inside = [(chance, came) for chance, came in pairs if low <= round(20 * chance) <= high]
        if inside:
            came = sum(one for _chance, one in inside)
            said = sum(chance for chance, _came in inside) / len(inside)
            found.append(Bin(low, high, len(inside), said, came, *wilson_ends(came, len(inside))))
    return tuple(found)


def _scores(forecasts: Sequence[Forecast], names: Sequence[str]) -> Iterable[Score]:
    if not forecasts:
        return
    yield Score(_("You"), brier((one.said, one.came) for one in forecasts), len(forecasts))
    desk = [(one.desk, one.came) for one in forecasts if one.desk is not None]
    if desk:
        yield Score(_("The desk"), brier(desk), len(desk))
    for row, name in enumerate(names):
        own = [(one.advisers[row], one.came) for one in forecasts]
        known = [(chance, came) for chance, came in own if chance is not None]
        if known:
            yield Score(name, brier(known), len(known))


def _words(forecasts: Sequence[Forecast]) -> str:
    if not forecasts:
        return _("You made no bets, so there is nothing to score.")
    count = len(forecasts)
    said = round(sum(20 * one.said for one in forecasts))
    came = sum(one.came for one in forecasts)
    told = plural(
        "You made one bet.",
        "You made {count} bets.",
        count,
    ).format(count=count)
    expected = _("Added up they said that {expected} would come; {came} did.").format(
        expected=f"{said / 20:.1f}", came=came
    )
    if count < FEW:
        few = _(
            "So few tell how lucky these guesses were, and next to nothing of how well you judge: "
            "play on, and bet again."
        )
        return f"{told} {expected} {few}"
    return f"{told} {expected}"


# -- over many games -------------------------------------------------------------------------------


def as_records(made: Calibration, scenario: str, seed: int) -> list[dict[str, Any]]:
    """The bets of a game as plain data, for a record over many games.

    Each has `scenario`, `seed`, `turn` (from 1), `label`, `said` (0..20), `desk` (0..1 or None)
    and `came`; the first three tell a game that was taken down before.
    """
    return [
        {
            "scenario": scenario,
            "seed": seed,
            "turn": one.turn + 1,
            "label": one.label,
            "said": round(20 * one.said),
            "desk": one.desk,
            "came": one.came,
        }
        for one in made.forecasts
    ]


def over_games(records: Iterable[Any]) -> tuple[tuple[Score, ...], tuple[Bin, ...]]:
    """Scores of the player and the desk, and bins, over a record of many games.

    What is not as `as_records` writes it is left out.
    """
    pairs: list[tuple[float, bool]] = []
    desk: list[tuple[float, bool]] = []
    for one in records:
        if not isinstance(one, dict):
            continue
        said, came, given = one.get("said"), one.get("came"), one.get("desk")
        if type(said) is not int or not 0 <= said <= 20 or type(came) is not bool:
            continue
        pairs.append((said / 20, came))
        if isinstance(given, float | int) and not isinstance(given, bool) and 0 <= given <= 1:
            desk.append((float(given), came))
    scores = []
    if pairs:
        scores.append(Score(_("You"), brier(pairs), len(pairs)))
    if desk:
        scores.append(Score(_("The desk"), brier(desk), len(desk)))
    return tuple(scores), bins(pairs)
