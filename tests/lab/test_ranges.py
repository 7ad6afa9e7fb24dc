"""The coded ranges as an input: pinned, drawn anew, spread by a design; always run by run."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.lab.batch import run_batch
from sim.lab.coded import values
from sim.lab.columns import Columns
from sim.lab.design import Design
from sim.lab.errors import LabError
from sim.lab.manifest import read_manifest
from sim.lab.measure import measure_of
from sim.lab.ranges import SECOND, Ranges, ranges_of, type_place, varying
from sim.lab.rerun import rerun
from sim.lab.runner import run_span
from sim.lab.sensitivity.arms import run_arms
from sim.lab.setup import Setup, setup_of, variation
from sim.model.compiled import Compiled
from sim.model.process import PeaceProcess
from sim.model.start import types_of
from sim.scenario.form.coding import TYPES
from tests.lab.cases import loaded

FEAR, TRUST, TYPE = "actors.north.fear", "trust.north.host", "type:north"
SHARES = (0.0, 0.3, 0.4, 0.3)
RUNS = 120


@cache
def plain() -> Setup:
    return setup_of(loaded())


@cache
def compiled() -> Compiled:
    return plain().compiled()


def under(ranges: Ranges) -> Setup:
    return replace(plain(), ranges=ranges)


def same(one: Columns, other: Columns) -> bool:
    return one.keys() == other.keys() and all(np.array_equal(one[n], other[n]) for n in one)


def drawn(ranges: Ranges, runs: int = RUNS) -> Columns:
    return values(under(ranges), 0, runs)


def test_without_a_plan_nothing_changes() -> None:
    own = run_span(compiled(), plain(), 0, RUNS)
    assert same(own, run_span(compiled(), under(Ranges()), 0, RUNS))


def test_the_engine_takes_uniforms_in_place_of_its_own() -> None:
    uniforms = {FEAR: np.array([0.0, 0.5, 1.0])}
    process = PeaceProcess(loaded().scenario, runs=3, uniforms=uniforms)
    own = PeaceProcess(loaded().scenario, runs=3)
    north = process.plan.actor("north")
    assert process.world.fear[north] == pytest.approx([0.4, 0.5, 0.6])
    assert np.array_equal(process.world.trust, own.world.trust)
    assert np.array_equal(process.world.type, own.world.type)


@pytest.mark.parametrize(
    ("uniforms", "said"),
    [
        ({"actors.north.faer": np.zeros(3)}, "no coded number"),
        ({FEAR: np.zeros(4)}, "shape"),
        ({FEAR: np.full(3, 1.5)}, "between 0 and 1"),
        ({FEAR: np.full(3, np.nan)}, "between 0 and 1"),
    ],
)
def test_the_engine_refuses_uniforms_that_do_not_fit(
    uniforms: dict[str, np.ndarray], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        PeaceProcess(loaded().scenario, runs=3, uniforms=uniforms)


def test_values_are_what_the_runs_had() -> None:
    found = values(plain(), 5, 7)
    world = PeaceProcess(compiled(), first=5, runs=7).world
    plan = world.plan
    north, host = plan.actor("north"), plan.actor("host")
    assert np.array_equal(found[f"coded.{TRUST}"], world.trust[north, host])
    assert np.array_equal(found[f"coded.{FEAR}"], world.fear[north])
    assert np.array_equal(found["types.north"], world.type[0])
    drawn = {name for name, column in found.items() if np.ptp(column)}
    assert {name.partition(".")[2] for name in drawn if name.startswith("coded.")} == {
        name for name in varying(compiled()) if not name.startswith("type:")
    }
    assert not np.ptp(found["coded.rapport.old.value"]), "it has no range"


def test_a_number_held_at_an_end_is_the_number_set_to_it() -> None:
    high = values(under(Ranges(pinned={FEAR: 1.0})), 0, RUNS)
    assert (high[f"coded.{FEAR}"] == 0.6).all()
    own = values(plain(), 0, RUNS)
    assert all(np.array_equal(own[n], high[n]) for n in own if n != f"coded.{FEAR}")
    fixed = variation(loaded(), {FEAR: 0.6})
    one = run_batch(under(Ranges(pinned={FEAR: 1.0})), RUNS)
    other = run_batch(setup_of(fixed, base=loaded()), RUNS)
    assert same(one.columns, other.columns)


@pytest.mark.parametrize("kind", [1, 2, 3])
def test_a_hidden_type_can_be_held(kind: int) -> None:
    found = drawn(Ranges(pinned={TYPE: type_place(SHARES, kind)}))
    assert (found["types.north"] == kind).all(), TYPES[kind]


@given(st.lists(st.integers(0, 20), min_size=4, max_size=4).filter(any), st.integers(0, 3))
def test_the_place_of_a_type_lies_within_its_share(weights: list[int], kind: int) -> None:
    shares = tuple(weight / sum(weights) for weight in weights)
    if shares[kind]:
        place = np.array([type_place(shares, kind)])
        assert types_of(shares, place)[0] == kind


def test_what_is_drawn_anew_is_independent_of_the_first_draw() -> None:
    runs = 4000
    first, second = drawn(Ranges(), runs), drawn(Ranges(redrawn="all"), runs)
    bound = 4 / np.sqrt(runs)
    for name in first:
        if np.ptp(first[name]):
            assert abs(np.corrcoef(first[name], second[name])[0, 1]) < bound
            assert abs(first[name].mean() - second[name].mean()) < 0.2 * first[name].std()


def test_only_what_is_named_is_drawn_anew() -> None:
    first, second = drawn(Ranges()), drawn(Ranges(redrawn=frozenset([FEAR])))
    changed = {name for name in first if not np.array_equal(first[name], second[name])}
    assert changed == {f"coded.{FEAR}"}


def test_chance_can_be_drawn_anew_alone() -> None:
    again = Ranges(chance_redrawn=True)
    assert all(np.array_equal(one, drawn(again)[name]) for name, one in drawn(Ranges()).items())
    one, other = run_batch(plain(), RUNS), run_batch(under(again), RUNS)
    assert not same(one.columns, other.columns)


def test_numbers_and_chance_drawn_anew_are_another_run_in_all() -> None:
    again = under(Ranges(redrawn="all", chance_redrawn=True))
    far = under(Ranges(first=SECOND))
    assert same(run_batch(again, RUNS).columns, run_batch(far, RUNS).columns)


def test_fresh_runs_are_those_that_a_longer_batch_would_have() -> None:
    longer, fresh = run_batch(plain(), 2 * RUNS), run_batch(under(Ranges(first=RUNS)), RUNS)
    for name, column in fresh.columns.items():
        assert np.array_equal(column, longer.columns[name][RUNS:])


PLANS = [
    Ranges(),
    Ranges(first=17),
    Ranges(pinned={FEAR: 0.25, TYPE: 0.5}),
    Ranges(redrawn=frozenset([FEAR, TYPE])),
    Ranges(redrawn="all", chance_redrawn=True, first=3),
    Ranges(sampling="lhs", runs=RUNS),
    Ranges(sampling="sobol", runs=128),
    Ranges(sampling="lhs", runs=RUNS, redrawn=frozenset([TRUST]), pinned={FEAR: 0.0}),
]


@pytest.mark.parametrize("ranges", PLANS, ids=lambda plan: f"{plan.sampling}-{plan.first}")
def test_no_result_depends_on_chunks(ranges: Ranges) -> None:
    if ranges.sampling != "random":
        pytest.importorskip("scipy")
    one, runs = under(ranges), 7
    whole = run_span(compiled(), one, 0, runs)
    assert same(whole, run_span(compiled(), one, 0, runs, 3))
    last = run_span(compiled(), one, runs - 1, 1)
    assert all(column[0] == whole[name][-1] for name, column in last.items())


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(PLANS), st.integers(1, RUNS - 1))
def test_what_a_run_draws_is_fixed_by_its_number(ranges: Ranges, cut: int) -> None:
    if ranges.sampling != "random":
        pytest.importorskip("scipy")
    one = under(ranges)
    parts = values(one, 0, cut, compiled()), values(one, cut, RUNS - cut, compiled())
    for name, column in values(one, 0, RUNS, compiled()).items():
        assert np.array_equal(column, np.concatenate([part[name] for part in parts]))


def test_no_result_depends_on_who_runs_an_arm() -> None:
    """On processes too: see `test_sensitivity`."""
    pytest.importorskip("scipy")
    measure = measure_of(plain(), "goals.friend")
    alone = run_arms(plain(), PLANS, RUNS, measure)
    with ThreadPoolExecutor(1) as executor:
        elsewhere = run_arms(plain(), PLANS, RUNS, measure, executor=executor, chunk=50)
    assert np.array_equal(alone, elsewhere)
    assert len({row.tobytes() for row in alone}) > 4, "the plans do differ"


@pytest.mark.parametrize(("sampling", "runs"), [("lhs", 100), ("sobol", 128)])
def test_a_design_spreads_every_number_evenly(sampling: str, runs: int) -> None:
    pytest.importorskip("scipy")
    plan = Ranges(sampling=sampling, runs=runs)  # type: ignore[arg-type]
    uniforms = plan.uniforms(compiled(), 1, 0, runs)
    for name in varying(compiled()):
        strata = np.floor(uniforms[name] * runs).astype(int)
        assert sorted(strata) == list(range(runs)), name
    other = plan.uniforms(compiled(), 2, 0, runs)
    assert not np.array_equal(uniforms[FEAR], other[FEAR]), "another seed, another design"


def test_a_design_halves_the_error_of_a_sum() -> None:
    """What a design is for: a sum over all numbers is known better than from random draws."""
    pytest.importorskip("scipy")
    names = varying(compiled())

    def means(sampling: str) -> list[float]:
        plan = Ranges(sampling=sampling, runs=64)  # type: ignore[arg-type]
        draws = [plan.uniforms(compiled(), seed, 0, 64) for seed in range(20)]
        return [float(np.mean([sum(one[name] for name in names)])) for one in draws]

    assert np.std(means("lhs")) < np.std(means("random")) / 2
    assert np.std(means("sobol")) < np.std(means("random")) / 2


@pytest.mark.parametrize(
    ("ranges", "said"),
    [
        (Ranges(pinned={"actors.north.faer": 0.5}), 'did you mean "actors.north.fear"'),
        (Ranges(redrawn=frozenset(["nothing.like.it"])), "no coded number nothing.like.it"),
        (Ranges(pinned={"rapport.old.value": 0.5}), "has no range"),
        (Ranges(pinned={FEAR: 1.5}), "must be 0 to 1"),
        (Ranges(sampling="sobol", runs=100), "64 or 128"),
        (Ranges(sampling="lhs", runs=1), "has 2 to"),
        (Ranges(sampling="lhs", runs=10**9), "has 2 to"),
        (Ranges(sampling="latin", runs=10), "random, lhs, sobol"),  # type: ignore[arg-type]
    ],
)
def test_a_plan_that_does_not_fit_is_refused_in_a_sentence(ranges: Ranges, said: str) -> None:
    with pytest.raises(LabError, match=said):
        run_batch(under(ranges), 10)


def test_a_design_has_no_runs_beyond_its_own() -> None:
    pytest.importorskip("scipy")
    with pytest.raises(LabError, match="run 11 is not among them"):
        values(under(Ranges(sampling="lhs", runs=10)), 1, 10)


def test_numbers_at_their_values_do_not_vary_but_types_do() -> None:
    found = values(replace(plain(), sample=False), 0, RUNS)
    assert (found[f"coded.{FEAR}"] == 0.5).all()
    assert np.ptp(found["types.north"])


def test_a_plan_travels_to_workers_and_into_manifests() -> None:
    for plan in PLANS:
        assert pickle.loads(pickle.dumps(plan)) == plan
    data = PLANS[4].as_json()
    assert data["redrawn"] == "all"
    assert data["chance_redrawn"] is True
    assert PLANS[3].as_json()["redrawn"] == sorted([FEAR, TYPE])
    assert Ranges().plain
    assert not PLANS[1].plain


# -- kept with a batch -----------------------------------------------------------------------------


@pytest.mark.parametrize("sampling", ["random", "lhs", "sobol"])
def test_a_batch_can_write_what_was_drawn(sampling: str, tmp_path: Path) -> None:
    pytest.importorskip("scipy")
    parquet = pytest.importorskip("pyarrow.parquet")
    runs, ranges = 64, ranges_of(sampling, 64)
    planned = Design.of(loaded(), loaded(), {}, [{}], runs, ranges=ranges, values=True)
    planned.run(out=tmp_path / "one")
    table = parquet.read_table(tmp_path / "one" / "runs.parquet")
    told = values(replace(plain(), ranges=ranges), 0, runs)
    assert all(np.array_equal(table[name].to_numpy(), column) for name, column in told.items())
    manifest = read_manifest(tmp_path / "one")
    assert manifest.setup().ranges == ranges
    assert rerun(manifest, tmp_path / "two").same


def test_a_sweep_leaves_the_design_of_other_numbers_alone() -> None:
    """A number that is set has no range any more; all others stay run by run."""
    pytest.importorskip("scipy")
    fixed = setup_of(variation(loaded(), {TRUST: 0.5}), base=loaded(), ranges=ranges_of("lhs", 64))
    own, other = values(under(Ranges(sampling="lhs", runs=64)), 0, 64), values(fixed, 0, 64)
    assert own.keys() == other.keys()
    assert (other.pop(f"coded.{TRUST}") == 0.5).all()
    assert all(np.array_equal(column, own[name]) for name, column in other.items())


def test_a_plan_that_was_changed_in_a_manifest_is_refused() -> None:
    assert all(Ranges.from_json(plan.as_json()) == plan for plan in PLANS)
    with pytest.raises(LabError, match="sampling of the ranges"):
        Ranges.from_json({"sampling": "latin"})


def test_an_unknown_sampling_is_refused_in_a_sentence() -> None:
    with pytest.raises(LabError, match='did you mean "sobol"'):
        ranges_of("sobel", 64)
