"""Levels of difficulty: what there are, what each sets, and what is wrong with what it sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sim.scenario.checks.names import Fault
from sim.scenario.heads import STANDARD
from sim.scenario.judging import judged
from sim.scenario.problem import errors_in
from sim.scenario.schema import Scenario
from sim.scenario.settings import NowhereError, with_values
from sim.scenario.shelf import failure
from sim.scenario.text.spans import Document
from sim.scenario.text.suggest import did_you_mean


def levels(scenario: Scenario) -> list[str]:
    """The levels of difficulty, the standard one first."""
    return [STANDARD, *scenario.difficulty]


def level_title(scenario: Scenario, level: str) -> str:
    """A level's title; that of the standard level is the same in every scenario."""
    return "Standard" if level == STANDARD else scenario.difficulty[level].title


def settings_of(scenario: Scenario, level: str) -> Mapping[str, object]:
    """What a level sets.

    Raises:
        ScenarioError: The scenario has no such level.
    """
    if level == STANDARD:
        return {}
    if level in scenario.difficulty:
        return scenario.difficulty[level].set
    known = levels(scenario)
    hint = did_you_mean(level, known) or f"; there are {', '.join(known)}"
    if not scenario.difficulty:
        hint = f"; it has the {STANDARD} one alone"
    message = f'{scenario.id} has no level of difficulty "{level}"{hint}'
    raise failure(f"--difficulty {level}", message, "unknown-level")


_FIXED = ("version", "id", "difficulty", "history", "claims")
"""What no level may set: it would be another record, not another game."""


def level_faults(scenario: Scenario, document: Document) -> Iterator[Fault]:
    """Where a level leads nowhere, or to something that is no scenario."""
    for level, spec in scenario.difficulty.items():
        here = ("difficulty", level, "set")
        fixed = [dotted for dotted in spec.set if dotted.split(".")[0] in _FIXED]
        for dotted in fixed:
            text = f"level {level} may not set {dotted}: no level changes {', '.join(_FIXED)}"
            yield (*here, dotted), "difficulty", text
        together = [] if fixed else _faults_with(scenario, document, spec.set)
        if not together:
            continue
        alone = {
            dotted: found[0]
            for dotted, value in spec.set.items()
            if (found := _faults_with(scenario, document, {dotted: value}))
        }
        for dotted, told in alone.items():
            yield (*here, dotted), "difficulty", f"level {level}: {told}"
        if not alone:
            yield here, "difficulty", f"level {level}: {together[0]}"


def _faults_with(
    scenario: Scenario, document: Document, settings: Mapping[str, object]
) -> list[str]:
    """What is wrong with the scenario when those values are set, each sentence with the values."""
    try:
        data = with_values(document.data, settings)
    except NowhereError as error:
        return [str(error)]
    data = _with_checked(data, document.data, vars(scenario))
    problems = judged(replace(document, data=data))[1]
    what = ", ".join(f"{dotted}={value}" for dotted, value in settings.items())
    return [f"with {what}, {one.message}" for one in errors_in(problems)]


def _with_checked(data: Any, before: Any, checked: Any) -> Any:
    """The data, with what is the same as before put in as the models that it was checked to be."""
    if data is before:
        return checked
    if not all(isinstance(one, dict) for one in (data, before, checked)):
        return data
    return {
        key: _with_checked(part, before[key], checked[key]) if key in before else part
        for key, part in data.items()
    }
