"""Near misses: the name that was probably meant, and the value that was probably meant."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Collection, Iterable
from difflib import SequenceMatcher
from typing import Any

_LONGEST = 64
_LONGEST_NUMBER = 30
_BEGINNING = 4
"""Letters from which on the beginning of a name tells it."""
_ALIKE = 0.75
"""A ratio of difflib's from which on two words are near, however their letters are moved."""
_DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+")
_PERCENT = re.compile(r"([-+]?\d+(?:[.,]\d+)?)\s*%")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:[_' ]\d{3})+")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ]{1,2}(\d{1,2})[-/. ]{1,2}(\d{4})")
_DAY_WORD = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)? +([A-Za-z]{3,9})\.?,? +(\d{4})")
_WORD_DAY = re.compile(r"([A-Za-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_GLUED_DASH = re.compile(r"-(\w.*)", re.DOTALL)
_GLUED = re.compile(r"([A-Za-z][\w-]*)(?::(?![\s:/])|\uff1a *)(.+)", re.DOTALL)
_DASHES = re.compile("[\u2010-\u2015\u2212]")

_ALSO = {
    "medium": ("middling", "moderate"),
    "average": ("middling", "moderate"),
    "moderate": ("middling",),
    "middling": ("moderate",),
    "very high": ("high", "large"),
    "strong": ("high", "large"),
    "big": ("large", "high"),
    "weak": ("low", "small"),
    "little": ("small", "low"),
    "tiny": ("slight", "very-low"),
    "zero": ("none",),
    "nothing": ("none",),
    "country": ("power",),
    "state": ("power",),
    "party": ("faction",),
    "organisation": ("institution",),
    "organization": ("institution",),
}
"""Words for what our scales and kinds call otherwise."""
_SAME = {True: ("yes", "on"), False: ("no", "off")}
"""Words that mean true or false where only words will do."""


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """`; did you mean "x"?` for the nearest candidate, or nothing when none is near."""
    best = nearest(word, candidates)
    return "" if best is None else f'; did you mean "{best}"?'


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that was probably meant, or None when none is near.

    Near is by Damerau-Levenshtein distance (one change in three letters), or by difflib's ratio
    for words that were rearranged; ties go to the alphabetically first. Where none is, the only
    candidate that begins with the word, or has it after its colon, was meant: `open` finds
    `open_table`, and `trust` finds `rule:trust`. Case, hyphens and blanks count for nothing, so
    that `Open-Table` finds `open_table`.
    """
    if not word or len(word) > _LONGEST:
        return None
    plain, candidates = _plain(word), set(candidates)
    most = max(1, len(plain) // 3)
    best: tuple[int, float, str] | None = None
    for candidate in sorted(candidates):
        if len(candidate) > _LONGEST or candidate == word:
            continue
        other = _plain(candidate)
        compared = SequenceMatcher(None, plain, other, autojunk=False)
        alike = compared.real_quick_ratio() >= _ALIKE and compared.quick_ratio() >= _ALIKE
        if not alike and abs(len(plain) - len(other)) > most:
            continue
        distance = edit_distance(plain, other)
        if not alike and distance > most:
            continue
        ratio = compared.ratio()
        if distance <= most or ratio >= _ALIKE:
            rank = (distance, -ratio, candidate)
            best = rank if best is None else min(best, rank)
    if best is not None and best[0] < len(plain):
        return best[2]
    return _cut_short(plain, candidates)


def _cut_short(plain: str, candidates: Collection[str]) -> str | None:
    """The only candidate of which a word is the beginning, or the whole after a colon."""
    meant = [one for one in candidates if _plain(one).endswith(f":{plain}")]
    if len(plain) >= _BEGINNING and not meant:
        meant = [one for one in candidates if _plain(one).startswith(plain) and one != plain]
    return meant[0] if len(meant) == 1 and len(meant[0]) <= _LONGEST else None


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
    if isinstance(value, list):
        return _list_hint(value, wanted)
    if isinstance(value, dict):
        return _block_hint(value, wanted)
    if type(value) is int and "date" in wanted and 1000 <= value <= 9999:
        return f"; add the month and the day: {value}-01-01"
    if isinstance(value, bool):
        near = next((word for word in _SAME[value] if word in choices), "")
        if near in ("on", "off"):
            return f"; write {near}"
        if "number" in wanted:
            return f"; write {int(value)}"
        return f'; write "{near}" in quotation marks' if near in choices else ""
    if "string" in wanted and isinstance(value, int | float | datetime.date):
        return "; put it in quotation marks"
    return ""


def _list_hint(items: list[Any], wanted: Collection[str]) -> str:
    """What to write instead of a list."""
    if "array" in wanted:
        return ""
    if "object" in wanted and "number" not in wanted:
        return "; write a name and a colon for each entry, in place of the -"
    if len(items) == 1 and isinstance(items[0], str | int | float):
        return "; write it without the brackets or the -"
    return ""


def _block_hint(entries: dict[str, Any], wanted: Collection[str]) -> str:
    """What to write instead of a block of entries."""
    first = next(iter(entries), "")
    if "array" in wanted:
        if glued := _GLUED_DASH.fullmatch(first):
            return f"; a blank is missing after the -: write `- {glued[1]}: ...`"
        if (long := _DASHES.match(first)) and (name := first[1:].strip()):
            return f"; {long[0]} is a longer dash than the -: write `- {name}: ...`"
        if all(isinstance(value, dict | list) for value in entries.values()):
            return "; begin each entry with `- `"
        if all(value in (None, True, "yes", 1) for value in entries.values()):
            return f"; write [{', '.join(entries)}]"
    if "string" in wanted and len(entries) == 1 and " " in first:
        return "; it has a colon with a blank after it, so put the text in quotation marks"
    return ""


def _text_hint(text: str, wanted: Collection[str], choices: Iterable[str]) -> str:
    if ("number" in wanted or "integer" in wanted) and (hint := _number_hint(text)):
        return hint
    if "array" in wanted and (hint := _items_hint(text)):
        return hint
    if "boolean" in wanted:
        if text.lower() in ("yes", "y", "on", "true"):
            return "; write true"
        if text.lower() in ("no", "n", "off", "false"):
            return "; write false"
    if "date" in wanted and (found := _dates(text)):
        written = " or ".join(date.isoformat() for date in found)
        return f"; write {written}" + (" without quotation marks" if written == text else "")
    if text.lower() in ("yes", "true", "no", "false"):
        near = "on" if text.lower() in ("yes", "true") else "off"
        if near in choices:
            return f"; write {near}"
    if "number" in wanted and text.lower() in ("yes", "no"):
        return f"; write {int(text.lower() == 'yes')}"
    if meant := next((word for word in _ALSO.get(text.lower(), ()) if word in choices), ""):
        return f"; write {meant}"
    if ("object" in wanted or "array" in wanted) and (glued := glued_colon(text)):
        return glued
    return did_you_mean(text, choices)


def in_ascii(text: str) -> str:
    """A number or date with plain digits, signs and dashes, and without what cannot be seen."""
    if text.isascii():
        return text
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    seen = (sign for sign in plain if unicodedata.category(sign) != "Cf")
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in seen).strip()


def decimal_list(items: list[Any]) -> str:
    """What to write instead of `[0,2, 0,5]`, which has four whole numbers."""
    if not all(type(item) is int for item in items):
        return ""
    pairs = zip(items[::2], items[1::2], strict=True)
    return f"; write numbers with a point: [{', '.join(f'{a}.{b}' for a, b in pairs)}]"


def _number_hint(text: str) -> str:
    """What to write instead of a number in another form."""
    if len(text) > _LONGEST_NUMBER:
        return ""
    told, text = text, in_ascii(text)
    if _DECIMAL_COMMA.fullmatch(text):
        return f"; write {text.replace(',', '.')}"
    if percent := _PERCENT.fullmatch(text):
        return f"; write {float(percent[1].replace(',', '.')) / 100:g}"
    if _NUMBER.fullmatch(text):
        return f"; write {text}" + (" without quotation marks" if told == text else "")
    if _GROUPED.fullmatch(text):
        return f"; write {re.sub('[^-+0-9]', '', text)}"
    return ""


def _items_hint(text: str) -> str:
    """What to write instead of a text where a list is wanted."""
    if re.fullmatch(r"-\w[\w-]*( -\w[\w-]*)*", text):
        return f"; a blank is missing after the -: write `- {text.split()[0][1:]}`"
    if re.fullmatch(r"[\w-]+(, *[\w-]+)*", text) and len(text) <= _LONGEST:
        return f"; write [{text}]"
    return ""


def _dates(text: str) -> list[datetime.date]:
    """The dates that a date in another form may mean: two, where day and month may be swapped."""
    parts: list[tuple[str, str, str]] = []
    text = in_ascii(text)
    if match := _YEAR_FIRST.fullmatch(text):
        parts = [(match[1], match[2], match[3] or "1")]
    elif match := _YEAR_LAST.fullmatch(text):
        parts = [(match[3], match[2], match[1]), (match[3], match[1], match[2])]
    elif match := _DAY_WORD.fullmatch(text):
        parts = [(match[3], _month(match[2]), match[1])]
    elif match := _WORD_DAY.fullmatch(text):
        parts = [(match[3], _month(match[1]), match[2])]
    found = []
    for year, month, day in parts:
        try:
            found.append(datetime.date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def _month(word: str) -> str:
    """The number of a month by its English name or the first letters of it; 0 for another word."""
    short = word.lower()[:3]
    return str(_MONTHS.index(short) + 1) if short in _MONTHS else "0"


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
