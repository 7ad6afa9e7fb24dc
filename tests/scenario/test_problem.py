"""Problems as people, programs and code review see them, and the near misses they suggest."""

from __future__ import annotations

import datetime
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.problem import Problem, ScenarioError, Span, render_github, render_text
from sim.scenario.text.reader import read
from sim.scenario.text.suggest import did_you_mean, edit_distance, value_hint


def test_a_problem_as_text_json_and_github() -> None:
    document = read("日本: {x: .nan}\n".encode(), "a,b.yaml")
    [problem] = document.problems
    assert problem.as_text(document.sources).split("\n") == [
        "a,b.yaml:1:9: .nan is not a number to reckon with; write a finite one [number]",
        "    1 | 日本: {x: .nan}",
        "      |           ^^^^",
    ]
    assert problem.as_json() == {
        "file": "a,b.yaml",
        "line": 1,
        "column": 9,
        "rule": "number",
        "severity": "error",
        "message": ".nan is not a number to reckon with; write a finite one",
    }
    assert render_github([problem]) == (
        "::error file=a%2Cb.yaml,line=1,col=9,endLine=1,endColumn=13,title=number::"
        ".nan is not a number to reckon with; write a finite one"
    )
    warning = Problem(Span("a", 1, 9, 3, 2), "r:s", "70% of\nit", "warning")
    assert warning.as_github() == "::warning file=a,line=1,endLine=3,title=r%3As::70%25 of%0Ait"
    assert str(warning).startswith("a:1:9: warning: ")


def test_snippets_escape_what_could_drive_a_terminal() -> None:
    document = read("a: x\x1b[2Jy\u202ez\n".encode(), "f")
    text = render_text(document.problems, document.sources)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "a: x\\x1b[2Jy\\u202ez" in text


def test_a_long_line_is_cut_around_the_caret() -> None:
    document = read(f"a: ['{'x' * 300}', .nan, '{'y' * 300}']\n".encode(), "f")
    _, snippet, caret = document.problems[0].as_text(document.sources).split("\n")
    assert len(snippet) < 130
    column = caret.index("^")
    assert snippet[column : column + 4] == ".nan"
    assert caret.count("^") == 4


def test_problems_are_sorted_and_said_once() -> None:
    later, earlier = Span("f", 2, 1, 2, 2), Span("f", 1, 5, 1, 6)
    error = ScenarioError([Problem(later, "r", "b"), Problem(earlier, "r", "a")] * 2)
    assert [p.message for p in error.problems] == ["a", "b"]
    assert str(error) == "f:1:5: a [r]\nf:2:1: b [r]"


@pytest.mark.parametrize(
    ("word", "candidates", "answer"),
    [
        ("khmer_rogue", ["khmer_rouge", "hun_sen"], '; did you mean "khmer_rouge"?'),
        ("Hun-Sen", ["khmer_rouge", "hun_sen"], '; did you mean "hun_sen"?'),
        ("tursts", ["trust", "text"], '; did you mean "trust"?'),
        ("sen_hun", ["hun_sen"], ""),
        ("briefing_text", ["text_briefing"], ""),
        ("lo", ["low", "log"], '; did you mean "log"?'),
        ("x", ["y", "z"], ""),
        ("quite_other", ["japan", "china"], ""),
        ("", ["a"], ""),
        ("khmer", ["khmer_rouge", "hun_sen"], '; did you mean "khmer_rouge"?'),
        ("Paris", ["paris-1989", "tokyo-1990"], '; did you mean "paris-1989"?'),
        ("japan-thailand", ["japan-thailand-conference", "japan-thailand-negotiations"], ""),
        ("hun", ["hun_sen"], ""),
        ("trust", ["rule:trust", "rule:leverage"], '; did you mean "rule:trust"?'),
        ("japan", ["japan"], ""),
        ("a" * 1000, ["a" * 999], ""),
    ],
)
def test_did_you_mean(word: str, candidates: list[str], answer: str) -> None:
    assert did_you_mean(word, candidates) == answer
    assert did_you_mean(word, reversed(candidates)) == answer


@given(st.text("ab", max_size=6), st.text("ab", max_size=6))
def test_edit_distance_is_symmetric_and_bounded(one: str, other: str) -> None:
    distance = edit_distance(one, other)
    assert distance == edit_distance(other, one)
    assert abs(len(one) - len(other)) <= distance <= max(len(one), len(other))
    assert (distance == 0) == (one == other)


def test_edit_distance_counts_a_swap_as_one() -> None:
    assert edit_distance("trsut", "trust") == 1


@pytest.mark.parametrize(
    ("value", "wanted", "hint"),
    [
        ("0,7", {"number"}, "; write 0.7"),
        ("70%", {"number"}, "; write 0.7"),
        ("12,5 %", {"number"}, "; write 0.125"),
        ("0.7", {"number"}, "; write 0.7 without quotation marks"),
        ("1_000", {"integer"}, "; write 1000"),
        ("yes", {"boolean"}, "; write true"),
        ("Off", {"boolean"}, "; write false"),
        ("1992-6-5", {"date"}, "; write 1992-06-05"),
        ("1992-06-05", {"date"}, "; write 1992-06-05 without quotation marks"),
        ("a:b", {"object"}, "; a blank is missing after the colon: write `a: b`"),
        (1992, {"string"}, "; put it in quotation marks"),
        (datetime.date(1992, 1, 1), {"string"}, "; put it in quotation marks"),
        (10.0, {"integer"}, "; write 10"),
        (10.5, {"integer"}, ""),
        (1e300, {"integer"}, ""),
        ("9" * 5000 + "%", {"number"}, ""),
        (True, {"number"}, "; write 1"),
        ("high up", {"number"}, ""),
        (math.pi, {"boolean"}, ""),
    ],
)
def test_value_hints(value: object, wanted: set[str], hint: str) -> None:
    assert value_hint(value, wanted) == hint
