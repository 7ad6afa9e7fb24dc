"""Levels of difficulty, and the other parts that refer to places and items of the scenario."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.lab.resolved import resolved_text
from sim.scenario.checks.protocol import protocol_faults
from sim.scenario.form.coding import level as level_of
from sim.scenario.form.sources import SourceFact
from sim.scenario.kinds import check
from sim.scenario.load import load
from sim.scenario.problem import Problem, ScenarioError
from sim.scenario.schema import Scenario
from sim.scenario.settings import NowhereError, set_value
from tests.lab.cases import case
from tests.model.small import small

Change = Callable[[dict[str, Any]], None]


def data_with_levels() -> dict[str, Any]:
    data = case()
    data["difficulty"] = {
        "gentle": {
            "title": "With the wind",
            "about": "More to spend.",
            "set": {"capital.per_turn": 4, "trust.south.host": 0.8},
        },
        "stern": {
            "title": "Against the wind",
            "about": "Less trust.",
            "set": {"trust.south.host": "low"},
        },
    }
    return data


def written(folder: Path, data: dict[str, Any]) -> str:
    path = folder / "case.yaml"
    path.write_text(resolved_text(data), encoding="utf-8")
    return str(path)


def errors(name: str) -> list[Problem]:
    return [problem for problem in check(name) if problem.severity == "error"]


def problems(folder: Path, change: Change) -> list[Problem]:
    data = data_with_levels()
    change(data)
    return errors(written(folder, data))


def test_a_level_sets_its_values_and_nothing_else(tmp_path: Path) -> None:
    name = written(tmp_path, data_with_levels())
    assert not errors(name)
    standard, gentle, stern = load(name), load(name, level="gentle"), load(name, level="stern")
    assert standard.level == "standard"
    assert standard.level_title == "Standard"
    assert gentle.level_title == "With the wind"
    assert gentle.scenario.capital.per_turn == 4
    assert level_of(gentle.scenario.trust["south"]["host"]).value == 0.8
    assert level_of(stern.scenario.trust["south"]["host"]).value == 0.3
    assert stern.scenario.capital == standard.scenario.capital
    assert stern.scenario.actors == standard.scenario.actors
    assert len({standard.digest, gentle.digest, stern.digest}) == 3


def test_what_is_set_by_hand_goes_over_the_level(tmp_path: Path) -> None:
    name = written(tmp_path, data_with_levels())
    loaded = load(name, {"trust.south.host": 0.5}, "gentle")
    assert loaded.scenario.trust["south"]["host"] == 0.5
    assert loaded.scenario.capital.per_turn == 4


def test_a_level_that_changes_nothing_has_a_digest_of_its_own(tmp_path: Path) -> None:
    data = data_with_levels()
    data["difficulty"]["same"] = {
        "title": "The same",
        "about": "Nothing is different.",
        "set": {"calendar.turns": data["calendar"]["turns"]},
    }
    name = written(tmp_path, data)
    assert load(name, level="same").digest != load(name).digest


def test_an_unknown_level_is_told_with_the_one_that_is_meant(tmp_path: Path) -> None:
    name = written(tmp_path, data_with_levels())
    with pytest.raises(ScenarioError, match=r'no level of difficulty "gentel".*"gentle"'):
        load(name, level="gentel")
    data = case()
    with pytest.raises(ScenarioError, match="it has the standard one alone"):
        load(written(tmp_path, data), level="gentle")


def test_a_level_that_is_no_scenario_is_told_by_name(tmp_path: Path) -> None:
    data = data_with_levels()
    data["difficulty"]["stern"]["set"] = {"initiative.by": "nobody"}
    name = written(tmp_path, data)
    assert load(name).level == "standard"
    with pytest.raises(ScenarioError, match=r'with level stern: there is no actor "nobody"'):
        load(name, level="stern")


def _set(level: str, path: str, value: object) -> Change:
    return lambda data: data["difficulty"][level]["set"].update({path: value})


def _point(kind: str, name: str, **more: object) -> Change:
    return lambda data: data["history"][kind][name].update(more)


def _factor(measure: str) -> Change:
    factor = {"title": "Trust", "measure": measure, "says": "It mattered.", "cite": ["G1"]}
    return lambda data: data.update(factors={"trust": factor})


@pytest.mark.parametrize(
    ("change", "rule", "told", "at"),
    [
        (
            _set("stern", "trust.suoth.host", 0.2),
            "difficulty",
            'level stern: for trust.suoth.host the scenario has no "suoth"; did you mean "south"?',
            "trust.suoth.host",
        ),
        (
            _set("gentle", "capital.per_trun", 4),
            "difficulty",
            'the scenario has no "per_trun"; did you mean "per_turn"?',
            "capital.per_trun",
        ),
        (
            _set("stern", "calendar", 3),
            "difficulty",
            'a dotted path such as trust.north.south is needed, not "calendar"',
            "calendar",
        ),
        (
            _set("gentle", "capital.per_turn", 400),
            "difficulty",
            "level gentle: with capital.per_turn=400, ",
            "capital.per_turn",
        ),
        (
            _set("stern", "initiative.by", "nobody"),
            "difficulty",
            'level stern: with initiative.by=nobody, there is no actor "nobody"',
            "initiative.by",
        ),
        (
            _set("stern", "history.holdout", False),
            "difficulty",
            "level stern may not set history.holdout",
            "history.holdout",
        ),
        (
            lambda data: data["difficulty"].update(standard=data["difficulty"]["stern"]),
            "name-taken",
            'the game without a level is called "standard"',
            "standard",
        ),
        (
            _point("checkpoints", "met", rests_on=["join", "ruond"]),
            "unknown-item",
            'there is no item of the line "ruond"; did you mean "round"?',
            "ruond",
        ),
        (
            _point("checkpoints", "met", rests_on=["put"]),
            "too-late",
            "put comes on 2000-01-24, after 2000-01-20",
            "put",
        ),
        (
            _factor("trust(nroth, host)"),
            "unknown-name",
            'there is no actor "nroth"; did you mean "north"?',
            "trust(nroth, host)",
        ),
        (
            _factor("joined(friend)"),
            "condition",
            "a factor is measured by a quantity; joined(friend) is true or not",
            "joined(friend)",
        ),
        (
            lambda data: data["goals"]["host"].update(waiting={"says": "x", "cite": ["Z99"]}),
            "unknown-fact",
            'there is no fact "Z99"',
            "Z99",
        ),
    ],
)
def test_a_fault_has_its_place_and_says_what_would_be_right(
    change: Change, rule: str, told: str, at: str, tmp_path: Path
) -> None:
    [problem] = problems(tmp_path, change)
    assert problem.rule == rule
    assert told in problem.message
    line = (tmp_path / "case.yaml").read_text(encoding="utf-8").splitlines()[problem.span.line - 1]
    assert at in line


def test_the_settings_of_a_level_are_judged_together(tmp_path: Path) -> None:
    both = {"goals.host.aims.accord": 0.5, "goals.host.aims.resolution": 0.5}

    def weigh(data: dict[str, Any]) -> None:
        data["difficulty"]["stern"]["set"] = both

    # Each alone would break the sum of the weights.
    assert not problems(tmp_path, weigh)
    for alone in both:
        [problem] = problems(tmp_path, _set("stern", alone, 0.9))
        assert "the weights must add up to 1" in problem.message


def test_a_fault_of_settings_together_is_told_at_the_level(tmp_path: Path) -> None:
    path = "actors.south.positions.land.ideal"

    def widen(data: dict[str, Any]) -> None:
        data["difficulty"]["stern"]["set"] = {
            f"{path}.range.0": 0.0,
            f"{path}.value": 0.95,
        }

    [problem] = problems(tmp_path, widen)
    assert problem.rule == "difficulty"
    assert "the range" in problem.message


_NAMES = st.sampled_from(
    "trust south north host nobody capital per_turn calendar turns 0 x".split()
)


def _refusal(data: dict[str, Any], path: str, value: object) -> str | None:
    try:
        set_value(data, path, value)
    except NowhereError as error:
        return str(error)
    return None


@given(st.lists(_NAMES, min_size=1, max_size=5), st.one_of(st.floats(0, 1), st.just("low")))
def test_any_path_is_set_or_refused_in_a_sentence(keys: list[str], value: object) -> None:
    data = small()
    path = ".".join(keys)
    if (refusal := _refusal(data, path, value)) is not None:
        assert path in refusal
        return
    here: Any = data
    for key in keys:
        here = here[key]
    assert here == value


@pytest.mark.parametrize("kind", ["checkpoint", "foil", "claim"])
def test_a_starting_value_cites_nothing_that_is_tested(kind: str) -> None:
    data = case()
    tested = {
        "checkpoint": data["history"]["checkpoints"]["met"],
        "foil": data["history"]["foils"]["signed"],
        "claim": data["claims"]["company"],
    }
    for name, part in tested.items():
        part["cite"] = ["E16"] if name == kind else ["E2"]
    data["trust"]["south"]["host"] = {"value": 0.6, "cite": ["E16"]}
    scenario = Scenario.model_validate(data, strict=True)
    facts: dict[str, SourceFact] = {}
    assert not [fault for fault in protocol_faults(scenario, facts) if fault[1] == "hindsight"]
    found = protocol_faults(scenario, _known(scenario))
    [fault] = [fault for fault in found if fault[1] == "circular"]
    assert fault[0] == ("trust", "south", "host", "cite", 0)
    assert fault[2] == f"a starting value cites E16, which a {kind} is tested on"


def _known(scenario: Scenario) -> dict[str, SourceFact]:
    start = scenario.calendar.start
    return {
        "E16": SourceFact(
            title="A fact", text="So it was.", source=["x"], place="p", known_from=start
        )
    }


def test_a_factor_of_a_shipped_scenario_cites(tmp_path: Path) -> None:
    data = case()
    data["factors"] = {"one": {"title": "T", "measure": "trust(north, host)", "says": "S"}}
    scenario = Scenario.model_validate(data, strict=True)
    assert ("factors", "one") in {
        path for path, rule, _ in protocol_faults(scenario, {}) if rule == "uncited"
    }
    assert not errors(written(tmp_path, data))
