"""Scenarios by id or path: read, merged, checked; ready for the engine."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

from sim import paths
from sim.scenario.coding import Part
from sim.scenario.heads import has_chapters
from sim.scenario.merge import resolve
from sim.scenario.problem import Problem, ScenarioError, Span, in_order
from sim.scenario.protocol import protocol_faults
from sim.scenario.reader import read
from sim.scenario.references import Fault, faults
from sim.scenario.schema import Actor, Capital, Move, Scenario, Table
from sim.scenario.sources import SourceFact, Sources
from sim.scenario.spans import Document
from sim.scenario.suggest import did_you_mean
from sim.scenario.validate import validate

_SUFFIXES = (".yaml", ".yml")
_NOT_SCENARIOS = frozenset({"sources"})


@dataclass(frozen=True)
class Loaded:
    """A checked scenario with where it came from."""

    scenario: Scenario
    path: FilePath
    digest: str
    """Hash of the resolved content, changes by `--set` included."""
    generations: Mapping[tuple[str, str], int]
    problems: tuple[Problem, ...]
    """Warnings."""
    document: Document

    @property
    def facts(self) -> Mapping[str, SourceFact]:
        """The facts that may be cited, by id."""
        return sources().facts


def shipped() -> list[str]:
    """Ids of the scenarios that come with the program, in order."""
    return [name for name, has_chapters in _files() if not has_chapters]


def campaigns() -> list[str]:
    """Ids of the campaigns that come with the program, in order."""
    return [name for name, has_chapters in _files() if has_chapters]


def _files() -> list[tuple[str, bool]]:
    """The shipped files that can be played, each with whether it is a campaign."""
    files = sorted(paths.scenarios().glob("*.yaml"))
    return [(path.stem, has_chapters(path)) for path in files if path.stem not in _NOT_SCENARIOS]


def find(name: str) -> FilePath:
    """The file of a scenario named by its id or by a path.

    Raises:
        ScenarioError: There is none.
    """
    path = FilePath(name)
    if path.suffix in _SUFFIXES or len(path.parts) > 1:
        if path.is_file():
            return path
        raise failure(name, f"there is no scenario file {name}")
    known = [name for name, _ in _files()]
    if name in known:
        return paths.scenarios() / f"{name}.yaml"
    hint = did_you_mean(name, known) or f"; there are {', '.join(known)}"
    raise failure(name, f'there is no scenario "{name}"{hint}')


def failure(name: str, message: str, rule: str = "unknown-scenario") -> ScenarioError:
    """A problem with what was asked for, not with a file's text."""
    return ScenarioError([Problem(Span(name, 1, 1, 1, 1), rule, message)], {})


@lru_cache(maxsize=4)
def _sources(path: FilePath, _stamp: int) -> Sources:
    document = read(path)
    checked, problems = validate(Sources, document)
    if checked is None:
        raise ScenarioError(problems, document.sources)
    return checked


def sources() -> Sources:
    """The shipped sources and facts.

    Raises:
        ScenarioError: `sources.yaml` is broken.
    """
    path = paths.scenarios() / "sources.yaml"
    return _sources(path, path.stat().st_mtime_ns)


def _is_shipped(path: FilePath) -> bool:
    return FilePath(os.path.realpath(path)).is_relative_to(os.path.realpath(paths.scenarios()))


def _place(document: Document, path: tuple[str | int, ...]) -> Span:
    return document.spans.at(path)


def _problems_of(document: Document, found: list[Fault], severity: str = "error") -> list[Problem]:
    level: Any = severity
    return [Problem(_place(document, path), rule, text, level) for path, rule, text in found]


def examine(
    name: str, overrides: Mapping[str, object] | None = None
) -> tuple[Scenario | None, Document, list[Problem]]:
    """Read and check a scenario; all problems at once. Of a campaign there are problems alone.

    Raises:
        ScenarioError: There is no such scenario, or an override leads nowhere.
    """
    path = find(name)
    document = resolve(path, paths.scenarios())
    if document.data is not None and "chapters" in document.data:
        from sim.scenario.campaigns import campaign_problems

        return None, document, campaign_problems(document)
    for dotted, value in (overrides or {}).items():
        override(document, dotted, value)
    scenario, problems = validate(Scenario, document)
    if scenario is not None:
        known = sources().facts
        problems += _problems_of(document, faults(scenario, known))
        if _is_shipped(path) and not overrides:
            problems += _problems_of(document, protocol_faults(scenario, known))
    return scenario, document, in_order(problems)


def check(name: str) -> list[Problem]:
    """All problems of a scenario file."""
    return examine(name)[2]


def load(name: str, overrides: Mapping[str, object] | None = None) -> Loaded:
    """A checked scenario.

    Args:
        name: A shipped scenario's id, or a path.
        overrides: Values by dotted path of the resolved scenario, such as
            `{"trust.north.south": 0.2}`; a coded number is replaced whole, range included.

    Raises:
        ScenarioError: It does not exist or has errors.
    """
    scenario, document, problems = examine(name, overrides)
    errors = [problem for problem in problems if problem.severity == "error"]
    if scenario is None and not errors:
        raise failure(name, f"{name} is a campaign; name one of its chapters' scenarios instead")
    if scenario is None or errors:
        if overrides and not any(p.severity == "error" for p in examine(name)[2]):
            what = ", ".join(f"{path}={value}" for path, value in overrides.items())
            told = "; ".join(problem.message for problem in errors)
            raise failure(f"--set {what}", f"with {what}: {told}", "set")
        raise ScenarioError(errors or problems, document.sources)
    return assembled(scenario, document, problems)


def assembled(scenario: Scenario, document: Document, problems: list[Problem]) -> Loaded:
    """What `examine` found of a scenario without errors, put together."""
    text = json.dumps(document.data, sort_keys=True, default=_plain)
    return Loaded(
        scenario=scenario,
        path=FilePath(document.name),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        generations=document.generations,
        problems=tuple(problems),
        document=document,
    )


def _plain(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a scenario")


_OPEN = ("trust", "knowledge", "leverage", "beliefs")
"""Collections of pairs, where a path may name a pair that nobody has coded."""


def override(document: Document, dotted: str, value: object) -> None:
    """Set a value by its dotted path.

    Raises:
        ScenarioError: The path leads nowhere.
    """
    keys = dotted.split(".")
    here: Any = document.data
    actors = list((document.data or {}).get("actors", {}))
    for depth, key in enumerate(keys[:-1]):
        step = _step(here, key)
        if step is None and keys[0] in _OPEN and key in actors and isinstance(here, dict):
            here[key] = step = {}
        if not isinstance(step, dict | list):
            known = list(here) if isinstance(here, dict) else []
            known += actors if keys[0] in _OPEN and depth else []
            raise _nowhere(dotted, key, known)
        here = step
    last = keys[-1]
    if isinstance(here, list):
        if not last.isdigit() or int(last) >= len(here):
            raise _nowhere(dotted, last, [str(index) for index in range(len(here))])
        here[int(last)] = value
        return
    if last not in here and not _may_add(keys, actors):
        fields = _fields(keys)
        raise _nowhere(dotted, last, [*here, *fields])
    here[last] = value


def _step(here: Any, key: str) -> Any:
    if isinstance(here, list):
        return here[int(key)] if key.isdigit() and int(key) < len(here) else None
    return here.get(key) if isinstance(here, dict) else None


def _fields(keys: list[str]) -> list[str]:
    """Fields that may be set though the file leaves them out."""
    models: dict[str, type[Part]] = {"actors": Actor, "moves": Move, "tables": Table}
    if len(keys) == 3 and keys[0] in models:
        return list(models[keys[0]].model_fields)
    return list(Capital.model_fields) if keys[0] == "capital" else []


def _may_add(keys: list[str], actors: list[str]) -> bool:
    if keys[0] in _OPEN:
        return keys[-1] in actors or (keys[0] == "leverage" and len(keys) == 4)
    return keys[-1] in _fields(keys)


def _nowhere(dotted: str, key: str, known: list[str]) -> ScenarioError:
    hint = did_you_mean(key, known)
    if not hint and 0 < len(known) <= 24:
        hint = f"; there are {', '.join(known)}"
    return failure(
        f"--set {dotted}", f'for {dotted} the scenario has no "{key}"{hint}', "unknown-path"
    )
