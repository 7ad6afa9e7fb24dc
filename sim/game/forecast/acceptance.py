"""How likely each party is to accept a text, as far as a seat can tell, and whether it would pass.

The worlds that the seat must reckon with are drawn from its picture once. For every text the
engine's own rules say in each of them how likely each party is to accept, and the engine's own
table decides it many times over. There is no second formula: this module lays the text and counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.model.chance import Chance, Purpose
from sim.model.drafting import put_text, rounded
from sim.model.exact import Floats, logistic
from sim.model.explain import Note
from sim.model.gains import against_slack, gain, objecting, signing
from sim.model.plan import NEVER, TablePlan
from sim.model.rollout import take
from sim.model.tables import SIGNED, Tables
from sim.model.world import World

if TYPE_CHECKING:
    from sim.game.game import Game

Role = Literal["signs", "consents", "votes"]
WORLDS, THROWS = 40, 12
"""Worlds drawn from the seat's picture, and how often the table decides in each."""
_SPREAD = (0.1, 0.9)
"""The quantiles that a range runs between."""
_CHANGED = "text drafted author shown open votes facts efforts".split()
"""State that laying and deciding a text changes."""


@dataclass(frozen=True)
class Chances:
    """A chance: its mean over the worlds the seat must reckon with, and most of its range, 0..1."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Party:
    """How one party would take a text."""

    actor: str
    role: Role
    veto: bool
    """Whether its no alone stops the text."""
    accepts: Chances
    """That it signs, lets it pass, or votes for it."""
    stops: Chances
    """That it alone keeps the text from passing; 0 for one that cannot."""
    grounds: tuple[tuple[str, float], ...]
    """What each mechanism adds to the utility of accepting, on average, the weightiest first."""
    sore: str | None
    """The issue on which giving way to it wholly would move it most, if on any."""


@dataclass(frozen=True)
class Estimate:
    """What a text would meet."""

    table: str
    text: tuple[tuple[str, float], ...]
    parties: tuple[Party, ...]
    passes: Chances

    @property
    def blockers(self) -> tuple[Party, ...]:
        """Who would more likely than not stop it, the most likely first."""
        found = [party for party in self.parties if party.stops.mean >= 0.5]
        return tuple(sorted(found, key=lambda party: -party.stops.mean))


class Acceptance:
    """Estimates for one table at one moment of a game.

    Args:
        game: The game; what is planned for the turn does not count.
        table: Its id.
        worlds: How many worlds are drawn.
        throws: How often the table decides in each.

    Raises:
        KeyError: There is no such table.
    """

    def __init__(self, game: Game, table: str, worlds: int = WORLDS, throws: int = THROWS) -> None:
        self.plan: TablePlan = game.plan.table(table)
        self.issues = [game.plan.issues[index] for index in self.plan.issues]
        self.seat, self.actors = game.seat_index, game.plan.actors
        self.worlds, self.throws = worlds, throws
        self.world = game.picture.possible(worlds)
        self.many = take(self.world, np.repeat(np.arange(worlds), throws))
        lanes = worlds * throws
        self._chance = Chance(game.seed, 0, lanes, game.compiled.slots, Purpose.ODDS)
        self._turn = game.turn
        self._kept = [
            {name: getattr(world, name).copy() for name in _CHANGED}
            for world in (self.world, self.many)
        ]

    def estimate(self, text: Mapping[str, float] | None = None) -> Estimate:
        """What a text of the seat would meet; without one, the text that lies on the table.

        Args:
            text: Places by issue, 0..1; all issues of the table.

        Raises:
            KeyError: An issue of the table is missing.
        """
        for world, kept in zip((self.world, self.many), self._kept, strict=True):
            for name, array in kept.items():
                getattr(world, name)[...] = array
            world.new_turn()
            if text is not None:
                self._lay(world, text)
        places = self.world.text_of(self.plan.index)[:, 0]
        return Estimate(
            table=self.plan.id,
            text=tuple(zip(self.issues, map(float, places), strict=True)),
            parties=tuple(self._parties()),
            passes=self._passes(),
        )

    # -- how it is counted -------------------------------------------------------------------------

    def _lay(self, world: World, text: Mapping[str, float]) -> None:
        places = rounded(np.array([text[issue] for issue in self.issues], dtype=np.float64))
        everywhere = np.ones(world.runs, dtype=bool)
        put_text(world, self.plan, np.repeat(places[:, None], world.runs, 1), self.seat, everywhere)

    def _parties(self) -> Iterator[Party]:
        signs: Role = "signs" if self.plan.procedure in SIGNED else "votes"
        for member in self.plan.members:
            yield self._party(member, signs)
        for actor in self.plan.assent:
            yield self._party(actor, "consents")

    def _party(self, actor: int, role: Role) -> Party:
        world = self.world
        grounds: dict[str, float] = {}

        def note(rule: str, part: Floats) -> None:
            grounds[rule] = grounds.get(rule, 0.0) + float(part.mean())

        utility = self._utility(actor, role, note)
        slope = world.constants.rationality
        accepts = logistic(utility * slope)
        stops = np.zeros(world.runs)
        veto = role == "consents" or actor in self.plan.veto
        if role == "signs":
            veto = self.plan.procedure in ("signatures", "consensus")
        if veto:
            slack = against_slack(world, self.plan, actor) if role == "votes" else 0.0
            stops = 1.0 - logistic((utility + slack) * slope)
        said = sorted(grounds.items(), key=lambda pair: -abs(pair[1]))
        return Party(
            self.actors[actor],
            role,
            veto,
            _chances(accepts),
            _chances(stops),
            tuple(said),
            self._sore(actor),
        )

    def _sore(self, actor: int) -> str | None:
        world, table = self.world, self.plan.index
        text = world.text_of(table)
        now = float(world.worth(actor, table, text).mean())
        most, found = 0.0, None
        for row, (issue, name) in enumerate(zip(self.plan.issues, self.issues, strict=True)):
            if world.salience[actor, issue].any():
                given = text.copy()
                given[row] = world.ideal[actor, issue]
                better = float(world.worth(actor, table, given).mean()) - now
                if better > most:
                    most, found = better, name
        return found

    def _utility(self, actor: int, role: Role, note: Note) -> Floats:
        world, table = self.world, self.plan.index
        if role == "signs":
            return signing(world, actor, table, note)
        if role == "consents":
            return objecting(world, actor, table, note)
        return gain(world, actor, table, world.text_of(table), world.author[table], note)

    def _passes(self) -> Chances:
        """The table decides; counted by world."""
        world, row = self.many, self.many.plan.fact("adopted", -1, self.plan.index)
        world.facts[row] = NEVER
        everywhere = np.ones(world.runs, dtype=bool)
        Tables(world, self._chance.turn(self._turn + 1)).decide(self.plan, everywhere)
        adopted = (world.facts[row] != NEVER).astype(np.float64)
        return _chances(adopted.reshape(self.worlds, self.throws).mean(axis=1))


def _chances(values: Floats) -> Chances:
    low, high = np.quantile(values, _SPREAD)
    return Chances(float(values.mean()), float(low), float(high))
