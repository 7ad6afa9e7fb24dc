"""Odds before a move: what the seat must expect, by rollouts of the engine itself.

Every rollout starts from a world that the seat must reckon with: its own numbers, everybody else's
drawn from its bands, hidden types drawn from its beliefs. All cards of a call are tried in one
ensemble, each in a block of lanes of its own, on the same hidden numbers and the same chance
(common random numbers). The chance has a key of its own, so that odds say nothing of what will
happen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.catalogue import _
from sim.game.bands import BEST
from sim.game.debriefing.worth import play_out, score
from sim.game.forecast.bets import called, question
from sim.game.words import GROUNDS
from sim.model.chance import Chance, Purpose
from sim.model.exact import Floats
from sim.model.rollout import Faced, LookAhead, carry_on, tile
from sim.model.seat import Play
from sim.model.world import World

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.game.words import Words

ROLLOUTS = 200
TILES = 10
"""Blocks in one ensemble: more lanes than these no longer fit the processor's caches."""
QUANTILES = (0.1, 0.9)
"""Between which possible worlds the shown range lies."""


@dataclass(frozen=True)
class Odds:
    """What to expect of a card."""

    option: int
    yes: float | None
    """Chance that its target says yes, or its table adopts; None for a move that asks nothing."""
    yes_low: float | None
    """The chance in a world as bad as one in ten of those that the seat must reckon with ..."""
    yes_high: float | None
    """... and in one as good as one in ten; listening brings them together."""
    reason: str
    """One line: the largest ground for, and against."""
    change: float | None
    """Change of the seat's goal score against not playing it, if asked for."""
    grounds: tuple[tuple[str, float], ...] = ()
    """What each mechanism adds to the utility of a yes over a no, on average; see `why`."""

    @property
    def twentieths(self) -> int | None:
        """The chance as so many in twenty."""
        return None if self.yes is None else round(20 * self.yes)


@dataclass(frozen=True)
class _Tile:
    """A block of lanes: the planned moves without one, or with one more."""

    plus: int | None = None
    minus: int | None = None


def odds(
    game: Game,
    options: Iterable[int],
    rollouts: int = ROLLOUTS,
    goals: bool = False,
    lane: int = BEST,
) -> dict[int, Odds]:
    """Odds of cards, each played on top of what is planned for this turn.

    Args:
        game: Only its picture is read.
        options: Options of the cards, as in `Card.option`.
        rollouts: How many for each card, at least 2.
        goals: Whether to play on to the end, by the seat's own policy, for the change of score.
        lane: Whose beliefs about types: the seat's (`BEST`) or an adviser's.

    Returns:
        By option; one that cannot be played now is left out.
    """
    wanted = list(dict.fromkeys(options))
    if not goals:
        wanted = [option for option in wanted if question(game.options.all[option])]
    if not wanted or game.over:
        return {}
    planned = [plan.option for plan in game.planned]
    tiles = [_Tile()] + [_Tile(plus=option) for option in wanted if option not in planned]
    if goals:
        tiles += [_Tile(minus=option) for option in wanted if option in planned]
    base = game.picture.possible(rollouts, lane)
    tried: dict[_Tile, _Tried] = {}
    for start in range(0, len(tiles), TILES):
        tried |= _try(game, base, tiles[start : start + TILES], goals, wanted)
    found = {}
    for option in wanted:
        with_it = tried[_Tile() if option in planned else _Tile(plus=option)]
        if option in with_it.played:
            without = tried.get(_Tile(minus=option), tried[_Tile()])
            found[option] = _odds(game, option, with_it, without)
    return found


@dataclass(frozen=True)
class _Tried:
    """What came of a block."""

    runs: int
    played: frozenset[int]
    faced: Mapping[int, Faced]
    adopted: Mapping[int, float | None]
    scores: Floats | None


def _try(
    game: Game, base: World, tiles: Sequence[_Tile], goals: bool, wanted: Sequence[int]
) -> dict[_Tile, _Tried]:
    """Play blocks side by side; each comes out as it would alone."""
    runs = base.runs
    chance = Chance(game.seed, 0, runs, game.compiled.slots, Purpose.ODDS, tiled=len(tiles))
    look = carry_on(game.picture.replay, tile(base, len(tiles)), chance, LookAhead)
    blocks = {one: slice(row * runs, (row + 1) * runs) for row, one in enumerate(tiles)}
    plain = blocks.get(_Tile())
    places = {option: blocks.get(_Tile(plus=option), plain) for option in wanted}
    shown = {option: block for option, block in places.items() if block is not None}
    look.blocks = {o: block for o, block in shown.items() if game.options.all[o].ask is not None}
    look.advance(_plays(game, blocks, look.lanes))
    played = {
        option: block
        for option, block in shown.items()
        if option in look.chosen and look.chosen[option][block].any()
    }
    adopted = {option: _adopted(game, look, option, block) for option, block in played.items()}
    scores = _scores(game, look) if goals else None
    return {
        one: _Tried(
            runs=runs,
            played=frozenset(option for option, at in played.items() if at == block),
            faced=look.faced,
            adopted=adopted,
            scores=None if scores is None else scores[block],
        )
        for one, block in blocks.items()
    }


def _plays(game: Game, blocks: Mapping[_Tile, slice], lanes: int) -> list[Play]:
    plays = []
    for plan in game.planned:
        where = np.ones(lanes, dtype=bool)
        if (without := blocks.get(_Tile(minus=plan.option))) is not None:
            where[without] = False
        plays.append(Play(plan.option, dict(plan.text), where))
    for one, block in blocks.items():
        if one.plus is not None:
            where = np.zeros(lanes, dtype=bool)
            where[block] = True
            plays.append(Play(one.plus, game.usual_text(one.plus), where))
    return plays


def _adopted(game: Game, look: LookAhead, option: int, block: slice) -> float | None:
    """The share of rollouts in which the table that an option calls adopts its text this turn."""
    tables = called(game.options.all[option])
    if not tables:
        return None
    row = game.plan.fact("adopted", -1, tables[0])
    return float((look.world.facts[row][block] == look.turn - 1).mean())


def _scores(game: Game, look: LookAhead) -> Floats | None:
    """The seat's goal score at the end of the game, the seat's own policy playing on."""
    if game.seat not in game.scenario.goals:
        return None
    look.blocks, look.policy = {}, "own"
    play_out(game, look)
    return score(game, look.world)


def _odds(game: Game, option: int, tried: _Tried, without: _Tried) -> Odds:
    yes = low = high = None
    reason, grounds = "", tuple[tuple[str, float], ...]()
    faced, adopted = tried.faced.get(option), tried.adopted.get(option)
    if faced is not None:
        yes = float(faced.chance.mean())
        low, high = (float(value) for value in np.quantile(faced.chance, QUANTILES))
        found = game.options.all[option]
        assert found.ask is not None
        grounds = tuple(faced.grounds.items())
        reason = reason_of(game.words, faced.grounds, found.actor, found.ask.target)
    elif adopted is not None:
        yes = adopted
        error = float(np.sqrt(adopted * (1 - adopted) / tried.runs))
        low, high = max(0.0, adopted - 2 * error), min(1.0, adopted + 2 * error)
    if tried.scores is None or without.scores is None:
        return Odds(option, yes, low, high, reason, None, grounds)
    change = float((tried.scores - without.scores).mean())
    return Odds(option, yes, low, high, reason, change, grounds)


def reason_of(words: Words, grounds: Mapping[str, float], who: int, asked: int) -> str:
    """The largest ground for a yes and the largest against it, in one line."""
    known = {rule: amount for rule, amount in grounds.items() if rule in GROUNDS and amount}
    helps = max(known, key=lambda rule: known[rule], default=None)
    hurts = min(known, key=lambda rule: known[rule], default=None)
    parts = []
    if helps is not None and known[helps] > 0:
        parts.append(_("For it: {ground}.").format(ground=words.ground(helps, who, asked)))
    if hurts is not None and known[hurts] < 0:
        parts.append(_("Against it: {ground}.").format(ground=words.ground(hurts, who, asked)))
    return " ".join(parts) or _("Nothing speaks much for it or against it.")
