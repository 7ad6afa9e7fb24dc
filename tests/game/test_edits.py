"""What was edited in a scenario, in words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sim.game.edits import MOST_TOLD, edits, told


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": {"b": 0.5}}, {"a": {"b": "good"}}, ["a.b: 0.5, now good"]),
        ({"a": True}, {"a": False}, ["a: true, now false"]),
        ({"a": 1}, {"a": True}, ["a: 1, now true"]),
        ({"a": [0, 1]}, {"a": [0.2, 1]}, ["a: [0, 1], now [0.2, 1]"]),
        ({"a": dt.date(1992, 6, 1)}, {"a": dt.date(1992, 7, 1)}, ["a: 1992-06-01, now 1992-07-01"]),
        ({"a": 1, "b": 2}, {"a": 1}, ["b is gone"]),
        ({"a": 1}, {"a": 1, "b": {"c": 2}}, ["b is new"]),
        ({"a": 0.5}, {"a": {"value": 0.5}}, ["a has changed"]),
        ({"a": "x" * 99}, {"a": "y"}, ["a has changed"]),
        ({"a": "\x1b[2J"}, {"a": "plain"}, ["a: \\x1b[2J, now plain"]),
    ],
)
def test_a_change_is_told(before: dict[str, Any], after: dict[str, Any], said: list[str]) -> None:
    assert edits(before, after) == said


def test_many_changes_are_counted() -> None:
    names = [f"n{number}" for number in range(MOST_TOLD + 3)]
    changes = edits(dict.fromkeys(names, 1), dict.fromkeys(names, 2))
    assert told(changes).endswith("; and 3 more.")
    assert told(changes[:1]) == "Changed: n0: 1, now 2."
    assert told([]) == ""
