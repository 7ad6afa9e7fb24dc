"""A process that has read the program in already, and forks for every command.

Most of a small command's time goes into reading the program in. Where a place is a matter of
files, and not of how Python starts, commands are therefore tried in forks of this process, which
takes a request a line on stdin and answers each with an exit code.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.faults.places.child import Child


class Warm:
    """The process, seen from outside."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.places.warm"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            cwd=Path(__file__).parents[3],
        )

    def run(
        self,
        arguments: list[str],
        env: Mapping[str, str],
        cwd: str,
        given: bytes,
        child: Child,
        longest: float,
    ) -> tuple[int | None, bytes, bytes]:
        """Run a command; gives its exit code (None where it did not end), stdout and stderr."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with tempfile.TemporaryDirectory(prefix="twin-track-streams-") as folder:
            streams = [os.path.join(folder, name) for name in ("in", "out", "err")]
            Path(streams[0]).write_bytes(given)
            request = (arguments, dict(env), cwd, streams, child.as_json(), longest)
            print(json.dumps(request), file=self._process.stdin, flush=True)
            code = json.loads(self._process.stdout.readline())
            return code, Path(streams[1]).read_bytes(), Path(streams[2]).read_bytes()

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def main() -> int:
    """Answer requests until there are no more."""
    _read_in()
    for line in sys.stdin:
        request = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _do(*request[:5])
        print(json.dumps(_ended(pid, request[5])), flush=True)
    return 0


def _read_in() -> None:
    import sim

    for module in pkgutil.walk_packages(sim.__path__, "sim."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    importlib.import_module("tests.faults.places.desk")


def _ended(pid: int, longest: float) -> int | None:
    until = time.monotonic() + longest
    while time.monotonic() < until:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return None


def _do(
    arguments: list[str], env: dict[str, str], cwd: str, streams: list[str], child: str
) -> None:
    """Be the command; does not come back."""
    code: Any = 70
    try:
        os.setpgid(0, 0)
        for number, path in enumerate(streams):
            flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT
            os.dup2(os.open(path, flags, 0o600), number)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
        os.environ.clear()
        os.environ.update(env)
        tempfile.tempdir = None
        os.chdir(cwd)
        sys.argv = ["twintrack", *arguments]
        what = Child(**json.loads(child))
        what.become()
        from sim import catalogue

        catalogue.use(None)  # what was read in was read in elsewhere
        from tests.faults.places.child import play

        code = play(what, arguments)
    except SystemExit as error:
        code = error.code
    except BaseException:
        traceback.print_exc()
        code = 70
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                code = 120
        os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    sys.exit(main())
