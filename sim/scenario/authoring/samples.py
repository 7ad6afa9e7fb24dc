"""Samples of what can be written, looked up in the scenarios that come with the program."""

from __future__ import annotations

import os
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from typing import Any

from sim import paths
from sim.scenario.authoring.explain import Entry
from sim.scenario.form.coding import TYPES
from sim.scenario.problem import split_lines
from sim.scenario.shelf import campaigns, find, opener, shipped
from sim.scenario.text.merge import resolve
from sim.scenario.text.reader import read
from sim.scenario.text.spans import Document, Path

_MOST_LINES = 6
_WIDEST = 100
_BEFORE = 24
"""Characters of a long line that are shown before what is meant."""
_TRIED = 40
"""Places that are compared for the shortest sample."""
_REFERENCES = ("extends", "uses")
"""Fields that are gone once a file is merged with what they name."""
_CALL = re.compile(r"\b([a-z_]+)\(")
_CONDITIONS = frozenset({"needs", "when", "wants", "holds", "measure", "given", "opens"})


@dataclass(frozen=True)
class Sample:
    """Lines of a shipped file that hold an example."""

    file: str
    """Seen from the folder of the scenarios."""
    line: int
    text: str

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.file}:{self.line}"


class _Source:
    """A scenario with the places of what is looked for all over it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.data: dict[str, Any] = document.data or {}
        self._lines: dict[str, list[str]] = {}

    @cached_property
    def nodes(self) -> list[tuple[Path, Any]]:
        """Every place with its value, in the order of the file."""
        found: list[tuple[Path, Any]] = []
        todo: list[tuple[Path, Any]] = [((), self.data)]
        while todo:
            path, value = todo.pop()
            found.append((path, value))
            inner: list[tuple[Path, Any]] = []
            if isinstance(value, dict):
                inner = [((*path, key), one) for key, one in value.items()]
            elif isinstance(value, list):
                inner = [((*path, index), one) for index, one in enumerate(value)]
            todo.extend(reversed(inner))
        return found

    @cached_property
    def scattered(self) -> dict[str, list[Path]]:
        """Where that stands which may stand in many places, by the paths of its entries."""
        found: dict[str, list[Path]] = {}
        for path, value in self.nodes:
            for name in _named_by(path, value):
                found.setdefault(name, []).append(path)
            section = _section_of(value)
            for key in value if section else ():
                found.setdefault(f"{section}.{key}", []).append((*path, key))
        return found

    def lines(self, file: str) -> list[str]:
        """The lines of one of the files that it is made of."""
        if file not in self._lines:
            self._lines[file] = split_lines(self.document.sources.get(file, ""))
        return self._lines[file]

    def sample(self, path: Path) -> Sample | None:
        """The lines of a place that has a name; None for an item of a list."""
        mark = self.document.spans.mark(path)
        if mark is None or mark.key is None:
            return None
        first, column = mark.key[:2]
        last = mark.value[2] if mark.value[3] > 1 else mark.value[2] - 1
        lines = self.lines(mark.file)[first - 1 : max(first, last)]
        while lines and not lines[-1].strip():
            lines.pop()
        indent = len(lines[0]) - len(lines[0].lstrip())
        shown = textwrap.dedent("\n".join(lines[:_MOST_LINES])).split("\n")
        shown = [_cut(line, column - 1 - indent if at == 0 else 0) for at, line in enumerate(shown)]
        shown += ["..."] * (len(lines) > _MOST_LINES)
        return Sample(_seen_from_the_library(mark.file), first, "\n".join(shown))

    def places(self, entry: Entry) -> Iterator[Path]:
        """Where an entry is written."""
        if entry.steps:
            yield from _descended(self.data, entry.steps)
        else:
            yield from self.scattered.get(entry.path, ())


def _section_of(value: Any) -> str:
    """The section that explains what stands in a value, where that is one for many places."""
    if not isinstance(value, dict):
        return ""
    if "value" in value:
        return "" if "between" in value else "numbers"
    return "types" if set(TYPES) & set(value) else ""


def _named_by(path: Path, value: Any) -> Iterator[str]:
    """The entries that a place is a sample of: effects, conditions, parts of numbers and types."""
    if "effects" in path:
        start = len(path) - 1 - path[::-1].index("effects")
        verb = path[start + 2 :]
        if verb and all(isinstance(step, str) for step in verb):
            yield ".".join(("effects", *map(str, verb)))
    if path[-1:] and path[-1] in _CONDITIONS and isinstance(value, str):
        for name in dict.fromkeys(_CALL.findall(value)):
            yield f"conditions.{name}"


class Samples:
    """Finds samples; a scenario is read when it is needed for the first time."""

    def __init__(self) -> None:
        first = opener()
        more = sorted((paths.scenarios() / "examples").glob("*.yaml"))
        more.append(paths.assets() / "templates" / "blank.yaml")
        self._names = [first, *(name for name in shipped() if name != first), *map(str, more)]
        self._read: dict[tuple[str, bool], _Source] = {}

    def of(self, entry: Entry) -> Sample | None:
        """A short sample of an entry; None where nothing that ships has it."""
        names = campaigns() if entry.path.startswith("campaign") else self._names
        merged = entry.path not in _REFERENCES
        for name in names:
            source = self._source(name, merged)
            found = [source.sample(path) for path in islice(source.places(entry), _TRIED)]
            known = [sample for sample in found if sample is not None]
            if known:
                return min(known, key=lambda sample: sample.text.count("\n"))
        return None

    def _source(self, name: str, merged: bool) -> _Source:
        """A scenario, merged with what it builds on, or as it is written."""
        key = name, merged
        if key not in self._read:
            path = find(name)
            made = resolve(path, paths.scenarios()) if merged else read(path)
            self._read[key] = _Source(made)
        return self._read[key]


@cache
def samples() -> Samples:
    """The samples of all that ships, each file read once."""
    return Samples()


def _descended(data: Any, steps: tuple[str, ...]) -> Iterator[Path]:
    """The places that steps lead to, * being any id or place in a list."""
    if not steps:
        yield ()
        return
    step, rest = steps[0], steps[1:]
    if step == "*":
        inner = data.items() if isinstance(data, dict) else enumerate(_listed(data))
        for key, value in inner:
            yield from ((key, *way) for way in _descended(value, rest))
    elif isinstance(data, dict) and step in data:
        yield from ((step, *way) for way in _descended(data[step], rest))


def _listed(data: Any) -> list[Any]:
    return data if isinstance(data, list) else []


def _seen_from_the_library(file: str) -> str:
    """A file as it is named beside the scenarios; one from elsewhere by its bare name."""
    seen = os.path.relpath(file, paths.scenarios()).replace(os.sep, "/")
    return os.path.basename(file) if seen.startswith("..") else seen


def _cut(line: str, column: int) -> str:
    """A long line, cut to what lies around a column."""
    if len(line) <= _WIDEST:
        return line
    start = max(0, column - _BEFORE) if column > _WIDEST - _BEFORE else 0
    end = start + _WIDEST - 8
    return f"{'... ' if start else ''}{line[start:end]}{' ...' if end < len(line) else ''}"
