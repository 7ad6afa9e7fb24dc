"""Seats, which persons or a line play: their capital of a turn, and the moves they are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.model.ensemble import Ensemble
from sim.model.exact import Floats
from sim.model.rules import home
from sim.model.world import Bools, World


@dataclass(frozen=True)
class Play:
    """A move of a seat: an option's index, the text it drafts, the lanes that play it.

    One that is `imposed` is an intervention: another actor makes the move where it is legal for it,
    beside what it chooses itself. Nobody pays, and no seat's moves of the turn are fewer.
    """

    option: int
    text: dict[str, float] = field(default_factory=dict)
    lanes: Bools | None = None
    imposed: bool = False


def allow_capital(process: Ensemble) -> None:
    """Give every seat its capital of a turn, with what it may carry over."""
    world = process.world
    if world.turn == 0:
        return
    for seat in process.seats:
        world.capital[seat] = due(world, seat)


def due(world: World, seat: int) -> Floats:
    """Capital of a seat for a turn after the first: what it carries over and its allowance."""
    rules = world.plan.scenario.capital
    left = home.carried(world.capital[seat], rules.carry)
    support = world.home[seat] if world.on("home_support") else np.ones(world.runs)
    return left + home.allowance(support, rules.per_turn)


def make_moves(process: Ensemble, plays: Sequence[Play]) -> None:
    """Play what the seats were told to, where legal and affordable; count what is skipped.

    Seats move at the same time: what one plays changes nothing of what another may play, or can
    pay for, this turn. What is imposed need only be legal; where its mover chose the same, nothing
    is skipped.
    """
    world, seats = process.world, process.seats
    everywhere = np.ones(process.lanes, dtype=bool)
    most = process.plan.scenario.capital.moves_per_turn
    done = {seat: np.zeros(process.lanes) for seat in seats}
    for play in plays:
        option = process.options.all[play.option]
        wanted = everywhere if play.lanes is None else play.lanes
        mine = option.actor in done
        payer = option.actor if mine else process.seat
        payable = (world.capital[payer] >= option.spec.cost) & (done[payer] < most)
        again = process.chosen.get(option.index)
        where = wanted & process.legal(option) & ((payable & mine) | play.imposed)
        if again is not None:
            wanted = wanted & ~(again & play.imposed)
            where = where & ~again
        world.skipped += wanted & ~where
        if not play.imposed:
            world.capital[payer] -= option.spec.cost * where
            done[payer] += where
        process.play(option, where)
        if play.text:
            process.texts.setdefault(option.index, []).append((where, play.text))
