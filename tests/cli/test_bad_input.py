"""Wrong input ends in one sentence that says what would be right, and never in a traceback."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.cli import app, main
from sim.scenario.shelf import shipped
from tests.lab.cases import case, loaded, written

SMALL = "SMALL"
"""Stands for the path of the small scenario."""


def ran(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    """Exit code and stderr of a command that prints nothing."""
    given = [str(loaded().path) if one == SMALL else str(one) for one in arguments]
    code = main(given)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    return code, captured.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nope"], "nope"),
        (["batch"], "SCENARIO"),
        (["list", "more"], "more"),
        (["batch", SMALL, "--runs", "0"], "--runs"),
        (["batch", SMALL, "--runs", "many"], "--runs"),
        (["batch", SMALL, "--workers", "0"], "--workers"),
        (["batch", SMALL, "--seed", "-1"], "--seed"),
        (["batch", SMALL, "--nonsense"], "--nonsense"),
        (["run", "smal"], 'There is no scenario "smal"; '),
        (["run", "smal.yaml"], "There is no scenario file smal.yaml."),
        (["show", "folder/smal"], "There is no scenario file folder/smal."),
        (["backtest", "smal"], 'There is no scenario "smal"; '),
        (["claims", "smal"], 'There is no scenario "smal"; '),
        (["play", "smal", "--text"], 'There is no scenario "smal"; '),
        (["run", SMALL, "--line", "histroy"], 'did you mean "history"?'),
        (["run", SMALL, "--line", "lookahaed"], 'did you mean "lookahead"?'),
        (["run", SMALL, "--line", "nothing.yaml"], "There is no line file nothing.yaml"),
        (["run", SMALL, "--seat", "north"], "small has no seat north; it has host, friend"),
        (["run", SMALL, "--seed", str(2**64)], "must be a whole number from 0 to 2**64 - 1."),
        (["run", SMALL, "--set", "trust.north"], "--set takes PATH=VALUE"),
        (["run", SMALL, "--set", "trust.nroth.host=0.5"], 'did you mean "north"?'),
        (["run", SMALL, "--set", "trsut.north.host=0.5"], 'did you mean "trust"?'),
        (["run", SMALL, "--set", "trust.north.host=7"], "7"),
        (["run", SMALL, "--set", "trust.north.host=quite"], "quite"),
        (["run", SMALL, "--without", "rule:levarage"], 'did you mean "rule:leverage"?'),
        (["run", SMALL, "--without", "event:reprot"], 'did you mean "event:report"?'),
        (["run", SMALL, "--forbid", "north:complian"], 'did you mean "north:complain"?'),
        (["batch", SMALL, "--ask", "trust(north, host)"], "--ask takes NAME=PREDICATE"),
        (["batch", SMALL, "--ask", "a="], "--ask takes NAME=PREDICATE"),
        (["batch", SMALL, "--ask", "a=turst(north, host)"], 'did you mean "trust"?'),
        (["batch", SMALL, "--ask", "a=trust(north, hots)"], 'did you mean "host"?'),
        (["batch", SMALL, "--ask", "a=trust(north, host) >= godo"], 'did you mean "good"?'),
        (
            ["batch", SMALL, "--ask", "a=home(host)", "--ask", "a=home(north)"],
            'the name "a" is taken',
        ),
        (["batch", SMALL, "--ask", "skipped_moves=home(host)"], "is taken"),
        (["batch", SMALL, "--sweep", "trust.north.host"], "--sweep takes PATH=A:B:N"),
        (["batch", SMALL, "--sweep", "trust.north.host=0:1"], "needs a number of values"),
        (["batch", SMALL, "--sweep", "trust.north.host=0:1:0"], "at least 1 and at most 4096"),
        (["batch", SMALL, "--sweep", "trust.north.host=0:nan:3"], "bounds that are numbers"),
        (["batch", SMALL, "--sweep", "trust.north.host=1:0:3"], "runs backwards"),
        (["batch", SMALL, "--sweep", "trust.north.host=1:1:3"], "no room between its bounds"),
        (["batch", SMALL, "--sweep", "trust.north.host=5:9:3"], "With trust.north.host=5"),
        (["batch", SMALL, "--sweep", "calendar.turns=2.5:3.5:2"], "must be a whole number"),
        (["batch", SMALL, "--design", "lhs", "--points", "4"], "needs something to sweep"),
        (["batch", SMALL, "--design", "cube"], "a design is grid, lhs, sobol."),
        (["batch", SMALL, "--points", "4"], "--points is for --design lhs or sobol"),
        (
            ["batch", SMALL, "--design", "lhs", "--sweep", "trust.north.host=0:1"],
            "A design lhs needs --points, from 1 to 4096.",
        ),
        (
            ["batch", SMALL, "--design", "lhs", "--sweep", "trust.north.host=0:1:3"],
            "a design lhs takes PATH=A:B, and --points",
        ),
        (
            [
                *("batch", SMALL, "--design", "sobol", "--sweep", "trust.north.host=0:1"),
                *("--points", "100"),
            ],
            "ask for 64 or 128 --points, not 100.",
        ),
        (["batch", SMALL, "--precision", "0"], "between 0 and 0.5, not 0."),
        (["batch", SMALL, "--precision", "nan"], "between 0 and 0.5, not nan."),
        (["batch", SMALL, "--engine", "spark"], '--engine is local or dask, not "spark".'),
        (["batch", SMALL, "--dask-address", "tcp://a:1"], "goes with --engine dask."),
        (["batch", SMALL, "--without", "jion"], 'has no entry "jion" to leave out; did you mean'),
        (["rerun", "nothing.json", "--out", "again"], "There is no manifest nothing.json"),
        (["batch", SMALL, "--sweep", "trust.north.host=0:1:9999"], "at most 4096"),
        (["batch", SMALL, "--sweep", "trust.nroth.host=0:1:3"], 'did you mean "north"?'),
        (["batch", SMALL, *["--sweep", "trust.north.host=0:1:2"] * 2], "the same path"),
        (["batch", SMALL, "--resume"], "--resume needs --out DIR"),
        (["batch", SMALL, "--values"], "--values needs --out DIR"),
        (["batch", SMALL, "--sampling", "sobel"], 'did you mean "sobol"?'),
        (["batch", SMALL, "--sampling", "lhs", "--no-sample"], "--no-sample does not"),
        (["batch", SMALL, "--sampling", "sobol", "--runs", "100"], "64 or 128"),
        (["claims", SMALL, "--claim", "compnay"], 'did you mean "company"?'),
        (["play", "--load", "nothing.json"], "There is no saved game nothing.json."),
        (["picture", SMALL, "--screen", "desk", "--out", "desk.jpg"], "must end in .png."),
        (["picture", SMALL, "--screen", "desk", "--out", "no/desk.png"], "There is no folder"),
        (
            ["picture", SMALL, "--screen", "desk", "--out", "desk.png", "--size", "big"],
            '--size takes WxH, such as 1280x720, not "big".',
        ),
        (
            ["picture", SMALL, "--screen", "desk", "--out", "desk.png", "--size", "9x9"],
            "out of range; it goes from 320x240",
        ),
        (
            ["picture", SMALL, "--screen", "desk", "--out", "desk.png", "--turn", "7"],
            "small has 6 turns, so --turn 7 is too many.",
        ),
        (
            ["picture", SMALL, "--screen", "desk", "--out", "desk.png", "--line", "random"],
            "A picture needs a line that is known beforehand",
        ),
    ],
)
def test_wrong_usage_is_told_in_a_sentence(
    arguments: list[str],
    sentence: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, err = ran(capsys, *arguments)
    assert code == 2
    assert sentence in err
    assert "?." not in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["batch", SMALL, "--runs", "0"], '--runs takes a whole number of at least 1, not "0".'),
        (["batch", SMALL, "--runs", "1e3"], 'whole number of at least 1, not "1e3".'),
        (["batch", SMALL, "--workers", "0"], "--workers takes a whole number of at least 1, not"),
        (["run", SMALL, "--seed", "-1"], '--seed takes a whole number of at least 0, not "-1".'),
        (["play", SMALL, "--text", "--seed", "x"], "--seed takes a whole number of at least 0"),
        (["batch", SMALL, "--points", "0"], '--points takes a whole number of at least 1, not "0"'),
        (["batch", SMALL, "--precision", "fine"], "--precision takes a number, such as 0.01, not"),
        (["lesson", SMALL, "--runs", "5"], 'a whole number from 100 to 1000000, not "5".'),
        (["lesson", SMALL, "--paper", "a5"], '--paper takes a4 or letter, not "a5".'),
    ],
)
def test_a_value_that_an_option_does_not_take_is_told_in_one_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, err = ran(capsys, *arguments)
    assert code == 2
    assert sentence in err
    assert err.count("\n") == 1, "no usage lines, and nobody else's words"


@pytest.mark.parametrize("command", ["run", "batch", "show", "backtest", "claims"])
def test_a_broken_scenario_is_told_at_its_place(
    command: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    data = case()
    data["moves"]["put"]["needs"] = "drafted(tlaks)"
    path = written(data, tmp_path)
    code, err = ran(capsys, command, path)
    assert code == 1
    assert err.startswith(f"{path}:")
    assert 'did you mean "talks"?' in err


def test_a_broken_line_file_is_told_at_its_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "line.yaml"
    path.write_text("moves:\n  a: {date: 2000-01-01, by: host, move: consutl, to: south}\n")
    code, err = ran(capsys, "run", SMALL, "--line", path)
    assert code == 1
    assert err.startswith(f"{path}:2:")
    assert 'there is no move "consutl"; did you mean "consult"?' in err


def test_an_unknown_scenario_is_told_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, err = ran(capsys, "run", shipped()[0][:-1] + "x")
    assert err.rstrip().endswith(f'did you mean "{shipped()[0]}"?')


def test_an_interrupt_is_told_in_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_given: Any, **_options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.lab.workers.run_span", interrupted)
    code, err = ran(capsys, "batch", SMALL, "--runs", "5")
    assert code == 130
    assert err.startswith("Interrupted.")


def test_a_fault_of_the_program_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(*_given: Any, **_options: Any) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr("sim.lab.workers.run_span", faulty)
    with pytest.raises(ZeroDivisionError):
        app.run(["batch", str(loaded().path), "--runs", "5"])
