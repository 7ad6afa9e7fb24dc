"""Levels of difficulty and plain briefings on the command line and in the text mode."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from sim.cli import main
from sim.cli.levels import ask_level
from sim.cli.textmode.game import TextGame
from sim.game.game import Game
from sim.game.saving.save import write
from tests.game.levels import at, levelled, path
from tests.game.rig import small_loaded
from tests.lab.cases import written


class Terminal(io.StringIO):
    """Typed lines, as from a person."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def command(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


def typed(*lines: str, level: str = "standard", plain: bool = False) -> str:
    out = io.StringIO()
    text = "".join(f"{line}\n" for line in lines)
    TextGame(Game.new(at(level), "host", 1), io.StringIO(text), out, plain).run()
    return out.getvalue()


# -- commands --------------------------------------------------------------------------------------


def test_a_level_is_another_ensemble(run: Any) -> None:
    found = {}
    for level in ("standard", "gentle", "stern"):
        code, out, _ = run("batch", path(), "--runs", 40, "--difficulty", level, "--json")
        assert code == 0
        data = json.loads(out)
        assert data["difficulty"] == level
        found[level] = json.dumps([data["outcomes"], data["metrics"]])
    assert len(set(found.values())) == 3
    plain = json.loads(run("batch", path(), "--runs", 40, "--json")[1])
    assert json.dumps([plain["outcomes"], plain["metrics"]]) == found["standard"]


def test_what_is_set_goes_over_the_level(run: Any) -> None:
    ask = ["--ask", "known=trust(south, host)", "--line", "pass", "--runs", 10, "--json"]
    _, out, _ = run(
        "batch", path(), "--difficulty", "gentle", "--set", "trust.south.host=0.2", *ask
    )
    low = json.loads(out)["metrics"]["known"]["mean"]
    _, out, _ = run("batch", path(), "--difficulty", "gentle", *ask)
    assert low < 0.5 < json.loads(out)["metrics"]["known"]["mean"]
    _, out, _ = run(
        "batch", path(), "--difficulty", "gentle", "--sweep", "trust.north.host=0:1:2", *ask
    )
    swept = json.loads(out)
    assert swept["difficulty"] == "gentle"
    assert swept["sweep"][0]["metrics"]["known"]["mean"] > 0.5


def test_a_run_and_a_record_tell_the_level(run: Any) -> None:
    code, out, _ = run("run", path(), "--difficulty", "gentle")
    assert code == 0
    assert "seed 1, run 0, level gentle." in out
    _, out, _ = run("run", path(), "--difficulty", "gentle", "--json")
    assert json.loads(out)["difficulty"] == "gentle"
    _, out, _ = run("run", path())
    assert "level" not in out.splitlines()[1]
    _, out, _ = run("play", path(), "--json", "--difficulty", "stern")
    assert json.loads(out)["difficulty"] == "stern"


def test_a_game_is_a_run_of_its_level(run: Any, tmp_path: Path) -> None:
    game = Game.new(at("gentle"), "host", 4)
    game.push("consult", "south")
    while not game.over:
        game.end_turn()
    line = tmp_path / "line.yaml"
    line.write_text(yaml.safe_dump(game.line()), encoding="utf-8")
    arguments = ["run", path(), "--line", line, "--seed", 4, "--json"]
    code, out, _ = run(*arguments, "--difficulty", "gentle")
    assert code == 0
    assert json.loads(out)["state_hash"] == game.state_hash()
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "was played at the level gentle, not standard; add --difficulty gentle." in err


def test_an_unknown_level_is_a_fault_of_usage(run: Any) -> None:
    for command in ("run", "batch"):
        code, out, err = run(command, path(), "--difficulty", "gentel")
        assert (code, out) == (2, "")
        assert 'has no level of difficulty "gentel"; did you mean "gentle"?' in err


def test_show_lists_the_levels_and_factors(run: Any) -> None:
    _, out, _ = run("show", path())
    for part in ("--difficulty", "With the wind", "trust.south.host=0.9", "trust(south, host)"):
        assert part in out
    data = json.loads(run("show", path(), "--json")[1])
    assert list(data["difficulty"]) == ["standard", "gentle", "stern"]
    assert data["difficulty"]["gentle"]["set"]["capital.per_turn"] == 5
    assert data["factors"]["confidence"]["measure"] == "trust(south, host)"


def test_check_tries_every_level(run: Any, tmp_path: Path) -> None:
    data = levelled()
    data["difficulty"]["stern"]["set"] = {"trust.south.hots": 0.2}
    code, out, _ = run("check", written(data, tmp_path))
    assert code == 1
    assert 'level stern: for trust.south.hots the scenario has no "hots"' in out
    assert 'did you mean "host"?' in out


# -- the backtest's new tables ---------------------------------------------------------------------


def test_a_backtest_tells_moves_goals_waiting_and_parameters(run: Any, tmp_path: Path) -> None:
    data = levelled()
    point = data["history"]["checkpoints"]["joined"]
    point |= {"rests_on": ["join"], "surprise": "Nobody had expected it."}
    name = written(data, tmp_path)
    code, out, _ = run("backtest", name, "--runs", 60)
    assert code == 0
    for part in (
        "Without the moves that they rest on:",
        "joined, a surprise (not rare here): Nobody had expected it.",
        "Goals by line",
        "coded numbers of the scenario and",
    ):
        assert part in out, part
    if "Doing nothing does well for host" in out:
        assert "They come by themselves. [E8]" in out
    result = json.loads(run("backtest", name, "--runs", 60, "--json")[1])["scenarios"]["small"]
    assert result["checkpoints"][0]["without_move"] == 0
    assert result["waiting"]["host"]["says"] == "They come by themselves."
    assert result["waiting"]["friend"]["says"] is None


def test_openings_are_ranked(run: Any) -> None:
    code, out, _ = run("backtest", path(), "--openings", "--runs", 40)
    assert code == 0
    assert "gain over waiting" in out
    assert len([line for line in out.splitlines() if line.startswith("small")]) <= 6
    _, out, _ = run("backtest", path(), "--openings", "--runs", 40, "--json")
    data = json.loads(out)
    gains = [one["gain"] for one in data["openings"]["small"]["host"]]
    assert gains == sorted(gains, reverse=True)
    assert data["best_everywhere"] is None


# -- the text mode ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "chosen"),
    [
        ("2\n", "gentle"),
        ("stern\n", "stern"),
        ("\n", "standard"),
        ("", "standard"),
        ("9\nnone\n 3 \n", "stern"),
    ],
)
def test_a_person_is_asked_for_a_level(lines: str, chosen: str) -> None:
    out = io.StringIO()
    assert ask_level(at().scenario, Terminal(lines), out) == chosen
    assert "2. With the wind: More to spend." in out.getvalue()


def test_nobody_is_asked_who_is_not_there() -> None:
    out = io.StringIO()
    assert ask_level(at().scenario, io.StringIO("2\n"), out) == "standard"
    assert out.getvalue() == ""


def play(
    monkeypatch: pytest.MonkeyPatch, run: Any, stdin: io.StringIO, *arguments: object
) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.stdin", stdin)
    found: tuple[int, str, str] = run("play", path(), "--text", *arguments)
    return found


@pytest.mark.usefixtures("home")
def test_the_text_game_is_played_at_a_level(
    run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code, out, _ = play(monkeypatch, run, io.StringIO("view\n"), "--difficulty", "gentle")
    assert code == 0
    assert out.count("Level: With the wind.") == 2
    assert "Capital 5 of 5" in out
    _, out, _ = play(monkeypatch, run, Terminal("3\nview\n"))
    assert "Level: Against the wind." in out
    _, out, _ = play(monkeypatch, run, io.StringIO("3\nview\n"))
    assert "Level: Standard." in out
    game = Game.new(at("stern"), "host", 2)
    game.end_turn()
    write(game, tmp_path / "g.json")
    _, out, _ = play(monkeypatch, run, io.StringIO("view\n"), "--load", tmp_path / "g.json")
    assert "Level: Against the wind." in out
    code, _, err = play(
        monkeypatch, run, io.StringIO(""), "--load", tmp_path / "g.json", "--difficulty", "gentle"
    )
    assert code == 2
    assert "A saved game has its own level; leave out --difficulty." in err


def test_the_briefing_can_be_read_in_plain_words() -> None:
    assert "Settle it." in typed()
    assert "Help them stop." not in typed()
    plain = typed(plain=True)
    assert "Help them stop." in plain
    assert "Settle it." not in plain
    both = typed("briefing plain", "briefing", "briefing full")
    assert both.count("Help them stop.") == 2
    assert both.count("Settle it.") == 2
    assert 'There is no "short"; there are plain, full.' in typed("briefing short")


def test_without_plain_words_the_whole_briefing_is_told() -> None:
    out = io.StringIO()
    TextGame(Game.new(small_loaded()), io.StringIO("briefing plain\n"), out, plain=True).run()
    assert out.getvalue().count("Settle it.") == 2
    assert "This scenario has no plainer briefing." in out.getvalue()
    assert "Level" not in out.getvalue()


def test_the_debrief_tells_level_and_factors() -> None:
    told = typed("debrief yes", level="gentle")
    assert "Level: With the wind." in told
    assert "Why you could play the part:" in told
    said = " ".join(told.split())
    assert "The south believed what it was told. [C16]" in said
    assert "Confidence: at the start" in said
