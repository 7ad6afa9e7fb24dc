"""One real window, on a display of its own, driven by the keys that somebody would press."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sim.desk.models.settings import Settings, save_settings
from sim.game.saving.autosaves import last_of
from sim.game.saving.save import folder, read
from sim.paths import HOME_VARIABLE

pytestmark = [
    pytest.mark.outside,
    pytest.mark.skipif(
        shutil.which("Xvfb") is None or shutil.which("xdotool") is None,
        reason="needs Xvfb and xdotool",
    ),
]
PATIENCE = 60.0  # seconds, on a busy machine; it takes about five on an idle one


@pytest.fixture
def display() -> Iterator[str]:
    """A display of its own; the server chooses a number that is free and says which."""
    readable, writable = os.pipe()
    command = ["Xvfb", "-displayfd", str(writable), "-screen", "0", "1280x800x24", "-nolisten"]
    server = subprocess.Popen([*command, "tcp"], pass_fds=(writable,), stderr=subprocess.DEVNULL)
    os.close(writable)
    with os.fdopen(readable) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(timeout=PATIENCE)


class Window:
    """The program in a window, and somebody at its keyboard."""

    def __init__(self, display: str, home: Path) -> None:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("SDL_")}
        self.env = {**kept, "DISPLAY": display, HOME_VARIABLE: str(home)}
        self.program = subprocess.Popen(
            [sys.executable, "-m", "sim", "play", "--seed", "7"],
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        found = self.xdotool("search", "--sync", "--onlyvisible", "--pid", str(self.program.pid))
        self.id = found.split()[-1]

    def xdotool(self, *words: str) -> str:
        return subprocess.run(
            ["xdotool", *words], env=self.env, check=True, capture_output=True, text=True,
            timeout=PATIENCE,
        ).stdout  # fmt: skip

    def press(self, *keys: str) -> None:
        """Press keys as X knows them."""
        self.xdotool("key", "--window", self.id, "--delay", "40", *keys)

    def quit(self) -> None:
        """Leave by the last entry of the menu, whatever lies over the desk."""
        end = time.monotonic() + PATIENCE
        while self.program.poll() is None:
            assert time.monotonic() < end, "it does not quit"
            with contextlib.suppress(subprocess.CalledProcessError):  # it may be gone by then
                self.press("Escape", "shift+Tab", "Return")
            time.sleep(0.1)

    def ended(self) -> tuple[int, str]:
        _, errors = self.program.communicate(timeout=PATIENCE)
        return self.program.returncode, errors


def saved_turns() -> int:
    """Of the first window: to ask for one's own slot would make this process the first."""
    path = last_of(folder(), 1)
    if not path.is_file():
        return -1
    save = read(path)
    # keys meant to leave may go back a turn on the way: what was played is then on another line
    return len(save.turns if save.tree is None else save.tree.nodes)


def test_a_window_is_played_in_by_keys_and_closed(display: str, home: Path) -> None:
    settings = replace(Settings(), guide="never", bets=False)
    assert save_settings(settings) == ""
    window = Window(display, home)
    try:
        time.sleep(0.2)
        window.press("Return")  # the title leads to a briefing
        deadline = time.monotonic() + PATIENCE
        while saved_turns() < 1:  # whatever it still opens, it comes to a desk and ends a turn
            assert time.monotonic() < deadline, "no turn was played"
            assert window.program.poll() is None, window.program.communicate()
            window.press("Return")
            window.press("e")
            time.sleep(0.1)
        shot = shutil.which("import")
        if shot is not None:
            picture = home / "shot.png"
            subprocess.run([shot, "-window", window.id, str(picture)], env=window.env, check=True)
            assert picture.stat().st_size > 5_000
        window.quit()
        code, errors = window.ended()
        assert (code, "Traceback" in errors) == (0, False), errors
        assert saved_turns() >= 1
    finally:
        if window.program.poll() is None:
            window.program.kill()
            window.program.communicate()


def test_the_title_waits_for_no_engine() -> None:
    script = (
        "import sys; from sim.desk.kit.app import App; from sim.desk.flow import Flow; "
        "Flow(App(motion=False), wait=True).title(); "
        "print(*(m for m in ('numpy', 'mesa', 'pydantic') if m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == ""
