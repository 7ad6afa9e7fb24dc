"""A manifest suffices alone: the same bytes, with the scenario's file gone."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sim.lab import manifest as manifests
from sim.lab import rerun as reruns
from sim.lab.design import Design
from sim.lab.errors import LabError
from sim.lab.folders import claim
from sim.lab.line_data import line_from, moves_of
from sim.lab.manifest import Manifest, inputs_of, new_manifest, read_manifest
from sim.lab.rerun import rerun
from sim.lab.resolved import resolved_text
from sim.lab.results import hash_of, write_results
from sim.lab.setup import setup_of
from sim.model.constants import standard
from sim.model.plan import Plan
from sim.scenario.load import Loaded, load, load_text, varied
from tests import shipped
from tests.lab.cases import case, loaded, written

POINTS = [{"trust.north.host": 0.2}, {"trust.north.host": 0.8}]
OPTIONS: dict[str, Any] = {
    "seed": 7,
    "asks": {"trust": "trust(north, host)", "nod": "stance(of: south) >= acquiesces"},
    "without": ["event:report"],
    "forbid": ["north:complain"],
    "leave_out": ["join"],
}


def family(folder: Path) -> Path:
    """A child that extends the small scenario with an actor's number of its own."""
    written(case(), folder, "parent.yaml")
    child = folder / "child.yaml"
    child.write_text(
        "version: 1\nid: child\nextends: parent.yaml\ntrust: {south: {host: 0.4}}\n"
        "events: {storm: {title: A storm, date: 2000-01-09, effects: [], cite: [E5]}}\n"
    )
    return child


def design(path: Path, overrides: dict[str, Any] | None = None) -> Design:
    base, changed = load(str(path)), load(str(path), overrides)
    return Design.of(changed, base, overrides or {}, POINTS, 30, **OPTIONS)


def made(folder: Path, overrides: dict[str, Any] | None = None) -> Path:
    """A finished batch whose scenario files are gone."""
    path = family(folder)
    design(path, overrides).run(out=folder / "first")
    for file in folder.glob("*.yaml"):
        file.unlink()
    return folder / "first"


@pytest.mark.parametrize(
    "overrides", [None, {"trust.north.south": 0.5, "calendar.start": dt.date(2000, 1, 2)}]
)
def test_a_batch_is_made_again_from_its_manifest_alone(
    tmp_path: Path, overrides: dict[str, Any] | None
) -> None:
    first = made(tmp_path, overrides)
    moved = tmp_path / "kept.json"
    moved.write_bytes((first / "manifest.json").read_bytes())
    found = rerun(read_manifest(moved), tmp_path / "again")
    assert found.same
    assert found.values
    assert all(found.files.values())
    assert set(found.files) == {"summary.csv", "results.json", next(first.glob("runs.*")).name}
    for name in found.files:
        assert (tmp_path / "again" / name).read_bytes() == (first / name).read_bytes()
    assert "same bytes" in found.sentence()


def test_the_generations_of_a_chain_come_back(tmp_path: Path) -> None:
    one = design(family(tmp_path))
    manifest = read_back(tmp_path, one)
    assert manifest.inputs.generations == {"events": {"storm": 1}}
    kept = {item: depth for item, depth in manifest.base.generations.items() if depth}
    assert kept == {item: depth for item, depth in one.base.generations.items() if depth}


def read_back(folder: Path, one: Design) -> Manifest:
    path = folder / "manifest.json"
    path.write_text(json.dumps(new_manifest("batch", one.inputs(), one.base)))
    return read_manifest(path)


def test_a_fresh_chance_of_a_line_comes_back(tmp_path: Path) -> None:
    one = design(family(tmp_path))
    assert "luck" not in one.inputs()["line"]
    line = replace(one.setup.line, luck=((2, 1), (4, 0)))
    read = read_back(tmp_path, replace(one, setup=replace(one.setup, line=line)))
    assert read.setup().line.luck == ((2, 1), (4, 0))


def test_other_constants_are_taken_from_the_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(tmp_path)
    other = {name: float(value) for name, value in standard().items()}
    other["trust_gain"] *= 0.1
    monkeypatch.setattr(manifests, "standard", lambda: type(standard())(**other))
    setup = read_manifest(first).setup()
    assert setup.constants is not None
    assert setup.constants["trust_gain"] == float(dict(standard().items())["trust_gain"])
    monkeypatch.setattr(manifests, "NAMES", [*other, "new_constant"])
    with pytest.raises(LabError, match=r"other constants of the engine \(new_constant\)"):
        read_manifest(first).setup()


def test_another_version_is_told(tmp_path: Path) -> None:
    first = made(tmp_path)
    data = json.loads((first / "manifest.json").read_text())
    data["versions"]["numpy"] = "1.0"
    (first / "manifest.json").write_text(json.dumps(data))
    (warning,) = read_manifest(first).warnings()
    assert warning.startswith("numpy is ")
    assert warning.endswith("here and was 1.0 there.")


def test_other_results_are_told(tmp_path: Path) -> None:
    first = made(tmp_path)
    data = json.loads((first / "manifest.json").read_text())
    name = next(first.glob("runs.*")).name
    data["files"][name] = "0" * 64
    (first / "manifest.json").write_text(json.dumps(data))
    found = rerun(read_manifest(first), tmp_path / "again")
    assert found.same
    assert found.sentence() == f"The same values as the first time, in other bytes: {name}."
    data["values"] = "0" * 64
    (first / "manifest.json").write_text(json.dumps(data))
    found = rerun(read_manifest(first), tmp_path / "third")
    assert not found.same
    assert found.sentence() == f"Not the same as the first time: {name}."


def changed(data: dict[str, Any], *path: str, to: Any) -> None:
    for step in path[:-1]:
        data = data[step]
    data[path[-1]] = to


@pytest.mark.parametrize(
    ("path", "to", "sentence"),
    [
        (("scenario_text",), "version: 1", "cannot take the scenario"),
        (("inputs", "base_digest"), "0", "its scenario is not the one that was run"),
        (("inputs", "digest"), "0", "what it sets is not what was set"),
        (("inputs", "set"), {"trust.nroth.host": 1}, "what it sets does not fit"),
        (("inputs", "seed"), "one", "inputs.seed"),
        (("inputs", "seed"), -1, "The seed is -1"),
        (("inputs", "line", "moves"), [{"id": "a"}], "inputs.line.moves.0.turn"),
        (("inputs", "without"), ["rule:trusst"], "rule:trust"),
        (("inputs", "runs"), 0, "0 runs cannot be made"),
        (("inputs", "runs"), "many", "inputs.runs"),
        (("inputs", "precision"), 7.0, "between 0 and 0.5, not 7"),
        (("inputs", "points"), "none", "points"),
        (("inputs", "points"), [], "0 points make no design"),
        (("inputs", "points"), [{"a.b": 1.0}, {"a.c": 1.0}], "sets the same paths"),
        (("kind",), "letters", "kind"),
        (("format",), 99, "format 99"),
        (("inputs",), None, "inputs"),
    ],
)
def test_a_manifest_that_was_changed_is_told_in_a_sentence(
    tmp_path: Path, path: tuple[str, ...], to: Any, sentence: str
) -> None:
    data = new_manifest("batch", design(family(tmp_path)).inputs(), design(family(tmp_path)).base)
    changed(data, *path, to=to)
    file = tmp_path / "manifest.json"
    file.write_text(json.dumps(data))
    with pytest.raises(LabError) as caught:
        rerun(read_manifest(file), tmp_path / "again")
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("text", ["", "[]", "{", "3", "[" * 100_000])
def test_what_is_no_manifest_is_told_in_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(LabError, match="is no manifest"):
        read_manifest(tmp_path)
    with pytest.raises(LabError, match="There is no manifest"):
        read_manifest(tmp_path / "nothing.json")


def test_the_first_results_are_not_written_over(tmp_path: Path) -> None:
    first = made(tmp_path)
    with pytest.raises(LabError, match="holds the first results"):
        rerun(read_manifest(first), first)


# -- texts and lines -------------------------------------------------------------------------------


@shipped.every
def test_the_text_of_a_scenario_is_the_scenario(name: str) -> None:
    base = shipped.loaded(name)
    again = load_text(resolved_text(base.document.data), name, generations=base.generations)
    assert again.digest == base.digest
    assert again.scenario == base.scenario


def test_text_that_reads_like_a_number_stays_text() -> None:
    data = {"a": "1e3", "b": "0o17", "c": "no", "d": "12:30", "e": "~", "f": "+1", "g": "\u201cq"}
    from sim.scenario.text.reader import read

    assert read(resolved_text(data).encode()).data == data


def test_a_variation_is_what_a_load_with_overrides_is() -> None:
    overrides = {"trust.north.south": 0.5, "calendar.turns": 5}
    one: Loaded = varied(loaded(), overrides)
    other = load(str(loaded().path), overrides)
    assert (one.scenario, one.digest, one.level) == (other.scenario, other.digest, other.level)
    assert loaded().digest == load(str(loaded().path)).digest


def test_a_line_goes_to_plain_data_and_back() -> None:
    setup = setup_of(loaded())
    plan = Plan(loaded().scenario)
    moves = moves_of(setup.line, plan)
    assert moves[0] == {"id": "tell_south", "turn": 1, "move": "consult", "to": "south", "text": {}}
    assert line_from(plan, "history", "line", moves, setup.seat) == setup.line
    moves[0]["move"] = "complain"
    with pytest.raises(LabError, match="entry tell_south: host cannot play complain to south"):
        line_from(plan, "history", "line", moves, setup.seat)


# -- results of other kinds ------------------------------------------------------------------------


def test_results_of_another_kind_are_kept_and_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = design(family(tmp_path))
    inputs = inputs_of(one.setup, one.loaded, one.base, {}, pairs=True, total_runs=60)
    start = new_manifest("counterfactual", inputs, one.base, ["counterfactual", "small"])
    out = tmp_path / "out"
    claim(out, start)
    write_results(out, start, {"value": 0.5, "seconds": 3.0}, "name,value\na,0.5\n")
    data = json.loads((out / "manifest.json").read_text())
    assert (data["status"], data["kind"], data["seconds"]) == ("complete", "counterfactual", 3.0)
    assert json.loads((out / "results.json").read_text()) == {"value": 0.5}
    assert data["files"]["results.csv"] == hash_of(out / "results.csv")
    claim(out, start)
    with pytest.raises(LabError, match=r"holds another counterfactual \(what differs: pairs\)"):
        claim(out, {**start, "inputs": {**inputs, "pairs": False}})
    with pytest.raises(LabError, match="holds a counterfactual; give a new folder"):
        claim(out, {**start, "kind": "batch"})

    class Module:
        @staticmethod
        def again(manifest: Manifest, folder: Path, **_options: Any) -> None:
            assert manifest.own == {"pairs": True, "total_runs": 60}
            write_results(folder, manifest.data, {"value": 0.5}, "name,value\na,0.5\n")

    monkeypatch.setattr(reruns, "import_module", lambda _name: Module)
    manifest = read_manifest(out)
    assert reruns.total_runs(manifest) == 60
    assert rerun(manifest, tmp_path / "again").same
