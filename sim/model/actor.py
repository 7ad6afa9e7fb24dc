"""One actor of the peace process: a Mesa agent that decides for all runs at once."""

from __future__ import annotations

from itertools import count
from weakref import WeakKeyDictionary

import mesa
import numpy as np
from numpy.typing import NDArray

from sim.model import formation
from sim.model.answers import Relations, expected_yes, interest, yes_over_no
from sim.model.ensemble import Ensemble
from sim.model.exact import Floats, logistic, softmax_pick
from sim.model.explain import explainer
from sim.model.lane_view import ALL, lanes_where
from sim.model.ledger import Row
from sim.model.options import Option
from sim.model.rules import spoilers
from sim.model.world import Bools, World


class _Numbers(WeakKeyDictionary[Ensemble, "count[int]"]):
    """The next number for an agent of each model, without keeping the model alive."""

    def __getitem__(self, model: Ensemble) -> count[int]:
        if model not in self:
            self[model] = count(1)
        return super().__getitem__(model)


class Actor(mesa.Agent):  # type: ignore[misc]  # Mesa has no types
    """A faction, power or institution; `index` is its row in every array of the world."""

    model: Ensemble
    # Mesa's own dictionary would hold every model, and its arrays, for as long as the program runs.
    _ids = _Numbers()

    def __init__(self, model: Ensemble, index: int) -> None:
        super().__init__(model)
        self.index = index
        self.name = model.plan.actors[index]

    @property
    def menu(self) -> list[Option]:
        """The options it weighs when no person plays it."""
        return [self.model.options.all[row] for row in self.model.options.menus[self.index]]

    def appraise(self, option: Option, world: World | None = None) -> Floats:
        """Expected change of its utility from playing an option in a world, shape (runs,)."""
        world, wants = world or self.model.world, self.model.options.wants[self.index]
        worth = np.zeros(world.runs)
        worth -= world.constants.move_cost * option.spec.cost
        sure = interest(world, option.sure, wants)
        if sure is not None:
            worth += sure
        if option.ask is not None:
            ask = option.ask
            yes = interest(world, ask.mover_yes, wants)
            no = interest(world, ask.mover_no, wants)
            if yes is not None or no is not None:
                chance = expected_yes(world, ask, self.index)
                if yes is not None:
                    worth += chance * yes
                if no is not None:
                    worth += (1.0 - chance) * no
        return worth

    def choose(self) -> None:
        """Phase 1: pick one option, or wait, by a logit choice on what each is worth to it."""
        model = self.model
        if self.index in model.seats and model.policy in ("line", "pass"):
            return
        if self.index in model.seats and model.policy == "random":
            self._choose_at_random()
            return
        if not self.menu:
            return
        legal = [(option, self.model.legal(option)) for option in self.menu]
        legal = [(option, where) for option, where in legal if where.any()]
        picked = self._pick(legal)
        for row, (option, _) in enumerate(legal, start=1):
            model.play(option, picked == row)
        self._explain(picked)

    def _pick(self, legal: list[tuple[Option, Bools]]) -> NDArray[np.intp]:
        """The place of the option that it picks among those legal anywhere; 0 to wait."""
        runs = self.model.world.runs
        picked = np.zeros(runs, dtype=np.intp)
        if not legal:
            return picked
        values = np.full((len(legal) + 1, runs), -np.inf)
        values[0] = 0.0
        for row, (option, where) in enumerate(legal, start=1):
            world, lanes = lanes_where(self.model.world, where)
            value = self.appraise(option, world) * world.constants.move_rationality
            if option.shows and world.on("spoilers"):
                value += self._propensity(world, option)
            values[row, lanes] = np.where(where, value, -np.inf) if lanes is ALL else value
        u = self.model.draws.draw(f"choice:{self.name}")
        anywhere = np.logical_or.reduce([where for _, where in legal]).nonzero()[0]
        picked[anywhere] = softmax_pick(values.take(anywhere, axis=-1), u[anywhere])
        return picked

    def _propensity(self, world: World, option: Option) -> Floats:
        """How much likelier its hidden type makes it to show the signs that an option gives.

        What observers read from a sign is then what brings it about (`spoilers.propensities`).
        """
        kind = world.type[world.plan.subjects.index(self.index)]
        total = np.zeros(world.runs)
        for sign in option.shows:
            total += spoilers.by_type(kind, spoilers.propensities(sign))
        return total

    def _choose_at_random(self) -> None:
        model, world = self.model, self.model.world
        options = [model.options.all[row] for row in model.options.of_actor[self.index]]
        available = np.ones((len(options) + 1, world.runs), dtype=bool)
        for row, option in enumerate(options, start=1):
            affordable = world.capital[self.index] >= option.spec.cost
            available[row] = self.model.legal(option) & affordable
        picked = softmax_pick(
            np.zeros(available.shape), model.draws.draw(f"choice:{self.name}"), available
        )
        for row, option in enumerate(options, start=1):
            mask = picked == row
            world.capital[self.index] -= option.spec.cost * mask
            model.play(option, mask)

    def _explain(self, picked: NDArray[np.intp]) -> None:
        ledger, world = self.model.world.ledger, self.model.world
        if ledger is None:
            return
        lane = ledger.lane
        if picked[lane] == 0:
            ledger.write(Row(world.turn, "move", "wait", (self.index, None), source="wait"))

    def answer(self) -> None:
        """Phase 2: answer every ask that was put to it, on the state after the moves."""
        model, world = self.model, self.model.world
        asks = [option for option in model.asks_of[self.index] if option.index in model.chosen]
        if asks:
            self._reply(asks)
        if self.index in model.plan.missions and world.on("home_support"):
            self._decide_on_mission()

    def _reply(self, asks: list[Option]) -> None:
        model = self.model
        anywhere = np.logical_or.reduce([model.chosen[option.index] for option in asks])
        world, lanes = lanes_where(model.world, anywhere)
        relations, wants = Relations(world), model.options.wants[self.index]
        for option in asks:
            ask, asked = option.ask, model.chosen[option.index]
            assert ask is not None
            names = (self.index, option.actor, option.move)
            note, explain = explainer(world, ask.decision, option.source, names)
            utility = yes_over_no(relations, ask, option.actor, wants, note)
            chance = logistic(utility * world.constants.rationality)
            willing = np.zeros(asked.shape, dtype=bool)
            willing[lanes] = model.draws.draw(ask.slot)[lanes] < chance
            explain(chance, asked, willing)
            model.replies[option.index] = (asked & willing, asked & ~willing)

    def _decide_on_mission(self) -> None:
        """After losses of the turn before its government decides whether its people stay."""
        model, world = self.model, self.model.world
        row = world.plan.fact("recalled", self.index)
        faced = (world.losses[self.index] > 0.0) & ~world.holds(row)
        if not faced.any():
            return
        source = f"actors.{self.name}.mission"
        note, explain = explainer(world, "recall", source, (self.index,))
        grounds = formation.grounds(world, self.index)
        for rule, part in grounds:
            note(rule, part)
        chance = formation.chance_of_recall(world, grounds)
        called = model.draws.draw(f"recall:{self.name}") < chance
        explain(chance, faced, called)
        world.pending.recalled[self.index] = faced & called

    def learn(self) -> None:
        """Phase 5: what it makes of being told, or not told, of the initiative."""
        model, world = self.model, self.model.world
        if not world.on("consultation") or self.index == world.plan.owner:
            return
        table = world.plan.table(world.plan.scenario.initiative.table)
        if self.index in table.members:
            self._hear_of_leak()
            return
        news = model.went_public | model.leaked
        if not news.any():
            return
        row = world.plan.facts.get(("consulted", self.index, -1))
        told = world.holds(row) if row is not None else np.zeros(world.runs, dtype=bool)
        hurt: Floats = (news & ~told) * (1.0 - world.mediator[self.index])
        # a rumour displeases half as much as the open fact
        hurt *= np.where(model.went_public, 1.0, 0.5)
        constants, owner = world.constants, world.plan.owner
        cold = 1.0 - world.rapport[self.index, owner]
        by = constants.surprise * cold * hurt
        world.see(("stance", (self.index,)), False, by, "surprise", "consultation")
        grudge = constants.surprise_grievance * hurt
        world.see(("trust", (self.index, owner)), False, grudge, "surprise", "consultation")

    def _hear_of_leak(self) -> None:
        model, world = self.model, self.model.world
        if model.leaked.any():
            grudge = world.constants.surprise_grievance * model.leaked.astype(np.float64)
            address = ("trust", (self.index, world.plan.owner))
            world.see(address, False, grudge, "leak", "consultation")
