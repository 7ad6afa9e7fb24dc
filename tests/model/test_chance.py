"""Chance as named slots of a counter-based block."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.chance import Chance, Purpose, Slots, block
from sim.model.exact import Floats

SEEDS = st.integers(0, 2**64 - 1)
MASK = 2**64 - 1


def philox(seed: int, run: int, band: int, turn: int, purpose: int) -> list[float]:
    """Philox4x64-10 as its authors publish it: the four draws of one band of one run.

    NumPy counts up before it draws, so that run r has the counter r + 1.
    """
    c0, c1, c2, c3 = run + 1, band, turn, purpose
    k0, k1 = seed, 0
    for _ in range(10):
        p0, p1 = 0xD2E7470EE14C6C93 * c0, 0xCA5A826395121157 * c2
        c0, c1, c2, c3 = (p1 >> 64) ^ c1 ^ k0, p1 & MASK, (p0 >> 64) ^ c3 ^ k1, p0 & MASK
        k0, k1 = (k0 + 0x9E3779B97F4A7C15) & MASK, (k1 + 0xBB67AE8584CAA73B) & MASK
    return [(word >> 11) * 2.0**-53 for word in (c0, c1, c2, c3)]


@given(SEEDS, st.integers(0, 500), st.integers(0, 10**12), st.integers(0, 3))
def test_every_draw_is_the_published_function_of_its_place(
    seed: int, turn: int, start: int, purpose: int
) -> None:
    draws = block(seed, turn, start, 3, 12, purpose)
    for run in range(3):
        expected = [v for band in range(3) for v in philox(seed, start + run, band, turn, purpose)]
        assert draws[:, run].tolist() == expected


@given(SEEDS, st.lists(st.integers(1, 40), min_size=1, max_size=8), st.sampled_from([4, 8, 20]))
def test_any_partition_of_the_runs_gives_the_same_draws(
    seed: int, sizes: list[int], width: int
) -> None:
    whole = block(seed, 3, 5, sum(sizes), width)
    starts = np.cumsum([5, *sizes[:-1]])
    parts = [block(seed, 3, int(s), n, width) for s, n in zip(starts, sizes, strict=True)]
    np.testing.assert_array_equal(np.concatenate(parts, axis=1), whole)


@pytest.mark.parametrize("chunk", [1, 7, 64, 1000, 4096])
def test_chunks_of_the_usual_sizes_agree(chunk: int) -> None:
    whole = block(1, 7, 0, 5000, 8)
    parts = [block(1, 7, s, min(chunk, 5000 - s), 8) for s in range(0, 5000, chunk)]
    np.testing.assert_array_equal(np.concatenate(parts, axis=1), whole)


def of_chunk(start: int) -> Floats:
    """A chunk as a worker draws it."""
    return block(11, 2, start, 50, 16).copy()


def test_workers_draw_what_the_parent_draws() -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        parts = list(pool.map(of_chunk, range(0, 200, 50)))
    np.testing.assert_array_equal(np.concatenate(parts, axis=1), block(11, 2, 0, 200, 16))


@given(SEEDS, st.integers(0, 10**6))
def test_a_run_padded_to_two_is_the_run_alone(seed: int, run: int) -> None:
    np.testing.assert_array_equal(block(seed, 0, run, 2, 8)[:, :1], block(seed, 0, run, 1, 8))


def test_slots_added_at_the_end_leave_the_others_alone() -> None:
    parent = Slots(["a", "b", "c", "d", "e"])
    child = Slots([*parent.names, "f", "g", "h", "i"])
    assert (parent.width, child.width) == (8, 12)
    of_parent = Chance(3, 10, 6, parent).turn(4)
    of_child = Chance(3, 10, 6, child).turn(4)
    for name in parent.names:
        np.testing.assert_array_equal(of_parent.draw(name), of_child.draw(name))


def test_seed_turn_purpose_slot_and_run_each_make_other_draws() -> None:
    blocks = [
        block(seed, turn, 0, 50, 8, purpose)
        for seed in (0, 1, 2**64 - 1)
        for turn in (0, 1, 2)
        for purpose in range(4)
    ]
    everything = np.concatenate([draws.ravel() for draws in blocks])
    assert np.unique(everything).size == everything.size == 3 * 3 * 4 * 400


def test_draws_are_uniform() -> None:
    scipy_stats = pytest.importorskip("scipy.stats")
    draws = block(5, 0, 0, 20_000, 8)
    assert draws.min() >= 0.0
    assert draws.max() < 1.0
    for slot in draws:
        assert scipy_stats.kstest(slot, "uniform").pvalue > 1e-4
    between = np.corrcoef(np.concatenate([draws, block(5, 1, 0, 20_000, 8)]))
    assert np.abs(between - np.eye(16)).max() < 0.04


def test_a_block_is_contiguous_and_its_memory_can_be_used_again() -> None:
    fresh = block(1, 0, 0, 9, 8)
    assert fresh.flags.c_contiguous
    assert fresh.shape == (8, 9)
    buffer = np.full((8, 9), np.nan)
    assert block(1, 0, 0, 9, 8, out=buffer) is buffer
    np.testing.assert_array_equal(buffer, fresh)
    assert block(1, 0, 0, 0, 8).shape == (8, 0)
    assert block(1, 0, 0, 3, 0).shape == (0, 3)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"width": 6}, "multiple of 4"),
        ({"seed": -1}, "The seed is -1; it must be from 0"),
        ({"seed": 2**64}, "The seed is"),
        ({"turn": -1}, "The turn is -1"),
        ({"start": -1}, "The first run is -1"),
        ({"purpose": -1}, "The purpose is -1"),
        ({"runs": -1}, "-1 runs"),
        ({"start": 2**64 - 1, "runs": 2}, "outside"),
        ({"out": np.empty((4, 3))}, r"out has shape \(4, 3\)"),
        ({"out": np.empty((8, 3), order="F")}, "C-contiguous"),
    ],
)
def test_what_is_out_of_range_is_refused(change: dict[str, object], message: str) -> None:
    usual: dict[str, object] = {"seed": 1, "turn": 0, "start": 0, "runs": 3, "width": 8}
    with pytest.raises(ValueError, match=message):
        block(**{**usual, **change})  # type: ignore[arg-type]


def test_slots_have_names() -> None:
    slots = Slots(["answer", "leak", "vote", "noise", "more"])
    draws = Chance(2, 0, 7, slots).turn(1)
    whole = block(2, 1, 0, 7, 8)
    np.testing.assert_array_equal(draws.draw("vote"), whole[2])
    np.testing.assert_array_equal(draws.draws("leak", "noise"), whole[1:4])
    assert np.shares_memory(draws.draw("vote"), draws.values)
    assert "vote" in slots
    assert "veto" not in slots
    assert len(slots) == 5
    with pytest.raises(KeyError, match="no slot 'veto' among the 5"):
        draws.draw("veto")
    with pytest.raises(ValueError, match="'leak' is named twice"):
        Slots(["answer", "leak", "leak"])


def test_lanes_side_by_side_share_the_chance_of_their_run() -> None:
    slots = Slots(["a", "b"])
    chance = Chance(2, 100, 5, slots, tiled=3)
    assert chance.lanes == 15
    assert chance.run_ids.tolist() == [100, 101, 102, 103, 104] * 3
    plain = Chance(2, 100, 5, slots).turn(6).values
    np.testing.assert_array_equal(chance.turn(6).values, np.tile(plain, 3))
    with pytest.raises(ValueError, match="at least 1"):
        Chance(2, 0, 5, slots, tiled=0)


@given(st.integers(1, 3), st.lists(st.booleans(), min_size=6, max_size=6), st.booleans())
def test_compacted_lanes_keep_their_draws(tiled: int, keep: list[bool], by_index: bool) -> None:
    chance = Chance(8, 3, 6, Slots(["a"]), Purpose.ODDS, tiled=tiled)
    mask = np.array(keep * tiled)
    some = chance.compact(np.flatnonzero(mask) if by_index else mask)
    assert some.lanes == mask.sum()
    for turn in (0, 5):
        expected = chance.turn(turn).values[:, mask]
        np.testing.assert_array_equal(some.turn(turn).values, expected)
        if some.lanes:
            last = some.compact(np.array([some.lanes - 1]))
            np.testing.assert_array_equal(last.turn(turn).values, expected[:, -1:])
            assert last.run_ids.tolist() == chance.run_ids[mask][-1:].tolist()


def test_a_turn_uses_the_memory_of_the_last_one() -> None:
    chance = Chance(1, 0, 4, Slots(["a"]))
    first = chance.turn(0)
    kept = first.draw("a").copy()
    again = chance.turn(1)
    assert np.shares_memory(first.values, again.values)
    assert (kept != again.draw("a")).all()
    np.testing.assert_array_equal(chance.turn(0).draw("a"), kept)
