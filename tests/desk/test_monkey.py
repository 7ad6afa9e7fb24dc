"""Whatever is pressed, clicked and resized: nothing breaks and nothing gets stuck."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sim.desk.kit import chords
from tests.desk.games import SCENARIO
from tests.desk.monkey import Monkey, quickly

EVENTS = 400  # `python -m tests.desk.monkey` does many more


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    with quickly():
        yield
    chords.use({})


@pytest.mark.parametrize("seed", [1, 2])
def test_a_monkey_at_the_desk(seed: int) -> None:
    monkey = Monkey(seed, [SCENARIO], quick=True)
    monkey.run(EVENTS)
    assert monkey.events >= EVENTS
    assert "DeskPage" in monkey.seen
    assert len(monkey.seen) > 5
