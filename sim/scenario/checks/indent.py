"""Entries that stand at the wrong depth: what an indent that is one step off makes of a file.

A line too far to the left empties the entry above it and turns up beside it; one too far to the
right turns up inside its neighbour. Each is one slip of the hand and many faults of the data, so
the entries are found together and told once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sim.scenario.checks.expect import Expectations, Node, joined
from sim.scenario.problem import Problem, Span
from sim.scenario.text.scalars import shown
from sim.scenario.text.spans import Document, Path

_NEAR = 2
"""How many steps up an entry is looked for."""


@dataclass(slots=True)
class Slip:
    """Neighbouring entries that belong elsewhere."""

    owner: Path
    """Where they belong."""
    deeper: bool
    """Whether they must be indented more, not less."""
    entries: list[Path] = field(default_factory=list)

    def covers(self, path: Path, missing: str = "") -> bool:
        """Whether a fault only follows from this slip.

        Args:
            path: where the fault is.
            missing: the name that is missing there, if one is.
        """
        if any(path[: len(entry)] == entry for entry in self.entries):
            return True
        return self.deeper and self.owner in (path, (*path, missing))


class Depths:
    """Finds the slips among the entries of a document that do not fit."""

    def __init__(self, expected: Expectations, document: Document) -> None:
        self.expected, self.document, self.spans = expected, document, document.spans
        self.blocks: dict[Path, list[tuple[Span, Path]]] = {}

    def slips(self, suspects: Iterable[Path]) -> list[Slip]:
        """The slips that explain why these entries do not fit, in file order."""
        found: list[Slip] = []
        moved: dict[Path, Slip] = {}
        for path in sorted(dict.fromkeys(suspects), key=lambda path: self.spans.place(path, "key")):
            above = self._above(path)
            slip = moved.get(above) if above is not None else None
            if slip is None or not self._fits(slip.owner, path):
                slip = self._explained(path, above)
            if slip is None:
                continue
            if not slip.entries:
                found.append(slip)
            slip.entries.append(path)
            moved[path] = slip
        return found

    def told(self, slip: Slip) -> Problem:
        """One sentence for a slip, at its first entry."""
        first = slip.entries[0]
        names = joined([str(path[-1]) for path in slip.entries])
        they, belong = ("it", "belongs") if len(slip.entries) == 1 else ("they", "belong")
        where = self._place(slip.owner)
        if slip.deeper:
            line = f" on line {where.line}" if where else ""
            message = f"indent {names} more: {they} {belong} to {shown(str(slip.owner[-1]))}{line}"
        elif slip.owner:
            wrong = shown(str(first[-2])) if isinstance(first[-2], str) else "this list"
            owner = shown(str(slip.owner[-1]))
            message = f"indent {names} less: {they} {belong} to {owner}, not to {wrong}"
        else:
            message = f"{names} {belong} at the left margin of the file, not here"
        return Problem(self.spans.place(first, "key"), "indent", message)

    def _place(self, path: Path) -> Span | None:
        """Where an entry's name stands, even where a null took the entry away."""
        return self.document.removed.get(path) or self.spans.key(path)

    def _explained(self, path: Path, above: Path | None) -> Slip | None:
        if above is not None and self._is_empty(above) and self._fits(above, path):
            return Slip(above, deeper=True)
        for up in range(len(path) - 2, max(-1, len(path) - 2 - _NEAR), -1):
            owner = path[:up]
            if self._lacks(owner, path) and self._fits(owner, path, only_fields=True):
                return Slip(owner, deeper=False)
        if above is not None and self._lacks(above, path) and self._fits(above, path, True):
            return Slip(above, deeper=True)
        return None

    def _above(self, path: Path) -> Path | None:
        """The entry of the same block and file that stands nearest above."""
        here = self.spans.key(path)
        if here is None:
            return None
        if path[:-1] not in self.blocks:
            self.blocks[path[:-1]] = sorted(self._block(path[:-1]))
        entries = self.blocks[path[:-1]]
        before = bisect_left(entries, (here, path)) - 1
        return entries[before][1] if before >= 0 and entries[before][0].file == here.file else None

    def _block(self, parent: Path) -> Iterator[tuple[Span, Path]]:
        """The entries of a block with their places, those that a null took away among them."""
        mark = self.spans.mark(parent)
        beside = [(*parent, name) for name in (mark.items if mark else None) or {}]
        gone = [path for path in self.document.removed if path[:-1] == parent]
        for path in [*beside, *gone]:
            if place := self._place(path):
                yield place, path

    def _is_empty(self, path: Path) -> bool:
        return path in self.document.removed or self._value(path) is None

    def _lacks(self, owner: Path, path: Path) -> bool:
        """Whether the file has not written this entry where it may belong."""
        there, here = self.spans.key((*owner, path[-1])), self.spans.key(path)
        return there is None or here is None or there.file != here.file

    def _fits(self, owner: Path, path: Path, only_fields: bool = False) -> bool:
        """Whether the block `owner` has a place for the entry at `path`."""
        name, value = str(path[-1]), self._value(path)
        nodes = self.expected.at(owner)
        if name in self.expected.fields(nodes):
            return _takes(self.expected.at((*owner, name)), value)
        if only_fields or not isinstance(value, dict):
            return False
        open_ones = [node for node in nodes if not node.schema.get("properties")]
        names = self.expected.names(open_ones)
        return any(node.takes_form(name) for node in names) and _takes(
            self.expected.at((*owner, name)), value
        )

    def _value(self, path: Path) -> Any:
        value: Any = self.document.data
        for step in path:
            if isinstance(value, dict):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        return value

    def homes(self, path: Path) -> Iterator[str]:
        """The blocks beside an unknown entry that have a field of its name."""
        for name in self.expected.fields(self.expected.at(path[:-1])):
            inner = self.expected.at((*path[:-1], name))
            if any(str(path[-1]) in node.schema.get("properties", ()) for node in inner):
                yield name


def _takes(nodes: list[Node], value: Any) -> bool:
    """Whether one of the nodes takes a value of this kind, whatever is in it."""
    kinds = {node.kind for node in nodes}
    if isinstance(value, dict):
        return "object" in kinds
    if isinstance(value, list):
        return "array" in kinds
    if isinstance(value, str):
        return any(node.kind in ("string", "date") or node.choices for node in nodes)
    if isinstance(value, bool):
        return "boolean" in kinds
    if isinstance(value, int | float):
        return bool(kinds & {"number", "integer"})
    return value is None or "date" in kinds
