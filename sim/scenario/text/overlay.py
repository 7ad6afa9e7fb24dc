"""One tree of data put over another, with the places of what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sim.scenario.problem import Problem, Span
from sim.scenario.text.scalars import shown
from sim.scenario.text.spans import Mark, Path
from sim.scenario.text.suggest import did_you_mean

_OF_A_NUMBER: Final = frozenset({"value", "range", "word", "cite", "assumed"})


def merges(over: Any, below: Any) -> bool:
    """Whether a value goes into the one below it, entry by entry; else it stands in its place.

    Mappings do, but not a coded number that is given anew, its value with or without what it rests
    on: the range and the sources of the one below speak of another value. What has a value and
    more than a number has, as a bond of two leaders, is a mapping like others.
    """
    if not isinstance(over, dict) or not isinstance(below, dict):
        return False
    return "value" not in over or not over.keys() | below.keys() <= _OF_A_NUMBER


@dataclass(frozen=True, slots=True)
class Overlay:
    """Puts one tree over another."""

    problems: list[Problem]
    removed: dict[Path, Span]
    is_child: bool
    """Whether the lower tree is a whole scenario, not only collections from used files."""

    def merged(
        self,
        data: dict[str, Any],
        mark: Mark,
        over: dict[str, Any],
        over_mark: Mark,
        path: Path,
    ) -> tuple[dict[str, Any], Mark]:
        """New data and marks: mappings merge, all else replaces, None takes away.

        A coded number that is given anew replaces the one below whole.

        Depth is bounded by the reader, so the recursion is too.
        """
        result, marks = dict(data), dict(mark.items or {})
        for key, value in over.items():
            item = over_mark.inner(key)
            if value is None and not item.faulty and (path or self.is_child):
                self._take_away(result, marks, key, item, path)
            elif merges(value, result.get(key)):
                result[key], marks[key] = self.merged(
                    result[key], mark.inner(key), value, item, (*path, key)
                )
            else:
                result[key], marks[key] = value, item
        incomplete = mark.incomplete or over_mark.incomplete
        return result, Mark(
            over_mark.file, over_mark.value, over_mark.key, marks, False, incomplete
        )

    def _take_away(
        self,
        result: dict[str, Any],
        marks: dict[str | int, Mark],
        key: str,
        item: Mark,
        path: Path,
    ) -> None:
        span = Span(item.file, *(item.key or item.value))
        is_empty = item.value[:2] == item.value[2:]
        if key in result:
            if is_empty:  # most often a block whose entries were forgotten, or left as comments
                message = (
                    f"{shown(key)} is empty, which takes away what is inherited here; write what "
                    "it has below it, indented, or `null` if that is meant"
                )
                self.problems.append(Problem(span, "empty", message, "warning"))
            del result[key]
            marks.pop(key, None)
            self.removed[(*path, key)] = span
            return
        message = f"nothing called {shown(key)} is inherited here, so there is nothing to take away"
        if is_empty:
            message = f"{shown(key)} is empty; write what it has below it, indented, or remove it"
        message += did_you_mean(key, result)
        self.problems.append(Problem(span, "nothing-to-remove", message))
