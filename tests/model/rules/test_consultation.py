"""Consulting: order matters, surprise hurts, rapport softens, confidants leak."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from sim.model.exact import Floats
from sim.model.process import PeaceProcess
from sim.model.rules.consultation import (
    consulted,
    dissuaded,
    leak_chance,
    persuaded,
    seen_first,
    surprised,
)
from tests.model.play import Bools, Dated, Off, happened, play, quiet, rises, trust
from tests.model.rules.levels import RUNS, given, ordered, row, rows, unit, weights

counts = st.integers(0, 8).map(float)


def test_a_worked_example() -> None:
    assert np.allclose(consulted(row(0.4), row(2.0), 0.25, 0.5), 0.25 * 0.6 / 2)
    assert np.allclose(surprised(row(0.4), row(0.25), 0.5), 0.5 * 0.75 * 0.4)
    assert np.allclose(persuaded(row(0.4), row(0.5), 0.2, 0.3), 0.3 * 0.2 * 0.5 * 0.6)
    assert np.allclose(dissuaded(row(0.4), row(0.5), 0.2, 0.3), 0.3 * 0.2 * 0.5 * 0.4)
    assert np.allclose(leak_chance(row(0.8), 0.15), 0.03)
    assert np.allclose(seen_first(row(0.0, 1.0, 4.0, 9.0), 0.2), [0.0, 0.05, 0.2, 0.2])


@given(rows, counts, counts, weights, weights)
def test_being_told_pleases_the_less_the_more_were_told_before(
    stance: Floats, before: float, more: float, gain: float, order: float
) -> None:
    early = consulted(stance, np.full(stance.shape, before), gain, order)
    late = consulted(stance, np.full(stance.shape, before + more), gain, order)
    assert ((late <= early) & (late >= 0) & (stance + early <= 1 + 1e-12)).all()
    if more:
        assert (late[stance < 1] < early[stance < 1]).all()


@given(rows, ordered(), weights)
def test_surprise_hurts_and_rapport_softens_it(
    stance: Floats, rapports: tuple[Floats, Floats], loss: float
) -> None:
    cold, warm = (surprised(stance, rapport, loss) for rapport in rapports)
    assert ((warm <= cold + 1e-12) & (warm >= 0) & (cold <= stance)).all()
    assert (surprised(stance, np.ones(stance.shape), loss) == 0).all()


@given(rows, ordered(), unit, weights)
def test_an_argument_is_as_good_as_the_trust_in_who_makes_it(
    stance: Floats, trusts: tuple[Floats, Floats], size: float, gain: float
) -> None:
    for argue, room in ((persuaded, 1.0 - stance), (dissuaded, stance)):
        less, more = (argue(stance, trusted, size, gain) for trusted in trusts)
        assert ((less >= 0) & (less <= more + 1e-12) & (more <= room + 1e-12)).all()
        assert (argue(stance, np.zeros(stance.shape), size, gain) == 0).all()


@given(ordered(), unit)
def test_who_trusts_keeps_a_secret(trusts: tuple[Floats, Floats], rate: float) -> None:
    wary, loyal = (leak_chance(trusted, rate) for trusted in trusts)
    assert ((loyal <= wary + 1e-12) & (wary <= rate) & (loyal >= 0)).all()
    assert (leak_chance(np.ones(RUNS), rate) == 0).all()


@given(rows, unit)
def test_it_hurts_the_more_others_saw_the_text_first(others: Floats, weight: float) -> None:
    fewer, more = seen_first(others, weight), seen_first(5 * others, weight)
    assert ((fewer >= 0) & (fewer <= more) & (more <= weight)).all()
    assert (seen_first(np.zeros(RUNS), weight) == 0).all()


# -- on a small world ------------------------------------------------------------------------------


def discreet(trusted: float = 1.0) -> dict[str, Any]:
    """A scenario in which those consulted keep it to themselves, or not."""
    data = quiet()
    data["trust"] = {one: {"host": trusted} for one in ("friend", "south", "small_states")}
    return data


def stance(process: PeaceProcess, actor: str) -> Floats:
    """Stance at the end, by run."""
    found: Floats = process.world.stance[process.plan.actor(actor)][: process.runs]
    return found


def test_who_is_consulted_first_is_pleased_more() -> None:
    friend: list[Dated] = [(0, "consult", "friend"), (1, "consult", "south")]
    south: list[Dated] = [(0, "consult", "south"), (1, "consult", "friend")]
    one, other = play(discreet(), friend), play(discreet(), south)
    assert (stance(one, "friend") > stance(other, "friend")).all()
    assert (stance(one, "south") < stance(other, "south")).all()
    assert (stance(one, "south") > stance(play(discreet()), "south")).all()


def test_a_confidant_who_does_not_trust_leaks_and_the_others_resent_it() -> None:
    told: list[Dated] = [(0, "consult", "friend")]
    kept, leaked = play(discreet(), told), play(discreet(0.0), told)
    still = play(discreet(0.0))
    out = trust(leaked, "north", "host") < trust(still, "north", "host")
    assert abs(out.mean() - 0.15) < 0.03
    hurt = stance(leaked, "small_states") < stance(still, "small_states")
    assert (hurt == out).all()
    assert (stance(kept, "small_states") == stance(still, "small_states")).all()
    assert (trust(kept, "north", "host") == trust(play(discreet()), "north", "host")).all()


def test_surprise_hurts_and_rapport_softens() -> None:
    talks: list[Dated] = [(1, "hold_round", "north")]
    data = discreet()
    still, surprised_ = play(data), play(data, talks)
    held = happened(surprised_, "attended", "north", "talks")
    fell = stance(still, "south") - stance(surprised_, "south")
    assert (fell[held] > 0).all()
    assert (fell[~held] == 0).all()
    told = play(data, [(0, "consult", "south"), *talks])
    assert (stance(told, "south") > stance(surprised_, "south"))[held].all()
    data["rapport"]["old"]["value"] = 0.95
    softer = stance(play(data), "south") - stance(play(data, talks), "south")
    assert (softer < fell)[held].all()


def test_once_public_it_surprises_nobody_again() -> None:
    once: list[Dated] = [(0, "hold_round", "north")]
    data = discreet()
    data["trust"]["north"] = {"host": 1.0}
    one, two = play(data, once), play(data, [*once, (1, "hold_round", "north")])
    held = happened(one, "attended", "north", "talks")
    assert (stance(one, "south") == stance(two, "south"))[held].all()


def test_a_text_that_others_saw_first_is_signed_less_often() -> None:
    data = discreet()
    data["leverage"] = {}
    data["moves"]["ask_to_join"]["effects"] = []
    draft = {"land": 0.6, "trade": 0.5}
    line: list[Dated] = [(0, "draft", None, draft), (1, "put", None)]
    shown: list[Dated] = [(1, "consult", "friend"), (1, "consult", "south")]
    first = happened(play(data, line), "accepted", "north", "talks")
    rises(happened(play(data, line + shown), "accepted", "north", "talks"), first)


def test_a_friendlier_stance_makes_a_yes_likelier() -> None:
    def agreed(level: float, without: Off = ()) -> Bools:
        data = quiet(turns=1)
        data["actors"]["south"]["stance"] = level
        process = play(data, [(0, "seek_nod", "south")], without=without)
        return happened(process, "acquiesced", "south", "talks")

    rises(agreed(0.1), agreed(0.9), by=0.2)
    off = ("rule:consultation",)
    assert (agreed(0.1, without=off) == agreed(0.9, without=off)).all()


def test_switched_off_nobody_is_pleased_or_hurt() -> None:
    off = ("rule:consultation",)
    line: list[Dated] = [(0, "consult", "friend"), (1, "hold_round", "north")]
    process, still = play(discreet(0.0), line, without=off), play(discreet(0.0), without=off)
    assert (process.world.stance == still.world.stance).all()
    assert happened(process, "consulted", "friend").all()
