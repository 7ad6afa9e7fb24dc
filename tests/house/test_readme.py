"""What README shows is what the program prints: its console samples are run as written.

A ```yaml block after `<!-- file: NAME -->` is written to that file first. Durations may differ.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
_DURATION = re.compile(r"\b\d+(\.\d+)? s\b")


def samples(text: str) -> Iterator[tuple[str, str]]:
    """Each command of the console blocks, with what is said to follow."""
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


def files(text: str) -> Iterator[tuple[str, str]]:
    """Files that README tells the reader to write."""
    yield from re.findall(r"<!-- file: (\S+) -->\s*```yaml\n(.*?)```", text, re.DOTALL)


def printed(command: str, folder: Path) -> str:
    """What a `twintrack ...` command prints, on either stream."""
    words = shlex.split(command)
    assert words[0] == "twintrack", command
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "sim", *words[1:]],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return done.stdout


def plain(text: str) -> str:
    """Without durations and trailing blanks."""
    lines = [line.rstrip() for line in _DURATION.sub("N s", text).strip().splitlines()]
    return "\n".join(lines)


@pytest.mark.parametrize(("command", "output"), list(samples(README)))
def test_sample_prints_what_readme_shows(command: str, output: str, tmp_path: Path) -> None:
    for name, content in files(README):
        (tmp_path / name).write_text(content, encoding="utf-8")
    shown, real = plain(output), plain(printed(command, tmp_path))
    # a line of dots stands for lines left out
    pieces = [piece.strip("\n") for piece in re.split(r"^\.\.\.$", shown, flags=re.MULTILINE)]
    place = 0
    for piece in pieces:
        found = real.find(piece, place)
        assert found >= 0, f"README shows:\n{piece}\n\nbut the command prints:\n{real}"
        place = found + len(piece)


def test_readme_has_samples_of_all_three_uses() -> None:
    commands = [command for command, _ in samples(README)]
    for use in ("play", "batch", "check"):
        assert any(command.startswith(f"twintrack {use}") for command in commands), use


def test_relative_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
