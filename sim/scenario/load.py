"""Scenarios by id or path: read, merged, checked; ready for the engine."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from sim import paths
from sim.scenario.checks.meaning import warnings
from sim.scenario.checks.placing import problems_of
from sim.scenario.checks.protocol import protocol_faults
from sim.scenario.form.sources import SourceFact
from sim.scenario.heads import STANDARD, is_campaign
from sim.scenario.judging import changed, judged
from sim.scenario.levels import level_faults, level_title, settings_of
from sim.scenario.problem import Problem, ScenarioError, errors_in, in_order
from sim.scenario.schema import Scenario
from sim.scenario.shelf import failure, find, is_shipped, sources
from sim.scenario.text.merge import resolve
from sim.scenario.text.reader import read
from sim.scenario.text.spans import Document
from sim.scenario.text.syntax import lost_to_comments

_ONLY_TOLD = frozenset({"guide"})
"""Sections that a player reads and no game rests on; a save outlives a change of them."""


@dataclass(frozen=True)
class Loaded:
    """A checked scenario with where it came from."""

    scenario: Scenario
    path: FilePath
    digest: str
    """Hash of the resolved content, changes by `--set` and the level included."""
    generations: Mapping[tuple[str, str], int]
    problems: tuple[Problem, ...]
    """Warnings."""
    document: Document
    level: str = STANDARD
    """The level of difficulty."""

    @property
    def level_title(self) -> str:
        """The level's title, as a player reads it."""
        return level_title(self.scenario, self.level)

    @property
    def facts(self) -> Mapping[str, SourceFact]:
        """The facts that may be cited, by id."""
        return sources().citable


def scenario_problems(document: Document) -> list[Problem]:
    """All problems of a scenario, those of its levels of difficulty included."""
    scenario, document, problems = _examined(document)
    if scenario is not None and not errors_in(problems):
        problems += problems_of(document, level_faults(scenario, document))
        problems += problems_of(document, warnings(scenario, document), "warning")
        problems += lost_to_comments(document)
    return in_order(problems)


def _examined(
    document: Document, overrides: Mapping[str, object] | None = None, level: str = STANDARD
) -> tuple[Scenario | None, Document, list[Problem]]:
    """Check a scenario; all problems at once.

    Where a level is chosen, the scenario and the document are those of that level, with the
    overrides over it. What the other levels set is not looked at; see `scenario_problems`.

    Raises:
        ScenarioError: There is no such level, or an override leads nowhere.
    """
    scenario, problems = judged(document)
    settings = dict(overrides or {})
    if scenario is not None:
        settings = {**settings_of(scenario, level), **settings}
        if is_shipped(FilePath(document.name)) and not settings:
            problems += problems_of(document, protocol_faults(scenario, sources().citable))
    if settings:
        document = changed(document, settings)
        scenario, problems = judged(document)
    return scenario, document, in_order(problems)


def load(name: str, overrides: Mapping[str, object] | None = None, level: str = STANDARD) -> Loaded:
    """A checked scenario.

    Args:
        name: A shipped scenario's id, or a path.
        overrides: Values by dotted path of the resolved scenario, such as
            `{"trust.north.south": 0.2}`; a coded number is replaced whole, range included.
        level: One of the scenario's levels of difficulty; the overrides go over it.

    Raises:
        ScenarioError: It does not exist or has errors.
    """
    as_written = resolve(find(name), paths.scenarios())
    if is_campaign(as_written):
        raise failure(name, f"{name} is a campaign; name one of its chapters' scenarios instead")
    scenario, document, problems = _examined(as_written, overrides, level)
    errors = errors_in(problems)
    if scenario is None or errors:
        asked = [f"{path}={value}" for path, value in (overrides or {}).items()]
        asked += [] if level == STANDARD else [f"level {level}"]
        if asked and not errors_in(_examined(as_written)[2]):
            raise _refused(asked, errors)
        raise ScenarioError(errors or problems, document.sources)
    return assembled(scenario, document, problems, level)


def load_text(
    text: str,
    name: str,
    level: str = STANDARD,
    generations: Mapping[tuple[str, str], int] | None = None,
) -> Loaded:
    """A checked scenario from the text of one file that stands alone.

    Args:
        text: The file's text.
        name: What problems call it.
        level: One of the scenario's levels of difficulty.
        generations: How deep in a chain of `extends` its items were introduced, where the text is
            what such a chain came to.

    Raises:
        ScenarioError: It has errors.
    """
    document = read(text.encode(errors="replace"), name)
    if generations is not None:
        document.generations = dict(generations)
    scenario, problems = judged(document)
    settings = {} if scenario is None else settings_of(scenario, level)
    errors = errors_in(problems)
    if scenario is None or errors:
        raise ScenarioError(errors or problems, document.sources)
    return varied(assembled(scenario, document, problems, level), settings)


def varied(loaded: Loaded, overrides: Mapping[str, object]) -> Loaded:
    """The same scenario with values set by dotted path; no file is read for it.

    Raises:
        ScenarioError: A path that leads nowhere, or a value that does not fit.
    """
    if not overrides:
        return loaded
    document = changed(loaded.document, overrides)
    scenario, problems = judged(document)
    errors = errors_in(problems)
    if scenario is None or errors:
        raise _refused([f"{path}={value}" for path, value in overrides.items()], errors)
    return assembled(scenario, document, in_order(problems), loaded.level)


def _refused(asked: list[str], errors: list[Problem]) -> ScenarioError:
    """That a scenario which is right as it is written is none with what was asked for."""
    what = ", ".join(asked)
    told = "; ".join(problem.message for problem in errors)
    return failure(f"--set {what}", f"with {what}: {told}", "set")


def assembled(
    scenario: Scenario, document: Document, problems: list[Problem], level: str = STANDARD
) -> Loaded:
    """A scenario that was found to have no errors, put together with where it came from."""
    played = {key: part for key, part in (document.data or {}).items() if key not in _ONLY_TOLD}
    text = json.dumps(played, sort_keys=True, default=_plain)
    if level != STANDARD:
        text += level
    return Loaded(
        scenario=scenario,
        path=FilePath(document.name),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        generations=document.generations,
        problems=tuple(problems),
        document=document,
        level=level,
    )


def _plain(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a scenario")
