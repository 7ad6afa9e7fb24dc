"""Support at home: casualties and standing aside lower it, and without it a seat can do less."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from sim.model.constants import standard
from sim.model.exact import Floats
from sim.model.process import PeaceProcess
from sim.model.rules.home import FLOOR, allowance, carried
from tests.model.play import Dated, Off, compiled, options, play, quiet
from tests.model.rules.levels import given, ordered, row

points = st.integers(1, 12)


def test_a_worked_example() -> None:
    assert allowance(row(0.1, 0.29, 0.3, 0.9), 3).tolist() == [2, 2, 3, 3]
    assert carried(row(0, 1, 5), 2).tolist() == [0, 1, 2]


@given(ordered(), points)
def test_less_support_never_gives_more_to_spend(
    support: tuple[Floats, Floats], per_turn: int
) -> None:
    low, high = (allowance(home, per_turn) for home in support)
    assert ((low <= high) & (high <= per_turn) & (low >= per_turn - 1)).all()
    assert ((low < per_turn) == (support[0] < FLOOR)).all()


@given(st.lists(points, min_size=1), points)
def test_no_more_is_carried_than_is_left_or_allowed(left: list[int], carry: int) -> None:
    kept = carried(np.array(left, dtype=np.float64), carry)
    assert ((kept <= carry) & (kept <= left)).all()


def casualties(by: float, commitment: float = 0.0) -> dict[str, Any]:
    """Losses in the first turn; the leader may commit himself in the same turn."""
    data = quiet(turns=3)
    data["actors"]["host"]["home"] = 0.5
    data["capital"] = {"per_turn": 2, "carry": 0}
    date = data["calendar"]["start"]
    effect = {"home": {"of": "host", "by": by}}
    data["events"] = {"report": {"title": "Losses", "date": date, "effects": [effect]}}
    held = {"home": {"of": "self", "by": commitment}}
    move = {"title": "A speech", "by": ["host"], "kind": "act", "cost": 1, "effects": [held]}
    data["moves"]["speech"] = move
    data["moves"]["hold_round"]["cost"] = 2
    return data


def stayed(data: dict[str, Any], plays: list[Dated], without: Off = ()) -> PeaceProcess:
    """Play a line of which some moves may not be payable."""
    process = PeaceProcess(compiled(data), runs=200, without=without)
    while not process.over:
        process.advance(options(process, plays, process.turn))
    return process


def test_after_casualties_a_seat_can_do_less_unless_its_leader_holds_support() -> None:
    line: list[Dated] = [(0, "speech", None), (2, "hold_round", "north")]
    host = 0
    spared, hit = stayed(casualties(-0.01), line), stayed(casualties(-0.4), line)
    held = stayed(casualties(-0.4, commitment=0.35), line)
    for process, support in ((spared, True), (hit, False), (held, True)):
        assert ((process.world.home[host] >= FLOOR) == support).all()
        assert ((process.world.skipped == 0) == support).all()
    off = stayed(casualties(-0.4), line, without=("rule:home_support",))
    assert (off.world.skipped == 0).all()


def test_standing_aside_costs_support_and_acting_does_not() -> None:
    data = quiet(turns=3)
    idle, busy = play(data), play(data, [(turn, "consult", "friend") for turn in range(3)])
    lost = 3 * float(standard().standing_aside)
    assert lost > 0
    assert np.allclose(busy.world.home[0] - idle.world.home[0], lost)
    assert (busy.world.home[0] == play(data, without=("rule:home_support",)).world.home[0]).all()
    assert (idle.world.home[1:] == busy.world.home[1:]).all()


def test_what_is_left_over_is_carried_up_to_a_limit() -> None:
    data = quiet(turns=2)
    data["capital"] = {"per_turn": 4, "carry": 1}
    data["moves"]["consult"]["cost"] = 2
    idle = play(data)
    assert (idle.world.capital[0] == 5).all()
    assert (play(data, [(1, "consult", "friend")]).world.capital[0] == 3).all()
