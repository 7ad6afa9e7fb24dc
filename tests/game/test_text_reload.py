"""`reload` in text mode: an edited scenario is taken up, a broken one is told line by line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from sim.cli.textmode.game import TextGame
from sim.game.game import Game
from sim.scenario.load import load

HEAD = "version: 1\nid: edited\ntitle: Edited\nextends: five-points-2021\n"


def answers(game: Game, *lines: str) -> tuple[str, Game]:
    """What is said to some lines, and the game after them."""
    out = io.StringIO()
    text = TextGame(game, io.StringIO("".join(f"{line}\n" for line in lines)), out)
    text.run()
    return out.getvalue(), text.game


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "edited.yaml"
    path.write_text(HEAD, encoding="utf-8")
    return path


def test_what_was_edited_is_told(path: Path) -> None:
    game = Game.new(load(str(path)), None, 3)
    game.end_turn()
    path.write_text(f"{HEAD}capital: {{per_turn: 4}}\n", encoding="utf-8")
    said, after = answers(game, "reload")
    told = " ".join(said.split())
    assert "your moves were played again from the first turn" in told
    assert "Changed: capital.per_turn: 3, now 4." in told
    assert after is not game
    assert after.turn == 1


def test_a_broken_file_is_told_with_its_lines_and_changes_nothing(path: Path) -> None:
    game = Game.new(load(str(path)), None, 3)
    path.write_text(f"{HEAD}capital: {{per_turn: forty}}\ntrust: 5\n", encoding="utf-8")
    said, after = answers(game, "reload")
    assert "    5 | capital: {per_turn: forty}\n" in said
    assert "      |                     ^^^^^\n" in said
    assert '"trust" must be' in said
    assert "The game goes on with the scenario as it was." in " ".join(said.split())
    assert after is game
