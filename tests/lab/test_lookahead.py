"""The line `lookahead`: found by a search that no batch's runs have a part in."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.cli import main
from sim.lab.batch import run_batch
from sim.lab.errors import LabError
from sim.lab.line_file import line_file, told_moves
from sim.lab.lines import Line
from sim.lab.lookahead import rehearsal
from sim.lab.lookahead import search as searching
from sim.lab.lookahead.bench import WORK
from sim.lab.lookahead.rehearsal import WHOLE, Gain, Step, capital, scores
from sim.lab.lookahead.search import Search, line_of_steps
from sim.lab.setup import Setup, setup_of
from sim.lab.stats import paired_mean_difference
from sim.model.chance import Purpose
from sim.scenario.load import Loaded, load
from tests import scratch
from tests.lab.cases import case, loaded, written

RUNS = 1_000
OTHERS = ("ask_to_join", "consult", "seek_nod", "draft", "put")
"""The host's moves besides holding a round."""


def short(turns: int = 3, **goals: float) -> dict[str, Any]:
    """The scenario cut to some weeks, with aims of the host's."""
    data = case()
    data["calendar"]["turns"] = turns
    data["goals"] = {"host": {"aims": goals}}
    del data["claims"]
    data["history"] = {"line": data["history"]["line"]}
    del data["events"]["report"]
    return data


def read(data: dict[str, Any]) -> Loaded:
    return load(str(written(data, scratch.shared("lookahead"))))


@cache
def meeting() -> Loaded:
    """To meet is all that counts."""
    return read(short(met=1.0))


def rounds_only() -> Setup:
    """Where all that the host may do is hold a round."""
    return setup_of(meeting(), "lookahead", forbid=[f"host:{move}" for move in OTHERS])


@cache
def found() -> Setup:
    return setup_of(meeting(), "lookahead")


def goal(setup: Setup, line: str | Line, seed: int = 7) -> np.ndarray[Any, Any]:
    other = replace(setup, seed=seed)
    if line != "lookahead":
        other = setup_of(meeting(), line, seed=seed)
    return run_batch(other, RUNS).columns["goals.host"]


def played(setup: Setup) -> list[tuple[str, int]]:
    options = setup.compiled().options.all
    return [(options[one.play.option].move, one.turn) for one in setup.line.entries]


# -- what is found ---------------------------------------------------------------------------------


def test_where_only_rounds_help_it_holds_one_every_turn() -> None:
    setup = rounds_only()
    assert played(setup) == [("hold_round", turn) for turn in range(3)]
    assert [one.id for one in setup.line.entries][:2] == [
        "t01_hold_round_north",
        "t02_hold_round_north",
    ]
    assert (setup.line.name, setup.line.policy) == ("lookahead", "line")


@pytest.mark.parametrize("line", ["pass", "random", "history"])
def test_it_surely_beats_every_other_line_on_fresh_runs(line: str) -> None:
    gain = paired_mean_difference(goal(found(), "lookahead"), goal(found(), line))
    assert gain.low > 0


def test_what_is_forbidden_is_never_played() -> None:
    assert {move for move, _ in played(rounds_only())} == {"hold_round"}
    none = setup_of(meeting(), "lookahead", forbid=["host:hold_round"])
    assert "hold_round" not in {move for move, _ in played(none)}


def test_nothing_is_played_that_most_runs_must_skip_or_after_the_calendar() -> None:
    setup = found()
    entries = setup.line.entries
    assert entries
    assert {one.turn for one in entries} <= {0, 1, 2}
    assert run_batch(setup, RUNS).columns["skipped"].mean() < 0.5 * len(entries)


def test_where_waiting_is_best_the_line_is_empty() -> None:
    data = short(quiet=1.0)
    data["outcomes"]["quiet"] = {
        "title": "Nobody met",
        "when": "turn() >= 2 and not attended(north, talks)",
    }
    setup = setup_of(read(data), "lookahead", forbid=["friend:hold_round"])
    assert setup.line.entries == ()
    assert not list(told_moves(setup))


def test_after_the_last_run_ended_nothing_is_played() -> None:
    data = short(over=1.0)
    data["outcomes"]["over"] = {"title": "Over", "when": "turn() >= 1", "final": True}
    assert setup_of(read(data), "lookahead").line.entries == ()


def test_a_seat_without_goals_has_nothing_to_look_ahead_to() -> None:
    with pytest.raises(LabError, match=r"^small has no goals for friend, so .*\.$"):
        setup_of(meeting(), "lookahead", seat="friend")


# -- on what it rests ------------------------------------------------------------------------------


def test_neither_the_seed_of_a_batch_nor_how_lanes_are_cut_up_has_a_part_in_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = found().line
    monkeypatch.setattr(searching, "_found", {})
    monkeypatch.setattr(rehearsal, "LANES", 900)
    assert setup_of(meeting(), "lookahead", seed=99).line == line


def test_every_look_has_runs_of_its_own_that_no_batch_has() -> None:
    search = Search(meeting_compiled(), "host")
    first, second = search.fresh(8), search.fresh(8)
    assert first.chance.purpose == Purpose.ODDS
    assert set(first.chance.run_ids).isdisjoint(second.chance.run_ids)


def meeting_compiled() -> Any:
    return setup_of(meeting(), "pass").compiled()


def test_a_line_is_searched_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    line = found().line
    monkeypatch.setattr(Search, "found", None)
    assert setup_of(meeting(), "lookahead", seed=3, asks={"t": "turn()"}).line == line


def test_other_rules_are_searched_for_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    found()
    monkeypatch.setattr(Search, "found", lambda self: self.idle)
    for options in ({"without": ["rule:spoilers"]}, {"sample": False}, {"forbid": ["north:press"]}):
        assert setup_of(meeting(), "lookahead", **options).line.entries == ()


def test_the_work_is_told_and_bounded() -> None:
    told: list[int] = []
    compiled = meeting_compiled()
    search = Search(compiled, "host", work=0, searched=told.append)
    search.found()
    assert sum(told) == search.work
    assert search.spent
    # only the comparison of the lines at the end is done whatever the work
    assert search.work < 0.2 * WORK * 3


def test_an_entry_can_be_left_out_by_its_name() -> None:
    left = setup_of(meeting(), "lookahead", leave_out=[found().line.entries[0].id])
    assert left.line.entries == found().line.entries[1:]


def test_entries_of_long_names_are_told_apart() -> None:
    compiled = meeting_compiled()
    who = compiled.plan.actor("host")
    option = next(one for one in compiled.options.of_actor[who])
    twice = (Step(option), Step(option, (("land", 0.5),)))
    line = line_of_steps(compiled, (twice, (), ()))
    assert len({one.id for one in line.entries}) == 2


# -- rehearsals ------------------------------------------------------------------------------------


def test_lines_side_by_side_come_out_as_each_would_alone() -> None:
    search = Search(setup_of(loaded(), "pass").compiled(), "host")
    process, start = search.fresh(60), search.fresh(60)
    process.advance([step.play for step in search.record[0]])
    before = process.state_hash(3)
    both = scores(process, range(10, 50), [search.idle, search.record])
    assert process.state_hash(3) == before
    assert (both[1] == scores(process, range(10, 50), [search.record])[0]).all()
    assert (both[0] == scores(process, range(10, 50), [search.idle])[0]).all()
    while not process.over:
        process.advance([step.play for step in search.record[process.turn]])
    end = search.compiled.goal_score("host", process.world.tracked)
    assert (both[1] == np.rint(WHOLE * end[10:50])).all()
    assert start.turn == 0


def test_the_capital_of_a_turn_is_what_the_engine_allows() -> None:
    search = Search(setup_of(loaded(), "pass").compiled(), "host")
    process = search.fresh(20)
    for turn in range(3):
        have = capital(process)
        process.advance([step.play for step in search.record[turn]])
        cost = sum(
            option.spec.cost * process.chosen.get(option.index, np.zeros(20))
            for option in process.options.all
            if option.actor == process.seat
        )
        assert (process.world.capital[process.seat] == have - cost).all()


def test_a_gain_is_the_mean_of_the_differences_and_its_standard_error() -> None:
    differences = np.array([WHOLE, 0, 0, -WHOLE // 2, WHOLE], dtype=np.int64)
    gain = Gain.of(differences)
    assert gain.mean == pytest.approx(0.3)
    assert gain.error == pytest.approx(np.std([1, 0, 0, -0.5, 1], ddof=1) / np.sqrt(5))
    assert gain.low == pytest.approx(gain.mean - 2 * gain.error)


# -- as a file -------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["lookahead", "history"])
def test_a_saved_line_is_read_as_the_same_line(line: str, tmp_path: Path) -> None:
    source = meeting() if line == "lookahead" else loaded()
    setup, path = setup_of(source, line), tmp_path / "line.yaml"
    line_file(setup, path)
    assert path.read_text().startswith(f"# The line {line} of host in small; play it with --line")
    again = setup_of(source, str(path))
    assert again.line.entries == setup.line.entries
    assert list(told_moves(again)) == list(told_moves(setup))


def test_what_cannot_be_saved_is_told(tmp_path: Path) -> None:
    waiting = setup_of(loaded(), "pass")
    with pytest.raises(LabError, match="The line pass has no moves that could be saved"):
        line_file(waiting, tmp_path / "line.yaml")
    setup = setup_of(loaded())
    with pytest.raises(LabError, match=r"does not end in \.yaml"):
        line_file(setup, tmp_path / "line.txt")
    with pytest.raises(LabError, match="There is no folder"):
        line_file(setup, tmp_path / "none" / "line.yaml")
    (tmp_path / "taken.yaml").mkdir()
    with pytest.raises(LabError, match=r"taken\.yaml cannot be written: is a directory"):
        line_file(setup, tmp_path / "taken.yaml")


def test_the_moves_are_told_in_words_by_date() -> None:
    told = dict(told_moves(rounds_only()))
    assert told["1 January 2000"] == "Hold a round (north)"
    assert list(told) == ["1 January 2000", "8 January 2000", "15 January 2000"]


# -- on the command line ---------------------------------------------------------------------------


def ran(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main([str(argument) for argument in arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_a_batch_tells_the_line_found_and_saves_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    name, file = meeting().path, tmp_path / "found.yaml"
    common = ("batch", name, "--runs", 40, "--seed", 9)
    code, out, err = ran(capsys, *common, "--line", "lookahead", "--save-line", file)
    assert code == 0
    assert err.startswith("Searching for a line")
    told = list(told_moves(found()))
    assert told
    place = -1
    for date, moves in told:
        assert out.index(f"{date}  {moves}") > place
        place = out.index(f"{date}  {moves}")
    assert place < out.index("outcome ")
    assert f"The line is saved in {file}." in out
    one = json.loads(ran(capsys, *common, "--line", "lookahead", "--json")[1])
    again = json.loads(ran(capsys, *common, "--line", file, "--json")[1])
    assert one["line"] == "lookahead"
    assert [move["id"] for move in one["moves"]] == [e.id for e in found().line.entries]
    assert (one["outcomes"], one["metrics"]) == (again["outcomes"], again["metrics"])
    assert "moves" not in again


def test_one_run_of_it_is_told_as_a_chronicle(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ran(capsys, "run", meeting().path, "--line", "lookahead", "--json")
    assert code == 0
    data = json.loads(out)
    moved = [one for one in data["entries"] if one["kind"] == "move" and one["who"] == "host"]
    assert moved
    assert data["line"] == "lookahead"


def test_what_cannot_be_searched_or_saved_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    name = meeting().path
    for arguments, said in (
        (("run", name, "--line", "lookahead", "--seat", "friend"), "has no goals for friend"),
        (("batch", name, "--save-line", tmp_path / "x.txt"), "does not end in .yaml"),
        (("batch", name, "--line", "pass", "--save-line", tmp_path / "x.yaml"), "has no moves"),
    ):
        code, out, err = ran(capsys, *arguments)
        assert (code, out) == (2, "")
        assert said in err.splitlines()[-1]
        assert "Traceback" not in err
