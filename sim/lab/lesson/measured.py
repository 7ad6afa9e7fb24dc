"""The numbers of a teacher's key: all are measured, and each can be had again by a command."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from sim.game.forecast.odds import Odds, odds
from sim.game.game import Game
from sim.lab.backtest import Backtest, scored
from sim.lab.counterfactual.changes import Change, each_left_out
from sim.lab.counterfactual.comparing import compare
from sim.lab.counterfactual.results import Counterfactual, Effect
from sim.lab.ensembles import GOAL_LINES, Ensembles, Needed
from sim.lab.lesson.variation import Variation, shaken, variations
from sim.lab.openings import Opening, openings
from sim.lab.runner import Progress
from sim.lab.seats import SeatScores, seat_scores
from sim.lab.setup import setup_of
from sim.lab.stats import Estimate
from sim.scenario.load import Loaded

RUNS: Final = 1_000
FEWEST: Final = 100
_PART: Final = 5
"""Openings, and changes of the file, are each tried in one run of so many: there are many."""


@dataclass(frozen=True)
class Tried:
    """A change of the file, and what it changes."""

    change: Variation
    effect: Effect
    title: str
    """What is measured."""
    of: int
    """How many changes were tried, of which this one does most."""


@dataclass
class Measured:
    """What a key tells in numbers, worked out when it is asked for.

    Args:
        loaded: The scenario.
        seats: The seats that sheets are made for.
        runs: Runs of each ensemble.
        seed: Key of the chance.
        executor: Whatever runs the tasks; None for this process.
        progress: Is told of the runs as they are done; there are about `total`.
    """

    loaded: Loaded
    seats: Sequence[str]
    runs: int = RUNS
    seed: int = 1
    executor: Executor | None = None
    progress: Progress | None = None
    changes: list[Variation] = field(init=False)
    """Changes of the file that are tried."""

    def __post_init__(self) -> None:
        self.changes = variations(self.loaded)

    @property
    def fewer(self) -> int:
        """Runs of each opening and of each change of the file."""
        return max(FEWEST, self.runs // _PART) if self.runs > FEWEST else self.runs

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that are played: without moves in the record, `history` is `pass` again."""
        return GOAL_LINES if self.loaded.scenario.history.line else GOAL_LINES[1:]

    @property
    def line(self) -> str:
        """The line on which a change of the file is tried: one in which something is done."""
        return "history" if "history" in self.lines else "random"

    @property
    def owner(self) -> str:
        """Who owns the initiative."""
        return self.loaded.scenario.initiative.by

    @property
    def total(self) -> int:
        """How many runs there will be, about."""
        found = self._ensembles.total + self.fewer * (1 + len(self.changes))
        for seat in self.seats:
            found += self.runs * (1 + len(self._recorded(seat)))
        return found + self.fewer * sum(len(self.opening_cards(seat)) for seat in self._aiming)

    # -- how it ends -------------------------------------------------------------------------------

    @cached_property
    def _ensembles(self) -> Ensembles:
        return Ensembles(
            self.loaded,
            self.runs,
            self.seed,
            executor=self.executor,
            progress=self.progress,
        )

    @cached_property
    def outcomes(self) -> dict[str, dict[str, Estimate]]:
        """By line the share of runs that reach each outcome."""
        found = {}
        for line in self.lines:
            needed = Needed(line, self.owner)
            self._ensembles.runs.setdefault(needed, self.runs)
            shares = self._ensembles.of(needed).outcomes()
            found[line] = {name: share for name, (_, share) in shares.items()}
        return found

    @cached_property
    def backtest(self) -> Backtest | None:
        """The record's line against the record; None where there is nothing to hold it to."""
        if not self.loaded.scenario.history.checkpoints:
            return None
        return scored(self._ensembles, goals=False)

    @cached_property
    def scores(self) -> dict[str, SeatScores]:
        """What each seat reaches of its goals by line."""
        return {one.seat: one for one in seat_scores(self._ensembles)}

    # -- what moves are worth ----------------------------------------------------------------------

    @property
    def _aiming(self) -> list[str]:
        """The seats that have goals to be brought nearer to."""
        return [seat for seat in self.seats if seat in self.loaded.scenario.goals]

    def _recorded(self, seat: str) -> list[str]:
        line = self.loaded.scenario.history.line
        return [name for name, move in line.items() if move.by == seat]

    @cached_property
    def worths(self) -> dict[str, Counterfactual]:
        """By seat with goals and moves in the record: each of these left out in turn."""
        found = {}
        for seat in self._aiming:
            if self._recorded(seat):
                setup = setup_of(self.loaded, "history", seat=seat, seed=self.seed)
                found[seat] = compare(
                    setup,
                    self.loaded,
                    each_left_out(setup),
                    runs=self.runs,
                    measures=(f"goals.{seat}",),
                    executor=self.executor,
                    progress=self.progress,
                )
        return found

    # -- the opening -------------------------------------------------------------------------------

    @cached_property
    def games(self) -> dict[str, Game]:
        """Each seat's game before its first turn."""
        return {seat: Game(self.loaded, seat, self.seed) for seat in self.seats}

    def opening_cards(self, seat: str) -> list[int]:
        """The options that a seat can play in the first turn."""
        return [card.option for card in self.games[seat].legal() if card.legal]

    @cached_property
    def gains(self) -> dict[str, list[Opening]]:
        """By seat with goals: its openings by what they gain over waiting, the best first."""
        found = {}
        for seat in self._aiming:
            found[seat] = openings(self.loaded, seat, self.fewer, self.seed)
            if self.progress is not None:
                self.progress(self.fewer * len(found[seat]))
        return found

    @cached_property
    def chances(self) -> dict[str, dict[tuple[str, str | None], Odds]]:
        """By seat, and then by move and target: the odds that the desk shows in the first turn."""
        found = {}
        for seat, game in self.games.items():
            cards = {card.option: (card.move, card.to) for card in game.legal()}
            told = odds(game, self.opening_cards(seat))
            found[seat] = {cards[option]: one for option, one in told.items()}
        return found

    # -- the change of the file --------------------------------------------------------------------

    @cached_property
    def tried(self) -> Tried | None:
        """The change of the file that matters most to who owns the initiative.

        Where no hold makes a difference that can be told from chance, trust is changed besides.
        """
        if not self.changes:
            return None
        found = self._most(self.changes)
        if not found.effect.clear and (more := shaken(self.loaded)) != self.changes:
            other = self._most(more)
            if abs(other.effect.difference.value) > abs(found.effect.difference.value):
                found = other
            found = replace(found, of=len(self.changes) + len(more))
        return found

    def _most(self, changes: Sequence[Variation]) -> Tried:
        """The one of some changes that does most."""
        scenario = self.loaded.scenario
        with_goals = self.owner in scenario.goals
        outcome = next(iter(scenario.outcomes))
        name = f"goals.{self.owner}" if with_goals else f"outcomes.{outcome}"
        setup = setup_of(self.loaded, self.line, seed=self.seed)
        found = compare(
            setup,
            self.loaded,
            [Change(set={one.path: one.after}) for one in changes],
            runs=self.fewer,
            measures=(name,),
            executor=self.executor,
            progress=self.progress,
        )
        effects = [one.effects[name] for one in found.alternatives]
        most = max(range(len(effects)), key=lambda at: abs(effects[at].difference.value))
        title = (
            f"the goal score of {scenario.actors[self.owner].short}"
            if with_goals
            else f"the share of runs with “{scenario.outcomes[outcome].title}”"
        )
        return Tried(changes[most], effects[most], title, len(changes))
