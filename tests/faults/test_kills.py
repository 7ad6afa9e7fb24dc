"""The program killed: a few blows of each kind; `python -m tests.faults.kills` deals many more."""

from __future__ import annotations

import io
import os
import signal
import sys
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from sim.cli.textmode.game import play_text
from sim.game.saving.autosaves import NAMES
from sim.game.saving.save import autosave, folder, read
from tests.faults.kills.kinds import Kind, blows
from tests.faults.kills.playing import Play
from tests.faults.kills.saving import Save
from tests.faults.kills.striking import Case, age, begun_in
from tests.game.rig import busy_game
from tests.lab.cases import loaded

pytestmark = [
    pytest.mark.outside,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are killed by signal"),
]

_WRITES = ("open", "os.rename", "os.remove", "os.mkdir", "os.utime")


class SmallPlay(Play):
    """A short game of a small scenario."""

    games = (
        (
            (str(loaded().path), "--seed", "3"),
            [line for turn in range(3) for line in (f"play {turn + 1}", "end")],
        ),
    )


@pytest.mark.parametrize("kind", [SmallPlay, Save])
def test_nothing_is_torn_or_lost(kind: type[Kind], tmp_path: Path) -> None:
    count = blows(kind(tmp_path), 3, 1, print)
    assert count.faults == []
    assert count.kills == 3
    assert count.files


def test_an_autosave_may_be_stopped_at_every_step(home: Path, tmp_path: Path) -> None:
    games = [busy_game(1, turns=turns) for turns in range(1, 5)]
    for game in games[:3]:
        autosave(game)
    before = {path.name: path.read_bytes() for path in folder().glob("*.json")}
    seen = set()
    for step in count():
        for name, data in before.items():
            (folder() / name).write_bytes(data)
        killed = Case(partial(_killed_at, step, games[3]), home).start().wait()
        # whatever was done, the last autosave is there, and so is the one before it
        last = len(read(folder() / f"{NAMES[0]}.json").turns)
        held = {len(read(path).turns) for path in folder().glob("*.json")}
        assert last in (3, 4)
        assert {2, 3} <= held
        seen.add(last)
        if not killed:
            break
        assert killed == -signal.SIGKILL
    assert step > 6
    assert seen == {3, 4}
    # what is begun stays for an hour, as somebody may be writing it, and no longer
    autosave(games[3])
    assert age(home) > 0
    autosave(games[3])
    assert list(begun_in(home)) == []


def _killed_at(step: int, game: Any) -> None:
    """Save a game, and be killed before the step of that number that touches the disk."""
    steps = count()

    def watch(event: str, _arguments: tuple[object, ...]) -> None:
        if event in _WRITES and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    autosave(game)
    # nothing more is counted: what a process does at its end is no part of a save
    os._exit(0)


def test_a_turn_is_saved_before_it_is_told(home: Path) -> None:
    told: list[int] = []

    class Out:
        """A terminal that looks at what is saved whenever a turn is told."""

        def write(self, text: str) -> int:
            if "What happened from" in text:
                told.append(len(read(folder() / f"{NAMES[0]}.json").turns))
            return len(text)

        def flush(self) -> None:
            pass

        def isatty(self) -> bool:
            return False

    code = play_text(
        loaded=loaded(),
        seat=None,
        seed=1,
        save=None,
        stdin=io.StringIO("end\n" * 3),
        stdout=Out(),  # type: ignore[arg-type]
    )
    assert code == 0
    assert told == [1, 2, 3]
