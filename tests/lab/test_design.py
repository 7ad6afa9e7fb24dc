"""A batch on disk: tidy, whole, never over another one's, and resumed to the same bytes."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from sim.files import write_whole_with
from sim.lab import storage
from sim.lab.columns import Columns
from sim.lab.design import Design
from sim.lab.errors import LabError
from sim.lab.resolved import resolved_text
from sim.model.plan import NEVER
from sim.scenario.load import load
from tests.lab.cases import loaded

SWEEP = [{"trust.north.host": 0.2}, {"trust.north.host": 0.8}]


def plan(runs: int = 40, points: list[dict[str, Any]] | None = None, **options: Any) -> Design:
    asks = {"trust": "trust(north, host)"}
    return Design.of(loaded(), loaded(), {}, points or [{}], runs, **{"asks": asks, **options})


def read(folder: Path) -> dict[str, Any]:
    """The run file as columns, whichever format it has."""
    if (folder / "runs.npz").exists():
        with np.load(folder / "runs.npz") as file:
            return dict(file)
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(folder / "runs.parquet")
    return {name: table[name].to_numpy() for name in table.column_names}


def files(folder: Path) -> dict[str, bytes]:
    """Every file but the manifest, which tells the time."""
    return {
        path.name: path.read_bytes() for path in folder.iterdir() if path.name != "manifest.json"
    }


def without_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "find_spec", lambda _name: None)


@pytest.mark.parametrize("with_pyarrow", [True, False])
def test_all_runs_are_written(
    with_pyarrow: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if with_pyarrow:
        pytest.importorskip("pyarrow")
    else:
        without_pyarrow(monkeypatch)
    (result,) = plan().run()
    (stored,) = plan().run(out=tmp_path / "out")
    assert stored.summary() == result.summary()
    suffix = "parquet" if with_pyarrow else "npz"
    assert set(files(tmp_path / "out")) == {f"runs.{suffix}", "summary.csv", "results.json"}
    table = read(tmp_path / "out")
    assert list(table["run"]) == list(range(40))
    met, first = table["outcomes.met"], result.columns["outcomes.met"]
    assert ((met == -1) == (first == NEVER)).all()
    assert (met[first != NEVER] == first[first != NEVER] + 1).all()
    assert (table["quantities.trust"] == result.columns["quantities.trust"]).all()


def test_sums_can_be_had_without_the_runs() -> None:
    (whole,), (summed,) = plan().run(), plan().run(keep=False)
    assert summed.summary() == whole.summary()
    assert not hasattr(summed, "columns")


def test_the_manifest_says_how_to_make_the_batch_again(tmp_path: Path) -> None:
    out = tmp_path / "out"
    one = plan(seed=3, without=["rule:trust"])
    one.run(out=out, command=["batch", "small"])
    (result,) = one.run()
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["status"] == "complete"
    assert manifest["command"] == ["batch", "small"]
    assert manifest["values"] == result.digest()
    batch = manifest["inputs"]
    assert (batch["seed"], batch["runs"], batch["without"]) == (3, 40, ["rule:trust"])
    assert batch["digest"] == batch["base_digest"] == loaded().digest
    assert [move["id"] for move in batch["line"]["moves"]][:2] == ["tell_south", "join"]
    assert {"twin-track", "python", "numpy", "mesa"} <= set(manifest["versions"])
    assert manifest["started"] <= manifest["finished"]
    # The scenario in the manifest is the scenario.
    path = tmp_path / "again.yaml"
    path.write_text(manifest["scenario_text"])
    again = load(str(path))
    assert again.digest == batch["digest"]
    assert again.scenario == one.setup.scenario


def test_a_sweep_runs_every_point_on_the_same_chance(tmp_path: Path) -> None:
    one = plan(300, SWEEP)
    low, high = results = one.run()
    one.run(out=tmp_path / "out")
    assert low.columns["quantities.trust"].mean() < high.columns["quantities.trust"].mean()
    data = results.as_json()
    assert [point["set"] for point in data["sweep"]] == SWEEP
    assert data["sweep"][0]["difference"]["met"]["value"] == 0.0
    difference = data["sweep"][1]["difference"]["met"]
    met = (
        data["sweep"][1]["outcomes"]["met"]["share"] - data["sweep"][0]["outcomes"]["met"]["share"]
    )
    assert difference["value"] == pytest.approx(met)
    assert difference["ci95"][0] <= met <= difference["ci95"][1]
    table = read(tmp_path / "out")
    assert list(np.unique(table["set.trust.north.host"])) == [0.2, 0.8]
    assert list(table["run"]) == [*range(300)] * 2
    with (tmp_path / "out" / "summary.csv").open() as file:
        rows = list(csv.DictReader(file))
    shares = [row for row in rows if row["name"] == "met" and row["kind"] == "outcome"]
    differ = [row for row in rows if row["name"] == "met" and row["kind"] == "difference"]
    assert [float(row["value"]) for row in differ] == [0.0, pytest.approx(met)]
    assert [float(row["value"]) for row in shares] == [
        r.share("outcomes.met").value for r in results
    ]
    assert {row["set.trust.north.host"] for row in rows} == {"0.2", "0.8"}


def test_a_plain_batch_gives_the_agreed_form() -> None:
    one = plan()
    results = one.run()
    assert results.as_json().keys() == results[0].as_json().keys()


@pytest.mark.parametrize(
    ("other", "what"),
    [
        ({"seed": 2}, "seed"),
        ({"line": "pass"}, "line"),
        ({"runs": 41}, "runs"),
        ({"points": [{"trust.north.host": 0.1}]}, "points"),
        ({"without": ["rule:trust"]}, "without"),
    ],
)
def test_another_batch_is_not_overwritten(other: dict[str, Any], what: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    plan().run(out=out)
    before = {path: path.read_bytes() for path in out.iterdir()}
    with pytest.raises(LabError, match="holds another batch") as caught:
        plan(**other).run(out=out)
    assert f"(what differs: {what})" in str(caught.value)
    assert {path: path.read_bytes() for path in out.iterdir()} == before


def test_another_scenario_is_not_overwritten(tmp_path: Path) -> None:
    plan().run(out=tmp_path / "out")
    changed = Design.of(
        load(str(loaded().path), {"trust.north.host": 0.3}),
        loaded(),
        {"trust.north.host": 0.3},
        [{}],
        40,
        asks={"trust": "trust(north, host)"},
    )
    with pytest.raises(LabError, match=r"what differs: digest, set\)"):
        changed.run(out=tmp_path / "out")


def test_what_is_no_batch_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(LabError, match="is not empty and holds no batch"):
        plan().run(out=tmp_path)
    with pytest.raises(LabError, match=r"letters.txt is a file; --out needs a folder."):
        plan().run(out=tmp_path / "letters.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"batch": 3}', "{"])
def test_a_foreign_manifest_is_left_alone(content: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(LabError, match="holds no batch"):
        plan().run(out=tmp_path)
    assert (tmp_path / "manifest.json").read_text() == content


def test_a_stopped_batch_resumes_to_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    plan(points=SWEEP).run(out=whole, chunk=15)
    done: list[int] = []

    def stop(steps: int) -> None:
        done.append(steps)
        if sum(done) > 60:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        plan(points=SWEEP).run(out=stopped, progress=stop, chunk=15)
    parts = sorted(path.name for path in (stopped / "parts").iterdir())
    assert len(parts) == 5
    assert json.loads((stopped / "manifest.json").read_text())["status"] == "running"
    # A torn part, as a full disk might leave it, is run again.
    (stopped / "parts" / parts[0]).write_bytes(b"PK torn")
    ran: list[int] = []

    def count(self: storage.Archive, point: int, first: int, columns: Columns) -> None:
        ran.append(columns["skipped"].size)
        keep(self, point, first, columns)

    keep = storage.Archive.keep
    monkeypatch.setattr(storage.Archive, "keep", count)
    plan(points=SWEEP).run(out=stopped, resume=True, chunk=15)
    assert sum(ran) == 80 - sum(done) + done[0]
    assert files(stopped) == files(whole)


def stopped_batch(out: Path) -> None:
    """A batch of four parts that was stopped after two."""
    done: list[int] = []

    def stop(steps: int) -> None:
        done.append(steps)
        if len(done) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        plan().run(out=out, progress=stop, chunk=10)


def test_without_resume_nothing_that_was_done_is_lost(tmp_path: Path) -> None:
    out = tmp_path / "out"
    stopped_batch(out)
    parts = {path.name: path.read_bytes() for path in (out / "parts").iterdir()}
    with pytest.raises(LabError, match="half done; add --resume"):
        plan().run(out=out, chunk=10)
    assert {path.name: path.read_bytes() for path in (out / "parts").iterdir()} == parts
    plan().run(out=out, resume=True, chunk=10)
    before = files(out)
    with pytest.raises(storage.CompleteError, match="is complete"):
        plan().run(out=out)
    assert files(out) == before


def lacking(columns: Columns) -> Columns:
    return {name: values for name, values in columns.items() if name != "outcomes.met"}


def turned(columns: Columns) -> Columns:
    return columns | {"outcomes.met": columns["outcomes.met"] + np.int16(1)}


@pytest.mark.parametrize("damage", [lacking, turned])
def test_a_part_that_is_not_as_it_was_written_is_made_again(
    damage: Callable[[Columns], Columns], tmp_path: Path
) -> None:
    whole, out = tmp_path / "whole", tmp_path / "out"
    plan().run(out=whole)
    stopped_batch(out)
    path = sorted((out / "parts").iterdir())[0]
    with np.load(path) as file:
        columns = dict(file)
    save: Callable[..., None] = np.savez
    save(path, **damage(columns))
    plan().run(out=out, resume=True, chunk=10)
    assert files(out) == files(whole)


def test_a_part_of_another_build_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    stopped_batch(out)
    monkeypatch.setattr(storage, "build", lambda: "another")
    ran: list[int] = []
    keep = storage.Archive.keep

    def count(self: storage.Archive, point: int, first: int, columns: Columns) -> None:
        ran.append(first)
        keep(self, point, first, columns)

    monkeypatch.setattr(storage.Archive, "keep", count)
    plan().run(out=out, resume=True, chunk=10)
    assert len(ran) == 4


def test_a_link_is_never_written_through(tmp_path: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "other.txt"
    out.mkdir()
    other.write_text("mine")
    (out / ".manifest.json.part").symlink_to(other)
    plan().run(out=out)
    assert other.read_text() == "mine"
    elsewhere, linked = tmp_path / "elsewhere", tmp_path / "linked"
    stopped_batch(linked)
    (linked / "parts").rename(elsewhere)
    (linked / "parts").symlink_to(elsewhere)
    with pytest.raises(LabError, match="is a link"):
        plan().run(out=linked, resume=True)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LabError, match="cannot be written"):
        plan().run(out=tmp_path / "file" / "out")


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("before")

    def torn(file: Any) -> None:
        file.write(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_whole_with(path, torn)
    assert [one.read_text() for one in tmp_path.iterdir()] == ["before"]


def test_the_resolved_text_needs_no_anchors() -> None:
    shared = {"a": 1}
    text = resolved_text({"one": shared, "two": shared})
    assert "&" not in text
    assert yaml.safe_load(text) == {"one": shared, "two": shared}
