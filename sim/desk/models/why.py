"""Why the odds of a card are what they are, as rows that add up, each with its rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.models.hand import DOTS, OddsView, odds_view
from sim.desk.models.ledger import (
    OPENING,
    PART,
    SHOWN,
    FactLink,
    LedgerRow,
    Related,
    constant_words,
    sum_words,
)

if TYPE_CHECKING:
    from sim.game.forecast.acceptance import Party
    from sim.game.forecast.odds import Odds
    from sim.game.forecast.why import Ground, Voice, Why
    from sim.game.game import Game


@dataclass(frozen=True, slots=True)
class WhyView:
    """The odds of a card with their grounds."""

    title: str
    chance: int
    """In hundredths."""
    odds: OddsView
    note: str
    rows: tuple[LedgerRow, ...]


def build_why(game: Game, option: int, known: Odds | None = None) -> WhyView | None:
    """The grounds of a card's odds; None where it has none now."""
    from sim.game.forecast.odds import odds
    from sim.game.forecast.why import why

    found = known if known is not None else odds(game, [option]).get(option)
    view = odds_view(found)
    told = None if found is None else why(game, option, found)
    if told is None or view is None:
        return None
    rows = tuple(_rows(game, told)) if told.grounds else tuple(_voices(told))
    return WhyView(told.label, told.chance, view, _note(told), rows)


def build_accepts(game: Game, party: Party, table: str) -> WhyView:
    """The grounds of a party's chance to accept a text."""
    from sim.game.forecast.why import why_accepts

    told = why_accepts(game, party, table)
    chances = party.accepts
    low, count, high = (round(DOTS * one) for one in (chances.low, chances.mean, chances.high))
    view = OddsView(count, min(low, count), max(high, count))
    return WhyView(told.label, told.chance, view, _note(told), tuple(_rows(game, told)))


def _note(told: Why) -> str:
    return _(
        "Between {low} and {high} in the worlds that you must reckon with; each is tried by the "
        "engine itself."
    ).format(low=told.low, high=told.high)


def _rows(game: Game, told: Why) -> Iterator[LedgerRow]:
    yield _plain(
        OPENING,
        _EVEN,
        _("An even chance"),
        _("where nothing speaks for a yes or against it"),
        _(
            "Each ground adds to what a yes is worth over a no. The logit rule of choice makes a "
            "chance of the sum; a ground is given its part of the way by its weight."
        ),
    )
    after = _EVEN
    for ground in told.grounds:
        after += ground.points
        yield _ground(game, told, ground, after)
    terms = sum_words(_EVEN, [ground.points for ground in told.grounds], told.chance)
    yield _plain(SHOWN, told.chance, _("The chance"), _("in a hundred"), terms)


_EVEN = 50


def _ground(game: Game, told: Why, ground: Ground, after: int) -> LedgerRow:
    from sim.game.ledger.rulebook import rule_card

    card = rule_card(game.words, ground.rule)
    weight = _("weight {weight} of 100").format(weight=f"{ground.weight:+d}".replace("-", "\u2212"))
    words = ground.words
    unknown = not card.meaning
    return LedgerRow(
        kind=PART,
        change=ground.points,
        after=after,
        cause=words[:1].upper() + words[1:],
        date="" if unknown else weight,
        rule="" if unknown else card.title,
        meaning=card.meaning or _UNKNOWN,
        formula=card.formula,
        constants=constant_words(card),
        note="",
        facts=(),
        related=tuple(_related(game, told, ground.rule)),
    )


_UNKNOWN = _(
    "The odds are the mean over many worlds that fit what you know. Listening brings those worlds "
    "together."
)


def _related(game: Game, told: Why, rule: str) -> Iterator[Related]:
    """The numbers that a ground rests on, as far as the seat may know them."""
    from sim.game.ledger.quantities import keys, quantity

    me, asked = game.seat, told.asked
    wanted = {
        "trust": [f"trust:{asked}:{me}", f"rapport:{asked}:{me}"],
        "legitimacy": [f"standing:{me}"],
        "consultation": [f"stance:{asked}"],
        "ripeness": [f"war_cost:{asked}", f"trust:{asked}:{game.plan.actors[game.plan.owner]}"],
        "spoilers": [f"bad_faith:{me}:{asked}"],
        "departing_train": ["efforts", f"bad_faith:{me}:{asked}"],
        "guarantee": [f"guarantee:{asked}"],
        "aid": [f"aid:{asked}"],
        "text": [f"reservation:{asked}"],
        "leverage": [f"leverage:{name}:{asked}" for name in game.plan.actors],
    }.get(rule, [])
    known = set(keys(game))
    for key in dict.fromkeys(wanted):
        if key in known:
            yield Related(key, quantity(game, key).label)


def _voices(told: Why) -> Iterator[LedgerRow]:
    for voice in told.voices:
        yield _voice(voice)
    yield _plain(
        SHOWN,
        told.chance,
        _("The text passes"),
        _("in a hundred"),
        _("The engine's own table decides, in each possible world, whether the text passes."),
    )


def _voice(voice: Voice) -> LedgerRow:
    stops = _("would stop it alone") if voice.stops else _("would not stop it")
    return _plain(
        OPENING,
        voice.points,
        _("{who} accepts").format(who=voice.name),
        stops,
        _("How likely it is to accept the text as it lies, as far as you can tell."),
    )


def _plain(kind: str, after: int, cause: str, about: str, meaning: str) -> LedgerRow:
    facts: tuple[FactLink, ...] = ()
    return LedgerRow(kind, after, after, cause, about, "", meaning, "", (), "", facts)
