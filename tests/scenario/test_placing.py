"""Where a fault in a text stands, to the letter, however the file writes that text."""

from __future__ import annotations

import pytest

from sim.scenario.checks.names import Fault, NoSuch
from sim.scenario.checks.placing import problems_of, span_of
from sim.scenario.text.reader import read

CONDITION = "trust(north, host) >= 0.7 and joined(suoth)"


@pytest.mark.parametrize(
    ("written", "line", "column"),
    [
        (f"when: {CONDITION}", 1, 44),
        (f'when: "{CONDITION}"', 1, 45),
        (f"when: '{CONDITION}'", 1, 45),
        (f"when:   {CONDITION} # note", 1, 46),
        ("when: trust(north, host) >= 0.7\n  and joined(suoth)", 2, 14),
        ("when: >-\n  trust(north, host) >= 0.7\n  and joined(suoth)", 3, 14),
        ("when: |\n  trust(north,\n\n    host) >= 0.7 and joined(suoth)", 4, 29),
        ('when: "trust(north, host) >= 0.7\n\n  and joined(suoth)"', 3, 14),
    ],
)
def test_a_letter_of_a_text_has_its_place(written: str, line: int, column: int) -> None:
    document = read(f"{written}\nnext: 1\n".encode(), "f")
    text = document.require()["when"]
    span = span_of(document, ("when", text.index("suoth")))
    assert (span.line, span.column) == (line, column)
    assert (span.end_line, span.end_column) == (line, column + len("suoth"))


def test_a_text_with_escapes_is_shown_whole() -> None:
    document = read(rb'when: "\x61dopted(talks) and joined(suoth)"', "f")
    span = span_of(document, ("when", document.require()["when"].index("suoth")))
    assert (span.column, span.end_column) == (7, 44)


def test_a_fault_behind_the_last_letter_is_at_the_end() -> None:
    document = read(b'when: "adopted(talks"\n', "f")
    span = span_of(document, ("when", len("adopted(talks")))
    assert (span.line, span.column) == (1, 21)


def test_an_index_of_a_list_is_no_letter() -> None:
    document = read(b"banks: [north, south]\n", "f")
    assert span_of(document, ("banks", 1)).column == 16


def fault(path: tuple[str | int, ...], name: str, kind: str = "actor") -> Fault:
    return path, "unknown-actor", NoSuch.of(f'there is no {kind} "{name}"', name, kind)


def test_a_name_used_often_is_told_once_and_a_rare_one_each_time() -> None:
    document = read(b"a: [x, x, x, x]\nb: [y, y]\n", "f")
    often = [fault(("a", index), "x") for index in range(4)]
    [problem] = problems_of(document, often)
    assert "used in 4 places" in problem.message
    assert (problem.span.column, len(problem.notes)) == (5, 3)
    rare = [fault(("b", index), "y") for index in range(2)]
    assert [one.span.column for one in problems_of(document, rare)] == [5, 8]


def test_a_name_misspelt_where_it_is_given_is_told_there() -> None:
    text = b"actors:\n  nroth: {}\n  south: {}\na: [north, north]\nb: [south]\n"
    faults = [fault(("a", index), "north") for index in range(2)]
    [problem] = problems_of(read(text, "f"), faults)
    assert (problem.span.line, problem.span.column) == (2, 3)
    assert 'rename it to "north"' in problem.message


def test_a_near_name_that_is_used_is_not_the_one_misspelt() -> None:
    text = b"actors:\n  nroth: {}\na: [north, north]\nb: [nroth]\n"
    faults = [fault(("a", index), "north") for index in range(2)]
    assert [one.span.line for one in problems_of(read(text, "f"), faults)] == [3, 3]
