"""The tornado: numbers that decide stand out, numbers that nothing reads do nothing at all."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.lab.batch import run_batch
from sim.lab.errors import LabError
from sim.lab.measure import measure_of, measures
from sim.lab.ranges import Ranges
from sim.lab.sensitivity.coded import numbers_of, types_coded
from sim.lab.sensitivity.screening import Ensemble, ensemble
from sim.lab.sensitivity.tornado import Tornado, arms_of, tornado
from sim.lab.setup import Setup, setup_of
from sim.scenario.load import Loaded, load
from tests import scratch
from tests.lab.cases import case, loaded, written

RUNS = 900
UNREAD = "leverage.friend.north.arms"
"""A channel that no rule looks at in this scenario."""


@cache
def coded() -> Loaded:
    """The small scenario with an outcome that one number decides, and cited and assumed numbers."""
    data: dict[str, Any] = case()
    data["actors"]["north"]["fear"] = {"value": 0.5, "range": [0.3, 0.7], "cite": ["E5"]}
    data["outcomes"]["trusting"] = {"title": "North trusts", "when": "trust(south, host) >= 0.6"}
    data["outcomes"]["never"] = {"title": "Never", "when": "trust(south, host) >= 1.0"}
    data["goals"]["host"] = {"aims": {"trusting": 1.0}}
    data["history"]["line"] = {}
    return load(str(written(data, scratch.shared("tornado"))))


@cache
def setup() -> Setup:
    asks = {"open": "trust(south, host) >= 0.65", "warmth": "trust(south, host)"}
    return setup_of(coded(), "pass", asks=asks)


@cache
def screened() -> Ensemble:
    return ensemble(setup(), RUNS)


@cache
def found() -> Tornado:
    return tornado(setup(), top=4, paths=(UNREAD,), screening=screened())


def test_the_number_that_decides_has_the_longest_bar() -> None:
    first = found().bars[0]
    assert first.path == "trust.south.host"
    assert first.effect.value > 0.9, "it is coded 0.5 to 0.7 and asked to reach 0.6"
    assert first.sure
    assert first.at_low.value < 0.05 < 0.95 < first.at_high.value
    assert found().screened[0].number.path == "trust.south.host"
    assert 0.3 < found().as_drawn.value < 0.8


def test_a_number_that_nothing_reads_does_exactly_nothing() -> None:
    bar = next(bar for bar in found().bars if bar.path == UNREAD)
    assert bar.effect.value == 0.0
    assert not bar.sure


def test_bars_are_sorted_and_named_ones_are_among_the_top() -> None:
    lengths = [abs(bar.effect.value) for bar in found().bars]
    assert lengths == sorted(lengths, reverse=True)
    assert len(lengths) == 4
    assert len(found().screened) == len(numbers_of(setup().compiled()))


def test_a_bar_is_made_of_fresh_paired_runs_at_the_ends_of_the_range() -> None:
    """The same as two batches in which the number is held, on runs that did no screening."""
    measure, each = found().measure, found().pair_runs
    assert each == RUNS // 5
    for bar in found().bars:
        ends = []
        for place in (0.0, 1.0):
            plan = Ranges(pinned={bar.path: place}, first=RUNS)
            result = run_batch(replace(setup(), ranges=plan), each)
            ends.append(measure.read(result.columns))
        assert bar.at_low.value == ends[0].mean()
        assert bar.at_high.value == ends[1].mean()
        assert bar.effect == measure.difference(ends[1], ends[0])


def test_hidden_types_are_held_one_by_one() -> None:
    one = found().types[0]
    assert one.path == "type:north"
    assert list(one.at) == ["limited", "greedy", "total"]
    values = [value.value for value in one.at.values()]
    assert one.effect.value == pytest.approx(max(values) - min(values))


def test_what_each_number_rests_on_is_told() -> None:
    numbers = numbers_of(setup().compiled())
    fear = numbers["actors.north.fear"]
    assert (fear.label, fear.basis, fear.cite) == (
        "north: fear of being cheated",
        "cited",
        ("E5",),
    )
    assert (fear.low, fear.value, fear.high) == (0.3, 0.5, 0.7)
    trust = numbers["trust.north.host"]
    assert (trust.label, trust.basis, trust.assumed) == (
        "Trust of north in host",
        "assumed",
        "a test",
    )
    assert numbers["defaults.trust"].label == "Trust of all pairs that are not coded one by one"
    assert types_coded(setup().compiled())["type:north"].kinds == (1, 2, 3)
    assert len({number.label for number in numbers.values()}) == len(numbers), "each has its own"


def test_results_as_plain_data() -> None:
    data, rows = found().as_json(), found().rows()
    assert [bar["path"] for bar in data["bars"]] == [bar.path for bar in found().bars]
    assert data["bars"][0]["range"] == [0.5, 0.7]
    assert data["pair_runs"] == RUNS // 5
    effects = {row["path"]: row["value"] for row in rows if row["kind"] == "effect"}
    assert effects == {bar.path: bar.effect.value for bar in found().bars}
    assert {len(row) for row in rows} == {7}


def test_the_count_of_arms_is_what_is_run() -> None:
    told: list[int] = []
    tornado(setup(), top=2, screening=screened(), pair_runs=100, progress=told.append)
    assert sum(told) == 100 * arms_of(setup().compiled(), 2)
    assert arms_of(setup().compiled(), 10_000) == 2 * len(found().screened) + 3


@given(st.sampled_from(["goals.host", "trusting", "open", "warmth", "outcomes.trusting"]))
def test_screening_finds_the_number_whatever_measures_it(name: str) -> None:
    measure = measure_of(setup(), name, screened().compiled)
    first = screened().thirds(measure)[0]
    assert first.number.path == "trust.south.host"
    assert first.effect.low > 0


def test_screening_calls_few_numbers_sure_that_do_nothing() -> None:
    """Of the numbers that cannot matter for this measure, about one in twenty looks as if."""
    measure = measure_of(setup(), "trusting")
    others = [one for one in screened().thirds(measure) if one.number.path != "trust.south.host"]
    false = [one for one in others if not one.effect.low <= 0 <= one.effect.high]
    assert len(false) <= 0.25 * len(others)


def test_the_default_measure_is_the_goals_of_who_plays() -> None:
    assert measure_of(setup()).column == "goals.host"
    assert measure_of(setup_of(loaded(), "pass", seat="friend")).column == "goals.friend"
    assert "quantities.warmth" in measures(setup().compiled())
    assert measure_of(setup(), "warmth").title == "warmth: trust(south, host)"
    assert measure_of(setup(), "met").title == "They meet"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"measure": "acord"}, 'no measure "acord"; did you mean "accord"'),
        ({"measure": "zzzzzzzz"}, "it has accord, "),
        ({"measure": "never"}, "the same in all"),
        ({"paths": ("actors.north.faer",)}, 'did you mean "actors.north.fear"'),
        ({"paths": ("rapport.old.value",)}, "has no range"),
        ({"top": 0}, "--top 1 or more"),
        ({"pair_runs": 10}, "too few for a bar"),
    ],
)
def test_what_cannot_be_told_is_refused_in_a_sentence(options: dict[str, Any], said: str) -> None:
    with pytest.raises(LabError, match=said):
        tornado(setup(), screening=screened(), **options)


def test_too_few_runs_or_too_many_or_numbers_not_drawn_cannot_be_screened() -> None:
    with pytest.raises(LabError, match="can be screened on at most"):
        ensemble(setup(), 100_000_000)
    with pytest.raises(LabError, match="ask for 300 or more"):
        ensemble(setup(), 299)
    with pytest.raises(LabError, match="nothing to vary"):
        ensemble(replace(setup(), sample=False), 300)
    with pytest.raises(LabError, match="cannot be screened"):
        ensemble(replace(setup(), ranges=Ranges(pinned={UNREAD: 0.0})), 300)


def test_a_scenario_without_ranges_has_nothing_to_screen() -> None:
    data = case()

    def bare(part: Any) -> Any:
        if isinstance(part, dict) and "value" in part and "between" not in part:
            return {**part, "range": [part["value"], part["value"]]}
        return {key: bare(one) for key, one in part.items()} if isinstance(part, dict) else part

    for name in ("actors", "defaults", "trust", "rapport", "leverage"):
        data[name] = bare(data[name])
    one = load(str(written(data, scratch.shared("bare"))))
    with pytest.raises(LabError, match="no coded number with a range"):
        ensemble(setup_of(one), 300)


def test_the_ensemble_keeps_the_draws_of_its_runs() -> None:
    place = screened().uniforms["trust.south.host"]
    number = screened().numbers["trust.south.host"]
    result = run_batch(setup(), RUNS)
    assert np.array_equal(result.columns["goals.host"], screened().columns["goals.host"])
    high = number.at(1.0)
    assert high == number.high
    open_at_start = number.low + (number.high - number.low) * place >= 0.65
    assert (result.columns["asks.open"][open_at_start] == -1).all()
