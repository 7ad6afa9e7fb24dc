"""What the advisers say now, and how each of them came to read the parties so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.models.cast import Face, faces
from sim.desk.models.hand import DOTS, OddsView, odds_view
from sim.desk.models.title import day

if TYPE_CHECKING:
    from sim.game.forecast.learning import Path
    from sim.game.game import Game


@dataclass(frozen=True, slots=True)
class Counsel:
    """An adviser's word on a card."""

    name: str
    says: str
    card: str
    odds: OddsView | None
    reads: tuple[str, ...]
    score: str = ""
    """What the card does to the score to be expected, where that is asked for."""


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody believed of a party, turn by turn, in twentieths."""

    name: str
    you: bool
    points: tuple[float, ...]
    """That it acts in bad faith, 0..20: before each turn played, and now."""
    swing: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A turn in which beliefs moved, and what moved them."""

    turn: int
    """From 1."""
    day: str
    seen: str
    moves: tuple[str, ...]
    """How each belief moved: "7 to 12"; one a line, in the order of the lines."""


@dataclass(frozen=True, slots=True)
class PartyPaths:
    """What everybody believed of one party."""

    party: Face
    lines: tuple[Line, ...]
    evidence: tuple[Evidence, ...]
    """The latest turn first."""


@dataclass(frozen=True, slots=True)
class AdvisersView:
    """The advisers' page."""

    card: str
    bet_first: bool
    """Whether the odds of the card wait for a bet."""
    counsel: tuple[Counsel, ...]
    parties: tuple[PartyPaths, ...]


def build_advisers(
    game: Game, waits: Callable[[int], bool] = lambda option: False, goals: bool = False
) -> AdvisersView:
    """What the advisers' page shows.

    Args:
        game: The game.
        waits: Whether the odds of a card wait for a bet, so that they may not be shown.
        goals: Whether the change of the score to be expected is reckoned as well (slow).
    """
    from sim.game.forecast.advice import advice
    from sim.game.forecast.learning import paths

    found, card, bet_first = [], "", False
    for one in advice(game, goals=goals):
        if one.option is not None:
            card = game.label(one.option)
            bet_first = waits(one.option)
        found.append(
            Counsel(
                one.name,
                one.view if bet_first else one.says,
                card,
                None if bet_first else odds_view(one.odds),
                tuple(_read(game, party, types[2] + types[3]) for party, types in one.beliefs),
                "" if bet_first or one.odds is None else _score(one.odds.change),
            )
        )
    told = paths(game) if found and game.lock.odds else ()
    return AdvisersView(card, bet_first, tuple(found), _parties(game, told))


def _read(game: Game, party: str, share: float) -> str:
    return _("{party}: {count} in {dots} that they act in bad faith").format(
        party=game.scenario.actors[party].short, count=round(DOTS * share), dots=DOTS
    )


def _score(change: float | None) -> str:
    if change is None:
        return ""
    points = round(100 * change)
    if points == 0:
        return _("It would leave the score to be expected as it is.")
    if points > 0:
        shape = _("It would raise the score to be expected by {points} of 100.")
        return shape.format(points=points)
    return _("It would lower the score to be expected by {points} of 100.").format(points=-points)


def _parties(game: Game, told: tuple[Path, ...]) -> tuple[PartyPaths, ...]:
    cast = faces(game.scenario)
    found = []
    for subject in dict.fromkeys(path.subject for path in told):
        own = [path for path in told if path.subject == subject]
        lines = tuple(
            Line(
                path.name,
                not path.adviser,
                tuple(DOTS * point for point in path.points),
                path.swing,
            )
            for path in own
        )
        found.append(PartyPaths(cast[subject], lines, tuple(reversed(_evidence(own)))))
    return tuple(found)


def _evidence(own: list[Path]) -> list[Evidence]:
    """The turns in which any of the beliefs moved so that it shows."""
    found = []
    for turn in range(len(own[0].points) - 1):
        pairs = [(round(DOTS * p.points[turn]), round(DOTS * p.points[turn + 1])) for p in own]
        steps = [step for path in own for step in path.steps if step.turn == turn]
        if not steps or all(before == after for before, after in pairs):
            continue
        seen = next((step.evidence for step in steps if step.evidence), ())
        found.append(
            Evidence(
                turn + 1,
                day(date.fromisoformat(steps[0].date)),
                _starting("; ".join(seen) or _("what only you could feel")) + ".",
                tuple(
                    _("{before} to {after}").format(before=before, after=after)
                    if before != after
                    else _("still {after}").format(after=after)
                    for before, after in pairs
                ),
            )
        )
    return found


def _starting(words: str) -> str:
    """Words as a sentence begins with them."""
    return words[:1].upper() + words[1:]
