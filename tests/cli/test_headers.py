"""The head of a scenario file agrees with the whole of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.cli.headers import header
from sim.scenario.heads import after
from tests.lab.cases import case, loaded, written
from tests.shipped import NAMES
from tests.shipped import loaded as shipped


@given(
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
    st.integers(1, 99),
    st.sampled_from(["day", "days", "week", "weeks", "month", "months"]),
    st.integers(0, 60),
)
def test_turns_are_counted_in_days_and_months_of_the_calendar(
    start: dt.date, length: int, unit: str, turns: int
) -> None:
    end = after(start, f"{length} {unit}", turns)
    if unit.startswith("month"):
        assert (end.year - start.year) * 12 + end.month - start.month == length * turns
        assert end.day == min(start.day, 28)
    else:
        assert (end - start).days == length * turns * (7 if unit.startswith("week") else 1)


def test_a_length_must_be_one() -> None:
    with pytest.raises(ValueError, match="no length of a turn"):
        after(dt.date(2000, 1, 1), "fortnight", 1)


def test_the_head_is_that_of_the_scenario() -> None:
    head = header(loaded().path)
    assert head is not None
    assert (head.id, head.title, head.turns) == ("small", "A small quarrel", 6)
    assert (head.start, head.end) == (dt.date(2000, 1, 1), dt.date(2000, 2, 11))
    assert head.seats == ("host", "friend")


def test_every_shipped_scenario_has_a_head() -> None:
    for name in NAMES:
        scenario, head = shipped(name).scenario, header(shipped(name).path)
        assert head is not None
        assert (head.id, head.title) == (scenario.id, scenario.title)
        assert head.seats == tuple(n for n, actor in scenario.actors.items() if actor.seat)


def test_a_child_takes_what_it_leaves_out_from_its_parent(tmp_path: Path) -> None:
    written(case(), tmp_path, "parent.yaml")
    path = tmp_path / "child.yaml"
    path.write_text(
        "version: 1\nid: child\ntitle: A child\nextends: parent.yaml\n"
        "calendar: {turns: 3}\nactors: {friend: {seat: false}, south: {seat: true}}\n"
    )
    head = header(path)
    assert head is not None
    assert (head.id, head.title, head.turns, head.end) == (
        "child",
        "A child",
        3,
        dt.date(2000, 1, 21),
    )
    assert head.seats == ("host", "south")


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"- a", b"id: a", b"id: a\nextends: a.yaml\n", b"actors: [", b"\x00"],
)
def test_what_cannot_be_read_has_no_head(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    assert header(path) is None
    assert header(tmp_path / "nothing.yaml") is None


def test_a_list_goes_on_past_what_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from sim import paths
    from sim.cli import main

    data: dict[str, Any] = case()
    written(data, tmp_path, "good.yaml")
    (tmp_path / "bad.yaml").write_text("id: [")
    monkeypatch.setattr(paths, "scenarios", lambda: tmp_path)
    assert main(["list"]) == 1
    captured = capsys.readouterr()
    assert "small" in captured.out
    assert "bad.yaml cannot be read; `twintrack check" in captured.err
