"""A counterfactual as plain data, in a folder, and made again from its manifest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.lab.counterfactual.changes import Change, each_left_out
from sim.lab.counterfactual.files import kept
from sim.lab.errors import LabError
from sim.lab.manifest import read_manifest
from sim.lab.rerun import rerun
from tests.lab.cases import loaded
from tests.lab.test_counterfactual import day, left_out, setup


def test_a_change_comes_back_from_its_plain_data() -> None:
    change = Change(
        ("round", "event:report"),
        ("north:complain",),
        {"trust.north.host": 0.2, "events.report.date": day(25)},
        {"text": day(18)},
        {"second_round": "friend"},
    )
    assert Change.from_json(json.loads(json.dumps(change.as_json()))) == change
    with pytest.raises(LabError, match="is no change of a counterfactual"):
        Change.from_json({"without": ["round"]})


def test_rows_are_plain_and_complete() -> None:
    rows = left_out().rows()
    assert len(rows) == sum(len(found.effects) for found in left_out().alternatives)
    for row in rows:
        assert row["low"] <= row["difference"] <= row["high"]
        assert all(isinstance(value, str | float | None) for value in row.values())
    json.dumps(left_out().as_json())


def test_a_counterfactual_is_made_again_from_its_manifest_alone(tmp_path: Path) -> None:
    changes = [
        Change(at={"text": day(10)}),
        Change(by={"round": "friend"}),
        Change(set={"trust.north.host": 0.3, "events.report.date": day(25)}),
        *each_left_out(setup())[:1],
    ]
    first = tmp_path / "first"
    result = kept(first, setup(), loaded(), changes, runs=200, pairs=True, measures=["signed"])
    manifest = json.loads((first / "manifest.json").read_text())
    assert (manifest["kind"], manifest["status"]) == ("counterfactual", "complete")
    held = json.loads((first / "results.json").read_text())
    assert "seconds" not in held
    assert held == {name: value for name, value in result.as_json().items() if name in held}
    header, *lines = (first / "results.csv").read_text().splitlines()
    assert header.startswith("alternative,measure,as_is,otherwise,difference,low,high,changed")
    assert len(lines) == len(result.rows())
    found = rerun(read_manifest(first), tmp_path / "second")
    assert found.same
    for name in ("results.json", "results.csv"):
        assert (tmp_path / "second" / name).read_bytes() == (first / name).read_bytes()


def test_a_folder_with_another_counterfactual_is_left_alone(tmp_path: Path) -> None:
    kept(tmp_path, setup(), loaded(), [Change(without=("round",))], runs=50)
    before = (tmp_path / "results.json").read_bytes()
    with pytest.raises(LabError, match=r"holds another counterfactual \(what differs: changes\)"):
        kept(tmp_path, setup(), loaded(), [Change(without=("join",))], runs=50)
    assert (tmp_path / "results.json").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "value", "place"),
    [
        ("runs", "many", "runs"),
        ("changes", [{"without": "round"}], "changes.0.without"),
        ("pairs", "yes", "pairs"),
        ("measures", [7], "measures.0"),
    ],
)
def test_a_manifest_that_was_changed_is_one_sentence(
    tmp_path: Path, name: str, value: object, place: str
) -> None:
    first = tmp_path / "first"
    kept(first, setup(), loaded(), [Change(without=("round",))], runs=50)
    manifest = json.loads((first / "manifest.json").read_text())
    manifest["inputs"][name] = value
    (first / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(LabError, match=rf"was changed: inputs\.{place} is not as it was written\."):
        rerun(read_manifest(first), tmp_path / "second")
