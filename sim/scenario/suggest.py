"""Near misses: the name that was probably meant, and the value that was probably meant."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable
from difflib import SequenceMatcher

_LONGEST = 64
_LONGEST_NUMBER = 30
_DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+")
_PERCENT = re.compile(r"([-+]?\d+(?:[.,]\d+)?)\s*%")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:[_' ]\d{3})+")
_LOOSE_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_GLUED = re.compile(r"([A-Za-z][\w-]*):([^\s:/].*)", re.DOTALL)


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """`; did you mean "x"?` for the nearest candidate, or nothing when none is near.

    Near is by Damerau-Levenshtein distance (one change in three letters), or by difflib's ratio
    for words that were rearranged; ties go to the alphabetically first. Case, hyphens and blanks
    count for nothing, so that `Open-Table` finds `open_table`.
    """
    if not word or len(word) > _LONGEST:
        return ""
    plain = _plain(word)
    best: tuple[int, float, str] | None = None
    for candidate in sorted(set(candidates)):
        if len(candidate) > _LONGEST or candidate == word:
            continue
        other = _plain(candidate)
        distance = edit_distance(plain, other)
        ratio = SequenceMatcher(None, plain, other, autojunk=False).ratio()
        if distance <= max(1, len(plain) // 3) or ratio >= 0.75:
            rank = (distance, -ratio, candidate)
            best = rank if best is None else min(best, rank)
    if best is None or best[0] >= len(plain):
        return ""
    return f'; did you mean "{best[2]}"?'


def edit_distance(one: str, other: str) -> int:
    """Insertions, deletions, replacements and swaps of neighbours that turn one into the other.

    The restricted Damerau-Levenshtein distance (optimal string alignment).
    """
    before: list[int] = []
    previous = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, previous = previous, row
    return previous[-1]


def value_hint(value: object, wanted: Collection[str], choices: Iterable[str] = ()) -> str:
    """What to write instead of a value of the wrong kind, as `; write 0.7`, or nothing.

    Args:
        value: what the file holds.
        wanted: the kinds that would do, from `number integer boolean date string object array`.
        choices: the words that would do.
    """
    if isinstance(value, str):
        return _text_hint(value.strip(), wanted, choices)
    if (
        isinstance(value, float)
        and "integer" in wanted
        and abs(value) < 1e15
        and value.is_integer()
    ):
        return f"; write {int(value)}"
    if isinstance(value, bool):
        near = "yes" if value else "no"
        return f'; write "{near}" in quotation marks' if near in choices else ""
    if "string" in wanted and isinstance(value, int | float | datetime.date):
        return "; put it in quotation marks"
    return ""


def _text_hint(text: str, wanted: Collection[str], choices: Iterable[str]) -> str:
    if len(text) <= _LONGEST_NUMBER and ("number" in wanted or "integer" in wanted):
        if _DECIMAL_COMMA.fullmatch(text):
            return f"; write {text.replace(',', '.')}"
        if percent := _PERCENT.fullmatch(text):
            return f"; write {float(percent[1].replace(',', '.')) / 100:g}"
        if _NUMBER.fullmatch(text):
            return f"; write {text} without quotation marks"
        if _GROUPED.fullmatch(text):
            return f"; write {re.sub('[^-+0-9]', '', text)}"
    if "boolean" in wanted:
        if text.lower() in ("yes", "y", "on", "true"):
            return "; write true"
        if text.lower() in ("no", "n", "off", "false"):
            return "; write false"
    if "date" in wanted and (loose := _LOOSE_DATE.fullmatch(text)):
        year, month, day = loose.groups()
        written = f"{year}-{month:0>2}-{day:0>2}"
        return f"; write {written}" + (" without quotation marks" if written == text else "")
    if ("object" in wanted or "array" in wanted) and (glued := glued_colon(text)):
        return glued
    return did_you_mean(text, choices)


def glued_colon(text: str) -> str:
    """A hint for `leverage:0.7`, where YAML sees one word because no blank follows the colon."""
    match = _GLUED.fullmatch(text)
    if match is None:
        return ""
    return f"; a blank is missing after the colon: write `{match[1]}: {_short(match[2])}`"


def _plain(word: str) -> str:
    return re.sub(r"[-\s]", "_", word.lower())


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:29] + "…"
