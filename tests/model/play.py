"""Playing small scenarios in tests: a line of dated moves, many runs, and what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.compiled import Compiled
from sim.model.exact import Floats
from sim.model.plan import NEVER
from sim.model.process import PeaceProcess
from sim.model.seat import Play
from sim.scenario.schema import Scenario
from tests.model.small import small

Bools = NDArray[np.bool_]
Dated = tuple[int, str, str | None] | tuple[int, str, str | None, Mapping[str, float]]
"""Turn, move, target and, where the move drafts one, the text."""
Off = tuple[str, ...]
"""Mechanisms switched off."""
RUNS = 2000


def quiet(turns: int = 3) -> dict[str, Any]:
    """The small scenario with no wants, so that only the seat moves, and with bare numbers.

    Runs then differ by their hidden types and by chance alone.
    """
    data = small()
    data["calendar"]["turns"] = turns
    data["capital"] = {"per_turn": 9, "carry": 0, "moves_per_turn": 6}
    for actor in data["actors"].values():
        actor["interests"] = {}
    bare: dict[str, Any] = plain(data)
    return bare


def plain(part: Any) -> Any:
    """Coded numbers replaced by their values."""
    if isinstance(part, dict):
        if "value" in part and "range" in part:
            return part["value"]
        bare = {name: plain(one) for name, one in part.items() if name != "defaults"}
        return bare | ({"defaults": part["defaults"]} if "defaults" in part else {})
    return [plain(one) for one in part] if isinstance(part, list) else part


def compiled(data: Mapping[str, Any]) -> Compiled:
    """Plain data, checked and compiled."""
    return Compiled(Scenario.model_validate(data, strict=True))


def options(process: PeaceProcess, plays: Iterable[Dated], turn: int) -> list[Play]:
    """The plays of a turn for the engine."""
    plan, found = process.plan, []
    for when, move, to, *text in plays:
        if when == turn:
            target = None if to is None else plan.actor(to)
            (index,) = [
                option.index
                for option in process.options.all
                if (option.move, option.actor, option.target) == (move, process.seat, target)
            ]
            found.append(Play(index, dict(text[0]) if text else {}))
    return found


def play(
    data: Mapping[str, Any] | Compiled, plays: Iterable[Dated] = (), runs: int = RUNS, **more: Any
) -> PeaceProcess:
    """Play a scenario to its end; every move of the line must have been legal in every run."""
    process = PeaceProcess(
        data if isinstance(data, Compiled) else compiled(data), runs=runs, **more
    )
    line = list(plays)
    while not process.over:
        process.advance(options(process, line, process.turn))
    assert not process.world.skipped.any(), "a move of the test's line was not legal"
    return process


def happened(process: PeaceProcess, fact: str, actor: str | None = None, table: str = "") -> Bools:
    """In which runs a fact was decided."""
    plan = process.plan
    who = -1 if actor is None else plan.actor(actor)
    where = plan.table(table).index if table else -1
    held: Bools = process.world.facts[plan.facts[fact, who, where]][: process.runs] != NEVER
    return held


def trust(process: PeaceProcess, of: str, toward: str) -> Floats:
    """Trust at the end, by run."""
    plan = process.plan
    found: Floats = process.world.trust[plan.actor(of), plan.actor(toward)][: process.runs]
    return found


def bad_faith(process: PeaceProcess, of: str, about: str) -> Floats:
    """Belief in bad faith at the end, by run."""
    plan = process.plan
    return process.world.bad_faith(plan.actor(of), plan.actor(about))[: process.runs]


def rises(low: Bools, high: Bools, by: float = 0.03) -> None:
    """Fail unless, on the same chance, the second happens where the first does, and oftener."""
    assert not (low & ~high).any(), "on the same chance it happened only in the worse case"
    assert high.mean() - low.mean() >= by
