"""Lines: the record, nothing, chance, or a file of dated moves, each mistake at its place."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import pytest
import yaml

from sim.game.game import Game
from sim.lab.errors import LabError
from sim.lab.lines import NAMED, Line, line_of, line_of_moves
from sim.lab.runner import ensemble
from sim.lab.setup import setup_of
from sim.model.compiled import Compiled
from sim.scenario.problem import ScenarioError
from sim.scenario.schema import LineMove
from tests.lab.cases import loaded


@cache
def compiled() -> Compiled:
    return Compiled(loaded().scenario)


def moves(line: Line) -> list[tuple[str, int]]:
    return [(entry.id, entry.turn) for entry in line.entries]


def test_the_record_gives_the_seats_own_moves_by_date() -> None:
    line = line_of(compiled(), "history")
    assert line.policy == "line"
    assert moves(line) == [
        ("tell_south", 0),
        ("join", 0),
        ("round", 1),
        ("ask_again", 1),
        ("text", 2),
        ("second_round", 2),
        ("put", 3),
    ]
    option = compiled().options.all[line.plays(1)[0].option]
    assert (option.move, compiled().plan.actors[option.actor]) == ("hold_round", "host")
    assert option.target == compiled().plan.actor("north")
    assert line.plays(2)[0].text == {"land": 0.5, "trade": 0.6}
    assert line.plays(5) == []


def test_another_seat_has_its_own_moves_in_the_record() -> None:
    assert moves(line_of(compiled(), "history", "friend")) == [("squeeze", 1)]


def test_entries_can_be_left_out() -> None:
    line = line_of(compiled(), "history", leave_out=["join", "put"])
    assert [name for name, _ in moves(line)] == [
        "tell_south",
        "round",
        "ask_again",
        "text",
        "second_round",
    ]


def test_what_is_not_there_cannot_be_left_out() -> None:
    with pytest.raises(LabError, match='no entry "jion" to leave out; did you mean "join"'):
        line_of(compiled(), "history", leave_out=["jion"])
    with pytest.raises(LabError, match="The line pass has no entry"):
        line_of(compiled(), "pass", leave_out=["join"])


@pytest.mark.parametrize("name", ["pass", "random"])
def test_policies_have_no_entries(name: str) -> None:
    line = line_of(compiled(), name)
    assert (line.policy, line.entries) == (name, ())


def test_a_file_is_read_as_a_line(tmp_path: Path) -> None:
    path = tmp_path / "line.yaml"
    path.write_text(
        "moves:\n"
        "  later: {date: 2000-01-12, by: host, move: hold_round, to: north}\n"
        "  first: {date: 2000-01-01, by: host, move: ask_to_join, to: friend}\n"
    )
    line = line_of(compiled(), str(path))
    assert (line.name, moves(line)) == (str(path), [("first", 0), ("later", 1)])


GOOD = "{date: 2000-01-01, by: host, move: hold_round, to: north}"


@pytest.mark.parametrize(
    ("entry", "place", "sentence"),
    [
        (GOOD.replace("hold_round", "hold_ruond"), 35, 'no move "hold_ruond"; did you mean "hold_'),
        (GOOD.replace("hold_round", "complain"), 35, "host cannot play complain"),
        (GOOD.replace("north", "nroth"), 51, 'cannot be for "nroth"; did you mean "north"?'),
        (GOOD.replace("north", "friend"), 51, 'cannot be for "friend"; it can be for north'),
        (GOOD.replace(", to: north", ""), 3, "hold_round is for somebody; add"),
        (GOOD.replace("hold_round", "put"), 44, "put is for nobody in particular; remove"),
        (GOOD.replace("2000-01-01", "1999-12-31"), 13, "1999-12-31 lies outside the calendar"),
        (GOOD.replace("2000-01-01", "2000-02-12"), 13, "from 2000-01-01 to before 2000-02-12"),
        (GOOD.replace("2000-01-01", "soon"), 13, "a date"),
        (GOOD.replace("by: host", "by: hots"), 29, 'no actor "hots"; did you mean "host"?'),
        (
            GOOD.replace("by: host", "by: friend"),
            29,
            "is by friend, but the line is played by host",
        ),
        (GOOD.replace("to: north", "to: north, text: {land: 0.5}"), 58, "drafts no text"),
        (
            GOOD.replace("hold_round, to: north", "draft, text: {lnad: 0.5}"),
            54,
            'no issue "lnad"; did you mean "land"?',
        ),
        (GOOD.replace("move:", "mvoe:"), 29, '"mvoe"'),
    ],
)
def test_a_mistake_in_a_file_is_told_at_its_place(
    entry: str, place: int, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "line.yaml"
    path.write_text(f"moves:\n  a: {entry}\n")
    with pytest.raises(ScenarioError) as caught:
        line_of(compiled(), str(path))
    (problem,) = caught.value.problems
    assert sentence in problem.message
    assert (problem.span.file, problem.span.line) == (str(path), 2)
    assert str(caught.value).startswith(f"{path}:2:{problem.span.column}: ")
    assert abs(problem.span.column - place) <= 8


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "line.yaml"
    path.write_text(
        f"moves:\n  a: {GOOD.replace('north', 'x')}\n  b: {GOOD.replace('host', 'y')}\n"
    )
    with pytest.raises(ScenarioError) as caught:
        line_of(compiled(), str(path))
    assert [problem.span.line for problem in caught.value.problems] == [2, 3]


@pytest.mark.parametrize(
    "content", ["", "moves: {}\n", "- a\n", "moves: &a {}\n", "\x00", "a: b\n"]
)
def test_a_file_that_is_no_line_is_told(content: str, tmp_path: Path) -> None:
    path = tmp_path / "line.yaml"
    path.write_text(content)
    with pytest.raises(ScenarioError) as caught:
        line_of(compiled(), str(path))
    assert caught.value.problems


def test_a_line_that_is_not_there_is_told_with_what_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(LabError, match="history, pass, random, lookahead or a YAML") as caught:
        line_of(compiled(), "histroy")
    assert str(caught.value).endswith('did you mean "history"?')
    with pytest.raises(LabError, match=r"There is no line file .*nothing\.yaml"):
        line_of(compiled(), str(tmp_path / "nothing.yaml"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "prepared.yaml").touch()
    for slip in ("prepard.yaml", "prepared"):
        with pytest.raises(LabError, match=r'did you mean "prepared\.yaml"\?'):
            line_of(compiled(), slip)
    assert "lookahead" not in NAMED


def test_moves_given_as_data_are_checked_too() -> None:
    move = LineMove(date=dt.date(2000, 1, 1), by="host", move="press", to="north")
    with pytest.raises(LabError, match=r"The line mine, entry a: host cannot play press\."):
        line_of_moves(compiled(), "mine", {"a": move})


def test_a_game_under_a_fresh_chance_can_be_run_again(tmp_path: Path) -> None:
    game, file = Game.new(loaded(), seed=4), tmp_path / "line.yaml"
    for _ in range(3):
        card = next(card for card in game.legal() if card.legal)
        game.push(card.move, card.to)
        game.end_turn()
    game.rewind(1, fresh=True)
    while not game.over:
        game.end_turn()
    file.write_text(yaml.safe_dump(game.line()), encoding="utf-8")
    line = line_of(game.compiled, str(file), game.seat)
    assert line.luck == ((1, 1),)
    setup = setup_of(loaded(), line, seat=game.seat, seed=4)
    process = ensemble(game.compiled, setup, 0, 1)
    while not process.over:
        process.advance(line.plays(process.turn))
    assert process.state_hash(0) == game.state_hash()
    plain = yaml.safe_dump(game.line() | {"luck": {"turn_0": 1}})
    file.write_text(plain, encoding="utf-8")
    with pytest.raises(ScenarioError, match='the name "turn_0" must be'):
        line_of(game.compiled, str(file), game.seat)
