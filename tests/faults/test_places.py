"""The likeliest bad places, each with the commands that it is likeliest to break."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim import paths
from sim.cli import main
from sim.desk.models.settings import Settings, change_settings, save_settings
from sim.files import write_whole_with, written_at
from sim.game.progress import load_progress, note_guided
from sim.game.saving.save import slot, slots
from tests.faults.places.__main__ import Matrix, matrix
from tests.faults.places.commands import COMMANDS
from tests.faults.places.places import PLACES
from tests.faults.places.trial import ROOT

LIKELY = (
    ("full disk", "new --from"),
    ("another's folder", "new --from"),
    ("no home, unknown user", "play --text"),
    ("ASCII", "show --json"),
    ("stdout full", "list"),
    ("stdout closed", "list --json"),
    ("Khmer, quotes, spaces", "new --from"),
)
"""Place and command; `python -m tests.faults.places` tries all of them in all."""


@pytest.fixture(scope="module")
def trials() -> Iterator[Matrix]:
    with matrix(whole=False) as made:
        yield made


@pytest.mark.outside
@pytest.mark.parametrize(("place", "command"), LIKELY)
def test_a_command_works_there_or_says_why_not(trials: Matrix, place: str, command: str) -> None:
    there = next(one for one in PLACES if one.name == place)
    asked = next(one for one in COMMANDS if one.name == command)
    if why := there.needs():
        pytest.skip(why)
    verdict = trials.tried(asked, there)
    assert verdict.word != "FAULT", verdict.about


# -- homes -----------------------------------------------------------------------------------------


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, "~no-such-user/games")


@pytest.mark.usefixtures("homeless")
def test_without_a_home_nothing_is_made_where_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(paths.NoHomeError, match="set TWINTRACK_HOME to a folder"):
        paths.user_data()
    assert main(["play", "--text"]) == 2
    assert "set TWINTRACK_HOME to a folder" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("homeless")
def test_without_a_home_what_cannot_be_kept_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for told in (change_settings(bets=False), save_settings(Settings()), note_guided()):
        assert "could not be kept" in told
        assert told.endswith("set TWINTRACK_HOME to a folder where your games may be kept.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("homeless")
def test_without_a_home_what_only_reads_finds_nothing() -> None:
    assert slots() == []
    assert load_progress().games == 0
    assert load_progress().problem == ""


# -- clocks ----------------------------------------------------------------------------------------


def test_a_save_from_before_the_clock_was_set_back_is_not_the_newest() -> None:
    old, before_it, new, older = slot("old"), slot("before it"), slot("new"), slot("older")
    old.parent.mkdir(parents=True)
    for path in (old, before_it, new, older):
        path.write_text("{}", encoding="utf-8")
    later = new.stat().st_mtime + 86_400.0
    os.utime(old, (later, later))
    os.utime(before_it, (later - 60.0, later - 60.0))
    os.utime(older, (1.0, 1.0))
    assert [path.stem for path in slots()] == ["new", "older", "old", "before it"]
    assert written_at(old.with_name("none")) < written_at(before_it)


# -- names -----------------------------------------------------------------------------------------


def test_a_save_may_be_named_in_khmer() -> None:
    assert slot("ខ្មែរ ថ្នាក់ទី ២").name == "ខ្មែរ ថ្នាក់ទី ២.json"


def test_the_longest_name_that_a_system_takes_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("ក" * 83 + ".json")
    write_whole_with(path, lambda file: file.write(b"{}"))
    assert path.read_bytes() == b"{}"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole_with(pipe, lambda file: file.write(b"whole"))
        assert os.read(reader, 100) == b"whole"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the system keeps no such links")
def test_a_link_of_the_system_to_a_file_is_not_replaced(tmp_path: Path) -> None:
    with (tmp_path / "held").open("wb") as held:
        held.write(b"before")
        held.flush()
        link = Path(f"/proc/self/fd/{held.fileno()}")
        with pytest.raises(OSError, match="name the file itself"):
            write_whole_with(link, lambda file: file.write(b"after"))
    assert (tmp_path / "held").read_bytes() == b"before"


@pytest.mark.outside
def test_a_letter_of_another_encoding_does_not_cost_the_lines_around_it(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sim", "play", "island-dispute", "--text"],
        input=b"end\nnote 1 caf\xe9\nend\n",
        cwd=ROOT,
        env={**os.environ, paths.HOME_VARIABLE: str(home)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    kept = json.loads((home / "saves" / "autosave.json").read_bytes())
    assert len(kept["turns"]) == 2
