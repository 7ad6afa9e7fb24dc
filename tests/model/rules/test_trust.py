"""Trust: bounded, slow to gain, quick to lose, moved by nothing but observation."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.model.constants import standard
from sim.model.exact import Floats
from sim.model.rules.trust import bounded, gained, leaning, lost
from tests.model.play import Bools, Off, happened, play, quiet, rises, trust
from tests.model.rules.levels import given, ordered, row, rows, unit

GAIN, LOSS = float(standard().trust_gain), float(standard().trust_loss)


def test_a_worked_example() -> None:
    assert np.allclose(gained(row(0.6), row(0.5), 0.5), 0.5 * 0.5 * 0.4)
    assert np.allclose(lost(row(0.6), row(0.5), 1.0), 0.5 * 0.6)
    assert np.allclose(leaning(row(0.0, 0.5, 1.0)), [-1.0, 0.0, 1.0])


@given(rows, rows, unit)
def test_it_stays_within_bounds(level: Floats, signal: Floats, rate: float) -> None:
    up = bounded(level + gained(level, signal, rate))
    down = bounded(level - lost(level, signal, rate))
    assert ((up >= level) & (up <= 1) & (down <= level) & (down >= 0)).all()
    assert ((bounded(3 * level - 1) >= 0) & (bounded(3 * level - 1) <= 1)).all()


@given(rows)
def test_a_breach_costs_more_than_a_kept_promise_earns(signal: Floats) -> None:
    """From the middle, and for the pair: what is earned and then lost ends below the start."""
    middle = np.full(signal.shape, 0.5)
    assert (lost(middle, signal, LOSS) >= gained(middle, signal, GAIN)).all()
    seen = signal > 0.01
    assert (lost(middle, signal, LOSS)[seen] > gained(middle, signal, GAIN)[seen]).all()
    after = middle + gained(middle, signal, GAIN)
    after -= lost(after, signal, LOSS)
    assert (after[seen] < middle[seen]).all()


@given(rows, unit)
def test_nothing_observed_changes_nothing(level: Floats, rate: float) -> None:
    nothing = np.zeros(level.shape)
    assert (bounded(level + gained(level, nothing, rate)) == level).all()
    assert (bounded(level - lost(level, nothing, rate)) == level).all()


@given(ordered(), rows, unit)
def test_it_is_harder_to_gain_near_the_top_and_more_to_lose(
    levels: tuple[Floats, Floats], signal: Floats, rate: float
) -> None:
    low, high = levels
    assert (gained(high, signal, rate) <= gained(low, signal, rate) + 1e-12).all()
    assert (lost(high, signal, rate) >= lost(low, signal, rate) - 1e-12).all()


def favours(*, start: float = 0.5) -> dict[str, Any]:
    """A scenario with a favour and a slight of one size for the north."""
    data = quiet()
    data["trust"]["north"]["host"] = start
    for name, verb in (("favour", "goodwill"), ("slight", "grievance")):
        feeling = {"of": "target", "toward": "self", "size": "large"}
        move = {"title": name, "by": ["host"], "to": ["north"], "kind": "offer"}
        data["moves"][name] = move | {"effects": [{verb: feeling}]}
    return data


def test_a_slight_undoes_more_than_a_favour_of_its_size() -> None:
    start = trust(play(favours()), "north", "host")
    kind = trust(play(favours(), [(0, "favour", "north")]), "north", "host")
    cold = trust(play(favours(), [(0, "slight", "north")]), "north", "host")
    both = trust(play(favours(), [(0, "favour", "north"), (1, "slight", "north")]), "north", "host")
    assert (cold < start).all()
    assert (kind > start).all()
    assert (start - cold > 1.5 * (kind - start)).all()
    assert (both < start).all()


def test_while_nothing_is_done_trust_stays_to_the_bit() -> None:
    process = play(quiet(), policy="pass")
    fresh = play(quiet(turns=1), policy="pass")
    assert (process.world.trust == fresh.world.trust).all()
    assert process.turn == 3


def came(trusted: float, without: Off = ()) -> Bools:
    """Where the north comes to a round, by its trust in the host."""
    process = play(favours(start=trusted), [(0, "hold_round", "north")], without=without)
    return happened(process, "attended", "north", "talks")


def test_who_is_trusted_is_heeded_more_often() -> None:
    off: Off = ("rule:ripeness",)
    rises(came(0.2, without=off), came(0.5, without=off))
    rises(came(0.5, without=off), came(0.8, without=off))
    off = ("rule:ripeness", "rule:trust")
    assert (came(0.2, without=off) == came(0.8, without=off)).all()
