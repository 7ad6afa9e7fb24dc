"""Replays: with the true numbers, the acts of a game lead to the state of the game, to the bit."""

from __future__ import annotations

import numpy as np
import pytest

from sim.game.replay import Replay, stance_word, step
from sim.model.chance import Chance, Purpose
from sim.model.compiled import Compiled
from sim.model.process import PeaceProcess
from sim.model.rollout import carry_on, take
from sim.scenario.load import Loaded
from tests.game.rig import shipped_loaded, small_loaded


def compare(loaded: Loaded, seed: int, seat: str | None) -> int:
    """Play at random, replay the acts, compare every array after every turn."""
    compiled = Compiled(loaded.scenario, generations=loaded.generations)
    process = PeaceProcess(compiled, seed=seed, seat=seat, policy="random", watch=True)
    # the replay has its own chance, which must not matter
    chance = Chance(99, 0, 3, compiled.slots, Purpose.ODDS)
    replay = carry_on(process, take(process.world, [0, 0, 0]), chance, Replay)
    acts = 0
    while not process.over:
        seen = step(process, [])
        replay.follow(seen)
        acts += len(seen.moves) + len(seen.said) + len(seen.decided) + len(seen.events)
        for (name, true), (_, followed) in zip(
            process.world.arrays(), replay.world.arrays(), strict=True
        ):
            np.testing.assert_array_equal(true[..., 0], followed[..., 0], err_msg=name)
            np.testing.assert_array_equal(followed[..., 0], followed[..., 2], err_msg=name)
    return acts


@pytest.mark.parametrize("seed", range(8))
def test_a_small_game_is_followed_to_the_bit(seed: int) -> None:
    assert compare(small_loaded(), seed, None) > 6


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("seat", [None, "thailand"])
def test_a_shipped_game_is_followed_to_the_bit(seed: int, seat: str | None) -> None:
    assert compare(shipped_loaded(), seed, seat) > 40


def test_only_a_watched_process_can_be_taken_down() -> None:
    process = PeaceProcess(Compiled(small_loaded().scenario), seed=1)
    with pytest.raises(ValueError, match="watch=True"):
        step(process, [])


@pytest.mark.parametrize(
    ("stance", "word"),
    [(0, "opposes"), (0.24, "opposes"), (0.25, "sceptical"), (0.5, "acquiesces"), (1, "supports")],
)
def test_words_for_stances(stance: float, word: str) -> None:
    assert stance_word(stance) == word
