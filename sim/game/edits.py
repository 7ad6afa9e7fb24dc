"""What an edited scenario has that it did not have before, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sim.catalogue import _, plural
from sim.scenario.problem import visible

MOST_TOLD: Final = 4
"""Changes that a sentence lists; the rest are counted."""
_LONGEST: Final = 30
"""Characters of a value that is told; of a longer one only that it has changed."""


def edits(before: Any, after: Any) -> list[str]:
    """Each change between the plain data of two scenarios, by dotted paths, in their order.

    A value that changed is told with both, such as `calendar.turns: 12, now 10`; of what came or
    went as a whole only its name is told.
    """
    return list(_between(before, after, ()))


def told(changes: Sequence[str]) -> str:
    """The changes in a sentence; empty for none."""
    if not changes:
        return ""
    left = len(changes) - MOST_TOLD
    listed = "; ".join(changes[:MOST_TOLD])
    if left <= 0:
        return plural("Changed: {list}.", "Changed: {list}.", len(changes)).format(list=listed)
    return plural(
        "Changed: {list}; and {count} more.", "Changed: {list}; and {count} more.", left
    ).format(list=listed, count=left)


def _between(before: Any, after: Any, path: tuple[str, ...]) -> Iterator[str]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in [*before, *(key for key in after if key not in before)]:
            here = (*path, str(key))
            if key not in after:
                yield _("{place} is gone").format(place=_place(here))
            elif key not in before:
                yield _("{place} is new").format(place=_place(here))
            else:
                yield from _between(before[key], after[key], here)
        return
    if before == after and isinstance(before, bool) == isinstance(after, bool):
        return
    both = _value(before), _value(after)
    if None in both:
        yield _("{place} has changed").format(place=_place(path))
        return
    words = _("{place}: {before}, now {after}")
    yield words.format(place=_place(path), before=both[0], after=both[1])


def _place(path: tuple[str, ...]) -> str:
    return visible(".".join(path))


def _value(value: Any) -> str | None:
    """A value as it is written in the file, if it is short."""
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, dt.date):
        text = value.isoformat()
    elif isinstance(value, list):
        parts = [_value(part) for part in value]
        text = f"[{', '.join(part for part in parts if part)}]" if None not in parts else ""
    elif isinstance(value, Mapping) or value is None:
        return None
    else:
        text = visible(" ".join(str(value).split()))
    return text if 0 < len(text) <= _LONGEST else None
