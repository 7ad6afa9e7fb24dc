"""What comes with the program, and any scenario by its id or a path: where its file is."""

from __future__ import annotations

import os
import re
from pathlib import Path as FilePath

from sim import paths
from sim.scenario.checks.unknown import absent
from sim.scenario.form.sources import Sources
from sim.scenario.heads import has_chapters, head
from sim.scenario.problem import Problem, ScenarioError, Span
from sim.scenario.shipped_data import read_checked
from sim.scenario.text.limits import SUFFIXES

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_NOT_SCENARIOS = frozenset({"sources"})


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

    An id is that of what ships, or else the name of a file in the current folder.

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
    if _ID.fullmatch(name):  # a save names its scenario so, which may be one of the player's own
        for here in (FilePath(f"{name}{suffix}") for suffix in SUFFIXES):
            if here.is_file():
                return here
    raise failure(name, absent(name, known))


def failure(name: str, message: str, rule: str = "unknown-scenario") -> ScenarioError:
    """A problem with what was asked for, not with a file's text."""
    return ScenarioError([Problem(Span(name, 1, 1, 1, 1), rule, message)], {})


def sources() -> Sources:
    """The shipped sources and facts.

    Raises:
        ScenarioError: `sources.yaml` is broken.
    """
    return read_checked(Sources, _sources_file())


def sources_state() -> tuple[FilePath, int]:
    """The file of sources and when it was changed; another one where they may have changed."""
    path = _sources_file()
    return path, path.stat().st_mtime_ns


def _sources_file() -> FilePath:
    return paths.scenarios() / "sources.yaml"


def is_shipped(path: FilePath) -> bool:
    """Whether a file is one of those that come with the program."""
    return FilePath(os.path.realpath(path)).is_relative_to(os.path.realpath(paths.scenarios()))
