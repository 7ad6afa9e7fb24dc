"""The examples stand for any conflict: no source, no record, no map, and everything works."""

from __future__ import annotations

import pytest

from sim.scenario.load import check, examples, find, load, shipped
from sim.scenario.protocol import starting_values

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
