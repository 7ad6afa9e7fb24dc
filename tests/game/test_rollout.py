"""Copies of a process: exact ones go on as the original does, and what is unknown is drawn anew."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.chance import Chance, Purpose
from sim.model.compiled import Compiled
from sim.model.ensemble import MIN_LANES
from sim.model.process import PeaceProcess
from sim.model.rollout import (
    LookAhead,
    Snapshot,
    Unknown,
    carry_on,
    coded_ranges,
    draw_unknown,
    take,
    tile,
)
from sim.model.seat import Play
from tests.game.rig import shipped_loaded, small_game, small_loaded


def clone(source: PeaceProcess, run: int = 0) -> PeaceProcess:
    """A copy of one run that goes on under the chance of that run."""
    old = source.chance
    chance = Chance(old.seed, int(old.run_ids[run]), MIN_LANES, old.slots, old.purpose)
    world = take(source.world, [run] * MIN_LANES)
    return carry_on(source, world, chance, PeaceProcess, source.policy)


@pytest.mark.parametrize("turns", [0, 2, 5])
@pytest.mark.parametrize("run", [0, 2])
def test_a_clone_goes_on_to_the_bit(turns: int, run: int) -> None:
    process = PeaceProcess(Compiled(small_loaded().scenario), seed=8, first=4, runs=3, policy="own")
    for _ in range(turns):
        process.step()
    copy = clone(process, run)
    assert copy.state_hash(0) == process.state_hash(run)
    while not process.over:
        process.step()
        copy.step()
    assert copy.state_hash(0) == process.state_hash(run)


def test_a_clone_shares_no_memory() -> None:
    process = PeaceProcess(Compiled(small_loaded().scenario), seed=8, policy="own")
    before = process.state_hash(0)
    clone(process).step()
    assert process.state_hash(0) == before


def test_a_snapshot_brings_back_state_and_ledger() -> None:
    process = PeaceProcess(Compiled(small_loaded().scenario), seed=8, policy="own", watch=True)
    process.step()
    kept, rows = Snapshot.of(process), list(process.world.ledger.rows)  # type: ignore[union-attr]
    process.step()
    once = process.state_hash(0)
    kept.restore(process)
    assert process.world.ledger is not None
    assert process.world.ledger.rows == rows
    process.step()
    assert process.state_hash(0) == once


def test_tiles_are_copies_side_by_side() -> None:
    process = PeaceProcess(Compiled(small_loaded().scenario), seed=8, runs=3)
    wide = tile(process.world, 4)
    same = take(process.world, [0, 1, 2] * 4)
    for (name, one), (_, other) in zip(wide.arrays(), same.arrays(), strict=True):
        np.testing.assert_array_equal(one, other, err_msg=name)


def test_lanes_must_agree() -> None:
    process = PeaceProcess(Compiled(small_loaded().scenario), seed=8, runs=3)
    chance = Chance(1, 0, 4, process.compiled.slots)
    with pytest.raises(ValueError, match="3 runs cannot meet a chance of 4"):
        carry_on(process, process.world, chance, PeaceProcess)


def test_what_is_unknown_is_drawn_within_its_ranges() -> None:
    game = small_game()
    process, runs = game.process, 400
    low, high = coded_ranges(process.world)
    world = take(process.world, [0] * runs)
    types = np.array([[0.0, 0.5, 0.5, 0.0]])
    chance = Chance(3, 0, runs, process.compiled.range_slots, Purpose.ODDS)
    draw_unknown(process, world, Unknown(low, high, types), chance)
    for name, lowest in low.items():
        drawn = getattr(world, name)
        assert (drawn >= lowest[..., None] - 1e-12).all(), name
        assert (drawn <= high[name][..., None] + 1e-12).all(), name
    host, north = game.plan.actor("host"), game.plan.actor("north")
    assert world.trust[north, host].std() > 0.02
    assert (world.trust[host, host] == 1).all()
    np.testing.assert_array_equal(world.rapport, world.rapport.swapaxes(0, 1))
    assert set(np.unique(world.type)) == {1, 2}
    assert 0.4 < (world.type == 1).mean() < 0.6


def test_numbers_coded_as_one_are_drawn_as_one() -> None:
    """Nobody coded these two pairs, so that both have the default, as in a run of the model."""
    game = small_game()
    low, high = coded_ranges(game.process.world)
    world = take(game.process.world, [0] * 50)
    chance = Chance(3, 0, 50, game.compiled.range_slots, Purpose.ODDS)
    unknown = Unknown(low, high, np.array([[0.25] * 4]))
    draw_unknown(game.process, world, unknown, chance)
    others, friend, south = (game.plan.actor(name) for name in ("small_states", "friend", "south"))
    np.testing.assert_array_equal(world.trust[others, friend], world.trust[others, south])
    assert not np.array_equal(world.trust[others, friend], world.trust[friend, 0])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_chance_that_is_shown_is_the_one_that_decides(seed: int) -> None:
    """What a look-ahead takes down is what the ledger of the same run says."""
    compiled = Compiled(shipped_loaded().scenario)
    process = PeaceProcess(compiled, seed=seed, watch=True)
    asks = [o for o in compiled.options.all if o.actor == process.seat and o.ask is not None]
    option = asks[seed]
    chance = Chance(seed, 0, 2, compiled.slots)
    look = carry_on(process, take(process.world, [0, 0]), chance, LookAhead)
    look.blocks = {option.index: slice(0, 2)}
    look.advance([Play(option.index)])
    process.advance([Play(option.index)])
    assert look.state_hash(0) == process.state_hash(0)
    assert process.world.ledger is not None
    [row] = [
        row
        for row in process.world.ledger.rows
        if row.kind == "answer" and row.names[1:] == (process.seat, option.move)
    ]
    assert look.faced[option.index].chance[0] == row.chance
    amounts: dict[str, float] = {}
    for part in row.parts:
        amounts[part.rule] = amounts.get(part.rule, 0.0) + part.amount
    shown = {rule: value for rule, value in look.faced[option.index].grounds.items() if value}
    assert shown == pytest.approx(amounts)
