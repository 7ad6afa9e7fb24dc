"""What a child scenario writes just as its parent has it, and so changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.scenario.problem import Span
from sim.scenario.text.overlay import merges
from sim.scenario.text.spans import Mark, Path, SpanMap

_ALWAYS = frozenset({"version"})
"""What every file may say again."""


def repeated(own: Mapping[str, Any], parent: Mapping[str, Any], mark: Mark) -> dict[Path, Span]:
    """The items and sections of a child that change nothing, with where the parent has them.

    Args:
        own: the child's data.
        parent: the data that it goes over.
        mark: the marks of the parent's data.
    """
    spans = SpanMap(mark)
    found: list[Path] = []
    for name, value in own.items():
        below = parent.get(name)
        if isinstance(value, dict) and isinstance(below, dict) and _has_items(below):
            found += [
                (name, item)
                for item, inner in value.items()
                if item in below and _adds_nothing(below[item], inner)
            ]
        elif name in parent and name not in _ALWAYS and _adds_nothing(below, value):
            found.append((name,))
    return {path: spans.at(path) for path in found}


def _has_items(section: dict[str, Any]) -> bool:
    return any(isinstance(value, dict | list) for value in section.values())


def _adds_nothing(below: Any, over: Any) -> bool:
    """Whether a value leaves the one that it goes over as it is."""
    if merges(over, below):
        return all(key in below and _adds_nothing(below[key], over[key]) for key in over)
    return over is not None and type(over) is type(below) and bool(over == below)
