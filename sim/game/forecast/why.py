"""Why the odds of a card are what they are: signed grounds that add up to the chance shown.

The engine's grounds are utilities of a yes over a no, averaged over the possible worlds; their sum
goes through the logit choice rule. Each ground is given its part of the way from an even chance to
what the rule makes of the sum, in proportion to its utility: the Aumann-Shapley value of the rule,
by which what each gives does not depend on the order in which they are counted. What is left is
what comes of not knowing: the chance is a mean over many worlds, and not that of the mean world.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.catalogue import _
from sim.game.forecast.acceptance import Acceptance, Party
from sim.game.forecast.bets import called
from sim.game.forecast.odds import odds
from sim.game.moves import usual_text
from sim.game.words import GROUNDS
from sim.model.exact import logistic
from sim.model.ledger import Part, Row, whole_parts

if TYPE_CHECKING:
    from sim.game.forecast.odds import Odds
    from sim.game.game import Game

EVEN: Final = 50
"""Where nothing speaks for a yes or against it, in hundredths."""
_STEP: Final = 1e-6
UNKNOWN: Final = "unknown"


@dataclass(frozen=True)
class Ground:
    """What speaks for a yes or against it."""

    rule: str
    words: str
    weight: int
    """Utility of a yes over a no, in hundredths of all that the one who is asked wants."""
    points: int
    """What it adds to the chance, in hundredths."""


@dataclass(frozen=True)
class Voice:
    """A party of a table that decides: its chance to accept, in hundredths."""

    actor: str
    name: str
    points: int
    stops: bool
    """Whether it would more likely than not stop the text on its own."""


@dataclass(frozen=True)
class Why:
    """The odds of a card with their grounds."""

    option: int
    label: str
    chance: int
    """In hundredths."""
    low: int
    high: int
    asked: str
    """Actor id of who is asked; empty where a table decides."""
    grounds: tuple[Ground, ...]
    """They and `EVEN` add up to `chance`; the weightiest first, what is unknown last."""
    voices: tuple[Voice, ...]
    """Where a table decides: who accepts, the least likely first."""

    @property
    def adds_up(self) -> bool:
        """Whether the grounds make the chance shown."""
        return not self.grounds or EVEN + sum(one.points for one in self.grounds) == self.chance


def why(game: Game, option: int, known: Odds | None = None) -> Why | None:
    """The grounds of a card's odds; None where nothing is asked, or it cannot be played now.

    Args:
        game: Only its picture is read.
        option: The card.
        known: Its odds, where a caller has them already.
    """
    found = known if known is not None else odds(game, [option]).get(option)
    if found is None or found.yes is None:
        return None
    spec = game.options.all[option]
    asked = "" if spec.ask is None else game.plan.actors[spec.ask.target]
    low = found.yes if found.yes_low is None else found.yes_low
    high = found.yes if found.yes_high is None else found.yes_high
    return Why(
        option=option,
        label=game.label(option),
        chance=round(100 * found.yes),
        low=round(100 * low),
        high=round(100 * high),
        asked=asked,
        grounds=_grounds(game, option, found) if asked else (),
        voices=() if asked else _voices(game, option),
    )


def why_accepts(game: Game, party: Party, table: str) -> Why:
    """The grounds of a party's chance to accept a text, as `Acceptance` has them."""
    asked = game.plan.actor(party.actor)
    title = game.scenario.tables[table].title
    label = _("{who} accepts: {table}").format(who=game.words.name(asked), table=title)
    chances = party.accepts
    return Why(
        option=-1,
        label=label,
        chance=round(100 * chances.mean),
        low=round(100 * chances.low),
        high=round(100 * chances.high),
        asked=party.actor,
        grounds=_split(game, game.seat_index, asked, party.grounds, chances.mean),
        voices=(),
    )


def _grounds(game: Game, option: int, found: Odds) -> tuple[Ground, ...]:
    assert found.yes is not None
    spec = game.options.all[option]
    assert spec.ask is not None
    return _split(game, spec.actor, spec.ask.target, found.grounds, found.yes)


def _split(
    game: Game, who: int, asked: int, found: Sequence[tuple[str, float]], chance: float
) -> tuple[Ground, ...]:
    """The way from an even chance to this one, shared among the grounds."""
    utility = sum(amount for _rule, amount in found)
    slope = _slope(game, utility)
    parts = [Part(rule, "", amount * slope) for rule, amount in found]
    left = (chance - EVEN / 100) - sum(part.amount for part in parts)
    parts.append(Part(UNKNOWN, "", left))
    row = Row(0, "change", "chance", (), EVEN / 100, chance, tuple(parts))
    _total, points = whole_parts(row)
    weights = dict(found)
    grounds = [
        Ground(
            rule=part.rule,
            words=_words(game, part.rule, who, asked),
            weight=round(100 * weights.get(part.rule, 0.0)),
            points=count,
        )
        for part, count in zip(parts, points, strict=True)
    ]
    shown = [one for one in grounds if one.points or one.weight]
    return tuple(sorted(shown, key=lambda one: (one.rule == UNKNOWN, -abs(one.points))))


def _slope(game: Game, utility: float) -> float:
    """What a unit of utility adds to the chance on the way from an even one."""
    world = game.picture.world
    rate = float(np.broadcast_to(np.asarray(world.constants.rationality), (1,))[0])
    if abs(utility) < _STEP:
        return rate / 4
    return (float(logistic(np.array([utility * rate]))[0]) - EVEN / 100) / utility


def _words(game: Game, rule: str, who: int, asked: int) -> str:
    if rule == UNKNOWN:
        return _("what you do not know: the chance is a mean over many possible worlds")
    if rule == "threshold":
        return _("what is asked for, which has a bar of its own")
    if rule in GROUNDS:
        return game.words.ground(rule, who, asked)
    return game.words.rule(rule)


def _voices(game: Game, option: int) -> tuple[Voice, ...]:
    calls = called(game.options.all[option])
    if not calls:
        return ()
    table = game.plan.tables[calls[0]].id
    text = game.usual_text(option) or usual_text(game, calls[0])
    estimate = Acceptance(game, table).estimate(text)
    voices = [
        Voice(
            actor=party.actor,
            name=game.words.name(game.plan.actor(party.actor)),
            points=round(100 * party.accepts.mean),
            stops=party.stops.mean >= EVEN / 100,
        )
        for party in estimate.parties
    ]
    return tuple(sorted(voices, key=lambda one: one.points))
