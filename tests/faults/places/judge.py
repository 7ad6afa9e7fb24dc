"""What came of a command in a place: it works, it says why not, or there is a fault."""

from __future__ import annotations

import html
import json
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from sim.scenario.problem import visible
from tests.faults.places.commands import Command
from tests.faults.places.places import PLAIN, Place
from tests.faults.places.trial import Ended, Setting

CODES = (0, 1, 2)
BROKEN = ("Traceback (most recent call last)", "Exception ignored", "Fatal Python error")
_TIMES = {"seconds", "runs_per_second", "started", "finished", "command", "versions", "files"}
_LEFT = re.compile(r"(^|/)\.[^/]*\.(tmp|part)$")
_OF_LIBRARIES = ("home/*", "home", "tmp/matplotlib-*")
"""What libraries keep in a user's home: caches of fonts and the like."""


@dataclass(frozen=True)
class Verdict:
    """`works`, `says` or `FAULT`, and the sentence or what is wrong."""

    word: str
    about: str = ""


@dataclass(frozen=True)
class Seen:
    """What a command did, apart from where it did it."""

    ended: Ended
    said: str
    files: dict[str, Any]


def seen(command: Command, setting: Setting, ended: Ended) -> Seen:
    """What a command did, so that two places can be held against each other."""
    made = {
        path
        for path, digest in ended.after.items()
        if ended.before.get(path) != digest and not _any(path, _OF_LIBRARIES)
    }
    kept: dict[str, Any] = {}
    for path in sorted(made):
        if _any(path, command.varies):
            path = re.sub(r"\d{8}-\d{6}", "TIME", path)
            kept[path] = None
        elif ended.after[path]:
            kept[path] = _content(setting, path)
    return Seen(ended, _squeezed(ended.out, setting), kept)


def judged(
    command: Command, place: Place, setting: Setting, found: Seen, plain: Seen | None
) -> Verdict:
    """The verdict on a command in a place, held against what it did in an ordinary folder."""
    ended = found.ended
    heard = ended.out + ended.err
    if ended.code is None:
        return Verdict("FAULT", "it does not end")
    if broken := next((mark for mark in BROKEN if mark in heard), None):
        last = [line for line in heard.splitlines() if line.strip()][-1]
        return Verdict("FAULT", f"{broken}: {last}")
    if ended.code not in CODES:
        return Verdict("FAULT", f"exit code {ended.code}")
    if wrong := _wrong_files(command, setting, ended):
        return Verdict("FAULT", wrong)
    if place is PLAIN:
        return Verdict("works")
    if plain is None:
        return _sentence(ended, command.told) if ended.code else Verdict("works")
    same = ended.code == plain.ended.code
    if place.may_fail_to_tell:
        return Verdict("works" if same else "says", _last(ended))
    if not same:
        may = place.may_refuse and bool(command.writes or command.told)
        if not may:
            return Verdict("FAULT", f"exit code {ended.code}: {_last(ended)}")
        return _sentence(ended, command.told)
    if place.may_refuse and command.told:
        return Verdict("works" if found.files.keys() == plain.files.keys() else "says")
    if place.said and found.said != plain.said:
        return Verdict("FAULT", f"told otherwise: {_first_difference(found.said, plain.said)}")
    if place.name != "stdin closed" and found.files != plain.files:
        names = [
            name
            for name in sorted({*found.files, *plain.files})
            if name not in found.files
            or name not in plain.files
            or found.files[name] != plain.files[name]
        ]
        return Verdict("FAULT", f"other files than elsewhere: {', '.join(names)}")
    return Verdict("works")


def _sentence(ended: Ended, told: bool) -> Verdict:
    """The verdict on what is said instead of working; a game says it where it is told."""
    last = _last(ended)
    if told and not ended.err.rstrip().endswith((".", "?", "!")):
        last = " ".join(ended.out.rstrip().split("\n\n")[-1].split())
    if not re.search(r"[.?!]$", last) or len(last) < 15:
        return Verdict("FAULT", f"no sentence: {last or 'nothing is said'}")
    lines = [line for line in ended.err.splitlines() if line.strip()]
    if len(lines) > 3:
        return Verdict("FAULT", f"{len(lines)} lines instead of a sentence: {last}")
    return Verdict("says", last)


def _last(ended: Ended) -> str:
    """The last line for the user."""
    lines = [line.strip() for line in (ended.err or ended.out).splitlines() if line.strip()]
    return lines[-1] if lines else ""


def _wrong_files(command: Command, setting: Setting, ended: Ended) -> str:
    for path, digest in ended.before.items():
        now = ended.after.get(path)
        if now != digest and not _any(path, command.changes):
            parts = "half/parts" if command.name == "batch --resume" else "-"
            if not path.startswith(parts):
                return f"{path} is {'gone' if now is None else 'changed'}"
    for path, digest in ended.after.items():
        if ended.before.get(path) == digest or _any(path, _OF_LIBRARIES):
            continue
        if _LEFT.search(path) or path.startswith("tmp/"):
            return f"{path} is left behind"
        if path not in ended.before and not _any(path, command.writes):
            return f"{path} is not for it to write"
        if digest and not _whole(Path(os.path.join(setting.at, path))):
            return f"{path} is half a file"
    return ""


def _any(path: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(path, pattern) for pattern in patterns)


# -- files -----------------------------------------------------------------------------------------


def _zip(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        return archive.testzip() is None


def _yaml(path: Path) -> bool:
    # as the program reads it: in a flow the two parsers of the library differ on question marks
    text = path.read_text(encoding="utf-8")
    return isinstance(yaml.load(text, Loader=yaml.CSafeLoader), dict)


def _parquet(path: Path) -> bool:
    data = path.read_bytes()
    return data[:4] == data[-4:] == b"PAR1" and len(data) > 12


_WHOLE: dict[str, Callable[[Path], bool]] = {
    ".json": lambda path: bool(json.loads(path.read_bytes())),
    ".yaml": _yaml,
    ".npz": _zip,
    ".parquet": _parquet,
    ".html": lambda path: path.read_bytes().rstrip().endswith(b"</html>"),
    ".png": lambda path: b"IEND" in path.read_bytes()[-12:],
    ".lock": lambda path: True,  # held while it is open; what it holds means nothing
    ".csv": lambda path: path.read_bytes().endswith(b"\n"),
    ".txt": lambda path: path.read_bytes().endswith(b"\n"),
}


def _whole(path: Path) -> bool:
    """Whether a file is all there."""
    try:
        return _WHOLE[path.suffix](path)
    except (ValueError, LookupError, zipfile.BadZipFile, yaml.YAMLError):
        return False


def _content(setting: Setting, path: str) -> object:
    """What a file holds, without times, and without the folder it lies in."""
    data = Path(os.path.join(setting.at, path)).read_bytes()
    if path.endswith(".json"):
        return _timeless(json.loads(data), setting)
    if path.endswith((".html", ".yaml", ".csv", ".txt")):
        text = re.sub(r"\d{4}-\d\d-\d\dT[\d:+Z]+", "TIME", data.decode())
        return _squeezed(text, setting)
    return data


def _timeless(data: Any, setting: Setting) -> Any:
    if isinstance(data, dict):
        left = {name: one for name, one in data.items() if name not in _TIMES}
        return {name: _timeless(one, setting) for name, one in left.items()}
    if isinstance(data, list):
        return [_timeless(one, setting) for one in data]
    return _squeezed(data, setting) if isinstance(data, str) else data


def _squeezed(text: str, setting: Setting) -> str:
    """A text without blanks, which hang on the length of a path, without times and paths."""
    text = re.sub(r'"(seconds|runs_per_second)": [-\d.e+]+', "", text)
    text = re.sub(r"[\d.]+ s(econds)?\b|[\d,.]+ runs/s|[\d,]+ runs a second", "TIME", text)
    text = re.sub(r"\d{8}-\d{6}|\d\d? \w+ \d{4}, \d\d:\d\d", "TIME", text)
    short = re.sub(r"\s+", "", text).replace("&#x27;", "'")  # on a page a quote is escaped
    for name in {os.fspath(setting.at), setting.named, os.path.realpath(setting.at)} - {""}:
        for form in _forms(name):
            short = short.replace(re.sub(r"\s+", "", form), "@")
    return short.replace("'@", "@").replace("'", "").replace("@/", "").replace("./", "")


def _forms(name: str) -> Iterator[str]:
    """A path as it may stand in what is told, in JSON, on a page and in a code review."""
    quoted = name.replace("'", "'\"'\"'")
    for form in (name, visible(name), quoted, visible(quoted)):
        yield form
        yield json.dumps(form)[1:-1]
        yield json.dumps(form, ensure_ascii=False)[1:-1]
        yield html.escape(form).replace("&#x27;", "'")
        yield form.replace("%", "%25")


def _first_difference(one: str, other: str) -> str:
    pairs = enumerate(zip(one, other, strict=False))
    at = next((at for at, pair in pairs if pair[0] != pair[1]), min(len(one), len(other)))
    return f"...{one[max(0, at - 30) : at + 60]} for ...{other[at : at + 60]}"
