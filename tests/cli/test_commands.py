"""The commands as scripts see them: what goes to stdout, what to stderr, and the exit code."""

from __future__ import annotations

import json
import platform
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim import __version__
from sim.cli import main
from sim.lab.batch import run_batch
from sim.lab.chronicle import chronicle
from sim.lab.setup import setup_of
from sim.scenario.load import load
from sim.scenario.shelf import campaigns, examples, shipped
from tests.lab.cases import case, loaded, written
from tests.shipped import FIRST, LARGEST
from tests.shipped import loaded as whole

Ran = tuple[int, str, str]
Command = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command; gives its exit code, stdout and stderr."""

    def command(*arguments: object) -> Ran:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


@pytest.fixture
def small() -> str:
    return str(loaded().path)


def test_the_version_is_told_and_what_it_stands_on(run: Command) -> None:
    code, out, err = run("--version")
    first, second = out.splitlines()
    assert (code, first, err) == (0, f"twintrack {__version__}", "")
    python = platform.python_version()
    assert re.fullmatch(rf"python {python}, mesa 3\S+, numpy 2\S+, pygame-ce 2\S+; .+", second)


# -- list ------------------------------------------------------------------------------------------


def test_list_agrees_with_the_whole_scenario(run: Command) -> None:
    code, out, err = run("list", "--json")
    listed = {entry["id"]: entry for entry in json.loads(out)}
    assert (code, err, sorted(listed)) == (0, "", sorted([*shipped(), *campaigns(), *examples()]))
    for name in shipped():
        entry, scenario = listed[name], whole(name).scenario
        assert set(entry) == {"id", "title", "start", "end", "turns", "seats"}
        assert entry["title"] == scenario.title
        assert entry["start"] == scenario.calendar.start.isoformat()
        assert entry["turns"] == scenario.calendar.turns
        assert entry["seats"] == [name for name, actor in scenario.actors.items() if actor.seat]


def test_list_shows_a_table(run: Command) -> None:
    _, out, _ = run("list")
    for name in shipped():
        assert name in out
    assert out.splitlines()[0].split() == ["id", "title", "start", "end", "turns", "seats"]


# -- show ------------------------------------------------------------------------------------------


def test_show_tells_everything_with_sources(run: Command, small: str) -> None:
    code, out, _ = run("show", small)
    assert code == 0
    for part in (
        "A small quarrel",
        "numbers:",
        "Actors",
        "Issues",
        "Trust",
        "Leverage",
        "Moves",
        "Outcomes",
    ):
        assert part in out
    assert "assumed: a test" in out
    assert "0.50 (0.40-0.60)" in out
    assert "trust(who, in)" in out or "trust(" in out


def test_show_as_json_lists_all_that_can_be_asked(run: Command, small: str) -> None:
    _, out, _ = run("show", small, "--json")
    data = json.loads(out)
    assert (data["id"], data["digest"]) == ("small", loaded().digest)
    assert data["turns"][0] == "2000-01-01"
    assert len(data["turns"]) == 6
    assert data["seats"] == ["host", "friend"]
    assert data["trust"]["north"]["host"]["value"] == 0.5
    ask = data["ask"]
    assert ask["actors"] == list(loaded().scenario.actors)
    assert ask["functions"]["trust"]["kind"] == "quantity"
    assert ask["functions"]["adopted"]["kind"] == "condition"
    assert ask["functions"]["stance"]["words"]["acquiesces"] == 0.5
    assert ask["channels"] == ["arms", "trade"]
    assert "leverage" in ask["rules"]


def test_show_counts_what_the_numbers_rest_on(run: Command, tmp_path: Path, small: str) -> None:
    before = json.loads(run("show", small, "--json")[1])["numbers"]
    assert before["total"] == before["cited"] + before["assumed"] + before["bare"]
    data = case()
    data["trust"]["north"]["host"] = {"value": 0.5, "cite": ["E5"]}
    data["trust"]["south"]["host"] = 0.5
    after = json.loads(run("show", written(data, tmp_path), "--json")[1])["numbers"]
    assert after["total"] == before["total"]
    assert after["cited"] == before["cited"] + 1
    assert after["bare"] == before["bare"] + 1
    assert after["assumed_share"] == pytest.approx(after["assumed"] / after["total"])
    assert (after["trust_dyads"], after["trust_coded"], after["trust_cited"]) == (20, 4, 1)


def test_show_resolved_is_a_scenario_that_stands_alone(run: Command, tmp_path: Path) -> None:
    for name in (FIRST, LARGEST):
        _, out, _ = run("show", name, "--resolved")
        path = tmp_path / f"{name}.yaml"
        path.write_text(out)
        assert load(str(path)).scenario == whole(name).scenario
    assert json.loads(run("show", FIRST, "--resolved", "--json")[1])["id"] == FIRST


# -- check -----------------------------------------------------------------------------------------


def broken(folder: Path) -> Path:
    data = case()
    data["actors"]["host"]["capability"] = 7.0
    data["trust"]["north"]["hots"] = 0.5
    return written(data, folder, "broken.yaml")


def test_check_is_content_with_a_good_file(run: Command, tmp_path: Path) -> None:
    data = case()
    del data["history"]["line"]["too_late"]
    small = str(written(data, tmp_path))
    assert run("check", small) == (0, "", "1 file: no problems\n")
    assert run("check", small, "--json")[1] == "[]\n"


def test_check_tells_every_problem_of_every_file(run: Command, tmp_path: Path) -> None:
    path = broken(tmp_path)
    nothing = tmp_path / "nothing.yaml"
    code, out, err = run("check", path, nothing)
    assert code == 1
    assert f"{path}:" in out
    assert "^" in out
    assert f"there is no scenario file {nothing}" in out
    assert "2 files: 2 errors" in err
    code, out, _ = run("check", path, "--json")
    (problem,) = json.loads(out)
    assert code == 1
    assert list(problem) == ["file", "line", "column", "rule", "severity", "message"]
    assert problem["file"] == str(path)
    assert json.loads(run("check", path, "--format", "json")[1]) == [problem]
    assert run("check", path, "--format", "github")[1].startswith(f"::error file={path},line=")


def test_check_knows_its_formats(run: Command, small: str) -> None:
    code, out, err = run("check", small, "--format", "jsno")
    assert (code, out) == (2, "")
    assert err == '--format takes text, json or github, not "jsno"; did you mean "json"?\n'


# -- run -------------------------------------------------------------------------------------------


def test_run_tells_the_chronicle(run: Command, small: str) -> None:
    told = chronicle(setup_of(loaded(), seed=4), 2)
    code, out, _ = run("run", small, "--seed", 4, "--run", 2)
    assert code == 0
    assert out.splitlines() == list(told.lines())
    assert "seed 4" in out
    data = json.loads(run("run", small, "--seed", 4, "--run", 2, "--json")[1])
    assert data == json.loads(json.dumps(told.as_json()))
    assert data["state_hash"] == told.state_hash


def test_run_takes_a_line_file_and_all_switches(run: Command, small: str, tmp_path: Path) -> None:
    path = tmp_path / "line.yaml"
    path.write_text("moves:\n  a: {date: 2000-01-01, by: friend, move: press, to: north}\n")
    code, out, _ = run(
        *("run", small, "--line", path, "--seat", "friend", "--no-sample", "--json"),
        *("--set", "trust.north.friend=0.9", "--without", "rule:styles"),
        *("--forbid", "north:complain", "--forbid", "host:hold_round"),
    )
    data = json.loads(out)
    assert (code, data["line"], data["seat"]) == (0, str(path), "friend")
    played = [(e["who"], e["what"]) for e in data["entries"] if e["kind"] == "move"]
    assert ("friend", "press") in played
    assert ("north", "complain") not in played
    rules = {p["rule"] for e in data["entries"] if e["kind"] == "change" for p in e["parts"]}
    assert "styles" not in rules
    first = next(e for e in data["entries"] if e["kind"] == "change" and e["what"] == "trust")
    assert first["of"] == ["north", "friend"]
    assert first["before"] == 0.9


# -- batch -----------------------------------------------------------------------------------------


def test_batch_gives_what_the_library_gives(run: Command, small: str) -> None:
    asks = {"nod": "stance(south) >= acquiesces", "trust": "trust(north, host)"}
    result = run_batch(setup_of(loaded(), seed=7, asks=asks, without=["event:report"]), 60)
    code, out, err = run(
        *("batch", small, "--runs", 60, "--seed", 7, "--without", "event:report", "--json"),
        *(part for name, text in asks.items() for part in ("--ask", f"{name}={text}")),
    )
    data = json.loads(out)
    assert (code, err) == (0, "")
    assert data["outcomes"] == json.loads(json.dumps(result.as_json()["outcomes"]))
    assert data["metrics"] == json.loads(json.dumps(result.as_json()["metrics"]))
    assert (data["seed"], data["runs"], data["line"]) == (7, 60, "history")


def test_batch_shows_tables(run: Command, small: str) -> None:
    code, out, _ = run("batch", small, "--runs", 60, "--line", "random")
    assert code == 0
    assert "60 runs of line random, seed 1" in out
    assert "outcome" in out
    assert "95% interval" in out
    assert "goals.host" in out


def test_batch_sweeps_on_the_same_chance(run: Command, small: str, tmp_path: Path) -> None:
    arguments: list[Any] = ["batch", small, "--runs", 60, "--sweep", "trust.north.host=0:1:3"]
    code, out, _ = run(*arguments, "--out", tmp_path / "out")
    assert code == 0
    for value in ("0", "0.5", "1"):
        assert f"trust.north.host = {value}\n" in out
    assert "against the first" in out
    data = json.loads(run(*arguments, "--sweep", "actors.south.stance=0.1:0.9:2", "--json")[1])
    points = [tuple(point["set"].values()) for point in data["sweep"]]
    assert points == [(0.0, 0.1), (0.0, 0.9), (0.5, 0.1), (0.5, 0.9), (1.0, 0.1), (1.0, 0.9)]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["inputs"]["points"] == [{"trust.north.host": v} for v in (0.0, 0.5, 1.0)]


def test_batch_sets_values(run: Command, small: str) -> None:
    code, out, _ = run(
        *("batch", small, "--runs", 50, "--set", "actors.north.stance=0.1", "--json"),
        *("--set", "trust.south.friend=good", "--ask", "trust=trust(south, friend)"),
        *("--line", "pass", "--forbid", "host:consult"),
    )
    assert code == 0
    assert 0 < json.loads(out)["metrics"]["trust"]["mean"] < 1


def test_batch_writes_into_a_folder_once(run: Command, small: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("batch", small, "--runs", 20, "--out", out)[0] == 0
    assert (out / "manifest.json").exists()
    code, printed, err = run("batch", small, "--runs", 20, "--seed", 2, "--out", out)
    assert (code, printed) == (2, "")
    assert "holds another batch (what differs: seed); give a new folder to --out." in err


def test_batch_tells_what_it_left_out(run: Command, small: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = ["batch", small, "--runs", 40, "--out", out, "--json"]
    code, printed, err = run(*arguments, "--sweep", "trust.north.host=0.5:1.5:3")
    data = json.loads(printed)
    assert code == 1
    assert [point["set"] for point in data["sweep"]] == [{"trust.north.host": v} for v in (0.5, 1)]
    assert [failure["set"] for failure in data["failed"]] == [{"trust.north.host": 1.5}]
    assert err.startswith("Left out point 3 of 3: with trust.north.host=1.5: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("design", ["lhs", "sobol"])
def test_batch_spreads_points(design: str, run: Command, small: str) -> None:
    sweeps = ["--sweep", "trust.north.host=0.2:0.4", "--sweep", "actors.south.stance=0.1:0.9"]
    arguments = ["batch", small, "--runs", 20, "--design", design, "--points", 8, *sweeps]
    code, out, err = run(*arguments, "--json")
    assert (code, err) == (0, "")
    points = [point["set"] for point in json.loads(out)["sweep"]]
    assert len({point["trust.north.host"] for point in points}) == 8
    assert all(0.2 <= point["trust.north.host"] <= 0.4 for point in points)


def test_batch_stops_at_a_precision(run: Command, small: str) -> None:
    arguments = ["batch", small, "--runs", 9000, "--precision", 0.03]
    code, out, _ = run(*arguments)
    assert code == 0
    assert "2000 runs of line history" in out
    assert "Precision 0.03 reached: the widest interval is 0.02" in out
    data = json.loads(run(*arguments, "--json")[1])
    assert (data["runs"], data["precision"]["met"]) == (2000, True)


def test_a_complete_batch_says_so(run: Command, small: str, tmp_path: Path) -> None:
    arguments = ["batch", small, "--runs", 30, "--out", tmp_path / "out"]
    first = json.loads(run(*arguments, "--json")[1])
    code, out, err = run(*arguments, "--resume")
    assert (code, err) == (0, "")
    assert out == f"The batch in {tmp_path / 'out'} is complete; nothing was left to do.\n"
    assert json.loads(run(*arguments, "--resume", "--json")[1]) == first


def test_batch_does_without_a_move(run: Command, small: str) -> None:
    asked = ["--ask", "joined=joined(friend)", "--json"]
    whole = json.loads(run("batch", small, "--runs", 60, *asked)[1])
    left = ["--without", "join", "--without", "ask_again", "--without", "event:report"]
    code, out, _ = run("batch", small, "--runs", 60, *asked, *left)
    assert code == 0
    assert json.loads(out)["metrics"]["joined"]["mean"] == 0.0 < whole["metrics"]["joined"]["mean"]
    code, out, _ = run("run", small, "--without", "join", "--json")
    played = [(e["who"], e["what"]) for e in json.loads(out)["entries"] if e["kind"] == "move"]
    assert played.count(("host", "ask_to_join")) <= 1


def test_a_batch_is_made_again_from_its_manifest(run: Command, small: str, tmp_path: Path) -> None:
    first, again = tmp_path / "first", tmp_path / "again"
    run("batch", small, "--runs", 40, "--set", "trust.north.host=good", "--out", first)
    code, out, err = run("rerun", first, "--out", again)
    assert (code, err) == (0, "")
    assert out.startswith("The same bytes as the first time: ")
    code, out, _ = run("rerun", first / "manifest.json", "--out", again, "--json")
    assert code == 0
    assert json.loads(out)["same"]
    manifest = json.loads((first / "manifest.json").read_text())
    files = dict.fromkeys(manifest["files"], "0")
    changed = {**manifest, "files": files, "values": "0", "versions": {"numpy": "1.0"}}
    (first / "manifest.json").write_text(json.dumps(changed))
    code, out, err = run("rerun", first, "--out", again)
    assert code == 1
    assert out.startswith("Not the same as the first time: ")
    assert "numpy is" in err


def test_a_scheduler_that_does_not_answer_loses_nothing(
    run: Command, small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("sim.lab.clusters.PATIENCE", "300ms")
    out = tmp_path / "out"
    arguments = ["batch", small, "--runs", 20, "--out", out]
    run(*arguments)
    before = {path: path.read_bytes() for path in out.iterdir()}
    dask = ["--engine", "dask", "--dask-address", "tcp://127.0.0.1:9"]
    code, printed, err = run(*arguments, *dask)
    assert (code, printed) == (2, "")
    assert err.startswith("The Dask scheduler tcp://127.0.0.1:9 cannot be reached (")
    assert err.count("\n") == 1
    assert {path: path.read_bytes() for path in out.iterdir()} == before


# -- backtest and claims ---------------------------------------------------------------------------


def test_backtest_scores_the_record(run: Command, small: str) -> None:
    code, out, err = run("backtest", small, "--runs", 50, "--json")
    assert (code, err) == (0, "")
    assert set(json.loads(out)["scenarios"]) == {"small"}
    code, out, _ = run("backtest", small, "--runs", 50)
    assert code == 0
    for part in ("50 runs, seed 1", "checkpoint", "foil", "Brier score", "hold-out", "E8"):
        assert part in out


def test_claims_are_put_to_the_model(run: Command, small: str) -> None:
    arguments = ["claims", small, "--runs", "50", "--draws", "2", "--draw-runs", "4"]
    code, out, err = run(*arguments, "--json")
    assert (code, err) == (0, "")
    (claim,) = json.loads(out)["claims"]
    assert claim["id"] == "company"
    code, out, _ = run(*arguments, "--claim", "company")
    assert code == 0
    for part in ("1 claims, 50 paired runs an arm, seed 1", "they_come without leverage", "draws"):
        assert part in out


def test_schema_is_the_schema(run: Command) -> None:
    code, out, _ = run("schema")
    assert code == 0
    assert "$schema" in json.loads(out)
