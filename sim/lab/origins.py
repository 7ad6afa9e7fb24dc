"""A resolved scenario as one file in which comments say where its parts come from.

A comment stands where a part of the file begins to come from one other file alone, and holds for
all within it: a reader sees at a glance what a variation says itself and what it took over.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from sim import paths
from sim.lab.resolved import resolved_text
from sim.scenario.problem import visible
from sim.scenario.text.reader import read
from sim.scenario.text.spans import Document, Mark

_HEAD = (
    "# {file} with all that it extends and uses. A comment names the file and line from which a",
    "# line, and all within it, was taken over; what has none is written in {file} itself.",
)


def text_with_origins(document: Document) -> str:
    """A document's data as YAML that loads as the same scenario, with comments on what is not its.

    Without any part from another file it is `resolved_text`.
    """
    text = resolved_text(document.data)
    written = read(text.encode(), document.name).spans.root
    comments = dict(_comments(document.spans.root, written, document))
    if not comments and not document.removed:
        return text
    lines = text.split("\n")
    for line, comment in comments.items():
        lines[line - 1] += f"  # {comment}"
    name = visible(os.path.basename(document.name))
    head = [line.format(file=name) for line in _HEAD]
    for path, span in document.removed.items():
        dotted = ".".join(map(str, path))
        head.append(f"# Taken away: {visible(dotted)} ({_shown(span.file, document)}:{span.line})")
    return "\n".join([*head, *lines])


def _comments(mark: Mark, written: Mark, document: Document) -> Iterator[tuple[int, str]]:
    """The lines of the new text that need a comment, with the comment.

    Args:
        mark: Where a mapping stands in the files.
        written: Where it stands in the new text.
        document: Whose own file needs no comment.
    """
    for key, inner in (mark.items or {}).items():
        place = (written.items or {})[key]
        files = _files(inner)
        if files == {document.name}:
            continue
        if len(files) == 1:
            line = (inner.key or inner.value)[0]
            yield _line_of(place), f"{_shown(inner.file, document)}:{line}"
        else:
            yield from _comments(inner, place, document)


def _files(mark: Mark) -> set[str]:
    """The files that the values of a part come from."""
    if not mark.items:
        return {mark.file}
    return set().union(*(_files(inner) for inner in mark.items.values()))


def _line_of(place: Mark) -> int:
    """Where a comment can stand: behind the name of a mapping or list, or behind a value's end."""
    if place.items and place.key is not None:
        return place.key[0]
    return place.value[2]


def _shown(file: str, document: Document) -> str:
    """A file as its name is written in scenarios: seen from the library, or from the own folder."""
    for folder in (str(paths.scenarios()), os.path.dirname(document.name) or "."):
        seen = os.path.relpath(os.path.realpath(file), os.path.realpath(folder))
        if not seen.startswith(".."):
            return visible(seen.replace(os.sep, "/"))
    return visible(file)
