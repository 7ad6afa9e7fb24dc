"""The program as a process: what it imports, its progress bar, and how it stops."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.lab.cases import loaded

pytestmark = pytest.mark.outside

ROOT = Path(__file__).parent.parent.parent
HEAVY = {"mesa", "numpy", "pygame", "scipy", "rich.table"}


def imported(*arguments: str) -> set[str]:
    """The modules that a command brings in."""
    code = (
        "import sys; from sim.cli import main; code = main(sys.argv[1:]); "
        "print(*sys.modules, file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("arguments", [["--help"], ["batch", "--help"], ["list"], ["--version"]])
def test_help_and_lists_do_not_wait_for_the_engine(arguments: list[str]) -> None:
    assert not imported(*arguments) & HEAVY


def test_a_list_does_not_wait_for_checks_of_arguments_or_files() -> None:
    assert not imported("list", "--json") & {"pydantic", "typer"}


def test_a_check_does_not_wait_for_the_engine() -> None:
    assert not imported("check", str(loaded().path)) & HEAVY


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="pseudo-terminals are for POSIX systems")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_progress_is_shown_on_a_terminal_and_an_interrupt_ends_it(
    workers: str, tmp_path: Path
) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "sim", "batch", str(loaded().path), "--runs", "10000000"]
    out = tmp_path / "out"
    with subprocess.Popen(
        [*command, "--workers", workers, "--out", str(out)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm"},
        start_new_session=True,
    ) as process:
        os.close(theirs)
        said: list[str] = []
        # read all along: a program whose terminal takes nothing more waits for it
        reader = threading.Thread(target=lambda: said.append(_rest(ours)), daemon=True)
        reader.start()
        until = time.monotonic() + 60
        while not any(out.glob("parts/*.npz")) and time.monotonic() < until:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        try:
            stdout, _ = process.communicate(timeout=60)
        finally:
            process.kill()
    reader.join(60)
    shown = said[0]
    assert "/10000000" in shown
    assert process.returncode == 130
    assert stdout == b""
    assert "Interrupted." in shown
    assert "Traceback" not in shown
    assert {path.name for path in out.iterdir()} == {"manifest.json", "parts"}


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups are for POSIX systems")
def test_an_interrupt_while_workers_start_is_as_quiet(tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "sim", "batch", str(loaded().path), "--runs", "100000"]
    with subprocess.Popen(
        [*command, "--workers", "2", "--out", str(out)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        until = time.monotonic() + 60
        while not out.exists() and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.3)  # the workers are being started now, and have no work yet
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.startswith("Interrupted.")
    assert "Traceback" not in err


def _rest(terminal: int) -> str:
    shown = ""
    try:
        while part := os.read(terminal, 4096):
            shown += part.decode(errors="replace")
    except OSError:
        pass
    os.close(terminal)
    return shown


def test_in_a_pipe_there_is_no_progress_bar() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sim", "batch", str(loaded().path), "--runs", "50"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert "\x1b" not in done.stdout


def test_a_reader_that_has_seen_enough_is_no_fault() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "sim", "run", str(loaded().path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(60) in (0, 1)
