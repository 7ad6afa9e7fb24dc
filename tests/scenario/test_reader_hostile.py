"""The work on a file made to keep the reader busy grows no faster than the file."""

from __future__ import annotations

import sys

import pytest

from sim.scenario.problem import render_text
from sim.scenario.text.limits import MAX_PROBLEMS
from sim.scenario.text.reader import read
from tests.scenario.test_reader import parser as parser

HOSTILE = {
    "brackets": "[" * 900_000,
    "dashes": "- " * 450_000,
    "braces": "{" * 900_000,
    "question marks": "? " * 450_000,
    "mixed": "[{" * 450_000,
    "directives": "".join(f"%TAG !a{i}! x\n" for i in range(40_000)) + "--- a",
    "late directives": "a: 1\n...\n" + "".join(f"%TAG !a{i}! x\n" for i in range(40_000)) + "--- a",
    "commas": "a: [" + "," * 900_000,
    "quotes": '"' * 900_000,
    "anchors": "&a " * 300_000,
    "bangs": "!" * 900_000,
    "aliases": "a: [" + "*x, " * 200_000 + "]",
    "keys": "".join(f"k{i}: 1\n" for i in range(60_000)),
    "one key": "x" * 900_000 + ": 1",
    "blank lines": "\n" * 900_000,
    "comments": "#\n" * 450_000,
    "one text": "a: " + "x\n " * 300_000,
    "bombs": "a: &a [x,x]\n" + "".join(f"b{i}: [*a,*a]\n" for i in range(1000)),
    "controls": "\x01" * 900_000,
}


def told(content: bytes) -> None:
    """Read a bad text and tell its problems, of which there are not too many."""
    document = read(content, "f")
    render_text(document.problems, document.sources)
    assert document.problems
    assert len(document.problems) <= MAX_PROBLEMS + 1


def calls(content: bytes) -> int:
    """How many functions are called for that: the work, whatever the time."""
    count = 0

    def on_event(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event.endswith("call")

    before = sys.getprofile()
    sys.setprofile(on_event)
    try:
        told(content)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", HOSTILE)
def test_the_work_on_a_hostile_file_grows_no_faster_than_the_file(name: str, parser: str) -> None:
    """How long it takes is measured by `python -m tests.scenario.mutations`."""
    quick = parser == "CSafeLoader"  # the other one is some hundred times slower
    content = HOSTILE[name].encode()
    told(content if quick else content[:30_000] + b"\n]")
    size = 20_000 if quick else 1_500
    half, whole = (calls(content[:most] + b"\n]") for most in (size // 2, size))
    assert whole <= 2.1 * half + 1000
