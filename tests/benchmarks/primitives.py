"""The engine's primitives: exact functions, logit choice and chance, in nanoseconds an element."""

from __future__ import annotations

import timeit
from collections.abc import Callable, Iterator

import numpy as np

from sim.model.chance import Chance, Slots
from sim.model.exact import exp, log, logistic, softmax_pick

RUNS = 1000


def run(smoke: bool) -> Iterator[str]:
    """One line for each primitive, beside NumPy's own where there is one."""
    generator = np.random.Generator(np.random.Philox(key=1))
    x = generator.random((8, RUNS)) * 20.0 - 10.0
    positive = generator.random((8, RUNS)) * 10.0 + 1e-3
    many = generator.random((8, 16, RUNS)) * 10.0
    u, many_u = generator.random(RUNS), generator.random((16, RUNS))
    out = np.empty_like(x)
    chance = Chance(1, 0, RUNS, Slots([f"slot {k}" for k in range(160)]))
    rows = np.empty((RUNS, 160))
    cases: list[tuple[str, int, Callable[[], object]]] = [
        ("exp, 8 x 1000", x.size, lambda: exp(x, out=out)),
        ("  np.exp", x.size, lambda: np.exp(x, out=out)),
        ("log, 8 x 1000", x.size, lambda: log(positive, out=out)),
        ("  np.log", x.size, lambda: np.log(positive, out=out)),
        ("logistic, 8 x 1000", x.size, lambda: logistic(x, out=out)),
        ("softmax_pick, 8 x 1000", x.size, lambda: softmax_pick(x, u)),
        ("softmax_pick, 8 x 16 x 1000", many.size, lambda: softmax_pick(many, many_u)),
        ("Chance.turn, 160 x 1000", rows.size, lambda: chance.turn(3)),
        ("  Generator.random alone", rows.size, lambda: generator.random(out=rows)),
    ]
    for name, elements, call in cases:
        repeats = 1 if smoke else max(1, 4_000_000 // elements)
        seconds = min(timeit.repeat(call, number=repeats, repeat=1 if smoke else 7)) / repeats
        yield f"{name:30}{seconds / elements * 1e9:8.1f} ns/element{seconds * 1e6:10.1f} us/call"
