"""From the faults of a scenario to problems: where each stands, and one problem for one slip.

A name that is misspelt where it is given, or taken away by a child scenario, makes a fault wherever
it is used. The teacher's slip is one, so it is told once, where it was made, with some of the uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sim.scenario.checks.names import Fault, NoSuch, Path
from sim.scenario.problem import Problem, Severity, Span, split_lines
from sim.scenario.text.scalars import shown
from sim.scenario.text.spans import Document
from sim.scenario.text.suggest import nearest

_ALONE = 3
"""So many uses of an unknown name are told one by one."""
_NOTES = 3
"""Uses that are shown with a problem that stands for all."""
_NAMED_IN = {
    "actor": ("actors", "groups"),
    "group": ("groups",),
    "issue": ("issues",),
    "table": ("tables",),
    "step": ("steps",),
    "move": ("moves",),
    "event": ("events",),
    "outcome": ("outcomes",),
}
"""The collections that give names of a kind."""
_WORD = re.compile(r"[\w-]+|[^\w\s]+")


def problems_of(
    document: Document, faults: Iterable[Fault], severity: Severity = "error"
) -> list[Problem]:
    """The problems that faults come to, each at its place, uses of one wrong name together."""
    told: list[Problem] = []
    uses: dict[str, list[Fault]] = {}
    for fault in faults:
        path, rule, text = fault
        if isinstance(text, NoSuch):
            uses.setdefault(text.name, []).append(fault)
        else:
            told.append(Problem(span_of(document, path), rule, str(text), severity))
    for name, found in uses.items():
        told += _of_name(document, name, found, severity)
    return told


def span_of(document: Document, path: Path) -> Span:
    """The place of a path, whose last step may be the index of a letter in a text."""
    mark = document.spans.mark(path[:-1]) if path and isinstance(path[-1], int) else None
    if mark is None or mark.items is not None:
        return document.spans.at(path)
    whole = document.spans.at(path[:-1])
    value: Any = document.data
    for step in path[:-1]:
        value = value[step]
    return _letters(document, whole, str(value), int(path[-1])) or whole


def _letters(document: Document, whole: Span, text: str, start: int) -> Span | None:
    """The word that begins at a letter of a text, found in the file by counting what is no blank.

    None where the file writes the text otherwise, with escapes say.
    """
    word = _WORD.match(text, start)
    wanted = word[0] if word else ""
    ahead = sum(not letter.isspace() for letter in text[:start])
    lines = split_lines(document.sources.get(whole.file, ""))[: whole.end_line]
    row, column, end = whole.line - 1, whole.column - 1, whole.end_column - 1
    opening = lines[row][column : column + 1] if row < len(lines) else ""
    if opening in ("'", '"'):
        column, end = column + 1, end - 1
    elif opening in ("|", ">"):
        row, column = row + 1, 0
    for at in range(row, len(lines)):
        line = lines[at] if at < whole.end_line - 1 else lines[at][:end]
        for letter in range(column, len(line)):
            if line[letter].isspace():
                continue
            if ahead == 0:
                right = bool(wanted) and line.startswith(wanted, letter)
                stop = letter + len(wanted) + 1
                return Span(whole.file, at + 1, letter + 1, at + 1, stop) if right else None
            ahead -= 1
        column = 0
    return None if wanted else Span(whole.file, whole.end_line, end + 1, whole.end_line, end + 1)


def _of_name(
    document: Document, name: str, found: list[Fault], severity: Severity
) -> Iterator[Problem]:
    """The problems of one name that is used and not given."""
    each = [
        Problem(span_of(document, path), rule, str(text), severity) for path, rule, text in found
    ]
    each.sort(key=lambda problem: problem.span)
    notes = tuple((problem.span, "used here") for problem in each[:_NOTES])
    places = "in one place" if len(each) == 1 else f"in {len(each)} places"
    gone = _taken_away(document, name, found)
    if gone is not None:
        these = "that place" if len(each) == 1 else "those"
        message = f"{shown(name)} is taken away here, but it is used {places}; change {these} too"
        yield Problem(gone, "still-used", message, severity, notes)
        return
    given = _misspelt(document, name, found) if len(each) > 1 else None
    if given is not None:
        message = (
            f"{shown(str(given[-1]))} is used nowhere else, but {shown(name)} is, {places}; "
            f"rename it to {shown(name)}"
        )
        yield Problem(document.spans.place(given, "key"), each[0].rule, message, severity, notes)
    elif len(each) <= _ALONE:
        yield from each
    else:
        message = f"{each[0].message} (used {places})"
        rest = tuple((problem.span, "and here") for problem in each[1 : 1 + _NOTES])
        yield replace(each[0], message=message, notes=rest)


def _collections(found: list[Fault]) -> list[str]:
    kinds = {kind for _, _, text in found if isinstance(text, NoSuch) for kind in text.kinds}
    return [name for kind in sorted(kinds) for name in _NAMED_IN.get(kind, ())]


def _taken_away(document: Document, name: str, found: list[Fault]) -> Span | None:
    for collection in _collections(found):
        gone = document.removed.get((collection, name))
        if gone is not None:
            return gone
    return None


def _misspelt(document: Document, name: str, found: list[Fault]) -> Path | None:
    """The item that the name was meant for, if nothing else names that item."""
    for collection in _collections(found):
        items = (document.data or {}).get(collection)
        near = nearest(name, items) if isinstance(items, dict) else None
        if near is not None and not _is_named(document.data, near, (collection, near)):
            return collection, near
    return None


def _is_named(data: Any, name: str, given: Path) -> bool:
    """Whether a name stands anywhere in the data but where it is given."""
    word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    todo: list[tuple[Path, Any]] = [((), data)]
    while todo:
        path, value = todo.pop()
        if isinstance(value, dict):
            if any(key == name and (*path, key) != given for key in value):
                return True
            todo += [((*path, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            todo += [((*path, index), inner) for index, inner in enumerate(value)]
        elif isinstance(value, str) and len(value) <= 600 and word.search(value):
            return True
    return False
