"""Every bad input has its answer, word for word, and the first problem where it was made."""

from __future__ import annotations

import re
from contextlib import chdir
from pathlib import Path

import pytest

from sim.cli import main
from tests.scenario.bad.answers import FOLDER, answer, kept, names
from tests.scenario.bad.made import MADE
from tests.scenario.bad.table import BAD, CLAUSES, GOOD

PLACE = re.compile(
    r"(?P<file>[\w/.-]+\.yaml):(?P<line>\d+):(?P<column>\d+): .*\[(?P<rule>[\w-]+)\]"
)
JARGON = re.compile(
    r"pydantic|mapping|scalar|dict|token|parse|schema|None|null\b|boolean|integer|string|float|regex"
)
"""Words that a teacher need not know."""
LONGEST = 420
"""Characters of a sentence that someone will still read."""


@pytest.mark.parametrize("name", names())
def test_the_answer_is_the_one_that_was_read_and_kept(name: str) -> None:
    told = answer(name)
    assert told == kept(name), "run `python -m tests.scenario.bad` and read what has changed"
    first = PLACE.match(told)
    assert bool(first) == bool(BAD[name])
    if first:
        file = "" if first["file"] == f"{name}.yaml" else f"{first['file']} "
        assert f"{file}{first['line']}:{first['column']} {first['rule']}" == BAD[name]
    for line in told.splitlines():
        if PLACE.match(line):
            message = line.split(": ", 1)[1]
            assert not JARGON.search(re.sub(r'"[^"]*"|`[^`]*`', "", message)), message
            assert len(message) <= LONGEST, message


def test_every_clause_has_its_files_and_every_file_its_clause() -> None:
    assert all(files for files in CLAUSES.values())
    files = {path.stem for path in FOLDER.glob("*.yaml")} - set(GOOD)
    assert files | set(MADE) == set(BAD)
    assert not files & set(MADE)
    assert sum(map(len, CLAUSES.values())) == len(BAD)
    assert {path.stem for path in FOLDER.glob("*.out")} == set(BAD)


@pytest.mark.parametrize("name", GOOD)
def test_what_the_bad_files_change_has_no_fault(name: str) -> None:
    assert answer(name) == ""


@pytest.mark.parametrize("name", ["unknown-actor", "removed-actor", "tab-after-colon"])
def test_the_command_prints_the_answer(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with chdir(FOLDER):
        code = main(["check", f"{name}.yaml"])
    assert capsys.readouterr().out == kept(name)
    assert code == bool(BAD[name])


def test_made_files_leave_nothing_behind(tmp_path: Path) -> None:
    before = sorted(path.name for path in FOLDER.iterdir())
    answer("oversize")
    assert sorted(path.name for path in FOLDER.iterdir()) == before
