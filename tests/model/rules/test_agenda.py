"""The text that lies on a table draws a party to talks there, or keeps it away."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.model.exact import Floats
from sim.model.process import PeaceProcess
from sim.model.rules.agenda import drawn_in
from sim.model.seat import Play
from tests.model.play import Bools, Dated, Off, happened, play, quiet, rises
from tests.model.rules.levels import RUNS, given, row, rows, weights

gains: st.SearchStrategy[Floats] = arrays(
    np.float64, (RUNS,), elements=st.floats(-3.0, 3.0, allow_subnormal=False)
)


def test_a_worked_example() -> None:
    found = drawn_in(row(-2.0, -0.5, 0.0, 0.4, 1.5), 0.3)
    assert np.allclose(found, [-0.3, -0.15, 0.0, 0.12, 0.3])


@given(gains, rows, weights)
def test_it_rises_with_what_the_text_is_worth_within_the_weight(
    gain: Floats, more: Floats, weight: float
) -> None:
    less, greater = drawn_in(gain, weight), drawn_in(gain + more, weight)
    assert (less <= greater).all()
    assert (np.abs(less) <= weight).all()
    assert (np.sign(less) == np.sign(gain)).all()
    assert (drawn_in(np.zeros(RUNS), weight) == 0).all()


# -- on a small world ------------------------------------------------------------------------------

LIKED, HATED = {"land": 0.9, "trade": 0.6}, {"land": 0.0, "trade": 0.0}


def drafted(text: dict[str, float] | None, spoiler: str = "limited") -> dict[str, Any]:
    """A quiet scenario with a text on the table of the talks, or none; the north wants the land."""
    data = quiet(turns=2)
    data["actors"]["north"]["spoiler"] = {spoiler: 1.0}
    data["issues"]["land"].pop("framework")
    data["actors"]["north"]["reservation"] = 0.6
    data["tables"]["talks"].pop("text", None)
    if text is not None:
        data["tables"]["talks"]["text"] = text
    return data


def come(data: dict[str, Any], *line: Dated, without: Off = (), runs: int = 2000) -> Bools:
    """In which runs the north comes when it is asked."""
    asked: list[Dated] = [*line, (1, "hold_round", "north")]
    process = play(data, asked, without=without, runs=runs)
    return happened(process, "attended", "north", "talks")


def test_a_liked_text_draws_a_party_in_and_a_hated_one_keeps_it_away() -> None:
    none = come(drafted(None))
    rises(none, come(drafted(LIKED)), by=0.05)
    rises(come(drafted(HATED)), none, by=0.05)


def test_a_text_that_is_drafted_on_the_way_counts_too() -> None:
    early: Dated = (0, "draft", None, LIKED)
    same_turn: Dated = (1, "draft", None, LIKED)
    lying = come(drafted(LIKED))
    assert (come(drafted(None), early) == lying).all()
    assert (come(drafted(None), same_turn) == lying).all()


def test_it_is_compared_with_the_status_quo_where_there_is_one() -> None:
    bad, good = drafted(HATED), drafted(HATED)
    bad["tables"]["talks"]["status_quo"] = LIKED
    good["tables"]["talks"]["status_quo"] = HATED
    rises(come(bad), come(good), by=0.05)
    assert (come(good) == come(drafted(None))).all()


def test_terms_hardly_draw_a_total_spoiler() -> None:
    def moved(spoiler: str) -> float:
        liked, hated = (come(drafted(text, spoiler)) for text in (LIKED, HATED))
        return float(liked.mean() - hated.mean())

    assert 0 <= moved("total") < 0.3 * moved("limited")


def test_one_without_a_position_on_it_does_not_care() -> None:
    def came(text: dict[str, float] | None) -> Bools:
        data = drafted(text)
        data["moves"]["hold_round"]["to"] = ["friend"]
        process = play(data, [(0, "hold_round", "friend")])
        return happened(process, "attended", "friend", "talks")

    assert (came(LIKED) == came(None)).all()
    assert (came(HATED) == came(None)).all()


def test_it_bears_on_coming_alone() -> None:
    def nods(text: dict[str, float] | None) -> Bools:
        process = play(drafted(text), [(0, "seek_nod", "south")])
        return happened(process, "acquiesced", "south", "talks")

    assert (nods(HATED) == nods(None)).all()


def test_switched_off_the_text_does_not_matter() -> None:
    off = ("rule:agenda",)
    assert (come(drafted(LIKED), without=off) == come(drafted(None), without=off)).all()


def test_the_ledger_names_it() -> None:
    data = drafted(LIKED)
    process = PeaceProcess(play(data, []).compiled, runs=2, watch=True)
    (index,) = [o.index for o in process.options.all if (o.move, o.actor) == ("hold_round", 0)]

    process.advance([Play(index)])
    assert process.world.ledger is not None
    (answer,) = [row for row in process.world.ledger.rows if row.kind == "answer"]
    (part,) = [part.amount for part in answer.parts if part.rule == "agenda"]
    world, north = process.world, process.plan.actor("north")
    gain = world.worth(north, 0, world.text_of(0)) - world.floor(north, 0)
    assert 0 < part <= float(process.world.constants.agenda)
    assert np.isclose(part, process.world.constants.agenda * gain[0])
