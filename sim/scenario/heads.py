"""The head of a scenario file, read without checking the rest: enough for a list, and quick.

Of the file's text only the sections that matter are parsed, so that a list of many long scenarios
does not wait for their moves. `check` looks at everything.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from sim import paths
from sim.reading import leads_outside, read_ordinary
from sim.scenario.text.limits import MAX_BYTES, SUFFIXES
from sim.scenario.text.reader import read
from sim.scenario.text.spans import Document

STANDARD = "standard"
"""The level of difficulty that every scenario has: itself."""

_SECTIONS = tuple("id title summary begin_here calendar actors extends chapters seats".split())
_KEY = re.compile(r"^([A-Za-z_][\w-]*):", re.MULTILINE)
_TURN = re.compile(r"([1-9][0-9]?) (day|week|month)s?")
_DEEPEST = 8


def head(path: Path) -> dict[str, Any]:
    """Id, title, summary, calendar and actors of a scenario file, over those of what it extends.

    Raises:
        ScenarioError: The file cannot be read so far.
        LookupError: It extends a file that is not there.
        OSError: There is no such file.
    """
    return _head(path, 0)


def has_chapters(path: Path) -> bool:
    """Whether a file is a campaign's: it, or what it extends, has a key `chapters`.

    Raises:
        OSError: There is no such file.
    """
    for _ in range(_DEEPEST):
        content = b"\n" + read_ordinary(path, MAX_BYTES)
        if b"\nchapters:" in content:
            return True
        parent = re.search(rb"\nextends:[ \t]*([\w.-]+)", content)
        if parent is None:
            return False
        found = place_of(parent[1].decode(), path.parent)
        if found is None:
            return False
        path = found
    return False


def is_campaign(document: Document) -> bool:
    """Whether a document, merged with what it extends, is a campaign's, by its chapters."""
    data = document.data or {}
    return "chapters" in data and "actors" not in data


def place_of(name: str, folder: Path) -> Path | None:
    """The file of a scenario named in another: in that one's folder, or one that ships.

    A name or a link that leads out of that folder and out of what ships is that of no scenario.
    """
    file = name if name.endswith(SUFFIXES) else f"{name}.yaml"
    shipped = paths.scenarios()
    for place in (folder / file, shipped / file, paths.examples() / file):
        outside = leads_outside(place, folder) and leads_outside(place, shipped)
        if not outside and place.is_file():
            return place
    return None


def chapter_heads(data: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    """The heads of a campaign's chapters, in order.

    Args:
        data: The head of the campaign.
        folder: Where its file lies.

    Raises:
        ScenarioError: A chapter cannot be read so far.
        LookupError: It names a scenario that is not there.
        OSError: A chapter's file cannot be read.
    """
    found = []
    for chapter in data["chapters"].values():
        place = place_of(str(chapter["scenario"]), folder)
        if place is None:
            raise LookupError(chapter["scenario"])
        found.append(head(place))
    return found


def after(start: dt.date, turn: str, count: int) -> dt.date:
    """The day after so many turns of a length such as `2 weeks`; months keep the day.

    Raises:
        ValueError: The length of a turn is not written so.
    """
    match = _TURN.fullmatch(turn)
    if match is None:
        raise ValueError(f"{turn} is no length of a turn")
    length, unit = int(match[1]) * count, match[2]
    if unit == "month":
        month = start.month - 1 + length
        return dt.date(start.year + month // 12, month % 12 + 1, min(start.day, 28))
    return start + dt.timedelta(days=length * (7 if unit == "week" else 1))


def _head(path: Path, depth: int) -> dict[str, Any]:
    """The sections of a file that a list needs, over those of the file that it extends."""
    state = path.stat()
    data = dict(_own(path, state.st_mtime_ns, state.st_size))
    parent = data.pop("extends", None)
    if parent is None or depth >= _DEEPEST:
        return data
    below = place_of(str(parent), path.parent)
    if below is None:
        raise LookupError(parent)
    return _over(_head(below, depth + 1), data)


@lru_cache(maxsize=64)
def _own(path: Path, changed: int, size: int) -> dict[str, Any]:
    """The sections that a file has itself, read once for as long as it does not change."""
    return read(_sections(read_ordinary(path, MAX_BYTES)), str(path)).require()


def _sections(content: bytes) -> bytes:
    """The text of the wanted sections; each begins at a name in the first column."""
    text = content.decode("utf-8-sig")
    starts = [(match.start(), match[1]) for match in _KEY.finditer(text)]
    ends = [start for start, _ in starts[1:]] + [len(text)]
    wanted = [
        text[start:end]
        for (start, name), end in zip(starts, ends, strict=True)
        if name in _SECTIONS
    ]
    return "".join(wanted).encode()


def _over(below: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in own.items():
        old = merged.get(key)
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, dict) and isinstance(old, dict):
            merged[key] = _over(old, value)
        else:
            merged[key] = value
    return merged
