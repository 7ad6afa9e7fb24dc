"""Scenarios by id or path: read, merged, checked; ready for the engine."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Any

from sim import paths
from sim.scenario.checks.meaning import warnings
from sim.scenario.checks.names import Fault
from sim.scenario.checks.placing import problems_of
from sim.scenario.checks.protocol import protocol_faults
from sim.scenario.checks.references import faults
from sim.scenario.checks.unknown import SUFFIXES, absent
from sim.scenario.checks.validate import validate
from sim.scenario.form.sources import SourceFact, Sources
from sim.scenario.heads import STANDARD, has_chapters, head
from sim.scenario.problem import Problem, ScenarioError, Span, in_order
from sim.scenario.schema import Scenario
from sim.scenario.settings import NowhereError, with_values
from sim.scenario.shipped_data import read_checked
from sim.scenario.text.merge import resolve
from sim.scenario.text.reader import read
from sim.scenario.text.spans import Document
from sim.scenario.text.suggest import did_you_mean
from sim.scenario.text.syntax import lost_to_comments

_NOT_SCENARIOS = frozenset({"sources"})
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


def shipped() -> list[str]:
    """Ids of the scenarios that come with the program, in order."""
    return [name for name, has_chapters in _files() if not has_chapters]


def campaigns() -> list[str]:
    """Ids of the campaigns that come with the program, in order."""
    return [name for name, has_chapters in _files() if has_chapters]


def examples() -> list[str]:
    """Ids of the examples that come with the program, in order."""
    return sorted(path.stem for path in paths.examples().glob("*.yaml"))


def opener() -> str:
    """Id of the shipped scenario to begin with: the one that says so, else the first."""
    names = shipped()
    here = (name for name in names if head(paths.scenarios() / f"{name}.yaml").get("begin_here"))
    return next(here, names[0])


def _ids() -> list[str]:
    """Ids of the shipped files that can be played, none of which is opened for it."""
    found = sorted(path.stem for path in paths.scenarios().glob("*.yaml"))
    return [name for name in found if name not in _NOT_SCENARIOS]


def _files() -> list[tuple[str, bool]]:
    """The shipped files that can be played, each with whether it is a campaign."""
    return [(name, has_chapters(paths.scenarios() / f"{name}.yaml")) for name in _ids()]


def find(name: str) -> FilePath:
    """The file of a scenario named by its id or by a path.

    Raises:
        ScenarioError: There is none.
    """
    path = FilePath(name)
    if (path.suffix in SUFFIXES or len(path.parts) > 1) and path.is_file():
        return path
    known = [*_ids(), *examples()]
    if name in known:
        shelf = paths.scenarios() / f"{name}.yaml"
        return shelf if shelf.is_file() else paths.examples() / shelf.name
    raise failure(name, absent(name, known))


def failure(name: str, message: str, rule: str = "unknown-scenario") -> ScenarioError:
    """A problem with what was asked for, not with a file's text."""
    return ScenarioError([Problem(Span(name, 1, 1, 1, 1), rule, message)], {})


def sources() -> Sources:
    """The shipped sources and facts.

    Raises:
        ScenarioError: `sources.yaml` is broken.
    """
    return read_checked(Sources, sources_state()[0])


def sources_state() -> tuple[FilePath, int]:
    """The file of sources and when it was changed; another one where they may have changed."""
    path = paths.scenarios() / "sources.yaml"
    return path, path.stat().st_mtime_ns


def _is_shipped(path: FilePath) -> bool:
    return FilePath(os.path.realpath(path)).is_relative_to(os.path.realpath(paths.scenarios()))


def levels(scenario: Scenario) -> list[str]:
    """The levels of difficulty, the standard one first."""
    return [STANDARD, *scenario.difficulty]


def level_title(scenario: Scenario, level: str) -> str:
    """A level's title; that of the standard level is the same in every scenario."""
    return "Standard" if level == STANDARD else scenario.difficulty[level].title


def examine(
    name: str, overrides: Mapping[str, object] | None = None, level: str = STANDARD
) -> tuple[Scenario | None, Document, list[Problem]]:
    """Read and check a scenario; all problems at once. Of a campaign there are problems alone.

    Where a level is chosen, the scenario and the document are those of that level, with the
    overrides over it. What the other levels set is not looked at; see `inspect`.

    Raises:
        ScenarioError: There is no such scenario or level, or an override leads nowhere.
    """
    path = find(name)
    document = resolve(path, paths.scenarios())
    if "chapters" in (document.data or {}) and "actors" not in (document.data or {}):
        from sim.scenario.campaigns import campaign_problems

        return None, document, campaign_problems(document)
    scenario, problems = _judged(document)
    settings = dict(overrides or {})
    if scenario is not None:
        settings = {**_settings(scenario, level), **settings}
        if _is_shipped(path) and not settings:
            problems += problems_of(document, protocol_faults(scenario, sources().citable))
    if settings:
        document = changed(document, settings)
        scenario, problems = _judged(document)
    return scenario, document, in_order(problems)


def changed(document: Document, settings: Mapping[str, object]) -> Document:
    """The document with values set by dotted path.

    Raises:
        ScenarioError: A path leads nowhere.
    """
    try:
        return replace(document, data=with_values(document.data, settings))
    except NowhereError as error:
        raise failure(f"--set {error.dotted}", str(error), "unknown-path") from None


def _judged(document: Document) -> tuple[Scenario | None, list[Problem]]:
    scenario, problems = validate(Scenario, document)
    if scenario is not None:
        problems += problems_of(document, faults(scenario, sources().citable))
    return scenario, problems


def _settings(scenario: Scenario, level: str) -> Mapping[str, object]:
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


def _level_faults(scenario: Scenario, document: Document) -> Iterator[Fault]:
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
    problems = _judged(replace(document, data=data))[1]
    what = ", ".join(f"{dotted}={value}" for dotted, value in settings.items())
    return [f"with {what}, {one.message}" for one in problems if one.severity == "error"]


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


def check(name: str) -> list[Problem]:
    """All problems of a scenario file, those of its levels of difficulty included."""
    return inspect(name)[1]


def inspect(name: str) -> tuple[Document, list[Problem]]:
    """A scenario file and all its problems, those of its levels of difficulty included.

    Raises:
        ScenarioError: There is no such scenario.
    """
    scenario, document, problems = examine(name)
    if scenario is not None and not any(p.severity == "error" for p in problems):
        problems += problems_of(document, _level_faults(scenario, document))
        problems += problems_of(document, warnings(scenario, document), "warning")
        problems += lost_to_comments(document)
    return document, in_order(problems)


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
    scenario, document, problems = examine(name, overrides, level)
    errors = [problem for problem in problems if problem.severity == "error"]
    if scenario is None and not errors:
        raise failure(name, f"{name} is a campaign; name one of its chapters' scenarios instead")
    if scenario is None or errors:
        asked = [f"{path}={value}" for path, value in (overrides or {}).items()]
        asked += [] if level == STANDARD else [f"level {level}"]
        if asked and not any(p.severity == "error" for p in examine(name)[2]):
            what = ", ".join(asked)
            told = "; ".join(problem.message for problem in errors)
            raise failure(f"--set {what}", f"with {what}: {told}", "set")
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
    scenario, problems = _judged(document)
    settings = {} if scenario is None else _settings(scenario, level)
    errors = [problem for problem in problems if problem.severity == "error"]
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
    scenario, problems = _judged(document)
    errors = [problem for problem in problems if problem.severity == "error"]
    if scenario is None or errors:
        what = ", ".join(f"{path}={value}" for path, value in overrides.items())
        told = "; ".join(problem.message for problem in errors)
        raise failure(f"--set {what}", f"with {what}: {told}", "set")
    return assembled(scenario, document, in_order(problems), loaded.level)


def assembled(
    scenario: Scenario, document: Document, problems: list[Problem], level: str = STANDARD
) -> Loaded:
    """What `examine` found of a scenario without errors, put together."""
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
