"""The seat, which a person or a line plays: its capital of a turn, and the moves it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sim.model.rules import home
from sim.model.world import Bools

if TYPE_CHECKING:
    from sim.model.process import PeaceProcess


@dataclass(frozen=True)
class Play:
    """A move of the seat: an option's index, the text it drafts, the lanes that play it.

    One that is `imposed` is an intervention: another actor makes the move where it is legal for it,
    beside what it chooses itself. Nobody pays, and the seat's moves of the turn are not fewer.
    """

    option: int
    text: dict[str, float] = field(default_factory=dict)
    lanes: Bools | None = None
    imposed: bool = False


def allow_capital(process: PeaceProcess) -> None:
    """Give the seat its capital of a turn, with what it may carry over."""
    world, rules, seat = process.world, process.plan.scenario.capital, process.seat
    if world.turn == 0:
        return
    left = home.carried(world.capital[seat], rules.carry)
    support = world.home[seat] if world.on("home_support") else np.ones(process.lanes)
    world.capital[seat] = left + home.allowance(support, rules.per_turn)


def make_moves(process: PeaceProcess, plays: Sequence[Play]) -> None:
    """Play what the seat was told to, where legal and affordable; count what is skipped.

    What is imposed need only be legal; where its mover chose the same, nothing is skipped.
    """
    world, seat = process.world, process.seat
    everywhere = np.ones(process.lanes, dtype=bool)
    most = process.plan.scenario.capital.moves_per_turn
    done = np.zeros(process.lanes)
    for play in plays:
        option = process.options.all[play.option]
        wanted = everywhere if play.lanes is None else play.lanes
        payable = (world.capital[seat] >= option.spec.cost) & (done < most)
        again = process.chosen.get(option.index)
        mine = option.actor == seat
        where = wanted & process.legal(option) & ((payable & mine) | play.imposed)
        if again is not None:
            wanted = wanted & ~(again & play.imposed)
            where = where & ~again
        world.skipped += wanted & ~where
        if not play.imposed:
            world.capital[seat] -= option.spec.cost * where
            done += where
        process.play(option, where)
        if play.text:
            process.texts.setdefault(option.index, []).append((where, play.text))
