"""LIMITS.md says what the program measures, row by row, and has the parts that it must have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sim.model
from sim.cli.show import numbers
from sim.lab.lines import Entry, Line
from sim.model.seat import Play
from sim.scenario.shelf import shipped
from tests.house.limits import known, row
from tests.house.repeats import without_repeats
from tests.shipped import loaded

FOLDER = Path(str(sim.model.__file__)).parent
LIMITS = (FOLDER / "LIMITS.md").read_text(encoding="utf-8")
ROWS = {
    cells[0].strip("`"): cells
    for cells in (
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in LIMITS.splitlines()
        if line.startswith("| `")
    )
}


def test_the_table_has_a_row_for_each_scenario_and_counts_what_is_coded() -> None:
    assert list(ROWS) == shipped()
    for name in shipped():
        assert ROWS[name][:5] == known(name)


@pytest.mark.parametrize("name", ["twin-track-2019"])
def test_the_scores_are_those_that_the_command_prints(name: str) -> None:
    assert f"| {' | '.join(ROWS[name])} |" == row(name)


def test_the_page_has_its_parts_and_can_be_read_at_one_sitting() -> None:
    assert re.findall(r"^## (.+)$", LIMITS, re.MULTILINE) == [
        "What it can be used for",
        "What it leaves out",
        "What is assumed rather than known",
        "What its numbers cannot mean",
        "How well it does, and where it fails",
        "What a clever line can make use of",
    ]
    assert len(LIMITS.splitlines()) <= 160


def test_the_scenario_that_comes_out_worst_is_the_one_that_is_named() -> None:
    worst = max(ROWS, key=lambda name: float(ROWS[name][6]))
    assert worst == "security-council-1992"
    assert "**The vote of the Council in 1992 comes out worst**" in LIMITS
    below = [name for name, cells in ROWS.items() if "(-" in cells[7]]
    assert "(three scenarios with few points)" in LIMITS
    assert len(below) == 3


def test_checkpoints_that_rest_on_the_seat_are_counted() -> None:
    records = [loaded(name).scenario.history for name in shipped()]
    points = [point for record in records for point in record.checkpoints.values()]
    resting = sum(bool(point.rests_on) for point in points)
    assert f"Of the {len(points)} checkpoints {resting} rest on the seat's own moves" in LIMITS


def test_readme_tells_the_smallest_and_the_largest_share_of_assumptions() -> None:
    shares = [numbers(loaded(name).scenario)["assumed_share"] for name in shipped()]
    assert 0.3 <= min(shares) < 1 / 3
    assert 0.8 < max(shares) < 0.9
    readme = (FOLDER.parents[1] / "README.md").read_text(encoding="utf-8")
    assert "From three tenths to more than four fifths" in readme


def test_what_is_repeated_is_left_out_but_for_the_first_time() -> None:
    options = (3, 5, 3, 5, 3)
    entries = tuple(Entry(f"t{turn}", turn, Play(one)) for turn, one in enumerate(options))
    line = Line("lookahead", "line", entries)
    assert [one.turn for one in without_repeats(line, {3}).entries] == [0, 1, 3]
    assert [one.turn for one in without_repeats(line, {3, 5}).entries] == [0, 1]
    assert without_repeats(line, {7}) == line
