"""Whatever a file holds, the reader gives a document; what it takes, it reads as written."""

from __future__ import annotations

import json
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario.problem import render_text, split_lines
from sim.scenario.text.reader import read
from sim.scenario.text.spans import Document
from tests.scenario.test_reader import GOOD

SIMPLE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False)
    | st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abc _-:#'\"é日", min_size=1, max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
TREES = st.dictionaries(st.text("abcxyz_é日", min_size=1, max_size=8), SIMPLE, max_size=4)


def spans_fit(document: Document) -> bool:
    [text] = document.sources.values()
    lines = split_lines(text)
    for path in document.spans:
        for span in (document.spans.key(path), document.spans.value(path)):
            if span is None:
                continue
            if not 1 <= span.line <= span.end_line <= len(lines):
                return False
            if not 1 <= span.column <= len(lines[span.line - 1]) + 1:
                return False
            if not 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1:
                return False
    return True


@settings(max_examples=80, deadline=None)
@given(TREES, st.sampled_from([None, 1, 3]))
def test_json_is_read_back_as_it_was(tree: dict[str, Any], indent: int | None) -> None:
    document = read(json.dumps(tree, ensure_ascii=False, indent=indent).encode(), "f")
    assert document.problems == []
    assert document.data == tree
    assert spans_fit(document)


@settings(max_examples=80, deadline=None)
@given(
    st.recursive(
        st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=30),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text("ab c"), inner, max_size=3)
        ),
        max_leaves=8,
    ),
    st.sampled_from(["'", '"', "|", ">"]),
    st.sampled_from([False, True]),
)
def test_dumped_yaml_is_read_back_as_it_was(tree: Any, style: str, flow: bool) -> None:
    text = yaml.safe_dump(
        {"top": tree}, default_style=style, default_flow_style=flow, allow_unicode=True
    )
    document = read(text.encode(), "f")
    assert document.problems == []
    assert document.data == {"top": tree}
    assert spans_fit(document)


PIECES = [
    *"\t\n\r :[]{},'\"#|>?\\@`~%é日😀“\x00\x07\u2028\ufeff",
    ": ", "- ", "&a", "*a", "!", "!!x ", "---\n", "...\n", "<<", ".nan", "1e999", "0,8",
    "1992-02-30",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_mutated_file_gives_a_document_and_never_an_error(data: st.DataObject) -> None:
    text = GOOD
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 6)))
        text = text[:start] + data.draw(st.sampled_from(["", *PIECES])) + text[end:]
    document = read(text.encode(), "f")
    assert document.ok or document.problems
    assert spans_fit(document)
    lines = len(split_lines(document.sources["f"]))
    for problem in document.problems:
        assert 1 <= problem.span.line <= lines
        assert problem.message
        assert "\x07" not in problem.as_text(document.sources)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_document(content: bytes) -> None:
    document = read(content, "f")
    assert document.ok or document.problems
    assert render_text(document.problems, document.sources) or document.ok
