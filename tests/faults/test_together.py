"""Two programs at one folder at once: nothing is torn, and nothing that one did is lost."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from sim.desk.models.settings import change_settings, load_settings
from sim.desk.models.title import build_resume, build_shelf
from sim.game.game import Game
from sim.game.progress import load_progress, note
from sim.game.saving.autosaves import last_of, place_of, window_of
from sim.game.saving.save import autosave, folder, open_save, read
from sim.lab.errors import LabError
from sim.lab.report.writing import write_page
from sim.locking import exclusive, take
from tests.faults.kills.striking import Case, Process
from tests.faults.kills.whole import whole
from tests.game.rig import busy_game, shipped_loaded
from tests.lab.batches import CHUNK, batch, files
from tests.lab.cases import loaded

pytestmark = [
    pytest.mark.outside,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="what is imported is not imported again"),
]
_PATIENCE = 60.0


def start(work: Callable[[], object], home: Path, name: str) -> Process:
    """A process of its own in the user's folder of this test."""

    def there() -> None:
        os.environ["TWINTRACK_HOME"] = str(home)
        work()

    return Case(there, home.parent / name).start()


def until(true: Callable[[], bool]) -> None:
    """Wait for something that another process does."""
    last = time.monotonic() + _PATIENCE
    while not true():
        assert time.monotonic() < last
        time.sleep(0.002)


def stay(path: Path) -> None:
    """Wait for a file that the test makes when the process may go on."""
    path.with_suffix(".here").touch()
    until(path.exists)


def save_all(turns: int, seed: int, go: Path) -> None:
    autosave(busy_game(seed, turns=1))
    stay(go)
    for turn in range(1, turns + 1):
        autosave(busy_game(seed, turns=turn))


def test_two_windows_save_two_games(home: Path, tmp_path: Path) -> None:
    go = [tmp_path / "first.go", tmp_path / "second.go"]
    first = start(partial(save_all, 3, 1, go[0]), home, "first")
    until(go[0].with_suffix(".here").exists)
    second = start(partial(save_all, 5, 2, go[1]), home, "second")
    until(go[1].with_suffix(".here").exists)
    for path in go:
        path.touch()
    assert (first.wait(), second.wait()) == (0, 0)
    assert whole(home)
    held = {window: read(last_of(folder(), window)) for window in (1, 2)}
    assert [(len(one.turns), one.seed) for one in held.values()] == [(3, 1), (5, 2)]
    # who comes later is the first again, whether the others left or were killed
    assert window_of(folder()) == 1


def test_a_window_that_is_killed_leaves_its_place(home: Path, tmp_path: Path) -> None:
    go = tmp_path / "never"
    other = start(partial(save_all, 1, 1, go), home, "other")
    until(go.with_suffix(".here").exists)
    assert take(folder() / ".autosave.lock") is None
    os.kill(other.number, signal.SIGKILL)
    other.wait()
    lock = take(folder() / ".autosave.lock")
    assert lock is not None
    lock.release()


def test_the_game_to_go_on_with_is_the_last_of_any_window(home: Path) -> None:
    game = Game.new(shipped_loaded(), seed=2)
    autosave(game)
    game.end_turn()
    path = autosave(game).replace(last_of(folder(), 2))
    resume = build_resume(build_shelf())
    assert resume is not None
    assert resume.path == path
    assert open_save(path).turn == 1


@pytest.mark.parametrize("others_open", [30, 120])
def test_a_whole_class_at_one_folder_saves_a_game_each(others_open: int, home: Path) -> None:
    folder().mkdir(parents=True)
    windows = range(1, others_open + 1)
    others = [take(folder() / f".{last_of(folder(), window).stem}.lock") for window in windows]
    path = autosave(Game.new(shipped_loaded(), seed=2))
    assert path == last_of(folder(), others_open + 1)
    assert place_of(path.stem) == (others_open + 1, 0)
    resume = build_resume(build_shelf())
    assert resume is not None
    assert resume.path == path
    for other in others:
        assert other is not None
        other.release()


def count_games(seeds: range) -> None:
    for seed in seeds:
        assert note(busy_game(seed, turns=6)) == ""


def test_all_games_of_two_windows_are_counted(home: Path) -> None:
    seeds = range(4), range(4, 8)
    both = [start(partial(count_games, one), home, f"home-{one.start}") for one in seeds]
    assert [one.wait() for one in both] == [0, 0]
    assert sum(tally.games for tally in load_progress().tallies.values()) == 8


def test_settings_of_two_windows_are_both_kept(home: Path) -> None:
    def dark() -> None:
        for count in range(11):
            change_settings(theme=("light", "dark")[count % 2])

    def loud() -> None:
        for count in range(11):
            change_settings(motion=bool(count % 2))

    both = [start(dark, home, "dark"), start(loud, home, "loud")]
    assert [one.wait() for one in both] == [0, 0]
    found = load_settings()
    assert (found.theme, found.motion) == ("light", False)


def test_two_pages_at_one_place(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    texts = ["<html>" + letter * 10**6 + "</html>" for letter in "ab"]

    def work(text: str) -> None:
        for _ in range(10):
            write_page(page, text)

    both = [start(partial(work, text), tmp_path / "home", text[6]) for text in texts]
    assert [one.wait() for one in both] == [0, 0]
    assert page.read_text() in texts
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_one_folder_takes_one_batch_at_a_time(tmp_path: Path) -> None:
    path, out, go = loaded().path, tmp_path / "out", tmp_path / "go"
    batch(path).run(out=tmp_path / "whole", chunk=CHUNK)

    def slow() -> None:
        batch(path).run(out=out, chunk=CHUNK, progress=lambda _: stay(go))

    other = start(slow, tmp_path / "home", "slow")
    until(go.with_suffix(".here").exists)
    before = files(out)
    for resume in (False, True):
        with pytest.raises(LabError, match=r"Another twintrack is writing to .* now; wait until"):
            batch(path).run(out=out, resume=resume, chunk=CHUNK)
    assert files(out) == before
    go.touch()
    assert other.wait() == 0
    assert files(out) == files(tmp_path / "whole")


def test_nobody_waits_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.locking._PATIENCE", 0.05)
    lock = take(tmp_path / ".file.lock")
    assert lock is not None
    done = False
    with exclusive(tmp_path / "file"):
        done = True
    assert done
    lock.release(remove=True)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_knows_no_locks_is_as_if_free(tmp_path: Path) -> None:
    lock = take(tmp_path / "none" / ".lock")
    assert lock is not None
    lock.release(remove=True)


def test_a_disk_that_numbers_its_files_anew_is_as_if_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.locking.os.path.samestat", lambda *_: False)
    lock = take(tmp_path / ".lock")
    assert lock is not None
    lock.release()


def test_a_last_autosave_in_another_encoding_does_not_keep_a_game_from_being_saved(
    home: Path,
) -> None:
    path = autosave(busy_game(1, turns=1))
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-16")
    assert autosave(busy_game(1, turns=2)) == path
    assert len(read(path).turns) == 2
