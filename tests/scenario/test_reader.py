"""The reader: every fault of a file has a place, a rule and a sentence; good files come through."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from sim.scenario.problem import ScenarioError, Span
from sim.scenario.text import limits, reader
from sim.scenario.text.limits import MAX_BYTES, MAX_DEPTH, MAX_PROBLEMS
from sim.scenario.text.reader import read
from sim.scenario.text.spans import Document

GOOD = """\
# a small scenario
version: 1
id: small
calendar: {start: 1992-06-15, turns: 13}
actors:
  japan:
    trust: 0.7
    cite: [A8, "E2"]
  thailand:
    trust: 1e-1
    briefing: |
      The talks
      go on.
"""


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every example is read by libyaml and by PyYAML's own parser, with the same result."""
    loader = getattr(yaml, request.param, None)
    if loader is None:
        pytest.skip("this PyYAML was built without libyaml")
    monkeypatch.setattr(reader, "_Loader", loader)
    return str(request.param)


def faults(document: Document) -> list[tuple[int, int, str]]:
    return [(p.span.line, p.span.column, p.rule) for p in document.problems]


BAD = [
    # text, line, column, rule, a phrase of the message
    ("", 1, 1, "empty", "`name: value`"),
    ("\n# only a comment\n", 1, 1, "empty", "the file is empty"),
    ("---\n", 1, 1, "empty", "the file is empty"),
    ("- a\n- b\n", 1, 1, "top-level", "the file is a list"),
    ("[1, 2]\n", 1, 1, "top-level", "the file is a list"),
    ("hello\n", 1, 1, "top-level", "a single value"),
    ("42\n", 1, 1, "top-level", "a single value"),
    ("leverage:0.7\n", 1, 1, "top-level", "write `leverage: 0.7`"),
    ("a: 1\n---\nb: 2\n", 2, 1, "second-document", "a file holds one"),
    ("a: 1\n...\nb\n", 3, 1, "second-document", "remove what follows"),
    ("{a: 1} b\n", 1, 8, "second-document", "remove what follows"),
    ("a:\n\tb: 1\n", 2, 1, "tab", "use spaces"),
    ("a: x\n\tb: 2\n", 2, 1, "tab", "use spaces"),
    ("a:\n \tb: 2\n", 2, 2, "tab", "use spaces"),
    ("a: >\n\tb\n", 2, 1, "tab", "use spaces"),
    ("a: 1\nb: 2\na: 3\n", 3, 1, "duplicate-key", "first on line 1"),
    ("x:\n  hun_sen: 1\n  hun_sen: 2\n", 3, 3, "duplicate-key", '"hun_sen" stands twice'),
    ("title: War: and peace\n", 1, 11, "colon", "put the text in quotation marks"),
    ("a: 1 b: 2\n", 1, 7, "colon", "put the text in quotation marks"),
    ("x: 1\nleverage:0.7\ny: 1\n", 2, 1, "colon", "write `leverage: 0.7`"),
    ("x:\n  leverage:0.7\n  y: 1\n", 2, 3, "colon", "write `leverage: 0.7`"),
    ("leverage:0.7\ny: 1\n", 1, 1, "colon", "write `leverage: 0.7`"),
    ("a: {leverage:0.7}\n", 1, 5, "colon", "write `leverage: 0.7`"),
    ("a: 1\nb: 2\nc: d e\nf g\n", 4, 1, "colon", "no colon"),
    ("b 1\nc: 2\n", 1, 1, "colon", "no colon"),
    ("a: 1\nb 1\nc: 2\n", 2, 1, "colon", "no colon"),
    ("a: |\n  text\nmore\n", 3, 1, "colon", "indent it"),
    ("a: 'open\nb: 2\n", 1, 4, "open-quote", "never closed"),
    ('a: 1\nb: "open\n', 2, 4, "open-quote", "never closed"),
    ("a: 'it's'\n", 1, 8, "quotes", "twice"),
    ('a: "x" y\n', 1, 8, "quotes", "goes on after the closing"),
    ('a: "C:\\qq"\n', 1, 7, "quotes", "backslash"),
    ("a: “hello”\n", 1, 4, "quotes", "straight quotation marks"),
    ("a: “hello: there”\n", 1, 4, "quotes", "straight quotation marks"),
    ("a: [\u2018x\u2019, y]\n", 1, 5, "quotes", "straight quotation marks"),
    ("“a”: 1\n", 1, 1, "quotes", "straight quotation marks"),
    ("a: @x\n", 1, 4, "quotes", "cannot start with @"),
    ("a: `x`\n", 1, 4, "quotes", "cannot start with `"),
    ("a: %x\n", 1, 4, "quotes", "cannot start with %"),
    ("a: *** x\n", 1, 4, "quotes", "cannot start with *"),
    ("a: {leverage: 0,8}\n", 1, 15, "decimal-comma", "point: 0.8"),
    ("a: {b: 1, leverage: -0,85, c: 2}\n", 1, 21, "decimal-comma", "point: -0.85"),
    ("a: 1\n  b: 2\n", 2, 3, "indent", "same indent"),
    ("a:\n  b: 1\n c: 2\n", 3, 2, "indent", "fits no line above"),
    ("a:\n  - x\n b: 2\n", 3, 2, "indent", "fits no line above"),
    ("a:\n- x\n- y\n z: 1\n", 3, 1, "colon", "no colon"),
    ("a: 1\n- b\n", 2, 1, "list", "give every entry a name"),
    ("a: - b\n", 1, 4, "list", "a line of its own"),
    ("a {b: 1, c: 2}\n", 1, 3, "colon", "write `a: {`"),
    ("x:\n  - a:{b: 1, c: 2}\n", 2, 7, "colon", "write `a: {`"),
    ("a: b: 1, c: 2\n", 1, 5, "colon", "in braces { }"),
    ("a\uff1a1\nb: 2\n", 1, 1, "colon", "write `a: 1`"),
    ("```yaml\na: 1\n```\n", 1, 1, "quotes", "take this line out"),
    ("a:\n  b: 1\n\u00a0 c: 2\n", 3, 1, "blank", "U+00A0"),
    ("a: [1, 2\nb: 3\n", 1, 4, "open-bracket", "close it with ]"),
    ("a: {b: 1\nc: 2\n", 1, 4, "open-bracket", "close it with }"),
    ("a: {b: 1 c: 2}\n", 1, 11, "comma", "a comma"),
    ("a: }\n", 1, 4, "bracket", "remove it"),
    ("a: |x\n b\n", 1, 5, "block-text", "the line must end"),
    ("a: .nan\n", 1, 4, "number", "not a number to reckon with"),
    ("a: -.inf\n", 1, 4, "number", "not a number to reckon with"),
    ("a: 1e999\n", 1, 4, "number", "too large"),
    ("a: 1e-999\n", 1, 4, "number", "too near to zero"),
    ("a: " + "9" * 5000 + "\n", 1, 4, "number", "5000 digits"),
    ("a: 1234567890123456789\n", 1, 4, "number", "19 digits"),
    ("a: 0." + "1" * 5000 + "\n", 1, 4, "number", "5002 characters"),
    ("a: 1992-02-30\n", 1, 4, "date", "February 1992 has the days 1 to 29"),
    ("a: [1992-13-01]\n", 1, 5, "date", "no month 13"),
    ("a: 0000-01-01\n", 1, 4, "date", "no year 0"),
    ("a: &x 1\n", 1, 4, "anchor", "remove it"),
    ("a: &x\n  b: 1\n", 1, 4, "anchor", "remove it"),
    ("a: *x\n", 1, 4, "alias", "write it out"),
    ("{*x : 1}\n", 1, 2, "alias", "write it out"),
    ("<<: {a: 1}\n", 1, 1, "merge-key", "write the entries out"),
    ("a: !!python/object:os.system {}\n", 1, 4, "tag", "!!python/object:os.system"),
    ("a: !!int 3\n", 1, 4, "tag", "!!int"),
    ("a: ! x\n", 1, 4, "tag", "remove it"),
    ("a: !x!y z\n", 1, 4, "tag", "quotation marks"),
    ("%YAML 1.1\n---\na: 1\n", 1, 1, "directive", "cannot start with %"),
    ("[a, b]: 1\n", 1, 1, "key", "a list cannot be a name"),
    ("{[a]: 1}\n", 1, 2, "key", "a list cannot be a name"),
    ("~: 1\n", 1, 1, "key", "cannot be a name"),
    ("null: 1\n", 1, 1, "key", "cannot be a name"),
    (": 1\n", 1, 1, "key", "a name is missing"),
    ("1992: 1\n", 1, 1, "key", 'put it in quotation marks: "1992"'),
    ("true: 1\n", 1, 1, "key", 'put it in quotation marks: "true"'),
    ("1992-06-15: 1\n", 1, 1, "key", "put it in quotation marks"),
    ("{a: 0, 8: 1}\n", 1, 8, "key", 'put it in quotation marks: "8"'),
    ("x" * 201 + ": 1\n", 1, 1, "size", "201 characters"),
    ("a: " + "x" * 20_001 + "\n", 1, 4, "size", "20001 characters"),
    ("a: \x07\n", 1, 4, "control-character", "\\x07"),
    ("a: 1\nb: x\u202ey\n", 2, 5, "control-character", "\\u202e"),
    ("a: x\x85y\n", 1, 5, "control-character", "\\x85"),
    ("a: x\u2028y\n", 1, 5, "control-character", "\\u2028"),
    ('a: "\\e[31mred"\n', 1, 4, "control-character", "remove the escape"),
    ("a: " + "[" * 200_000, 1, 35, "depth", "32 deep"),
    ("a:\n " + "- " * 100_000, 2, 64, "depth", "32 deep"),
]


@pytest.mark.parametrize(("text", "line", "column", "rule", "phrase"), BAD)
def test_a_fault_has_its_place_and_says_what_would_be_right(
    text: str, line: int, column: int, rule: str, phrase: str
) -> None:
    document = read(text.encode(), "bad.yaml")
    assert faults(document) == [(line, column, rule)]
    [problem] = document.problems
    assert phrase in problem.message
    assert problem.span.file == "bad.yaml"
    assert not document.ok
    with pytest.raises(ScenarioError, match=f"bad.yaml:{line}:{column}: "):
        document.require()


@pytest.mark.parametrize(
    ("content", "line", "column", "rule", "phrase"),
    [
        (b"{\\rtf1\\ansi a: 1}", 1, 1, "encoding", "word processor's document"),
        (b"PK\x03\x04\x14\x00", 1, 1, "encoding", "save it as plain text"),
        ("a: caf\u00e9\n".encode("latin-1"), 1, 7, "encoding", "0xe9 is not UTF-8"),
        ("\ufeffa: 1\nb: \u00e9".encode()[:-1], 2, 4, "encoding", "0xc3 is not UTF-8"),
        ("a: 1\n".encode("utf-16"), 1, 1, "encoding", "save it as UTF-8"),
        ("a: 1\n".encode("utf-16-le"), 1, 1, "encoding", "save it as UTF-8"),
        (b"#" * (MAX_BYTES + 1), 1, 1, "size", "larger than 1000 kB"),
    ],
)
def test_bytes_that_are_no_text(
    content: bytes, line: int, column: int, rule: str, phrase: str
) -> None:
    document = read(content, "bytes.yaml")
    assert faults(document) == [(line, column, rule)]
    assert phrase in document.problems[0].message
    assert document.data is None


def test_a_byte_order_mark_is_taken_and_moves_no_column() -> None:
    document = read("\ufeffa: .nan\n".encode(), "bom.yaml")
    assert faults(document) == [(1, 4, "number")]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    missing = read(tmp_path / "none.yaml")
    assert missing.problems[0].message == "there is no such file"
    assert missing.problems[0].span.file == str(tmp_path / "none.yaml")
    assert "is a directory" in read(tmp_path).problems[0].message
    assert [p.rule for p in read(tmp_path, "folder").problems] == ["file"]
    assert [p.rule for p in read("/dev/zero").problems] == ["file"]
    assert [p.rule for p in read("a\0b").problems] == ["file"]


def test_all_problems_are_found_at_once() -> None:
    text = "a: .nan\na: 1\nb: &x 1992-02-30\nc: !!str {d: 0,8, e:1}\nf: “x”\ng: \x07\n1: 2\n"
    assert faults(read(text.encode(), "f")) == [
        (1, 4, "number"),
        (2, 1, "duplicate-key"),
        (3, 4, "anchor"),
        (3, 4, "date"),
        (4, 4, "tag"),
        (4, 14, "decimal-comma"),
        (4, 19, "colon"),
        (5, 4, "quotes"),
        (6, 4, "control-character"),
        (7, 1, "key"),
    ]


def test_faults_before_a_syntax_error_are_kept() -> None:
    document = read(b"a: .inf\nb: 'open\n", "f")
    assert faults(document) == [(1, 4, "number"), (2, 4, "open-quote")]


def test_a_duplicate_key_marks_both_places_and_keeps_the_first() -> None:
    document = read(b"a: 1\nb: 2\na: {c: .nan}\n", "f")
    duplicate, inner = document.problems
    assert duplicate.notes == ((Span("f", 1, 1, 1, 2), "first written here"),)
    assert inner.rule == "number"
    assert document.data == {"a": 1, "b": 2}
    assert document.spans.value(("a",)) == Span("f", 1, 4, 1, 5)


def test_an_unreadable_value_is_none_and_marked() -> None:
    document = read(b"a: .nan\nb:\n", "f")
    assert document.data == {"a": None, "b": None}
    a, b = document.spans.mark(("a",)), document.spans.mark(("b",))
    assert a is not None
    assert b is not None
    assert (a.faulty, b.faulty) == (True, False)


SCALARS: list[tuple[str, Any]] = [
    ("no", "no"),
    ("yes", "yes"),
    ("on", "on"),
    ("Off", "Off"),
    ("y", "y"),
    ("12:30", "12:30"),
    ("1:30", "1:30"),
    ("010", 10),
    ("-07", -7),
    ("+5", 5),
    ("0o14", 12),
    ("0x1F", 31),
    ("0b11", "0b11"),
    ("1_000", "1_000"),
    ("1e3", 1000.0),
    ("1.", 1.0),
    (".5", 0.5),
    ("-0.25", -0.25),
    ("6.02e+23", 6.02e23),
    ("0.0", 0.0),
    ("0e5", 0.0),
    ("999999999999999999", 999999999999999999),
    (".", "."),
    ("+", "+"),
    ("1.2.3", "1.2.3"),
    ("0,7", "0,7"),
    ("70%", "70%"),
    ("true", True),
    ("True", True),
    ("FALSE", False),
    ("tRue", "tRue"),
    ("null", None),
    ("~", None),
    ("", None),
    ("nil", "nil"),
    ("1992-06-15", datetime.date(1992, 6, 15)),
    ("1992-02-29", datetime.date(1992, 2, 29)),
    ("1992-6-15", "1992-6-15"),
    ("1992-06-15T10:00:00Z", "1992-06-15T10:00:00Z"),
    ("'no'", "no"),
    ("'1'", "1"),
    ('"1992-06-15"', "1992-06-15"),
    ('"~"', "~"),
    ("''", ""),
    ('"a\\tb\\nc"', "a\tb\nc"),
    ("d\u2019Estaing", "d\u2019Estaing"),
    ("=", "="),
    ("x:y", "x:y"),
    ("http://x.org/a", "http://x.org/a"),
]


@pytest.mark.parametrize(("written", "value"), SCALARS)
def test_scalars_follow_yaml_1_2(written: str, value: Any) -> None:
    document = read(f"a: {written}\n".encode(), "f")
    assert document.problems == []
    assert document.data is not None
    assert document.data["a"] == value
    assert type(document.data["a"]) is type(value)


def test_block_texts_hold_what_flow_texts_cannot() -> None:
    document = read("a: |\n  “no”: \\q 'x\n  # text\nb: >-\n  one\n  two\n".encode(), "f")
    assert document.problems == []
    assert document.data == {"a": "“no”: \\q 'x\n# text\n", "b": "one two"}


def test_spans_of_keys_and_values() -> None:
    document = read(GOOD.encode(), "good.yaml")
    assert document.problems == []
    spans = document.spans

    def at(*path: str | int) -> tuple[str, str]:
        found = []
        for span in (spans.key(path), spans.value(path)):
            found.append("" if span is None else _cut(GOOD, span))
        return found[0], found[1]

    assert at("version") == ("version", "1")
    assert at("calendar", "start") == ("start", "1992-06-15")
    assert at("calendar") == ("calendar", "{start: 1992-06-15, turns: 13}")
    assert at("actors", "japan", "cite", 1) == ("", '"E2"')
    assert at("actors", "japan", "cite") == ("cite", '[A8, "E2"]')
    assert at("actors", "japan") == ("japan", 'trust: 0.7\n    cite: [A8, "E2"]')
    assert at("actors", "thailand", "briefing")[1] == "|\n      The talks\n      go on."
    assert at()[1].startswith("version: 1")
    assert at("nobody") == ("", "")
    assert ("actors", "japan") in spans
    assert ("actors", "china") not in spans
    assert spans.deepest(("actors", "china", "trust")) == ("actors",)
    assert spans.at(("actors", "japan")) == Span("good.yaml", 6, 3, 6, 8)
    assert spans.at(("actors", "japan", "trust")) == Span("good.yaml", 7, 12, 7, 15)
    assert spans.at(("actors", "japan", "nothing")) == spans.at(("actors", "japan"))


def _cut(text: str, span: Span) -> str:
    lines = text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


def test_an_empty_value_shows_its_key() -> None:
    document = read(b"a:\n  hun_sen:\n  japan: 1\n", "f")
    assert document.spans.at(("a", "hun_sen")) == Span("f", 2, 3, 2, 10)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_line_ending_counts_as_one_line(newline: str) -> None:
    document = read(newline.join(["a: 1", "b: 2", "c: .nan", ""]).encode(), "f")
    assert faults(document) == [(3, 4, "number")]
    assert "c: .nan" in document.problems[0].as_text(document.sources)


def test_too_many_entries_and_problems_end_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_NODES", 500)
    assert read(b"a: [" + b"1," * 496 + b"]\n", "f").ok
    many = "a: [" + "1," * 600 + "]\n"
    assert [p.rule for p in read(many.encode(), "f").problems] == ["size"]
    faulty = "a: [" + ".nan, " * (MAX_PROBLEMS * 2) + "]\n"
    problems = read(faulty.encode(), "f").problems
    assert len(problems) == MAX_PROBLEMS + 1
    assert sum(p.rule == "too-many" for p in problems) == 1
    bells = read(b"a: '" + b"\x07" * 5000 + b"'\n", "f").problems
    assert len(bells) == 20
    assert "there are more" in bells[-1].message


def test_nesting_up_to_the_cap_is_read() -> None:
    deep = "a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert read(deep.encode(), "f").ok
    assert not read(f"a: [{deep[3:]}]".encode(), "f").ok
