"""Plain scalars by the YAML 1.2 core schema, plus dates.

PyYAML's own resolver follows YAML 1.1, where `no` is False, `12:30` is 750 and `010` is 8. Editors
follow 1.2, and so do we: https://yaml.org/spec/1.2.2/#103-core-schema.
"""

from __future__ import annotations

import calendar
import datetime
import math
import re

from sim.scenario.problem import visible

Scalar = str | int | float | bool | datetime.date | None

MAX_DIGITS = 18
"""Digits of a whole number; more would not fit the 64-bit integers of the model."""
MAX_NUMBER = 40
"""Characters of a number with a point or an exponent."""

_WORDS: dict[str, Scalar] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_OTHER_BASE = re.compile(r"0o([0-7]+)|0x([0-9a-fA-F]+)")
_NUMBER = re.compile(r"[-+]?(?=\.?[0-9])([0-9]*)(\.[0-9]*)?([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_CURLY = "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f"
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


class ScalarError(ValueError):
    """A scalar that cannot be taken, with the rule it breaks."""

    def __init__(self, rule: str, message: str) -> None:
        self.rule = rule
        super().__init__(message)


def plain(text: str) -> Scalar:
    """The value of an unquoted scalar.

    Raises:
        ScalarError: a number that is not finite or too long, an impossible date, curly quotes.
    """
    if text in _WORDS:
        return _WORDS[text]
    first = text[0]
    if first.isalpha():
        return text
    if first in _CURLY:
        raise ScalarError(
            "quotes",
            f"{shown(text)} opens with a curly quotation mark, which YAML reads as a letter; "
            "put straight quotation marks around the whole text",
        )
    if first.isascii() and (first.isdigit() or first in "+-."):
        return _number_or_date(text)
    return text


def quoted(text: str) -> str:
    """The value of a quoted or block scalar.

    Raises:
        ScalarError: an escape made a character that must not reach a terminal.
    """
    if found := _UNSAFE.search(text):
        raise ScalarError(
            "control-character",
            f"the text holds the control character {visible(found[0])}; remove the escape",
        )
    return text


def shown(text: str) -> str:
    """The text in quotation marks, shortened and safe to print, for use in a message."""
    return f'"{visible(text if len(text) <= 40 else text[:39] + "…")}"'


def _number_or_date(text: str) -> Scalar:
    if match := _NUMBER.fullmatch(text):
        digits, fraction, exponent = match.groups()
        if fraction is None and exponent is None:
            return _integer(text, 10, len(digits))
        return _float(text, digits + (fraction or ""))
    if match := _OTHER_BASE.fullmatch(text):
        digits, base = (match[1], 8) if match[1] else (match[2], 16)
        return _integer(digits, base, len(digits))
    if match := _DATE.fullmatch(text):
        return _date(text, int(match[1]), int(match[2]), int(match[3]))
    if _NOT_FINITE.fullmatch(text):
        raise ScalarError("number", f"{text} is not a number to reckon with; write a finite one")
    return text


def _integer(digits: str, base: int, length: int) -> int:
    if length > MAX_DIGITS:
        raise ScalarError(
            "number",
            f"this number has {length} digits; a whole number may have {MAX_DIGITS} at most",
        )
    return int(digits, base)


def _float(text: str, mantissa: str) -> float:
    if len(text) > MAX_NUMBER:
        raise ScalarError(
            "number",
            f"this number is {len(text)} characters long; write {MAX_NUMBER} at most",
        )
    value = float(text)
    if math.isinf(value):
        raise ScalarError("number", f"{text} is too large a number; write a smaller one")
    if value == 0 and mantissa.strip("0."):
        raise ScalarError("number", f"{text} is too near to zero; write 0")
    return value


def _date(text: str, year: int, month: int, day: int) -> datetime.date:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        pass
    if year == 0:
        reason = "there is no year 0"
    elif not 1 <= month <= 12:
        reason = f"there is no month {month}"
    else:
        last = calendar.monthrange(year, month)[1]
        reason = f"{calendar.month_name[month]} {year} has the days 1 to {last}"
    raise ScalarError("date", f"{text} is not a date: {reason}")
