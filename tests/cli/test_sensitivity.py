"""`twintrack sensitivity` as scripts and readers see it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sim.cli import main
from sim.cli.sensitivity import WIDTH, drawn_bar
from sim.scenario.shelf import campaigns
from tests.lab.cases import loaded

pytest.importorskip("scipy")

SMALL = "SMALL"
"""Stands for the path of the small scenario."""
FEW = ["--line", "pass", "--measure", "met", "--runs", "300", "--top", "2"]


def ran(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    capsys.readouterr()
    given = [str(loaded().path) if one == SMALL else str(one) for one in arguments]
    code = main(["sensitivity", *given])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_it_tells_bars_indices_and_the_box(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = ran(capsys, SMALL, *FEW, "--discover", "not:met", "--path", "trust.north.host")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("A small quarrel: line pass played by host, seed 1, ")
    assert lines[1] == "Measure: They meet (met)"
    at = lines.index("Trust of north in host (assumed; 0.40 to 0.60)")
    assert re.fullmatch(
        rf"  [LHX=.]{{{WIDTH}}}  [-+]\d+\.\d \([-+.\d]+ to [-+.\d]+\)", lines[at + 1]
    )
    assert max(len(line) for line in lines[at : at + 2]) < 80
    assert any(line.startswith("north: hidden type (assumed): limited ") for line in lines)
    for factor in ("Chance", "Hidden types", "All coded numbers", "All other coded numbers"):
        assert any(line.startswith(factor) for line in lines), factor
    assert any(line.startswith("Not: They meet (not:met): ") for line in lines)


def test_json_is_what_the_text_tells(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ran(capsys, SMALL, *FEW, "--json", "--seed", "5", "--no-indices")
    data = json.loads(out)
    assert code == 0
    assert (data["scenario"], data["seed"], data["line"], data["seat"]) == (
        "small",
        5,
        "pass",
        "host",
    )
    assert data["measure"]["column"] == "outcomes.met"
    assert data["indices"] is None
    assert data["discovery"] == []
    assert len(data["tornado"]["bars"]) == 2


def test_what_is_asked_set_and_left_out_counts(capsys: pytest.CaptureFixture[str]) -> None:
    few = ["--line", "pass", "--runs", "300", "--top", "1", "--no-indices", "--json"]
    more = ["--ask", "warm=trust(north, host) >= 0.5", "--measure", "warm"]
    _, out, _ = ran(capsys, SMALL, *few, *more)
    assert json.loads(out)["tornado"]["bars"][0]["path"] == "trust.north.host"
    code, out, err = ran(capsys, SMALL, *few, *more, "--set", "trust.north.host=0.3")
    assert (code, out) == (2, "")
    assert "came out the same in all 300 runs" in err


def test_a_folder_can_be_made_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    code, out, _ = ran(capsys, SMALL, *FEW, "--out", one)
    assert code == 0
    assert f"Written to {one}." in out
    assert {path.name for path in one.iterdir()} == {
        "manifest.json",
        "results.json",
        "results.csv",
    }
    assert main(["rerun", str(one), "--out", str(other)]) == 0
    assert "The same bytes as the first time" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([SMALL, "--measure", "mte"], 'did you mean "met"?'),
        ([SMALL, "--discover", "not:mte"], 'did you mean "met"?'),
        ([SMALL, "--path", "trust.nroth.host"], 'did you mean "trust.north.host"?'),
        ([SMALL, "--runs", "10"], "10 runs are too few"),
        ([SMALL, "--top", "0"], "--top"),
        ([SMALL, "--line", "histroy"], 'did you mean "history"?'),
        ([SMALL, "--ask", "met"], "--ask takes NAME=PREDICATE"),
        ([SMALL, *FEW, "--discover", "goals.host"], "is no yes or no"),
        (["smal"], 'There is no scenario "smal"'),
        ([campaigns()[0]], "A campaign has no ranges of its own"),
    ],
)
def test_bad_input_is_a_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = ran(capsys, *arguments)
    assert (code, out) == (2, "")
    assert sentence in err
    assert "Traceback" not in err


def test_a_folder_that_holds_something_else_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "thesis.txt").write_text("Years of work.")
    code, _, err = ran(capsys, SMALL, *FEW, "--out", tmp_path)
    assert code == 2
    assert "holds no sensitivity" in err
    assert (tmp_path / "thesis.txt").read_text() == "Years of work."


@pytest.mark.parametrize(
    ("low", "high", "bar"),
    [(0.0, 1.0, "L" + "=" * (WIDTH - 2) + "H"), (1.0, 0.0, "H" + "=" * (WIDTH - 2) + "L")],
)
def test_a_bar_from_end_to_end(low: float, high: float, bar: str) -> None:
    assert drawn_bar(low, high, 0.0, 1.0) == bar


def test_a_bar_of_no_length() -> None:
    assert drawn_bar(0.5, 0.5, 0.0, 1.0) == "." * (WIDTH // 2) + "X" + "." * (WIDTH // 2)
    assert drawn_bar(0.5, 0.5, 0.5, 0.5) == "X" + "." * (WIDTH - 1)
