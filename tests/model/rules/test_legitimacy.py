"""Standing: own, assigned or borrowed, each adds; acting beyond it costs."""

from __future__ import annotations

import numpy as np

from sim.model.exact import Floats
from sim.model.rules.legitimacy import standing
from tests.model.play import Bools, Off, happened, play, quiet, rises, trust
from tests.model.rules.levels import RUNS, given, ordered, row, rows


def test_a_worked_example() -> None:
    assert np.allclose(standing(row(0.5), row(0.4), row(0.2)), 1 - 0.5 * 0.6 * 0.8)


@given(rows, rows, ordered())
def test_each_source_adds_and_none_takes_away(
    one: Floats, other: Floats, thirds: tuple[Floats, Floats]
) -> None:
    less, more = thirds
    for ways in ((one, other, 0), (one, 0, other), (0, one, other)):
        low, high = (
            standing(*(third if isinstance(way, int) else way for way in ways))
            for third in (less, more)
        )
        assert ((low <= high + 1e-12) & (low >= 0) & (high <= 1)).all()
    assert (standing(one, other, less) >= np.maximum(one, other) - 1e-12).all()
    assert np.allclose(standing(one, np.zeros(RUNS), np.zeros(RUNS)), one)


def answered(fact: str, actor: str, mandate: float, without: Off = ()) -> Bools:
    """Where an actor says yes to the host, by the mandate that others gave the host."""
    data = quiet(turns=1)
    data["actors"]["host"] |= {"legitimacy": 0.1, "mandate": mandate}
    moves = {"attended": "hold_round", "acquiesced": "seek_nod", "joined": "ask_to_join"}
    process = play(data, [(0, moves[fact], actor)], without=without)
    return happened(process, fact, actor, "talks")


def test_a_mandate_raises_attendance_and_support() -> None:
    for fact, actor in (("attended", "north"), ("acquiesced", "south"), ("joined", "friend")):
        rises(answered(fact, actor, 0.0), answered(fact, actor, 0.9))
        off = ("rule:legitimacy",)
        without = [answered(fact, actor, mandate, without=off) for mandate in (0.0, 0.9)]
        assert (without[0] == without[1]).all()


def test_standing_lent_by_others_counts_as_well() -> None:
    def came(lent: float) -> Bools:
        data = quiet(turns=2)
        data["actors"]["host"]["legitimacy"] = 0.1
        effect = {"legitimacy": {"of": "self", "by": lent, "kind": "borrowed"}}
        move = {"title": "A call", "by": ["host"], "kind": "act", "effects": [effect]}
        data["moves"]["call"] = move
        line = [(0, "call", None), (1, "hold_round", "north")]
        return happened(play(data, line), "attended", "north", "talks")

    rises(came(0.0), came(0.9))


def test_acting_beyond_ones_standing_costs_trust() -> None:
    def trusted(own: float, without: Off = ()) -> Floats:
        data = quiet(turns=1)
        data["actors"]["host"]["legitimacy"] = own
        data["moves"]["hold_round"]["style"] = "manipulate"
        return trust(play(data, [(0, "hold_round", "north")], without=without), "north", "host")

    assert (trusted(0.1) < trusted(0.4)).all()
    assert (trusted(0.4) < trusted(0.6)).all()
    assert (trusted(0.6) == trusted(0.9)).all()
    off = ("rule:legitimacy",)
    assert (trusted(0.1, without=off) == trusted(0.9, without=off)).all()
