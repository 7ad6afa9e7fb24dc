"""What to say of a name that is not known: of a field, and of a file or scenario to open."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice
from pathlib import Path as FilePath

from sim.scenario.checks.expect import MOST_CHOICES, joined, listed
from sim.scenario.text.limits import SUFFIXES
from sim.scenario.text.spans import Path
from sim.scenario.text.suggest import did_you_mean

_MOST_FILES = 500
"""Files of a folder that are looked at for a name that was probably meant."""


def field_hint(path: Path, known: Sequence[str], free: Sequence[str], homes: Sequence[str]) -> str:
    """What was probably meant by the unknown field at `path`, or where all that can be are told.

    Args:
        path: where it stands; its last step is its name.
        known: the fields that could stand there.
        free: those of them that are not there yet.
        homes: the blocks beside it that have a field of its name.
    """
    name = str(path[-1])
    if hint := did_you_mean(name, known):
        return hint
    if homes:
        return f"; it belongs to {joined(list(homes)).replace(' and ', ' or ')}"
    if " " in name.strip():
        return "; if it is a note, begin the line with #"
    if len(free) > MOST_CHOICES:
        return f"; `twintrack explain{_section(path)}` lists those that there are"
    return f"; it could be {listed(list(free))}" if free else ""


def _section(path: Path) -> str:
    """What to add to `twintrack explain` for the fields that can stand where this one does."""
    if path[-3:-2] == ("effects",):
        return " effects"
    return f" {path[0]}" if len(path) > 1 else ""


def absent(name: str, known: Collection[str]) -> str:
    """That there is no such scenario, with the one, or the file, that was probably meant.

    Args:
        name: an id or a path that leads nowhere, or to a file of another kind.
        known: the ids that come with the program.
    """
    path = FilePath(name)
    if path.is_file() and path.suffix not in SUFFIXES:
        return f'the name of a scenario file must end in .yaml, not "{name}"; rename it'
    if path.suffix in SUFFIXES and (other := path.with_name(f"{path.name}.txt")).is_file():
        # editors put .txt behind a name, and Windows does not show it
        return f"there is no scenario file {name}, but there is {other.name}; rename it to {name}"
    if path.suffix in SUFFIXES or len(path.parts) > 1:
        beside = [f"{path.with_name(one)}" for one in scenario_files(path.parent)]
        return f"there is no scenario file {name}{did_you_mean(name, beside)}"
    beside = scenario_files(path.parent)
    meant = next((one for one in beside if FilePath(one).stem == name), None)
    near = did_you_mean(name, [*known, *beside, *(FilePath(one).stem for one in beside)])
    hint = f'; did you mean "{meant}"?' if meant else near
    hint = hint or f"; there are {', '.join(known)}"
    return f'there is no scenario "{name}"{hint}'


def scenario_files(folder: FilePath) -> list[str]:
    """Names of the YAML files in a folder; nothing where it cannot be read."""
    try:
        return [one.name for one in islice(folder.iterdir(), _MOST_FILES) if one.suffix in SUFFIXES]
    except OSError:
        return []
