"""Warnings for the meaning: none for what ships, and nothing said that a run could refute."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import paths
from sim.scenario.checks.verdicts import Verdicts, compared, in_words
from sim.scenario.heads import after
from sim.scenario.kinds import inspect_file
from sim.scenario.language import parse_condition
from sim.scenario.load import load
from sim.scenario.shelf import shipped
from sim.scenario.text.repeated import repeated
from sim.scenario.text.spans import Mark
from tests.scenario.bad.answers import FOLDER

RIVER = FOLDER / "river.yaml"
OPERATORS = {
    ">": float.__gt__,
    ">=": float.__ge__,
    "<": float.__lt__,
    "<=": float.__le__,
    "=": float.__eq__,
}


@pytest.mark.parametrize("name", shipped())
def test_what_ships_has_no_warning(name: str) -> None:
    assert inspect_file(name)[1] == []


def test_examples_have_no_warning() -> None:
    files = sorted(paths.examples().glob("*.yaml"))
    assert files
    for file in files:
        assert inspect_file(str(file))[1] == []


def verdicts(at_start: bool = False) -> Verdicts:
    scenario = load(str(RIVER)).scenario
    calendar = scenario.calendar
    end = after(calendar.start, calendar.turn, calendar.turns)
    return Verdicts(scenario, end, at_start)


@pytest.mark.parametrize(
    ("condition", "verdict"),
    [
        ("adopted(talks)", None),
        ("not adopted(talks)", None),
        ("trust(north, host) > 1", False),
        ("trust(north, host) >= 1", None),
        ("trust(north, host) >= 0", True),
        ("trust(north, host) < 0", False),
        ("not trust(north, host) <= 1", False),
        ("capital(host) < 0", False),
        ("capital(host) > 100", None),
        ("turn > 10", False),
        ("turn >= 10", None),
        ("spoiler(north) > total", False),
        ("utility(north, talks) > 1", None),
        ("adopted(talks) or trust(north, host) <= 1", True),
        ("adopted(talks) or trust(north, host) > 1", None),
        ("adopted(talks) and trust(north, host) > 1", False),
        ("adopted(talks) by 1999-12-31", False),
        ("adopted(talks) by 2000-03-01", None),
        ("adopted(talks) by 2020-01-01", None),
        ("adopted(talks) after 2000-07-18", None),
        ("adopted(talks) after 2000-07-19", False),
        ("not adopted(talks) by 1999-12-31", True),
    ],
)
def test_what_is_said_of_a_game_beforehand(condition: str, verdict: bool | None) -> None:
    assert verdicts().verdict(parse_condition(condition)) is verdict


@pytest.mark.parametrize(
    ("condition", "verdict"),
    [
        ("adopted(talks)", False),
        ("not adopted(talks)", True),
        ("open(talks)", True),
        ("drafted(talks)", False),
        ("trust(north, host) > 0.5", True),
        ("trust(north, host) > 0.6", False),
        ("trust(south, north) > 0.1", True),
        ("trust(south, north) > 0.3", None),
        ("channel(host, south, trade) = 0.5", True),
        ("rounds(talks) > 0", False),
        ("home(host) > 0.1", None),
        ("adopted(talks) or trust(north, host) > 0.5", True),
    ],
)
def test_what_is_known_of_the_start(condition: str, verdict: bool | None) -> None:
    assert verdicts(at_start=True).verdict(parse_condition(condition)) is verdict


def test_the_part_that_never_holds_is_named() -> None:
    whole = parse_condition("adopted(talks) and (turn > 12 or trust(north, host) > 1)")
    part = verdicts().impossible(whole)
    assert part is not None
    assert in_words(part) == "turn > 12 or trust(north, host) > 1"
    assert verdicts().impossible(parse_condition("adopted(talks)")) is None


@given(
    st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted),
    st.sampled_from(sorted(OPERATORS)),
    st.floats(-0.5, 1.5),
    st.floats(0, 1),
)
def test_no_value_within_its_bounds_refutes_a_comparison(
    bounds: list[float], operator: str, number: float, share: float
) -> None:
    low, high = bounds
    value = min(max(low + share * (high - low), low), high)
    verdict = compared((low, high), operator, number)
    assert verdict is None or verdict is bool(OPERATORS[operator](value, number))


def test_what_is_repeated_is_the_item_not_what_stands_beside_a_change() -> None:
    parent = {
        "title": "T",
        "version": 1,
        "moves": {"a": {"cost": 1, "by": ["x"]}, "b": {"cost": 1}},
        "calendar": {"turns": 10, "turn": "1 week"},
    }
    own = {
        "version": 1,
        "title": "T",
        "moves": {"a": {"cost": 1, "by": ["y"]}, "b": {"cost": 1}, "c": {"cost": 1}},
        "calendar": {"turns": 10},
        "trust": None,
    }
    mark = Mark("parent.yaml", (1, 1, 1, 1), items={})
    assert set(repeated(own, parent, mark)) == {("title",), ("moves", "b"), ("calendar",)}
    assert set(repeated({"title": True}, {"title": 1}, mark)) == set()


def test_a_shorter_game_warns_of_what_the_file_itself_has_too_late(tmp_path: Path) -> None:
    child = tmp_path / "child.yaml"
    (tmp_path / "river.yaml").write_bytes(RIVER.read_bytes())
    shorter = "id: child\nextends: river.yaml\ncalendar: {turns: 4}\n"
    child.write_text(shorter, encoding="utf-8")
    assert not inspect_file(str(child))[1], "what it builds on is told of where that is checked"
    late = "events: {flood: {title: A flood, date: 2000-05-02}}\n"
    child.write_text(shorter + late, encoding="utf-8")
    [problem] = inspect_file(str(child))[1]
    assert (problem.rule, problem.severity) == ("after-end", "warning")
    assert Path(problem.span.file).name == "child.yaml"
    assert str(dt.date(2000, 5, 2)) in problem.message
    assert load(str(child)).scenario.calendar.turns == 4


def test_a_class_is_warned_of_aims_that_ask_for_a_date_after_its_last_turn(tmp_path: Path) -> None:
    child = tmp_path / "child.yaml"
    text = "id: child\nextends: japan-thailand-talks-1992\nclassroom: {{turns: {turns}}}\n"
    child.write_text(text.format(turns=8), encoding="utf-8")
    [problem] = inspect_file(str(child))[1]
    assert (problem.rule, problem.severity, problem.span.line) == ("never", "warning", 3)
    assert 'ends on 1992-10-04 then, too early for the aims "trust_kept"' in problem.message
    assert '"khmer_rouge_back"' not in problem.message, "it asks for no date"
    child.write_text(text.format(turns=13), encoding="utf-8")
    assert inspect_file(str(child))[1] == []


def test_what_an_empty_entry_takes_away_is_told_and_what_null_takes_away_is_not(
    tmp_path: Path,
) -> None:
    child = tmp_path / "child.yaml"
    text = "id: child\nextends: japan-thailand-talks-1992\ntrust:\n  thailand:{rest}\n"
    child.write_text(text.format(rest="\n#    japan: low"), encoding="utf-8")
    [problem] = inspect_file(str(child))[1]
    assert (problem.rule, problem.severity, problem.span.line) == ("empty", "warning", 4)
    assert '"thailand" is empty, which takes away' in problem.message
    child.write_text(text.format(rest=" null"), encoding="utf-8")
    assert inspect_file(str(child))[1] == []
