"""What the command gather writes, and what it says of a folder without games."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.cli import main
from tests.lab.pages import Page
from tests.lab.test_gather import folder as folder
from tests.lab.test_gather import scenario, whole

pytestmark = pytest.mark.outside


def test_the_command_writes_a_page_and_does_not_gather_it_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["gather", str(folder), "--scenario", str(scenario().path), "--quick", "--json"]
    assert main(command) == 0
    first = json.loads(capsys.readouterr().out)
    page = (folder / "class.html").read_text()
    Page(page).assert_offline()
    assert {game["name"] for game in first["games"]} == {g.name for g in whole().games}
    (folder / "class.html").rename(folder / "older.html")
    assert main(command) == 0
    assert json.loads(capsys.readouterr().out) == first
    assert (folder / "class.html").read_text() == page


@pytest.mark.parametrize(
    ("prepare", "said", "code"),
    [
        (lambda folder: shutil.rmtree(folder), "is no folder", 2),
        (lambda folder: [p.unlink() for p in folder.iterdir()], "holds no games", 2),
        (
            lambda folder: [p.write_text("{") for p in folder.iterdir()],
            "None of the 6 files",
            1,
        ),
    ],
)
def test_a_folder_without_games_is_one_sentence(
    prepare: Callable[[Path], object],
    said: str,
    code: int,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    prepare(folder)
    assert main(["gather", str(folder)]) == code
    captured = capsys.readouterr()
    assert said in captured.err.splitlines()[-1]
    assert captured.out == ""
    assert not (folder / "class.html").exists()
