"""Leverage: no tie, no effect; use spends the channel and costs trust."""

from __future__ import annotations

import numpy as np

from sim.model.exact import Floats
from sim.model.process import PeaceProcess
from sim.model.rules.leverage import moved_by, pressed, worn
from tests.model.play import Bools, Dated, Off, happened, play, quiet, rises, trust
from tests.model.rules.levels import given, ordered, row, rows, unit


def test_a_worked_example() -> None:
    assert np.allclose(pressed(row(0.6), 0.35), 0.21)
    assert np.allclose(worn(row(0.6), 0.35, 0.5), 0.6 * (1 - 0.175))
    assert np.allclose(moved_by(row(0.21), row(1.5), 0.5), 0.1575)


@given(rows, unit, unit)
def test_no_tie_no_effect(receptive: Floats, share: float, weight: float) -> None:
    none = np.zeros(receptive.shape)
    assert (moved_by(pressed(none, share), receptive, weight) == 0).all()
    assert (worn(none, share, weight) == 0).all()


@given(ordered(), rows, unit, unit)
def test_more_tie_more_effect(
    flows: tuple[Floats, Floats], receptive: Floats, share: float, weight: float
) -> None:
    less, more = (moved_by(pressed(flow, share), receptive, weight) for flow in flows)
    assert (less <= more + 1e-12).all()


@given(rows, unit, unit)
def test_use_spends_it(flow: Floats, share: float, wear: float) -> None:
    left = worn(flow, share, wear)
    assert ((left <= flow) & (left >= 0)).all()
    spent = (flow > 0.01) & (share * wear > 0.01)
    assert (left[spent] < flow[spent]).all()


def pressing(trade: float, press: bool = True, without: Off = ()) -> PeaceProcess:
    """The friend presses the north, or not, and asks it to come."""
    data = quiet(turns=1)
    data["leverage"]["friend"]["north"] = {"trade": trade}
    line: list[Dated] = [(0, "press", "north")] * press
    line += [(0, "hold_round", "north")]
    return play(data, line, seat="friend", without=without)


def test_a_party_comes_more_often_the_more_its_patron_can_press_with() -> None:
    def came(trade: float, without: Off = ()) -> Bools:
        return happened(pressing(trade, without=without), "attended", "north", "talks")

    rises(came(0.0), came(0.5))
    rises(came(0.5), came(1.0))
    off = ("rule:leverage",)
    assert (came(0.0, without=off) == came(1.0, without=off)).all()


def test_without_a_tie_pressing_changes_no_answer_and_no_trust() -> None:
    with_, without = pressing(0.0), pressing(0.0, press=False)
    for process in (with_, without):
        assert process.world.channel.max() == 0
    came = [happened(one, "attended", "north", "talks") for one in (with_, without)]
    assert (came[0] == came[1]).all()


def test_pressing_spends_the_channel_and_costs_the_pressers_trust() -> None:
    off = ("rule:styles", "rule:legitimacy")  # a heavy hand costs trust of its own
    pressed_, spared = (pressing(0.8, press, without=off) for press in (True, False))
    assert (pressed_.world.channel[0] < spared.world.channel[0]).all()
    assert np.allclose(pressed_.world.channel[0], 0.8 * (1 - 0.5 * 0.35))
    assert (trust(pressed_, "north", "friend") < trust(spared, "north", "friend")).all()
    assert (trust(pressed_, "friend", "north") == trust(spared, "friend", "north")).all()


def test_a_mediator_counts_by_its_standing_leverage() -> None:
    """The north comes more often once its patron has joined, though nobody presses."""

    def came(trade: float) -> Bools:
        data = quiet(turns=2)
        data["trust"] = {"friend": {"host": 1.0}, "host": {"friend": 1.0}}
        data["actors"]["friend"]["stance"] = 1.0
        data["leverage"]["friend"]["north"] = {"trade": trade}
        line = [(0, "ask_to_join", "friend"), (1, "hold_round", "north")]
        return happened(play(data, line), "attended", "north", "talks")

    rises(came(0.0), came(0.9))
