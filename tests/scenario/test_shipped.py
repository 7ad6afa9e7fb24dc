"""Every scenario that ships is whole: no problem at any level, and all that a class needs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.model.compiled import Compiled
from sim.scenario.kinds import check
from sim.scenario.load import load
from sim.scenario.shelf import campaigns
from tests.shipped import NAMES, every, loaded, seats


@every
def test_it_has_no_problem_at_any_level(name: str) -> None:
    assert [str(problem) for problem in check(name)] == []
    assert len(loaded(name).scenario.difficulty) >= 2
    for level in loaded(name).scenario.difficulty:
        assert load(name, level=level).level == level


@every
def test_it_has_all_that_a_class_needs(name: str) -> None:
    scenario = loaded(name).scenario
    assert scenario.briefing_plain is not None
    assert len(scenario.briefing_plain.split()) < 0.8 * len(scenario.briefing.split())
    assert scenario.lesson is not None
    assert scenario.lesson.minutes
    assert len(scenario.lesson.aims) >= 3
    assert len(scenario.lesson.asked) >= 5
    for asked in scenario.lesson.asked:
        assert asked.look_for, asked.ask
        assert asked.cite, asked.ask
    assert len(scenario.factors) >= 3
    assert len(scenario.advisers) >= 2
    assert scenario.history.checkpoints
    assert scenario.history.foils
    assert len(seats(name)) >= 2
    assert set(seats(name)) <= set(scenario.goals)


@every
def test_the_record_lies_within_the_calendar_and_can_be_played(name: str) -> None:
    scenario = loaded(name).scenario
    ready = Compiled(scenario)
    plan = ready.plan
    end = plan.date(plan.turns)
    options = {(one.move, plan.actors[one.actor], one.target) for one in ready.options.all}
    for item, move in scenario.history.line.items():
        assert scenario.calendar.start <= move.date < end, item
        target = None if move.to is None else plan.actor(move.to)
        assert (move.move, move.by, target) in options, item
    points = scenario.history.checkpoints | scenario.history.foils
    for item, point in points.items():
        # a foil of what never came may be judged on the day after the last turn
        assert scenario.calendar.start <= point.by <= end, item
    for item, event in scenario.events.items():
        assert event.date < end, item


@every
def test_an_answer_says_whose_it_is(name: str) -> None:
    # a report tells it without the question, beside the answers of others
    for item, move in loaded(name).scenario.moves.items():
        for answer in filter(None, (move.if_yes, move.if_no)):
            says = [answer.says] if isinstance(answer.says, str) else vars(answer.says).values()
            for said in filter(None, says):
                assert said.split()[0] not in ("He", "She", "They", "His", "Her", "Their"), item


def test_the_guide_lists_them_in_their_order() -> None:
    guide = (Path(__file__).parents[2] / "scenarios" / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([\w-]+)` \|", guide, re.MULTILINE)
    by_date = sorted(NAMES, key=lambda name: loaded(name).scenario.calendar.start)
    assert listed == [*by_date, *campaigns()]


@pytest.mark.parametrize("name", campaigns())
def test_a_campaign_has_no_problem(name: str) -> None:
    assert [str(problem) for problem in check(name)] == []
