"""A turn played many times: was it bad luck, or a bad idea?

The same moves meet other chances, from all that the seat knew before the turn or, in the debrief,
from how things truly stood. What is counted is how often each answer, vote and event came out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.catalogue import _
from sim.game.debriefing.worth import play_out, score, world_at
from sim.game.forecast.bets import called
from sim.game.past_turn import as_of
from sim.model.chance import Chance, Purpose
from sim.model.process import PeaceProcess
from sim.model.rollout import carry_on, tile
from sim.model.seat import Play
from sim.model.world import Bools

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.game.tree import Played

RUNS = 500
_LIKELY, _SELDOM = 0.5, 0.2

Kind = Literal["answer", "vote", "event", "leak"]


@dataclass(frozen=True)
class Count:
    """How often something came out, and how it came out here."""

    kind: Kind
    label: str
    """What it was: the move and whom it was put to, the table, the event."""
    own: bool
    """Whether it was the seat's own question."""
    here: bool
    came: int
    """In how many runs it came ..."""
    of: int
    """... of those in which it was decided on at all."""

    @property
    def share(self) -> float:
        """The share of those runs, 0..1."""
        return self.came / self.of if self.of else 0.0

    @property
    def sentence(self) -> str:
        """How often it came, how it was here, and what to think of that."""
        shape = _SENTENCES[self.kind][self.here]
        told = shape.format(came=self.came, of=self.of)
        verdict = self.verdict
        return f"{told}: {verdict}." if verdict else f"{told}."

    @property
    def verdict(self) -> str:
        """Unlucky or wrong, in a few words; nothing for what was not the seat's to try."""
        if not self.own or not self.of:
            return ""
        if self.here:
            if self.share >= _LIKELY:
                return _("as was to be expected")
            return _("good luck, more than the odds promised")
        if self.share >= _LIKELY:
            return _("bad luck more than a bad idea")
        if self.share >= _SELDOM:
            return _("a risk that more often fails, and here it did")
        return _("a long shot, so hardly bad luck")


_SENTENCES = {
    "answer": {
        True: _("In {came} of {of} it was a yes, and here too"),
        False: _("In {came} of {of} it was a yes; here it was a no"),
    },
    "vote": {
        True: _("In {came} of {of} the text was adopted, and here too"),
        False: _("In {came} of {of} the text was adopted; here it was not"),
    },
    "event": {
        True: _("In {came} of {of} it happened, and here too"),
        False: _("In {came} of {of} it happened; here it did not"),
    },
    "leak": {
        True: _("In {came} of {of} word leaked, and here too"),
        False: _("In {came} of {of} word leaked; here it did not"),
    },
}


@dataclass(frozen=True)
class Worth:
    """The score to be expected, with the moves of the turn and without them."""

    with_moves: float
    """Mean goal score with the turn's moves, 0..1; `without` them, likewise."""
    without: float
    low: float
    """Two standard errors below the difference ..."""
    high: float
    """... and above."""

    @property
    def difference(self) -> float:
        """What the moves changed."""
        return self.with_moves - self.without


@dataclass(frozen=True)
class RepeatedTurn:
    """A turn played many times."""

    turn: int
    date: str
    runs: int
    truth: bool
    """Whether from how things truly stood, and not from what the seat knew."""
    counts: tuple[Count, ...]
    """The seat's own questions first."""
    worth: Worth | None
    """None for a seat without aims, or a turn without moves of its own."""


def repeat_turn(
    game: Game,
    played: Played,
    runs: int = RUNS,
    truth: bool = False,
    progress: Callable[[float], object] = lambda share: None,
) -> RepeatedTurn:
    """Play a turn of a game many times with the same moves and other chances.

    Args:
        game: The game, which is left as it is.
        played: The turn.
        runs: How many times.
        truth: Start from the true state, and not from what the seat knew; for the debrief alone.
        progress: Is told of the share that is done, 0..1.
    """
    then = as_of(game, played)
    done = [plan for plan in played.moves if plan.option in played.observed.acts.moves]
    scored = bool(done) and game.seat in game.scenario.goals
    tiles = 2 if scored else 1
    base = world_at(game, played.before, runs) if truth else then.picture.possible(runs)
    chance = Chance(game.seed, 0, runs, game.compiled.slots, Purpose.ODDS, tiled=tiles)
    source = game.process if truth else then.picture.replay
    process = carry_on(source, tile(base, tiles), chance, PeaceProcess)
    where = np.zeros(process.lanes, dtype=bool)
    where[:runs] = True
    turn = played.observed.acts.turn
    others = [plan.play for plan in played.others] if truth else []
    process.advance([*(Play(plan.option, dict(plan.text), where) for plan in done), *others])
    counts = tuple(_counts(game, played, process, runs))
    worth = _worth(game, process, runs, progress) if scored else None
    progress(1.0)
    date = game.plan.date(turn).isoformat()
    return RepeatedTurn(turn, date, runs, truth, counts, worth)


def _worth(
    game: Game, process: PeaceProcess, runs: int, progress: Callable[[float], object]
) -> Worth:
    process.policy = "own"
    play_out(game, process, progress)
    scores = score(game, process.world)
    with_moves, without = scores[:runs], scores[runs:]
    change = with_moves - without
    mean, error = float(change.mean()), 2 * float(change.std() / np.sqrt(runs))
    return Worth(float(with_moves.mean()), float(without.mean()), mean - error, mean + error)


# -- what came out ---------------------------------------------------------------------------------


def _counts(game: Game, played: Played, process: PeaceProcess, runs: int) -> Iterator[Count]:
    first = slice(0, runs)
    acts = played.observed.acts
    mine = {plan.option for plan in played.moves}
    said = sorted(acts.said, key=lambda one: one.option not in mine)
    for one in said:
        yes, no = process.replies.get(one.option, (_nowhere(process), _nowhere(process)))
        label = _asked(game, one.option)
        yield _count("answer", label, one.option in mine, one.yes, yes[first], (yes | no)[first])
    own = {table for option in mine for table in called(game.options.all[option])}
    adopted_here = {one.table for one in acts.decided if one.fact == "adopted"}
    for table in acts.called:
        adopted, failed = (_decided(game, process, fact, table)[first] for fact in _ENDS)
        title = game.scenario.tables[game.plan.tables[table].id].title
        here = table in adopted_here
        yield _count("vote", title, table in own, here, adopted, adopted | failed)
    for row, event in enumerate(game.compiled.events):
        if event.turn != acts.turn or event.id in process.cancelled:
            continue
        came = process.world.events[row][first] == acts.turn
        here = row in acts.events
        if here and came.all():
            continue  # it could not but happen
        yield _count("event", event.spec.title, False, here, came, np.ones(runs, dtype=bool))
    if acts.leaked or process.leaked[first].any():
        told = _("Word of what {owner} has in mind").format(
            owner=game.words.called(game.plan.owner)
        )
        everywhere = np.ones(runs, dtype=bool)
        yield _count("leak", told, False, acts.leaked, process.leaked[first], everywhere)


_ENDS = ("adopted", "failed")


def _count(kind: Kind, label: str, own: bool, here: bool, came: Bools, of: Bools) -> Count:
    return Count(kind, label, own, here, int(came.sum()), int(of.sum()))


def _nowhere(process: PeaceProcess) -> Bools:
    return np.zeros(process.lanes, dtype=bool)


def _decided(game: Game, process: PeaceProcess, fact: str, table: int) -> Bools:
    decided: Bools = process.world.facts[game.plan.fact(fact, -1, table)] == process.turn - 1
    return decided


def _asked(game: Game, option: int) -> str:
    found = game.options.all[option]
    label = game.label(option)
    if found.actor == game.seat_index:
        return label
    return f"{game.words.name(found.actor)}: {label}"
