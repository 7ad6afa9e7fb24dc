"""A whole sensitivity analysis: counted, kept, made again, the same on any workers."""

from __future__ import annotations

import csv
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from sim.lab.errors import LabError
from sim.lab.manifest import read_manifest
from sim.lab.rerun import rerun
from sim.lab.sensitivity import analysis as module
from sim.lab.sensitivity.analysis import Asked, Sensitivity, index_runs_of, sensitivity, written
from sim.lab.setup import Setup, setup_of
from tests.lab.cases import loaded

pytest.importorskip("scipy")

ASKED = Asked("met", 2, 300, ("trust.north.host",), indices=True, discover=("not:met",))


@cache
def setup() -> Setup:
    return setup_of(loaded(), "pass")


@cache
def found() -> Sensitivity:
    return sensitivity(setup(), ASKED)


def test_all_parts_speak_of_one_measure_on_runs_of_their_own() -> None:
    whole = found()
    assert whole.tornado.measure.column == "outcomes.met"
    assert whole.indices is not None
    assert whole.indices.measure == whole.tornado.measure
    told = {bar.path for bar in whole.tornado.bars}
    assert "trust.north.host" in told
    assert told < {one.factor for one in whole.indices.factors}
    assert whole.discoveries[0].wanted == "not:met"


@pytest.mark.parametrize("asked", [ASKED, replace(ASKED, indices=False, top=5, discover=())])
def test_the_count_is_what_is_run(asked: Asked) -> None:
    told: list[int] = []
    sensitivity(setup(), asked, progress=told.append)
    assert sum(told) == asked.count(setup().compiled())


def test_workers_do_not_matter() -> None:
    with ThreadPoolExecutor(2) as executor:
        other = sensitivity(setup(), ASKED, executor=executor)
    assert other.csv() == found().csv()
    assert {**other.as_json(), "seconds": 0} == {**found().as_json(), "seconds": 0}


def test_another_seed_gives_other_figures() -> None:
    assert sensitivity(replace(setup(), seed=2), ASKED).csv() != found().csv()


def test_it_is_kept_and_made_again_from_its_manifest_alone(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    written(setup(), ASKED, one, loaded(), loaded(), {})
    manifest = read_manifest(one)
    assert manifest.kind == "sensitivity"
    assert manifest.own["total_runs"] == ASKED.count(setup().compiled())
    assert rerun(manifest, other).same
    results = json.loads((other / "results.json").read_text())
    assert results["tornado"] == json.loads(json.dumps(found().tornado.as_json()))
    rows = list(csv.DictReader((one / "results.csv").read_text().splitlines()))
    assert len(rows) == len(found().rows())
    assert {"effect", "total index", "box density", "screening"} <= {row["kind"] for row in rows}


def test_a_folder_of_another_analysis_is_left_alone(tmp_path: Path) -> None:
    short = replace(ASKED, indices=False, discover=())
    written(setup(), short, tmp_path, loaded(), loaded(), {})
    before = (tmp_path / "results.json").read_bytes()
    with pytest.raises(LabError, match=r"another sensitivity \(what differs: asked"):
        written(setup(), replace(short, top=3), tmp_path, loaded(), loaded(), {})
    assert (tmp_path / "results.json").read_bytes() == before


def test_a_manifest_that_was_changed_is_refused(tmp_path: Path) -> None:
    one = tmp_path / "one"
    written(setup(), replace(ASKED, indices=False, discover=()), one, loaded(), loaded(), {})
    data = json.loads((one / "manifest.json").read_text())
    for wrong in ("everything", {"top": "many"}, None):
        data["inputs"]["asked"] = wrong
        (one / "manifest.json").write_text(json.dumps(data))
        with pytest.raises(LabError, match="was changed"):
            rerun(read_manifest(one), tmp_path / "other")


def test_a_measure_too_rare_for_indices_has_none_unless_they_are_asked_for() -> None:
    rare = replace(ASKED, measure="goals.friend", discover=())
    played = setup_of(loaded())
    found = sensitivity(played, replace(rare, indices=None))
    assert found.indices is None
    assert 0.99 < found.tornado.as_drawn.value < 1
    with pytest.raises(LabError, match="no variance to share out"):
        sensitivity(played, rare)


def test_without_scipy_there_is_a_tornado_and_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _name: None)
    assert sensitivity(setup(), replace(ASKED, indices=None, discover=())).indices is None
    for asked in (replace(ASKED, discover=()), replace(ASKED, indices=False)):
        with pytest.raises(LabError, match=r'pip install "twin-track\[lab\]"'):
            sensitivity(setup(), asked)


@pytest.mark.parametrize("runs", [300, 1000, 20_000, 1 << 20])
def test_indices_take_a_quarter_of_the_runs_or_less(runs: int) -> None:
    each = index_runs_of(runs)
    assert each & (each - 1) == 0
    assert runs / 8 < each <= max(runs / 4, 64)
