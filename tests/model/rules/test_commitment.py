"""The commitment problem: a guarantee raises signing and keeping one's word; fear breaks it."""

from __future__ import annotations

import numpy as np

from sim.model.exact import Floats
from sim.model.process import PeaceProcess
from sim.model.rules.commitment import exposure
from tests.model.play import Dated, Off, happened, play, quiet, rises
from tests.model.rules.levels import given, ordered, row, rows, weights


def test_a_worked_example() -> None:
    assert np.allclose(exposure(row(0.8), row(0.25), 0.2, 0.4), 0.8 * (0.1 - 0.15))


@given(rows, ordered(), weights, weights)
def test_a_guarantee_never_lowers_it(
    fear: Floats, guarantees: tuple[Floats, Floats], cost: float, worth: float
) -> None:
    less, more = (exposure(fear, guarantee, cost, worth) for guarantee in guarantees)
    assert (less <= more + 1e-12).all()
    assert (exposure(fear, np.ones(fear.shape), cost, worth) >= 0).all()


@given(ordered(), weights, weights)
def test_fear_costs_where_nobody_guards_and_nothing_where_there_is_none(
    fears: tuple[Floats, Floats], cost: float, worth: float
) -> None:
    nobody = np.zeros(fears[0].shape)
    calm, afraid = (exposure(fear, nobody, cost, worth) for fear in fears)
    assert ((afraid <= calm + 1e-12) & (calm <= 0)).all()
    assert (exposure(nobody, fears[1], cost, worth) == 0).all()


def settled(guarantee: float, fear: float = 0.8, without: Off = ()) -> PeaceProcess:
    """A text is put to the north, which may keep it or not; an event guards it, or not."""
    data = quiet(turns=3)
    data["actors"]["north"] |= {"fear": fear, "spoiler": {"none": 0.5, "limited": 0.5}}
    data["tables"]["talks"]["assent"] = []
    effect = {"guarantee": {"to": "north", "by": guarantee}}
    date = data["calendar"]["start"]
    data["events"] = {"report": {"title": "A guard", "date": date, "effects": [effect]}}
    line: list[Dated] = [(1, "draft", None, {"land": 0.6, "trade": 0.5}), (1, "put", None)]
    data["moves"]["put"]["needs"] = None
    return play(data, line, without=without)


def test_a_guarantee_raises_both_signing_and_compliance() -> None:
    unguarded, guarded = settled(0.0), settled(0.9)
    for fact in ("accepted", "complied"):
        less, more = (happened(one, fact, "north", "talks") for one in (unguarded, guarded))
        rises(less, more, by=0.15)
    assert broken(guarded) < broken(unguarded) - 0.1


def broken(process: PeaceProcess) -> float:
    """Share of the signed agreements that were broken."""
    adopted = happened(process, "adopted", None, "talks")
    return float(happened(process, "broke_off", "north", "talks")[adopted].mean())


def test_the_more_an_unguarded_party_has_to_fear_the_more_often_it_breaks_its_word() -> None:
    assert broken(settled(0.0, fear=0.1)) < broken(settled(0.0, fear=0.9)) - 0.1
    calm, afraid = (settled(0.9, fear=fear) for fear in (0.1, 0.9))
    assert broken(afraid) <= broken(calm)


def test_switched_off_it_does_nothing() -> None:
    off = ("rule:guarantee",)
    one, other = settled(0.0, without=off), settled(0.9, without=off)
    for fact in ("accepted", "complied"):
        assert (
            happened(one, fact, "north", "talks") == happened(other, fact, "north", "talks")
        ).all()
