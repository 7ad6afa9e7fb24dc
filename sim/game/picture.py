"""What a seat makes of what it sees: its own numbers exactly, everybody else's as bands.

A picture is a world of its own beside the game. It starts from the scenario's coded numbers and
their ranges, which all may read, and never from those drawn for this run. Each turn it follows the
acts that could be seen (`replay`), by the engine's own rules, once for the best guess, once from
the low ends of the ranges and once from the high ends. What the seat hears by listening pulls all
three toward the truth, by the share of its ignorance that was removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sim.game.bands import BANDS, BEST, HIGH, LOW, Band
from sim.game.heritage import Heritage
from sim.game.replay import Acts, Replay
from sim.model import formation
from sim.model.chance import Chance, Purpose
from sim.model.exact import Floats
from sim.model.ledger import Part, Row
from sim.model.options import Option
from sim.model.plan import Plan
from sim.model.process import PeaceProcess
from sim.model.rollout import (
    Unknown,
    coded_arrays,
    coded_ranges,
    draw_unknown,
    forget_positions,
    start_over,
    take,
)
from sim.model.rules.spoilers import bad_faith
from sim.model.world import Bools, World

_OF_ACTORS = (
    "stance war_cost home capital capability reservation fear framework guarantee aid"
).split()
"""State with one entry an actor, of which each knows its own."""

Types = tuple[float, float, float, float]
"""Chances of the hidden types: none, limited, greedy, total."""


@dataclass(frozen=True)
class Reading:
    """What a seat learnt of another by listening."""

    actor: int
    share: float
    """Of what it did not know of the other, how much that was."""
    numbers: tuple[tuple[str, tuple[int, ...], float], ...]
    """What it heard: array, place and value."""


@dataclass(frozen=True)
class Observed:
    """All that reaches a seat in one turn: what was done, what it heard, and its own numbers."""

    acts: Acts
    readings: tuple[Reading, ...]
    own: Mapping[str, Floats]
    beliefs: Floats
    """The seat's own beliefs about types, shape (subjects, 4)."""


def own_entries(plan: Plan, seat: int) -> dict[str, np.ndarray]:
    """Which entries of the state a seat knows exactly: its own feelings, means and ties.

    An ally that shares in its policy tells it how it stands: governments that close keep no such
    secret, and the seat's support at home, which it knows, would give it away.
    """
    actors, issues = len(plan.actors), len(plan.issues)
    me = np.arange(actors) == seat
    rows = np.repeat(me[:, None], actors, axis=1)
    found = dict.fromkeys(("trust", "knowledge"), rows)
    found["rapport"] = rows | rows.T
    found |= dict.fromkeys(_OF_ACTORS, me)
    mine = plan.formations.get(seat, ())
    found["stance"] = me | np.isin(
        np.arange(actors), [one.ally for one in mine if one.ally is not None]
    )
    found["backing"] = np.array([one in mine for one in plan.elements], dtype=bool)
    found["standing"] = np.repeat(me[None, :], 3, axis=0)
    found["ideal"] = found["salience"] = np.repeat(me[:, None], issues, axis=1)
    ties = [seat in (channel.giver, channel.to) for channel in plan.channels]
    found["channel"] = np.array(ties, dtype=bool)
    return found


class Picture:
    """The picture of one seat, kept turn by turn.

    Args:
        process: The game, before its first turn; only the seat's own numbers are read from it.
        without: What is switched off in it.
        heritage: What the seat takes along from the chapter before, in a campaign.
        seat: Index of the actor whose picture it is; by default the first seat of the process.
    """

    def __init__(
        self,
        process: PeaceProcess,
        without: tuple[str, ...] = (),
        heritage: Heritage | None = None,
        seat: int | None = None,
    ) -> None:
        plan, compiled = process.plan, process.compiled
        self.plan, self.seat = plan, process.seat if seat is None else seat
        self.advisers = tuple(plan.scenario.advisers)
        self.replay = Replay(
            compiled,
            seed=process.chance_seed,
            runs=BANDS + len(self.advisers),
            seat=None if self.seat == plan.owner else plan.actors[self.seat],
            without=without,
            sample=False,
            watch=True,
            purpose=Purpose.ODDS,
        )
        self._own = own_entries(plan, self.seat)
        self._own_types = {
            row: int(process.world.type[row, 0])
            for row, subject in enumerate(plan.subjects)
            if subject == self.seat
        }
        self._spread()
        if heritage is not None:
            heritage.expect(self.world)
        for name, mask in self._own.items():
            getattr(self.world, name)[mask] = getattr(process.world, name)[mask][..., :1]
        formation.hear_allies(self.world)
        beliefs = process.world.belief[:, self.seat, :, :1]
        self.world.belief[:, self.seat, :, :BANDS] = beliefs
        self._take_advice()
        self._guess_types()
        start_over(self.replay)

    @property
    def world(self) -> World:
        """The picture's arrays; the runs are the lanes BEST, LOW and HIGH, then the advisers."""
        return self.replay.world

    # -- the start ---------------------------------------------------------------------------------

    def _spread(self) -> None:
        low, high = coded_ranges(self.world)
        for name in coded_arrays(self.plan):
            array = getattr(self.world, name)
            array[..., LOW], array[..., HIGH] = low[name], high[name]

    def _take_advice(self) -> None:
        for lane, name in enumerate(self.advisers, start=BANDS):
            for subject, prior in self.plan.scenario.advisers[name].prior.items():
                index = self.plan.actor(subject)
                if index in self.plan.subjects:
                    row = self.plan.subjects.index(index)
                    self.world.belief[row, self.seat, :, lane] = prior.shares()

    # -- turn by turn ------------------------------------------------------------------------------

    def observe(self, process: PeaceProcess, acts: Acts) -> Observed:
        """What reaches the seat of the turn that the game has just played."""
        return Observed(
            acts=acts,
            readings=tuple(self._readings(process.world)),
            own=self._own_numbers(process.world),
            beliefs=process.world.belief[:, self.seat, :, 0].copy(),
        )

    def follow(self, observed: Observed) -> None:
        """Take a turn into the picture."""
        self.replay.follow(observed.acts)
        for reading in observed.readings:
            self._hear(observed.acts.turn, reading)
        self._know(observed)
        self._guess_types()

    def _readings(self, truth: World) -> Iterator[Reading]:
        known = self.world.knowledge[self.seat, :, BEST]
        for actor in range(len(self.plan.actors)):
            before, after = float(known[actor]), float(truth.knowledge[self.seat, actor, 0])
            if actor != self.seat and after > before < 1.0:
                share = min(1.0, (after - before) / (1.0 - before))
                yield Reading(actor, share, tuple(self._heard(truth, actor)))

    def _heard(self, truth: World, actor: int) -> Iterator[tuple[str, tuple[int, ...], float]]:
        """Its positions, its reservation value, its stance, and its trust in the seat."""
        places: list[tuple[str, tuple[int, ...]]] = [
            ("reservation", (actor,)),
            ("stance", (actor,)),
            ("trust", (actor, self.seat)),
        ]
        positions = self.plan.scenario.actors[self.plan.actors[actor]].positions
        for issue in positions:
            position = (actor, self.plan.issues.index(issue))
            places += [("ideal", position), ("salience", position)]
        for name, at in places:
            yield name, at, float(getattr(truth, name)[at][0])

    def _hear(self, turn: int, reading: Reading) -> None:
        ledger = self.world.ledger
        assert ledger is not None
        for name, at, value in reading.numbers:
            lanes = getattr(self.world, name)[at]
            before = float(lanes[BEST])
            lanes += reading.share * (value - lanes)
            after = float(lanes[BEST])
            if after != before:
                part = Part("knowledge", "listening", after - before)
                ledger.write(Row(turn, "change", name, at, before, after, (part,)))
        forget_positions(self.world)

    def _own_numbers(self, truth: World) -> dict[str, Floats]:
        return {name: getattr(truth, name)[mask][..., 0] for name, mask in self._own.items()}

    def _know(self, observed: Observed) -> None:
        """Take over the seat's own numbers; they may have moved by more than it could reckon."""
        turn = observed.acts.turn
        for name, mask in self._own.items():
            lanes = getattr(self.world, name)
            after = observed.own[name]
            for moved in np.flatnonzero(lanes[mask][..., BEST] != after):
                at = tuple(int(index) for index in np.argwhere(mask)[moved])
                self._felt(turn, name, at, float(lanes[at][BEST]), float(after[moved]))
            lanes[mask] = after[:, None]
        believed = self.world.belief[:, self.seat]
        before = bad_faith(believed)[:, BEST].copy()
        believed[..., :BANDS] = observed.beliefs[..., None]
        after = bad_faith(believed)[:, BEST]
        for row in range(len(self.plan.subjects)):
            if before[row] != after[row]:
                at = (self.seat, row)
                self._felt(turn, "bad_faith", at, float(before[row]), float(after[row]))

    def _felt(self, turn: int, name: str, at: tuple[int, ...], before: float, after: float) -> None:
        ledger = self.world.ledger
        assert ledger is not None
        part = Part("unseen", "unseen", after - before)
        ledger.write(Row(turn, "change", name, at, before, after, (part,)))

    def _guess_types(self) -> None:
        """For explanations: each lane takes the type that it holds most likely."""
        for row in range(len(self.plan.subjects)):
            known = self._own_types.get(row)
            likely = np.argmax(self.world.belief[row, self.seat], axis=0)
            self.world.type[row] = likely if known is None else known

    # -- what is read from it ----------------------------------------------------------------------

    @property
    def everywhere(self) -> Bools:
        """True for the best guess and for either end of the bands."""
        return np.ones(BANDS, dtype=bool)

    def worth(self, options: Iterable[Option]) -> dict[int, float]:
        """What options are worth to the seat's interests, by the engine's own appraisal."""
        me = self.replay.actor(self.seat)
        return {option.index: float(me.appraise(option)[BEST]) for option in options}

    def band(self, name: str, *at: int) -> Band:
        """The band of one number of a state array."""
        return self.band_of(getattr(self.world, name)[at])

    def band_of(self, lanes: Floats) -> Band:
        """The band of a quantity, shape (lanes,)."""
        best, low, high = lanes[:BANDS].tolist()
        return Band(min(best, low, high), best, max(best, low, high))

    def beliefs(self, lane: int = BEST) -> tuple[tuple[str, Types], ...]:
        """What the seat, or an adviser by its lane, believes of each party's hidden type."""
        shares = self.world.belief[:, self.seat, :, lane]
        return tuple(
            (self.plan.actors[subject], (float(a), float(b), float(c), float(d)))
            for subject, (a, b, c, d) in zip(self.plan.subjects, shares, strict=True)
        )

    def unknown(self, lane: int = BEST) -> Unknown:
        """What the seat cannot know; types by its own belief or by that of an adviser's lane."""
        low, high = {}, {}
        for name in coded_arrays(self.plan):
            three = getattr(self.world, name)[..., :BANDS]
            low[name], high[name] = three.min(axis=-1), three.max(axis=-1)
        types = self.world.belief[:, self.seat, :, lane].copy()
        for row, known in self._own_types.items():
            types[row] = np.arange(4) == known
        return Unknown(low, high, types)

    def possible(self, runs: int, lane: int = BEST, seed: int | None = None) -> World:
        """Worlds that the seat must reckon with: its picture, with what is unknown drawn anew.

        Args:
            runs: How many.
            lane: Whose beliefs about types (`BEST` or an adviser's lane).
            seed: Key of the chance; by default the game's.
        """
        key = self.replay.chance_seed if seed is None else seed
        chance = Chance(key, 0, runs, self.replay.compiled.range_slots, Purpose.ODDS)
        world = take(self.world, np.full(runs, lane))
        draw_unknown(self.replay, world, self.unknown(lane), chance)
        return world
