"""What `play` does with a window, with a terminal, and with neither."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sim.cli import main
from sim.cli.play import has_display
from sim.game.game import Game
from sim.game.saving.save import write
from tests.lab.cases import loaded


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """Stand-ins for the window and the text game, which note how they are called."""
    called: dict[str, dict[str, Any]] = {}

    def noting(name: str) -> Any:
        def call(**given: Any) -> int:
            called[name] = given
            return 0

        return call

    desk = SimpleNamespace(run=noting("window"))
    text = SimpleNamespace(play_text=noting("text"))
    monkeypatch.setitem(sys.modules, "sim.desk.main", desk)
    monkeypatch.setitem(sys.modules, "sim.cli.textmode.game", text)
    return called


def display(monkeypatch: pytest.MonkeyPatch, here: bool) -> None:
    monkeypatch.setattr("sim.cli.play.has_display", lambda: here)


def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"DISPLAY": ":0", "SDL_VIDEODRIVER": "dummy"}, False),
        ("linux", {"DISPLAY": ":0", "SDL_VIDEODRIVER": "offscreen"}, False),
        ("linux", {"SDL_VIDEODRIVER": "x11", "DISPLAY": ":0"}, True),
        ("linux", {"DISPLAY": ""}, False),
        ("darwin", {}, True),
        ("win32", {}, True),
        ("win32", {"SDL_VIDEODRIVER": "dummy"}, False),
    ],
)
def test_a_display_is_there_when_a_window_would_be_seen(
    platform: str, variables: dict[str, str], expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert has_display() is expected


@pytest.mark.parametrize("arguments", [[], ["play"]])
def test_without_a_command_the_window_opens(
    arguments: list[str], rooms: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    display(monkeypatch, True)
    assert main(arguments) == 0
    assert callable(rooms["window"].pop("honest"))
    assert rooms == {
        "window": {
            "scenario": None,
            "seat": None,
            "seed": 1,
            "load": None,
            "level": None,
            "plain": False,
            "without": (),
        }
    }


def test_the_window_is_told_what_to_play(
    rooms: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    display(monkeypatch, True)
    path = str(loaded().path)
    assert main(["play", path, "--seat", "friend", "--seed", "5"]) == 0
    assert callable(rooms["window"].pop("honest"))
    assert rooms["window"] == {
        "scenario": path,
        "seat": "friend",
        "seed": 5,
        "load": None,
        "level": None,
        "plain": False,
        "without": (),
    }
    save = tmp_path / "save.json"
    save.write_text("{}")
    assert main(["play", "--load", str(save)]) == 0
    assert rooms["window"]["load"] == save


def test_text_plays_on_stdin_and_stdout(
    rooms: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["play", str(loaded().path), "--text", "--seed", "9"]) == 0
    given = rooms["text"]
    assert given["loaded"].scenario.id == "small"
    assert (given["seat"], given["seed"], given["save"]) == (None, 9, None)
    assert (given["stdin"], given["stdout"]) == (sys.stdin, sys.stdout)
    assert "seed 9" in capsys.readouterr().err


def test_several_seats_share_the_terminal(
    rooms: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    display(monkeypatch, True)
    path = str(loaded().path)
    assert main(["play", path, "--seats", "host, friend", "--without", "rule:trust"]) == 0
    assert list(rooms) == ["text"]
    assert rooms["text"]["seats"] == ("host", "friend")
    assert rooms["text"]["without"] == ("rule:trust",)
    for options, said in (
        (["--seats", "host"], "Name at least two seats"),
        (["--seats", "host,friend", "--seat", "host"], "--seats for several"),
        (["--seats", "host,friend", "--load", path], "has its own seats"),
    ):
        capsys.readouterr()
        assert main(["play", path, *options]) == 2
        assert said in capsys.readouterr().err


def test_without_a_display_the_game_goes_on_in_the_terminal(
    rooms: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    display(monkeypatch, False)
    terminal(monkeypatch)
    assert main(["play", str(loaded().path)]) == 0
    assert list(rooms) == ["text"]
    first = capsys.readouterr().err.splitlines()[0]
    assert first == "There is no display to open a window on, so the game goes on as text."


def test_with_neither_the_record_is_told(
    rooms: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    display(monkeypatch, False)
    assert main(["play", str(loaded().path)]) == 0
    captured = capsys.readouterr()
    assert not rooms
    assert captured.err.count("\n") == 1
    assert "Line history, played by host; seed 1" in captured.out
    assert main(["play", str(loaded().path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["scenario"] == "small"


def test_a_game_of_a_scenario_of_ones_own_goes_on_in_its_folder(
    rooms: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    save = tmp_path / "handed-in" / "dara.json"
    save.parent.mkdir()
    write(Game.new(loaded()), save)
    monkeypatch.chdir(tmp_path)
    assert main(["play", "--load", "handed-in/dara.json", "--text"]) != 0
    told = capsys.readouterr().err
    assert "dara.json is a game of small, which does not come with this program" in told
    assert "go to the folder that holds small.yaml" in told
    assert "text" not in rooms
    (tmp_path / "small.yaml").write_bytes(loaded().path.read_bytes())
    assert main(["play", "--load", "handed-in/dara.json", "--text"]) == 0
    assert rooms["text"]["loaded"].scenario.id == "small"
