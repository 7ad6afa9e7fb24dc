"""A run is fixed by its setup and number: chunks, workers and neighbours change nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.lab.batch import Digest, parts_of, run_batch
from sim.lab.columns import Columns
from sim.lab.errors import LabError
from sim.lab.runner import CHUNK, ensemble, run_span, spans
from sim.lab.setup import Setup, setup_of, variation
from sim.lab.workers import Work
from sim.model.constants import NAMES, Constants, standard
from sim.model.plan import NEVER
from sim.model.process import PeaceProcess
from sim.scenario.load import load
from tests.lab.cases import case, loaded, written

ASKS = {"nod": "stance(of: south) >= acquiesces", "trust": "trust(north, host)"}


def setup(**options: Any) -> Setup:
    return setup_of(loaded(), **{"asks": ASKS, **options})


def digest(columns: Columns, runs: int) -> str:
    """A hash over everything that the first so many runs gave."""
    found = Digest()
    found.add({name: column[:runs] for name, column in columns.items()})
    return found.hexdigest()


@cache
def whole() -> Columns:
    """5000 runs, 1000 at a time."""
    one = setup()
    return run_span(one.compiled(), one, 0, 5000, chunk=1000)


@pytest.mark.parametrize(("chunk", "runs"), [(1, 70), (7, 70), (64, 300), (4096, 5000)])
def test_chunks_of_any_size_give_the_same_runs(chunk: int, runs: int) -> None:
    one = setup()
    found = run_span(one.compiled(), one, 0, runs, chunk=chunk)
    assert digest(found, runs) == digest(whole(), runs)


def test_a_batch_is_cut_up_without_a_trace() -> None:
    assert run_batch(setup(), 5000).digest() == digest(whole(), 5000)


def test_a_batch_is_cut_into_even_tasks_of_bounded_size() -> None:
    for runs in (1, 999, 1001, 6001, 20_000, 1_000_000):
        cut = spans(runs, CHUNK)
        assert sum(size for _, size in cut) == runs
        assert [first for first, _ in cut] == list(np.cumsum([0, *(s for _, s in cut[:-1])]))
        assert max(size for _, size in cut) <= CHUNK
    assert len(spans(20_000, CHUNK)) % 2 == 0


def test_parts_are_run_together_and_given_one_by_one() -> None:
    one = setup()
    for todo, chunk in (
        ({0: 20, 20: 20, 40: 30}, 70),
        ({0: 20, 20: 20, 40: 30}, 40),
        ({0: 10, 40: 30}, 70),
        ({}, 70),
    ):
        found = dict(parts_of(Work(one), todo, chunk, None))
        assert list(found) == list(todo)
        for first, part in found.items():
            for name, values in run_span(one.compiled(), one, first, todo[first]).items():
                assert np.array_equal(part[name], values), name


def test_two_workers_give_the_same_runs() -> None:
    one = setup()
    assert run_batch(one, 150, workers=2, chunk=10).digest() == run_batch(one, 150).digest()


def test_any_executor_runs_the_chunks() -> None:
    one = setup()
    with ThreadPoolExecutor(2) as executor:
        found = run_batch(one, 150, executor=executor, chunk=7)
    assert found.digest() == run_batch(one, 150).digest()


@pytest.mark.parametrize("runs_a_draw", [None, 3])
def test_the_state_of_a_run_is_the_same_in_any_ensemble(runs_a_draw: int | None) -> None:
    one = replace(setup(), runs_a_draw=runs_a_draw)
    compiled = one.compiled()

    def end(first: int, runs: int) -> PeaceProcess:
        process = ensemble(compiled, one, first, runs)
        for turn in range(compiled.plan.turns):
            process.advance(one.line.plays(turn))
        return process

    whole, part = end(0, 20), end(5, 7)
    for run in (5, 8, 11):
        alone = end(run, 1).state_hash(0)
        assert whole.state_hash(run) == part.state_hash(run - 5) == alone


def test_draws_of_the_constants_are_joint_and_shared_by_neighbours() -> None:
    one = replace(setup(), runs_a_draw=4)
    constants = ensemble(one.compiled(), one, 2, 8).world.constants
    assert isinstance(constants, Constants)
    values = np.array([np.broadcast_to(value, 8) for _, value in constants.items()])
    assert values.shape == (len(NAMES), 8)
    assert (values[:, 0] == values[:, 1]).all()
    assert (values[:, 2:6] == values[:, 2:3]).all()
    assert (values[:, 1] != values[:, 2]).all()


def test_constants_as_arrays_give_the_same_bits_as_constants_as_numbers() -> None:
    one = setup()
    compiled = one.compiled()
    arrays = Constants(**{name: np.full(50, value) for name, value in standard().items()})

    def end(constants: Constants) -> str:
        process = PeaceProcess(compiled, runs=50, constants=constants)
        for turn in range(compiled.plan.turns):
            process.advance(one.line.plays(turn))
        return "".join(process.state_hash(run) for run in range(50))

    assert end(arrays) == end(standard())


def test_a_batch_counts_what_its_runs_gave() -> None:
    found = run_batch(setup(), 400)
    met = found.columns["outcomes.met"]
    count, share = found.outcomes()["met"]
    assert 0 < count < 400
    assert count == int((met != NEVER).sum())
    assert share.value == count / 400
    assert share.low < share.value < share.high
    assert found.happened("outcomes.met", 2).sum() == (met <= 2).sum() < count
    metrics = found.metrics()
    nods = (found.columns["asks.nod"] != NEVER).mean()
    assert metrics["nod"].mean == pytest.approx(nods)
    assert metrics["nod"].sd == pytest.approx(np.sqrt(nods * (1 - nods)))
    assert metrics["trust"].mean == pytest.approx(found.columns["quantities.trust"].mean())
    assert metrics["trust"].ci95[0] < metrics["trust"].mean < metrics["trust"].ci95[1]
    blamed = found.columns["outcomes.blamed"] != NEVER
    goals = 0.25 * (met != NEVER) + 0.75 * blamed
    assert found.columns["goals.friend"] == pytest.approx(goals)
    assert metrics["goals.friend"].mean == pytest.approx(goals.mean())


def test_the_machine_readable_result_has_the_agreed_form() -> None:
    data = run_batch(setup(line="pass"), 50).as_json()
    assert list(data) == (
        "scenario runs seed line outcomes metrics seconds runs_per_second difficulty".split()
    )
    assert (data["scenario"], data["runs"], data["seed"], data["line"]) == ("small", 50, 1, "pass")
    assert set(data["outcomes"]["met"]) == {"count", "share", "ci95"}
    assert set(data["metrics"]["trust"]) == {"mean", "sd", "ci95"}
    assert set(data["outcomes"]) == set(case()["outcomes"])


def test_one_run_has_a_result_too() -> None:
    found = run_batch(setup(), 1)
    assert found.metrics()["trust"].sd == 0.0
    assert run_span(found.setup.compiled(), found.setup, 0, 1).keys() == found.columns.keys()


def test_progress_tells_of_every_run() -> None:
    steps: list[int] = []
    run_batch(setup(), 120, chunk=10, progress=steps.append)
    assert sum(steps) == 120
    assert len(steps) > 1


def test_another_seed_gives_other_runs() -> None:
    assert run_batch(setup(), 50).digest() != run_batch(setup(seed=2), 50).digest()


def test_without_and_forbid_change_only_what_they_switch_off() -> None:
    plain = run_batch(setup(), 300)
    barred = run_batch(setup(forbid=["host:hold_round", "friend:hold_round"]), 300)
    assert barred.outcomes()["met"][0] == 0
    assert barred.columns["skipped"].mean() > plain.columns["skipped"].mean()
    closed = run_batch(setup(without=["event:report"]), 300)
    assert plain.outcomes()["resolution"][0] > closed.outcomes()["resolution"][0] == 0
    # What happens before the event is the same.
    early, late = plain.columns["outcomes.met"], closed.columns["outcomes.met"]
    assert (early[early < 2] == late[early < 2]).all()


def test_an_override_that_adds_a_number_leaves_all_other_chance_alone() -> None:
    base = loaded()
    changed = variation(base, {"trust.north.south": 0.5})
    assert "south" not in base.scenario.trust["north"]

    def start(one: Setup) -> dict[str, np.ndarray[Any, Any]]:
        return dict(ensemble(one.compiled(), one, 0, 9).world.arrays())

    plain, careful = start(setup_of(base)), start(setup_of(changed, base=base))
    naive = start(setup_of(changed))
    north, south = (list(base.scenario.actors).index(name) for name in ("north", "south"))
    assert (careful["trust"][north, south] == 0.5).all()
    for array in (plain, careful, naive):
        array["trust"][north, south] = 0.0
    assert all((plain[name] == careful[name]).all() for name in plain)
    # Without care the draws of what comes later in the file would move up by one.
    assert (plain["trust"] != naive["trust"]).any()


def test_ended_runs_do_not_make_chunks_differ(tmp_path: Any) -> None:
    data = case()
    data["outcomes"]["met"]["final"] = True
    one = setup_of(load(str(written(data, tmp_path))), asks={**ASKS, "turn": "turn()"})
    assert run_batch(one, 60, chunk=1).digest() == run_batch(one, 60).digest()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"seat": "hots"}, 'small has no seat hots; it has host, friend; did you mean "host"?'),
        ({"without": ["rule:trusst"]}, 'did you mean "rule:trust"?'),
        ({"without": ["trust"]}, "trust is neither a rule nor an event"),
        ({"forbid": ["host:hold_ruond"]}, 'did you mean "host:hold_round"?'),
        ({"asks": {"a": "trust(north, hots) >= 0.5"}}, 'there is no actor "hots"'),
        ({"asks": {"a": "turst(north, host) >= 0.5"}}, 'did you mean "trust"'),
        ({"line": "histroy"}, 'There is no line "histroy"'),
        ({"seed": -1}, "The seed is -1; it must be"),
    ],
)
def test_what_cannot_be_set_up_is_told_in_a_sentence(
    options: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(LabError) as caught:
        setup(**options)
    assert sentence in str(caught.value)
    assert "?." not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"runs": 0}, "0 runs cannot be made; ask for 1 to"),
        ({"runs": 10**12}, "runs cannot be made"),
        ({"workers": 0}, "0 workers cannot run anything; ask for at least 1."),
        ({"chunk": 0}, "A chunk of 0 runs cannot be run; ask for at least 1."),
    ],
)
def test_what_cannot_be_run_is_told_in_a_sentence(options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(LabError, match=sentence):
        run_batch(setup(), **{"runs": 10, **options})


def test_a_name_that_was_not_followed_is_told_in_a_sentence() -> None:
    with pytest.raises(LabError, match=r'no "outcomes.mett"; did you mean "outcomes.met"'):
        run_batch(setup(), 2).share("outcomes.mett")
