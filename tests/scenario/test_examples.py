"""The examples stand for any conflict: no source, no record, no map, and everything works."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.checks.protocol import starting_values
from sim.scenario.kinds import check
from sim.scenario.load import load
from sim.scenario.shelf import examples, find, shipped

every = pytest.mark.parametrize("name", examples())


def test_they_are_found_by_id_and_are_no_part_of_the_record() -> None:
    assert "island-dispute" in examples()
    assert not set(examples()) & set(shipped())
    for name in examples():
        assert find(name).parent.name == "examples"


@every
def test_an_example_has_no_problem_at_any_level(name: str) -> None:
    assert [str(problem) for problem in check(name)] == []
    scenario = load(name).scenario
    assert len(scenario.difficulty) >= 2
    assert scenario.lesson is not None
    assert len(scenario.lesson.questions) >= 3
    assert scenario.briefing_plain is not None
    assert len(scenario.briefing_plain.split()) < 0.8 * len(scenario.briefing.split())
    seats = {one for one, actor in scenario.actors.items() if actor.seat}
    assert len(seats) >= 2
    assert seats <= set(scenario.goals)


@every
def test_it_cites_nothing_and_says_what_it_assumes(name: str) -> None:
    assert {basis for _, basis in starting_values(load(name).scenario)} == {"assumed"}


def test_nobody_is_warned_of_what_stands_in_a_file_that_ships(tmp_path: Path) -> None:
    head = "version: 1\nid: ours\ntitle: Ours\nextends: japan-thailand-talks-1992\n"
    lesson = "lesson: {level: all, questions: [Why?]}\n"
    ours = tmp_path / "ours.yaml"
    ours.write_text(f"{head}{lesson}classroom: {{odds: off, seed: 3}}\n", encoding="utf-8")
    assert check(str(ours)) == []
    ours.write_text(f"{head}{lesson}actors: {{thailand: {{name: Japan}}}}\n", encoding="utf-8")
    assert [problem.severity for problem in check(str(ours))] == ["warning"]
