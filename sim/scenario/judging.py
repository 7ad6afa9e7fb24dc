"""A document judged: whether it is a scenario, as it stands and with values set in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sim.scenario.checks.placing import problems_of
from sim.scenario.checks.references import faults
from sim.scenario.checks.validate import validate
from sim.scenario.problem import Problem
from sim.scenario.schema import Scenario
from sim.scenario.settings import NowhereError, with_values
from sim.scenario.shelf import failure, sources
from sim.scenario.text.spans import Document


def changed(document: Document, settings: Mapping[str, object]) -> Document:
    """The document with values set by dotted path.

    Raises:
        ScenarioError: A path leads nowhere.
    """
    try:
        return replace(document, data=with_values(document.data, settings))
    except NowhereError as error:
        raise failure(f"--set {error.dotted}", str(error), "unknown-path") from None


def judged(document: Document) -> tuple[Scenario | None, list[Problem]]:
    """The scenario that a document is, if it is one, and all that is wrong with it."""
    scenario, problems = validate(Scenario, document)
    if scenario is not None:
        problems += problems_of(document, faults(scenario, sources().citable))
    return scenario, problems
