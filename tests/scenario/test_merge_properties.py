"""Whatever two files hold, the merge is what one reads, and each value knows its file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario.text.merge import resolve
from tests.scenario.test_merge import write

TREE = st.recursive(
    st.integers(0, 9) | st.lists(st.integers(0, 9), max_size=2),
    lambda inner: st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=8,
)
OVER = st.recursive(
    st.none() | st.integers(10, 19),
    lambda inner: st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=8,
)


def expected(base: Any, over: Any) -> Any:
    """The merge as one reads it: null takes away, mappings merge, all else replaces."""
    if not isinstance(base, dict) or not isinstance(over, dict):
        return over
    merged = {k: v for k, v in base.items() if k not in over}
    for key, value in over.items():
        if value is not None:
            merged[key] = expected(base.get(key), value)
    return merged


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from("abcd"), TREE, min_size=1),
    st.dictionaries(st.sampled_from("abcd"), OVER),
)
def test_a_merge_is_what_one_reads(
    tmp_path_factory: pytest.TempPathFactory, base: dict[str, Any], over: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("merge")
    text = str(over).replace("None", "null")
    write(folder, {"b.yaml": f"{base}\n", "a.yaml": f"{{extends: b, {text[1:-1]}}}\n"})
    document = resolve(folder / "a.yaml")
    assert document.data == expected(base, over)
    assert all(p.rule == "nothing-to-remove" for p in document.problems)

    def check(value: Any, path: tuple[str | int, ...]) -> None:
        mark = document.spans.mark(path)
        assert mark is not None
        if isinstance(value, dict):
            assert set(mark.items or {}) == set(value)
            for key, inner in value.items():
                check(inner, (*path, key))
        elif isinstance(value, int):
            assert Path(mark.file).stem == ("a" if value >= 10 else "b")

    check(document.data, ())
