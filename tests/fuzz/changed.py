"""Inputs changed as an attacker would: in their bytes, and in the values that they hold.

What is drawn comes from a `random.Random`, so that Hypothesis can shrink it and libFuzzer give its
own seed. The changes of bytes and lines are those of `tests.scenario.mutations`.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import yaml

from tests.fuzz.bundle import ARCHIVES, joined, parts
from tests.scenario.mutations.made import HOSTILE, KINDS

MOST_BYTES = 300_000
"""An input does not grow beyond this; what is larger is told by a file of its own."""
_RAW = "@@raw{}@@"
RAW = (
    *("NaN", "-Infinity", "1e999", "9" * 5000, "-" + "9" * 400, "0.1e-400", "01", "0x10", "1_000"),
    *('"\\ud800"', '"\\u0000"', '"\\u001b[31m"', '"\\u202e"', '"\\u009b"', '{"a":1,"a":2}'),
    *("[" * 2000 + "]" * 2000, '{"a":' * 900 + "1" + "}" * 900, "[" * 100_000, "'", '"', "}", ""),
    *("&a [*a]", "&a [1,2,3]", "*a", "<<: {a: 1}", "!!python/object/apply:os.system [true]"),
)
"""Text that stands for a value, as no writer of JSON or YAML would write it."""
WORDS = (
    *("", " ", "../../etc/passwd", "../outside.yaml", "../outside.json", "/etc/passwd", "..", "."),
    *("~/.ssh/id_rsa", "C:\\Windows\\win.ini", "\\\\host\\share\\x", "CON", "NUL.json", "con.yaml"),
    *("file:///etc/passwd", "http://127.0.0.1:1/x", "javascript:alert(1)", "data:text/html,x"),
    *("</script><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</pre>", "]]>"),
    *("' onmouseover='x", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "\t=1", "${x}", "%s%n"),
    *("{0.__class__}", "{self}", "{target}", "{", "}}", "$(id)", "`id`", "a\nb", "a\r\nb", "a\tb"),
    *("\x1b]0;x\x07", "\x1b[2J", "\x9b31m", "\u202eabc", "\u2066x", "\u2028", "\x00", "\x7f"),
    *("\u1780\u17d2\u1798\u17c2\u179a", "\u05d0\u05d1\u05d2", "e\u0301" * 50, "\U0001f600" * 30),
    *("x" * 5000, "a" * 30 + "!", "__proto__", "constructor", "None", "null", "true", "1e5", "-0"),
    *("self", "target", "host", "north", "friend", "small", "mini", "standard", "rule:leverage"),
    *("event:x", "type:north", "trust.north.host", "history", "outcomes.met", "2000-01-01"),
)
"""Words that a reader should not trust."""
NUMBERS: tuple[object, ...] = (
    *(0, 1, -1, 2, 3, 60, 61, 1000, 2**31, 2**53, 2**63, 2**64, 10**18, 10**40, -(10**40)),
    *(0.0, 0.5, 1.0, -0.0, 1e-320, 1e308, -1e308, 0.1 + 0.2, 1.0000001, True, False, None),
)
_NAMES = ("parts/00000-000000000.npz", "parts", "results.json", "summary.csv", "runs.parquet")
_SPECIAL = (
    *(
        "-> /etc/passwd",
        "-> ../outside.yaml",
        "-> /dev/zero",
        "-> .",
        "-> ../../..",
        "-> main.yaml",
    ),
    *("-> /proc/self/environ", "fifo", "sparse 2000000000", "sparse 5000000"),
    *(f"npz {one}" for one in ARCHIVES),
)


def changed(data: bytes, draw: random.Random, others: tuple[bytes, ...] = ()) -> bytes:
    """An input with something changed.

    Args:
        data: The input.
        draw: What chooses.
        others: Further inputs that parts may be taken from.
    """
    for _ in range(draw.choice((1, 1, 1, 2, 3, 6))):
        files = parts(data, "")
        if draw.random() < 0.08:
            data = _special(files, draw)
        elif draw.random() < 0.06 and others:
            data = joined([*[f for f in files if f[0]], *parts(draw.choice(others), "x.yaml")])
        else:
            at = draw.randrange(len(files))
            name, how, content = files[at]
            files[at] = (name, how, _content(content, draw))
            data = files[at][2] if len(files) == 1 and not name else _joined(files)
    return data[:MOST_BYTES]


def _joined(files: list[tuple[str, str, bytes]]) -> bytes:
    """The files as one input; the first may have no name."""
    first = files[0][2] + b"\n" if not files[0][0] else b""
    return first + joined(files[1:] if first else files)


def _special(files: list[tuple[str, str, bytes]], draw: random.Random) -> bytes:
    """One of the files is none any more."""
    at = draw.randrange(len(files))
    name, how = files[at][0] or "main.yaml", draw.choice(_SPECIAL)
    if draw.random() < 0.4 and "/" in name:
        name = f"{name.partition('/')[0]}/{draw.choice(_NAMES)}"
    rest = [one for one in files if one[0] != name]
    return _joined([*rest, (name, how, b"")])


def _content(content: bytes, draw: random.Random) -> bytes:
    if draw.random() < 0.35 or not content.strip():
        return KINDS[draw.choice(list(KINDS))](content or b"\n", draw)
    tree = _read(content)
    if tree is None:
        return KINDS[draw.choice(list(KINDS))](content, draw)
    found, is_json = tree
    box = [found]
    raw: list[str] = []
    try:
        _change(box, draw, raw)
        text = _written(box[0], is_json)
    except RecursionError:  # nested deeper than what writes it can go
        return KINDS[draw.choice(list(KINDS))](content, draw)
    for number, one in enumerate(raw):
        text = text.replace(f'"{_RAW.format(number)}"', one).replace(_RAW.format(number), one)
    return text.encode("utf-8", "surrogatepass")


def _read(content: bytes) -> tuple[Any, bool] | None:
    """The values of a file, and whether it is JSON; None where it is neither."""
    if content.lstrip().startswith((b"{", b"[")):
        try:
            return json.loads(content), True
        except (ValueError, RecursionError):
            return None
    if b"&" in content:
        return None  # anchors make circles, and bombs that must not go off here
    try:
        found = yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError, RecursionError, TypeError):
        return None
    return (found, False) if isinstance(found, dict | list) else None


def _written(found: Any, is_json: bool) -> str:
    if is_json:
        return json.dumps(found, indent=1, default=str)
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text: str = yaml.dump(found, Dumper=dumper, allow_unicode=True, sort_keys=False)
    return text


# -- values ----------------------------------------------------------------------------------------


def _places(box: list[Any]) -> list[tuple[Any, Any]]:
    """Every place of a tree: what holds it, and its key there."""
    found: list[tuple[Any, Any]] = []
    stack: list[Any] = [box]
    while stack and len(found) < 5000:
        holder = stack.pop()
        items = holder.items() if isinstance(holder, dict) else enumerate(holder)
        for key, value in items:
            found.append((holder, key))
            if isinstance(value, dict | list):
                stack.append(value)
    return found


def _change(box: list[Any], draw: random.Random, raw: list[str]) -> None:
    places = _places(box)
    holder, key = draw.choice(places)
    how = draw.choice([*_CHANGES, "raw"])
    if how == "raw":
        holder[key] = _RAW.format(len(raw))
        raw.append(draw.choice(RAW))
    else:
        _CHANGES[how](holder, key, draw, places)


Change = Callable[[Any, Any, random.Random, list[tuple[Any, Any]]], None]


def _word(holder: Any, key: Any, draw: random.Random, _: list[tuple[Any, Any]]) -> None:
    holder[key] = draw.choice(WORDS)


def _number(holder: Any, key: Any, draw: random.Random, _: list[tuple[Any, Any]]) -> None:
    holder[key] = draw.choice(NUMBERS)


def _hostile(holder: Any, key: Any, draw: random.Random, _: list[tuple[Any, Any]]) -> None:
    holder[key] = draw.choice(HOSTILE)


def _other(holder: Any, key: Any, draw: random.Random, places: list[tuple[Any, Any]]) -> None:
    there, other = draw.choice(places)
    value = there[other]
    # through text, so that no tree holds itself
    holder[key] = json.loads(json.dumps(value, default=str))


def _gone(holder: Any, key: Any, draw: random.Random, _: list[tuple[Any, Any]]) -> None:
    if isinstance(holder, dict) or len(holder) > 1:
        del holder[key]


def _renamed(holder: Any, key: Any, draw: random.Random, places: list[tuple[Any, Any]]) -> None:
    if isinstance(holder, dict):
        names = [other for there, other in places if isinstance(there, dict)]
        name = draw.choice(WORDS) if draw.random() < 0.5 else draw.choice(names)
        holder[name] = holder.pop(key)


def _many(holder: Any, key: Any, draw: random.Random, _: list[tuple[Any, Any]]) -> None:
    """A place many times over, as far as lists and names allow."""
    times, value = draw.choice((2, 5, 30, 400)), holder[key]
    if len(json.dumps(value, default=str)) * times > MOST_BYTES:
        return
    copies = [json.loads(json.dumps(value, default=str)) for _ in range(times)]
    if isinstance(holder, dict):
        holder.update({f"{key}_{number}": one for number, one in enumerate(copies)})
    elif len(holder) < 2000:
        holder.extend(copies)


def _deep(holder: Any, key: Any, draw: random.Random, _: list[tuple[Any, Any]]) -> None:
    for _time in range(draw.choice((1, 3, 40, 200))):
        holder[key] = [holder[key]] if draw.random() < 0.5 else {"a": holder[key]}


_CHANGES: dict[str, Change] = {
    "word": _word,
    "number": _number,
    "hostile": _hostile,
    "other": _other,
    "gone": _gone,
    "renamed": _renamed,
    "many": _many,
    "deep": _deep,
}
