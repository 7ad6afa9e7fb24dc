"""Where the values of a file stand: marks, the map of spans, and the document they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sim.scenario.problem import Problem, ScenarioError, Span

Path = tuple[str | int, ...]
"""Keys and list indexes from the top of the file to a value."""

Place = tuple[int, int, int, int]
"""Line, column, end line and end column, as in `Span`."""


@dataclass(slots=True)
class Mark:
    """The place of one value, of its key, and of everything inside it.

    Kept apart from `Span` because a file has thousands of marks and shows only a few.
    """

    file: str
    value: Place
    key: Place | None = None
    items: dict[str | int, Mark] | None = None
    """Marks by key or index; None for a scalar."""
    faulty: bool = False
    """The value could not be read and has been reported; `None` stands in its stead."""
    incomplete: bool = False
    """A key of this mapping has been reported and left out."""

    def inner(self, step: str | int) -> Mark:
        """The mark of what is inside at a key or index; this one itself where it is not known."""
        return (self.items or {}).get(step, self)


class SpanMap:
    """The span of every key and value of a document, by path."""

    def __init__(self, root: Mark | Callable[[], Mark]) -> None:
        self._root = root

    @property
    def root(self) -> Mark:
        """The mark of the whole, worked out when first asked for where that was put off."""
        if not isinstance(self._root, Mark):
            self._root = self._root()
        return self._root

    def mark(self, path: Path) -> Mark | None:
        """The mark at exactly this path, or None."""
        mark = self.root
        for step in path:
            inner = mark.items.get(step) if mark.items else None
            if inner is None:
                return None
            mark = inner
        return mark

    def value(self, path: Path) -> Span | None:
        """The span of the value at exactly this path."""
        mark = self.mark(path)
        return None if mark is None else Span(mark.file, *mark.value)

    def key(self, path: Path) -> Span | None:
        """The span of the key at exactly this path; None for list items and the top."""
        mark = self.mark(path)
        return None if mark is None or mark.key is None else Span(mark.file, *mark.key)

    def deepest(self, path: Path) -> Path:
        """The longest beginning of the path that the document has."""
        while self.mark(path) is None:
            path = path[:-1]
        return path

    def at(self, path: Path) -> Span:
        """The best single place to show for a path, or for its nearest ancestor in the document.

        A scalar shows its value; a mapping, a list or an empty value shows its key.
        """
        path = self.deepest(path)
        mark = self.mark(path)
        assert mark is not None
        empty = mark.value[:2] == mark.value[2:]
        if mark.key is not None and (mark.items is not None or empty):
            return Span(mark.file, *mark.key)
        if mark.items is not None:
            line, column = mark.value[:2]
            return Span(mark.file, line, column, line, column)
        return Span(mark.file, *mark.value)

    def place(self, path: Path, part: str = "value") -> Span:
        """The span of the key (`part="key"`) or of the value, or the nearest place there is."""
        exact = self.key(path) if part == "key" else self.value(path)
        return exact or self.at(path)

    def __contains__(self, path: Path) -> bool:
        """Whether the document has something at this path."""
        return self.mark(path) is not None

    def __iter__(self) -> Iterator[Path]:
        """Every path of the document, parents first, in file order."""
        todo: list[tuple[Path, Mark]] = [((), self.root)]
        while todo:
            path, mark = todo.pop()
            yield path
            inner = [((*path, step), child) for step, child in (mark.items or {}).items()]
            todo.extend(reversed(inner))


@dataclass(slots=True)
class Document:
    """A YAML file, or a file merged with those it builds on, as plain data with places."""

    name: str
    """The file as problems show it."""
    data: dict[str, Any] | None
    """Dicts, lists, text, ints, floats, bools, dates and None; None when the file is unusable."""
    spans: SpanMap
    problems: list[Problem]
    """What is wrong so far, by file and line."""
    sources: dict[str, str]
    """The text of each file read, by the name its spans carry."""
    generations: dict[tuple[str, str], int] = field(default_factory=dict)
    """For each item of a top-level collection, (collection, id): 0 when it came with the root-most
    ancestor or a file that one uses, 1 when the next child brought it in, and so on."""
    removed: dict[Path, Span] = field(default_factory=dict)
    """What `null` took away from the inherited data, and where that null stands."""
    repeated: dict[Path, Span] = field(default_factory=dict)
    """What a child writes as its parent has it, and where the parent has it."""
    own: dict[str, Any] | None = None
    """What the file writes itself, where the data is merged from several."""

    @property
    def ok(self) -> bool:
        """Whether there is data and no error (warnings may remain)."""
        return self.data is not None and all(p.severity != "error" for p in self.problems)

    def writes(self, path: Path) -> bool:
        """Whether the file itself writes what the data has along a path, so that nobody else does.

        A path that leads further than the data goes is judged by how far the data goes.
        """
        own, whole = self.data if self.own is None else self.own, self.data
        for step in path:
            if not isinstance(whole, dict) or step not in whole:
                break
            if not isinstance(own, dict) or step not in own:
                return False
            own, whole = own[step], whole[step]
        return True

    def require(self) -> dict[str, Any]:
        """The data of a document without errors.

        Raises:
            ScenarioError: with every problem, when there are errors.
        """
        if self.data is None or not self.ok:
            raise ScenarioError(self.problems, self.sources)
        return self.data
