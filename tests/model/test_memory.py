"""What is no longer used is let go: a long session or batch does not fill the memory."""

from __future__ import annotations

import gc
import weakref

from sim.model.process import PeaceProcess
from tests.model.play import compiled
from tests.model.small import small


def test_a_model_that_nobody_uses_is_let_go() -> None:
    process = PeaceProcess(compiled(small()), runs=3)
    process.step()
    numbers = sorted(actor.unique_id for actor in process.agents)
    assert numbers == list(range(1, len(numbers) + 1))
    seen = weakref.ref(process)
    del process
    gc.collect()
    assert seen() is None
