"""What README and the guides show is what comes of it: samples are run as written.

A ```yaml block after `<!-- file: NAME -->` is written to that file, and one after
`<!-- add to: NAME -->` at its end, as a reader would do who works from top to bottom. The samples
of a console block are run in one folder with the files as they are by then, one after the other.
Durations may differ.

After `<!-- slips in: NAME -->` stand slips, "`wrong` for `right` gives *message*" or a table of the
three: each is made in that file, and `check` must say so.
"""

from __future__ import annotations

import doctest
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from sim.cli import main
from sim.scenario.kinds import check

pytestmark = pytest.mark.outside

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "sim" / "lab" / "GUIDE.md").read_text(encoding="utf-8")
TEACHERS = (ROOT / "scenarios" / "README.md").read_text(encoding="utf-8")
AUTHORS = (ROOT / "scenarios" / "AUTHORING.md").read_text(encoding="utf-8")
DOCUMENTS = {"README": README, "guide": GUIDE, "teachers": TEACHERS, "authors": AUTHORS}
_DURATION = re.compile(r"\b\d+(\.\d+)? s\b")


Files = dict[str, str]
_STEP = re.compile(
    r"<!-- (?P<how>file|add to): (?P<name>\S+) -->\s*```yaml\n(?P<yaml>.*?)```"
    r"|<!-- slips in: (?P<slips>\S+) -->\n(?P<told>.*?)(?=\n\n|\Z)"
    r"|```console\n(?P<console>.*?)```",
    re.DOTALL,
)
_SLIP = re.compile(
    r"`(?P<wrong>[^`]+)` (?:for|\|) `(?P<right>[^`]+)` "
    r"(?:gives \*(?P<inline>[^*]+)\*|\| (?P<cell>[^|]+) \|)"
)


def steps(text: str) -> Iterator[tuple[re.Match[str], Files]]:
    """What a reader does from top to bottom, with the files that are written by then."""
    files: Files = {}
    for step in _STEP.finditer(text):
        if step["how"]:
            before = files.get(step["name"], "") if step["how"] == "add to" else ""
            files[step["name"]] = before + step["yaml"]
        else:
            yield step, dict(files)


def samples(text: str) -> Iterator[tuple[list[tuple[str, str]], Files]]:
    """The commands of each console block, with what is said to follow, and the files so far."""
    for step, files in steps(text):
        if step["console"] is not None:
            parts = re.split(r"^\$ ", step["console"], flags=re.MULTILINE)[1:]
            pieces = (part.partition("\n") for part in parts)
            yield [(command, output) for command, _, output in pieces], files


def slips(text: str) -> Iterator[tuple[str, Files, str, str, str]]:
    """File, files so far, what is written wrong in place of what, and what is said to it."""
    for step, files in steps(text):
        for slip in _SLIP.finditer(step["told"] or ""):
            wrong = slip["wrong"].replace("→", "\t")
            yield step["slips"], files, wrong, slip["right"], slip["inline"] or slip["cell"]


LOOKING = {"ls", "grep", "python"}
"""Other commands of the samples; they look at the source, from the folder that it is in."""


def printed(command: str, folder: Path) -> str:
    """What a command prints, on either stream."""
    words = shlex.split(command)
    if words[0] in LOOKING:
        if words[0] == "python":
            words[0] = sys.executable
        elif shutil.which(words[0]) is None:
            pytest.skip(f"there is no {words[0]} here")
        looked = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
        return looked.stdout + looked.stderr
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
    ("block", "files"),
    [
        pytest.param(block, files, id=f"{name}: {block[0][0]}")
        for name, text in DOCUMENTS.items()
        for block, files in samples(text)
    ],
)
def test_samples_print_what_is_shown(
    block: list[tuple[str, str]], files: Files, tmp_path: Path
) -> None:
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    for command, output in block:
        shown, real = plain(output), plain(printed(command, tmp_path))
        # a line of dots stands for lines left out
        pieces = [piece.strip("\n") for piece in re.split(r"^\.\.\.$", shown, flags=re.MULTILINE)]
        if command.split()[0] in LOOKING:
            # that there is no more than is shown may be the very point
            assert real.startswith(pieces[0]), real
            assert real.endswith(pieces[-1]), real
        place = 0
        for piece in pieces:
            found = real.find(piece, place)
            assert found >= 0, f"shown is:\n{piece}\n\nbut {command} prints:\n{real}"
            place = found + len(piece)


def test_slips_get_the_answer_that_is_shown(tmp_path: Path) -> None:
    made = list(slips(TEACHERS))
    assert len(made) >= 20
    for name, files, wrong, right, said in made:
        assert right in files[name], f"{right} is not in {name}"
        (tmp_path / name).write_text(files[name].replace(right, wrong, 1), encoding="utf-8")
        told = [str(problem) for problem in check(str(tmp_path / name))]
        assert any(said in one for one in told), f"{wrong}: not {said!r} but {told}"


def test_what_an_exercise_comes_to_has_no_problem(tmp_path: Path) -> None:
    last: Files = {}
    for _, files in steps(TEACHERS):
        last |= files
    for name, content in last.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
        if "\nid:" in content:
            assert [str(problem) for problem in check(str(tmp_path / name))] == []


@pytest.mark.parametrize("name", ["README", "guide"])
def test_python_samples_give_what_is_shown(name: str) -> None:
    blocks = re.findall(r"```python\n(.*?)```", DOCUMENTS[name], re.DOTALL)
    found = doctest.DocTestParser().get_doctest("\n\n".join(blocks), {}, name, None, None)
    assert found.examples
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    assert doctest.DocTestRunner(optionflags=flags).run(found).failed == 0


def test_readme_has_samples_of_all_three_uses() -> None:
    commands = [command for block, _ in samples(README) for command, _ in block]
    for use in ("play", "batch", "check"):
        assert any(command.startswith(f"twintrack {use}") for command in commands), use


def test_relative_links_lead_somewhere() -> None:
    scenarios = ROOT / "scenarios"
    folders = {"README": ROOT, "guide": ROOT / "sim" / "lab"}
    folders |= {"teachers": scenarios, "authors": scenarios}
    for name, folder in folders.items():
        text = DOCUMENTS[name]
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (folder / target).exists(), target


def test_links_within_and_between_the_guides_lead_to_a_heading() -> None:
    def anchors(text: str) -> set[str]:
        titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
        return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}

    names = {"README.md": TEACHERS, "AUTHORING.md": AUTHORS, "scenarios/README.md": TEACHERS}
    for text in (README, TEACHERS, AUTHORS):
        for file, anchor in re.findall(r"\]\(([^)#:]*)#([^)]+)\)", text):
            assert anchor in anchors(names[file] if file else text), (file, anchor)
