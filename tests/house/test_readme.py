"""What README and the lab's guide show is what comes of it: samples are run as written.

A ```yaml block after `<!-- file: NAME -->` is written to that file first. The samples of a console
block are run in one folder, one after the other. Durations may differ.
"""

from __future__ import annotations

import doctest
import io
import os
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from sim.cli import main

pytestmark = pytest.mark.outside

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "sim" / "lab" / "GUIDE.md").read_text(encoding="utf-8")
DOCUMENTS = {"README": README, "guide": GUIDE}
_DURATION = re.compile(r"\b\d+(\.\d+)? s\b")


def samples(text: str) -> Iterator[list[tuple[str, str]]]:
    """The commands of each console block, with what is said to follow."""
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
        yield [(command, output) for command, _, output in (part.partition("\n") for part in parts)]


def files(text: str) -> Iterator[tuple[str, str]]:
    """Files that README tells the reader to write."""
    yield from re.findall(r"<!-- file: (\S+) -->\s*```yaml\n(.*?)```", text, re.DOTALL)


def printed(command: str, folder: Path) -> str:
    """What a `twintrack ...` command prints, on either stream."""
    words = shlex.split(command)
    assert words[0] == "twintrack", command
    text = io.StringIO()
    settings = {"COLUMNS": "100", "NO_COLOR": "1", "TWINTRACK_HOME": str(folder / "home")}
    with (
        pytest.MonkeyPatch.context() as patch,
        open(os.devnull) as nothing,
        redirect_stdout(text),
        redirect_stderr(text),
    ):
        patch.chdir(folder)
        patch.setattr(sys, "stdin", nothing)
        patch.setattr(sys, "argv", words)
        for name, value in settings.items():
            patch.setenv(name, value)
        main(words[1:])
    return text.getvalue()


def plain(text: str) -> str:
    """Without durations and trailing blanks."""
    lines = [line.rstrip() for line in _DURATION.sub("N s", text).strip().splitlines()]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(block, id=f"{name}: {block[0][0]}")
        for name, text in DOCUMENTS.items()
        for block in samples(text)
    ],
)
def test_samples_print_what_is_shown(block: list[tuple[str, str]], tmp_path: Path) -> None:
    for text in DOCUMENTS.values():
        for name, content in files(text):
            (tmp_path / name).write_text(content, encoding="utf-8")
    for command, output in block:
        shown, real = plain(output), plain(printed(command, tmp_path))
        # a line of dots stands for lines left out
        pieces = [piece.strip("\n") for piece in re.split(r"^\.\.\.$", shown, flags=re.MULTILINE)]
        place = 0
        for piece in pieces:
            found = real.find(piece, place)
            assert found >= 0, f"shown is:\n{piece}\n\nbut {command} prints:\n{real}"
            place = found + len(piece)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_python_samples_give_what_is_shown(name: str) -> None:
    blocks = re.findall(r"```python\n(.*?)```", DOCUMENTS[name], re.DOTALL)
    found = doctest.DocTestParser().get_doctest("\n\n".join(blocks), {}, name, None, None)
    assert found.examples
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    assert doctest.DocTestRunner(optionflags=flags).run(found).failed == 0


def test_readme_has_samples_of_all_three_uses() -> None:
    commands = [command for block in samples(README) for command, _ in block]
    for use in ("play", "batch", "check"):
        assert any(command.startswith(f"twintrack {use}") for command in commands), use


def test_relative_links_lead_somewhere() -> None:
    for text, folder in ((README, ROOT), (GUIDE, ROOT / "sim" / "lab")):
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (folder / target).exists(), target
