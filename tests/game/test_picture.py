"""What a seat makes of what it sees."""

from __future__ import annotations

import numpy as np
import pytest

from sim.game.bands import BEST
from sim.game.game import Game
from sim.game.picture import own_entries
from tests.game.rig import (
    alter,
    busy_game,
    data,
    loaded_from,
    play,
    small_game,
)


@pytest.mark.parametrize("seed", range(6))
def test_own_numbers_are_exact_and_the_bands_hold_the_truth(seed: int) -> None:
    game = busy_game(seed)
    unknown = game.picture.unknown()
    own = own_entries(game.plan, game.seat_index)
    outside = total = 0
    for name in unknown.low:
        true = getattr(game.process.world, name)[..., 0]
        low, high = unknown.low[name], unknown.high[name]
        outside += int(((true < low - 1e-9) | (true > high + 1e-9)).sum())
        total += true.size
        if name in own:
            np.testing.assert_array_equal(low[own[name]], true[own[name]])
            np.testing.assert_array_equal(high[own[name]], true[own[name]])
    # an unseen leak or an odd mixture of ends may put a number just outside
    assert outside <= 0.02 * total
    believed = game.process.world.belief[:, game.seat_index, :, 0]
    np.testing.assert_array_equal(game.picture.world.belief[:, game.seat_index, :, BEST], believed)


def test_it_starts_from_what_is_coded_and_not_from_this_run() -> None:
    one, other = small_game(1), small_game(2)
    for name in one.picture.unknown().low:
        mine = own_entries(one.plan, one.seat_index).get(name)
        first = one.picture.unknown().low[name]
        second = other.picture.unknown().low[name]
        others = np.ones(first.shape, dtype=bool) if mine is None else ~mine
        np.testing.assert_array_equal(first[others], second[others], err_msg=name)


def test_listening_narrows_the_bands_of_the_one_listened_to() -> None:
    game = small_game(3)
    before = game.picture.unknown()
    play(game, [("listen", "north")])
    after = game.picture.unknown()
    north, south, host = (game.plan.actor(name) for name in ("north", "south", "host"))
    land = game.plan.issues.index("land")
    [reading] = [r for r in game.past[0].observed.readings if r.actor == north]
    # somebody else's round may have taught something as well
    assert reading.share >= 0.35 - 1e-9
    for name, at in (
        ("ideal", (north, land)),
        ("reservation", (north,)),
        ("trust", (north, host)),
        ("stance", (north,)),
    ):
        width = before.high[name][at] - before.low[name][at]
        now = after.high[name][at] - after.low[name][at]
        true = float(getattr(game.process.world, name)[at][0])
        assert after.low[name][at] - 1e-9 <= true <= after.high[name][at] + 1e-9
        if width:
            assert now == pytest.approx(width * (1 - reading.share), abs=0.02), name
    assert after.high["ideal"][south, land] == before.high["ideal"][south, land]


def test_listening_again_and_again_leads_to_the_truth() -> None:
    game = small_game(5)
    play(game, [("listen", "north")], [], [("listen", "north")], [], [("listen", "north")])
    north, land = game.plan.actor("north"), game.plan.issues.index("land")
    band = game.picture.band("ideal", north, land)
    assert band.high - band.low < 0.3 * 0.2
    assert band.best == pytest.approx(float(game.process.world.ideal[north, land, 0]), abs=0.04)


@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_heard_of_those_whom_the_seat_did_not_get_to_know(seed: int) -> None:
    game = small_game(seed)
    for moves in ([("consult", "south")], [("listen", "north")], [("proclaim", None)]):
        known = game.process.world.knowledge[game.seat_index, :, 0].copy()
        play(game, moves)
        now = game.process.world.knowledge[game.seat_index, :, 0]
        heard = {reading.actor for reading in game.past[-1].observed.readings}
        assert heard == set(np.flatnonzero(now > known))


def test_public_acts_move_the_estimates_by_the_engines_rules() -> None:
    """A goodwill that all can see raises the best guess by the rule that raises the truth."""
    game = small_game(4)
    host, friend = game.plan.actor("host"), game.plan.actor("friend")
    game.push("ask_to_join", "friend")
    before = float(game.process.world.trust[host, friend, 0])
    game.end_turn()
    after = float(game.process.world.trust[host, friend, 0])
    assert game.picture.band("trust", host, friend).best == after
    joined = game.past[0].observed.acts.said[0].yes
    assert (after > before) == joined


def test_a_possible_world_differs_only_in_what_is_unknown() -> None:
    game = busy_game(2, turns=3)
    world = game.picture.possible(50)
    own = own_entries(game.plan, game.seat_index)
    for name, mask in own.items():
        drawn = getattr(world, name)[mask]
        true = getattr(game.process.world, name)[mask][..., :1]
        np.testing.assert_array_equal(drawn, np.broadcast_to(true, drawn.shape), err_msg=name)
    for name in ("facts", "played", "text", "open", "efforts", "told"):
        drawn, true = getattr(world, name), getattr(game.process.world, name)[..., :1]
        np.testing.assert_array_equal(drawn, np.broadcast_to(true, drawn.shape), err_msg=name)
    assert len(np.unique(world.type)) > 1


def test_a_hidden_type_of_ones_own_is_known() -> None:
    """A party with a hidden type may be a seat; it knows what it is."""
    plain = data()
    plain["actors"]["north"]["seat"] = True
    north = Game.new(loaded_from(plain), "north", seed=3)
    true = int(north.process.world.type[0, 0])
    assert (north.picture.possible(40).type[0] == true).all()


def test_altering_changes_what_is_hidden_and_nothing_else() -> None:
    """The test of the tests below: the helper does change the truth."""
    one, other = small_game(1), alter(small_game(1), 7)
    assert not np.array_equal(one.process.world.ideal, other.process.world.ideal)
    own = own_entries(one.plan, one.seat_index)
    for name, mask in own.items():
        mine, same = (getattr(game.process.world, name)[..., 0] for game in (one, other))
        np.testing.assert_array_equal(mine[mask], same[mask], err_msg=name)
