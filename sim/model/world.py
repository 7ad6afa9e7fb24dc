"""The state of an ensemble: arrays whose last axis is the runs, and what is pending in a phase.

Three kinds of state. *Decided* facts are written by choices and procedures (`decide`). *Drivers*
are shifted by effects and events (`shift`), together at the end of a phase. *Beliefs and attitudes*
are written in the learning phase alone, from what was observed (`see_*`), so that no order of
acting counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.model.constants import Constants
from sim.model.exact import Floats
from sim.model.ledger import Address, Ledger
from sim.model.plan import NEVER, Plan
from sim.model.rules import legitimacy, reservation, ripeness, spatial, spoilers, trust

Bools = NDArray[np.bool_]
Turns = NDArray[np.int16]


@dataclass
class World:
    """Arrays over R runs. A actors, K issues, C channels, M tables, S subjects, F facts."""

    plan: Plan
    constants: Constants
    rules: frozenset[str]
    runs: int
    trust: Floats  # (A, A, R) of the first in the second, 0..1; the diagonal is 1
    knowledge: Floats  # (A, A, R) 0..1
    rapport: Floats  # (A, A, R) 0..1, symmetric
    stance: Floats  # (A, R) latent, 0..1
    belief: Floats  # (S, A, 4, R) of each actor about each subject's type
    war_cost: Floats  # (A, R) 0..1
    home: Floats  # (A, R) 0..1; for an actor with a formation the mean of its elements
    backing: Floats  # (E, R) 0..1 of each element of a formation
    resolve: Floats  # (A, R) 0..1 public commitment of leaders; no rows where nothing uses it
    losses: Floats  # (A, R) 0..1 casualties of the turn before; no rows where nothing uses it
    standing: Floats  # (3, A, R) own, mandate, borrowed, 0..1
    guarantee: Floats  # (A, R) 0..1
    aid: Floats  # (A, R) 0..1
    capital: Floats  # (A, R) points
    channel: Floats  # (C, R) 0..1
    capability: Floats  # (A, R) 0..1
    reservation: Floats  # (A, R) 0..1, before patrons and war cost
    fear: Floats  # (A, R) 0..1
    framework: Floats  # (A, R) 0..1
    ideal: Floats  # (A, K, R) 0..1
    salience: Floats  # (A, K, R) 0..1, 0 where an actor has no position
    type: NDArray[np.int8]  # (S, R) index into the hidden types
    text: Floats  # (M, K, R) 0..1
    drafted: Bools  # (M, R)
    author: NDArray[np.int16]  # (M, R) actor index, -1 for none
    open: Bools  # (M, R)
    shown: Floats  # (M, R) how many others have seen the text
    rounds: Floats  # (M, R)
    votes: Floats  # (M, R) in favour when last put
    facts: Turns  # (F, R) first turn, NEVER
    played: Turns  # (O, R) last turn each option was played, NEVER
    events: Turns  # (E, R) turn each event happened, NEVER
    tracked: Turns  # (W, R) first turn each watched condition held, NEVER
    efforts: Floats  # (R,) good-faith efforts turned down
    told: Floats  # (R,) how many have been consulted
    public: Bools  # (R,) whether the initiative is public
    skipped: Floats  # (R,) moves of a line that were not legal
    turn: int = 0
    ledger: Ledger | None = None
    pending: Pending = field(init=False)
    mediator: Floats = field(init=False)  # (A, R) 1 for a mediator
    _joined: bool = field(init=False, default=False)  # whether anybody may have in this phase
    _attention: Floats | None = field(init=False, default=None)
    _weights: dict[tuple[int, int], Floats] = field(init=False, default_factory=dict)
    _quos: dict[tuple[int, int], Floats] = field(init=False, default_factory=dict)
    away: Bools = field(init=False)  # (A, R) asked to a round this turn and stayed away
    came: Bools = field(init=False)  # (M, R) a round was held this turn

    def __post_init__(self) -> None:
        self.mediator = np.empty((len(self.plan.actors), self.runs))
        self.new_turn()

    def new_turn(self) -> None:
        """Forget what holds within a turn only."""
        actors = len(self.plan.actors)
        self.pending = Pending()
        self.away = np.zeros((actors, self.runs), dtype=bool)
        self.came = np.zeros((len(self.plan.tables), self.runs), dtype=bool)
        self.refresh_mediators()

    def on(self, rule: str) -> bool:
        """Whether a mechanism is switched on."""
        return rule in self.rules

    def arrays(self) -> Iterator[tuple[str, np.ndarray]]:
        """The state arrays by name, in a fixed order (for hashes, clones and chunks)."""
        for name in STATE:
            yield name, getattr(self, name)

    # -- drivers -----------------------------------------------------------------------------------

    def at(self, address: Address) -> Floats:
        """The number at an address, a view of shape (runs,)."""
        name, index = address
        value: Floats = getattr(self, name)[index]
        return value

    def shift(
        self, address: Address, by: Floats | float, source: str, rule: str = "effect"
    ) -> None:
        """Have a driver shifted at the end of the phase."""
        total = self.pending.shifts.get(address)
        if total is None:
            total = self.pending.shifts[address] = np.zeros(self.runs)
        total += by
        if self.ledger is not None:
            self.ledger.cause(address, by, rule, source)

    def settle(self) -> None:
        """End of a phase: apply the shifts of drivers, all at once."""
        for address, by in self.pending.shifts.items():
            value = self.at(address)
            top = 99.0 if address[0] == "capital" else 1.0
            after = np.minimum(np.maximum(value + by, 0.0), top)
            if self.ledger is not None:
                self.ledger.settle(self.turn, address, value, after)
            value[...] = after
        if self.plan.formations and any(name == "backing" for name, _ in self.pending.shifts):
            self.weigh(self.ledger)
        self.pending.shifts.clear()
        self._attention = None
        if self._joined:
            self.refresh_mediators()

    def weigh(self, ledger: Ledger | None = None) -> None:
        """Support at home follows from those who make policy, where an actor has a formation."""
        if not self.on("home_support"):
            return
        for actor, elements in self.plan.formations.items():
            after = np.zeros(self.runs)
            for element in elements:
                after += element.share * self.backing[element.row]
            if ledger is not None:
                ledger.settle(self.turn, ("home", (actor,)), self.home[actor], after)
            self.home[actor] = after

    def refresh_mediators(self) -> None:
        """Who mediates now: the owner of the initiative and all who joined it."""
        self._attention, self._joined = None, False
        self.mediator.fill(0.0)
        for actor, row in self.plan.rows("joined"):
            np.maximum(self.mediator[actor], self.facts[row] != NEVER, out=self.mediator[actor])
        self.mediator[self.plan.owner] = 1.0

    # -- decided facts -----------------------------------------------------------------------------

    def decide(self, row: int, where: Bools) -> None:
        """Write a decided fact; its first turn stays."""
        first = self.facts[row]
        first[where & (first == NEVER)] = self.turn
        self._joined |= row in self.plan.joins

    def holds(self, row: int) -> Bools:
        """Whether a fact was decided."""
        held: Bools = self.facts[row] != NEVER
        return held

    # -- derived quantities ------------------------------------------------------------------------

    def legitimacy(self, actor: int) -> Floats:
        """Standing to act, 0..1, shape (runs,)."""
        own, mandate, borrowed = self.standing[:, actor]
        return legitimacy.standing(own, mandate, borrowed)

    def reservation_of(self, actor: int) -> Floats:
        """Reservation value with patrons and war cost, 0..1."""
        if not self.on("patrons"):
            base: Floats = self.reservation[actor]
            return base
        flows = [
            self.channel[index]
            for index, channel in enumerate(self.plan.channels)
            if channel.to == actor
        ]
        return reservation.reservation(
            self.reservation[actor],
            reservation.combined(flows, self.runs),
            self.war_cost[actor],
            self.constants.patronage,
            self.constants.war_cost,
        )

    def weights(self, actor: int, table: int) -> Floats:
        """Saliences over a table's issues, summing to 1 (nought if it has none); (issues, runs).

        Positions do not move within a game, so this is computed once.
        """
        found = self._weights.get((actor, table))
        if found is None:
            rows = self.salience[actor, list(self.plan.tables[table].issues)]
            total = np.zeros(self.runs)
            for row in rows:
                total += row
            found = self._weights[actor, table] = rows / np.where(total > 0, total, 1.0)
        return found

    def worth(self, actor: int, table: int, text: Floats) -> Floats:
        """Utility of texts (..., issues, runs) of a table for an actor; at most 1, (..., runs)."""
        plan = self.plan.tables[table]
        ideal = self.ideal[actor, list(plan.issues)]
        worth = spatial.utility(text, ideal, self.weights(actor, table))
        if self.on("framework"):
            outside = spatial.excess(text, plan.limits)
            worth -= self.constants.framework * self.framework[actor] * outside
        return worth

    def text_of(self, table: int) -> Floats:
        """The text on a table, (issues, runs)."""
        rows: Floats = self.text[table, list(self.plan.tables[table].issues)]
        return rows

    def floor(self, actor: int, table: int) -> Floats:
        """What a text is compared with: the status quo, else the reservation value."""
        quo = self.plan.tables[table].status_quo
        if quo is None:
            return self.reservation_of(actor)
        found = self._quos.get((actor, table))
        if found is None:
            text = np.repeat(np.array(quo)[:, None], self.runs, axis=1)
            found = self._quos[actor, table] = self.worth(actor, table, text)
        return found

    def pressure(self, target: int) -> Floats:
        """Pressure on an actor: what is pressed this turn and the mediators' standing leverage."""
        if not self.on("leverage"):
            return np.zeros(self.runs)
        shares = [
            self.constants.standing_leverage * self.channel[index] * self.mediator[channel.giver]
            for index, channel in enumerate(self.plan.channels)
            if channel.to == target
        ]
        left = self.pending.unpressed.get(target)
        if left is not None:
            shares.append(1.0 - left)
        return reservation.combined(shares, self.runs)

    def ripeness_of(self, actor: int) -> Floats:
        """Ripeness as an actor sees it: a way out is a trusted mediator with an open table."""
        if not self.on("ripeness"):
            return np.zeros(self.runs)
        table = self.plan.table(self.plan.scenario.initiative.table).index
        way_out = self.trust[actor, self.plan.owner] * self.open[table]
        return ripeness.ripeness(self.war_cost[actor], way_out)

    def exhaustion(self) -> Floats:
        """How far good-faith efforts are exhausted, 0..1."""
        return spoilers.exhausted(self.efforts, self.constants.efforts_half)

    def bad_faith(self, actor: int, subject: int) -> Floats:
        """Belief that a subject is a greedy or total spoiler; 0 for one without a type."""
        if subject not in self.plan.subjects:
            return np.zeros(self.runs)
        return spoilers.bad_faith(self.belief[self.plan.subjects.index(subject), actor])

    # -- observations ------------------------------------------------------------------------------

    def see(self, address: Address, gain: bool, by: Floats, source: str, rule: str) -> None:
        """Note a signal for an attitude or for knowledge, for the learning phase."""
        signals = self.pending.gains if gain else self.pending.losses
        total = signals.get(address)
        if total is None:
            total = signals[address] = np.zeros(self.runs)
        total += by
        if self.ledger is not None:
            self.ledger.signal(address, gain, by, rule, source)

    def see_sign(self, subject: int, sign: str, where: Floats, source: str) -> None:
        """Note a public sign of a subject's type; `where` is 1 in the runs that show it."""
        if subject not in self.plan.subjects or not self.on("spoilers"):
            return
        row = self.plan.subjects.index(subject)
        factor = self.pending.signs.get(row)
        if factor is None:
            factor = self.pending.signs[row] = np.ones((4, self.runs))
            self.pending.signed[row] = np.zeros(self.runs)
        for index, likelihood in enumerate(spoilers.LIKELIHOODS[sign]):
            factor[index] *= 1.0 + where * (likelihood - 1.0)
        np.maximum(self.pending.signed[row], where, out=self.pending.signed[row])
        if self.ledger is not None:
            self.ledger.sign(row, sign, where, source)

    def see_private(
        self, observer: int, subject: int, sign: str, weight: Floats, source: str
    ) -> None:
        """Note a sign that one observer alone sees or is told, with a weight 0..1."""
        if subject in self.plan.subjects and self.on("spoilers"):
            row = self.plan.subjects.index(subject)
            self.pending.private.append((row, observer, sign, weight))
            if self.ledger is not None:
                self.ledger.sign(row, sign, weight, source)

    def attention(self) -> Floats:
        """How much each actor sees of what parties do, (A, R), as the phase began."""
        if self._attention is not None:
            return self._attention
        seen = np.empty((len(self.plan.actors), self.runs))
        seen[...] = self.constants.attention_far
        for actor, row in self.plan.rows("consulted"):
            told = self.holds(row)
            seen[actor] = np.where(told, self.constants.attention_consulted, seen[actor])
        self._attention = np.maximum(seen, self.mediator, out=seen)
        return self._attention

    def learn(self) -> None:
        """The learning phase: attitudes, knowledge and beliefs move by what was observed."""
        for surprise, weight, source in self.pending.surprises:
            surprise.take_effect(self, weight, source)
        constants = self.constants
        rates = {"trust": (constants.trust_gain, constants.trust_loss)}
        addresses = dict.fromkeys([*self.pending.gains, *self.pending.losses])
        for address in addresses:
            gain_rate, loss_rate = rates.get(address[0], (1.0, 1.0))
            value = self.at(address)
            up, down = self.pending.gains.get(address), self.pending.losses.get(address)
            moved = value.copy()
            if up is not None:
                moved += trust.gained(value, up, gain_rate)
            if down is not None:
                moved -= trust.lost(value, down, loss_rate)
            after = trust.bounded(moved)
            if self.ledger is not None:
                self.ledger.learn(self.turn, address, value, after, gain_rate, loss_rate)
            value[...] = after
        self._update_beliefs()

    def _update_beliefs(self) -> None:
        attention = self.attention() if self.pending.signs else None
        before = self.belief.copy() if self.ledger is not None else None
        for row, factor in self.pending.signs.items():
            assert attention is not None
            # observer by observer, so that what it is worked out in stays small
            seen = self.constants.conservatism * attention * self.pending.signed[row]
            for belief, attentive in zip(self.belief[row], seen, strict=True):
                belief[...] = spoilers.updated(belief, factor, attentive)
        for row, observer, sign, weight in self.pending.private:
            likelihood = np.array(spoilers.LIKELIHOODS[sign])[:, None]
            self.belief[row, observer] = spoilers.updated(
                self.belief[row, observer], likelihood, self.constants.conservatism * weight
            )
        if before is not None and self.ledger is not None:
            self.ledger.believe(self.turn, before, self.belief)


class Surprise(Protocol):
    """What takes somebody aback who was not told by the end of the turn."""

    def take_effect(self, world: World, weight: Floats, source: str) -> None:
        """Note what it costs, where `weight` is above 0; shape (runs,)."""


@dataclass
class Pending:
    """What was done in this turn and is not yet applied."""

    shifts: dict[Address, Floats] = field(default_factory=dict)  # by driver, (R,)
    gains: dict[Address, Floats] = field(default_factory=dict)  # kept, (R,)
    losses: dict[Address, Floats] = field(default_factory=dict)  # broken, (R,)
    signs: dict[int, Floats] = field(default_factory=dict)  # likelihoods, (4, R)
    signed: dict[int, Floats] = field(default_factory=dict)  # 1 where shown, (R,)
    private: list[tuple[int, int, str, Floats]] = field(default_factory=list)
    """Party, observer, sign and weight (runs,) of what one observer alone saw or was told."""
    unpressed: dict[int, Floats] = field(default_factory=dict)
    """By target: product of (1 - pressure) over what is pressed this turn."""
    confided: dict[int, Floats] = field(default_factory=dict)
    """By confidant: where it was told beforehand this turn."""
    surprises: list[tuple[Surprise, Floats, str]] = field(default_factory=list)
    """What may take others aback this turn, where, and what it comes from."""
    called: dict[int, Bools] = field(default_factory=dict)
    """By table: where its text is put to decision."""
    drafts: dict[int, Bools] = field(default_factory=dict)
    """By table: where a move brought a draft this turn."""
    casualties: dict[int, Floats] = field(default_factory=dict)
    """By actor: casualties of this turn."""
    recalled: dict[int, Bools] = field(default_factory=dict)
    """By actor: where its government has just decided to call its people home."""


STATE = (
    "trust knowledge rapport stance belief war_cost home backing resolve losses standing guarantee "
    "aid capital channel capability reservation fear framework ideal salience type text drafted "
    "author open shown rounds votes facts played events tracked efforts told public skipped"
).split()
"""Names of the state arrays."""
