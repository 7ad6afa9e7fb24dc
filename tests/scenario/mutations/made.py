"""Mutations of the shipped files: bytes, lines and values changed, each by its number."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from sim import paths

HOSTILE = (
    *("no", "yes", "on", "~", "null", "''", "{}", "[]", "-", "?", ":", "...", "---", "%YAML 1.1"),
    *(".nan", "-.inf", ".inf", "1e999", "-1e999", "1e-999", "9" * 5000, "0." + "3" * 5000, "0x1F"),
    *("010", "1_000", "0,7", "70%", "-1", "0", "1", "1.0", "1.5", "1e308", "5e-324", "-0.0", "12"),
    *("999999999999999999", "9999999999999999999", "1000", "60", "200", "12:30", "1992"),
    *("1992-02-30", "0000-01-01", "9999-12-31", "0001-01-01", "2000-10-01T10:00Z"),
    *("&a x", "*a", "<<: *a", "<<", "!!python/object:os.system x", "!x y", "!!int 5", "@x", "`x`"),
    *("\t", "a\tb", "\u201csmart\u201d", "\u2018x", "a: b", "a:b", "x # y", "#ffffff", '"a', "'a"),
    *("[" * 40 + "]" * 40, "{a: " * 40 + "}" * 40, "[" * 3000, "[a, b", "{a: b", "a]", "}", "|"),
    *("\u202eabc", "\ufeff", "\u00e9\u0301", "\U0001f600", "\u2028", "\x00", "\x1b[31m", "\u0661"),
    *("x" * 300, "x" * 25_000, "self", "target", "mediators", "everyone", "standard", "2 weeks"),
    *("trust(a, b) > 0.5", "not " * 20 + "turn > 1", "(" * 50, "turn >= 1", "done(", "turn > 1e5"),
    *("{value: 0.5, range: [0.6, 0.9]}", "{value: 0.5, range: [0, 1], assumed: x}", "[0.5, 0.5]"),
)
"""Values that a file should not have, or should not have everywhere."""

_SECTION = re.compile(r"^[a-z_]+:", re.MULTILINE)
_LONG_WINDED = ("history", "claims", "guide", "lesson", "advisers", "briefing_plain")
"""Sections that no other refers to; left out of most originals, which are then checked sooner."""
_WORD = re.compile(r"[A-Za-z_][\w-]*|\d[\d.-]*")
_VALUE = re.compile(r"(?<=: )\S.*$|(?<=- )\S.*$|(?<=: )[^{}\[\],#]+(?=[,}])")


@dataclass(frozen=True)
class Original:
    """A shipped file that is mutated."""

    name: str
    text: str
    weight: float
    """How often it is taken, beside the others."""


@dataclass(frozen=True)
class Mutation:
    """A shipped file with something changed."""

    number: int
    original: str
    kind: str
    content: bytes


@cache
def originals() -> tuple[Original, ...]:
    """All shipped scenarios, whole and without their long sections; campaigns and libraries."""
    found = []
    files = sorted(paths.scenarios().glob("*.yaml")) + sorted(paths.examples().glob("*.yaml"))
    files += sorted((paths.scenarios() / "library").glob("*.yaml"))
    for path in files:
        text = path.read_text(encoding="utf-8")
        short = _without_sections(text)
        if short != text:
            found.append(Original(f"{path.stem}, shortened", short, 1.0))
        found.append(Original(path.stem, text, 0.3))
    return tuple(found)


def _without_sections(text: str) -> str:
    starts = [match.start() for match in _SECTION.finditer(text)]
    parts = [text[: starts[0]]] if starts else [text]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        if text[start:end].split(":")[0] not in _LONG_WINDED:
            parts.append(text[start:end])
    return "".join(parts)


def mutation(
    seed: int, number: int, kind: str | None = None, original: str | None = None
) -> Mutation:
    """The mutation of this number, the same whenever it is asked for.

    Args:
        seed: Which mutations.
        number: Which of them.
        kind: One of `KINDS`; by default the number decides.
        original: The name of one of the `originals`; by default the number decides.
    """
    draw = random.Random(f"{seed}/{number}")
    whole = [one for one in originals() if original in (None, one.name)]
    [chosen] = draw.choices(whole, [one.weight for one in whole])
    how = kind or draw.choice(list(KINDS))
    content = chosen.text.encode()
    for _ in range(draw.choice((1, 1, 1, 1, 2, 3, 8))):
        content = KINDS[how](content, draw)
    return Mutation(number, chosen.name, how, content)


# -- bytes -----------------------------------------------------------------------------------------


def _flip(content: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(content) + 1)
    return content[:at] + bytes([draw.randrange(256)]) + content[at + 1 :]


def _insert(content: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(content) + 1)
    odd = draw.choice((b" ", b":", b"\t", b"\n", b"'", b'"', b"#", b"-", b"\xff", b"[", b"{", b","))
    return content[:at] + odd * draw.choice((1, 1, 2, 40)) + content[at:]


def _cut(content: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(content) + 1)
    return content[:at] + content[at + draw.choice((1, 1, 2, 20, 500, 100_000)) :]


def _splice(content: bytes, draw: random.Random) -> bytes:
    other = draw.choice(originals()).text.encode()
    start = draw.randrange(len(other))
    at = draw.randrange(len(content) + 1)
    return content[:at] + other[start : start + draw.choice((5, 50, 500, 5000))] + content[at:]


# -- lines -----------------------------------------------------------------------------------------


def _by_line(change: Callable[[list[str], int, random.Random], None]) -> Change:
    def changed(content: bytes, draw: random.Random) -> bytes:
        lines = content.decode(errors="surrogateescape").split("\n")
        change(lines, draw.randrange(len(lines)), draw)
        return "\n".join(lines).encode(errors="surrogateescape")

    return changed


def _delete_lines(lines: list[str], at: int, draw: random.Random) -> None:
    del lines[at : at + draw.choice((1, 1, 1, 3, 20))]


def _duplicate_lines(lines: list[str], at: int, draw: random.Random) -> None:
    some = lines[at : at + draw.choice((1, 1, 5, 20))]
    lines[at:at] = some * draw.choice((1, 1, 1, 30))


def _swap_lines(lines: list[str], at: int, draw: random.Random) -> None:
    other = draw.randrange(len(lines)) if lines else 0
    if lines:
        lines[at], lines[other] = lines[other], lines[at]


def _indent_lines(lines: list[str], at: int, draw: random.Random) -> None:
    by, most = draw.choice((-4, -2, -1, 1, 2, 3, 4, 400)), draw.choice((1, 1, 5, 40))
    for index in range(at, min(at + most, len(lines))):
        line = lines[index]
        lines[index] = " " * by + line if by > 0 else line[min(-by, _indent(line)) :]


def _move_lines(lines: list[str], at: int, draw: random.Random) -> None:
    """Move an item, which is a line with all that is indented below it."""
    end = at + 1
    while end < len(lines) and lines[end].strip() and _indent(lines[end]) > _indent(lines[at]):
        end += 1
    some = lines[at:end]
    del lines[at:end]
    to = draw.randrange(len(lines) + 1)
    lines[to:to] = some


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


# -- values ----------------------------------------------------------------------------------------


def _hostile(lines: list[str], at: int, draw: random.Random) -> None:
    _put(lines, at, draw, draw.choice(HOSTILE))


def _other_value(lines: list[str], at: int, draw: random.Random) -> None:
    found = _VALUE.findall(draw.choice(lines))
    _put(lines, at, draw, draw.choice(found) if found else "")


def _other_word(lines: list[str], at: int, draw: random.Random) -> None:
    """A word of the line becomes another word of the file: ids, names of fields, words, numbers."""
    words = list(_WORD.finditer(lines[at]))
    others = _WORD.findall(draw.choice(lines)) or list(HOSTILE)
    if words:
        word = draw.choice(words)
        lines[at] = lines[at][: word.start()] + draw.choice(others) + lines[at][word.end() :]


def _hostile_name(lines: list[str], at: int, draw: random.Random) -> None:
    name, colon, rest = lines[at].partition(":")
    new = draw.choice((*HOSTILE[:40], "On", "1", "A B", "cite", "value", "extends", "uses", "set"))
    lines[at] = name[: _indent(name)] + new + colon + rest


def _number(lines: list[str], at: int, draw: random.Random) -> None:
    """A number near here becomes an extreme one, which may well be allowed."""
    extremes = ("0", "1", "-1", "0.0", "1.0", "1e-9", "0.999999", "2", "12", "60", "0.5", "1000")
    for index in range(at, min(at + 60, len(lines))):
        numbers = list(re.finditer(r"(?<=[\s\[{])-?\d+(\.\d+)?(?=[\s\]},]|$)", lines[index]))
        if numbers:
            one = draw.choice(numbers)
            new = draw.choice(extremes)
            lines[index] = lines[index][: one.start()] + new + lines[index][one.end() :]
            return


def _put(lines: list[str], at: int, draw: random.Random, value: str) -> None:
    places = list(_VALUE.finditer(lines[at]))
    if places:
        place = draw.choice(places)
        lines[at] = lines[at][: place.start()] + value + lines[at][place.end() :]


Change = Callable[[bytes, random.Random], bytes]
KINDS: dict[str, Change] = {
    "byte flipped": _flip,
    "bytes inserted": _insert,
    "bytes cut": _cut,
    "bytes spliced": _splice,
    "lines deleted": _by_line(_delete_lines),
    "lines duplicated": _by_line(_duplicate_lines),
    "lines swapped": _by_line(_swap_lines),
    "indent changed": _by_line(_indent_lines),
    "item moved": _by_line(_move_lines),
    "hostile value": _by_line(_hostile),
    "other value": _by_line(_other_value),
    "other word": _by_line(_other_word),
    "hostile name": _by_line(_hostile_name),
    "extreme number": _by_line(_number),
}
"""How a file is changed, by what the report calls it."""
