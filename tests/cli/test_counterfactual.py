"""`twintrack counterfactual` as scripts and readers see it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.scenario.shelf import campaigns
from tests.lab.cases import case, loaded, written

Ran = tuple[int, str, str]
Command = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs the command on the small scenario; gives its exit code, stdout and stderr."""
    monkeypatch.setenv("COLUMNS", "100")

    def command(*arguments: object, scenario: object = None) -> Ran:
        capsys.readouterr()
        given = [loaded().path if scenario is None else scenario, *arguments]
        code = main(["counterfactual", *(str(one) for one in given)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


def results(ran: Ran) -> dict[str, Any]:
    code, out, err = ran
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


def words(text: str) -> str:
    return " ".join(text.split())


def test_without_options_every_move_of_the_seat_is_left_out(run: Command) -> None:
    found = results(run("--runs", 100, "--json"))
    record = case()["history"]["line"]
    dated = sorted((move["date"], name) for name, move in record.items() if move["by"] == "host")
    names = [f"without {name}" for _, name in dated if name != "too_late"]
    assert [one["name"] for one in found["alternatives"]] == names
    assert (found["runs"], found["seed"], found["line"], found["seat"]) == (
        100,
        1,
        "history",
        "host",
    )
    assert found["intervals"] == len(names) * len(found["told"])
    assert list(found["entries"]) == [name for _, name in dated if name != "too_late"]
    join = found["entries"]["join"]
    assert (join["turn"], join["date"], join["move"]) == (1, "2000-01-03", "ask_to_join")
    effect = found["alternatives"][0]["effects"]["outcomes.met"]
    assert set(effect) == {
        "as_is",
        "otherwise",
        "difference",
        "ci95",
        "clear",
        "changed",
        "saving",
        "most_saving",
    }
    assert effect["as_is"] == found["measures"]["outcomes.met"]["as_is"]


def test_each_option_is_an_alternative_of_its_own(run: Command) -> None:
    given = ["--without", "round", "--without", "event:report", "--forbid", "friend:press"]
    given += ["--set", "trust.north.host=0.1", "--at", "text=2000-01-26", "--by", "round=friend"]
    found = results(run("--runs", 60, *given, "--json"))
    assert [one["name"] for one in found["alternatives"]] == [
        "without round",
        "without event:report",
        "friend:press forbidden",
        "trust.north.host=0.1",
        "text on 2000-01-26",
        "round by friend",
    ]
    assert found["alternatives"][5]["change"]["by"] == {"round": "friend"}


def test_the_text_tells_effects_what_became_impossible_and_how_sure_it_is(run: Command) -> None:
    code, out, err = run("--runs", 400)
    assert (code, err) == (0, "")
    text = words(out)
    assert "line history of host as it is and 7 alternatives, 400 runs of each" in text
    assert "seed 1" in text
    assert "left out date played otherwise difference 95% interval changed" in text
    assert "outcomes.accord (" in text
    assert "Not told from chance: " in text
    assert "Without text: put could not be played in " in text
    assert "21 intervals are told at once: at 95% one in twenty misses by chance." in text
    assert "Pairing saves a factor of " in text


def test_a_few_alternatives_are_told_one_by_one(run: Command) -> None:
    code, out, _ = run(
        "--runs", 300, "--forbid", "north:put", "--without", "text", "--measure", "outcomes.met"
    )
    text = words(out)
    assert code == 0
    assert "With north:put forbidden: 0.0% of the runs go otherwise." in text
    assert "no run changed" in text
    assert "No run changes north:put forbidden." in text
    assert "Without text:" in text
    assert "goals.host" not in text


def test_pairs_and_all_at_once(run: Command) -> None:
    given = ["--runs", 300, "--without", "join", "--without", "text", "--without", "round"]
    code, out, _ = run(*given, "--pairs", "--together", "--simultaneous")
    text = words(out)
    assert code == 0
    assert "Pairs: the joint difference less the sum of both alone (interaction)" in text
    assert "all at once" in text
    assert "joint 95% interval" in text
    assert "The 30 intervals hold together at 95% (Bonferroni)." in text


def test_a_precision_is_kept_to_or_the_text_says_so(run: Command) -> None:
    given = ["--without", "text", "--precision"]
    assert "is known to ±0.2 after 2000 runs." in words(run(*given, 0.2, "--runs", 9000)[1])
    assert "are not known to ±0.001; more --runs" in words(run(*given, 0.001, "--runs", 300)[1])


def test_a_move_that_cannot_be_made_then_is_told_to_be_as_if_left_out(run: Command) -> None:
    code, out, _ = run("--runs", 100, "--at", "put=2000-01-02")
    assert code == 0
    assert "With put on 2000-01-02: put can be played so in no run, as if left out." in words(out)


def test_what_an_imposed_move_costs_is_confessed(run: Command) -> None:
    assert "nobody pays for it." in words(run("--runs", 50, "--by", "round=friend")[1])
    assert "nobody pays" not in run("--runs", 50, "--without", "round")[1]


def test_a_folder_holds_all_and_is_made_again(run: Command, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    given = ["--runs", 80, "--at", "text=2000-01-26", "--set", "trust.north.host=0.1"]
    found = results(run(*given, "--out", first, "--json"))
    held = json.loads((first / "results.json").read_text(encoding="utf-8"))
    assert held == {name: found[name] for name in held}
    with (first / "results.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["alternative"] for row in rows} == {"text on 2000-01-26", "trust.north.host=0.1"}
    assert main(["rerun", str(first), "--out", str(second)]) == 0
    assert (second / "results.csv").read_bytes() == (first / "results.csv").read_bytes()
    assert "Written to" in run(*given, "--out", tmp_path / "third")[1]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--without", "rund"], 'did you mean "round"?'),
        (["--without", "squeeze"], "use --forbid friend:press, or --seat friend."),
        (["--without", "event:reprot"], 'did you mean "event:report"?'),
        (["--forbid", "north:complian"], 'did you mean "north:complain"?'),
        (["--set", "trust.north"], "--set takes PATH=VALUE"),
        (["--set", "trust.nroth.host=0.5"], 'did you mean "north"?'),
        (["--at", "round"], "--at takes ENTRY=DATE, such as round_1=1992-07-01"),
        (["--at", "round=soon"], '--at takes a date such as 1992-07-01, not "soon".'),
        (["--at", "round=1992-07-01"], "lies outside the calendar"),
        (["--by", "round="], "--by takes ENTRY=ACTOR"),
        (["--by", "round=frend"], 'did you mean "friend"?'),
        (["--by", "round=south"], "besides host friend can."),
        (["--measure", "signd"], 'did you mean "signed"?'),
        (["--line", "pass"], "The line pass has no move of host to leave out"),
        (["--line", "histroy"], 'did you mean "history"?'),
        (["--seat", "north"], "small has no seat north"),
        (["--ask", "x"], "--ask takes NAME=PREDICATE"),
        (["--precision", "0"], "between 0 and 0.5"),
        (["--runs", "1"], "ask for 2 to"),
        (["--without", "round", "--pairs"], "nothing to be joined with"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_bad_input_is_one_sentence(arguments: list[str], sentence: str, run: Command) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert sentence in err
    assert len(err.strip().splitlines()) == 1


def test_a_campaign_and_a_folder_with_something_else_are_refused(
    run: Command, tmp_path: Path
) -> None:
    assert run(scenario=campaigns()[0])[::2] == (
        2,
        "A campaign has no single line to change; name the scenario of a chapter.\n",
    )
    (tmp_path / "notes.txt").write_text("mine")
    code, _, err = run("--runs", 10, "--out", tmp_path)
    assert code == 2
    assert "is not empty and holds no counterfactual" in err


def test_a_seat_without_a_record_is_told_so(run: Command, tmp_path: Path) -> None:
    data = case()
    del data["history"]["line"]["squeeze"]
    code, _, err = run("--seat", "friend", scenario=written(data, tmp_path))
    assert code == 2
    assert err.startswith("The line history has no move of friend to leave out; say what is to be")
