"""Odds before a move: what the seat must expect, by rollouts of the engine itself.

Every rollout starts from a world that the seat must reckon with: its own numbers, everybody else's drawn
from its bands, hidden types drawn from its beliefs. All cards of a call are tried in one ensemble, each
in a block of lanes of its own, on the same hidden numbers and the same chance (common random numbers).
The chance has a key of its own, so that odds say nothing of what will happen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.game.picture import BANDS, BEST
from sim.game.words import GROUNDS
from sim.model.chance import Chance, Purpose
from sim.model.exact import Floats
from sim.model.plan import NEVER
from sim.model.process import Play
from sim.model.rollout import Faced, LookAhead, carry_on, tile
from sim.model.verbs import CallOp

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.game.words import Words

ROLLOUTS = 200
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
    change_low: float | None
    """Two standard errors below ..."""
    change_high: float | None
    """... and above."""
    rollouts: int

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
        goals: Whether to play on to the end, with the seat's own policy, for the change of the score.
        lane: Whose beliefs about types: the seat's (`BEST`) or an adviser's.

    Returns:
        By option; one that cannot be played now is left out.
    """
    wanted = list(dict.fromkeys(options))
    planned = [plan.option for plan in game.planned]
    tiles = [_Tile()] + [_Tile(plus=option) for option in wanted if option not in planned]
    if goals:
        tiles += [_Tile(minus=option) for option in wanted if option in planned]
    if not wanted or game.over:
        return {}
    look = _ensemble(game, rollouts, len(tiles), lane)
    blocks = [slice(row * rollouts, (row + 1) * rollouts) for row in range(len(tiles))]
    place = {tile.plus: block for tile, block in zip(tiles, blocks, strict=True)}
    home = {o: blocks[0] if o in planned else place[o] for o in wanted}
    look.blocks = {o: home[o] for o in wanted if game.options.all[o].ask is not None}
    look.step(_plays(game, tiles, blocks, look.lanes))
    turn = look.turn - 1
    adopted = {o: _adopts(game, look, o, home[o], turn) for o in wanted}
    played = {o for o in wanted if o in look.chosen and look.chosen[o][home[o]].any()}
    scores = _scores(game, look) if goals else None
    changes: dict[int, Floats] = {}
    if scores is not None:
        for tile, block in zip(tiles, blocks, strict=True):
            if tile.plus is not None:
                changes[tile.plus] = scores[block] - scores[blocks[0]]
            elif tile.minus is not None:
                changes[tile.minus] = scores[blocks[0]] - scores[block]
    return {
        option: _odds(game, option, look.faced.get(option), adopted[option], changes, rollouts)
        for option in wanted
        if option in played
    }


def _ensemble(game: Game, rollouts: int, tiles: int, lane: int) -> LookAhead:
    replay = game.picture.replay
    base = game.picture.possible(rollouts, lane)
    slots = game.compiled.slots
    chance = Chance(game.seed, 0, rollouts, slots, Purpose.ODDS, tiled=tiles)
    return carry_on(replay, tile(base, tiles), chance, LookAhead)


def _plays(
    game: Game, tiles: Sequence[_Tile], blocks: Sequence[slice], lanes: int
) -> list[Play]:
    plays = []
    for plan in game.planned:
        where = np.ones(lanes, dtype=bool)
        for tile, block in zip(tiles, blocks, strict=True):
            if tile.minus == plan.option:
                where[block] = False
        plays.append(Play(plan.option, dict(plan.text), where))
    for tile, block in zip(tiles, blocks, strict=True):
        if tile.plus is not None:
            where = np.zeros(lanes, dtype=bool)
            where[block] = True
            plays.append(Play(tile.plus, game.usual_text(tile.plus), where))
    return plays


def _adopts(
    game: Game, look: LookAhead, option: int, block: slice, turn: int
) -> float | None:
    """The share of rollouts in which the table that an option calls adopts its text this turn."""
    tables = [op.table for op in game.options.all[option].always if isinstance(op, CallOp)]
    if not tables:
        return None
    row = game.plan.fact("adopted", -1, tables[0])
    return float((look.world.facts[row][block] == turn).mean())


def _scores(game: Game, look: LookAhead) -> Floats | None:
    """The seat's goal score at the end of each lane, the seat's own policy playing on."""
    goals = game.scenario.goals.get(game.seat)
    if goals is None:
        return None
    look.blocks, look.policy = {}, "own"
    while not look.over:
        look.step()
    total = np.zeros(look.lanes)
    for outcome, weight in goals.aims.items():
        row = game.compiled.rows[f"outcomes.{outcome}"]
        total += weight * (look.world.tracked[row] != NEVER)
    return total


def _odds(
    game: Game,
    option: int,
    faced: Faced | None,
    adopted: float | None,
    changes: dict[int, Floats],
    rollouts: int,
) -> Odds:
    yes = low = high = None
    reason = ""
    if faced is not None:
        yes = float(faced.chance.mean())
        low, high = (float(value) for value in np.quantile(faced.chance, QUANTILES))
        found = game.options.all[option]
        assert found.ask is not None
        reason = reason_of(game.words, faced.grounds, found.actor, found.ask.target)
    elif adopted is not None:
        yes = adopted
        low, high = _two_errors(adopted, float(np.sqrt(adopted * (1 - adopted) / rollouts)))
        low, high = max(0.0, low), min(1.0, high)
    change = changes.get(option)
    if change is None:
        return Odds(option, yes, low, high, reason, None, None, None, rollouts)
    mean = float(change.mean())
    worse, better = _two_errors(mean, float(change.std() / np.sqrt(rollouts)))
    return Odds(option, yes, low, high, reason, mean, worse, better, rollouts)


def _two_errors(mean: float, error: float) -> tuple[float, float]:
    return mean - 2 * error, mean + 2 * error


def reason_of(words: Words, grounds: dict[str, float] | object, who: int, asked: int) -> str:
    """The largest ground for a yes and the largest against it, in one line."""
    assert isinstance(grounds, dict)
    known = {rule: amount for rule, amount in grounds.items() if rule in GROUNDS and amount}
    helps = max(known, key=lambda rule: known[rule], default=None)
    hurts = min(known, key=lambda rule: known[rule], default=None)
    parts = []
    if helps is not None and known[helps] > 0:
        parts.append(f"For it: {words.ground(helps, who, asked)}.")
    if hurts is not None and known[hurts] < 0:
        parts.append(f"Against it: {words.ground(hurts, who, asked)}.")
    return " ".join(parts) or "Nothing speaks much for it or against it."


# -- advisers --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Advice:
    """What an adviser makes of the moment."""

    adviser: str
    name: str
    view: str
    beliefs: tuple[tuple[str, tuple[float, float, float, float]], ...]
    """What it believes now of each party's hidden type: none, limited, greedy, total."""
    option: int | None
    """The card it speaks of; None where no card asks for an answer."""
    odds: Odds | None
    says: str


def advice(game: Game, rollouts: int = ROLLOUTS) -> list[Advice]:
    """What each adviser says of the best card, from its own prior and the evidence that the seat saw."""
    card = best_card(game)
    found = []
    for lane, (key, adviser) in enumerate(game.scenario.advisers.items(), start=BANDS):
        chances = odds(game, [card], rollouts, lane=lane) if card is not None else {}
        one = chances.get(card) if card is not None else None
        beliefs = game.picture.world.belief[:, game.seat_index, :, lane]
        found.append(
            Advice(
                adviser=key,
                name=adviser.name,
                view=adviser.view,
                beliefs=tuple(
                    (game.plan.actors[subject], tuple(float(share) for share in beliefs[row]))
                    for row, subject in enumerate(game.plan.subjects)
                ),
                option=card if one is not None else None,
                odds=one,
                says=_voice(adviser.says, one) or adviser.view,
            )
        )
    return found


def _voice(says: dict[str, str] | object, one: Odds | None) -> str | None:
    assert isinstance(says, dict)
    if one is None or one.yes is None:
        return None
    level = "low" if one.yes < 1 / 3 else "middling" if one.yes < 2 / 3 else "high"
    return says.get(level)


def best_card(game: Game) -> int | None:
    """The playable card with an answer that the seat's own interests value most.

    Cards that are put to a party with a hidden type come first: on these the advisers differ.
    """
    subjects = set(game.plan.subjects)

    def rank(option: int, worth: float) -> tuple[bool, float]:
        ask = game.options.all[option].ask
        return (ask is not None and ask.target in subjects, worth)

    cards = [c for c in game.legal() if (c.legal or c.planned) and (c.asks or c.calls)]
    if not cards:
        return None
    return max(cards, key=lambda card: (*rank(card.option, card.worth), -card.number)).option
