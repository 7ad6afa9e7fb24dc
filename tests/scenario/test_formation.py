"""Formations, missions and the verbs of the second level in a scenario file: what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from sim.cli.show import numbers
from sim.scenario.checks.protocol import protocol_faults, starting_values
from sim.scenario.checks.references import faults
from sim.scenario.form.sources import SourceFact
from sim.scenario.schema import Scenario
from tests.model.small import small

Data = dict[str, Any]


def homely() -> Data:
    """The small scenario with a formation, a mission and a move through an element."""
    data = small()
    data["actors"]["host"] |= {
        "formation": {
            "opinion": {"title": "Opinion", "support": "good", "weight": 0.5, "cite": ["A1"]},
            "ally": {"title": "The friend", "ally": "friend", "weight": 0.5},
        },
        "mission": {"title": "Engineers"},
    }
    data["moves"]["appeal"] = {
        "title": "An appeal",
        "by": ["host"],
        "kind": "act",
        "needs": "backing(self, opinion) < good and not recalled(host)",
        "effects": [
            {"home": {"of": "self", "by": 0.1, "through": "opinion"}},
            {"commit": {"of": "self"}},
            {"casualties": {"of": "host", "size": "slight"}},
        ],
    }
    return data


def found(change: Callable[[Data], Any]) -> list[tuple[str, str]]:
    """Rule and sentence of each fault after a change."""
    data = homely()
    change(data)
    scenario = Scenario.model_validate(data, strict=True)
    return [(rule, sentence) for _, rule, sentence in faults(scenario)]


def test_it_can_be_written() -> None:
    assert found(lambda data: None) == []


def appeal(data: Data) -> Data:
    """The move that appeals."""
    move: Data = data["moves"]["appeal"]
    return move


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda d: d["actors"]["host"]["formation"]["ally"].update(ally="frend"),
            'there is no actor "frend"; did you mean "friend"?',
        ),
        (
            lambda d: d["actors"]["host"]["formation"]["ally"].update(ally="host"),
            "host cannot be its own ally",
        ),
        (
            lambda d: appeal(d)["effects"][0]["home"].update(through="opinon"),
            'there is no element "opinon"; did you mean "opinion"?',
        ),
        (
            lambda d: appeal(d)["effects"][0]["home"].update(of="friend"),
            'the formation of friend has no element "opinion"',
        ),
        (
            lambda d: appeal(d).update(needs="backing(host, pinion) < good"),
            'there is no element "pinion"; did you mean "opinion"?',
        ),
        (
            lambda d: appeal(d).update(needs="recalled(north)"),
            "north has no mission, so nobody can be recalled",
        ),
        (
            lambda d: d["events"]["report"].update(effects=[{"commit": {"of": "host"}}]),
            "an event may not commit",
        ),
    ],
)
def test_each_fault_is_one_sentence(change: Callable[[Data], Any], sentence: str) -> None:
    [(_, said)] = found(change)
    assert said.startswith(sentence)


def test_losses_may_come_from_outside() -> None:
    effects = [{"casualties": {"of": "host", "size": "large"}}]
    assert found(lambda data: data["events"]["report"].update(effects=effects)) == []


@pytest.mark.parametrize(
    ("element", "sentence"),
    [
        ({"title": "Both", "support": 0.5, "ally": "friend", "weight": 1.0}, "either support"),
        ({"title": "Neither", "weight": 1.0}, "either support"),
        ({"title": "Nobody", "support": 0.5, "weight": 0.0}, "at least one element"),
        ({"title": "Heavy", "support": 0.5, "weight": 2.0}, "less than or equal to 1"),
    ],
)
def test_an_element_that_makes_no_sense_is_refused(element: Data, sentence: str) -> None:
    data = homely()
    data["actors"]["host"]["formation"] = {"one": element}
    with pytest.raises(ValidationError, match=sentence):
        Scenario.model_validate(data, strict=True)


def test_a_library_may_speak_of_elements_in_a_scenario_without_formations() -> None:
    def without(data: Data) -> None:
        del data["actors"]["host"]["formation"]
        appeal(data)["needs"] = None

    assert found(without) == []


def test_supports_are_starting_values_and_weights_are_assumed_unless_cited() -> None:
    scenario = Scenario.model_validate(homely(), strict=True)
    basis = {
        path[3:]: kind
        for path, kind in starting_values(scenario)
        if path[:3] == ("actors", "host", "formation")
    }
    assert basis == {
        ("opinion", "weight"): "cited",
        ("opinion", "support"): "cited",
        ("ally", "weight"): "assumed",
    }
    later = SourceFact(title="Later", source=["MOFA"], known_from=dt.date(2001, 1, 1), text="It.")
    found = protocol_faults(scenario, {"A1": later})
    path = ("actors", "host", "formation", "opinion", "cite", 0)
    assert (path, "hindsight") in [(where, rule) for where, rule, _ in found]
    before = numbers(Scenario.model_validate(small(), strict=True))
    assert numbers(scenario)["total"] == before["total"] + 3
