"""All checks with one command: format, lint, types and tests. Run as ``python tests/check.py``.

What follows on the command line goes to pytest. The exit code is 0 only if every check passed.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

CHECKS: dict[str, list[str]] = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types": ["mypy"],
    "tests": ["pytest", "-n", "auto", "--dist", "worksteal"],
}


def main(for_pytest: list[str]) -> int:
    """Run every check, also after one has failed, and sum up."""
    summary = []
    failed = False
    for name, (module, *arguments) in CHECKS.items():
        command = [sys.executable, "-m", module, *arguments]
        if name == "tests":
            command += for_pytest
        print(f"== {name}: {' '.join(command[2:])}", flush=True)
        begin = time.perf_counter()
        passed = subprocess.run(command, cwd=ROOT, check=False).returncode == 0
        seconds = time.perf_counter() - begin
        failed |= not passed
        summary.append(f"{name:8}{'passed' if passed else 'FAILED'}  {seconds:6.1f} s")
    print("== summary", *summary, sep="\n", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
