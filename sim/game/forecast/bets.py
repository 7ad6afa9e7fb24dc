"""Bets: how likely a player takes something to be, said before the odds of it are shown.

A bet is on one question of one turn: will the one who is asked say yes, will the table adopt. Only
the first visit of a turn counts; who comes back to a turn knows how it went.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Protocol

from sim.catalogue import _
from sim.game.errors import GameError
from sim.game.tree import Played
from sim.model.options import Option, Options
from sim.model.verbs import CallOp

OF = 20
"""Bets are made in so many times of twenty, as odds are told."""


@dataclass(frozen=True)
class Bet:
    """What a player gave a question of a turn."""

    turn: int
    """From 0."""
    option: int
    said: int
    """In how many of `OF` it would come."""
    came: bool | None = None
    """Whether it did; None while its turn is not over."""
    desk: float | None = field(default=None, compare=False)
    """What the desk's odds were when they were shown after it, 0..1, in the game at hand."""
    played: Played | None = field(default=None, compare=False, repr=False)
    """The first visit of the turn, which the bet was on; None where it is not known any more."""

    @property
    def chance(self) -> float:
        """The bet as a chance, 0..1."""
        return self.said / OF


class Asking(Protocol):
    """What bets need to know of a game."""

    @property
    def options(self) -> Options:
        """What can be played in it."""

    @property
    def turn(self) -> int:
        """Turns played."""

    @property
    def over(self) -> bool:
        """Whether it is over."""

    @property
    def first_visit(self) -> bool:
        """Whether the turn to be played now was never played before."""


class Bets:
    """All bets of a game, at most one a turn."""

    def __init__(self) -> None:
        self._placed: dict[int, Bet] = {}
        self._done: set[int] = set()

    @property
    def all(self) -> tuple[Bet, ...]:
        """Every bet, by turns; those on questions that were not put in the end are gone."""
        return tuple(self._placed[turn] for turn in sorted(self._placed))

    @property
    def settled(self) -> tuple[Bet, ...]:
        """The bets of which it is known what came of them."""
        return tuple(bet for bet in self.all if bet.came is not None)

    def on(self, turn: int) -> Bet | None:
        """The bet of a turn."""
        return self._placed.get(turn)

    def open(self, turn: int) -> bool:
        """Whether a bet may be made in a turn: on the first visit, and one alone."""
        return turn not in self._done

    def place(self, game: Asking, option: int, said: int) -> Bet:
        """Bet on what will be said to a card in this turn.

        Args:
            game: The game, before the turn is ended.
            option: The card.
            said: In how many of `OF` it will come.

        Raises:
            GameError: No bet can be made on it now, or it is no such number; in one sentence.
        """
        if not 0 <= said <= OF:
            raise GameError(
                _("A bet is a whole number from 0 to {most}, so many times in {most}.").format(
                    most=OF
                )
            )
        if not question(game.options.all[option]):
            raise GameError(_("This asks for no answer, so there is nothing to bet on."))
        if game.over or not game.first_visit or not self.open(game.turn):
            raise GameError(_("There is one bet a turn, and it counts on the first visit alone."))
        self._done.add(game.turn)
        self._placed[game.turn] = bet = Bet(game.turn, option, said)
        return bet

    def reveal(self, turn: int, desk: float) -> None:
        """Take down the desk's odds that were shown once a bet had been made."""
        if (bet := self._placed.get(turn)) is not None and bet.came is None:
            self._placed[turn] = replace(bet, desk=desk)

    def skip(self, turn: int) -> None:
        """Leave a turn without a bet."""
        self._done.add(turn)

    def settle(self, game: Asking, played: Played) -> None:
        """Take a turn down that was just played: what came of its bet, if it is the first visit."""
        turn = played.observed.acts.turn
        self._done.add(turn)
        for later in [one for one in self._placed if one > turn]:
            if self._placed[later].came is None:
                del self._placed[later]  # it was on a turn that did not come about so
        bet = self._placed.get(turn)
        if bet is None or bet.came is not None:
            return
        came = outcome(game, played, bet.option)
        if came is None:
            del self._placed[turn]
        else:
            self._placed[turn] = replace(bet, came=came, played=played)

    def restore(self, bet: Bet, known: bool) -> None:
        """Take over a bet of a save; where its turn is `known`, one nobody answered is gone."""
        self._done.add(bet.turn)
        if bet.came is not None or not known:
            self._placed[bet.turn] = bet


def question(option: Option) -> bool:
    """Whether an option asks for an answer or puts a text to the vote."""
    return option.ask is not None or bool(called(option))


def called(option: Option) -> tuple[int, ...]:
    """The tables that an option has decide."""
    return tuple(op.table for op in option.always if isinstance(op, CallOp))


def outcome(game: Asking, played: Played, option: int) -> bool | None:
    """What came of a question in a turn that was played; None where nobody decided on it."""
    acts = played.observed.acts
    if option not in acts.moves or all(plan.option != option for plan in played.moves):
        return None
    said = {one.option: one.yes for one in acts.said}
    if option in said:
        return said[option]
    tables = set(called(game.options.all[option]))
    if not tables & set(acts.called):
        return None
    return any(one.fact == "adopted" and one.table in tables for one in acts.decided)
